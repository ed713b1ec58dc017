/* report.c - see the header
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-report"

#include "config.h"
