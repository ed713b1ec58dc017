/* log-pass.c - one pass over the lines of a log; see log-pass.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-log-reader"

#include "config.h"

#include "reading/log/log-pass.h"
#include "reading/log/log-readers.h"

#define MAX_LINE (64 * 1024)
#define MAX_STORY_LINE 4096
#define MAX_DELIVERIES 50
#define MAX_REPLY 600

/* ── the message whose story is asked for ── */

static gboolean
is_followed (MdLogPass *self, MdSlice id, GHashTable *ids)
{
  char key[256];

  if (id.length == 0 || id.length >= sizeof key)
    return FALSE;
  memcpy (key, id.at, id.length);
  key[id.length] = '\0';
  return g_hash_table_contains (ids, key);
}

static void
follow (GHashTable *ids, MdSlice id)
{
  if (id.length > 0 && id.length < 256 && g_hash_table_size (ids) < MD_LOG_PASS_MAX_IDS)
    g_hash_table_add (ids, g_strndup (id.at, id.length));
}

/* OpenSMTPD: the ids of envelopes begin with the message's. */
static MdSlice
story_id (const MdLogEvent *event)
{
  return event->server == MD_LOG_OPENSMTPD ? md_slice_first (event->queue_id, 8) : event->queue_id;
}

/* A message keeps its Message-ID from queue to queue; its bounce is a message of its own. */
static gboolean
belongs_to_story (MdLogPass *self, const MdLogEvent *event)
{
  gboolean belongs = is_followed (self, story_id (event), self->followed)
                     || is_followed (self, event->queue_id, self->followed)
                     || is_followed (self, event->message_id, self->message_ids);

  if (!belongs && event->kind == MD_LOG_RECEIVED)
    belongs = is_followed (self, event->other_id, self->followed);
  if (!belongs)
    return FALSE;
  follow (self->followed, story_id (event));
  follow (self->message_ids, event->message_id);
  if (event->kind == MD_LOG_RETURNED)
    follow (self->followed, event->other_id);
  return TRUE;
}

/* Lines of filters and mailboxes name a message by its Message-ID. */
static gboolean
names_message (MdLogPass *self, MdSlice text)
{
  GHashTableIter iterator;
  gpointer id;

  g_hash_table_iter_init (&iterator, self->message_ids);
  while (g_hash_table_iter_next (&iterator, &id, NULL))
    if (md_slice_find (text, md_slice (id, strlen (id))) >= 0)
      return TRUE;
  return FALSE;
}

static void
keep_line (MdLogPass *self, MdSlice raw)
{
  if (self->report->story->len < MD_LOG_STORY_LINES)
    g_ptr_array_add (self->report->story, md_slice_dup (md_slice_first (raw, MAX_STORY_LINE)));
  else
    self->report->story_cut = TRUE;
}

/* ── attempts ── */

static void
keep_last (MdLogReport *report, const MdLogEvent *attempt)
{
  g_free (report->last_recipient);
  g_free (report->last_relay);
  g_free (report->last_reply);
  report->last_recipient = md_slice_dup (attempt->recipient);
  report->last_relay = md_slice_dup (attempt->relay);
  report->last_reply = md_slice_dup (attempt->reply);
}

/* When, what became of it, how long it took, where to, and the words of that server. */
static void
keep_delivery (MdLogReport *report, const MdLogEvent *attempt)
{
  g_autofree char *time = md_log_time_to_string (&attempt->time);
  g_autofree char *delay = md_log_delay_to_string (attempt->delay);
  g_autofree char *relay = md_slice_dup (attempt->relay.length > 0 ? attempt->relay : attempt->client);
  g_autofree char *reply = md_slice_dup (md_slice_first (attempt->reply, MAX_REPLY));

  if (report->deliveries->len >= MAX_DELIVERIES)
    g_ptr_array_remove_index (report->deliveries, 0);
  g_ptr_array_add (report->deliveries,
                   g_strdup_printf ("%s %s%s%s%s, %s: %s", time, md_log_status_name (attempt->status),
                                    delay[0] != '\0' ? ", " : "", delay, delay[0] != '\0' ? " s" : "", relay, reply));
}

