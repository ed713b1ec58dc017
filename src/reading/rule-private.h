/* rule-private.h - what the files of rule.h share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/rule.h"

G_BEGIN_DECLS

/* Rules inside rules, and tests inside tests: readers go no deeper. */
#define MD_RULE_MAX_DEPTH 32

G_END_DECLS
