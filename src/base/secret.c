/* secret.c - a password or token that stays in one place; see secret.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-secret"

#include "config.h"

#include "base/secret.h"

#include <errno.h>
#include <gio/gio.h>
#include <openssl/crypto.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define SECRET_MAX_BYTES (64 * 1024)

struct _MdSecret
{
  gatomicrefcount count;
  gsize length;   /* of the content, without the closing NUL */
  gsize mapped;   /* bytes mapped for content and NUL */
  char *content;  /* (owned) a mapping of its own */
};

void
md_wipe (void *bytes, gsize length)
{
  OPENSSL_cleanse (bytes, length);
}

MdSecret *
md_secret_new_sized (gsize length)
{
  MdSecret *self = g_new0 (MdSecret, 1);
  gsize page = (gsize) sysconf (_SC_PAGESIZE);

  g_atomic_ref_count_init (&self->count);
  self->length = length;
  self->mapped = (length + 1 + page - 1) / page * page;
  self->content = mmap (NULL, self->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (self->content == MAP_FAILED)
    g_error ("no memory for a secret of %" G_GSIZE_FORMAT " bytes", length);
  if (mlock (self->content, self->mapped) != 0)
    g_debug ("a secret's page could not be locked: %s", g_strerror (errno));
  (void) madvise (self->content, self->mapped, MADV_DONTDUMP);
  return self;
}

MdSecret *
md_secret_new (const char *text, gssize length)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  MdSecret *self = md_secret_new_sized (size);

  if (size > 0)
    memcpy (self->content, text, size);
  return self;
}

MdSecret *
md_secret_read_fd (int fd, GError **error)
{
  g_autoptr (MdSecret) buffer = md_secret_new_sized (SECRET_MAX_BYTES + 1);
  gsize filled = 0;

  for (;;)
    {
      ssize_t got = read (fd, buffer->content + filled, SECRET_MAX_BYTES + 1 - filled);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
          return NULL;
        }
      if (got == 0)
        break;
      filled += (gsize) got;
      if (filled > SECRET_MAX_BYTES)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "longer than a password can be");
          return NULL;
        }
    }
  if (filled > 0 && buffer->content[filled - 1] == '\n')
    filled--;
  if (filled > 0 && buffer->content[filled - 1] == '\r')
    filled--;
  if (filled == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "empty");
      return NULL;
    }
  if (memchr (buffer->content, '\0', filled) != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "contains a NUL byte");
      return NULL;
    }
  return md_secret_new (buffer->content, (gssize) filled);
}

MdSecret *
md_secret_ref (MdSecret *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
md_secret_unref (MdSecret *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->count))
    return;
  md_wipe (self->content, self->mapped);
  munmap (self->content, self->mapped);
  g_free (self);
}

const char *
md_secret_peek (const MdSecret *self, gsize *length)
{
  if (length != NULL)
    *length = self->length;
  return self->content;
}

char *
md_secret_bytes (MdSecret *self)
{
  return self->content;
}

gboolean
md_secret_equal (const MdSecret *a, const MdSecret *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->length == b->length && CRYPTO_memcmp (a->content, b->content, a->length) == 0;
}

gboolean
md_secret_has_outer_blanks (const MdSecret *self)
{
  return self->length > 0
         && (g_ascii_isspace (self->content[0]) || g_ascii_isspace (self->content[self->length - 1]));
}

gboolean
md_secret_has_inner_blanks (const MdSecret *self)
{
  gsize from = 0;
  gsize until = self->length;

  while (from < until && g_ascii_isspace (self->content[from]))
    from++;
  while (until > from && g_ascii_isspace (self->content[until - 1]))
    until--;
  for (gsize i = from; i < until; i++)
    if (g_ascii_isspace (self->content[i]))
      return TRUE;
  return FALSE;
}

MdSecret *
md_secret_to_base64 (const MdSecret *self)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const guchar *in = (const guchar *) self->content;
  MdSecret *out = md_secret_new_sized ((self->length + 2) / 3 * 4);
  char *to = out->content;

  for (gsize i = 0; i < self->length; i += 3)
    {
      gsize left = self->length - i;
      guint32 group = (guint32) in[i] << 16 | (left > 1 ? (guint32) in[i + 1] << 8 : 0) | (left > 2 ? in[i + 2] : 0);

      *to++ = alphabet[group >> 18 & 63];
      *to++ = alphabet[group >> 12 & 63];
      *to++ = left > 1 ? alphabet[group >> 6 & 63] : '=';
      *to++ = left > 2 ? alphabet[group & 63] : '=';
    }
  return out;
}

MdSecret *
md_secret_join (const MdSecretPart *parts, gsize n_parts)
{
  MdSecret *self;
  gsize total = 0;
  char *to;

  for (gsize i = 0; i < n_parts; i++)
    total += parts[i].secret != NULL ? parts[i].secret->length : parts[i].length;
  self = md_secret_new_sized (total);
  to = self->content;
  for (gsize i = 0; i < n_parts; i++)
    {
      const char *from = parts[i].secret != NULL ? parts[i].secret->content : parts[i].text;
      gsize length = parts[i].secret != NULL ? parts[i].secret->length : parts[i].length;

      if (length > 0)
        memcpy (to, from, length);
      to += length;
    }
  return self;
}

void
md_secret_forbid_core_files (void)
{
  const struct rlimit none = { 0, 0 };

  (void) setrlimit (RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__ /* whose leak check looks at its own process as a debugger does */
  (void) prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}
