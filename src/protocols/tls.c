/* tls.c - see tls.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-tls"

#include "config.h"

#include "protocols/tls.h"
