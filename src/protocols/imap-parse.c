/* imap-parse.c - reads IMAP responses; see imap-parse.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-imap"

#include "config.h"

#include "protocols/imap-parse.h"
