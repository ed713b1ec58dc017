/* personal.h - takes what tells who somebody is out of a report that is to be shown to strangers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/record.h"

G_BEGIN_DECLS

/* Addresses, names and subjects in headers, message ids, user names, hosts of the person's own domain, names of rules
 * and folders, paths of the home, and every Internet address but the loopback ones.  The same Internet address always
 * becomes the same "[IP 1]", so that the rest can still be followed.  Takes @text over; works on all three forms of a
 * report. */
char *md_hide_personal (char *text, const MdRecord *record);

G_END_DECLS
