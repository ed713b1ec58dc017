/* dkim-form.c - header and body in the form in which they were signed
 *
 * RFC 6376 sections 3.4 and 3.7.  The body is hashed as it is read, so that a large one needs no second copy.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-dkim"

#include "config.h"

#include "mailauth/dkim-internal.h"

#include <openssl/evp.h>
#include <string.h>

#define CHUNK_BYTES 16384

/* ── header ── */

/* Unfolded, runs of blanks as one, none at either end. */
static void
append_relaxed (GString *text, const char *at, const char *end)
{
  gsize start = text->len;

  for (; at < end; at++)
    {
      if (at[0] == '\r' && at + 1 < end && at[1] == '\n')
        at++;
      else if (*at != ' ' && *at != '\t')
        g_string_append_c (text, *at);
      else if (text->len > start && text->str[text->len - 1] != ' ')
        g_string_append_c (text, ' ');
    }
  if (text->len > start && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
}

void
md_dkim_append_field (GString *text, const MdRawField *field, gboolean relaxed, gsize blank_from, gsize blank_to)
{
  g_autoptr (GString) whole = g_string_new_len (field->start, (gssize) field->length);
  gsize value = (gsize) (field->value - field->start);

  if (blank_to > blank_from && blank_to <= whole->len)
    g_string_erase (whole, (gssize) blank_from, (gssize) (blank_to - blank_from));
  if (!relaxed)
    {
      g_string_append_len (text, whole->str, (gssize) whole->len);
      return;
    }
  for (gsize i = 0; i < field->name_length; i++)
    g_string_append_c (text, g_ascii_tolower (field->start[i]));
  g_string_append_c (text, ':');
  append_relaxed (text, whole->str + value, whole->str + whole->len);
}

GString *
md_dkim_header_text (const MdRawMessage *message, const MdSigned *signature)
{
  GString *text = g_string_new (NULL);
  g_autofree gboolean *used = g_new0 (gboolean, message->fields->len + 1);

  for (gsize n = 0; signature->names[n] != NULL; n++)
    {
      for (guint i = message->fields->len; i > 0; i--)
        {
          const MdRawField *field = &g_array_index (message->fields, MdRawField, i - 1);

          /* A name said once more than there are fields keeps others from being added: it stands for nothing. */
          if (used[i - 1] || field == signature->field || !md_raw_field_is (field, signature->names[n]))
            continue;
          used[i - 1] = TRUE;
          md_dkim_append_field (text, field, signature->relaxed_header, 0, 0);
          g_string_append (text, "\r\n");
          break;
        }
    }
  md_dkim_append_field (text, signature->field, signature->relaxed_header, signature->blank_from, signature->blank_to);
  return text;
}

/* ── body ── */

/* Where the canonical bytes go: into the hash, as far as l= reaches. */
typedef struct
{
  EVP_MD_CTX *context;   /* (owned) */
  guint64 left;          /* of what may be hashed */
  guint64 total;
  gsize empty_lines;     /* held back: at the end they do not count */
  gsize n;
  guchar chunk[CHUNK_BYTES];
} BodyHash;

static void
flush (BodyHash *hash)
{
  gsize take = (gsize) MIN ((guint64) hash->n, hash->left);

  EVP_DigestUpdate (hash->context, hash->chunk, take);
  hash->left -= take;
  hash->n = 0;
}

static void
put (BodyHash *hash, const char *bytes, gsize length)
{
  hash->total += length;
  while (length > 0)
    {
      gsize take = MIN (length, CHUNK_BYTES - hash->n);

      memcpy (hash->chunk + hash->n, bytes, take);
      hash->n += take;
      bytes += take;
      length -= take;
      if (hash->n == CHUNK_BYTES)
        flush (hash);
    }
}

static void
put_held_lines (BodyHash *hash)
{
  for (; hash->empty_lines > 0; hash->empty_lines--)
    put (hash, "\r\n", 2);
}

/* @end: of the line, without its CRLF. */
static void
put_relaxed (BodyHash *hash, const char *at, const char *end)
{
  while (end > at && (end[-1] == ' ' || end[-1] == '\t'))
    end--;
  while (at < end)
    {
      const char *start = at;

      while (at < end && *at != ' ' && *at != '\t')
        at++;
      put (hash, start, (gsize) (at - start));
      start = at;
      while (at < end && (*at == ' ' || *at == '\t'))
        at++;
      if (at > start)
        put (hash, " ", 1);
    }
}

static gboolean
is_empty_line (const char *at, const char *end, gboolean relaxed)
{
  while (relaxed && at < end && (*at == ' ' || *at == '\t'))
    at++;
  return at == end;
}

static void
put_line (BodyHash *hash, const char *at, const char *end, gboolean relaxed)
{
  if (is_empty_line (at, end, relaxed))
    {
      hash->empty_lines++;
      return;
    }
  put_held_lines (hash);
  if (relaxed)
    put_relaxed (hash, at, end);
  else
    put (hash, at, (gsize) (end - at));
  put (hash, "\r\n", 2);
}

static void
put_body (BodyHash *hash, const MdRawMessage *message, gboolean relaxed)
{
  const char *at = message->body, *end = message->body + message->body_length;

  while (at < end)
    {
      const char *line_end = memchr (at, '\n', (gsize) (end - at));

      put_line (hash, at, line_end != NULL ? line_end - 1 : end, relaxed);
      at = line_end != NULL ? line_end + 1 : end;
    }
  /* "simple" knows no empty body: it is one line end. */
  if (!relaxed && hash->total == 0)
    put (hash, "\r\n", 2);
  flush (hash);
}

guchar *
md_dkim_body_hash (const MdRawMessage *message, const MdSigned *signature, gsize *length, guint64 *total)
{
  g_autofree BodyHash *hash = g_new0 (BodyHash, 1);
  guchar digest[EVP_MAX_MD_SIZE];
  guint n = 0;
  gboolean done;

  hash->context = EVP_MD_CTX_new ();
  hash->left = signature->has_limit ? signature->limit : G_MAXUINT64;
  done = EVP_DigestInit_ex (hash->context, signature->is_sha1 ? EVP_sha1 () : EVP_sha256 (), NULL) == 1;
  if (done)
    {
      put_body (hash, message, signature->relaxed_body);
      done = EVP_DigestFinal_ex (hash->context, digest, &n) == 1;
    }
  EVP_MD_CTX_free (hash->context);
  *length = n;
  *total = hash->total;
  return done ? g_memdup2 (digest, n) : NULL;
}
