/* list-findings.h - what the block lists say of some addresses and domains, as findings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/context.h"

G_BEGIN_DECLS

typedef struct _MdListFindings MdListFindings;

MdListFindings *md_list_findings_new (MdContext *context);
void            md_list_findings_free (MdListFindings *self);
/* Another address or domain to ask about: NETWORK for the own line, OUTGOING for a server, DOMAIN or SENDER for a
 * domain.  What no public list could know, or one too many, is passed over. */
void            md_list_findings_add (MdListFindings *self, const char *what, MdSubject subject);
/* Asks all lists and reports: every listing, and how many answered of how many.  At most 1.05 s. */
void            md_list_findings_report (MdListFindings *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdListFindings, md_list_findings_free)

G_END_DECLS
