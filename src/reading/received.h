/* received.h - the Received lines of a message: who handed it to whom, and when
 *
 * RFC 5321 section 4.4, and what servers write in its place.  The oldest line stands at the bottom; a hop's delay is
 * its time less that of the line below it.  Only the lines above the border of the own provider can be trusted; nothing
 * here says that a line is true.  Limits: 100 lines, 8 KiB a line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/headers.h"

G_BEGIN_DECLS

typedef struct
{
  /* All owned and nullable, as written; no brackets. */
  char *address;        /* of the machine that handed the message over, without a port or an "IPv6:" */
  char *name;           /* that machine's name by reverse DNS, as the receiver found it */
  char *helo;           /* the name it introduced itself with; "[192.0.2.1]" for an address literal */
  char *ident;          /* the user name by RFC 1413 */
  char *from;           /* the first word of the from clause, whatever it is */
  char *by;             /* who wrote the line */
  char *with;           /* protocol: "ESMTPS" … */
  char *id;
  char *recipient;      /* of the for clause */
  char *sender;         /* of the envelope, where it is told */
  char *auth;           /* how the sender signed in: the protocol or the server's word for it; NULL: not told */
  gint64 date;          /* Unix seconds; G_MININT64: none that can be read */

  /* Filled in for a whole chain: */
  gint64 delay;         /* seconds since the line below; 0 for the oldest line or where a date is missing */
  gboolean is_public;   /* the address is one of the open Internet */
} MdReceived;

/* Never NULL.  A line that tells of no machine (local hand-over, fetchmail) has no address. */
MdReceived *md_received_parse (const char *value);
void        md_received_free (MdReceived *self);

/* What kind of address this is: open Internet, or one that means nothing outside (RFC 1918, 6598, 4193, loopback …). */
gboolean    md_address_is_public (const char *numeric);

typedef enum
{
  MD_HOP_FAULT_NONE,
  MD_HOP_FAULT_SLOW,      /* held for MD_HOP_SLOW_SECONDS or longer */
  MD_HOP_FAULT_GREYLIST,  /* handed over between two organisations after a wait as greylisting causes it */
  MD_HOP_FAULT_BACKWARDS, /* older than the line below: a clock is wrong */
  MD_HOP_FAULT_FUTURE,    /* later than now */
} MdHopFault;

#define MD_HOP_SLOW_SECONDS 300

const char *md_hop_fault_name (MdHopFault fault);

typedef struct
{
  GPtrArray *hops;      /* (owned) of MdReceived, the oldest first */
  GArray *faults;       /* (owned) of MdHopFault, one a hop */
  gint64 seconds;       /* from the oldest to the newest readable date; 0 unknown */
  gint slowest;         /* index of the hop with the largest delay; -1 none */
  gint64 greylisted;    /* seconds that the receiver itself says it made the sender wait (X-Greylist of postgrey and
                           milter-greylist); 0: not at all, by what it says; -1: it says nothing */
} MdReceivedChain;

/* The lines of @headers.  @now: Unix seconds, against which the future is measured; 0: not measured. */
MdReceivedChain *md_received_chain (const MdHeaders *headers, gint64 now);
void        md_received_chain_free (MdReceivedChain *self);
/* The hop at which the message came in over the border, that is the newest one with a public address that was not
 * handed over within one organisation; NULL when there is none.  Its address is the sending server's: what block lists
 * and SPF are asked about.  @ours (nullable): the registrable domain of the receiving organisation, whose own
 * machines' hops are passed over. */
const MdReceived *md_received_border (const MdReceivedChain *self, const char *ours);
/* The address that the message was first handed over from, public or not (the sender's own computer, as a rule);
 * NULL when no line tells. */
const MdReceived *md_received_origin (const MdReceivedChain *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdReceived, md_received_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdReceivedChain, md_received_chain_free)

G_END_DECLS
