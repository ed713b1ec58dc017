/* log-postfix.c - reads the lines of Postfix; see log-readers.h
 *
 * "QUEUEID: to=<recipient>, relay=…, delay=…, dsn=…, status=sent (reply)" is one attempt; smtpd, pickup, cleanup and
 * qmgr say who wrote, its Message-ID, and when it left the queue.  Most lines say nothing of this: they are told by
 * their first word, because a busy server writes many (connect, disconnect, TLS, statistics).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-log-reader"

#include "config.h"

#include "reading/log/log-readers.h"

#define MIN_SHORT_ID 5
#define MIN_LONG_ID 10
#define MAX_ID 24
#define MAX_KEY 24

/* Queue ids are upper-case hexadecimal, or (enable_long_queue_ids) digits and letters without vowels, so that no word
 * of a language is one.  Bit 1: hexadecimal; bit 2: without voice. */
static const guint8 id_letters[256] = {
  ['0' ... '9'] = 3, ['B' ... 'D'] = 3, ['F'] = 3, ['A'] = 1, ['E'] = 1,
  ['G' ... 'H'] = 2, ['J' ... 'N'] = 2, ['P' ... 'T'] = 2, ['V' ... 'Z'] = 2,
  ['b' ... 'd'] = 2, ['f' ... 'h'] = 2, ['j' ... 'n'] = 2, ['p' ... 't'] = 2, ['v' ... 'z'] = 2,
};

/* The length of the queue id that @text begins with, which a colon and a blank follow; 0 without. */
static gsize
id_length (MdSlice text)
{
  guint kinds = 3;
  gsize length;

  for (length = 0; length < text.length && length <= MAX_ID && text.at[length] != ':'; length++)
    {
      kinds &= id_letters[(guint8) text.at[length]];
      if (kinds == 0)
        return 0;
    }
  if (length > MAX_ID || length + 2 > text.length || text.at[length + 1] != ' ')
    return 0;
  return ((kinds & 1) != 0 && length >= MIN_SHORT_ID) || ((kinds & 2) != 0 && length >= MIN_LONG_ID) ? length : 0;
}

/* The value of @key, "to=<", up to ">" and what must follow it (a comma, a blank or the end). */
static gboolean
bracketed (MdSlice text, MdSlice key, MdSlice *value)
{
  gssize at = md_slice_find (text, key);
  MdSlice rest;

  if (at < 0 || (at > 0 && text.at[at - 1] != ' ' && text.at[at - 1] != ','))
    return FALSE;
  rest = md_slice_from (text, (gsize) at + key.length);
  for (gsize i = 0; i < rest.length; i++)
    if (rest.at[i] == '>' && (i + 1 == rest.length || strchr (", :;", rest.at[i + 1]) != NULL))
      {
        *value = md_slice_first (rest, i);
        return TRUE;
      }
  return FALSE;
}

/* Takes "KEY=value, " off the front of *@rest; FALSE when none stands there. */
static gboolean
take_pair (MdSlice *rest, MdSlice *key, MdSlice *value)
{
  gsize equals = 0;
  gsize end;

  while (equals < rest->length && equals < MAX_KEY && rest->at[equals] != '=')
    equals++;
  if (equals == rest->length || equals == MAX_KEY)
    return FALSE;
  end = equals + 1;
  *key = md_slice_first (*rest, equals);
  /* An address may hold a comma; it ends with ">,". */
  if (end < rest->length && rest->at[end] == '<')
    while (end + 1 < rest->length && (rest->at[end] != '>' || rest->at[end + 1] != ','))
      end++;
  end += md_slice_index (md_slice_from (*rest, MIN (end, rest->length)), ',');
  end = MIN (end, rest->length);
  *value = md_slice (rest->at + equals + 1, end - equals - 1);
  *rest = md_slice_from (*rest, MIN (end + 2, rest->length));
  return TRUE;
}

static MdLogStatus
status_from_word (MdSlice word)
{
  if (md_slice_is (word, "sent"))
    return MD_LOG_SENT;
  if (md_slice_is (word, "deferred"))
    return MD_LOG_DEFERRED;
  if (md_slice_is (word, "bounced"))
    return MD_LOG_BOUNCED;
  if (md_slice_is (word, "expired"))
    return MD_LOG_GIVEN_UP;
  return MD_LOG_NO_STATUS;
}

/* "status=sent (250 2.0.0 Ok)" */
static void
read_status (MdLogEvent *event, MdSlice rest)
{
  gsize end = md_slice_index (rest, ' ');
  MdSlice reply;

  event->status_word = md_slice_first (rest, end);
  event->status = status_from_word (event->status_word);
  reply = md_slice_strip (md_slice_from (rest, end));
  if (reply.length >= 2 && reply.at[0] == '(' && reply.at[reply.length - 1] == ')')
    reply = md_slice (reply.at + 1, reply.length - 2);
  md_log_event_take_reply (event, reply);
}

