/* bounce.h - what a returned message says: which recipient, by whom, with which words
 *
 * Reports of RFC 3461 to 3464 and 6533, complaints of RFC 5965, automatic replies of RFC 3834, and the many notices
 * that follow no standard.  Here is read only what stands there; what it means is for others to say.
 *
 * Limits: 32 MiB a message, 256 recipients, messages within messages 4 deep, and those of mime-parts.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MD_BOUNCE_BOUNCE,    /* also a delay, or the report that it was delivered: see the actions */
  MD_BOUNCE_VACATION,  /* an automatic reply of a person's mailbox */
  MD_BOUNCE_COMPLAINT, /* somebody called a message spam, or it failed authentication */
  MD_BOUNCE_MESSAGE,   /* any other message */
  MD_BOUNCE_TEXT,      /* text without a header that tells of no failure by itself */
} MdBounceKind;

const char *md_bounce_kind_name (MdBounceKind kind);

typedef enum
{
  MD_DELIVERY_FAILED,
  MD_DELIVERY_DELAYED,
  MD_DELIVERY_DELIVERED,
  MD_DELIVERY_RELAYED,
  MD_DELIVERY_EXPANDED,
} MdDeliveryAction;

const char *md_delivery_action_name (MdDeliveryAction action);

/* About one recipient.  All text is valid UTF-8 without control characters. */
typedef struct
{
  char *recipient;      /* (owned) (nullable) where the notice does not tell it */
  char *status;         /* (owned) (nullable) enhanced status code, RFC 3463: "5.1.1" */
  guint reply;          /* reply code, RFC 5321; 0: none told */
  MdDeliveryAction action;
  gboolean permanent;   /* by the class of the codes; without any, what was given up is */
  char *reporting_mta;  /* (owned) (nullable) who tells it */
  char *remote_mta;     /* (owned) (nullable) who refused */
  char *diagnostic;     /* (owned) (nullable) the server's own words, reply code included */
  char *around;         /* (owned) (nullable) what else the notice says about this recipient */
} MdBounceReport;

typedef struct
{
  MdBounceKind kind;
  GPtrArray *reports;   /* (owned) of MdBounceReport; of a complaint: whose; none for the other kinds */
} MdBounce;

/* A message as it came, CRLF or LF, also one that carries the bounce as an attachment or forwarded in its text; or,
 * when it does not begin with a header, text that a person pasted: a notice or an error of the mail program.  A text
 * with a code in it is a bounce, perhaps of an unknown recipient; one without (kind TEXT) still has one report with its
 * words.  Never NULL. */
MdBounce *md_bounce_read (const char *bytes, gsize length);
void      md_bounce_free (MdBounce *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdBounce, md_bounce_free)

G_END_DECLS