static void
on_attempt (const MdLogEvent *attempt, gpointer user_data)
{
  MdLogPass *self = user_data;
  const char *recipient = self->query != NULL ? self->query->recipient : NULL;
  MdSlice wanted = recipient != NULL ? md_slice (recipient, strlen (recipient)) : md_slice (NULL, 0);

  if (recipient != NULL && !md_slice_equal_folded (attempt->recipient, wanted)
      && !md_slice_equal_folded (attempt->original, wanted))
    return;
  if (self->followed != NULL && !is_followed (self, story_id (attempt), self->followed)
      && !is_followed (self, attempt->queue_id, self->followed))
    return;
  md_log_summary_add (self->report->summary, attempt);
  if (recipient != NULL || self->followed != NULL)
    keep_last (self->report, attempt);
  if (recipient != NULL)
    keep_delivery (self->report, attempt);
  if (self->hooks.attempt != NULL)
    self->hooks.attempt (attempt, self->hooks.user_data);
}

MdLogPass *
md_log_pass_new (MdLogReport *report, const MdLogQuery *query, const MdWait *wait, const MdLogHooks *hooks)
{
  MdLogPass *self = g_new0 (MdLogPass, 1);

  self->report = report;
  self->query = query;
  self->wait = wait;
  if (hooks != NULL)
    self->hooks = *hooks;
  if (query != NULL && (query->queue_id != NULL || query->message_id != NULL))
    {
      self->followed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      self->message_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      if (query->queue_id != NULL)
        follow (self->followed, md_slice (query->queue_id, strlen (query->queue_id)));
      if (query->message_id != NULL)
        follow (self->message_ids, md_slice_unbracket (md_slice (query->message_id, strlen (query->message_id))));
    }
  self->joiner = md_log_joiner_new (MD_LOG_JOINER_MESSAGES, on_attempt, self);
  return self;
}

void
md_log_pass_free (MdLogPass *self)
{
  md_log_joiner_free (self->joiner);
  g_clear_pointer (&self->followed, g_hash_table_unref);
  g_clear_pointer (&self->message_ids, g_hash_table_unref);
  g_free (self);
}

void
md_log_pass_restart (MdLogPass *self)
{
  self->report->sign_ins_failed = 0;
  md_log_joiner_free (self->joiner);
  self->joiner = md_log_joiner_new (MD_LOG_JOINER_MESSAGES, on_attempt, self);
}

/* ── lines ── */

static void
join (MdLogPass *self, MdLogEvent *event)
{
  MdSlice list = event->recipient;

  if (event->server != MD_LOG_SENDMAIL || event->kind != MD_LOG_ATTEMPT)
    {
      md_log_joiner_add (self->joiner, event);
      return;
    }
  while (md_log_sendmail_next (&list, &event->recipient))
    {
      MdLogEvent one = *event;

      md_log_joiner_add (self->joiner, &one);
    }
}

static gboolean
read_event (const MdLogLine *line, MdLogServer server, MdLogEvent *event)
{
  switch (server)
    {
    case MD_LOG_POSTFIX:
      return md_log_postfix_read (line, event);
    case MD_LOG_EXIM:
      return md_log_exim_read (line, event);
    case MD_LOG_SENDMAIL:
      return md_log_sendmail_read (line, event);
    case MD_LOG_OPENSMTPD:
      return md_log_opensmtpd_read (line, event);
    case MD_LOG_UNKNOWN_SERVER:
    case MD_N_LOG_SERVERS:
    default:
      return FALSE;
    }
}

