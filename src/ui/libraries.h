/* libraries.h - what the program runs on, to be copied into a report of a fault
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The program, the system, the desktop, and each library with the version in use, one a line; technical, in English;
 * nothing of the person.  (transfer full). */
char *md_libraries_text (void);

G_END_DECLS
