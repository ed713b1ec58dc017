/* smtp.c - see smtp.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-smtp"

#include "config.h"

#include "protocols/smtp.h"
