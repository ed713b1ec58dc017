/* sieve.h - filter scripts as mail servers run them: RFC 5228 and its extensions
 *
 * The grammar is read whole, whatever extension a command comes from: RFC 5173 body, 5183 environment, 5229 variables,
 * 5230 vacation, 5231 relational, 5232 imap4flags, 5233 subaddress, 5235 spamtest, 5260 date, 5293 editheader, 5429
 * reject, 5435 notify, 5463 ihave, 5490 mailbox, 5703 mime, 6609 include, 7352 duplicate, 8580 fcc, 9042 mailboxid,
 * regex.  What cannot be decided without the message is left open.  Limits: 1 MiB a script, 32 levels, 20 000 commands
 * and tests, 10 included scripts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/rule.h"

G_BEGIN_DECLS

#define MD_SIEVE_MAX_BYTES (1024 * 1024)

typedef enum
{
  MD_SIEVE_TAG,
  MD_SIEVE_NUMBER,
  MD_SIEVE_STRINGS,  /* one string or a list */
} MdSieveArgumentKind;

typedef struct
{
  MdSieveArgumentKind kind;
  char *tag;         /* (owned) (nullable) without the colon, lower case */
  guint64 number;
  char **strings;    /* (owned) (nullable) */
} MdSieveArgument;

/* A command or a test: RFC 5228 8.2 tells them apart by their place alone. */
typedef struct
{
  char *name;           /* (owned) lower case */
  char *remark;         /* (owned) (nullable) the comment right above it, which many programs put a rule's name in */
  guint line;
  GPtrArray *arguments; /* (owned) of MdSieveArgument */
  GPtrArray *tests;     /* (owned) of MdSieveNode */
  GPtrArray *block;     /* (owned) (nullable) of MdSieveNode */
} MdSieveNode;

void       md_sieve_node_free (MdSieveNode *self);
/* The commands up to the first that makes no sense, whose line is @broken_line (0: none); never NULL. */
GPtrArray *md_sieve_parse (const char *text, gsize length, guint *broken_line);

/* The text of another script of the same person; (transfer full) (nullable).  RFC 6609 */
typedef GBytes *(*MdSieveInclude) (const char *name, gpointer user_data);

/* The script as rules.  @include: NULL when no other script can be read. */
MdMailRules *md_sieve_rules (const char *text, gsize length, MdSieveInclude include, gpointer user_data);

G_END_DECLS
