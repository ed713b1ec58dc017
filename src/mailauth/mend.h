/* mend.h - a record with a mistake: where it is, and how the record could read instead
 *
 * A correction changes as little as it can, is read again by the same parser that found the mistake, and is offered
 * only when that finds nothing more.  What only the owner can know (a key, a sending service) is never made up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MD_RECORD_DMARC,
  MD_RECORD_DKIM,
  MD_RECORD_TLS_RPT,
  MD_RECORD_STS,
  MD_RECORD_BIMI,
} MdRecordKind;

/* A whole record of that kind that its parser takes; (transfer full), NULL when none can be made of @record.
 * @address (nullable): where reports may go when the record asks for some without saying where. */
char *md_mend_record (MdRecordKind kind, const char *record, const char *address);
/* The words at the place of the mistake, up to the next semicolon, at most 64 bytes; "" past the end.  @position
 * counts from 1; (transfer full) */
char *md_record_word (const char *record, guint position);

/* ── the policy of MTA-STS ── */

/* Where a policy breaks RFC 8461 section 3.2, counted from 1 over the whole text; 0: nowhere. */
guint md_sts_policy_fault (const char *policy, gsize length);
/* A policy that covers @hosts (NULL-terminated), with mode and age of @policy where it has good ones; line ends are
 * line feeds; (transfer full) */
char *md_mend_sts_policy (const char *policy, gsize length, const char *const *hosts);

/* ── SPF ── */

typedef struct
{
  const char *allow;   /* (nullable) numeric address to let in */
  const char *without; /* (nullable) the term to leave out */
  gboolean close;      /* "+all" and "?all" become "~all" */
  /* (nullable) pairs "term", "terms in its place", closed by NULL: what costs a lookup by what costs none. */
  const char *const *instead;
} MdSpfMending;

/* One record in place of all @records (NULL-terminated), without what cannot be evaluated; (transfer full), NULL when
 * nothing sensible is left. */
char *md_mend_spf (const char *const *records, const MdSpfMending *how);

G_END_DECLS
