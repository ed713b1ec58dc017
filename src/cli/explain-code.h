/* explain-code.h - maildoctor-cli explain --code: what the code of a result says, for whoever helps on the phone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/options.h"

G_BEGIN_DECLS

/* The exit status of the contract: that of the result itself; usage when the code was misheard. */
int md_run_explain_code (const MdOptions *options);

G_END_DECLS
