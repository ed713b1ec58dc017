/* verdict.h - the cause, what to do, why we say so, what was ruled out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MD_TYPE_VERDICT_PAGE (md_verdict_page_get_type ())
G_DECLARE_FINAL_TYPE (MdVerdictPage, md_verdict_page, MD, VERDICT_PAGE, MdPage)

G_END_DECLS
