/* report-page.h - the report for whoever helps: language, contents, copy, save
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/page.h"

G_BEGIN_DECLS

#define MD_TYPE_REPORT_PAGE (md_report_page_get_type ())
G_DECLARE_FINAL_TYPE (MdReportPage, md_report_page, MD, REPORT_PAGE, MdPage)

G_END_DECLS
