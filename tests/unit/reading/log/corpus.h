/* corpus.h - the public log corpora, read for a test
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "reading/log/log-readers.h"

G_BEGIN_DECLS

/* The path of a file or folder of the log corpora; NULL, and the test skipped, where they are missing. */
char    *corpus_path (const char *name);
/* The rows of a .jsonl file, as objects. */
GPtrArray *corpus_rows (const char *path);
const char *corpus_string (JsonObject *row, const char *member);
/* What that line says, by the reader of its server; FALSE when it says nothing of a message. */
gboolean corpus_read (const char *text, MdLogEvent *event, MdLogServer *server);
void     corpus_expect (const char *where, const char *what, const char *want, MdSlice got);

G_END_DECLS
