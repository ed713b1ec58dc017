/* options.h - the command line of maildoctor-cli, read once into plain values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/text.h"
#include "base/world.h"
#include "core/case.h"

G_BEGIN_DECLS

typedef struct _MdOptions MdOptions;

/* Carries a command out; the exit status of the contract. */
typedef int (*MdCommandRun) (const MdOptions *options);

typedef enum
{
  MD_FORMAT_TEXT,
  MD_FORMAT_JSON,
  MD_FORMAT_HTML,
  MD_FORMAT_JSONL,
} MdFormat;

struct _MdOptions
{
  MdCommandRun run;
  char **words;         /* (owned) what stands behind the command: files, addresses, a domain, a fault */
  MdGuide guide;        /* of check and practice */
  MdLang lang;
  gboolean both;        /* the report in both languages, @lang first: text and html */
  gboolean hide_personal; /* the report without what tells who the person is */
  MdFormat format;
  guint timeout;        /* seconds for the whole run; 0: none */
  gboolean quiet;
  gboolean verbose;
  guint only;           /* bit 1 << MdStepId; 0: all */
  gboolean no_third_parties; /* it was said so, not only left out */
  char *code;           /* (owned) (nullable) of explain: the code that was read aloud */
  char *ip;             /* (owned) (nullable) of domain: the sending server's address */
  char *helo;           /* (owned) (nullable) of domain: the name it introduces itself with */
  MdCase *kase;         /* (owned) */
  MdWorld *world;       /* (owned) */
};

/* Exit status of the contract. */
#define MD_EXIT_OK 0
#define MD_EXIT_PROBLEM 1
#define MD_EXIT_USAGE 2
#define MD_EXIT_FAILED 3

/* Reads everything, passwords too.  NULL after one clear line on standard error; @status is then the exit status. */
MdOptions *md_options_read (int argc, char **argv, int *status);
void       md_options_free (MdOptions *self);
/* One line on standard error: the text @id of the catalogue, filled. */
void       md_complain (MdLang lang, const char *id, const char *name, const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdOptions, md_options_free)

G_END_DECLS
