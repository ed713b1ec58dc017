/* wire.c - see wire.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-wire"

#include "config.h"

#include "protocols/wire.h"
