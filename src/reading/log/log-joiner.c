/* log-joiner.c - joins the lines of a message; see log-joiner.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-log-reader"

#include "config.h"

#include "reading/log/log-joiner.h"
#include "reading/log/log-readers.h"

#define NOBODY G_MAXUINT32
#define ID_BYTES 40
#define TEXT_BYTES 336
#define REPLY_BYTES 120
#define MAX_SENDER 254
#define OPENSMTPD_MESSAGE_DIGITS 8
#define FIRST_ROOM 256 /* messages; doubled as they come */

/* One message in the queue.  Its text is the sender, the Message-ID, and the recipients that were put off, each behind
 * a byte with its length. */
typedef struct
{
  guint32 next;            /* in the same bucket, or in the list of free ones */
  guint32 newer, older;
  guint32 hash, host;      /* of id and host; of the host alone */
  gint64 came;             /* seconds; 0: not known */
  guint32 n_recipients, n_final, n_attempts;
  guint16 sender_length, message_id_length, waiting_length;
  guint8 id_length;
  guint8 server;
  guint has_sender : 1;
  guint received : 1;
  guint refused : 1;
  guint waits : 1;
  guint8 reply_length;
  char id[ID_BYTES];
  char reply[REPLY_BYTES]; /* why it was put off last */
  char text[TEXT_BYTES];
} Message;

struct _MdLogJoiner
{
  Message *messages;       /* (owned) */
  guint32 *buckets;        /* (owned) */
  guint32 n_messages, mask, n_used, n_room;
  guint32 free;
  guint32 newest, oldest;
  MdLogAttemptSink sink;
  gpointer user_data;
  MdLogJoinerCounts counts;
};

MdLogJoiner *
md_log_joiner_new (guint n_messages, MdLogAttemptSink sink, gpointer user_data)
{
  MdLogJoiner *self = g_new0 (MdLogJoiner, 1);
  guint32 n_buckets = 16;

  while (n_buckets < n_messages / 2)
    n_buckets *= 2;
  self->n_room = MIN (n_messages, FIRST_ROOM);
  self->messages = g_new (Message, self->n_room);
  self->buckets = g_new (guint32, n_buckets);
  memset (self->buckets, 0xff, n_buckets * sizeof *self->buckets);
  self->n_messages = n_messages;
  self->mask = n_buckets - 1;
  self->free = self->newest = self->oldest = NOBODY;
  self->sink = sink;
  self->user_data = user_data;
  return self;
}

void
md_log_joiner_free (MdLogJoiner *self)
{
  g_free (self->messages);
  g_free (self->buckets);
  g_free (self);
}

const MdLogJoinerCounts *
md_log_joiner_get_counts (const MdLogJoiner *self)
{
  return &self->counts;
}

/* ── the table ── */

static MdSlice
id_of (const MdLogEvent *event)
{
  gsize most = event->server == MD_LOG_OPENSMTPD ? OPENSMTPD_MESSAGE_DIGITS : ID_BYTES;

  return md_slice_first (event->queue_id, most);
}

/* The place of the message, or NOBODY; @host and @hash are filled in for one that is to be made.  Lines of one message
 * often follow each other: the one that was heard of last is looked at first. */
static guint32
find (const MdLogJoiner *self, const MdLogEvent *event, guint32 *host, guint32 *hash)
{
  MdSlice id = id_of (event);
  const Message *newest = self->newest != NOBODY ? &self->messages[self->newest] : NULL;
  guint64 whole;
  guint32 place;

  *host = (guint32) md_slice_hash (event->host) + event->server;
  if (newest != NULL && newest->host == *host && md_slice_equal (md_slice (newest->id, newest->id_length), id))
    return self->newest;
  whole = md_slice_hash (id);
  *hash = (guint32) (whole ^ (whole >> 29)) ^ *host;
  for (place = self->buckets[*hash & self->mask]; place != NOBODY; place = self->messages[place].next)
    {
      const Message *message = &self->messages[place];

      if (message->hash == *hash && message->host == *host
          && md_slice_equal (md_slice (message->id, message->id_length), id))
        break;
    }
  return place;
}

