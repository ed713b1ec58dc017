/* log-line.c - takes lines apart; see log-line.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-log-reader"

#include "config.h"

#include "reading/log/log-line.h"

#define MAX_STRUCTURED_DATA 16

static gboolean
is_month (MdSlice text)
{
  return text.length > 15 && g_ascii_isupper (text.at[0]) && g_ascii_islower (text.at[1])
         && g_ascii_islower (text.at[2]) && text.at[3] == ' ' && text.at[6] == ' ' && text.at[9] == ':'
         && text.at[12] == ':';
}

/* "Aug 3 15:30:49": some write the day without the blank in front. */
static gboolean
is_short_month (MdSlice text)
{
  return text.length > 14 && g_ascii_isupper (text.at[0]) && g_ascii_islower (text.at[1])
         && g_ascii_islower (text.at[2]) && text.at[3] == ' ' && g_ascii_isdigit (text.at[4]) && text.at[5] == ' '
         && text.at[8] == ':' && text.at[11] == ':';
}

static gboolean
is_date (MdSlice text)
{
  return text.length > 19 && g_ascii_isdigit (text.at[0]) && text.at[4] == '-' && text.at[7] == '-'
         && text.at[13] == ':' && text.at[16] == ':';
}

/* Digits behind a point, at @from. */
static gsize
skip_fraction (MdSlice text, gsize from)
{
  if (from + 1 >= text.length || text.at[from] != '.' || !g_ascii_isdigit (text.at[from + 1]))
    return from;
  for (from++; from < text.length && g_ascii_isdigit (text.at[from]); from++)
    ;
  return from;
}

gsize
md_log_own_stamp (MdSlice text)
{
  gsize end;

  if (!is_date (text) || text.at[10] != ' ')
    return 0;
  end = skip_fraction (text, 19);
  if (end + 6 < text.length && text.at[end] == ' ' && (text.at[end + 1] == '+' || text.at[end + 1] == '-')
      && g_ascii_isdigit (text.at[end + 2]) && g_ascii_isdigit (text.at[end + 5]))
    end += 6;
  return end < text.length && text.at[end] == ' ' ? end + 1 : 0;
}

/* Eight bytes at once: the top bit of those that are @byte.  Behind the first that is, others may be set, too. */
static inline guint64
marks_of (guint64 eight, guint8 byte)
{
  guint64 differs = eight ^ (G_GUINT64_CONSTANT (0x0101010101010101) * byte);

  return (differs - G_GUINT64_CONSTANT (0x0101010101010101)) & ~differs & G_GUINT64_CONSTANT (0x8080808080808080);
}

/* The place of the first colon, bracket or blank; the length when there is none. */
static inline gsize
program_length (MdSlice text)
{
  gsize n = 0;

  for (; n + 8 <= text.length; n += 8)
    {
      guint64 eight, marks;

      memcpy (&eight, text.at + n, sizeof eight);
      eight = GUINT64_FROM_LE (eight);
      marks = marks_of (eight, ':') | marks_of (eight, '[') | marks_of (eight, ' ');
      if (marks != 0)
        return n + (gsize) __builtin_ctzll (marks) / 8;
    }
  while (n < text.length && text.at[n] != ':' && text.at[n] != '[' && text.at[n] != ' ')
    n++;
  return n;
}

/* "host prog[12]: text"; @line->host and the rest are filled in. */
static gboolean
parse_tag (MdSlice rest, MdLogLine *line)
{
  gsize end;

  for (guint tries = 0; tries < 2; tries++)
    {
      /* Host names are short: a call costs more than the loop. */
      for (end = 0; end < rest.length && rest.at[end] != ' '; end++)
        ;
      if (end == rest.length)
        return FALSE;
      line->host = md_slice_first (rest, end);
      rest = md_slice_from (rest, end + 1);
      /* BSD's syslogd may write "<mail.info>" before the host. */
      if (line->host.length == 0 || line->host.at[0] != '<')
        break;
    }
  end = program_length (rest);
  line->program = md_slice_first (rest, end);
  rest = md_slice_from (rest, end);
  if (rest.length > 0 && rest.at[0] == '[')
    {
      for (end = 1; end < rest.length && rest.at[end] != ']'; end++)
        ;
      if (end == rest.length)
        return FALSE;
      rest = md_slice_from (rest, end + 1);
    }
  if (rest.length > 0 && rest.at[0] == ':')
    rest = md_slice_from (rest, 1);
  if (rest.length > 0 && rest.at[0] == ' ')
    rest = md_slice_from (rest, 1);
  line->text = rest;
  return line->program.length > 0;
}

/* Exim's own file; or, from a syslog that writes the date with a blank, "host exim[12]: text". */
static gboolean
parse_own_file (MdSlice text, MdLogLine *line)
{
  gsize length = md_log_own_stamp (text);
  MdSlice rest;
  gssize tag;

  if (length == 0)
    return FALSE;
  line->stamp = md_slice_first (text, length - 1);
  rest = md_slice_from (text, length);
  line->text = rest;
  tag = md_slice_find (md_slice_first (rest, 120), MD_SLICE ("]: "));
  if (tag > 0 && md_slice_find (md_slice_first (rest, (gsize) tag), MD_SLICE (" exim[")) > 0)
    return parse_tag (rest, line);
  return TRUE;
}

