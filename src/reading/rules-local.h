/* rules-local.h - the filter rules of the mail programs, from the text of their files
 *
 * Never NULL, whatever stands there.  @account: how the program calls the account in question (nullable), for rules
 * that are for one account only.  Limits: 5 000 rules, 100 conditions and actions a rule; 1 MiB a file is the caller's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/rule.h"

G_BEGIN_DECLS

#define MD_LOCAL_MAX_RULES 5000
#define MD_LOCAL_MAX_PARTS 100

/* Thunderbird's msgFilterRules.dat: a file is one account's. */
MdMailRules *md_rules_from_thunderbird (const char *text, gsize length, const char *account);
/* Evolution's filters.xml. */
MdMailRules *md_rules_from_evolution (const char *text, gsize length, const char *account);
/* Claws Mail's matcherrc. */
MdMailRules *md_rules_from_claws (const char *text, gsize length, const char *account);
/* Sylpheed's filter.xml. */
MdMailRules *md_rules_from_sylpheed (const char *text, gsize length, const char *account);
/* The blocked senders in SpamAssassin's user_prefs. */
MdMailRules *md_rules_from_spamassassin (const char *text, gsize length, const char *account);

G_END_DECLS
