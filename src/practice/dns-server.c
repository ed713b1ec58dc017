/* dns-server.c - the pretend resolver: the provider's zone, and the few foreign names that checks look for
 *
 * Whatever else is asked does not exist.  RFC 1035 (messages), 2308 (no such name, no such data), 7766 (TCP).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-practice"

#include "config.h"

#include "practice/server.h"

#include <arpa/inet.h>
#include <string.h>

#define HEADER_BYTES 12
#define NAME_MAX_BYTES 253
#define LABEL_MAX_BYTES 63
#define STRING_MAX_BYTES 255
#define TIME_TO_LIVE 60
#define CLASS_IN 1
#define POINTER_TO_QUESTION 0xC00C
#define FLAG_TRUNCATED 0x0200
#define FLAGS_ANSWER 0x8180 /* response, recursion desired and available */
#define CODE_NO_SUCH_NAME 3
#define CODE_NOT_IMPLEMENTED 4

enum
{
  TYPE_A = 1,
  TYPE_PTR = 12,
  TYPE_MX = 15,
  TYPE_TXT = 16,
  TYPE_SRV = 33,
};

#define SOUND_SPF "v=spf1 mx ip4:127.77.0.10 -all"
#define SOUND_DMARC "v=DMARC1; p=quarantine; rua=mailto:postmaster@practice.example"
#define OWN_ADDRESS_REVERSED "7.100.51.198."
/* The entry that every block list holds for testing (RFC 5782 5). */
#define LIST_TEST_REVERSED "2.0.0.127."
#define LISTED_ANSWER "127.0.0.2"

/* The public half of a key whose private half nobody has kept. */
#define DKIM_RECORD \
  "v=DKIM1; k=rsa; p=" \
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEApOlVHQmLs1qv2gxckwv/1Uoq5H8WX/iOVvpBDIzPw7DFYtUNwKziok" \
  "S++PflZyO+JMjZAxGaZ6fomUpz9Q+C5fYuVVAf9jaLrd4+XJSg4uPW9i4Gjv2bIDHHmaByDKoag1Dtz6uYBGCoXmK5GIllXi0p" \
  "kK+0vxf6Iib/MkySNJfEA8m8kOmop7G8RA98D8PWZrFPI25nLCnornVIffiyXbZK/nFuGfFM3qfJypu2GjcF5ZMBl8TNGK/vbR" \
  "Rtq7K/MoVJKsJKc8d4ltaOBY/9cqvc7iSv/TeClHTWu/F+lsk5eD0+fEX7oU7OLiR1oP1LGHpekSbLYwwBUHV9xgS0nwIDAQAB"

typedef struct
{
  const char *name;
  guint16 type;
  const char *text;  /* host, or the text of TXT */
  guint16 priority;  /* MX, SRV */
  guint16 port;      /* SRV */
} Record;

static const Record records[] = {
  { "practice.example", TYPE_MX, "mx.practice.example", 10, 0 },
  { "default._domainkey.practice.example", TYPE_TXT, DKIM_RECORD, 0, 0 },
  { "_mta-sts.practice.example", TYPE_TXT, "v=STSv1; id=20261121", 0, 0 },
  { "_smtp._tls.practice.example", TYPE_TXT, "v=TLSRPTv1; rua=mailto:postmaster@practice.example", 0, 0 },
  { "_submission._tcp.practice.example", TYPE_SRV, "smtp.practice.example", 0, 587 },
  { "_submissions._tcp.practice.example", TYPE_SRV, "smtp.practice.example", 10, 465 },
  { "_imaps._tcp.practice.example", TYPE_SRV, "imap.practice.example", 0, 993 },
  { "_pop3s._tcp.practice.example", TYPE_SRV, "pop.practice.example", 10, 995 },
  { "friends.example", TYPE_MX, "mx.friends.example", 10, 0 },
  { "friends.example", TYPE_TXT, "v=spf1 mx ip4:203.0.113.25 -all", 0, 0 },
  { "default._domainkey.friends.example", TYPE_TXT, DKIM_RECORD, 0, 0 },
  { "_dmarc.friends.example", TYPE_TXT, "v=DMARC1; p=quarantine; rua=mailto:postmaster@friends.example", 0, 0 },
  { "51.0.77.127.in-addr.arpa", TYPE_PTR, "mx.friends.example", 0, 0 },
  { "gmail.com", TYPE_MX, "gmail-smtp-in.l.google.com", 10, 0 },
  { "10.0.77.127.in-addr.arpa", TYPE_PTR, "smtp.practice.example", 0, 0 },
  { "12.0.77.127.in-addr.arpa", TYPE_PTR, "mx.practice.example", 0, 0 },
  { "7.100.51.198.in-addr.arpa", TYPE_PTR, "line-7.internet-company.example", 0, 0 },
  { "line-7.internet-company.example", TYPE_A, PRACTICE_CLIENT_ADDRESS, 0, 0 },
  { "myip.opendns.com", TYPE_A, PRACTICE_CLIENT_ADDRESS, 0, 0 },
  { "o-o.myaddr.l.google.com", TYPE_TXT, PRACTICE_CLIENT_ADDRESS, 0, 0 },
  /* Those who are asked for the own address directly: the resolver itself. */
  { "resolver1.opendns.com", TYPE_A, "127.0.0.1", 0, 0 },
  { "ns1.google.com", TYPE_A, "127.0.0.1", 0, 0 },
};

