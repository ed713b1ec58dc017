/* message.c - the one plain test message: its text; see message.h
 *
 * RFC 5322 (form), 2045 (quoted-printable), 2047 (subject).  Nothing of what it is given can add a header: control
 * characters are dropped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-message"

#include "config.h"

#include "protocols/message.h"

#include "protocols/message-private.h"

#include <string.h>

#define WORD_BYTES 42   /* of text in one encoded word: 75 characters at most, RFC 2047 2 */
#define LINE_CHARACTERS 75

char *
md_message_without_controls (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (!g_unichar_iscntrl (character))
        g_string_append_unichar (clean, character);
    }
  return g_string_free (clean, FALSE);
}

static char *
encode_subject (const char *subject)
{
  g_autofree char *clean = md_message_without_controls (subject);
  GString *words = g_string_new (NULL);
  const char *at = clean;

  if (g_str_is_ascii (clean))
    {
      g_string_free (words, TRUE);
      return g_steal_pointer (&clean);
    }
  while (*at != '\0')
    {
      const char *end = at;
      g_autofree char *base64 = NULL;

      while (*end != '\0' && g_utf8_next_char (end) - at <= WORD_BYTES)
        end = g_utf8_next_char (end);
      base64 = g_base64_encode ((const guchar *) at, (gsize) (end - at));
      g_string_append_printf (words, "%s=?UTF-8?B?%s?=", words->len > 0 ? "\r\n " : "", base64);
      at = end;
    }
  return g_string_free (words, FALSE);
}

/* Quoted-printable with CRLF line ends, RFC 2045 6.7. */
static char *
encode_body (const char *body)
{
  GString *out = g_string_new (NULL);
  guint column = 0;

  for (const guchar *at = (const guchar *) body; *at != '\0'; at++)
    {
      gboolean ends_line = at[1] == '\n' || at[1] == '\r' || at[1] == '\0';
      gboolean plain = (*at >= '!' && *at <= '~' && *at != '=') || ((*at == ' ' || *at == '\t') && !ends_line);
      /* A dot or "From " that begins a line is harmless when encoded. */
      gboolean risky = column == 0 && (*at == '.' || *at == 'F');

      if (*at == '\r')
        continue;
      if (*at == '\n')
        {
          g_string_append (out, "\r\n");
          column = 0;
          continue;
        }
      if (column + 3 > LINE_CHARACTERS)
        {
          g_string_append (out, "=\r\n");
          column = 0;
        }
      if (plain && !risky)
        g_string_append_c (out, (char) *at);
      else
        g_string_append_printf (out, "=%02X", *at);
      column += plain && !risky ? 1 : 3;
    }
  if (column > 0)
    g_string_append (out, "\r\n");
  return g_string_free (out, FALSE);
}

char *
md_message_date_now (void)
{
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_strdup_printf ("%s, %d %s %d %02d:%02d:%02d +0000", days[g_date_time_get_day_of_week (now) - 1],
                          g_date_time_get_day_of_month (now), months[g_date_time_get_month (now) - 1],
                          g_date_time_get_year (now), g_date_time_get_hour (now), g_date_time_get_minute (now),
                          g_date_time_get_second (now));
}

char *
md_message_new_id (const char *from)
{
  g_autofree char *random = g_uuid_string_random ();
  const char *at = strrchr (from, '@');
  g_autofree char *domain = at != NULL && at[1] != '\0' ? md_host_to_ascii (at + 1) : NULL;

  return g_strdup_printf ("%s@%s", random, domain != NULL ? domain : "localhost.invalid");
}

MdMessage *
md_message_new_test (const char *from, const char *to, const char *subject, const char *body)
{
  MdMessage *self = g_new0 (MdMessage, 1);
  g_autofree char *clean_from = md_message_without_controls (from);
  g_autofree char *clean_to = md_message_without_controls (to);
  g_autofree char *encoded_subject = encode_subject (subject);
  g_autofree char *encoded_body = encode_body (body);
  g_autofree char *date = md_message_date_now ();

  self->message_id = md_message_new_id (clean_from);
  self->text = g_strdup_printf ("Date: %s\r\n"
                                "From: <%s>\r\n"
                                "To: <%s>\r\n"
                                "Message-ID: <%s>\r\n"
                                "Subject: %s\r\n"
                                "MIME-Version: 1.0\r\n"
                                "Content-Type: text/plain; charset=utf-8\r\n"
                                "Content-Transfer-Encoding: quoted-printable\r\n"
                                "\r\n"
                                "%s",
                                date, clean_from, clean_to, self->message_id, encoded_subject, encoded_body);
  return self;
}

void
md_message_free (MdMessage *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->message_id);
  g_free (self);
}