/* "to=<a@b>, orig_to=<c@d>, relay=…, conn_use=2, delay=11, delays=…, tls=…, dsn=2.0.0, status=…" */
static void
read_attempt (MdLogEvent *event, MdSlice rest)
{
  MdSlice key, value;

  event->kind = MD_LOG_ATTEMPT;
  while (!md_slice_starts (rest, "status=") && take_pair (&rest, &key, &value))
    switch (key.at[0])
      {
      case 't':
        if (md_slice_is (key, "to"))
          event->recipient = md_slice_unbracket (value);
        break;
      case 'o':
        if (md_slice_is (key, "orig_to"))
          event->original = md_slice_unbracket (value);
        break;
      case 'r':
        if (md_slice_is (key, "relay"))
          event->relay = value;
        break;
      case 'd':
        if (md_slice_is (key, "delay"))
          event->delay = md_log_read_delay (value);
        else if (md_slice_is (key, "dsn"))
          event->dsn = value;
        break;
      default:
        break;
      }
  if (md_slice_starts (rest, "status="))
    read_status (event, md_slice_from (rest, 7));
  /* "deliverable" and "undeliverable": an address was tried out, no message went. */
  if (event->status == MD_LOG_NO_STATUS)
    event->kind = MD_LOG_REMARK;
}

/* The place of the first colon that a blank, or nothing, follows: those of IPv6 addresses do not count. */
static gsize
colon_index (MdSlice text)
{
  gsize at;

  for (at = 0; at < text.length; at++)
    if (text.at[at] == ':' && (at + 1 == text.length || text.at[at + 1] == ' '))
      break;
  return at;
}

/* "reject: RCPT from host[address]: 450 4.7.1 …; from=<…> to=<…> proto=ESMTP helo=<…>"; what cleanup's tables refuse
 * has its reply behind all that. */
static void
read_reject (MdLogEvent *event, MdSlice rest)
{
  static const MdSlice tails[] = { { "; from=<", 8 }, { "; to=<", 6 }, { "; proto=", 8 }, { "; helo=<", 8 } };
  gssize at = md_slice_find (rest, MD_SLICE (" from "));
  MdSlice stage = md_slice_first (rest, at > 0 ? (gsize) at : md_slice_index (rest, ':'));
  MdSlice pairs = { NULL, 0 };
  MdSlice words = rest;
  gsize end;

  event->kind = md_slice_is (stage, "VRFY") || md_slice_is (stage, "ETRN") ? MD_LOG_REMARK : MD_LOG_REJECTED;
  event->status = MD_LOG_REFUSED;
  for (gsize i = 0; i < G_N_ELEMENTS (tails) && pairs.length == 0; i++)
    {
      gssize tail = md_slice_find (rest, tails[i]);

      if (tail < 0)
        continue;
      pairs = md_slice_from (rest, (gsize) tail + 2);
      words = md_slice_first (rest, (gsize) tail);
    }
  event->has_sender = bracketed (pairs, MD_SLICE ("from=<"), &event->sender);
  (void) bracketed (pairs, MD_SLICE ("to=<"), &event->recipient);
  if (at > 0)
    {
      words = md_slice_from (words, MIN ((gsize) at + 6, words.length));
      end = colon_index (words);
      event->client = md_slice_first (words, end);
    }
  else
    end = md_slice_index (words, ':');
  words = md_slice_strip (md_slice_from (words, MIN (end + 1, words.length)));
  at = words.length == 0 ? md_slice_find (pairs, MD_SLICE (">: ")) : -1;
  md_log_event_take_reply (event, at > 0 ? md_slice_from (pairs, (gsize) at + 3) : words);
}

/* qmgr: "from=<a@b>, size=1, nrcpt=1 (queue active)" or "from=<a@b>, status=expired, returned to sender" */
static void
read_queued (MdLogEvent *event, MdSlice rest)
{
  MdSlice key, value;

  event->kind = MD_LOG_QUEUED;
  while (rest.length > 0 && take_pair (&rest, &key, &value))
    {
      guint64 number;

      if (md_slice_is (key, "from"))
        {
          event->has_sender = TRUE;
          event->sender = md_slice_unbracket (value);
        }
      else if (md_slice_is (key, "nrcpt") && md_slice_number (value, 9, &number))
        event->n_recipients = (guint) number;
      else if (md_slice_is (key, "size"))
        event->size = value;
      else if (md_slice_is (key, "status") && (md_slice_is (value, "expired") || md_slice_is (value, "force-expired")))
        {
          event->kind = MD_LOG_EXPIRED;
          event->status = MD_LOG_GIVEN_UP;
          event->status_word = value;
        }
    }
}

