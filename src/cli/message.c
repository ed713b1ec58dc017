/* message.c - maildoctor-cli message: who a message is really from, which way it came, and what it contains
 *
 * Every check that looks at one message, in a row; a message that no server has handled yet is a draft.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-message"

#include "config.h"

#include "cli/message.h"

#include "checks/message-checks.h"
#include "cli/run.h"
#include "core/context.h"
#include "reading/headers.h"

#include <stdio.h>
#include <string.h>

#define MAX_BYTES ((gsize) 64 * 1024 * 1024)
#define CHUNK_BYTES 65536

/* What the checks leave; handed to them as the engine would. */
typedef struct
{
  MdStepRecord *step;  /* (not owned) */
  GBytes *message;     /* (not owned) */
} Desk;

static void
on_result (MdFinding *finding, MdEvidence *evidence, gpointer user_data)
{
  Desk *desk = user_data;

  if (finding != NULL)
    g_ptr_array_add (desk->step->findings, md_finding_ref (finding));
  if (evidence != NULL)
    g_ptr_array_add (desk->step->evidence, md_evidence_ref (evidence));
}

static gpointer
on_shelf (const char *id, gpointer user_data)
{
  Desk *desk = user_data;

  return strcmp (id, MD_MESSAGE_FILE) == 0 ? desk->message : NULL;
}

static gboolean
on_memory (MdFindingCode code, MdSubject subject, gpointer user_data)
{
  return FALSE;
}

static void
run_check (const MdOptions *options, const MdCheck *check, Desk *desk, const MdWait *outer)
{
  MdWait wait = md_wait_within (outer, check->budget_ms);
  g_autoptr (MdContext) context = md_context_new (check, options->kase, options->world, &wait);
  g_autoptr (GError) error = NULL;

  md_context_connect (context, on_result, on_shelf, on_memory, desk);
  if (!check->run (context, &error))
    md_context_report (context, MD_FINDING_CHECK_BROKEN, "check", check->id, "reason", error->message, NULL);
}

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

int
md_run_message (const MdOptions *options)
{
  const char *path = options->words[0];
  g_autoptr (GBytes) message = read_message (path);
  gint64 started = g_get_monotonic_time ();
  MdWait wait = { NULL, options->timeout > 0 ? started + options->timeout * G_USEC_PER_SEC : G_MAXINT64 };
  MdStepRecord *step;
  Desk desk;

  if (message == NULL || !has_header (message))
    {
      md_complain (options->lang, message == NULL ? "unreadable-file" : "not-a-message", "path", path);
      return MD_EXIT_FAILED;
    }
  step = md_step_record_new (MD_STEP_D5);
  desk = (Desk) { step, message };
  for (gsize i = 0; md_message_checks[i] != NULL; i++)
    run_check (options, md_message_checks[i], &desk, &wait);
  return md_conclude_reading (options, "message", step, started);
}
