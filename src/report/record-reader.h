/* record-reader.h - a run as it was written down, back from its JSON document
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/record.h"

G_BEGIN_DECLS

#define MD_RECORD_MAX_BYTES (16 * 1024 * 1024)

/* Reads what md_report_json() wrote.  Findings and steps that this version does not know are left out; passwords are
 * never there.  NULL with @error set (G_IO_ERROR_INVALID_DATA) when it is no such document. */
MdRecord *md_record_read_json (const char *text, gsize length, GError **error);

G_END_DECLS
