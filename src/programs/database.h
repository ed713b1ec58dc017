/* database.h - every text in somebody else's SQLite database, without touching the file
 *
 * The bytes are read beforehand; SQLite sees memory only.  So no lock is taken, no journal is written, and nothing that
 * another program has open is disturbed; what stands in its write-ahead log is put in by us.  Limits: 500 000 rows,
 * 100 tables, the wait's deadline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/wait.h"

G_BEGIN_DECLS

/* FALSE: that is enough.  @text is no NUL-terminated string. */
typedef gboolean (*MdDatabaseVisit) (const char *text, gsize length, gpointer user_data);

/* Shows every text of every table.  @log: the write-ahead log's bytes (nullable).  FALSE when it is no database, or it
 * is broken; what was shown till then is true. */
gboolean md_database_each_text (const char *bytes, gsize length, const char *log, gsize log_length, const MdWait *wait,
                                MdDatabaseVisit visit, gpointer user_data);

G_END_DECLS
