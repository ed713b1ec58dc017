/* message.c - see message.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-message"

#include "config.h"

#include "protocols/message.h"