typedef struct
{
  char name[NAME_MAX_BYTES + 1];
  guint16 type;
  gsize end;  /* where the question section ends in the message */
} Question;

typedef struct
{
  const Question *question;
  GByteArray *message;
  guint16 n_answers;
  gboolean name_exists;
} Answer;

/* ── reading ── */

static guint16
take_u16 (const guchar *at)
{
  return (guint16) (at[0] << 8 | at[1]);
}

/* Names in questions are not compressed. */
static gboolean
read_question (const guchar *message, gsize length, Question *question)
{
  gsize at = HEADER_BYTES, to = 0;

  if (length < HEADER_BYTES || take_u16 (message + 4) != 1 || (message[2] & 0x80) != 0)
    return FALSE;
  while (at < length && message[at] != 0)
    {
      gsize size = message[at++];

      if (size > LABEL_MAX_BYTES || at + size > length || to + size + 1 > NAME_MAX_BYTES)
        return FALSE;
      for (gsize i = 0; i < size; i++)
        question->name[to++] = g_ascii_tolower ((char) message[at++]);
      question->name[to++] = '.';
    }
  if (at + 5 > length)
    return FALSE;
  question->name[to > 0 ? to - 1 : 0] = '\0';
  question->type = take_u16 (message + at + 1);
  question->end = at + 5;
  return take_u16 (message + at + 3) == CLASS_IN;
}

/* ── writing ── */

static void
put_u16 (GByteArray *to, guint16 value)
{
  g_byte_array_append (to, (const guint8[]) { (guint8) (value >> 8), (guint8) value }, 2);
}

static void
put_name (GByteArray *to, const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);

  for (guint i = 0; labels[i] != NULL; i++)
    {
      guint8 size = (guint8) strlen (labels[i]);

      g_byte_array_append (to, &size, 1);
      g_byte_array_append (to, (const guint8 *) labels[i], size);
    }
  g_byte_array_append (to, (const guint8[]) { 0 }, 1);
}

static void
put_text (GByteArray *to, const char *text)
{
  gsize left = strlen (text);

  do
    {
      guint8 size = (guint8) MIN (left, STRING_MAX_BYTES);

      g_byte_array_append (to, &size, 1);
      g_byte_array_append (to, (const guint8 *) text, size);
      text += size;
      left -= size;
    }
  while (left > 0);
}

static void
put_data (GByteArray *to, const Record *record)
{
  struct in_addr address;

  switch (record->type)
    {
    case TYPE_A:
      inet_pton (AF_INET, record->text, &address);
      g_byte_array_append (to, (const guint8 *) &address, sizeof address);
      break;
    case TYPE_TXT:
      put_text (to, record->text);
      break;
    case TYPE_SRV:
      put_u16 (to, record->priority);
      put_u16 (to, 0);
      put_u16 (to, record->port);
      put_name (to, record->text);
      break;
    case TYPE_MX:
      put_u16 (to, record->priority);
      put_name (to, record->text);
      break;
    default:
      put_name (to, record->text);
      break;
    }
}

