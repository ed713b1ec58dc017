/* sasl-scram.c - the SCRAM exchange; see sasl-scram.h
 *
 * The work a server may ask for is limited (iterations), as is the length of what it says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-sasl"

#include "config.h"

#include "protocols/sasl-scram.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>

#define SCRAM_MAX_ITERATIONS 600000
#define SCRAM_MAX_MESSAGE 4096
#define SCRAM_NONCE_BYTES 18

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD, EVP_MD_free)

struct _MdScram
{
  const char *digest;                /* (static) */
  char *first_bare;                  /* (owned) */
  char *nonce;                       /* (owned) ours */
  MdSecret *password;                /* (owned) prepared */
  guchar signature[EVP_MAX_MD_SIZE]; /* what the server has to show */
  gsize signature_length;
  gboolean started, sent_proof, proven;
};

char *
md_scram_escape_name (const char *name)
{
  GString *out = g_string_new (name);

  g_string_replace (out, "=", "=3D", 0);
  g_string_replace (out, ",", "=2C", 0);
  return g_string_free (out, FALSE);
}

/* TRUE when NFKC and the mappings leave @c alone wherever it stands: most passwords need no copy in other hands. */
static gboolean
stays_as_it_is (gunichar c)
{
  gunichar canonical[G_UNICHAR_MAX_DECOMPOSITION_LENGTH], compatible[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n = g_unichar_fully_decompose (c, FALSE, canonical, G_N_ELEMENTS (canonical));

  if (c >= 0x300 || c == 0xa0 || c == 0xad)
    return FALSE;
  return n == g_unichar_fully_decompose (c, TRUE, compatible, G_N_ELEMENTS (compatible))
         && memcmp (canonical, compatible, n * sizeof *canonical) == 0;
}

/* RFC 3454 B.1, the part in use today. */
static gboolean
is_mapped_to_nothing (gunichar c)
{
  return c == 0xad || c == 0x34f || c == 0x1806 || (c >= 0x180b && c <= 0x180d) || (c >= 0x200b && c <= 0x200d)
         || c == 0x2060 || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff;
}

MdSecret *
md_scram_prepare (const MdSecret *text)
{
  gsize length, filled = 0;
  const char *from = md_secret_peek (text, &length);
  gboolean unchanged = TRUE;
  g_autoptr (MdSecret) mapped = NULL;
  MdSecret *prepared;
  char *normal;

  if (!g_utf8_validate (from, (gssize) length, NULL))
    return md_secret_new (from, (gssize) length);
  for (const char *p = from; *p != '\0'; p = g_utf8_next_char (p))
    unchanged = unchanged && stays_as_it_is (g_utf8_get_char (p));
  if (unchanged)
    return md_secret_new (from, (gssize) length);

  mapped = md_secret_new_sized (length);
  for (const char *p = from; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR)
        md_secret_bytes (mapped)[filled++] = ' ';
      else if (!is_mapped_to_nothing (c))
        filled += (gsize) g_unichar_to_utf8 (c, md_secret_bytes (mapped) + filled);
    }
  normal = g_utf8_normalize (md_secret_peek (mapped, NULL), (gssize) filled, G_NORMALIZE_NFKC);
  if (normal == NULL)
    return md_secret_new (from, (gssize) length);
  prepared = md_secret_new (normal, -1);
  md_wipe (normal, strlen (normal));
  g_free (normal);
  return prepared;
}

static char *
random_nonce (void)
{
  guchar bytes[SCRAM_NONCE_BYTES];

  if (RAND_bytes (bytes, sizeof bytes) != 1)
    g_error ("no random numbers");
  return g_base64_encode (bytes, sizeof bytes);
}

MdScram *
md_scram_new (const char *digest, const char *user, const MdSecret *password, const char *nonce)
{
  MdScram *self = g_new0 (MdScram, 1);
  g_autoptr (MdSecret) name = md_secret_new (user, -1);
  g_autoptr (MdSecret) prepared = md_scram_prepare (name);
  g_autofree char *escaped = md_scram_escape_name (md_secret_peek (prepared, NULL));

  self->digest = digest;
  self->nonce = nonce != NULL ? g_strdup (nonce) : random_nonce ();
  self->first_bare = g_strdup_printf ("n=%s,r=%s", escaped, self->nonce);
  self->password = md_scram_prepare (password);
  return self;
}

void
md_scram_free (MdScram *self)
{
  if (self == NULL)
    return;
  g_free (self->first_bare);
  g_free (self->nonce);
  md_secret_unref (self->password);
  md_wipe (self->signature, sizeof self->signature);
  g_free (self);
}

MdSecret *
md_scram_first (MdScram *self)
{
  const MdSecretPart parts[] = { { .text = "n,,", .length = 3 },
                                 { .text = self->first_bare, .length = strlen (self->first_bare) } };

  self->started = TRUE;
  return md_secret_join (parts, G_N_ELEMENTS (parts));
}

static gboolean
hmac (const MdScram *self, const void *key, gsize key_length, const char *text, guchar *out, gsize *out_length)
{
  return EVP_Q_mac (NULL, "HMAC", NULL, self->digest, NULL, key, key_length, (const guchar *) text, strlen (text), out,
                    EVP_MAX_MD_SIZE, out_length)
         != NULL;
}

/* Everything that RFC 5802 3 computes; all of it wiped at the end. */
typedef struct
{
  guchar salted[EVP_MAX_MD_SIZE];
  guchar client_key[EVP_MAX_MD_SIZE];
  guchar stored_key[EVP_MAX_MD_SIZE];
  guchar client_signature[EVP_MAX_MD_SIZE];
  guchar server_key[EVP_MAX_MD_SIZE];
} ScramKeys;