static void
unlink_age (MdLogJoiner *self, guint32 place)
{
  Message *message = &self->messages[place];

  if (message->newer == NOBODY)
    self->newest = message->older;
  else
    self->messages[message->newer].older = message->older;
  if (message->older == NOBODY)
    self->oldest = message->newer;
  else
    self->messages[message->older].newer = message->newer;
}

static void
link_newest (MdLogJoiner *self, guint32 place)
{
  Message *message = &self->messages[place];

  message->newer = NOBODY;
  message->older = self->newest;
  if (self->newest == NOBODY)
    self->oldest = place;
  else
    self->messages[self->newest].newer = place;
  self->newest = place;
}

static void
release (MdLogJoiner *self, guint32 place)
{
  Message *message = &self->messages[place];
  guint32 *at = &self->buckets[message->hash & self->mask];

  while (*at != place)
    at = &self->messages[*at].next;
  *at = message->next;
  unlink_age (self, place);
  message->next = self->free;
  self->free = place;
}

static guint32
take_place (MdLogJoiner *self)
{
  guint32 place = self->free;

  if (place != NOBODY)
    {
      self->free = self->messages[place].next;
      return place;
    }
  if (self->n_used < self->n_messages)
    {
      if (self->n_used == self->n_room)
        {
          self->n_room = MIN (self->n_room * 2, self->n_messages);
          self->messages = g_renew (Message, self->messages, self->n_room);
        }
      return self->n_used++;
    }
  place = self->oldest;
  /* Of a message whose deliveries have all been told nothing more is expected. */
  if (self->messages[place].n_final == 0 || self->messages[place].waits)
    self->counts.forgotten++;
  release (self, place);
  self->free = self->messages[place].next;
  return place;
}

static Message *
get (MdLogJoiner *self, const MdLogEvent *event, gboolean make)
{
  guint32 host, hash;
  guint32 place = find (self, event, &host, &hash);
  MdSlice id = id_of (event);
  Message *message;

  if (place != NOBODY)
    {
      if (self->newest != place)
        {
          unlink_age (self, place);
          link_newest (self, place);
        }
      return &self->messages[place];
    }
  if (!make)
    return NULL;
  place = take_place (self);
  message = &self->messages[place];
  memset (message, 0, G_STRUCT_OFFSET (Message, id));
  message->hash = hash;
  message->host = host;
  message->server = (guint8) event->server;
  message->id_length = (guint8) id.length;
  memcpy (message->id, id.at, id.length);
  message->next = self->buckets[hash & self->mask];
  self->buckets[hash & self->mask] = place;
  link_newest (self, place);
  return message;
}

/* ── the text of a message ── */

static MdSlice
sender_of (const Message *message)
{
  return md_slice (message->text, message->sender_length);
}

static MdSlice
message_id_of (const Message *message)
{
  return md_slice (message->text + message->sender_length, message->message_id_length);
}

static gsize
text_length (const Message *message)
{
  return (gsize) message->sender_length + message->message_id_length + message->waiting_length;
}

/* Puts @value in place of @length bytes at @from; returns how much of it found room. */
static guint16
replace (MdLogJoiner *self, Message *message, gsize from, gsize length, MdSlice value)
{
  gsize behind = text_length (message) - from - length;
  gsize room = TEXT_BYTES - from - behind;

  if (value.length > room)
    {
      self->counts.shortened++;
      value = md_slice_first (value, room);
    }
  memmove (message->text + from + value.length, message->text + from + length, behind);
  if (value.length > 0)
    memcpy (message->text + from, value.at, value.length);
  return (guint16) value.length;
}

