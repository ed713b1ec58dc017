/* evidence-parts.h - what was measured, in parts that can be drawn: certificates, trees, ways, comparisons
 *
 * Plain values, held by one MdEvidence.  Whatever is put there is written into its lines, too: nobody has to see a
 * picture to know.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* ── the stages of a connection ── */

/* One of them; the word is a stable id ("lookup", "connect", "greeting", "tls", "login" …). */
typedef struct
{
  const char *word; /* (static) */
  double from;      /* seconds since the probe's start */
  double until;
  gboolean failed;  /* here it ended */
} MdStage;

/* ── the certificates that a server showed ── */

typedef enum
{
  MD_CHAIN_EXPIRED = 1 << 0,
  MD_CHAIN_NOT_YET_VALID = 1 << 1,
  MD_CHAIN_WRONG_NAME = 1 << 2,
  MD_CHAIN_SELF_SIGNED = 1 << 3,
  MD_CHAIN_UNKNOWN_AUTHORITY = 1 << 4,
  MD_CHAIN_INCOMPLETE = 1 << 5,
  MD_CHAIN_OTHER = 1 << 6,
} MdChainFault;

typedef struct
{
  char *subject;     /* (owned) */
  char *issuer;      /* (owned) */
  char *issuer_full; /* (owned) */
  char **names;      /* (owned) that it is for */
  gint64 not_before; /* Unix seconds */
  gint64 not_after;
} MdShownCertificate;

typedef struct
{
  char *host;        /* (owned) the name that was asked for */
  GPtrArray *chain;  /* (owned) of MdShownCertificate, the server's own first */
  MdChainFault faults;
  gint64 looked_at;  /* Unix seconds */
} MdShownChain;

MdShownChain *md_shown_chain_new (const char *host, MdChainFault faults, gint64 looked_at);
/* Copies all of it. */
void          md_shown_chain_add (MdShownChain *self, const char *subject, const char *issuer, const char *issuer_full,
                                  const char *const *names, gint64 not_before, gint64 not_after);
void          md_shown_chain_free (MdShownChain *self);

/* ── what a record of SPF includes ── */

typedef struct
{
  guint depth;        /* of includes */
  gboolean is_record; /* the domain whose record the terms below it are of */
  char *text;         /* (owned) the domain, or the term */
  char *outcome;      /* (owned) the record's text; or "match", "no match", "temperror" … */
  guint first_lookup; /* numbers of the lookups that it cost with all that is below it, counted from 1; 0: none */
  guint last_lookup;
} MdShownTerm;

typedef struct
{
  char *address;      /* (owned) (nullable) that was looked for; NULL: the record was read to its end */
  GPtrArray *terms;   /* (owned) of MdShownTerm, as they were evaluated */
  guint lookups;      /* all in all */
  guint max_lookups;
  guint void_lookups; /* of them without an answer */
  guint max_void;
} MdShownTree;

MdShownTree  *md_shown_tree_new (const char *address);
void          md_shown_tree_add (MdShownTree *self, const MdShownTerm *term); /* copies it */
void          md_shown_tree_free (MdShownTree *self);

/* ── the servers that a message came through ── */

typedef struct
{
  char *from;         /* (owned) who handed it over */
  char *address;      /* (owned) (nullable) */
  char *by;           /* (owned) who took it */
  char *with;         /* (owned) (nullable) protocol */
  gint64 delay;       /* seconds since the one before */
  const char *fault;  /* (static) "none", "slow", "greylist", "backwards", "future" */
} MdShownHop;

void          md_shown_hop_free (MdShownHop *self);

/* ── two things side by side ── */

typedef struct
{
  const char *what;   /* (static) "folder", "seconds", "spf" … */
  char *first;        /* (owned) */
  char *second;       /* (owned) */
  gboolean differs;
} MdShownPair;

void          md_shown_pair_free (MdShownPair *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdShownChain, md_shown_chain_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdShownTree, md_shown_tree_free)

G_END_DECLS