static void
take_line (MdLogPass *self, const MdLogLine *line, MdSlice raw)
{
  MdLogServer server = md_log_line_server (line);
  MdLogEvent event;
  gboolean told;

  self->log_lines++;
  self->mail_lines += server != MD_LOG_UNKNOWN_SERVER;
  told = read_event (line, server, &event);
  if (self->followed != NULL)
    {
      gboolean belongs = (told && belongs_to_story (self, &event)) || (!self->searching && names_message (self, raw));

      if (belongs && !self->searching)
        keep_line (self, raw);
    }
  if (!told || event.kind == MD_LOG_NOTHING || event.kind == MD_LOG_REMARK || self->searching)
    return;
  if (event.kind == MD_LOG_SIGN_IN_FAILED)
    {
      self->report->sign_ins_failed++;
      return;
    }
  event.time = md_log_clock_read (&self->clock, line->stamp);
  if (event.time.known)
    self->last_seconds = MAX (self->last_seconds, event.time.seconds);
  join (self, &event);
}

/* The whole lines at the front of @bytes; what is behind the last line end, too, when @last.  Returns their bytes. */
static gsize
take_lines (MdLogPass *self, MdSlice bytes, gboolean last)
{
  MdSlice rest = bytes;

  while (rest.length > 0)
    {
      gsize end = md_slice_index (rest, '\n');
      MdSlice raw = md_slice_first (rest, MIN (end, MAX_LINE));
      MdLogLine line;

      if (end == rest.length && !last)
        break;
      if (raw.length > 0 && raw.at[raw.length - 1] == '\r')
        raw.length--;
      rest = md_slice_from (rest, MIN (end + 1, rest.length));
      if (raw.length == 0)
        continue;
      self->lines++;
      if (md_log_line_parse (raw, &line))
        take_line (self, &line, raw);
    }
  return bytes.length - rest.length;
}

static void
take_entry (MdLogPass *self, const MdLogLine *line)
{
  g_autofree char *raw = NULL;

  self->lines++;
  if (self->followed != NULL && !self->searching)
    raw = g_strdup_printf ("%.*s %.*s %.*s: %.*s", (int) line->stamp.length, line->stamp.at, (int) line->host.length,
                           line->host.at, (int) line->program.length, line->program.at, (int) line->text.length,
                           line->text.at);
  take_line (self, line, raw != NULL ? md_slice (raw, strlen (raw)) : line->text);
}

static gsize
take_entries (MdLogPass *self, MdLogJournal *journal, MdSlice bytes, gboolean last)
{
  gsize total = 0;
  gsize used;
  MdLogLine line;

  while (md_log_journal_next (journal, md_slice_from (bytes, total), last, &used, &line) == MD_LOG_JOURNAL_ENTRY)
    {
      total += used;
      take_entry (self, &line);
    }
  return total + used;
}

void
md_log_pass_file (MdLogPass *self, MdLogSource *source)
{
  g_autofree MdLogJournal *journal = NULL;
  gboolean first = TRUE;

  self->clock = (MdLogClock) { .reference = md_log_source_get_written (source) };
  self->lines = self->log_lines = self->mail_lines = 0;
  while (TRUE)
    {
      gboolean more = md_log_source_more (source, self->wait);
      gboolean last = md_log_source_has_ended (source);
      MdSlice bytes;
      gsize used;

      self->report->cancelled = md_wait_is_cancelled (self->wait) || md_wait_left_ms (self->wait) == 0;
      bytes.at = md_log_source_window (source, &bytes.length);
      if (self->report->cancelled)
        return;
      if (first && more && md_log_journal_looks_so (bytes))
        journal = g_new0 (MdLogJournal, 1);
      first = first && !more;
      used = journal != NULL ? take_entries (self, journal, bytes, last) : take_lines (self, bytes, last);
      /* A line that fills the window has no end in sight: it is passed over. */
      if (used == 0 && bytes.length == MD_LOG_WINDOW)
        used = bytes.length;
      md_log_source_consume (source, used);
      if (self->hooks.progress != NULL)
        self->hooks.progress (self->done + md_log_source_get_done (source), self->total, self->hooks.user_data);
      if (last && !more)
        return;
    }
}
