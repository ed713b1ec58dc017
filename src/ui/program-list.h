/* program-list.h - the accounts found in the mail programs of this computer, to choose one from
 *
 * Signals
 *   "chosen"   an account has become the draft of the session
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MD_TYPE_PROGRAM_LIST (md_program_list_get_type ())
G_DECLARE_FINAL_TYPE (MdProgramList, md_program_list, MD, PROGRAM_LIST, GtkBox)

/* Shows what @session knows, as far as it holds @typed. */
void md_program_list_refresh (MdProgramList *self, MdSession *session, const char *typed);

G_END_DECLS