/* Leaves the proof in @keys->client_key and what the server must show in @self. */
static gboolean
compute (MdScram *self, ScramKeys *keys, const guchar *salt, gsize salt_length, int iterations,
         const char *auth_message, gsize *size)
{
  g_autoptr (EVP_MD) digest = EVP_MD_fetch (NULL, self->digest, NULL);
  gsize password_length, length = 0;
  const char *password = md_secret_peek (self->password, &password_length);

  if (digest == NULL)
    return FALSE;
  *size = (gsize) EVP_MD_get_size (digest);
  if (PKCS5_PBKDF2_HMAC (password, (int) password_length, salt, (int) salt_length, iterations, digest, (int) *size,
                         keys->salted)
      != 1)
    return FALSE;
  if (!hmac (self, keys->salted, *size, "Client Key", keys->client_key, &length)
      || EVP_Digest (keys->client_key, *size, keys->stored_key, NULL, digest, NULL) != 1
      || !hmac (self, keys->stored_key, *size, auth_message, keys->client_signature, &length)
      || !hmac (self, keys->salted, *size, "Server Key", keys->server_key, &length)
      || !hmac (self, keys->server_key, *size, auth_message, self->signature, &self->signature_length))
    return FALSE;
  for (gsize i = 0; i < *size; i++)
    keys->client_key[i] ^= keys->client_signature[i];
  return TRUE;
}

/* "c=…,r=…,p=…" for the server's "r=…,s=…,i=…". */
static MdSecret *
final_message (MdScram *self, const char *server_first, const char *nonce, const guchar *salt, gsize salt_length,
               int iterations)
{
  g_autofree char *without_proof = g_strdup_printf ("c=biws,r=%s", nonce);
  g_autofree char *auth_message = g_strdup_printf ("%s,%s,%s", self->first_bare, server_first, without_proof);
  g_autoptr (MdSecret) proof = NULL;
  g_autoptr (MdSecret) encoded = NULL;
  ScramKeys keys;
  gsize size = 0;
  gboolean computed = compute (self, &keys, salt, salt_length, iterations, auth_message, &size);

  if (computed)
    proof = md_secret_new ((const char *) keys.client_key, (gssize) size);
  md_wipe (&keys, sizeof keys);
  if (!computed)
    return NULL;
  encoded = md_secret_to_base64 (proof);
  const MdSecretPart parts[] = { { .text = without_proof, .length = strlen (without_proof) },
                                 { .text = ",p=", .length = 3 },
                                 { .secret = encoded } };

  self->sent_proof = TRUE;
  return md_secret_join (parts, G_N_ELEMENTS (parts));
}

/* RFC 5802 7: attributes in this order; extensions may follow, a mandatory one ("m=") may not. */
static MdSecret *
answer_first (MdScram *self, const char *message)
{
  g_auto (GStrv) parts = g_strsplit (message, ",", 8);
  g_autofree guchar *salt = NULL;
  gsize salt_length = 0;
  guint64 iterations;

  if (g_strv_length (parts) < 3 || !g_str_has_prefix (parts[0], "r=") || !g_str_has_prefix (parts[1], "s=")
      || !g_str_has_prefix (parts[2], "i="))
    return NULL;
  if (!g_str_has_prefix (parts[0] + 2, self->nonce) || strlen (parts[0] + 2) <= strlen (self->nonce))
    return NULL;
  if (!g_ascii_string_to_unsigned (parts[2] + 2, 10, 1, SCRAM_MAX_ITERATIONS, &iterations, NULL))
    return NULL;
  salt = g_base64_decode (parts[1] + 2, &salt_length);
  if (salt_length == 0)
    return NULL;
  return final_message (self, message, parts[0] + 2, salt, salt_length, (int) iterations);
}

static MdSecret *
answer_final (MdScram *self, const char *message)
{
  g_auto (GStrv) parts = g_strsplit (message, ",", 8);
  g_autofree guchar *shown = NULL;
  gsize length = 0;

  if (self->proven || parts[0] == NULL || !g_str_has_prefix (parts[0], "v="))
    return NULL;
  shown = g_base64_decode (parts[0] + 2, &length);
  if (length != self->signature_length || CRYPTO_memcmp (shown, self->signature, length) != 0)
    return NULL;
  self->proven = TRUE;
  return md_secret_new ("", 0);
}

MdSecret *
md_scram_respond (MdScram *self, const guchar *challenge, gsize length)
{
  g_autofree char *message = NULL;

  if (length == 0 || length > SCRAM_MAX_MESSAGE || memchr (challenge, '\0', length) != NULL)
    return NULL;
  message = g_strndup ((const char *) challenge, length);
  return self->sent_proof ? answer_final (self, message) : answer_first (self, message);
}

MdSecret *
md_scram_get_server_proof (const MdScram *self)
{
  g_autoptr (MdSecret) signature = NULL;
  g_autoptr (MdSecret) encoded = NULL;

  if (self->signature_length == 0)
    return NULL;
  signature = md_secret_new ((const char *) self->signature, (gssize) self->signature_length);
  encoded = md_secret_to_base64 (signature);
  const MdSecretPart parts[] = { { .text = "v=", .length = 2 }, { .secret = encoded } };

  return md_secret_join (parts, G_N_ELEMENTS (parts));
}

gboolean
md_scram_has_started (const MdScram *self)
{
  return self->started;
}

gboolean
md_scram_has_sent_proof (const MdScram *self)
{
  return self->sent_proof;
}

gboolean
md_scram_is_proven (const MdScram *self)
{
  return self->proven;
}
