/* domain-spf.h - the questions that the check of the SPF record asks, and what the record itself is worth
 *
 * For domain-spf.c alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/context.h"
#include "mailauth/mailauth.h"
#include "mailauth/mend.h"

G_BEGIN_DECLS

/* What every probe may look at. */
typedef struct
{
  MdContext *context;
  const char *domain;
  const char *sender;  /* (nullable) of the envelope; NULL: the domain's postmaster */
  MdSubject subject;   /* of the findings */
  MdWait wait;         /* patience for all of it */
} MdSpfQuestion;

/* One probe: the record read (no address), the record for an address, or the hosts that receive. */
typedef struct
{
  const char *address;   /* (nullable) */
  gboolean helo;         /* judge the name of the greeting, not the sender */
  gboolean hosts;
  MdSpf *spf;            /* (owned) (nullable) */
  GPtrArray *names;      /* (owned) (nullable) of char *: hosts */
  GPtrArray *addresses;  /* (owned) (nullable) of char *: theirs */
  char *own_addresses;   /* (owned) (nullable) of the domain, as terms of a record: "ip4:… ip6:…" */
  char *host_addresses;  /* (owned) (nullable) of the hosts */
} MdSpfProbe;

MdSpfProbe *md_spf_add_probe (GPtrArray *probes, const char *address);
void        md_spf_probe_free (gpointer probe);
/* All at once, each on a thread of its own. */
void        md_spf_ask_all (GPtrArray *probes, const MdSpfQuestion *question);
/* What is wrong with the record, or that it is there.  TRUE when it can be evaluated and does not let everybody in. */
gboolean    md_spf_report_record (const MdSpfQuestion *question, const MdSpfProbe *reading, const MdSpfProbe *hosts);
/* The addresses that send, where the record names them one by one; at most four, of char *, (transfer full). */
GPtrArray  *md_spf_named_senders (const char *record, const MdSpfProbe *hosts);

G_END_DECLS
