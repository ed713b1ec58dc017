/* address.h - the command that looks at addresses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/options.h"

G_BEGIN_DECLS

/* The exit status of the contract. */
int md_run_address (const MdOptions *options);

G_END_DECLS
