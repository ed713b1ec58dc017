/* log-opensmtpd.c - reads the lines of OpenSMTPD; see log-readers.h
 *
 * "SESSION mta delivery evpid=… from=<…> to=<…> rcpt=<…> source=… relay=… delay=… result=… stat=…" is an attempt,
 * "mda" the local one; "event=" stood in front of the word for some years; before 6.0 it was "relay: Ok for EVPID: …".
 * The first eight digits of an envelope id are the message's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-log-reader"

#include "config.h"

#include "reading/log/log-readers.h"

/* Takes "key=value" off the front, value in quotes or in <> or up to a blank (or the comma in front of it). */
static gboolean
take_pair (MdSlice *rest, MdSlice *key, MdSlice *value)
{
  gsize equals = md_slice_index (md_slice_first (*rest, 20), '=');
  gsize end;
  char closing = ' ';

  if (equals == 0 || equals >= MIN (rest->length, 20))
    return FALSE;
  *key = md_slice_strip (md_slice_first (*rest, equals));
  *rest = md_slice_from (*rest, equals + 1);
  if (rest->length > 0 && (rest->at[0] == '"' || rest->at[0] == '<'))
    closing = rest->at[0] == '"' ? '"' : '>';
  else if (md_slice_is (*key, "stat"))
    closing = '\0'; /* free text up to the end */
  end = closing == ' ' ? md_slice_index (*rest, ' ') : rest->length;
  if (closing == '"' || closing == '>')
    {
      gsize from = MIN (1, rest->length);

      /* A quote inside the words of a reply: the last one closes, as "stat" comes last. */
      end = from + md_slice_index (md_slice_from (*rest, from), closing);
      if (closing == '"' && md_slice_is (*key, "stat") && md_slice_ends (*rest, "\""))
        end = MAX (rest->length - 1, 1);
      *value = md_slice (rest->at + from, end - from);
      end = MIN (end + 1, rest->length);
    }
  else
    *value = md_slice_first (*rest, end - (end > 0 && rest->at[end - 1] == ','));
  *rest = md_slice_from (*rest, end);
  while (rest->length > 0 && (rest->at[0] == ' ' || rest->at[0] == ','))
    *rest = md_slice_from (*rest, 1);
  return TRUE;
}

static MdLogStatus
status_of (MdSlice word)
{
  if (md_slice_is (word, "Ok"))
    return MD_LOG_SENT;
  if (md_slice_is (word, "TempFail"))
    return MD_LOG_DEFERRED;
  if (md_slice_is (word, "PermFail") || md_slice_is (word, "LoopDetected") || md_slice_is (word, "Loop"))
    return MD_LOG_BOUNCED;
  if (md_slice_starts (word, "Expire"))
    return MD_LOG_GIVEN_UP;
  return MD_LOG_NO_STATUS;
}

/* The pairs of a delivery, in whatever order they come. */
static void
take_pairs (MdLogEvent *event, MdSlice rest)
{
  MdSlice key, value;
  guint64 number;

  while (rest.length > 0 && take_pair (&rest, &key, &value))
    {
      if (md_slice_is (key, "evpid") || (md_slice_is (key, "msgid") && event->queue_id.length == 0))
        event->queue_id = value;
      else if (md_slice_is (key, "from"))
        {
          event->has_sender = TRUE;
          event->sender = value;
        }
      else if (md_slice_is (key, "to"))
        event->recipient = value;
      else if (md_slice_is (key, "rcpt") && !md_slice_is (value, "-"))
        event->original = value;
      else if (md_slice_is (key, "relay"))
        event->relay = value;
      else if (md_slice_is (key, "delay"))
        event->delay = md_log_read_delay (value);
      else if ((md_slice_is (key, "ndest") || md_slice_is (key, "nrcpt")) && md_slice_number (value, 9, &number))
        event->n_recipients = (guint) number;
      else if (md_slice_is (key, "size"))
        event->size = value;
      else if (md_slice_is (key, "result"))
        event->status_word = value;
      else if (md_slice_is (key, "stat"))
        md_log_event_take_reply (event, value);
    }
}

static void
read_delivery (MdLogEvent *event, MdSlice rest)
{
  take_pairs (event, rest);
  event->status = status_of (event->status_word);
  event->kind = event->status == MD_LOG_NO_STATUS ? MD_LOG_REMARK : MD_LOG_ATTEMPT;
  if (md_slice_is (event->status_word, "Remove"))
    event->kind = MD_LOG_DELETED;
}

