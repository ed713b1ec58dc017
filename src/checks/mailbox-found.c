/* mailbox-found.c - what a search in the mailbox found, put in order and reported; see mailbox-found.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mailbox-search"

#include "config.h"

#include "checks/mailbox-found.h"

#include "mailauth/authres.h"
#include "reading/spam-headers.h"

#include <string.h>

#define MAX_REPORTED 3
#define MAX_WORDS_BYTES 200
#define MAX_RESULTS_BYTES 300

static MdHeaders *
parse (GBytes *headers)
{
  gsize length = 0;
  const char *bytes = headers != NULL ? g_bytes_get_data (headers, &length) : "";

  return md_headers_parse (bytes, length);
}

/* At most so many bytes of it, whole characters. */
static char *
cut (const char *text, gsize bytes)
{
  g_autofree char *start = g_strndup (text, MIN (strlen (text), bytes));
  const char *end;

  if (g_utf8_validate (start, -1, &end))
    return g_steal_pointer (&start);
  return strlen (text) > bytes ? g_strndup (start, (gsize) (end - start)) : g_utf8_make_valid (start, -1);
}

/* ── which one ── */

/* Of one message in several folders, the place that says most: a view of everything only shows the others again. */
static guint
rank (const MdMailboxMessage *message)
{
  static const guint ranks[] = {
    [MD_ROLE_JUNK] = 0,    [MD_ROLE_TRASH] = 1, [MD_ROLE_OTHER] = 2,  [MD_ROLE_INBOX] = 3, [MD_ROLE_ARCHIVE] = 4,
    [MD_ROLE_ALL] = 5,     [MD_ROLE_VIEW] = 6,  [MD_ROLE_DRAFTS] = 7, [MD_ROLE_SENT] = 8,
  };

  return ranks[message->role];
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const MdMailboxMessage *first = *(MdMailboxMessage *const *) a, *second = *(MdMailboxMessage *const *) b;

  return (int) rank (first) - (int) rank (second);
}

/* What was taken for spam first, which nobody looks at; then the newest. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const MdMailboxMessage *first = *(MdMailboxMessage *const *) a, *second = *(MdMailboxMessage *const *) b;
  gboolean junk = first->role == MD_ROLE_JUNK;

  if (junk != (second->role == MD_ROLE_JUNK))
    return junk ? -1 : 1;
  if (first->received != second->received)
    return first->received > second->received ? -1 : 1;
  return compare_places (a, b);
}

static char *
message_id_of (const MdMailboxMessage *message)
{
  g_autoptr (MdHeaders) headers = parse (message->headers);

  return g_strdup (md_headers_get (headers, "Message-ID"));
}

static void
drop_copies (MdMailboxSearch *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_ptr_array_sort (self->found, compare_places);
  /* A copy of what is in the inbox, in the bin or the archive, is nothing that anybody misses. */
  for (guint i = 0; i < self->found->len; i++)
    {
      const MdMailboxMessage *message = g_ptr_array_index (self->found, i);
      char *id = message->role == MD_ROLE_INBOX ? message_id_of (message) : NULL;

      if (id != NULL)
        g_hash_table_add (seen, id);
    }
  for (guint i = 0; i < self->found->len;)
    {
      const MdMailboxMessage *message = g_ptr_array_index (self->found, i);
      g_autofree char *id = message_id_of (message);

      if (id != NULL && message->role != MD_ROLE_INBOX && !g_hash_table_add (seen, g_strdup (id)))
        g_ptr_array_remove_index (self->found, i);
      else
        i++;
    }
}

void
md_mailbox_choose_found (MdMailboxSearch *self)
{
  gboolean in_inbox = FALSE;

  drop_copies (self);
  g_ptr_array_sort (self->found, compare);
  /* Older ones that the person has filed or deleted since are not what they wait for. */
  for (guint i = 0; i < self->found->len;)
    {
      const MdMailboxMessage *message = g_ptr_array_index (self->found, i);

      if (in_inbox && message->role != MD_ROLE_INBOX && message->role != MD_ROLE_JUNK)
        {
          g_ptr_array_remove_index (self->found, i);
          continue;
        }
      in_inbox = in_inbox || message->role == MD_ROLE_INBOX;
      i++;
    }
}

/* ── what the receiving side noted ── */

char *
md_mailbox_results (GBytes *headers)
{
  g_autoptr (MdHeaders) parsed = parse (headers);
  const char *value = md_headers_get (parsed, "Authentication-Results");
  g_autofree char *text = value != NULL ? md_header_decode (value) : NULL;

  return text != NULL && text[0] != '\0' ? cut (text, MAX_RESULTS_BYTES) : NULL;
}

