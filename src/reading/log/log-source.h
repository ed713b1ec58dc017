/* log-source.h - the bytes of a log, from a file or from standard input, compressed or not
 *
 * gzip (RFC 1952) and Zstandard (RFC 8878), also of several members one after the other, as log rotation leaves them;
 * told by their first bytes, not by the name.  A window of 256 KiB moves over the text, so that the size of a log
 * does not matter.  Limits: 64 GiB of text a file; a Zstandard window of at most 32 MiB.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/wait.h"

G_BEGIN_DECLS

#define MD_LOG_WINDOW (256 * 1024)

typedef enum
{
  MD_LOG_ERROR_NO_FILE,      /* a folder, a device: nothing to be read from start to end */
  MD_LOG_ERROR_COMPRESSION,  /* compressed in a way that is not read here */
} MdLogError;
#define MD_LOG_ERROR (md_log_error_quark ())
GQuark md_log_error_quark (void);

typedef struct _MdLogSource MdLogSource;

/* "-" is standard input.  G_FILE_ERROR or MD_LOG_ERROR when it cannot be read. */
MdLogSource *md_log_source_open (const char *path, GError **error);
/* The bytes of @bytes, for tests. */
MdLogSource *md_log_source_new_for_bytes (GBytes *bytes);
void         md_log_source_free (MdLogSource *self);
/* What is there; valid until the next call of the other functions. */
const char  *md_log_source_window (MdLogSource *self, gsize *length);
/* The first @n bytes of the window are done with. */
void         md_log_source_consume (MdLogSource *self, gsize n);
/* Reads more behind the window; FALSE at the end, when the window is full, or when cancelled or past the deadline. */
gboolean     md_log_source_more (MdLogSource *self, const MdWait *wait);
gboolean     md_log_source_has_ended (const MdLogSource *self);
/* The compressed data end too early or are broken; what came before counts. */
gboolean     md_log_source_is_damaged (const MdLogSource *self);
/* Bytes read of the file, compressed; of how many (0: nobody knows). */
guint64      md_log_source_get_done (const MdLogSource *self);
guint64      md_log_source_get_total (const MdLogSource *self);
/* When it was last written, seconds since 1970; now for standard input. */
gint64       md_log_source_get_written (const MdLogSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdLogSource, md_log_source_free)

G_END_DECLS