/* smtpd: "client=host[address], sasl_method=…"; pickup: "uid=0 from=<root>" */
static void
read_received (MdLogEvent *event, MdSlice rest)
{
  event->kind = MD_LOG_RECEIVED;
  if (md_slice_starts (rest, "client="))
    event->client = md_slice_first (md_slice_from (rest, 7), md_slice_index (md_slice_from (rest, 7), ','));
  else
    event->has_sender = bracketed (rest, MD_SLICE ("from=<"), &event->sender);
}

/* "sender non-delivery notification: QUEUEID" and its brothers */
static gboolean
read_returned (MdLogEvent *event, MdSlice rest)
{
  gssize at = md_slice_find (rest, MD_SLICE (" notification: "));

  if (at < 0)
    return FALSE;
  event->kind = MD_LOG_RETURNED;
  event->other_id = md_slice_from (rest, (gsize) at + 15);
  event->status_word = md_slice_first (rest, (gsize) at);
  return TRUE;
}

/* "host mx.example.org[192.0.2.1] said: 451 4.3.2 … (in reply to MAIL FROM command)": before the next host is tried. */
static void
read_remark (MdLogEvent *event, MdSlice rest)
{
  gssize said = md_slice_find (rest, MD_SLICE (" said: "));
  gssize host = md_slice_starts (rest, "host ") ? 5 : -1;
  gssize tail;

  if (said < 0)
    return;
  event->kind = MD_LOG_REMARK;
  if (host < 0)
    host = md_slice_find (rest, MD_SLICE ("; server ")) >= 0 ? md_slice_find (rest, MD_SLICE ("; server ")) + 9 : -1;
  if (host >= 0 && host < said)
    event->relay = md_slice (rest.at + host, (gsize) (said - host));
  rest = md_slice_from (rest, (gsize) said + 7);
  tail = md_slice_find (rest, MD_SLICE (" (in reply to "));
  md_log_event_take_reply (event, md_slice_first (rest, tail >= 0 ? (gsize) tail : rest.length));
}

/* What is behind "QUEUEID: ". */
static void
read_behind_id (MdLogEvent *event, const MdLogLine *line, MdSlice rest)
{
  if (md_slice_starts (rest, "to=<"))
    read_attempt (event, rest);
  else if (md_slice_starts (rest, "from=<"))
    read_queued (event, rest);
  else if (md_slice_starts (rest, "client=") || md_slice_starts (rest, "uid="))
    read_received (event, rest);
  else if (md_slice_starts (rest, "message-id="))
    {
      event->kind = MD_LOG_QUEUED;
      event->message_id = md_slice_unbracket (md_slice_strip (md_slice_from (rest, 11)));
    }
  else if (md_slice_is (rest, "removed"))
    event->kind = md_slice_ends (line->program, "postsuper") ? MD_LOG_DELETED : MD_LOG_DONE;
  else if (md_slice_starts (rest, "reject: "))
    read_reject (event, md_slice_from (rest, 8));
  else if (md_slice_starts (rest, "milter-reject: "))
    read_reject (event, md_slice_from (rest, 15));
  else if (md_slice_starts (rest, "proxy-reject: "))
    read_reject (event, md_slice_from (rest, 14));
  else if (!read_returned (event, rest))
    read_remark (event, rest);
}

gboolean
md_log_postfix_read (const MdLogLine *line, MdLogEvent *event)
{
  MdSlice text = line->text;
  gsize length;
  gssize at;

  if (md_slice_starts (text, "NOQUEUE: "))
    length = 7;
  else if (md_slice_starts (text, "proxy-reject: "))
    length = 0;
  else if ((length = id_length (text)) == 0)
    {
      at = md_slice_starts (text, "warning: ") ? md_slice_find (text, MD_SLICE (" authentication failed: ")) : -1;
      if (at < 0)
        return FALSE;
      md_log_event_start (event, MD_LOG_POSTFIX, line, MD_LOG_SIGN_IN_FAILED);
      event->client = md_slice_first (md_slice_from (text, 9), md_slice_index (md_slice_from (text, 9), ':'));
      return TRUE;
    }
  md_log_event_start (event, MD_LOG_POSTFIX, line, MD_LOG_NOTHING);
  if (length > 0 && !md_slice_starts (text, "NOQUEUE"))
    event->queue_id = md_slice_first (text, length);
  read_behind_id (event, line, md_slice_from (text, length > 0 ? length + 2 : 0));
  return TRUE;
}