/* "spf=fail, dmarc=fail"; NULL when nothing failed. */
static char *
failed_checks (const MdHeaders *headers)
{
  static const char *const methods[] = { "spf", "dkim", "dmarc" };
  static const char *const failures[] = { "fail", "softfail", "permerror" };
  const char *value = md_headers_get (headers, "Authentication-Results");
  g_autoptr (MdAuthRes) results = value != NULL ? md_authres_parse (value) : NULL;
  GString *words = g_string_new (NULL);

  for (guint i = 0; results != NULL && i < results->results->len; i++)
    {
      const MdAuthResult *result = g_ptr_array_index (results->results, i);

      for (gsize m = 0; m < G_N_ELEMENTS (methods); m++)
        for (gsize f = 0; f < G_N_ELEMENTS (failures); f++)
          if (g_str_equal (result->method, methods[m]) && g_str_equal (result->result, failures[f]))
            g_string_append_printf (words, "%s%s=%s", words->len > 0 ? ", " : "", result->method, result->result);
    }
  return g_string_free (words, words->len == 0);
}

static void
report_mark (MdContext *context, const MdSpamMark *mark)
{
  if (mark->score != NULL && mark->rules != NULL)
    md_context_report (context, MD_FINDING_MESSAGE_SPAM_RULES, "product", mark->product, "score", mark->score, "rules",
                       mark->rules, NULL);
  else if (mark->score != NULL)
    md_context_report (context, MD_FINDING_MESSAGE_SPAM_SCORE, "product", mark->product, "score", mark->score, NULL);
  else
    md_context_report (context, MD_FINDING_MESSAGE_SPAM_MARK, "product", mark->product, "field", mark->field, NULL);
}

void
md_mailbox_report_marks (MdContext *context, GBytes *headers)
{
  g_autoptr (MdHeaders) parsed = parse (headers);
  g_autoptr (GPtrArray) marks = md_spam_marks (parsed);
  g_autofree char *failed = failed_checks (parsed);
  g_autofree char *results = md_mailbox_results (headers);

  for (guint i = 0; i < marks->len && i < MAX_REPORTED; i++)
    {
      const MdSpamMark *mark = g_ptr_array_index (marks, i);

      if (mark->opinion >= MD_SPAM_SUSPECTED)
        report_mark (context, mark);
    }
  if (failed != NULL)
    md_context_report (context, MD_FINDING_MESSAGE_FAILED_CHECKS, "checks", failed, NULL);
  if (results != NULL)
    md_context_report (context, MD_FINDING_MESSAGE_RESULTS, "results", results, NULL);
}

/* ── where it is ── */

static MdFindingCode
code_of (MdMailboxRole role)
{
  switch ((int) role)
    {
    case MD_ROLE_INBOX:
      return MD_FINDING_MESSAGE_IN_INBOX;
    case MD_ROLE_JUNK:
      return MD_FINDING_MESSAGE_IN_SPAM;
    case MD_ROLE_TRASH:
      return MD_FINDING_MESSAGE_IN_TRASH;
    case MD_ROLE_ARCHIVE:
    case MD_ROLE_ALL:
      return MD_FINDING_MESSAGE_IN_ARCHIVE;
    default:
      return MD_FINDING_MESSAGE_IN_FOLDER;
    }
}

static void
report_one (MdContext *context, const MdMailboxMessage *message)
{
  g_autoptr (MdHeaders) headers = parse (message->headers);
  const char *from_field = md_headers_get (headers, "From");
  g_autofree char *from = from_field != NULL ? md_header_dup_address (from_field) : NULL;
  g_autofree char *subject = md_headers_dup_text (headers, "Subject");
  g_autofree char *short_subject = cut (subject != NULL ? subject : "", MAX_WORDS_BYTES);
  g_autofree char *short_from = cut (from != NULL ? from : "", MAX_WORDS_BYTES);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (message->received);
  g_autofree char *date = time != NULL && message->received > 0 ? g_date_time_format (time, "%Y-%m-%d %H:%M")
                                                               : g_strdup ("");

  md_context_report (context, code_of (message->role), "folder", message->folder_name, "from", short_from, "subject",
                     short_subject, "date", date, NULL);
}

static void
report_absence (MdContext *context, const MdMailbox *mailbox, const MdMailboxSearch *self)
{
  g_autofree char *folders = g_strdup_printf ("%u", mailbox->folders->len);
  g_autofree char *earlier = g_strdup_printf ("%u", self->earlier->len);
  gboolean any = self->earlier->len > 0;

  if (self->complete)
    md_context_report (context, MD_FINDING_MESSAGE_NOT_THERE, "folders", folders, NULL);
  else
    md_context_report (context, MD_FINDING_MESSAGE_NOT_SEARCHED, "reason", "incomplete", NULL);
  if (any)
    md_context_report (context, MD_FINDING_SENDER_WROTE_BEFORE, "count", earlier, NULL);
}

void
md_mailbox_report_found (MdContext *context, const MdMailbox *mailbox, const MdMailboxSearch *self)
{
  if (self->obstacle != NULL)
    md_context_report (context, MD_FINDING_MESSAGE_NOT_SEARCHED, "reason", self->obstacle, NULL);
  else if (self->found->len == 0)
    report_absence (context, mailbox, self);
  for (guint i = 0; i < self->found->len && i < MAX_REPORTED; i++)
    {
      const MdMailboxMessage *message = g_ptr_array_index (self->found, i);

      report_one (context, message);
      if (i == 0)
        md_mailbox_report_marks (context, message->headers);
    }
}
