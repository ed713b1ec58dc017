/* sasl.c - see sasl.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-sasl"

#include "config.h"

#include "protocols/sasl.h"
