/* bounce-codes.c - reply codes, enhanced status codes and addresses in running text; see bounce-private.h
 *
 * RFC 5321 section 4.2, RFC 3463, RFC 5321 section 4.1.2 and RFC 6531 for the addresses.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-reading"

#include "config.h"

#include "reading/bounce-private.h"

/* ── enhanced status codes ── */

static gsize
digits_at (MdSpan text, gsize at)
{
  gsize n = 0;

  while (at + n < text.length && g_ascii_isdigit (text.at[at + n]))
    n++;
  return n;
}

/* What may stand in front of a code: nothing that makes it a part of a number, a name or a version. */
static gboolean
may_precede (MdSpan text, gsize at)
{
  if (at == 0)
    return TRUE;
  if (text.at[at - 1] == '-')
    return at >= 4 && digits_at (text, at - 4) == 3;
  return md_is_blank (text.at[at - 1]) || strchr ("([{<#:;,='\"|*", text.at[at - 1]) != NULL;
}

const char *
md_bounce_find_status (MdSpan text, gboolean any_class, char status[MD_STATUS_SIZE])
{
  const char *dot = text.at;

  status[0] = '\0';
  while ((dot = memchr (dot, '.', (gsize) (md_span_end (text) - dot))) != NULL)
    {
      gsize at = (gsize) (dot - text.at), subject = digits_at (text, at + 1), detail;

      dot++;
      if (at == 0 || subject < 1 || subject > 3 || at + 1 + subject >= text.length || text.at[at + 1 + subject] != '.')
        continue;
      if (strchr (any_class ? "245" : "45", text.at[at - 1]) == NULL || !may_precede (text, at - 1))
        continue;
      detail = digits_at (text, at + 2 + subject);
      if (detail < 1 || detail > 3
          || (at + 2 + subject + detail + 1 < text.length && text.at[at + 2 + subject + detail] == '.'
              && g_ascii_isdigit (text.at[at + 3 + subject + detail])))
        continue;
      memcpy (status, text.at + at - 1, 3 + subject + detail);
      status[3 + subject + detail] = '\0';
      return text.at + at - 1;
    }
  return NULL;
}

/* ── reply codes ── */

/* The word that ends at @at, blanks passed over. */
static MdSpan
word_before (MdSpan text, gsize at)
{
  gsize end, start;

  while (at > 0 && md_is_blank (text.at[at - 1]))
    at--;
  for (end = start = at; start > 0 && !md_is_blank (text.at[start - 1]);)
    start--;
  return (MdSpan) { text.at + start, end - start };
}

/* Numbers are everywhere in a notice: a reply code begins a line, or stands behind a mark or a word that announces it,
 * or in front of an enhanced status code. */
static gboolean
begins_reply (MdSpan text, gsize at)
{
  static const char *const announcing[] = {
    "error",    "code", "reply", "response", "returned", "status", "said",   "with",      "received",
    "smtp",     "dsn",  "err",   "fehler",   "erreur",   "errore", "código", "respuesta", "fout",
  };
  MdSpan word = word_before (text, at);
  char status[MD_STATUS_SIZE];
  const char *found;

  if (word.length == 0 || memchr (md_span_end (word), '\n', (gsize) (text.at + at - md_span_end (word))) != NULL
      || strchr (":;'\"[(<=#|", word.at[word.length - 1]) != NULL || at == 0 || !md_is_blank (text.at[at - 1]))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (announcing); i++)
    {
      MdSpan ending = md_span (announcing[i]);

      if (word.length >= ending.length && md_span_equals (md_span_from (word, word.length - ending.length), ending))
        return TRUE;
    }
  /* "host [192.0.2.1], 550 …" */
  if (word.length > 2 && md_span_equals (md_span_from (word, word.length - 2), MD_SPAN ("],")))
    return TRUE;
  found = md_bounce_find_status (md_span_until (md_span_from (text, at + 3), 14), FALSE, status);
  return found != NULL && found - text.at - (gssize) at <= 7;
}