static void
remember (MdLogJoiner *self, Message *message, const MdLogEvent *event)
{
  if (event->has_sender && !(message->has_sender && md_slice_equal (sender_of (message), event->sender)))
    {
      MdSlice sender = md_slice_first (event->sender, MAX_SENDER);

      message->sender_length = replace (self, message, 0, message->sender_length, sender);
      message->has_sender = TRUE;
    }
  if (event->message_id.length > 0 && !md_slice_equal (message_id_of (message), event->message_id))
    message->message_id_length = replace (self, message, message->sender_length, message->message_id_length,
                                          event->message_id);
  if (event->n_recipients > 0)
    message->n_recipients = event->n_recipients;
  if (event->time.known && message->came == 0)
    message->came = event->time.seconds;
}

/* The place of a recipient among those that wait, or -1. */
static gssize
find_waiting (const Message *message, MdSlice recipient)
{
  gsize from = (gsize) message->sender_length + message->message_id_length;

  for (gsize at = from; at < from + message->waiting_length; at += 1 + (guint8) message->text[at])
    if (md_slice_equal (md_slice (message->text + at + 1, (guint8) message->text[at]), recipient))
      return (gssize) at;
  return -1;
}

static void
note_waiting (Message *message, MdSlice recipient, gboolean waits)
{
  gssize at = find_waiting (message, recipient);
  gsize end = text_length (message);

  if (waits && at < 0 && recipient.length > 0 && recipient.length < 256 && end + 1 + recipient.length <= TEXT_BYTES)
    {
      message->text[end] = (char) (guint8) recipient.length;
      memcpy (message->text + end + 1, recipient.at, recipient.length);
      message->waiting_length += (guint16) (recipient.length + 1);
    }
  else if (!waits && at >= 0)
    {
      gsize length = 1 + recipient.length;

      memmove (message->text + at, message->text + at + length, end - (gsize) at - length);
      message->waiting_length -= (guint16) length;
    }
}

/* ── the events ── */

static void
fill_in (const Message *message, MdLogEvent *event)
{
  if (!event->has_sender && message->has_sender)
    {
      event->has_sender = TRUE;
      event->sender = sender_of (message);
    }
  if (event->message_id.length == 0)
    event->message_id = message_id_of (message);
  if (event->delay < 0 && message->came > 0 && event->time.known && event->time.seconds >= message->came)
    event->delay = (double) (event->time.seconds - message->came);
}

static void
pass_on (MdLogJoiner *self, const Message *message, MdLogEvent *event)
{
  if (message != NULL)
    fill_in (message, event);
  self->sink (event, self->user_data);
}

static void
note_reply (Message *message, const MdLogEvent *event)
{
  MdSlice words = md_log_reply_words (event->reply);

  message->reply_length = (guint8) MIN (words.length, REPLY_BYTES);
  if (words.length > 0)
    memcpy (message->reply, words.at, message->reply_length);
}

/* "Retry timeout exceeded" says no more than that it was given up; what held it up was said before. */
static void
recall_reply (const Message *message, MdLogEvent *event)
{
  if (event->status == MD_LOG_GIVEN_UP && event->code == 0 && message->reply_length > 0)
    md_log_event_take_reply (event, md_slice (message->reply, message->reply_length));
}

static void
add_attempt (MdLogJoiner *self, MdLogEvent *event)
{
  Message *message = get (self, event, event->status == MD_LOG_DEFERRED);
  gboolean final = event->status != MD_LOG_DEFERRED;

  if (message == NULL)
    {
      pass_on (self, NULL, event);
      return;
    }
  if (event->has_sender && !message->has_sender)
    remember (self, message, event);
  recall_reply (message, event);
  pass_on (self, message, event);
  message->n_attempts++;
  message->n_final += final;
  message->waits = !final;
  if (!final)
    note_reply (message, event);
  if (!final || message->waiting_length > 0)
    note_waiting (message, event->recipient, !final);
  /* Postfix and Exim say when a message is done; the others do not. */
  if ((event->server == MD_LOG_SENDMAIL || event->server == MD_LOG_OPENSMTPD) && message->n_recipients > 0
      && message->n_final >= message->n_recipients)
    release (self, (guint32) (message - self->messages));
}