/* Adds @record when it is what was asked for. */
static void
offer (Answer *self, const Record *record)
{
  const char *asked = self->question->name;
  gsize length = strlen (asked), own = strlen (record->name);
  g_autoptr (GByteArray) data = g_byte_array_new ();

  if (own > length && record->name[own - length - 1] == '.' && strcmp (record->name + own - length, asked) == 0)
    self->name_exists = TRUE; /* an empty name between two others */
  if (strcmp (record->name, asked) != 0)
    return;
  self->name_exists = TRUE;
  if (record->type != self->question->type)
    return;
  put_data (data, record);
  put_u16 (self->message, POINTER_TO_QUESTION);
  put_u16 (self->message, record->type);
  put_u16 (self->message, CLASS_IN);
  put_u16 (self->message, 0);
  put_u16 (self->message, TIME_TO_LIVE);
  put_u16 (self->message, (guint16) data->len);
  g_byte_array_append (self->message, data->data, data->len);
  self->n_answers++;
}

static void
offer_text (Answer *self, const char *name, const char *text, const char *sound)
{
  Record record = { .name = name, .type = TYPE_TXT, .text = text != NULL ? text : sound };

  if (record.text != NULL && *record.text != '\0')
    offer (self, &record);
}

/* Block lists: each holds its test entry, and the one of the script holds the own address as well. */
static void
offer_listing (Answer *self, const PracticeScript *script)
{
  const char *asked = self->question->name;
  Record record = { .name = asked, .type = TYPE_A, .text = LISTED_ANSWER };

  if (g_str_has_suffix (asked, ".in-addr.arpa"))
    return;
  if (g_str_has_prefix (asked, LIST_TEST_REVERSED)
      || (script->listed_zone != NULL && g_str_has_prefix (asked, OWN_ADDRESS_REVERSED)
          && strcmp (asked + strlen (OWN_ADDRESS_REVERSED), script->listed_zone) == 0))
    offer (self, &record);
}

static void
offer_everything (Answer *self, const PracticeScript *script)
{
  gsize n_names;
  const PracticeName *names = practice_names (&n_names);

  for (gsize i = 0; i < n_names; i++)
    offer (self, &(Record) { .name = names[i].name, .type = TYPE_A, .text = names[i].address });
  for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
    if (!script->no_dkim || strstr (records[i].name, "._domainkey.") == NULL)
      offer (self, &records[i]);
  offer_text (self, PRACTICE_DOMAIN, script->spf, SOUND_SPF);
  offer_text (self, PRACTICE_DOMAIN, script->second_spf, NULL);
  offer_text (self, "_dmarc." PRACTICE_DOMAIN, script->dmarc, SOUND_DMARC);
  offer_listing (self, script);
}

GBytes *
practice_dns_answer (const PracticeStage *stage, const guchar *message, gsize length, gsize limit)
{
  Question question;
  Answer answer = { .question = &question };
  guint16 flags = FLAGS_ANSWER;

  if (stage->script->resolver_dead || !read_question (message, length, &question))
    return NULL;
  answer.message = g_byte_array_new ();
  g_byte_array_append (answer.message, message, (guint) question.end);
  if ((message[2] & 0x78) == 0)
    offer_everything (&answer, stage->script);
  else
    flags |= CODE_NOT_IMPLEMENTED;
  if (!answer.name_exists && flags == FLAGS_ANSWER)
    flags |= CODE_NO_SUCH_NAME;
  if (answer.message->len > limit)
    {
      flags |= FLAG_TRUNCATED;
      answer.n_answers = 0;
      g_byte_array_set_size (answer.message, (guint) question.end);
    }
  answer.message->data[2] = (guint8) (flags >> 8);
  answer.message->data[3] = (guint8) flags;
  answer.message->data[6] = (guint8) (answer.n_answers >> 8);
  answer.message->data[7] = (guint8) answer.n_answers;
  memset (answer.message->data + 8, 0, 4);
  return g_byte_array_free_to_bytes (answer.message);
}

void
practice_dns_serve (PracticeCall *call)
{
  const guchar *bytes;

  while ((bytes = (const guchar *) practice_stream_read_bytes (call->stream, 2)) != NULL)
    {
      gsize length = take_u16 (bytes), size;
      g_autoptr (GBytes) answer = NULL;
      guint8 head[2];

      bytes = (const guchar *) practice_stream_read_bytes (call->stream, length);
      if (bytes == NULL)
        return;
      answer = practice_dns_answer (call->stage, bytes, length, G_MAXUINT16);
      if (answer == NULL)
        continue;
      size = g_bytes_get_size (answer);
      head[0] = (guint8) (size >> 8);
      head[1] = (guint8) size;
      if (!practice_stream_write (call->stream, head, sizeof head)
          || !practice_stream_write (call->stream, g_bytes_get_data (answer, NULL), size))
        return;
    }
}
