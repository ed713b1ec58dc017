/* resolver.c - see resolver.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-resolver"

#include "config.h"

#include "protocols/resolver.h"
