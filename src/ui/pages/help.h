/* help.h - what each step tests, what leaves this computer for it, how long it takes, what it can tell apart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MD_TYPE_HELP_PAGE (md_help_page_get_type ())
G_DECLARE_FINAL_TYPE (MdHelpPage, md_help_page, MD, HELP_PAGE, MdPage)

/* The most seconds that the checks of @step among @checks (NULL-terminated) take, one waiting for the other; 0 for
 * none. */
guint md_help_seconds (const MdCheck *const *checks, MdStepId step);

G_END_DECLS
