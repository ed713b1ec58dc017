/* secret.h - a password or token that stays in one place
 *
 * The bytes live in pages of their own that are locked (never swapped), left out of core files and wiped when the
 * last reference goes.  An MdSecret is immutable once shared and its count is atomic, so it crosses threads freely.
 * It must never be formatted, logged, put into a GError, a finding or the transcript; only protocols/ peeks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _MdSecret MdSecret;

/* A copy of @length bytes (-1: up to the NUL).  The caller still owns, and should wipe, its own copy. */
MdSecret   *md_secret_new (const char *text, gssize length);
/* Room for @length bytes, zeroed, for building a secret in place (see md_secret_bytes()). */
MdSecret   *md_secret_new_sized (gsize length);
/* Reads @fd to its end (at most 64 KiB) and drops one trailing line end.  NULL and @error when it cannot be read,
 * is empty, too long or holds a NUL byte. */
MdSecret   *md_secret_read_fd (int fd, GError **error);
MdSecret   *md_secret_ref (MdSecret *self);
void        md_secret_unref (MdSecret *self);

/* The bytes, NUL-terminated, valid while a reference is held. */
const char *md_secret_peek (const MdSecret *self, gsize *length);
/* The same, writable; only for the one who made it, before it is shared. */
char       *md_secret_bytes (MdSecret *self);
/* Equal in content; takes the same time wherever the difference is.  NULL equals NULL only. */
gboolean    md_secret_equal (const MdSecret *a, const MdSecret *b);
/* TRUE when it begins or ends with white space, which is nearly always a slip of copying. */
gboolean    md_secret_has_outer_blanks (const MdSecret *self);
/* TRUE when white space stands between other characters (app passwords are often shown so). */
gboolean    md_secret_has_inner_blanks (const MdSecret *self);
/* Base64 of the content: a secret like its source. */
MdSecret   *md_secret_to_base64 (const MdSecret *self);
/* Joins the parts into one new secret; a part with a NULL secret contributes @text. */
typedef struct
{
  const MdSecret *secret;
  const char *text;
  gsize length;
} MdSecretPart;
MdSecret   *md_secret_join (const MdSecretPart *parts, gsize n_parts);

/* Makes core files of this process impossible; called once at start-up by both programs. */
void        md_secret_forbid_core_files (void);
/* Overwrites @length bytes in a way the compiler cannot remove. */
void        md_wipe (void *bytes, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdSecret, md_secret_unref)

G_END_DECLS
