/* smtp.h - the submission dialogue: RFC 5321, 6409, 4954 (AUTH), 3207 (STARTTLS), 1870 (SIZE), 2920 (PIPELINING),
 * 2034 and 3463 (enhanced codes), 6531 (SMTPUTF8)
 *
 * Blocking; each call returns how the wire fared and, separately, what the server replied.  One owner at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocols/sasl.h"
#include "protocols/wire.h"

G_BEGIN_DECLS

typedef struct
{
  guint code;       /* 220 … 554 */
  char *enhanced;   /* (owned) (nullable) "5.7.8" */
  char *text;       /* (owned) the lines without codes, joined by single blanks */
  char *raw;        /* (owned) the lines as received, joined by line feeds */
} MdSmtpReply;

void         md_smtp_reply_free (MdSmtpReply *self);
/* Reads a reply out of its lines (without line ends), for the parser's tests and for pasted text; NULL when it is none.
 * Limits: 512 lines. */
MdSmtpReply *md_smtp_reply_parse (const char *const *lines);

typedef struct
{
  MdSaslMechanisms mechanisms;
  char *mechanism_names;  /* (owned) (nullable) as offered */
  gboolean auth;          /* AUTH was offered at all */
  gboolean starttls;
  gboolean pipelining;
  gboolean smtputf8;
  gboolean eight_bit;
  gboolean size;          /* SIZE was offered */
  guint64 size_limit;     /* bytes; 0: none stated */
  char *masked_keyword;   /* (owned) (nullable) "XXXXXXXA": somebody on the way blanked a keyword */
  char *client_address;   /* (owned) (nullable) our address as the server names it in its EHLO reply */
} MdSmtpFeatures;

void         md_smtp_features_clear (MdSmtpFeatures *self);
/* Reads what an EHLO reply offers into @self, which is cleared first. */
void         md_smtp_features_parse (MdSmtpFeatures *self, const MdSmtpReply *reply);

typedef struct _MdSmtp MdSmtp;

MdSmtp      *md_smtp_new (MdWire *wire); /* takes the wire over */
void         md_smtp_free (MdSmtp *self); /* says QUIT if the line is free, without waiting for the answer */
MdWire      *md_smtp_get_wire (MdSmtp *self);
/* Ends the session and hands its wire back. */
MdWire      *md_smtp_free_to_wire (MdSmtp *self);

/* Each sets @reply (transfer full) when a whole reply came; with MD_WIRE_NONSENSE its code is 0 and its text the line
 * that is no reply. */
MdWireStatus md_smtp_greeting (MdSmtp *self, const MdWait *wait, MdSmtpReply **reply);
/* EHLO with a name strict servers accept (the address literal of our end, RFC 5321 4.1.3), HELO when EHLO is not
 * known. */
MdWireStatus md_smtp_ehlo (MdSmtp *self, const MdWait *wait, MdSmtpReply **reply);
/* STARTTLS, the handshake when it was granted, and the second EHLO.  @reply is that of STARTTLS when it was refused,
 * else that of the EHLO. */
MdWireStatus md_smtp_starttls (MdSmtp *self, const MdWait *wait, MdSmtpReply **reply);
/* The first half of it: STARTTLS and its reply alone.  Then md_wire_start_tls() and md_smtp_ehlo() are due. */
MdWireStatus md_smtp_ask_starttls (MdSmtp *self, const MdWait *wait, MdSmtpReply **reply);
const MdSmtpFeatures *md_smtp_get_features (const MdSmtp *self);
/* One login try with one mechanism, with the initial response. */
MdWireStatus md_smtp_login (MdSmtp *self, const MdWait *wait, MdSaslMechanisms mechanism, const char *user,
                            MdSecret *password, MdSmtpReply **reply, char **token_error);
/* MAIL FROM, RCPT TO and RSET, pipelined where offered; nothing is sent on.  @size 0: not stated.
 * @rcpt_reply stays NULL when MAIL was refused. */
MdWireStatus md_smtp_envelope (MdSmtp *self, const MdWait *wait, const char *from, const char *to, guint64 size,
                               MdSmtpReply **mail_reply, MdSmtpReply **rcpt_reply);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdSmtpReply, md_smtp_reply_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdSmtp, md_smtp_free)

G_END_DECLS
