/* accounts.h - maildoctor-cli accounts: what the mail programs on this computer are set up with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/options.h"

G_BEGIN_DECLS

int md_run_accounts (const MdOptions *options);

G_END_DECLS
