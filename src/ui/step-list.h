/* step-list.h - the steps with the state of each: icon, code and word; problems stand out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MD_TYPE_STEP_LIST (md_step_list_get_type ())
G_DECLARE_FINAL_TYPE (MdStepList, md_step_list, MD, STEP_LIST, GtkWidget)

/* Signal "chosen" (page id): a row was pressed. */
void md_step_list_set_session (MdStepList *self, MdSession *session);
void md_step_list_refresh (MdStepList *self);

G_END_DECLS
