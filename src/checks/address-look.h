/* address-look.h - an address looked at as far as that goes without writing to it: syntax, slips, domain
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/context.h"

G_BEGIN_DECLS

/* Reports what @typed is: one ADDRESS, and what is wrong with it or worth knowing. */
void md_address_look (MdContext *context, const char *typed);

G_END_DECLS
