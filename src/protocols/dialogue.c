/* dialogue.c - see dialogue.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-dialogue"

#include "config.h"

#include "protocols/dialogue.h"
