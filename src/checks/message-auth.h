/* message-auth.h - a whole message judged as a receiving server would: SPF, DKIM, ARC, DMARC, and what servers wrote
 *
 * SPF needs to know which machine handed the message over.  A message tells it itself where its receiver noted it; it
 * is said when it is not known.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/context.h"
#include "mailauth/authres.h"
#include "mailauth/dmarc-eval.h"
#include "mailauth/signatures.h"

G_BEGIN_DECLS

/* What is known about a message besides its bytes; every member may be NULL. */
typedef struct
{
  const char *address;  /* numeric, of the server that handed it over to the receiver */
  const char *helo;     /* the name it introduced itself with */
  const char *sender;   /* of the envelope */
  gboolean partial;     /* only its beginning is there: signatures cannot be checked */
} MdMessageOrigin;

typedef struct
{
  char *from_domain;    /* (owned) (nullable) the domain in From; NULL: none, or several */
  guint n_from;         /* domains in From */
  GPtrArray *signatures; /* (owned) of MdDkimSignature; empty when partial */
  MdArc *arc;           /* (owned) (nullable) when partial */
  MdDmarcVerdict *dmarc; /* (owned) (nullable) without a From domain */
  MdSpf *spf;           /* (owned) (nullable) the sending server is not known */
  char *address;        /* (owned) (nullable) of the sending server */
  const char *source;   /* (static) who tells it: "given", "received-spf", "authentication-results", "received"; "" */
  char *identity;       /* (owned) (nullable) the domain SPF was asked about */
  gboolean is_helo;     /* it is the name of the greeting: the envelope has no sender */
  gboolean spf_told;    /* SPF is not known by ourselves, but its receiver wrote that it passed for identity */
  gboolean dkim_told;   /* the same of DKIM: partial, but its receiver wrote what became of the signatures */
  GPtrArray *told_domains; /* (owned) of char *: for which it wrote that they passed */
  GPtrArray *results;   /* (owned) of MdAuthRes: Authentication-Results, from the top */
  gboolean listed;      /* a mailing list or a forwarder handled it */
  gboolean unsent;      /* no server has handled it yet */
  gboolean partial;
} MdMessageAuth;

/* Never NULL.  All questions are asked at once; @wait limits them.  @now: Unix seconds. */
MdMessageAuth *md_message_authenticate (const char *bytes, gsize length, const MdMessageOrigin *origin,
                                        MdWorld *world, const MdWait *wait, gint64 now);
void           md_message_auth_free (MdMessageAuth *self);
/* Findings and evidence of it, about MD_SUBJECT_MESSAGE. */
void           md_message_auth_report (MdContext *context, const MdMessageAuth *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdMessageAuth, md_message_auth_free)

G_END_DECLS
