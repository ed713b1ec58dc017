/* message-delay.c - how did earlier messages of this sender come, and where did they wait?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-message-delay"

#include "config.h"

#include "checks/mailbox.h"
#include "checks/message-read.h"

static GBytes *
newest_headers (const GPtrArray *messages)
{
  for (guint i = 0; messages != NULL && i < messages->len; i++)
    {
      const MdMailboxMessage *message = g_ptr_array_index (messages, i);

      if (message->headers != NULL)
        return message->headers;
    }
  return NULL;
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdMailboxSearch *search = md_mailbox_search_of (context);
  GBytes *headers = search != NULL ? newest_headers (search->earlier) : NULL;

  if (headers == NULL && search != NULL)
    headers = newest_headers (search->found);
  if (headers != NULL)
    md_message_report_way (context, headers);
  else
    md_context_report (context, MD_FINDING_NO_EARLIER_MESSAGE, NULL);
  return TRUE;
}

const MdCheck md_check_message_delay = {
  .id = "message-delay",
  .step = MD_STEP_R5,
  .subject = MD_SUBJECT_MESSAGE,
  .needs = { "mailbox-search" },
  .inputs = MD_INPUT_SENDER,
  .budget_ms = 5000,
  .run = run,
};
