/* message.h - the one plain test message, or the person's draft: made here, sent by libcurl (a program other than our
 * own dialogues)
 *
 * RFC 5322; only with the person's consent.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/endpoint.h"
#include "base/secret.h"
#include "base/wait.h"
#include "base/world.h"

G_BEGIN_DECLS

typedef struct
{
  char *text;        /* (owned) the whole message, CRLF line ends */
  char *message_id;  /* (owned) without angle brackets */
} MdMessage;

typedef enum
{
  MD_SEND_OK,          /* 250 after the final dot */
  MD_SEND_REFUSED,     /* a negative reply: see stage, code, reply */
  MD_SEND_STALLED,     /* sent or partly sent, then nothing came back */
  MD_SEND_FAILED,      /* no connection, TLS, closed */
  MD_SEND_CANCELLED,
} MdSendOutcome;

typedef struct
{
  MdSendOutcome outcome;
  const char *stage;   /* (static) "connect", "tls", "login", "mail", "rcpt", "data" */
  long code;           /* last reply code; 0: none */
  char *reply;         /* (owned) (nullable) last reply lines */
  gint64 bytes;        /* uploaded */
  gint64 micros;
  double connect_seconds, tls_seconds; /* until connected, and until encrypted, since the start; 0: not reached */
  char **lines;        /* (owned) server lines, for the details */
} MdSendResult;

/* @subject and @body are UTF-8. */
MdMessage    *md_message_new_test (const char *from, const char *to, const char *subject, const char *body);
/* The draft in @bytes (a message, or plain text whose first line is the subject) to @to and nobody else, with a date
 * and a Message-ID of its own. */
MdMessage    *md_message_new_draft (const char *from, const char *to, const char *bytes, gsize length);
void          md_message_free (MdMessage *self);
/* Over verified TLS only (practice: loopback).  @password may be a token when @is_token. */
MdSendResult *md_message_send (MdWorld *world, const MdEndpoint *server, const char *address, const char *user,
                               MdSecret *password, gboolean is_token, const char *from, const char *to,
                               const MdMessage *message, const MdWait *wait);
void          md_send_result_free (MdSendResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdMessage, md_message_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdSendResult, md_send_result_free)

G_END_DECLS
