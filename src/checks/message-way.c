/* message-way.c - which servers a message came through, how long each held it, and what spam filters wrote into it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-message-way"

#include "config.h"

#include "checks/message-read.h"
#include "reading/spam-headers.h"

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static void
report_marks (MdContext *context, GBytes *message)
{
  gsize length;
  const char *data = g_bytes_get_data (message, &length);
  g_autoptr (MdHeaders) headers = md_headers_parse (data, length);
  g_autoptr (GPtrArray) marks = md_spam_marks (headers);

  for (guint i = 0; i < marks->len; i++)
    {
      const MdSpamMark *mark = g_ptr_array_index (marks, i);

      md_context_report (context,
                         mark->opinion >= MD_SPAM_SUSPECTED ? MD_FINDING_SPAM_HEADER_BAD : MD_FINDING_SPAM_HEADER,
                         "product", mark->product, "verdict", md_spam_opinion_name (mark->opinion), "score",
                         or_empty (mark->score), "threshold", or_empty (mark->threshold), "rules",
                         or_empty (mark->rules), NULL);
    }
}

static gboolean
run (MdContext *context, GError **error)
{
  g_autoptr (GBytes) message = md_message_read (context);

  if (message == NULL)
    return TRUE;
  md_message_report_way (context, message);
  report_marks (context, message);
  return TRUE;
}

const MdCheck md_check_message_way = {
  .id = "message-way",
  .step = MD_STEP_D5,
  .subject = MD_SUBJECT_MESSAGE,
  .inputs = MD_INPUT_DRAFT,
  .budget_ms = 10000,
  .run = run,
};
