/* log-sendmail.c - reads the lines of Sendmail; see log-readers.h
 *
 * "QUEUEID: from=…, size=…, nrcpts=…, msgid=…, relay=…" came in; "QUEUEID: to=…, delay=…, mailer=…, relay=…, dsn=…,
 * stat=…" is one attempt, for several recipients at once where they share a server; "ruleset=check_…, reject=…" is a
 * refusal.  stat= comes last and is free text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-log-reader"

#include "config.h"

#include "reading/log/log-readers.h"

/* "l8E3xVpO007423": letters and digits, as many as from 8.10 to 8.18. */
static gsize
id_length (MdSlice text)
{
  gsize length;
  gboolean digit = FALSE;

  for (length = 0; length < text.length && g_ascii_isalnum (text.at[length]); length++)
    digit = digit || g_ascii_isdigit (text.at[length]);
  return length >= 8 && length <= 20 && digit && length + 1 < text.length && text.at[length] == ':'
         && text.at[length + 1] == ' ' ? length : 0;
}

/* Takes "key=value, " off the front; a value may hold commas: it ends where ", word=" follows. */
static gboolean
take_pair (MdSlice *rest, MdSlice *key, MdSlice *value)
{
  gsize equals = md_slice_index (md_slice_first (*rest, 20), '=');
  gsize end;

  if (equals == 0 || equals >= MIN (rest->length, 20))
    return FALSE;
  *key = md_slice_first (*rest, equals);
  for (end = equals + 1; end < rest->length; end++)
    {
      gsize next = end + 2;

      if (rest->at[end] != ',' || next >= rest->length || rest->at[end + 1] != ' ')
        continue;
      while (next < rest->length && (g_ascii_isalnum (rest->at[next]) || rest->at[next] == '_'))
        next++;
      if (next < rest->length && next > end + 2 && rest->at[next] == '=')
        break;
    }
  *value = md_slice (rest->at + equals + 1, end - equals - 1);
  *rest = md_slice_from (*rest, MIN (end + 2, rest->length));
  return TRUE;
}

gboolean
md_log_sendmail_next (MdSlice *list, MdSlice *recipient)
{
  gboolean bracketed = FALSE;
  gsize end;

  for (end = 0; end < list->length && (bracketed || list->at[end] != ','); end++)
    {
      if (list->at[end] == '<')
        bracketed = TRUE;
      else if (list->at[end] == '>')
        bracketed = FALSE;
    }
  *recipient = md_slice_unbracket (md_slice_strip (md_slice_first (*list, end)));
  *list = md_slice_from (*list, MIN (end + 1, list->length));
  return end > 0;
}

static MdLogStatus
status_of (MdSlice words, MdSlice dsn)
{
  if (md_slice_starts (words, "Sent"))
    return MD_LOG_SENT;
  if (md_slice_starts (words, "queued"))
    return MD_LOG_NO_STATUS;
  if (md_slice_starts (words, "Cannot send message ") || md_slice_starts (words, "Cannot send within ")
      || md_slice_starts (words, "Message could not be delivered for "))
    return MD_LOG_GIVEN_UP;
  if (md_slice_starts (words, "Deferred"))
    return MD_LOG_DEFERRED;
  if (dsn.length > 0 && dsn.at[0] == '2')
    return MD_LOG_SENT;
  return dsn.length > 0 && dsn.at[0] == '4' ? MD_LOG_DEFERRED : MD_LOG_BOUNCED;
}

/* "Sent (OK)", "Deferred: 451 4.7.1 …", "User unknown" */
static void
read_stat (MdLogEvent *event, MdSlice words)
{
  MdSlice reply = words;
  gsize open = md_slice_index (words, '(');

  event->status = status_of (words, event->dsn);
  event->status_word = md_slice_first (words, MIN (md_slice_index (words, ' '), md_slice_index (words, ':')));
  if (event->status == MD_LOG_SENT && open < words.length && md_slice_ends (words, ")"))
    reply = md_slice (words.at + open + 1, words.length - open - 2);
  else if (md_slice_starts (words, "Deferred: "))
    reply = md_slice_from (words, 10);
  md_log_event_take_reply (event, reply);
}

static void
read_attempt (MdLogEvent *event, MdSlice rest)
{
  MdSlice key, value;

  event->kind = MD_LOG_ATTEMPT;
  while (rest.length > 0 && !md_slice_starts (rest, "stat=") && take_pair (&rest, &key, &value))
    {
      if (md_slice_is (key, "to"))
        event->recipient = value;
      else if (md_slice_is (key, "delay"))
        event->delay = md_log_read_delay (value);
      else if (md_slice_is (key, "relay"))
        event->relay = value;
      else if (md_slice_is (key, "dsn"))
        event->dsn = value;
    }
  if (md_slice_starts (rest, "stat="))
    read_stat (event, md_slice_from (rest, 5));
  /* "queued": nobody was asked yet. */
  if (event->status == MD_LOG_NO_STATUS)
    event->kind = MD_LOG_REMARK;
}

