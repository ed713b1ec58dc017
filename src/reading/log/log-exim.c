/* log-exim.c - reads Exim's main log; see log-readers.h
 *
 * "STAMP [pid] ID FLAG address …": <= came in; => and -> delivered, >> delivered while it came in, *> not delivered on
 * request, == put off, ** given up.  Fields are "K=value" words; the words of the other side come last, behind a colon.
 * Lines without an id tell what was not accepted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-log-reader"

#include "config.h"

#include "reading/log/log-readers.h"

#define MAX_FIELDS 40

/* "1tABCD-001AB2-3C" (up to Exim 4.96) or "10HmaX-000000005vi-0000" (since 4.97). */
static gsize
id_length (MdSlice text)
{
  static const gsize parts[][3] = { { 6, 6, 2 }, { 6, 11, 4 } };

  for (gsize form = 0; form < G_N_ELEMENTS (parts); form++)
    {
      gsize at = 0;
      gboolean good = TRUE;

      for (gsize part = 0; part < 3 && good; part++)
        {
          for (gsize i = 0; i < parts[form][part] && good; i++, at++)
            good = at < text.length && g_ascii_isalnum (text.at[at]);
          if (part < 2 && good)
            good = at < text.length && text.at[at++] == '-';
        }
      if (good && (at == text.length || text.at[at] == ' '))
        return at;
    }
  return 0;
}

/* The end of the word that begins at 0: blanks inside quotes, or behind a backslash, belong to it. */
static gsize
word_length (MdSlice text)
{
  gboolean quoted = FALSE;
  gsize at;

  for (at = 0; at < text.length; at++)
    {
      if (text.at[at] == '\\' && at + 1 < text.length)
        at++;
      else if (text.at[at] == '"')
        quoted = !quoted;
      else if (text.at[at] == ' ' && !quoted)
        return at;
    }
  return quoted ? md_slice_index (text, ' ') : text.length;
}

static MdSlice
take_word (MdSlice *rest)
{
  gsize length = word_length (*rest);
  MdSlice word = md_slice_first (*rest, length);

  *rest = md_slice_strip (md_slice_from (*rest, length));
  return word;
}

/* The words of a line up to the one that ends with a colon: what follows it is said by somebody, not by a field. */
typedef struct
{
  MdSlice rest;
  gboolean ended;
} Words;

static MdSlice
next_word (Words *words)
{
  MdSlice word = take_word (&words->rest);

  if (md_slice_ends (word, ":"))
    {
      word.length--;
      words->ended = word.length == 0 || word.at[0] != ':'; /* ":blackhole:" */
    }
  return word;
}

/* "H=name (helo) [192.0.2.1]:25*", "H=(helo) [192.0.2.1]", "H=name" */
static void
take_host (MdLogEvent *event, MdSlice value, Words *words)
{
  event->peer_host = value;
  event->relay = value;
  while (!words->ended && words->rest.length > 0 && (words->rest.at[0] == '(' || words->rest.at[0] == '['))
    {
      MdSlice word = next_word (words);
      gsize end = md_slice_index (word, ']');

      event->relay.length = (gsize) (word.at + word.length - event->relay.at);
      if (word.length < 2 || word.at[0] != '[')
        continue;
      event->peer_address = md_slice (word.at + 1, end - 1);
      break;
    }
}

/* "TFO*", "K", "L*", "...": a remark of two or three letters. */
static gboolean
is_mark (MdSlice word)
{
  gsize letters = 0;

  while (letters < word.length && (g_ascii_isupper (word.at[letters]) || word.at[letters] == '.'))
    letters++;
  return letters > 0 && letters <= 3 && (letters == word.length || md_slice_is (md_slice_from (word, letters), "*"));
}

/* One "K=value"; FALSE when @word is none. */
static gboolean
take_field (MdLogEvent *event, MdSlice word, Words *words)
{
  gsize equals = md_slice_index (md_slice_first (word, 6), '=');
  MdSlice value;

  if (equals == 0 || equals >= MIN (word.length, 6) || !g_ascii_isalpha (word.at[0]))
    return FALSE;
  value = md_slice_from (word, equals + 1);
  if (md_slice_starts (word, "R="))
    event->router = value;
  else if (md_slice_starts (word, "T="))
    event->transport = value;
  else if (md_slice_starts (word, "H="))
    take_host (event, value, words);
  else if (md_slice_starts (word, "X="))
    event->tls = value;
  else if (md_slice_starts (word, "S="))
    event->size = value;
  else if (md_slice_starts (word, "U="))
    event->local_user = value;
  else if (md_slice_starts (word, "A="))
    event->auth = value;
  else if (md_slice_starts (word, "F="))
    {
      event->return_path = value;
      event->has_sender = TRUE;
      event->sender = md_slice_unbracket (value);
    }
  else if (md_slice_starts (word, "P=<"))
    event->return_path = value;
  else if (md_slice_starts (word, "P="))
    event->protocol = value;
  else if (md_slice_starts (word, "id="))
    event->message_id = md_slice_unbracket (value);
  else if (md_slice_starts (word, "QT="))
    event->delay = md_log_read_delay (value);
  else if (md_slice_starts (word, "C=\"") && value.length >= 2)
    md_log_event_take_reply (event, md_slice (value.at + 1, value.length - 1 - (value.at[value.length - 1] == '"')));
  return TRUE;
}

