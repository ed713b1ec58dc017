/* dmarc-eval.h - does the domain in a message's From stand behind it, and what does it want done if not?
 *
 * RFC 9989, the successor of RFC 7489: the organization is found by walking up the tree of names, no longer by the
 * public suffix list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mailauth/signatures.h"

G_BEGIN_DECLS

typedef enum
{
  MD_DMARC_NONE,      /* the domain asks for nothing */
  MD_DMARC_PASS,
  MD_DMARC_FAIL,
  MD_DMARC_TEMPERROR, /* a record could not be asked for, and it matters */
} MdDmarcResult;

typedef struct
{
  MdDmarcResult result;
  char *domain;         /* (owned) of From, in lower case and ASCII */
  char *organization;   /* (owned) */
  char *record;         /* (owned) (nullable) what counts */
  char *record_domain;  /* (owned) (nullable) where it stands */
  const char *policy;   /* (nullable) "none", "quarantine", "reject": what the record says for this domain */
  const char *disposition; /* (nullable) what is to be done with this message: t=y is milder */
  const char *p, *sp;   /* (nullable) of the record; sp as it counts */
  gboolean strict_spf, strict_dkim;
  gboolean spf_aligned, dkim_aligned;
  gboolean testing;     /* t=y */
  gboolean missing;     /* the From domain does not exist */
  guint percent;        /* pct= of RFC 7489 */
  gboolean list_differs; /* by the public suffix list, which many still use, it would be aligned */
} MdDmarcVerdict;

/* "none", "pass", "fail", "temperror" */
const char  *md_dmarc_result_name (MdDmarcResult result);
/* @spf and @dkim (nullable, NULL-terminated): the domains for which each passed. */
MdDmarcVerdict *md_dmarc_evaluate (const char *from_domain, const char *const *spf, const char *const *dkim,
                                   MdMailDns *dns);
void         md_dmarc_verdict_free (MdDmarcVerdict *self);
/* The names whose records are asked for, from @domain up to the top: at most eight (RFC 9989 section 4.10). */
char       **md_dmarc_walk (const char *domain);
/* The one DMARC record at @domain; NULL: none, or more than one.  *@failed is set when it could not be asked for. */
const char  *md_dmarc_find_at (const char *domain, MdMailDns *dns, gboolean *failed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdDmarcVerdict, md_dmarc_verdict_free)

G_END_DECLS
