/* spf-internal.h - the parts of SPF evaluation, shared by spf.c, spf-parse.c, spf-macro.c, spf-dns.c and spf-eval.c
 *
 * Not for other rooms: they use mailauth.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mailauth/mailauth.h"

G_BEGIN_DECLS

/* RFC 7208 section 4.6.4 */
#define MD_SPF_MAX_NAMES 10

/* ── spf-parse.c: one record, read to its end ── */

typedef enum
{
  MD_SPF_ALL,
  MD_SPF_INCLUDE,
  MD_SPF_A,
  MD_SPF_MX,
  MD_SPF_PTR,
  MD_SPF_IP4,
  MD_SPF_IP6,
  MD_SPF_EXISTS,
} MdSpfMechanism;

typedef struct
{
  MdSpfMechanism kind;
  MdSpfResult result; /* when it matches */
  char *text;         /* (owned) as written */
  char *target;       /* (owned) (nullable) domain-spec with its macros */
  guint8 address[16]; /* ip4, ip6 */
  guint prefix4, prefix6;
  guint position;     /* counted from 1 */
} MdSpfTerm;

typedef struct
{
  gboolean valid;
  GPtrArray *terms;   /* (owned) of MdSpfTerm */
  char *redirect;     /* (owned) (nullable) domain-spec */
  guint redirect_position;
  char *explanation;  /* (owned) (nullable) domain-spec of exp= */
  char *fault_word;   /* (owned) (nullable) */
  guint fault_position;
} MdSpfRecord;

/* TRUE when @text is an SPF record at all: "v=spf1" and then a space or the end (section 4.5). */
gboolean     md_spf_is_record (const char *text);
MdSpfRecord *md_spf_record_parse (const char *text);
void         md_spf_record_free (MdSpfRecord *self);
/* The mechanism costs one of the ten lookups. */
gboolean     md_spf_mechanism_asks (MdSpfMechanism kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdSpfRecord, md_spf_record_free)

/* ── spf-macro.c: section 7 ── */

typedef struct
{
  const char *sender;   /* local@domain */
  const char *domain;   /* current */
  const char *helo;
  const guint8 *address; /* (nullable) 4 or 16 bytes */
  gboolean is_ip6;
  /* The validated name of the address for %{p}; (transfer full). */
  char *(*validated) (gpointer user_data);
  gpointer user_data;
} MdSpfMacros;

/* Where @text breaks the grammar; NULL when it does not.  As a domain-spec it must also end in a macro or a top label.
 * */
const char  *md_spf_macro_fault (const char *text, gboolean in_explanation);
const char  *md_spf_domain_spec_fault (const char *text);
/* @text must have passed the check above. */
char        *md_spf_macro_expand (const char *text, const MdSpfMacros *macros, gboolean in_explanation);
/* The same for a name to ask for: no closing dot, cut from the left to 253 bytes. */
char        *md_spf_macro_expand_domain (const char *text, const MdSpfMacros *macros);
/* TRUE when a DNS question can be made of it: labels of 1 to 63 bytes, at most 253 in all. */
gboolean     md_spf_is_name (const char *name);

/* ── spf-dns.c: answers, each asked once ── */

typedef struct
{
  MdWorld *world;
  const MdWait *wait;
  MdSpfAsk ask;        /* (nullable) */
  gpointer user_data;
  GHashTable *answers; /* (owned) "type name" to MdDnsAnswer */
  guint n_asked;
} MdSpfDns;

void         md_spf_dns_init (MdSpfDns *self, MdWorld *world, const MdWait *wait, MdSpfAsk ask, gpointer user_data);
void         md_spf_dns_clear (MdSpfDns *self);
/* Asks what is not known yet, all at once; @questions holds MdDnsQuestion. */
void         md_spf_dns_fetch (MdSpfDns *self, GArray *questions);
/* Never NULL; stays until the end. */
const MdDnsAnswer *md_spf_dns_get (MdSpfDns *self, const char *name, MdDnsType type);
/* The name does not exist, or has no such record. */
gboolean     md_spf_answer_is_void (const MdDnsAnswer *answer);
/* Could not be found out. */
gboolean     md_spf_answer_failed (const MdDnsAnswer *answer);

/* ── spf-eval.c, spf-terms.c ── */

typedef struct
{
  MdSpfDns dns;
  gboolean reading;    /* no address: read everything, count everything */
  guint8 address[16];  /* 4 or 16 bytes */
  gboolean is_ip6;
  const char *sender;
  const char *helo;
  gboolean failed;     /* reading: an answer was missing */
  char *explanation;   /* (owned) (nullable) exp= of the record that decided */
  char *explanation_domain; /* (owned) (nullable) */
  MdSpf *out;
} MdSpfRun;

/* Where the walk is. */
typedef struct
{
  MdSpfRun *run;
  const char *domain;  /* whose record this is */
  const char *record;  /* (nullable) its text */
  guint depth;
  gboolean own;        /* the domain's own record, or where it was redirected: not an include */
} MdSpfPlace;

typedef enum
{
  MD_SPF_NO_MATCH,
  MD_SPF_MATCH,
  MD_SPF_TERM_TEMPERROR,
  MD_SPF_TERM_PERMERROR,
} MdSpfOutcome;

MdSpfOutcome md_spf_check_term (const MdSpfPlace *place, const MdSpfTerm *term);
/* Notes the fault unless an earlier one is noted. */
void         md_spf_set_fault (const MdSpfPlace *place, MdSpfFault fault, const char *word, guint position);
/* FALSE when the term may not be evaluated any more. */
gboolean     md_spf_count_lookup (const MdSpfPlace *place, const char *word, guint position);
/* The name a term asks for. */
char        *md_spf_expand_target (const MdSpfPlace *place, const char *target);
/* For MdSpfMacros; @place is a MdSpfPlace. */
char        *md_spf_validated_name (gpointer place);
MdSpfResult  md_spf_check_host (MdSpfRun *run, const char *domain, guint depth, gboolean own);
/* Asks for the whole tree of records level by level, siblings at once, so that evaluating waits no more. */
void         md_spf_prefetch (MdSpfRun *run, const char *domain);
MdSpfResult  md_spf_evaluate (MdSpfRun *run, const char *domain);
/* The macros of @run for the record of @domain. */
MdSpfMacros  md_spf_run_macros (MdSpfRun *run, const char *domain);

G_END_DECLS
