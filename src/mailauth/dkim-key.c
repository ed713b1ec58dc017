/* dkim-key.c - what a TXT record under SELECTOR._domainkey is worth as a DKIM key
 *
 * RFC 6376 section 3.6.1, RFC 8301 (sizes), RFC 8463 (Ed25519).  A key of 64 KiB or more is not looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-dkim"

#include "config.h"

#include "mailauth/dkim-internal.h"
#include "mailauth/tags.h"

#include <openssl/x509.h>
#include <string.h>

#define KEY_MAX_BYTES 65536
#define ED25519_BYTES 32
#define BASE64_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

void
md_dkim_key_free (MdDkimKey *self)
{
  if (self == NULL)
    return;
  g_free (self->algorithm);
  g_free (self->bytes);
  g_free (self->hashes);
  g_free (self);
}

/* (transfer full); NULL with *@fault, an offset into @text, where it is none. */
guchar *
md_dkim_decode_base64 (const char *text, gsize *length, gsize *fault)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  gsize padding = 0;

  for (gsize i = 0; text[i] != '\0'; i++)
    {
      gboolean is_padding = text[i] == '=';

      *fault = i;
      if (strchr (" \t\r\n", text[i]) != NULL)
        continue;
      if (!is_padding && (padding > 0 || strchr (BASE64_CHARACTERS, text[i]) == NULL))
        return NULL;
      padding += is_padding ? 1 : 0;
      if (padding > 2)
        return NULL;
      g_string_append_c (plain, text[i]);
    }
  /* Padding may be left out: many records do. */
  if ((plain->len - padding) % 4 == 1)
    return NULL;
  g_string_truncate (plain, plain->len - padding);
  while (plain->len % 4 != 0)
    g_string_append_c (plain, '=');
  return g_base64_decode (plain->str, length);
}

/* SubjectPublicKeyInfo is what is published, RSAPublicKey what RFC 6376 first said; both are in use. */
EVP_PKEY *
md_dkim_load_rsa (const guchar *bytes, gsize length)
{
  const guchar *at = bytes;
  EVP_PKEY *key = d2i_PUBKEY (NULL, &at, (long) length);

  if (key == NULL)
    {
      at = bytes;
      key = d2i_PublicKey (EVP_PKEY_RSA, NULL, &at, (long) length);
    }
  if (key != NULL && EVP_PKEY_get_base_id (key) != EVP_PKEY_RSA)
    g_clear_pointer (&key, EVP_PKEY_free);
  return key;
}

static guint
rsa_bits (const guchar *bytes, gsize length)
{
  EVP_PKEY *key = md_dkim_load_rsa (bytes, length);
  guint bits = key != NULL ? (guint) EVP_PKEY_get_bits (key) : 0;

  EVP_PKEY_free (key);
  return bits;
}

static void
read_public_key (MdDkimKey *self, const MdTag *tag)
{
  g_autofree guchar *bytes = NULL;
  gsize length = 0, fault = 0;

  if (tag->value[0] == '\0')
    {
      if (self->state == MD_DKIM_KEY_OK)
        self->state = MD_DKIM_KEY_REVOKED;
      return;
    }
  bytes = md_dkim_decode_base64 (tag->value, &length, &fault);
  if (bytes != NULL)
    {
      if (strcmp (self->algorithm, "ed25519") == 0)
        self->bits = length == ED25519_BYTES ? 256 : 0;
      else
        self->bits = rsa_bits (bytes, length);
      fault = 0;
      self->bytes = g_steal_pointer (&bytes);
      self->n_bytes = length;
    }
  if (self->bits == 0 && self->state == MD_DKIM_KEY_OK)
    {
      self->state = MD_DKIM_KEY_SYNTAX;
      self->position = tag->value_position + (guint) fault;
    }
}

gboolean
md_dkim_list_has (const char *list, const char *word)
{
  g_auto (GStrv) parts = g_strsplit (list, ":", -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    if (g_ascii_strcasecmp (g_strstrip (parts[i]), word) == 0)
      return TRUE;
  return FALSE;
}

/* The position of the first tag whose value rules the key out for mail; 0 when there is none. */
static guint
find_unusable_tag (const MdTagList *tags, const char *algorithm)
{
  const MdTag *version = md_tag_list_get (tags, "v");
  const MdTag *kind = md_tag_list_get (tags, "k");
  const MdTag *service = md_tag_list_get (tags, "s");
  const MdTag *hashes = md_tag_list_get (tags, "h");

  if (version != NULL && (version != &g_array_index (tags->tags, MdTag, 0) || strcmp (version->value, "DKIM1") != 0))
    return version->position;
  if (kind != NULL && strcmp (algorithm, "rsa") != 0 && strcmp (algorithm, "ed25519") != 0)
    return kind->value_position;
  if (hashes != NULL && !md_dkim_list_has (hashes->value, "sha256"))
    return hashes->value_position;
  if (service != NULL && !md_dkim_list_has (service->value, "*") && !md_dkim_list_has (service->value, "email"))
    return service->value_position;
  return 0;
}

MdDkimKey *
md_dkim_key_parse (const char *record)
{
  MdDkimKey *self = g_new0 (MdDkimKey, 1);
  g_autoptr (MdTagList) tags = NULL;
  const MdTag *key, *kind, *flags, *hashes, *service;
  guint unusable;

  self->state = MD_DKIM_KEY_OTHER_RECORD;
  if (strlen (record) >= KEY_MAX_BYTES)
    return self;
  tags = md_tag_list_parse (record);
  key = md_tag_list_get (tags, "p");
  kind = md_tag_list_get (tags, "k");
  flags = md_tag_list_get (tags, "t");
  hashes = md_tag_list_get (tags, "h");
  service = md_tag_list_get (tags, "s");
  self->algorithm = kind != NULL ? g_ascii_strdown (kind->value, -1) : g_strdup ("rsa");
  self->testing = flags != NULL && md_dkim_list_has (flags->value, "y");
  self->same_domain = flags != NULL && md_dkim_list_has (flags->value, "s");
  self->hashes = hashes != NULL ? g_strdup (hashes->value) : NULL;
  self->for_mail = service == NULL || md_dkim_list_has (service->value, "*")
                   || md_dkim_list_has (service->value, "email");
  if (key == NULL && g_ascii_strncasecmp (record, "v=DKIM", strlen ("v=DKIM")) != 0 && kind == NULL)
    return self;

  self->state = MD_DKIM_KEY_OK;
  unusable = find_unusable_tag (tags, self->algorithm);
  if (tags->fault != 0 || key == NULL || unusable != 0)
    {
      self->state = MD_DKIM_KEY_SYNTAX;
      self->position = tags->fault != 0 ? tags->fault : unusable != 0 ? unusable : (guint) strlen (record) + 1;
    }
  /* Also of a key that may not be used: it still tells whether a signature was made with it. */
  if (key != NULL && tags->fault == 0)
    read_public_key (self, key);
  return self;
}
