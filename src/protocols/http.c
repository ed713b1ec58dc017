/* http.c - see http.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-http"

#include "config.h"

#include "protocols/http.h"
