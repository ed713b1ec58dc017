/* bounce-found.c - from what a notice says here and there to one report a recipient; see bounce-private.h
 *
 * The words of a field of RFC 3464 count more than the text for people, and what has a reply code more than what has
 * none.  Recipients that a text lists without a word of their own share those that follow.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-reading"

#include "config.h"

#include "reading/bounce-private.h"

#define MAX_DIAGNOSTIC 1024

/* ── gathering ── */

static void
found_free (gpointer data)
{
  MdFound *self = data;

  g_free (self->address);
  g_free (self->remote);
  g_free (self->diagnostic);
  g_string_free (self->block, TRUE);
  g_free (self);
}

void
md_findings_init (MdFindings *self)
{
  *self = (MdFindings) { .found = g_ptr_array_new_with_free_func (found_free), .lead = g_string_new (NULL),
                         .own = MD_SPAN_NONE };
}

void
md_findings_clear (MdFindings *self)
{
  g_ptr_array_unref (self->found);
  g_string_free (self->lead, TRUE);
  g_free (self->reporting);
  g_free (self->weak);
  g_free (self->returned_to);
}

MdFound *
md_findings_get (MdFindings *self, MdSpan address)
{
  MdFound *found;

  address = md_span_strip (address);
  for (guint i = 0; i < self->found->len; i++)
    {
      found = g_ptr_array_index (self->found, i);
      if (md_span_equals (md_span (found->address), address))
        return found;
    }
  if (self->found->len >= MD_BOUNCE_MAX_RECIPIENTS || address.length == 0)
    return NULL;
  found = g_new0 (MdFound, 1);
  found->address = md_span_dup (address);
  found->action = -1;
  found->block = g_string_new (NULL);
  g_ptr_array_add (self->found, found);
  return found;
}

void
md_findings_add_line (MdFindings *self, MdFound *found, MdSpan line)
{
  GString *block = found != NULL ? found->block : self->lead;

  if (block->len + line.length > MD_BOUNCE_MAX_BLOCK)
    return;
  /* An empty line parts paragraphs: one is enough, and none at the start. */
  if (line.length == 0 && (block->len == 0 || block->str[block->len - 1] == '\n'))
    return;
  if (block->len > 0 && line.length > 0 && block->str[block->len - 1] != '\n')
    g_string_append_c (block, ' ');
  g_string_append_len (block, line.at, (gssize) line.length);
  if (line.length == 0)
    g_string_append_c (block, '\n');
}

/* ── choosing words ── */

