/* opened.c - what a file is that the person opened; see opened.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-opened"

#include "config.h"

#include "ui/opened.h"

#include "reading/bounce.h"
#include "reading/headers.h"

#include <string.h>

#define MAX_BYTES (32 * 1024 * 1024)
#define LOOK_FOR_NUL 4096

void
md_opened_free (MdOpened *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->name);
  g_free (self->sender);
  g_free (self->recipient);
  g_free (self->subject);
  g_free (self);
}

static MdOpenedKind
kind_of_error (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return MD_OPENED_MISSING;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return MD_OPENED_FORBIDDEN;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    return MD_OPENED_FOLDER;
  return MD_OPENED_UNREADABLE;
}

/* What the logs of mail servers are packed in, and the journal. */
static gboolean
is_packed_log (const char *bytes, gsize length)
{
  static const struct
  {
    const char *bytes;
    gsize length;
  } marks[] = { { "\x1f\x8b", 2 }, { "\x28\xb5\x2f\xfd", 4 }, { "LPKSHHRH", 8 } };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (length >= marks[i].length && memcmp (bytes, marks[i].bytes, marks[i].length) == 0)
      return TRUE;
  return FALSE;
}

/* A text without a header: by its name an error that somebody saved; else a log. */
static gboolean
is_saved_text (const char *name)
{
  static const char *const endings[] = { ".eml", ".msg", ".txt" };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

static char *
dup_address (const MdHeaders *headers, const char *name)
{
  const char *value = md_headers_get (headers, name);

  return value != NULL ? md_header_dup_address (value) : NULL;
}

static MdOpenedKind
kind_of_bounce (MdBounceKind kind)
{
  switch (kind)
    {
    case MD_BOUNCE_BOUNCE:
      return MD_OPENED_BOUNCE;
    case MD_BOUNCE_VACATION:
      return MD_OPENED_REPLY;
    case MD_BOUNCE_COMPLAINT:
      return MD_OPENED_COMPLAINT;
    case MD_BOUNCE_MESSAGE:
    case MD_BOUNCE_TEXT:
    default:
      return MD_OPENED_MESSAGE;
    }
}

static void
look_at_bytes (MdOpened *self, const char *bytes, gsize length)
{
  g_autoptr (MdHeaders) headers = md_headers_parse (bytes, length);
  g_autoptr (MdBounce) bounce = NULL;

  if (headers->length == 0 && !is_saved_text (self->name))
    {
      self->kind = memchr (bytes, '\0', MIN (length, LOOK_FOR_NUL)) == NULL || is_packed_log (bytes, length)
                       ? MD_OPENED_LOG : MD_OPENED_OTHER;
      return;
    }
  if (headers->length == 0 && memchr (bytes, '\0', MIN (length, LOOK_FOR_NUL)) != NULL)
    {
      self->kind = MD_OPENED_OTHER;
      return;
    }
  bounce = md_bounce_read (bytes, length);
  self->kind = headers->length == 0 ? MD_OPENED_BOUNCE : kind_of_bounce (bounce->kind);
  self->sender = dup_address (headers, "From");
  self->recipient = dup_address (headers, "To");
  self->subject = md_headers_dup_text (headers, "Subject");
}

MdOpened *
md_opened_look (GFile *file, GCancellable *cancellable)
{
  MdOpened *self = g_new0 (MdOpened, 1);
  g_autofree char *base = g_file_get_basename (file);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  self->name = base != NULL ? g_filename_display_name (base) : g_file_get_parse_name (file);
  self->path = g_file_get_path (file);
  self->kind = MD_OPENED_ELSEWHERE;
  if (self->path == NULL)
    return self;
  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable) == G_FILE_TYPE_SPECIAL)
    { /* a pipe or a device: reading it might never end */
      self->kind = MD_OPENED_OTHER;
      return self;
    }
  stream = g_file_read (file, cancellable, &error);
  if (stream != NULL)
    bytes = g_input_stream_read_bytes (G_INPUT_STREAM (stream), MAX_BYTES, cancellable, &error);
  if (bytes == NULL)
    self->kind = kind_of_error (error);
  else if (g_bytes_get_size (bytes) == 0)
    self->kind = MD_OPENED_EMPTY;
  else
    look_at_bytes (self, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return self;
}
