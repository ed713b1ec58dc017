/* dkim-read.c - what one signature field says of itself
 *
 * DKIM-Signature (RFC 6376 section 3.5), ARC-Message-Signature and ARC-Seal (RFC 8617 section 4.1).  What keeps it from
 * being evaluated is its fault; what forbids to accept it although it may be right, its objection: the first of each
 * counts.  At most 512 names in h=.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-dkim"

#include "config.h"

#include "mailauth/dkim-internal.h"
#include "mailauth/spf-internal.h"
#include "mailauth/tags.h"

#include <string.h>

#define MAX_NAMES 512
#define BLANKS " \t\r\n"

void
md_signed_free (MdSigned *self)
{
  if (self == NULL)
    return;
  g_free (self->domain);
  g_free (self->selector);
  g_free (self->algorithm);
  g_free (self->identity);
  g_free (self->chain);
  g_free (self->signature);
  g_free (self->body_hash);
  g_strfreev (self->names);
  g_free (self);
}

static void
set_fault (MdSigned *self, MdDkimReason reason)
{
  if (self->fault == MD_DKIM_REASON_GOOD)
    self->fault = reason;
}

static void
object (MdSigned *self, MdDkimReason reason)
{
  if (self->objection == MD_DKIM_REASON_GOOD)
    self->objection = reason;
}

static const char *
value_of (const MdTagList *tags, const char *name)
{
  const MdTag *tag = md_tag_list_get (tags, name);

  return tag != NULL ? tag->value : NULL;
}

/* The value of a tag that must be there and hold something. */
static const char *
demand (MdSigned *self, const MdTagList *tags, const char *name)
{
  const char *value = value_of (tags, name);

  if (value == NULL || value[0] == '\0')
    set_fault (self, MD_DKIM_REASON_TAG_MISSING);
  return value != NULL ? value : "";
}

/* Without the blanks that folding leaves inside. */
static char *
dup_unfolded (const char *value)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (; *value != '\0'; value++)
    if (strchr (BLANKS, *value) == NULL)
      g_string_append_c (plain, *value);
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

static void
read_algorithm (MdSigned *self, const MdTagList *tags)
{
  self->algorithm = g_ascii_strdown (demand (self, tags, "a"), -1);
  self->is_ed25519 = strcmp (self->algorithm, "ed25519-sha256") == 0;
  self->is_sha1 = strcmp (self->algorithm, "rsa-sha1") == 0;
  if (!self->is_ed25519 && !self->is_sha1 && strcmp (self->algorithm, "rsa-sha256") != 0)
    set_fault (self, MD_DKIM_REASON_UNKNOWN_ALGORITHM);
  if (self->is_sha1)
    object (self, MD_DKIM_REASON_SHA1);
}

/* "header/body"; each "simple" unless it is said. */
static void
read_form (MdSigned *self, const char *value)
{
  g_auto (GStrv) parts = NULL;

  if (value == NULL)
    return;
  parts = g_strsplit (value, "/", 2);
  for (gsize i = 0; i < 2 && parts[i] != NULL; i++)
    {
      const char *form = g_strstrip (parts[i]);

      if (g_ascii_strcasecmp (form, "relaxed") == 0)
        *(i == 0 ? &self->relaxed_header : &self->relaxed_body) = TRUE;
      else if (g_ascii_strcasecmp (form, "simple") != 0)
        set_fault (self, MD_DKIM_REASON_UNKNOWN_FORM);
    }
}

static void
read_names (MdSigned *self, const MdTagList *tags)
{
  g_autofree char *plain = dup_unfolded (demand (self, tags, "h"));
  g_autofree char *lower = g_ascii_strdown (plain, -1);

  g_strfreev (self->names);
  self->names = g_strsplit (lower, ":", MAX_NAMES + 1);
  if (g_strv_length (self->names) > MAX_NAMES)
    set_fault (self, MD_DKIM_REASON_TOO_LARGE);
  if (!g_strv_contains ((const char *const *) self->names, "from"))
    object (self, MD_DKIM_REASON_FROM_NOT_SIGNED);
  /* RFC 8617 section 4.1.2: seals come later. */
  if (self->kind == MD_SIGNED_ARC && g_strv_contains ((const char *const *) self->names, "arc-seal"))
    set_fault (self, MD_DKIM_REASON_SYNTAX);
}

/* A number of Unix seconds, or of bytes: digits alone. */
static gboolean
read_number (MdSigned *self, const MdTagList *tags, const char *name, guint64 *number)
{
  const char *value = value_of (tags, name);

  if (value == NULL)
    return FALSE;
  if (strspn (value, "0123456789") == strlen (value)
      && g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT64, number, NULL))
    return TRUE;
  set_fault (self, MD_DKIM_REASON_SYNTAX);
  return FALSE;
}

static void
read_times (MdSigned *self, const MdTagList *tags)
{
  guint64 number;

  if (read_number (self, tags, "t", &number))
    self->signed_at = (gint64) number;
  if (self->kind == MD_SIGNED_DKIM && read_number (self, tags, "x", &number))
    self->expires_at = (gint64) number;
  if (self->expires_at != 0 && self->expires_at <= self->signed_at)
    set_fault (self, MD_DKIM_REASON_SYNTAX);
  if (read_number (self, tags, "l", &number))
    {
      self->has_limit = TRUE;
      self->limit = number;
    }
}

