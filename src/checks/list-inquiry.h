/* list-inquiry.h - every block list asked about several addresses and domains, all at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/wait.h"
#include "base/world.h"
#include "knowledge/knowledge.h"

G_BEGIN_DECLS

#define MD_LISTS_MAX_SUBJECTS 8

/* What one list said. */
typedef struct
{
  const MdBlocklist *list;
  gboolean believed;     /* it holds its test entry and leaves out the other (RFC 5782 section 5) */
  gint64 micros;
  gboolean asked[MD_LISTS_MAX_SUBJECTS];      /* it is a list of that kind */
  MdListing listings[MD_LISTS_MAX_SUBJECTS];  /* VOID when it was not asked or is not believed */
  const char *meanings[MD_LISTS_MAX_SUBJECTS]; /* (static) (nullable) its own words */
} MdListReport;

/* Asks every list of knowledge.h that is of use for one of @subjects (numeric addresses, or domains), together with its
 * two test entries.  Of MdListReport, (transfer full); complete, whatever the deadline cut off. */
GPtrArray *md_lists_ask (MdWorld *world, const char *const *subjects, guint n_subjects, const MdWait *wait);
/* "not-listed", "listed", "end-user-range", "void" */
const char *md_listing_name (MdListing listing);

G_END_DECLS
