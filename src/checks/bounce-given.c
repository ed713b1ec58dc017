/* bounce-given.c - what does the error message say that the person brought, pasted or as a file?
 *
 * Nothing leaves the computer.  Whatever stands in it, reading it cannot fail; only a file that cannot be opened is
 * told.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-bounce-given"

#include "config.h"

#include "checks/bounce-causes.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_BYTES (32 * 1024 * 1024)

/* At most MAX_BYTES of the file. */
static GBytes *
read_file (const char *path, const MdWait *wait, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, wait->cancellable, error);

  if (stream == NULL)
    return NULL;
  return g_input_stream_read_bytes (G_INPUT_STREAM (stream), MAX_BYTES, wait->cancellable, error);
}

static void
explain (MdContext *context, const char *target, const char *bytes, gsize length)
{
  g_autoptr (MdBounce) bounce = md_bounce_read (bytes, length);

  md_bounce_report_all (context, target, bounce);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL;
  gconstpointer data;
  gsize length;

  if (kase->text != NULL)
    explain (context, "text", kase->text, strlen (kase->text));
  if (kase->bounce == NULL)
    return TRUE;
  bytes = read_file (kase->bounce, md_context_get_wait (context), error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  name = g_filename_display_basename (kase->bounce);
  explain (context, name, length > 0 ? data : "", length);
  return TRUE;
}

const MdCheck md_check_bounce_given = {
  .id = "bounce-given",
  .step = MD_STEP_D1,
  .subject = MD_SUBJECT_MESSAGE,
  .inputs = MD_INPUT_BOUNCE,
  .budget_ms = 10000,
  .run = run,
};
