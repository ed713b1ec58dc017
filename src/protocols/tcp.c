/* tcp.c - see tcp.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-tcp"

#include "config.h"

#include "protocols/tcp.h"
