/* explain.h - maildoctor-cli explain: what bounces and error texts say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/options.h"

G_BEGIN_DECLS

int md_run_explain (const MdOptions *options);

G_END_DECLS
