/* log.h - maildoctor-cli log: what the logs of a mail server say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/options.h"

G_BEGIN_DECLS

int md_run_log (const MdOptions *options);

G_END_DECLS