/* RFC 5424 6: "1 STAMP HOST APP PROCID MSGID SD text". */
static gboolean
parse_rfc5424 (MdSlice rest, MdLogLine *line)
{
  MdSlice fields[5];

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      gsize end = md_slice_index (rest, ' ');

      if (end == rest.length)
        return FALSE;
      fields[i] = md_slice_first (rest, end);
      rest = md_slice_from (rest, end + 1);
    }
  line->stamp = md_slice_is (fields[0], "-") ? md_slice (NULL, 0) : fields[0];
  line->host = fields[1];
  line->program = fields[2];
  for (guint i = 0; i < MAX_STRUCTURED_DATA && rest.length > 0 && rest.at[0] == '['; i++)
    {
      gsize end = 1;

      while (end < rest.length && (rest.at[end] != ']' || rest.at[end - 1] == '\\'))
        end++;
      rest = md_slice_from (rest, MIN (end + 1, rest.length));
    }
  if (md_slice_starts (rest, "- "))
    rest = md_slice_from (rest, 2);
  if (md_slice_starts (rest, "\357\273\277"))
    rest = md_slice_from (rest, 3);
  line->text = md_slice_strip (rest);
  return line->program.length > 0;
}

/* A stamp of one word, then the tag. */
static gboolean
parse_one_word_stamp (MdSlice text, MdLogLine *line)
{
  gsize end = md_slice_index (text, ' ');

  if (end < 8 || end > 40 || end == text.length)
    return FALSE;
  line->stamp = md_slice_first (text, end);
  return parse_tag (md_slice_from (text, end + 1), line);
}

/* journalctl -o short-full: "Sun 2026-11-22 01:26:33 UTC host …" */
static gboolean
parse_weekday_stamp (MdSlice text, MdLogLine *line)
{
  gsize end;

  text = md_slice_from (text, 4);
  end = skip_fraction (text, 19);
  line->stamp = md_slice_first (text, end);
  text = md_slice_from (text, MIN (end + 1, text.length));
  end = md_slice_index (text, ' ');
  if (end == text.length)
    return FALSE;
  if (md_slice_is (md_slice_first (text, end), "UTC"))
    line->stamp.length += 4;
  return parse_tag (md_slice_from (text, end + 1), line);
}

static gboolean
parse_month_stamp (MdSlice text, gsize length, MdLogLine *line)
{
  length = skip_fraction (text, length);
  line->stamp = md_slice_first (text, length);
  return length < text.length && text.at[length] == ' ' && parse_tag (md_slice_from (text, length + 1), line);
}

gboolean
md_log_line_parse (MdSlice text, MdLogLine *line)
{
  *line = (MdLogLine) { 0 };
  if (is_month (text))
    return parse_month_stamp (text, 15, line);
  if (text.length > 0 && text.at[0] == '<')
    {
      gsize end = md_slice_index (md_slice_first (text, 5), '>');

      if (end < 2 || end >= MIN (text.length, 5))
        return FALSE;
      text = md_slice_from (text, end + 1);
      if (md_slice_starts (text, "1 "))
        return parse_rfc5424 (md_slice_from (text, 2), line);
      if (is_month (text))
        return parse_month_stamp (text, 15, line);
    }
  if (is_date (text))
    {
      if (text.at[10] == 'T')
        return parse_one_word_stamp (text, line);
      return parse_own_file (text, line);
    }
  if (is_short_month (text))
    return parse_month_stamp (text, 14, line);
  if (text.length > 24 && g_ascii_isupper (text.at[0]) && text.at[3] == ' ' && is_date (md_slice_from (text, 4)))
    return parse_weekday_stamp (text, line);
  if (text.length > 11 && g_ascii_isdigit (text.at[0]) && text.at[10] == '.')
    return parse_one_word_stamp (text, line); /* journalctl -o short-unix */
  return FALSE;
}

static gboolean
is_postfix_daemon (MdSlice name)
{
  static const char *const names[] = {
    "smtp", "smtpd", "qmgr", "cleanup", "lmtp", "local", "virtual", "pipe", "error", "bounce", "discard", "pickup",
    "postscreen", "postsuper", "oqmgr", "retry", "trace", "defer", "proxymap", "anvil", "scache", "tlsproxy", "verify",
    "trivial-rewrite", "sendmail", "postdrop", "postqueue", "master", "dnsblog", "flush", "tlsmgr", "relay",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (name.length == strlen (names[i]) && memcmp (name.at, names[i], name.length) == 0)
      return TRUE;
  return FALSE;
}

MdLogServer
md_log_line_server (const MdLogLine *line)
{
  MdSlice program = line->program;

  if (program.length == 0)
    return line->stamp.length > 10 && line->stamp.at[10] == ' ' ? MD_LOG_EXIM : MD_LOG_UNKNOWN_SERVER;
  if (md_slice_starts (program, "postfix"))
    return MD_LOG_POSTFIX;
  if (md_slice_starts (program, "exim"))
    return MD_LOG_EXIM;
  if (md_slice_starts (program, "sendmail") || md_slice_starts (program, "sm-"))
    return MD_LOG_SENDMAIL;
  if (md_slice_is (program, "smtpd") || md_slice_is (program, "opensmtpd"))
    return MD_LOG_OPENSMTPD;
  /* A Postfix that was given another name: "mx-out/smtp". */
  for (gsize at = program.length; at > 0; at--)
    if (program.at[at - 1] == '/')
      return is_postfix_daemon (md_slice_from (program, at)) ? MD_LOG_POSTFIX : MD_LOG_UNKNOWN_SERVER;
  return MD_LOG_UNKNOWN_SERVER;
}
