/* pop3.c - see pop3.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-pop3"

#include "config.h"

#include "protocols/pop3.h"