/* 'failed-command address=… command="RCPT TO:<a@b>" result="550 Invalid recipient"' */
static void
read_failed_command (MdLogEvent *event, MdSlice rest)
{
  MdSlice key, value, command = { NULL, 0 };

  while (rest.length > 0 && take_pair (&rest, &key, &value))
    {
      if (md_slice_is (key, "command"))
        command = value;
      else if (md_slice_is (key, "address"))
        event->client = value;
      else if (md_slice_is (key, "result"))
        md_log_event_take_reply (event, value);
    }
  if (command.length < 4 || event->code < 400)
    return;
  if (g_ascii_strncasecmp (command.at, "AUTH", 4) == 0)
    event->kind = MD_LOG_SIGN_IN_FAILED;
  if (g_ascii_strncasecmp (command.at, "RCPT", 4) != 0 && g_ascii_strncasecmp (command.at, "MAIL", 4) != 0
      && g_ascii_strncasecmp (command.at, "DATA", 4) != 0)
    return;
  event->kind = MD_LOG_REJECTED;
  event->status = MD_LOG_REFUSED;
  value = md_slice_from (command, md_slice_index (command, '<'));
  if (value.length < 2)
    return;
  value = md_slice (value.at + 1, md_slice_index (value, '>') - 1);
  if (g_ascii_strncasecmp (command.at, "RCPT", 4) == 0)
    event->recipient = value;
  else
    {
      event->has_sender = TRUE;
      event->sender = value;
    }
}

/* "relay: Ok for 4296f490a1b2c3d4: session=…, from=<…>, to=<…>, …, stat=…" */
static gboolean
read_old_delivery (MdLogEvent *event, MdSlice text)
{
  gssize at = md_slice_find (text, MD_SLICE (" for "));
  MdSlice rest;
  gsize end;

  if (at < 0 || !(md_slice_starts (text, "relay: ") || md_slice_starts (text, "delivery: ")))
    return FALSE;
  rest = md_slice_from (text, (gsize) at + 5);
  end = md_slice_index (rest, ':');
  if (end < 8 || end > 16)
    return FALSE;
  event->queue_id = md_slice_first (rest, end);
  take_pairs (event, md_slice_strip (md_slice_from (rest, MIN (end + 1, rest.length))));
  end = md_slice_index (text, ' ') + 1;
  event->status_word = md_slice (text.at + end, (gsize) at - end);
  event->status = status_of (event->status_word);
  event->kind = event->status == MD_LOG_NO_STATUS ? MD_LOG_REMARK : MD_LOG_ATTEMPT;
  return TRUE;
}

/* "smtp-in: Accepted message 4296f490 on session …: from=<…>, to=<…>, size=…" */
static gboolean
read_old_received (MdLogEvent *event, MdSlice text)
{
  MdSlice rest;
  gssize at;

  if (!md_slice_starts (text, "smtp-in: Accepted message "))
    return FALSE;
  rest = md_slice_from (text, 26);
  event->kind = MD_LOG_RECEIVED;
  at = md_slice_find (rest, MD_SLICE (": "));
  if (at >= 0)
    take_pairs (event, md_slice_from (rest, (gsize) at + 2));
  event->queue_id = md_slice_first (rest, md_slice_index (rest, ' '));
  event->recipient = md_slice (NULL, 0);
  return TRUE;
}

gboolean
md_log_opensmtpd_read (const MdLogLine *line, MdLogEvent *event)
{
  MdSlice text = line->text;
  gsize length = md_slice_index (md_slice_first (text, 17), ' ');
  MdSlice word;

  md_log_event_start (event, MD_LOG_OPENSMTPD, line, MD_LOG_NOTHING);
  if (read_old_delivery (event, text) || read_old_received (event, text))
    return TRUE;
  for (gsize i = 0; i < length; i++)
    if (i >= MIN (text.length, 16) || !g_ascii_isxdigit (text.at[i]))
      return FALSE;
  if (length < 8 || length >= text.length)
    return FALSE;
  word = md_slice_from (text, length + 1);
  length = md_slice_index (word, ' ');
  text = md_slice_from (word, MIN (length + 1, word.length));
  word = md_slice_first (word, length);
  if (md_slice_starts (text, "event="))
    text = md_slice_from (text, 6);
  if ((md_slice_is (word, "mta") || md_slice_is (word, "mda")) && md_slice_starts (text, "delivery "))
    read_delivery (event, md_slice_from (text, 9));
  else if (md_slice_is (word, "smtp") && md_slice_starts (text, "message "))
    {
      event->kind = MD_LOG_RECEIVED;
      take_pairs (event, md_slice_from (text, 8));
      event->recipient = md_slice (NULL, 0);
    }
  else if (md_slice_is (word, "smtp") && md_slice_starts (text, "envelope "))
    {
      event->kind = MD_LOG_QUEUED;
      take_pairs (event, md_slice_from (text, 9));
      event->recipient = md_slice (NULL, 0);
    }
  else if (md_slice_is (word, "smtp") && md_slice_starts (text, "failed-command "))
    read_failed_command (event, md_slice_from (text, 15));
  return TRUE;
}
