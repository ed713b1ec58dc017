/* checklist.h - the table of contents: every check, in the order people meet them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check.h"

G_BEGIN_DECLS

/* NULL-terminated; made from the file CHECKLIST. */
const MdCheck *const *md_checklist (void);

G_END_DECLS
