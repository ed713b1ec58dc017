/* certificate.c - see certificate.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-certificate"

#include "config.h"

#include "protocols/certificate.h"