/* The fields from here on; stops in front of a word that is none. */
static void
take_fields (MdLogEvent *event, Words *words)
{
  for (guint i = 0; i < MAX_FIELDS && !words->ended && words->rest.length > 0; i++)
    {
      Words behind = *words;
      MdSlice word = next_word (&behind);

      if (word.length > 0 && !is_mark (word) && !take_field (event, word, &behind))
        return;
      *words = behind;
    }
}

static gboolean
is_field (MdSlice rest)
{
  gsize equals = md_slice_index (md_slice_first (rest, 6), '=');

  return equals > 0 && equals < MIN (rest.length, 6) && g_ascii_isupper (rest.at[0]);
}

/* "address", "address (parent) <original>", "|command arguments <original>" */
static void
take_recipient (MdLogEvent *event, Words *words)
{
  event->recipient = next_word (words);
  while (!words->ended && words->rest.length > 0 && !is_field (words->rest))
    {
      char first = words->rest.at[0];
      gsize end;

      if (first == '<' && (end = md_slice_index (words->rest, '>')) < words->rest.length)
        {
          event->original = md_slice (words->rest.at + 1, end - 1);
          words->rest = md_slice_from (words->rest, end + 1);
          words->ended = words->rest.length > 0 && words->rest.at[0] == ':';
          words->rest = md_slice_strip (md_slice_from (words->rest, words->ended));
          return;
        }
      if (first == '(' && (end = md_slice_index (words->rest, ')')) < words->rest.length)
        words->rest = md_slice_strip (md_slice_from (words->rest, end + 1));
      /* The arguments of a command are no part of the address as Exim's own tools see it. */
      else if (md_slice_starts (event->recipient, "|") || md_slice_starts (words->rest, "... "))
        (void) next_word (words);
      else
        return;
    }
}

static void
read_delivered (MdLogEvent *event, MdSlice rest, MdLogKind kind)
{
  Words words = { rest, FALSE };

  event->kind = kind;
  event->status = kind == MD_LOG_ATTEMPT ? MD_LOG_SENT : MD_LOG_NO_STATUS;
  take_recipient (event, &words);
  take_fields (event, &words);
}

/* "address R=… T=… defer (-44) H=… [..]: words" */
static void
read_deferred (MdLogEvent *event, MdSlice rest)
{
  Words words = { rest, FALSE };
  gssize at;

  event->kind = MD_LOG_ATTEMPT;
  event->status = MD_LOG_DEFERRED;
  take_recipient (event, &words);
  take_fields (event, &words);
  at = md_slice_find (words.rest, MD_SLICE ("defer ("));
  if (!words.ended && at >= 0)
    {
      guint64 number;
      MdSlice behind = md_slice_from (words.rest, (gsize) at + 7);
      gboolean negative = behind.length > 0 && behind.at[0] == '-';
      gsize end = md_slice_index (behind, ')');

      if (md_slice_number (md_slice_from (behind, negative), 6, &number))
        event->errno_code = negative ? -(gint) number : (gint) number;
      words.rest = md_slice_from (behind, MIN (end + 1, behind.length));
      words.ended = words.rest.length > 0 && words.rest.at[0] == ':';
      words.rest = md_slice_strip (md_slice_from (words.rest, words.ended));
      take_fields (event, &words);
    }
  md_log_event_take_reply (event, words.rest);
  at = event->peer_host.length == 0 ? md_slice_find (words.rest, MD_SLICE (" H=")) : -1;
  if (at < 0)
    return;
  words = (Words) { md_slice_from (words.rest, (gsize) at + 1), FALSE };
  take_fields (event, &words);
}

static void
read_failed (MdLogEvent *event, MdSlice rest)
{
  Words words = { rest, FALSE };

  event->kind = MD_LOG_ATTEMPT;
  event->status = MD_LOG_BOUNCED;
  take_recipient (event, &words);
  take_fields (event, &words);
  md_log_event_take_reply (event, words.rest);
  if (md_slice_find (words.rest, MD_SLICE ("retry timeout exceeded")) >= 0)
    event->status = MD_LOG_GIVEN_UP;
}

static void
read_received (MdLogEvent *event, MdSlice rest)
{
  Words words = { rest, FALSE };
  MdSlice sender = next_word (&words);
  gssize at;

  event->kind = MD_LOG_RECEIVED;
  take_fields (event, &words);
  event->has_sender = TRUE;
  event->sender = md_slice_unbracket (sender);
  /* R= here is the message that this bounce is about. */
  event->other_id = event->router;
  event->client = event->relay;
  event->relay = md_slice (NULL, 0);
  at = md_slice_find (rest, MD_SLICE (" for "));
  rest = at >= 0 ? md_slice_from (rest, (gsize) at + 5) : md_slice (NULL, 0);
  for (; rest.length > 0; event->n_recipients++)
    (void) take_word (&rest);
}

