/* message-draft.c - the person's own draft, made ready to be sent once; see message.h
 *
 * Its content goes out as it is.  What only belongs to an earlier journey (Received, signatures, results, Bcc) is left
 * out, and it gets a date and a Message-ID of its own, by which it can be found again.  RFC 5322 3.6.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-message"

#include "config.h"

#include "protocols/message-private.h"
#include "protocols/message.h"

#include <string.h>

#define MAX_SUBJECT_BYTES 200

/* Fields that are written anew, or told of another journey. */
static gboolean
is_left_out (const char *line)
{
  static const char *const names[] = {
    "Bcc",          "Cc",           "To",
    "Date",         "Message-ID",   "Received",
    "Return-Path",  "Delivered-To", "Authentication-Results",
    "DKIM-Signature", "X-Original-To", "Resent-To",
    "Resent-Cc",    "Resent-Bcc",   "X-Mozilla-Status",
    "X-Mozilla-Status2", "X-Mozilla-Keys", "ARC-Seal",
    "ARC-Message-Signature", "ARC-Authentication-Results", "Received-SPF",
    "Disposition-Notification-To", "Return-Receipt-To",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize length = strlen (names[i]);

      if (g_ascii_strncasecmp (line, names[i], length) == 0 && line[length] == ':')
        return TRUE;
    }
  return FALSE;
}

/* "Name:" in characters that a field's name may have. */
static gboolean
is_field (const char *line)
{
  const char *at = line;

  while (*at > ' ' && *at < 0x7f && *at != ':')
    at++;
  return at > line && *at == ':';
}

/* The lines up to the empty one are all fields, continuations, or the "From " line of an mbox. */
static gboolean
has_header (char **lines)
{
  gsize i = lines[0] != NULL && g_str_has_prefix (lines[0], "From ") ? 1 : 0;

  if (lines[i] == NULL || !is_field (lines[i]))
    return FALSE;
  for (; lines[i] != NULL && lines[i][0] != '\0'; i++)
    if (!is_field (lines[i]) && lines[i][0] != ' ' && lines[i][0] != '\t')
      return FALSE;
  return TRUE;
}

/* The kept fields, each line closed with CRLF; @next gets the first line of the body. */
static char *
keep_fields (char **lines, gboolean *has_from, gsize *next)
{
  GString *kept = g_string_new (NULL);
  gsize i = g_str_has_prefix (lines[0], "From ") ? 1 : 0;
  gboolean keeps = FALSE;

  for (; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      if (lines[i][0] != ' ' && lines[i][0] != '\t')
        keeps = !is_left_out (lines[i]);
      *has_from = *has_from || g_ascii_strncasecmp (lines[i], "From:", 5) == 0;
      if (keeps)
        g_string_append_printf (kept, "%s\r\n", lines[i]);
    }
  *next = lines[i] != NULL ? i + 1 : i;
  return g_string_free (kept, FALSE);
}

/* Plain text without a header: its first line is the subject. */
static MdMessage *
from_text (const char *from, const char *to, char **lines)
{
  g_autofree char *first = g_strndup (lines[0] != NULL ? lines[0] : "", MAX_SUBJECT_BYTES);
  g_autofree char *subject = g_utf8_make_valid (first, -1);
  g_autofree char *body = g_strjoinv ("\n", lines);
  g_autofree char *valid = g_utf8_make_valid (body, -1);

  return md_message_new_test (from, to, subject, valid);
}

MdMessage *
md_message_new_draft (const char *from, const char *to, const char *bytes, gsize length)
{
  g_autofree char *text = g_strndup (bytes, length); /* ends at a NUL, which no message may hold */
  g_auto (GStrv) lines = NULL;
  g_autofree char *fields = NULL;
  g_autofree char *clean_from = md_message_without_controls (from);
  g_autofree char *clean_to = md_message_without_controls (to);
  g_autofree char *date = md_message_date_now ();
  gboolean has_from = FALSE;
  MdMessage *self;
  GString *out;
  gsize next = 0;

  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      gsize end = strlen (lines[i]);

      if (end > 0 && lines[i][end - 1] == '\r')
        lines[i][end - 1] = '\0';
      g_strdelimit (lines[i], "\r", ' ');
    }
  if (!has_header (lines))
    return from_text (from, to, lines);
  fields = keep_fields (lines, &has_from, &next);
  self = g_new0 (MdMessage, 1);
  self->message_id = md_message_new_id (clean_from);
  out = g_string_new (NULL);
  g_string_append_printf (out, "Date: %s\r\nMessage-ID: <%s>\r\nTo: <%s>\r\n", date, self->message_id, clean_to);
  if (!has_from)
    g_string_append_printf (out, "From: <%s>\r\n", clean_from);
  g_string_append_printf (out, "%s\r\n", fields);
  for (; lines[next] != NULL; next++)
    if (lines[next + 1] != NULL || lines[next][0] != '\0')
      g_string_append_printf (out, "%s\r\n", lines[next]);
  self->text = g_string_free (out, FALSE);
  return self;
}