static gboolean
is_of_domain (const char *identity, const char *domain)
{
  const char *at = strrchr (identity, '@');
  gsize length, own = strlen (domain);

  if (at == NULL)
    return FALSE;
  length = strlen (at + 1);
  return g_ascii_strcasecmp (at + 1, domain) == 0
         || (length > own && at[length - own] == '.' && g_ascii_strcasecmp (at + 1 + length - own, domain) == 0);
}

static void
read_places (MdSigned *self, const MdTagList *tags)
{
  self->domain = g_ascii_strdown (demand (self, tags, "d"), -1);
  self->selector = g_strdup (demand (self, tags, "s"));
  if (self->fault == MD_DKIM_REASON_GOOD && (!md_spf_is_name (self->domain) || !md_spf_is_name (self->selector)))
    set_fault (self, MD_DKIM_REASON_SYNTAX);
}

static void
read_bytes (MdSigned *self, const MdTagList *tags)
{
  const MdTag *tag = md_tag_list_get (tags, "b");
  gsize fault, name = (gsize) (self->field->value - self->field->start);

  self->signature = md_dkim_decode_base64 (demand (self, tags, "b"), &self->signature_length, &fault);
  if (self->signature == NULL)
    set_fault (self, MD_DKIM_REASON_SYNTAX);
  if (self->kind != MD_SIGNED_SEAL)
    {
      self->body_hash = md_dkim_decode_base64 (demand (self, tags, "bh"), &self->body_hash_length, &fault);
      if (self->body_hash == NULL)
        set_fault (self, MD_DKIM_REASON_SYNTAX);
    }
  if (tag != NULL)
    {
      const char *end = self->field->start + self->field->length;
      const char *equals = memchr (self->field->value + tag->position - 1, '=', (gsize) (end - self->field->value));
      const char *semicolon = memchr (equals, ';', (gsize) (end - equals));

      self->blank_from = name + (gsize) (equals + 1 - self->field->value);
      self->blank_to = semicolon != NULL ? (gsize) (semicolon - self->field->start) : self->field->length;
    }
}

/* What a DKIM-Signature alone has. */
static void
read_dkim (MdSigned *self, const MdTagList *tags)
{
  const char *version = value_of (tags, "v");
  const char *query = value_of (tags, "q");

  if (version == NULL || strcmp (version, "1") != 0)
    object (self, MD_DKIM_REASON_NO_VERSION);
  if (query != NULL && !md_dkim_list_has (query, "dns/txt") && !md_dkim_list_has (query, "dns"))
    set_fault (self, MD_DKIM_REASON_UNKNOWN_QUERY);
  self->identity = value_of (tags, "i") != NULL ? dup_unfolded (value_of (tags, "i")) : NULL;
  if (self->identity != NULL && !is_of_domain (self->identity, self->domain))
    object (self, MD_DKIM_REASON_IDENTITY_OUTSIDE);
}

static void
read_arc (MdSigned *self, const MdTagList *tags)
{
  const char *instance = demand (self, tags, "i");
  guint64 number;

  if (g_ascii_string_to_unsigned (instance, 10, 1, MD_ARC_MAX_SETS, &number, NULL))
    self->instance = (guint) number;
  else
    set_fault (self, MD_DKIM_REASON_SYNTAX);
  if (self->kind != MD_SIGNED_SEAL)
    return;
  self->chain = g_strdup (demand (self, tags, "cv"));
  self->relaxed_header = TRUE;
  /* RFC 8617 section 4.1.3: what a seal covers is fixed. */
  if (value_of (tags, "h") != NULL)
    set_fault (self, MD_DKIM_REASON_SYNTAX);
}

MdSigned *
md_signed_read (const MdRawField *field, MdSignedKind kind)
{
  MdSigned *self = g_new0 (MdSigned, 1);
  gsize length = (gsize) (field->start + field->length - field->value);
  g_autofree char *text = g_strndup (field->value, length);
  g_autoptr (MdTagList) tags = md_tag_list_parse (text);

  self->kind = kind;
  self->field = field;
  self->names = g_new0 (char *, 1);
  if (tags->fault != 0 || strlen (text) != length)
    set_fault (self, MD_DKIM_REASON_SYNTAX);
  read_algorithm (self, tags);
  read_places (self, tags);
  read_bytes (self, tags);
  read_times (self, tags);
  if (kind != MD_SIGNED_SEAL)
    {
      read_form (self, value_of (tags, "c"));
      read_names (self, tags);
    }
  if (kind == MD_SIGNED_DKIM)
    read_dkim (self, tags);
  else
    read_arc (self, tags);
  return self;
}

char *
md_signed_key_name (const MdSigned *self)
{
  g_autofree char *name = g_strdup_printf ("%s._domainkey.%s", self->selector, self->domain);

  return self->domain[0] != '\0' && self->selector[0] != '\0' && md_spf_is_name (name) ? g_steal_pointer (&name)
                                                                                         : NULL;
}
