/* domain.h - maildoctor-cli domain: what the records of a domain are worth
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/options.h"

G_BEGIN_DECLS

int md_run_domain (const MdOptions *options);

G_END_DECLS
