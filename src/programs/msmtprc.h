/* msmtprc.h - the settings of msmtp, wherever the lines come from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "programs/text.h"

G_BEGIN_DECLS

/* The accounts of @lines, which stand in @file. */
void md_msmtp_parse (const MdReader *reader, MdLines *lines, const char *file);

G_END_DECLS