const char *
md_bounce_find_reply (MdSpan text, guint *reply)
{
  for (gsize at = 0; at + 3 <= text.length; at++)
    {
      char c = text.at[at];

      if ((c != '4' && c != '5') || digits_at (text, at) != 3 || text.at[at + 1] > '5' || !may_precede (text, at))
        continue;
      if (at + 3 < text.length && !md_is_blank (text.at[at + 3]) && strchr ("-:;,.'\")]>#|_", text.at[at + 3]) == NULL)
        continue;
      if (at + 4 < text.length && text.at[at + 3] == '.' && g_ascii_isdigit (text.at[at + 4]))
        continue;
      if (!begins_reply (text, at))
        continue;
      *reply = (guint) ((c - '0') * 100 + (text.at[at + 1] - '0') * 10 + (text.at[at + 2] - '0'));
      return text.at + at;
    }
  *reply = 0;
  return NULL;
}

/* ── addresses ── */

static gboolean
in_local (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80 || (c != '\0' && strchr ("!#$%&'*+/=?^_`{|}~.-", c) != NULL);
}

static gboolean
in_domain (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80 || c == '.' || c == '-' || c == '_';
}

/* The local part that ends at @at: its length. */
static gsize
local_length (MdSpan text, gsize at)
{
  gsize n = 0;

  if (at > 1 && text.at[at - 1] == '"')
    {
      for (n = 2; n <= MIN (at, 66); n++)
        if (text.at[at - n] == '"' && (n == at || text.at[at - n - 1] != '\\'))
          return n > 2 ? n : 0;
      return 0;
    }
  while (n < at && n < 320 && in_local (text.at[at - n - 1]))
    n++;
  /* Quotes and marks in front are not part of it. */
  while (n > 0 && strchr ("'`=*|?&{.", text.at[at - n]) != NULL)
    n--;
  return n;
}

/* Where no blank parts words, a domain that ends in ASCII letters ends there: its length. */
static gsize
without_words_behind (MdSpan domain)
{
  const char *dot = memrchr (domain.at, '.', domain.length);
  gsize n = dot != NULL ? (gsize) (dot - domain.at) + 1 : 0, ascii = 0;

  while (n + ascii < domain.length && (guchar) domain.at[n + ascii] < 0x80)
    ascii++;
  return ascii >= 2 ? n + ascii : domain.length;
}

static gsize
domain_length (MdSpan text, gsize at)
{
  gsize n = 0;

  if (at < text.length && text.at[at] == '[')
    {
      while (at + n < text.length && n < 60 && text.at[at + n] != ']')
        n++;
      return at + n < text.length && text.at[at + n] == ']' ? n + 1 : 0;
    }
  while (at + n < text.length && n < 254 && in_domain (text.at[at + n]))
    n++;
  n = without_words_behind (md_span_until (md_span_from (text, at), n));
  while (n > 0 && strchr (".-_", text.at[at + n - 1]) != NULL)
    n--;
  return n;
}

gboolean
md_bounce_find_address (MdSpan text, MdSpan *address)
{
  const char *sign = text.at;

  while ((sign = memchr (sign, '@', (gsize) (md_span_end (text) - sign))) != NULL)
    {
      gsize at = (gsize) (sign - text.at), local = local_length (text, at), domain = domain_length (text, at + 1);

      if (local > 0 && domain > 0)
        {
          MdSpan whole = { sign - local, local + 1 + domain };

          if (md_span_starts (whole, MD_SPAN ("mailto:")))
            whole = md_span_from (whole, 7);
          *address = whole;
          return TRUE;
        }
      sign++;
    }
  return FALSE;
}

gboolean
md_bounce_take_address (MdSpan text, MdSpan *address, MdSpan *rest)
{
  MdSpan start = text;
  char close = '\0';

  if (start.length > 2 && (start.at[0] == '<' || start.at[0] == '"' || start.at[0] == '\'' || start.at[0] == '['))
    {
      close = start.at[0] == '<' ? '>' : start.at[0] == '[' ? ']' : start.at[0];
      start = md_span_from (start, 1);
    }
  if (md_span_starts (start, MD_SPAN ("mailto:")))
    start = md_span_from (start, 7);
  if (!md_bounce_find_address (start, address) || address->at != start.at)
    {
      /* A quoted local part begins with the quote itself. */
      if (close != '"' || !md_bounce_find_address (text, address) || address->at != text.at)
        return FALSE;
      close = '\0';
    }
  *rest = md_span_from (text, (gsize) (md_span_end (*address) - text.at));
  if (close != '\0')
    {
      if (rest->length == 0 || rest->at[0] != close)
        return FALSE;
      *rest = md_span_from (*rest, 1);
    }
  return TRUE;
}