/* "H=name [address] F=<sender> [temporarily ]rejected RCPT <recipient>: words", also "rejected after DATA: …" */
static gboolean
read_rejected (MdLogEvent *event, const MdLogLine *line, MdSlice id, MdSlice rest)
{
  /* "rejected because …" is somebody's words, no verdict of its own; VRFY and the like are no message. */
  static const MdSlice stages[] = {
    { "RCPT ", 5 }, { "MAIL", 4 }, { "DATA", 4 }, { "after DATA", 10 }, { "during MIME", 11 }, { "connection", 10 },
    { "EHLO", 4 }, { "HELO", 4 }, { "by local_scan", 13 }, { "by non-SMTP ACL", 15 },
  };
  gboolean known = FALSE;
  gssize at = md_slice_find (rest, MD_SLICE ("rejected "));
  MdSlice behind;
  Words words = { { NULL, 0 }, FALSE };
  gsize colon;

  if (at < 0 || (at > 0 && rest.at[at - 1] != ' ') || md_slice_starts (rest, "SMTP "))
    return FALSE;
  behind = md_slice_from (rest, (gsize) at + 9);
  for (gsize i = 0; i < G_N_ELEMENTS (stages) && !known; i++)
    known = behind.length >= stages[i].length && memcmp (behind.at, stages[i].at, stages[i].length) == 0;
  if (!known)
    return FALSE;
  md_log_event_start (event, MD_LOG_EXIM, line, MD_LOG_REJECTED);
  event->queue_id = id;
  event->status = MD_LOG_REFUSED;
  words.rest = md_slice_strip (md_slice_first (rest, (gsize) at));
  if (words.rest.length > 0 && !is_field (words.rest))
    {
      event->has_sender = TRUE;
      event->sender = md_slice_unbracket (next_word (&words));
    }
  take_fields (event, &words);
  event->client = event->relay;
  event->relay = md_slice (NULL, 0);
  if (md_slice_starts (behind, "RCPT "))
    {
      MdSlice after = md_slice_from (behind, 5);

      event->recipient = take_word (&after);
      if (md_slice_ends (event->recipient, ":"))
        event->recipient.length--;
      event->recipient = md_slice_unbracket (event->recipient);
    }
  for (colon = 0; colon + 1 < behind.length && (behind.at[colon] != ':' || behind.at[colon + 1] != ' '); colon++)
    ;
  md_log_event_take_reply (event, md_slice_strip (md_slice_from (behind, MIN (colon + 1, behind.length))));
  return TRUE;
}

static gboolean
read_flag (MdLogEvent *event, MdSlice rest)
{
  MdSlice behind;

  if (rest.length < 4 || rest.at[2] != ' ')
    return FALSE;
  behind = md_slice_strip (md_slice_from (rest, 3));
  if (behind.length == 0)
    return FALSE;
  if (md_slice_starts (rest, "<="))
    read_received (event, behind);
  else if (md_slice_starts (rest, "=>") || md_slice_starts (rest, "->") || md_slice_starts (rest, ">>"))
    read_delivered (event, behind, MD_LOG_ATTEMPT);
  else if (md_slice_starts (rest, "*>"))
    read_delivered (event, behind, MD_LOG_SUPPRESSED);
  else if (md_slice_starts (rest, "=="))
    read_deferred (event, behind);
  else if (md_slice_starts (rest, "**"))
    read_failed (event, behind);
  else
    return FALSE;
  event->status_word = md_slice_first (rest, 2);
  return TRUE;
}

gboolean
md_log_exim_read (const MdLogLine *line, MdLogEvent *event)
{
  MdSlice rest = md_slice_strip (md_slice_from (line->text, md_log_own_stamp (line->text)));
  gsize length;

  if (rest.length > 2 && rest.at[0] == '[' && g_ascii_isdigit (rest.at[1]))
    {
      length = md_slice_index (rest, ']');
      rest = md_slice_strip (md_slice_from (rest, MIN (length + 1, rest.length)));
    }
  length = id_length (rest);
  if (length == 0)
    return read_rejected (event, line, md_slice (NULL, 0), rest);
  md_log_event_start (event, MD_LOG_EXIM, line, MD_LOG_NOTHING);
  event->queue_id = md_slice_first (rest, length);
  rest = md_slice_strip (md_slice_from (rest, length));
  if (md_slice_is (rest, "Completed"))
    event->kind = MD_LOG_DONE;
  else if (md_slice_starts (rest, "Completed "))
    event->kind = MD_LOG_DONE;
  else if (md_slice_starts (rest, "cancelled by ") || md_slice_starts (rest, "removed by "))
    event->kind = MD_LOG_DELETED;
  else if (!read_flag (event, rest))
    (void) read_rejected (event, line, event->queue_id, rest);
  return TRUE;
}
