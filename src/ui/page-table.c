/* page-table.c - the pages of the window, one row a page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-page-table"

#include "config.h"

#include "ui/page-table.h"

#include "ui/pages/account.h"
#include "ui/pages/comparison.h"
#include "ui/pages/earlier.h"
#include "ui/pages/history.h"
#include "ui/pages/card.h"
#include "ui/pages/code-page.h"
#include "ui/pages/help.h"
#include "ui/pages/journey-page.h"
#include "ui/pages/leaves.h"
#include "ui/pages/opened-page.h"
#include "ui/pages/practice-page.h"
#include "ui/pages/report-page.h"
#include "ui/pages/start.h"
#include "ui/pages/step.h"
#include "ui/pages/verdict.h"

static const MdPageRow rows[] = {
  { "start", md_start_page_get_type, MD_STEP_ACCOUNT, FALSE, NULL },
  { "practice", md_practice_page_get_type, MD_STEP_ACCOUNT, FALSE, NULL },
  { "account", md_account_page_get_type, MD_STEP_ACCOUNT, TRUE, NULL },
  { "S1", md_step_page_get_type, MD_STEP_S1, TRUE, "S2" },
  { "S2", md_step_page_get_type, MD_STEP_S2, TRUE, "S3" },
  { "S3", md_step_page_get_type, MD_STEP_S3, TRUE, "S4" },
  { "S4", md_step_page_get_type, MD_STEP_S4, TRUE, "S5" },
  { "S5", md_step_page_get_type, MD_STEP_S5, TRUE, "S6" },
  { "S6", md_step_page_get_type, MD_STEP_S6, TRUE, "S7" },
  { "S7", md_step_page_get_type, MD_STEP_S7, TRUE, "S8" },
  { "S8", md_step_page_get_type, MD_STEP_S8, TRUE, "verdict" },
  { "D1", md_step_page_get_type, MD_STEP_D1, TRUE, "D2" },
  { "D2", md_step_page_get_type, MD_STEP_D2, TRUE, "D3" },
  { "D3", md_step_page_get_type, MD_STEP_D3, TRUE, "D4" },
  { "D4", md_step_page_get_type, MD_STEP_D4, TRUE, "D5" },
  { "D5", md_step_page_get_type, MD_STEP_D5, TRUE, "D6" },
  { "D6", md_step_page_get_type, MD_STEP_D6, TRUE, "verdict" },
  { "R1", md_step_page_get_type, MD_STEP_R1, TRUE, "R2" },
  { "R2", md_step_page_get_type, MD_STEP_R2, TRUE, "R3" },
  { "R3", md_step_page_get_type, MD_STEP_R3, TRUE, "R4" },
  { "R4", md_step_page_get_type, MD_STEP_R4, TRUE, "R5" },
  { "R5", md_step_page_get_type, MD_STEP_R5, TRUE, "R6" },
  { "R6", md_step_page_get_type, MD_STEP_R6, TRUE, "verdict" },
  { "verdict", md_verdict_page_get_type, MD_STEP_ACCOUNT, TRUE, NULL },
  { "report", md_report_page_get_type, MD_STEP_ACCOUNT, TRUE, NULL },
  { "journey", md_journey_page_get_type, MD_STEP_ACCOUNT, TRUE, NULL },
  { "opened", md_opened_page_get_type, MD_STEP_ACCOUNT, FALSE, NULL },
  { "leaves", md_leaves_page_get_type, MD_STEP_ACCOUNT, TRUE, NULL },
  { "history", md_history_page_get_type, MD_STEP_ACCOUNT, FALSE, NULL },
  { "earlier", md_earlier_page_get_type, MD_STEP_ACCOUNT, FALSE, NULL },
  { "comparison", md_comparison_page_get_type, MD_STEP_ACCOUNT, FALSE, NULL },
  { "card", md_card_page_get_type, MD_STEP_ACCOUNT, FALSE, NULL },
  { "help", md_help_page_get_type, MD_STEP_ACCOUNT, FALSE, NULL },
  { "code", md_code_page_get_type, MD_STEP_ACCOUNT, FALSE, NULL },
};

const MdPageRow *
md_page_table_get (guint index)
{
  return index < G_N_ELEMENTS (rows) ? &rows[index] : NULL;
}

const MdPageRow *
md_page_table_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_ascii_strcasecmp (rows[i].id, id) == 0)
      return &rows[i];
  return NULL;
}

const char *
md_page_row_next (const MdPageRow *row, MdGuide guide)
{
  return g_str_equal (row->id, "account") ? md_step_id_name (md_guide_first_step (guide)) : row->next;
}

gboolean
md_page_row_is_step (const MdPageRow *row)
{
  return row->step != MD_STEP_ACCOUNT;
}
