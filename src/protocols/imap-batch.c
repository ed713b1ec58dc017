/* imap-batch.c - many IMAP commands in few round trips; see imap-private.h
 *
 * Commands are written one after the other without waiting (RFC 9051 5.5), no more at once than fits what both sides'
 * kernels hold, so that neither waits for the other to read.  A server obeys them in order, as an EXAMINE and the
 * SEARCH in that folder ask for; completions that come in another order are taken too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-imap"

#include "config.h"

#include "protocols/imap-private.h"

#include <string.h>

#define MAX_BATCH_BYTES 8192
#define MAX_BATCH_JOBS 128
#define MAX_STRING_BYTES 1000

MdImapJob *
md_imap_job_new (MdImap *self, const char *words, MdImapTake take, gpointer data)
{
  MdImapJob *job = g_new0 (MdImapJob, 1);

  job->lines = g_ptr_array_new_with_free_func (g_free);
  job->line = g_string_new (words);
  job->plus = self->features.literal_plus;
  job->wanted.take = take;
  job->wanted.data = data;
  return job;
}

void
md_imap_job_free (MdImapJob *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->lines);
  g_string_free (self->line, TRUE);
  g_free (self->tag);
  md_imap_reply_free (self->reply);
  g_free (self);
}

void
md_imap_job_add (MdImapJob *self, const char *words)
{
  g_string_append (self->line, words);
}

void
md_imap_job_add_string (MdImapJob *self, const char *text)
{
  g_autofree char *one_line = g_strndup (text, MAX_STRING_BYTES);
  gboolean ascii = TRUE;

  for (char *at = one_line; *at != '\0'; at++)
    {
      ascii = ascii && (guchar) *at < 0x7f;
      if ((guchar) *at < 0x20)
        *at = ' ';
    }
  g_string_append_c (self->line, ' ');
  if (ascii)
    {
      md_imap_append_quoted (self->line, one_line, strlen (one_line));
      return;
    }
  g_string_append_printf (self->line, "{%zu%s}", strlen (one_line), self->plus ? "+" : "");
  g_ptr_array_add (self->lines, g_string_free (self->line, FALSE));
  self->line = g_string_new (one_line);
}

gboolean
md_imap_job_done (const MdImapJob *self)
{
  return self->reply != NULL && self->reply->condition == MD_IMAP_OK;
}

/* Commands under way, in order. */
typedef struct
{
  GPtrArray *jobs;  /* (not owned) of MdImapJob */
  gsize bytes;
} Batch;

/* All lines of @job with its tag in front; (element-type utf8), closed by NULL. */
static GPtrArray *
write_out (const MdImapJob *job)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i <= job->lines->len; i++)
    {
      const char *line = i < job->lines->len ? g_ptr_array_index (job->lines, i) : job->line->str;

      g_ptr_array_add (lines, i == 0 ? g_strdup_printf ("%s %s", job->tag, line) : g_strdup (line));
    }
  g_ptr_array_add (lines, NULL);
  return lines;
}

static MdWireStatus
send_batch (MdImap *self, const MdWait *wait, const Batch *batch)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < batch->jobs->len; i++)
    {
      GPtrArray *lines = write_out (g_ptr_array_index (batch->jobs, i));

      g_ptr_array_add (kept, lines);
      for (guint k = 0; k + 1 < lines->len; k++)
        g_ptr_array_add (all, g_ptr_array_index (lines, k));
    }
  g_ptr_array_add (all, NULL);
  return md_wire_send_lines (self->wire, wait, (const char *const *) all->pdata);
}

/* The place of the command that @response completes; the first one when it names none. */
static guint
find_tag (const Batch *batch, const char *response)
{
  for (guint i = 0; i < batch->jobs->len; i++)
    {
      const char *tag = ((const MdImapJob *) g_ptr_array_index (batch->jobs, i))->tag;

      if (g_str_has_prefix (response, tag) && response[strlen (tag)] == ' ')
        return i;
    }
  return 0;
}

static MdWireStatus
await_batch (MdImap *self, const MdWait *wait, Batch *batch)
{
  g_autoptr (GString) response = g_string_new (NULL);
  MdWireStatus status = MD_WIRE_OK;

  while (status == MD_WIRE_OK && batch->jobs->len > 0)
    {
      MdImapJob *first = g_ptr_array_index (batch->jobs, 0);
      MdImapJob *job;
      guint i;

      self->wanted = &first->wanted;
      status = md_imap_next_tagged (self, wait, response, &first->reply);
      self->wanted = NULL;
      if (status != MD_WIRE_OK)
        return status;
      i = find_tag (batch, response->str);
      job = g_ptr_array_index (batch->jobs, i);
      status = md_imap_complete (self, response->str, job->tag, &job->reply);
      g_ptr_array_remove_index (batch->jobs, i);
    }
  return status;
}

/* A command whose literals must be asked for: RFC 9051 4.3. */
static MdWireStatus
run_slowly (MdImap *self, const MdWait *wait, MdImapJob *job)
{
  g_autoptr (GPtrArray) lines = write_out (job);
  MdWireStatus status = MD_WIRE_OK;

  self->line_is_free = FALSE;
  for (guint i = 0; status == MD_WIRE_OK && i + 1 < lines->len; i++)
    {
      gboolean last = i + 2 == lines->len;
      g_autofree char *challenge = NULL;

      status = md_wire_send (self->wire, wait, g_ptr_array_index (lines, i));
      if (status != MD_WIRE_OK)
        break;
      self->wanted = &job->wanted;
      status = md_imap_await (self, wait, job->tag, &job->reply, last ? NULL : &challenge);
      self->wanted = NULL;
      if (challenge == NULL)
        break;
    }
  return status;
}

static MdWireStatus
flush (MdImap *self, const MdWait *wait, Batch *batch)
{
  MdWireStatus status;

  if (batch->jobs->len == 0)
    return MD_WIRE_OK;
  self->line_is_free = FALSE;
  status = send_batch (self, wait, batch);
  batch->bytes = 0;
  return status == MD_WIRE_OK ? await_batch (self, wait, batch) : status;
}

static gsize
length_of (const MdImapJob *job)
{
  gsize length = job->line->len;

  for (guint i = 0; i < job->lines->len; i++)
    length += strlen (g_ptr_array_index (job->lines, i));
  return length;
}

MdWireStatus
md_imap_run_jobs (MdImap *self, const MdWait *wait, GPtrArray *jobs)
{
  g_autoptr (GPtrArray) under_way = g_ptr_array_new ();
  Batch batch = { under_way, 0 };
  MdWireStatus status = MD_WIRE_OK;

  for (guint i = 0; status == MD_WIRE_OK && i < jobs->len; i++)
    {
      MdImapJob *job = g_ptr_array_index (jobs, i);
      gboolean slow = job->lines->len > 0 && !job->plus;

      if (slow || batch.jobs->len >= MAX_BATCH_JOBS || batch.bytes + length_of (job) > MAX_BATCH_BYTES)
        status = flush (self, wait, &batch);
      if (status != MD_WIRE_OK)
        break;
      g_free (job->tag);
      job->tag = md_imap_next_tag (self);
      if (slow)
        status = run_slowly (self, wait, job);
      else
        {
          g_ptr_array_add (batch.jobs, job);
          batch.bytes += length_of (job);
        }
    }
  return status == MD_WIRE_OK ? flush (self, wait, &batch) : status;
}
