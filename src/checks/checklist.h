/* checklist.h - the tables of contents: a guide's checks, in the order people meet them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check.h"

G_BEGIN_DECLS

typedef struct _MdChecklist MdChecklist;

/* Made from the files CHECKLIST, CHECKLIST-delivery and CHECKLIST-receive.  A check that serves a guide under another
 * page, or without the checks it needs in another guide, stands there as a copy of its own. */
MdChecklist           *md_checklist_new (MdGuide guide);
void                   md_checklist_free (MdChecklist *self);
/* NULL-terminated. */
const MdCheck *const  *md_checklist_get (const MdChecklist *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdChecklist, md_checklist_free)

G_END_DECLS
