/* transcript.c - what was said on one connection; see transcript.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-transcript"

#include "config.h"

#include "base/transcript.h"

#define TRANSCRIPT_MAX_LINES 400
#define TRANSCRIPT_MAX_LINE_BYTES 1000

struct _MdTranscript
{
  gint64 started;   /* monotonic microseconds */
  GPtrArray *lines; /* (owned) of char* */
  guint dropped;
};

MdTranscript *
md_transcript_new (void)
{
  MdTranscript *self = g_new0 (MdTranscript, 1);

  self->started = g_get_monotonic_time ();
  self->lines = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
md_transcript_free (MdTranscript *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->lines);
  g_free (self);
}

/* Printable, valid UTF-8 of at most TRANSCRIPT_MAX_LINE_BYTES source bytes. */
static void
append_visible (GString *out, const char *text)
{
  const char *end = text + TRANSCRIPT_MAX_LINE_BYTES;

  while (*text != '\0' && text < end)
    {
      gunichar c = g_utf8_get_char_validated (text, -1);

      if (c != (gunichar) -1 && c != (gunichar) -2 && g_unichar_isprint (c))
        {
          g_string_append_unichar (out, c);
          text = g_utf8_next_char (text);
        }
      else
        g_string_append_printf (out, "\\x%02x", (guchar) *text++);
    }
  if (*text != '\0')
    g_string_append (out, "…");
}

void
md_transcript_add (MdTranscript *self, MdLineKind kind, const char *text)
{
  static const char *const marks[] = { [MD_LINE_SENT] = "C: ", [MD_LINE_RECEIVED] = "S: ", [MD_LINE_NOTE] = "-- " };
  GString *line;

  if (self->lines->len >= TRANSCRIPT_MAX_LINES)
    {
      self->dropped++;
      return;
    }
  line = g_string_new (NULL);
  g_string_printf (line, "%7.3f  %s", (double) (g_get_monotonic_time () - self->started) / 1e6, marks[kind]);
  append_visible (line, text);
  g_ptr_array_add (self->lines, g_string_free (line, FALSE));
}

void
md_transcript_note (MdTranscript *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  md_transcript_add (self, MD_LINE_NOTE, text);
}

guint
md_transcript_get_length (const MdTranscript *self)
{
  return self->lines->len;
}

char **
md_transcript_to_lines (const MdTranscript *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->lines->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (self->lines, i));
  if (self->dropped > 0)
    {
      g_autofree char *rest = g_strdup_printf ("         -- (+%u)", self->dropped);

      g_strv_builder_add (builder, rest);
    }
  return g_strv_builder_end (builder);
}
