/* message.c - maildoctor-cli message: who a message is really from, which way it came, and what it contains
 *
 * Every check that looks at one message, at the same time; one that no server has handled yet is a draft.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-message"

#include "config.h"

#include "cli/message.h"

#include "base/fan-out.h"
#include "checks/message-checks.h"
#include "cli/run.h"
#include "core/context.h"
#include "reading/headers.h"

#include <glib-unix.h>
#include <stdio.h>
#include <string.h>

#define MAX_BYTES ((gsize) 64 * 1024 * 1024)
#define CHUNK_BYTES 65536

/* All of it; nothing is owned. */
typedef struct
{
  const MdOptions *options;
  GBytes *message;
  GCancellable *cancellable;
  GMainLoop *loop;
  MdWait wait;
  GPtrArray *parts;          /* of Part */
} Reading;

/* One check, with what it leaves; they run at the same time and are told in their order. */
typedef struct
{
  const MdCheck *check;
  GBytes *message;           /* (not owned) */
  MdStepRecord *step;        /* (owned) */
} Part;

static void
part_free (gpointer data)
{
  Part *part = data;

  md_step_record_free (part->step);
  g_free (part);
}

/* ── one check ── */

static void
on_result (MdFinding *finding, MdEvidence *evidence, gpointer user_data)
{
  Part *part = user_data;

  if (finding != NULL)
    g_ptr_array_add (part->step->findings, md_finding_ref (finding));
  if (evidence != NULL)
    g_ptr_array_add (part->step->evidence, md_evidence_ref (evidence));
}

static gpointer
on_shelf (const char *id, gpointer user_data)
{
  Part *part = user_data;

  return strcmp (id, MD_MESSAGE_FILE) == 0 ? part->message : NULL;
}

/* On a thread of its own. */
static void
run_part (gpointer item, gpointer shared)
{
  Part *part = item;
  const Reading *self = shared;
  MdWait wait = md_wait_within (&self->wait, part->check->budget_ms);
  g_autoptr (MdContext) context = md_context_new (part->check, self->options->kase, self->options->world, &wait);
  g_autoptr (GError) error = NULL;

  md_context_connect (context, on_result, on_shelf, NULL, part);
  if (!part->check->run (context, &error))
    md_context_report (context, MD_FINDING_CHECK_BROKEN, "check", part->check->id, "reason", error->message, NULL);
}

/* ── all of them, while the main loop waits for a signal ── */

static void
run_parts (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *self = data;

  md_fan_out (self->parts->pdata, self->parts->len, run_part, NULL, self);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_main_loop_quit (((Reading *) data)->loop);
}

static gboolean
on_stop (gpointer data)
{
  g_cancellable_cancel (((Reading *) data)->cancellable);
  return G_SOURCE_CONTINUE;
}

/* FALSE when the person stopped it. */
static gboolean
wait_for_parts (Reading *self)
{
  guint sources[] = { g_unix_signal_add (SIGINT, on_stop, self), g_unix_signal_add (SIGTERM, on_stop, self) };
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_done, self);

  g_task_set_task_data (task, self, NULL);
  g_task_run_in_thread (task, run_parts);
  g_main_loop_run (self->loop);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  return !g_cancellable_is_cancelled (self->cancellable);
}

/* ── the message ── */

/* (transfer full); NULL when it cannot be read or is too large. */
static GBytes *
read_stream (FILE *stream)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  gsize n;

  while ((n = fread (chunk, 1, CHUNK_BYTES, stream)) > 0 && bytes->len <= MAX_BYTES)
    g_byte_array_append (bytes, chunk, (guint) n);
  if (ferror (stream) != 0 || bytes->len > MAX_BYTES)
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static GBytes *
read_message (const char *path)
{
  FILE *stream = strcmp (path, "-") == 0 ? stdin : fopen (path, "rbe");
  GBytes *bytes = stream != NULL ? read_stream (stream) : NULL;

  if (stream != NULL && stream != stdin)
    (void) fclose (stream);
  return bytes;
}

static gboolean
has_header (GBytes *message)
{
  gsize length;
  const char *data = g_bytes_get_data (message, &length);
  g_autoptr (MdHeaders) headers = md_headers_parse (data, length);

  return headers->fields->len > 0;
}

static gpointer
dup_finding (gconstpointer finding, gpointer unused)
{
  return md_finding_ref ((MdFinding *) finding);
}

static gpointer
dup_evidence (gconstpointer evidence, gpointer unused)
{
  return md_evidence_ref ((MdEvidence *) evidence);
}

static MdStepRecord *
join_parts (const Reading *self)
{
  MdStepRecord *step = md_step_record_new (MD_STEP_D5);

  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = g_ptr_array_index (self->parts, i);

      g_ptr_array_extend (step->findings, part->step->findings, dup_finding, NULL);
      g_ptr_array_extend (step->evidence, part->step->evidence, dup_evidence, NULL);
    }
  return step;
}

int
md_run_message (const MdOptions *options)
{
  const char *path = options->words[0];
  g_autoptr (GBytes) message = read_message (path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (part_free);
  gint64 started = g_get_monotonic_time ();
  gint64 deadline = options->timeout > 0 ? started + options->timeout * G_USEC_PER_SEC : G_MAXINT64;
  Reading self = { options, message, cancellable, loop, { cancellable, deadline }, parts };

  if (message == NULL || !has_header (message))
    {
      md_complain (options->lang, message == NULL ? "unreadable-file" : "not-a-message", "path", path);
      return MD_EXIT_FAILED;
    }
  for (gsize i = 0; md_message_checks[i] != NULL; i++)
    {
      Part *part = g_new0 (Part, 1);

      *part = (Part) { md_message_checks[i], message, md_step_record_new (MD_STEP_D5) };
      g_ptr_array_add (parts, part);
    }
  if (!wait_for_parts (&self))
    {
      md_complain (options->lang, "cancelled", "reason", "");
      return MD_EXIT_FAILED;
    }
  return md_conclude_reading (options, "message", join_parts (&self), started);
}