static void
read_received (MdLogEvent *event, MdSlice rest)
{
  MdSlice key, value;
  guint64 number;

  event->kind = MD_LOG_RECEIVED;
  while (rest.length > 0 && take_pair (&rest, &key, &value))
    {
      if (md_slice_is (key, "from"))
        {
          event->has_sender = TRUE;
          event->sender = md_slice_unbracket (value);
        }
      else if (md_slice_is (key, "msgid"))
        event->message_id = md_slice_unbracket (value);
      else if (md_slice_is (key, "relay"))
        event->client = value;
      else if (md_slice_is (key, "size"))
        event->size = value;
      else if (md_slice_is (key, "nrcpts") && md_slice_number (value, 9, &number))
        event->n_recipients = (guint) number;
    }
  /* No recipient was accepted: no message came of it. */
  if (event->n_recipients == 0)
    event->kind = MD_LOG_NOTHING;
}

/* "ruleset=check_rcpt, arg1=<a@b>, relay=…, reject=550 5.7.1 …".  Rules about the server that mail goes to (tls_…,
 * try_tls) are followed by the line of the attempt: a remark. */
static void
read_ruleset (MdLogEvent *event, MdSlice rest)
{
  MdSlice key, value, argument = { NULL, 0 };
  gboolean incoming = md_slice_starts (rest, "ruleset=check_");
  gboolean recipient = md_slice_starts (rest, "ruleset=check_rcpt,");

  while (rest.length > 0 && !md_slice_starts (rest, "reject=") && take_pair (&rest, &key, &value))
    {
      if (md_slice_is (key, "arg1"))
        argument = md_slice_unbracket (value);
      else if (md_slice_is (key, "relay"))
        event->client = value;
    }
  if (!md_slice_starts (rest, "reject="))
    return;
  md_log_event_take_reply (event, md_slice_from (rest, 7));
  event->kind = incoming ? MD_LOG_REJECTED : MD_LOG_REMARK;
  event->status = incoming ? MD_LOG_REFUSED : event->code >= 500 ? MD_LOG_BOUNCED : MD_LOG_DEFERRED;
  if (recipient)
    event->recipient = argument;
  if (incoming)
    return;
  event->relay = event->client;
  event->client = md_slice (NULL, 0);
}

/* "<a@b>... No such user here": a recipient that was not accepted, without its code. */
static gboolean
read_refused_address (MdLogEvent *event, MdSlice rest)
{
  gssize at = rest.length > 0 && rest.at[0] == '<' ? md_slice_find (rest, MD_SLICE (">... ")) : -1;

  if (at < 0)
    return FALSE;
  event->kind = MD_LOG_REJECTED;
  event->status = MD_LOG_REFUSED;
  event->recipient = md_slice (rest.at + 1, (gsize) at - 1);
  md_log_event_take_reply (event, md_slice_from (rest, (gsize) at + 5));
  return TRUE;
}

/* "QUEUEID: DSN: User unknown": the bounce that was sent, and why. */
static void
read_returned (MdLogEvent *event, MdSlice rest)
{
  gsize length = id_length (rest);
  MdSlice behind = length > 0 ? md_slice_from (rest, length + 2) : rest;

  if (length == 0
      || !(md_slice_starts (behind, "DSN: ") || md_slice_starts (behind, "return to sender: ")
           || md_slice_starts (behind, "sender notify: ") || md_slice_starts (behind, "postmaster notify: ")))
    return;
  event->kind = MD_LOG_RETURNED;
  event->other_id = md_slice_first (rest, length);
  event->status_word = md_slice_first (behind, md_slice_index (behind, ':'));
  md_log_event_take_reply (event, md_slice_strip (md_slice_from (behind, event->status_word.length + 1)));
}

gboolean
md_log_sendmail_read (const MdLogLine *line, MdLogEvent *event)
{
  MdSlice rest = line->text;
  gsize length = id_length (rest);

  if (length == 0 && !md_slice_starts (rest, "ruleset="))
    return FALSE;
  md_log_event_start (event, MD_LOG_SENDMAIL, line, MD_LOG_NOTHING);
  event->queue_id = md_slice_first (rest, length);
  if (length > 0)
    rest = md_slice_from (rest, length + 2);
  if (md_slice_starts (rest, "to="))
    read_attempt (event, rest);
  else if (md_slice_starts (rest, "from="))
    read_received (event, rest);
  else if (md_slice_starts (rest, "ruleset="))
    read_ruleset (event, rest);
  else if (md_slice_starts (rest, "done;"))
    event->kind = MD_LOG_DONE;
  else if (md_slice_starts (rest, "AUTH failure"))
    event->kind = MD_LOG_SIGN_IN_FAILED;
  else if (!read_refused_address (event, rest))
    read_returned (event, rest);
  return TRUE;
}
