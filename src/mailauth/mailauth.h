/* mailauth.h - a domain's mail records: SPF (RFC 7208), DKIM keys (RFC 6376, 8301, 8463), DMARC (RFC 7489), MTA-STS
 * (RFC 8461), TLS-RPT (RFC 8460)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocols/resolver.h"

G_BEGIN_DECLS

/* ── SPF ── */

typedef enum
{
  MD_SPF_NONE,
  MD_SPF_NEUTRAL,
  MD_SPF_PASS,
  MD_SPF_FAIL,
  MD_SPF_SOFTFAIL,
  MD_SPF_TEMPERROR,
  MD_SPF_PERMERROR,
} MdSpfResult;

const char *md_spf_result_name (MdSpfResult result);

typedef enum
{
  MD_SPF_FAULT_NONE,
  MD_SPF_FAULT_MULTIPLE,      /* more than one v=spf1 record */
  MD_SPF_FAULT_SYNTAX,        /* at position, word */
  MD_SPF_FAULT_LOOKUPS,       /* over ten */
  MD_SPF_FAULT_VOID_LOOKUPS,  /* over two */
  MD_SPF_FAULT_INCLUDE,       /* an include or redirect names a domain without SPF */
} MdSpfFault;

/* One line of the evaluation: a record, or one of its terms. */
typedef struct
{
  guint depth;          /* of includes and redirects */
  gboolean is_record;
  char *text;           /* (owned) the domain; the term as written */
  char *outcome;        /* (owned) the record's text, or why there is none; "match", "no match", "temperror" … */
  guint first_lookup;   /* numbers of the lookups that it cost with all that is below it, from 1; 0: none */
  guint last_lookup;
} MdSpfStep;

/* RFC 7208 section 4.6.4 */
#define MD_SPF_MAX_LOOKUPS 10
#define MD_SPF_MAX_VOID_LOOKUPS 2

typedef struct
{
  MdSpfResult result;
  MdSpfFault fault;
  MdDnsStatus status;   /* of the question for the domain's own record */
  char *record;         /* (owned) (nullable) the domain's own record */
  guint n_records;      /* v=spf1 records at the domain */
  char *mechanism;      /* (owned) (nullable) the term that decided */
  char *word;           /* (owned) (nullable) the term at fault */
  char *fault_domain;   /* (owned) (nullable) whose record is at fault */
  char *fault_record;   /* (owned) (nullable) that record */
  guint position;       /* of the fault in that record, counted from 1 */
  guint lookups;        /* terms that cost a lookup */
  guint void_lookups;
  char *explanation;    /* (owned) (nullable) exp= expanded, on fail */
  gboolean allows_all;  /* the record lets the whole Internet pass */
  GPtrArray *trace;     /* (owned) of MdSpfStep, the evaluation in its order; at most 200 */
} MdSpf;

/* Asks DNS for the check_host() function of RFC 7208, section 4. Answers are fetched by @ask so that tests can serve
 * them; NULL: the world's resolvers. */
typedef MdDnsAnswer *(*MdSpfAsk) (const char *name, MdDnsType type, gpointer user_data);

MdSpf      *md_spf_check (MdWorld *world, const char *address, const char *domain, const char *sender, const char *helo,
                          const MdWait *wait, MdSpfAsk ask, gpointer user_data);
/* Counts lookups and reads the whole tree without an address: what the record itself is worth.  Without a fault, result
 * is what an address that nothing covers gets. */
MdSpf      *md_spf_read (MdWorld *world, const char *domain, const MdWait *wait, MdSpfAsk ask, gpointer user_data);
void        md_spf_free (MdSpf *self);

/* ── DKIM keys ── */

typedef enum
{
  MD_DKIM_KEY_OK,
  MD_DKIM_KEY_REVOKED,
  MD_DKIM_KEY_SYNTAX,
  MD_DKIM_KEY_OTHER_RECORD, /* a TXT that is no DKIM key (wildcard) */
} MdDkimKeyState;

typedef struct
{
  MdDkimKeyState state;
  char *algorithm;   /* (owned) "rsa", "ed25519" */
  guint bits;
  gboolean testing;  /* t=y */
  guint position;    /* of the fault, counted from 1 */
  gboolean same_domain; /* t=s: no signature for subdomains */
  gboolean for_mail; /* s= */
  char *hashes;      /* (owned) (nullable) h= */
  guchar *bytes;     /* (owned) (nullable) p=, decoded */
  gsize n_bytes;
} MdDkimKey;

MdDkimKey  *md_dkim_key_parse (const char *record);
void        md_dkim_key_free (MdDkimKey *self);

/* ── DMARC ── */

typedef struct
{
  gboolean valid;
  char *policy;            /* (owned) (nullable) "none", "quarantine", "reject" */
  char *subdomain_policy;  /* (owned) (nullable) */
  gboolean strict_spf, strict_dkim;
  guint percent;
  char *aggregate;         /* (owned) (nullable) rua */
  guint position;          /* of the fault, counted from 1 */
} MdDmarc;

/* NULL when the text is no DMARC record at all. */
MdDmarc    *md_dmarc_parse (const char *record);
void        md_dmarc_free (MdDmarc *self);
/* The registrable domain by the public suffix list; @domain itself when it is one. */
char       *md_organizational_domain (const char *domain);

/* ── MTA-STS ── */

typedef struct
{
  gboolean valid;
  char *mode;        /* (owned) "enforce", "testing", "none" */
  char **mx;         /* (owned) patterns */
  guint64 max_age;
} MdMtaSts;

MdMtaSts   *md_mta_sts_parse (const char *policy, gsize length);
void        md_mta_sts_free (MdMtaSts *self);
/* RFC 8461 section 4.1: "*.example.org" covers exactly one label. */
gboolean    md_mta_sts_covers (const MdMtaSts *self, const char *mx_host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdSpf, md_spf_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdDkimKey, md_dkim_key_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdDmarc, md_dmarc_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdMtaSts, md_mta_sts_free)

G_END_DECLS
