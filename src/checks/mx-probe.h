/* mx-probe.h - the servers that take a domain's mail, spoken to on port 25 as another server would
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/context.h"
#include "protocols/dialogue.h"
#include "protocols/resolver.h"

G_BEGIN_DECLS

#define MD_MX_MAX_HOSTS 6

typedef struct
{
  char *host;             /* (owned) */
  gboolean authentic;     /* its addresses came with a verified signature */
  MdDialogue *dialogue;   /* (owned) (nullable) up to EHLO inside STARTTLS; NULL: it has no address */
  MdDnsAnswer *tlsa;      /* (owned) what is published for port 25 */
} MdMxHost;

typedef struct
{
  MdDnsAnswer *mx;        /* (owned) */
  gboolean null_mx;       /* the domain takes no mail (RFC 7505) */
  gboolean nowhere;       /* it names no server, and has no address of its own either */
  GPtrArray *hosts;       /* (owned) of MdMxHost, in their order; the domain itself when it names none */
  gboolean port25_open;   /* one of them answered, or another server that answers everybody did */
  MdTcpState port25_state; /* what came of it, when it is not open */
} MdMxProbe;

/* Looks the servers up and speaks to all at once.  Never NULL. */
MdMxProbe  *md_mx_probe (MdContext *context, const char *domain);
void        md_mx_probe_free (MdMxProbe *self);
/* The server answered as one that takes mail. */
gboolean    md_mx_host_answers (const MdMxHost *host);
/* Why not: "timed-out", "refused" …, "no-address", or how the dialogue ended. */
const char *md_mx_host_result (const MdMxHost *host);
/* One piece of evidence a server. */
void        md_mx_probe_add_evidence (MdContext *context, const MdMxProbe *probe);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdMxProbe, md_mx_probe_free)

G_END_DECLS
