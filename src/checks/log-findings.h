/* log-findings.h - what the logs of a mail server say about deliveries: reading/ and knowledge/ put together
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/context.h"
#include "knowledge/knowledge.h"
#include "reading/log/log-reader.h"

G_BEGIN_DECLS

/* Why the attempts of @group failed; FALSE, and the cause "unknown", when their words say nothing. */
gboolean md_log_name_cause (const MdLogGroup *group, MdReplyMeaning *meaning);
/* Reports everything that @report holds; the causes with the most failures name themselves as causes, too. */
void     md_log_report_findings (MdContext *context, const MdLogReport *report, const MdLogQuery *query);
/* What the case asks of its logs; pieces belong to the case. */
MdLogQuery md_log_query_of_case (const MdCase *kase);

G_END_DECLS