/* One for each recipient that was waiting, with the words that put it off last. */
static void
add_expired (MdLogJoiner *self, MdLogEvent *event)
{
  Message *message = get (self, event, FALSE);
  gsize from = message != NULL ? (gsize) message->sender_length + message->message_id_length : 0;
  gboolean named = FALSE;

  event->kind = MD_LOG_ATTEMPT;
  if (message != NULL)
    recall_reply (message, event);
  for (gsize at = from; message != NULL && at < from + message->waiting_length; at += 1 + (guint8) message->text[at])
    {
      event->recipient = md_slice (message->text + at + 1, (guint8) message->text[at]);
      pass_on (self, message, event);
      named = TRUE;
    }
  if (!named)
    pass_on (self, message, event);
  if (message == NULL)
    return;
  message->waiting_length = 0;
  message->waits = FALSE;
  message->n_final++;
  message->n_attempts++;
}

static void
add_received (MdLogJoiner *self, const MdLogEvent *event)
{
  Message *message = get (self, event, TRUE);

  /* Queue ids come again: another message under the id of one that has gone. */
  if (message->received || message->n_attempts > 0)
    {
      release (self, (guint32) (message - self->messages));
      message = get (self, event, TRUE);
    }
  message->received = TRUE;
  self->counts.messages++;
  remember (self, message, event);
}

static void
add_refused (MdLogJoiner *self, MdLogEvent *event)
{
  Message *message = event->queue_id.length > 0 ? get (self, event, FALSE) : NULL;

  pass_on (self, message, event);
  if (message != NULL)
    message->refused = TRUE;
}

static void
add_gone (MdLogJoiner *self, const MdLogEvent *event)
{
  guint32 host, hash;
  guint32 place = find (self, event, &host, &hash);

  self->counts.deleted += event->kind == MD_LOG_DELETED;
  if (place != NOBODY)
    release (self, place);
}

void
md_log_joiner_add (MdLogJoiner *self, MdLogEvent *event)
{
  if (event->kind == MD_LOG_REJECTED)
    add_refused (self, event);
  else if (event->queue_id.length == 0 || event->queue_id.length > ID_BYTES)
    {
      if (event->kind == MD_LOG_ATTEMPT)
        pass_on (self, NULL, event);
    }
  else if (event->kind == MD_LOG_ATTEMPT)
    add_attempt (self, event);
  else if (event->kind == MD_LOG_RECEIVED)
    add_received (self, event);
  else if (event->kind == MD_LOG_QUEUED)
    remember (self, get (self, event, TRUE), event);
  else if (event->kind == MD_LOG_EXPIRED)
    add_expired (self, event);
  else if (event->kind == MD_LOG_DONE || event->kind == MD_LOG_DELETED)
    add_gone (self, event);
}

void
md_log_joiner_finish (MdLogJoiner *self, gint64 last, gint64 grace, MdLogAttemptSink left)
{
  for (guint32 place = self->oldest; place != NOBODY; place = self->messages[place].newer)
    {
      const Message *message = &self->messages[place];
      gboolean queued = message->n_recipients > 0 || (message->server == MD_LOG_EXIM && message->received);
      MdLogEvent event = { .server = (MdLogServer) message->server, .delay = -1 };

      self->counts.waiting += message->waits;
      if (!queued || message->refused || message->n_attempts > 0 || message->came > last - grace)
        continue;
      self->counts.never_left++;
      if (left == NULL)
        continue;
      event.time = (MdLogTime) { .seconds = message->came, .known = message->came > 0 };
      event.queue_id = md_slice (message->id, message->id_length);
      fill_in (message, &event);
      event.delay = -1;
      left (&event, self->user_data);
    }
}
