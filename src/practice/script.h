/* script.h - how the pretend provider misbehaves for one fault
 *
 * A script says only what differs from health.  Adding a fault is one row in faults.c and one scenario test.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice/authority.h"
#include "practice/practice.h"
#include "practice/seeds.h"

G_BEGIN_DECLS

typedef enum
{
  PRACTICE_FILTER_NONE,
  PRACTICE_FILTER_25,         /* packets to port 25 are dropped, everywhere */
  PRACTICE_FILTER_SUBMISSION, /* to 25, 465 and 587, everywhere */
  PRACTICE_CLOSE_ALL,         /* all but plain web answers with a reset */
  PRACTICE_CLOSE_OWN_SMTP,    /* only the provider's own sending ports do */
  PRACTICE_CLOSE_OWN_MAIL,    /* its reading ports as well */
} PracticeFilter;

typedef enum
{
  PRACTICE_WAY_CLEAR,
  PRACTICE_WAY_STRIPPED,  /* somebody takes STARTTLS out of the EHLO reply */
  PRACTICE_WAY_MASKED,    /* somebody overwrites the keyword with XXXXXXXA, and the greeting with stars */
  PRACTICE_WAY_PROXY,     /* one and the same foreign server answers on 25 and 587 of everybody */
} PracticeWay;

typedef struct
{
  const char *id;

  /* The mail program's settings; 0 and NULL: as the provider publishes them. */
  const char *outgoing_host;
  guint16 outgoing_port;
  MdSecurity outgoing_security; /* meant only with a port */
  gboolean no_auth;
  gboolean short_user;          /* signs in with the part before the @ */
  gboolean stale_outgoing;      /* an older password is saved for sending */
  gboolean wrong_password;      /* the saved password is not the account's */
  const char *from;
  guint64 message_size;

  /* The network */
  PracticeFilter filter;
  PracticeWay way;
  gboolean portal;              /* plain web leads to a sign-in page */
  gboolean resolver_dead;
  gboolean first_resolver_dead;
  gboolean clock_behind;        /* the world is years ahead of this computer's clock */

  /* The servers */
  PracticeIssue certificate;    /* of the outgoing server */
  gboolean inspected;           /* every mail server's certificate is made by an antivirus */
  guint greeting_ms;            /* the outgoing server greets so late */
  const char *greeting;         /* (nullable) in place of the greeting, then closed */
  gboolean oauth2_only;
  const char *login_reply;      /* (nullable) SMTP's answer to every right sign-in */
  const char *imap_login_reply; /* (nullable) IMAP's, without the tag */
  const char *mail_reply;       /* (nullable) to MAIL FROM of who signed in */
  const char *rcpt_reply;       /* (nullable) to RCPT TO */
  const char *data_reply;       /* (nullable) after the final dot */
  gboolean data_stalls;         /* nothing comes back after the message */
  guint64 size_limit;           /* 0: the usual one */
  guint quota_percent;          /* 0: the usual one */
  gboolean to_junk;             /* what is sent lands in the spam folder */
  gboolean webmail_down;

  /* The domain's records; NULL: the sound one, "": none */
  const char *spf;
  const char *second_spf;
  const char *dmarc;
  const char *spf_result;       /* what the receiving side says of it; NULL: pass */
  gboolean no_dkim;
  const char *listed_zone;      /* (nullable) block list that holds the own address */

  /* What guides D and R are about */
  const PracticeSeed *seeds;    /* (nullable) what lies in the mailbox */
  const char *to;               /* (nullable) the recipient in trouble */
  const char *sender;           /* (nullable) who should have written */
  const char *subject;          /* (nullable) */
  const char *sieve;            /* (nullable) the rules on the server, in place of the usual ones */
  gboolean greylists;           /* what is sent was made to wait first */
  gboolean has_draft;
  gboolean loud_draft;          /* which looks like spam, and is taken for it */
  gboolean has_log;             /* of the own mail server */
} PracticeScript;

const PracticeScript *practice_script_find (const char *id);
/* For its soundness test. */
const PracticeScript *practice_scripts (gsize *n_scripts);

G_END_DECLS
