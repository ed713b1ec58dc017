/* options-private.h - what the files that read the command line share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/options.h"

G_BEGIN_DECLS

typedef struct
{
  MdOptions *options;      /* (not owned) */
  GStrvBuilder *resolvers; /* (not owned) */
  gboolean has_resolvers;
  gboolean help, version;
  int status;              /* exit status of the complaint made */
} MdReading;

/* One option: TRUE when @value was good; else it has complained. */
typedef gboolean (*MdTake) (MdReading *reading, const char *name, const char *value);

typedef struct
{
  const char *name;
  gboolean has_value;
  MdTake take;
} MdOptionRow;

/* One line on standard error, and the exit status for later; always FALSE. */
gboolean md_reading_complain (MdReading *reading, int status, const char *id, const char *name, const char *value);
/* The options that tell whose account it is, with its passwords; what they mean is in cli.md.  NULL when there is none
 * of that name. */
const MdOptionRow *md_account_option (const char *name, gsize length);
/* The same, one after the other; NULL past the last. */
const MdOptionRow *md_account_option_at (gsize index);
/* The options that tell which message, address or domain it is about; NULL when there is none of that name. */
const MdOptionRow *md_message_option (const char *name, gsize length);
const MdOptionRow *md_message_option_at (gsize index);
/* The other options, the commands and the formats in their order; NULL past the last. */
const MdOptionRow *md_run_option_at (gsize index);
const char *md_command_at (gsize index);
const char *md_format_at (gsize index);

G_END_DECLS
