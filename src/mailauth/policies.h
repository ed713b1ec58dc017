/* policies.h - what a domain promises about encryption and appearance: TLS-RPT (RFC 8460), the MTA-STS TXT record
 * (RFC 8461 section 3.1), BIMI, CAA (RFC 8659) and DANE for SMTP (RFC 7672)
 *
 * Pure functions over records that are already there; nothing here asks anybody.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocols/resolver.h"

G_BEGIN_DECLS

/* ── TLS-RPT: where reports about failed encryption go ── */

typedef struct
{
  gboolean valid;
  guint position;    /* of the fault, counted from 1; 0: none */
  char **addresses;  /* (owned) mailto: and https: addresses, those before the fault */
} MdTlsRpt;

/* NULL when the text is not meant to be one. */
MdTlsRpt   *md_tls_rpt_parse (const char *record);
void        md_tls_rpt_free (MdTlsRpt *self);

/* ── MTA-STS: the TXT record that announces a policy ── */

typedef struct
{
  gboolean valid;
  guint position;
  char *id;          /* (owned) (nullable) */
} MdStsRecord;

/* NULL when the text is not meant to be one. */
MdStsRecord *md_sts_record_parse (const char *record);
void        md_sts_record_free (MdStsRecord *self);

/* ── BIMI: the picture beside a message ── */

typedef struct
{
  gboolean valid;
  guint position;
  gboolean declined; /* an empty l= and no authority: the domain wants no picture */
  char *location;    /* (owned) (nullable) l=, https of an SVG */
  char *authority;   /* (owned) (nullable) a=, https of a certificate */
} MdBimi;

/* NULL when the text is not meant to be one. */
MdBimi     *md_bimi_parse (const char *record);
void        md_bimi_free (MdBimi *self);

/* ── CAA: who may issue certificates for a name ── */

typedef struct
{
  char **issuers;      /* (owned) domains that may issue; empty with has_issue: nobody */
  gboolean has_issue;  /* an "issue" property is there at all: without one everybody may */
  const char *fault;   /* (static) (nullable) "unknown-critical" or "syntax" */
  guint fault_index;   /* of the record at fault */
} MdCaa;

/* @records: of MdDnsRecord, type CAA. */
MdCaa      *md_caa_read (const GPtrArray *records);
void        md_caa_free (MdCaa *self);

/* ── DANE ── */

typedef enum
{
  MD_DANE_MATCH,
  MD_DANE_MISMATCH,
  MD_DANE_UNUSABLE, /* no record that SMTP could use: usage 0 or 1, unknown numbers, wrong length (section 3.1.3) */
  MD_DANE_CHAIN,    /* a record names an authority of the chain, but name or date do not stand up to it (usage 2) */
} MdDaneResult;

const char *md_dane_result_name (MdDaneResult result);

/* Judges the chain a server showed (of GBytes, DER, its own certificate first) by its TLSA records (of MdDnsRecord).
 * With usage 3 name and date do not count (section 3.1.1), with usage 2 they do (3.1.2): @host is the server's
 * name, @domain the one of the address.  *@index (nullable): the record that matched, or the first usable one. */
MdDaneResult md_dane_judge (const GPtrArray *records, const GPtrArray *chain, const char *host, const char *domain,
                            guint *index);
/* The record that would match the server's own certificate: "3 1 1 " and the SHA-256 of its key; (transfer full)
 * (nullable). */
char       *md_dane_record_for (const GPtrArray *chain);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdTlsRpt, md_tls_rpt_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdStsRecord, md_sts_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdBimi, md_bimi_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdCaa, md_caa_free)

G_END_DECLS
