/* step.h - S1 … S8: the question, why, live rows, advice, the person's answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MD_TYPE_STEP_PAGE (md_step_page_get_type ())
G_DECLARE_FINAL_TYPE (MdStepPage, md_step_page, MD, STEP_PAGE, MdPage)

G_END_DECLS
