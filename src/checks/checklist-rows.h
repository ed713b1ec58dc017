/* checklist-rows.h - the lists of the guides, as they are written; for checklist.c alone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/checklist.h"

G_BEGIN_DECLS

typedef struct
{
  const MdCheck *check; /* NULL closes the list */
  const char *step;     /* (nullable) the page it belongs to in this guide; NULL: its own */
} MdChecklistRow;

extern const MdChecklistRow *const md_checklist_rows[MD_N_GUIDES];

G_END_DECLS