/* What servers and programs add behind the other server's words. */
static MdSpan
until_own_words (MdSpan text)
{
  static const MdSpan own[] = {
    MD_SPAN_ROW ("Giving up on "), MD_SPAN_ROW ("I'm not going to try again"), MD_SPAN_ROW (" Last-Attempt-Date"),
    MD_SPAN_ROW (" ##"), MD_SPAN_ROW (" (in reply to "), MD_SPAN_ROW (" ----- "),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    {
      const char *at = md_span_find (text, own[i]);

      if (at != NULL && at > text.at)
        text = md_span_before (text, at);
    }
  text = md_span_strip (text);
  /* The end of a quotation whose start was left out. */
  while (text.length > 0 && strchr ("'\"]", text.at[text.length - 1]) != NULL
         && memchr (text.at, text.at[text.length - 1] == ']' ? '[' : text.at[text.length - 1], text.length - 1) == NULL)
    text = md_span_strip (md_span_until (text, text.length - 1));
  return text;
}

static MdSpan
first_paragraph (MdSpan text)
{
  const char *end = memchr (text.at, '\n', text.length);

  return md_span_strip (end != NULL ? md_span_before (text, end) : text);
}

/* The first paragraph that is more than "because:". */
static MdSpan
first_statement (MdSpan block)
{
  MdSpan rest = md_span_strip (block), paragraph;

  do
    {
      paragraph = first_paragraph (rest);
      rest = md_span_strip (md_span_from (rest, (gsize) (md_span_end (paragraph) - rest.at)));
    }
  while (rest.length > 0 && paragraph.length > 0 && paragraph.at[paragraph.length - 1] == ':');
  return paragraph;
}

/* A reply that is quoted ends with its quotation. */
static MdSpan
within_quotes (MdSpan text, char quote)
{
  const char *end = memchr (text.at, quote, text.length);

  return end != NULL ? md_span_before (text, end) : text;
}

/* The stretch of a block that holds the server's words: from its reply code on, else the paragraph with an enhanced
 * code; empty when there is neither. */
static MdSpan
coded_words (MdSpan block)
{
  char status[MD_STATUS_SIZE];
  guint reply;
  const char *at = md_bounce_find_reply (block, &reply), *start;

  if (at != NULL)
    {
      MdSpan words = first_paragraph (md_span_from (block, (gsize) (at - block.at)));

      words = at > block.at && (at[-1] == '\'' || at[-1] == '"') ? within_quotes (words, at[-1]) : words;
      return until_own_words (md_span_until (words, MAX_DIAGNOSTIC));
    }
  at = md_bounce_find_status (block, FALSE, status);
  if (at == NULL)
    return MD_SPAN_NONE;
  start = memrchr (block.at, '\n', (gsize) (at - block.at));
  start = start != NULL ? start + 1 : block.at;
  return until_own_words (md_span_until (first_paragraph (md_span_from (block, (gsize) (start - block.at))),
                                         MAX_DIAGNOSTIC));
}

/* ── who refused ── */

/* Words in front of which, in the same paragraph, the name of the other server stands. */
static MdSpan
host_behind (MdSpan text, MdSpan word)
{
  const char *at = md_span_find (text, word);
  MdSpan host;
  gsize n = 0;

  if (at == NULL)
    return MD_SPAN_NONE;
  host = md_span_strip (md_span_from (text, (gsize) (at - text.at) + word.length));
  while (n < host.length && host.at[n] != '\0'
         && (g_ascii_isalnum (host.at[n]) || strchr (".-_:", host.at[n]) != NULL))
    n++;
  while (n > 0 && strchr (".:-", host.at[n - 1]) != NULL)
    n--;
  host = md_span_until (host, n);
  return memchr (host.at, '.', host.length) != NULL ? host : MD_SPAN_NONE;
}

static char *
find_remote (MdSpan block, MdSpan lead)
{
  static const MdSpan words[] = {
    MD_SPAN_ROW ("host "), MD_SPAN_ROW ("host: "), MD_SPAN_ROW ("while talking to "),
    MD_SPAN_ROW ("While talking to "), MD_SPAN_ROW ("Connected to "), MD_SPAN_ROW ("Giving up on "),
    MD_SPAN_ROW ("recipient domain "), MD_SPAN_ROW ("Remote system: dns; "), MD_SPAN_ROW ("Server "),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      MdSpan host = host_behind (block, words[i]);

      if (host.length == 0 && lead.at != block.at)
        host = host_behind (lead, words[i]);
      if (host.length > 0)
        return md_span_dup (host);
    }
  return NULL;
}

/* ── reports ── */

/* "x.0.0" says no more than the class. */
static gboolean
is_vague (const char *status)
{
  return status[0] == '\0' || g_str_has_suffix (status, ".0.0");
}

/* The first code that says more than the class, else the first of all. */
static void
find_telling_status (MdSpan text, char status[MD_STATUS_SIZE])
{
  char next[MD_STATUS_SIZE];
  const char *at = md_bounce_find_status (text, FALSE, status);

  for (guint i = 0; i < 8 && at != NULL && is_vague (status); i++)
    {
      at = md_bounce_find_status (md_span_from (text, (gsize) (at + strlen (status) - text.at)), FALSE, next);
      if (at != NULL && !is_vague (next))
        memcpy (status, next, MD_STATUS_SIZE);
    }
}

static void
choose_codes (const MdFound *found, MdBounceReport *report, MdSpan block)
{
  MdSpan words = report->diagnostic != NULL ? md_span (report->diagnostic) : MD_SPAN_NONE;
  const char *status = found->status;
  gboolean arrived = status[0] == '2' && found->action != MD_DELIVERY_FAILED;
  char in_words[MD_STATUS_SIZE];

  md_bounce_find_reply (words, &report->reply);
  /* The answer to a message that was taken. */
  if (arrived && words.length > 4 && g_str_has_prefix (words.at, "250 "))
    report->reply = 250;
  if (report->reply == 0 && !found->in_report)
    md_bounce_find_reply (block, &report->reply);
  find_telling_status (words, in_words);
  if (in_words[0] == '\0' && is_vague (status))
    find_telling_status (block, in_words);
  /* The server's own code says more than what the program that reports made of it ("message expired"). */
  if (in_words[0] != '\0' && !arrived && (is_vague (status) || status[0] == '2' || !is_vague (in_words)))
    status = in_words;
  report->status = status[0] != '\0' ? g_strdup (status) : NULL;
}

static gboolean
is_permanent (const MdBounceReport *self)
{
  if (self->action != MD_DELIVERY_FAILED)
    return FALSE;
  if (self->status != NULL && self->status[0] != '2')
    return self->status[0] == '5';
  return self->reply == 0 || self->reply >= 500;
}

/* The words of the entry, of those that follow, or of the text that belongs to nobody. */
static MdSpan
block_of (const MdFindings *self, guint index)
{
  for (guint i = index; i < self->found->len; i++)
    {
      const MdFound *found = g_ptr_array_index (self->found, i);

      if (found->block->len > 0 || (found->in_report && i > index))
        return (MdSpan) { found->block->str, found->block->len };
    }
  return (MdSpan) { self->lead->str, self->lead->len };
}

static MdBounceReport *
make_report (const MdFindings *self, guint index)
{
  const MdFound *found = index < self->found->len ? g_ptr_array_index (self->found, index) : NULL;
  static const MdFound nobody = { .action = -1 };
  MdBounceReport *report = g_new0 (MdBounceReport, 1);
  MdSpan block = block_of (self, index), lead = { self->lead->str, self->lead->len }, words;
  guint reply;

  report->recipient = g_strdup (found != NULL ? found->address : NULL);
  found = found != NULL ? found : &nobody;
  report->diagnostic = g_strdup (found->diagnostic);
  /* A field without a code is worth less than the dialogue with one. */
  if (report->diagnostic == NULL || md_bounce_find_reply (md_span (report->diagnostic), &reply) == NULL)
    {
      words = coded_words (block);
      if (words.length == 0)
        words = coded_words (lead);
      if (words.length == 0 && report->diagnostic == NULL && block.at != self->lead->str)
        words = until_own_words (md_span_until (first_statement (block), MAX_DIAGNOSTIC));
      if (words.length > 0)
        {
          g_free (report->diagnostic);
          report->diagnostic = md_span_dup (words);
        }
    }
  choose_codes (found, report, block.length > 0 ? block : lead);
  report->action = found->action >= 0      ? (MdDeliveryAction) found->action
                   : self->says_delayed    ? MD_DELIVERY_DELAYED
                                           : MD_DELIVERY_FAILED;
  report->permanent = is_permanent (report);
  report->reporting_mta = g_strdup (self->reporting);
  report->remote_mta = found->remote != NULL ? g_strdup (found->remote) : find_remote (block, lead);
  if (block.length > 0)
    report->around = md_span_dup (md_span_until (block, MD_BOUNCE_MAX_BLOCK));
  return report;
}

void
md_findings_finish (MdFindings *self, GPtrArray *reports)
{
  for (guint i = 0; i < self->found->len; i++)
    g_ptr_array_add (reports, make_report (self, i));
  if (self->found->len == 0)
    g_ptr_array_add (reports, make_report (self, 0));
}

void
md_bounce_report_free (MdBounceReport *self)
{
  g_free (self->recipient);
  g_free (self->status);
  g_free (self->reporting_mta);
  g_free (self->remote_mta);
  g_free (self->diagnostic);
  g_free (self->around);
  g_free (self);
}
