/* draft-content.c - what in the message itself makes filters and servers look twice?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-draft-content"

#include "config.h"

#include "checks/message-read.h"
#include "checks/products.h"
#include "reading/content.h"

/* Kinds of marks that together look like spam; one alone is everybody's. */
#define SUSPICIOUS_KINDS 2

static const char *
first_of (const MdContent *content, MdContentGroup group)
{
  for (guint i = 0; i < content->notes->len; i++)
    {
      const MdContentNote *note = g_ptr_array_index (content->notes, i);

      if (note->group == group)
        return note->where;
    }
  return "";
}

/* What the notes of a group say together, which is what causes are told by. */
static void
report_groups (MdContext *context, const MdContent *content)
{
  g_autofree char *count = g_strdup_printf ("%u", content->counts[MD_CONTENT_LOOKS]);

  if (content->counts[MD_CONTENT_LOOKS] >= SUSPICIOUS_KINDS)
    md_context_report (context, MD_FINDING_CONTENT_LIKE_SPAM, "count", count, NULL);
  if (content->counts[MD_CONTENT_ATTACHMENT] > 0)
    md_context_report (context, MD_FINDING_CONTENT_ATTACHMENT, "where", first_of (content, MD_CONTENT_ATTACHMENT),
                       NULL);
  if (content->counts[MD_CONTENT_FORM] > 0)
    md_context_report (context, MD_FINDING_CONTENT_MALFORMED, NULL);
}

static void
report_size (MdContext *context, gsize length, guint64 limit)
{
  g_autofree char *bytes = g_strdup_printf ("%" G_GSIZE_FORMAT, length);
  g_autofree char *most = g_strdup_printf ("%" G_GUINT64_FORMAT, limit);

  if (limit > 0 && length > limit)
    md_context_report (context, MD_FINDING_CONTENT_TOO_LARGE, "bytes", bytes, "limit", most, NULL);
}

/* What the configured server said it takes (SIZE, RFC 1870); 0: not told. */
static guint64
size_limit (const MdContext *context)
{
  const MdSignedIn *signed_in = md_context_get_product (context, "outgoing-login");

  return signed_in != NULL ? signed_in->size_limit : 0;
}

static void
report (MdContext *context, const MdContent *content)
{
  g_autofree char *parts = g_strdup_printf ("%u", content->n_parts);

  for (guint i = 0; i < content->notes->len; i++)
    {
      const MdContentNote *note = g_ptr_array_index (content->notes, i);

      md_context_report (context, MD_FINDING_CONTENT, "what", note->what, "where", note->where, NULL);
    }
  if (content->notes->len == 0)
    md_context_report (context, MD_FINDING_CONTENT_CLEAN, "parts", parts, NULL);
  report_groups (context, content);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  g_autoptr (GBytes) message = md_message_read (context);
  const MdContentAbout about = { .sender = kase->email != NULL ? md_case_get_sender (kase) : NULL,
                                 .size_limit = size_limit (context),
                                 .now = g_get_real_time () / G_USEC_PER_SEC };
  g_autoptr (MdContent) content = NULL;
  const char *data;
  gsize length;

  if (message == NULL)
    return TRUE;
  data = g_bytes_get_data (message, &length);
  content = md_content_check (data, length, &about);
  if (content->n_parts > 0)
    {
      report (context, content);
      report_size (context, length, about.size_limit);
    }
  else
    md_message_report_unreadable (context);
  return TRUE;
}

const MdCheck md_check_draft_content = {
  .id = "draft-content",
  .step = MD_STEP_D5,
  .subject = MD_SUBJECT_MESSAGE,
  .needs = { "outgoing-login" },
  .inputs = MD_INPUT_DRAFT,
  .budget_ms = 10000,
  .run = run,
};
