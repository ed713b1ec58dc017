/* sasl.c - authentication exchanges; see sasl.h
 *
 * Whatever derives from the password lives in MdSecret or in buffers that are wiped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-sasl"

#include "config.h"

#include "protocols/sasl-scram.h"
#include "protocols/sasl.h"

#include <openssl/evp.h>
#include <string.h>

/* Longer challenges are nobody's. */
#define SASL_MAX_CHALLENGE 16384
#define SASL_MAX_TOKEN_ERROR 4096

struct _MdSasl
{
  MdSaslMechanisms mechanism;
  char *user;         /* (owned) */
  MdSecret *password; /* (owned) password or token */
  char *host;         /* (owned) */
  guint16 port;
  guint answers;     /* challenges answered so far */
  const char *said;  /* (static) what the latest message stands for */
  MdScram *scram;    /* (owned) (nullable) */
  char *token_error; /* (owned) (nullable) */
};

static const struct
{
  MdSaslMechanisms one;
  const char *name;
} mechanisms[] = {
  { MD_SASL_PLAIN, "PLAIN" },
  { MD_SASL_LOGIN, "LOGIN" },
  { MD_SASL_CRAM_MD5, "CRAM-MD5" },
  { MD_SASL_SCRAM_SHA_1, "SCRAM-SHA-1" },
  { MD_SASL_SCRAM_SHA_256, "SCRAM-SHA-256" },
  { MD_SASL_XOAUTH2, "XOAUTH2" },
  { MD_SASL_OAUTHBEARER, "OAUTHBEARER" },
};

MdSaslMechanisms
md_sasl_from_name (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (g_ascii_strcasecmp (mechanisms[i].name, name) == 0)
      return mechanisms[i].one;
  return MD_SASL_OTHER;
}

MdSaslMechanisms
md_sasl_from_names (const char *names)
{
  g_auto (GStrv) words = g_strsplit_set (names, " \t", 64);
  MdSaslMechanisms all = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      all |= md_sasl_from_name (words[i]);
  return all;
}

const char *
md_sasl_name (MdSaslMechanisms one)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (mechanisms[i].one == one)
      return mechanisms[i].name;
  return "OTHER";
}

char *
md_sasl_names (MdSaslMechanisms all)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if ((all & mechanisms[i].one) != 0)
      g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", mechanisms[i].name);
  return g_string_free (out, FALSE);
}

MdSaslMechanisms
md_sasl_choose (MdSaslMechanisms offered, gboolean token, gboolean prefer_fast)
{
  static const MdSaslMechanisms strong[] = { MD_SASL_SCRAM_SHA_256, MD_SASL_SCRAM_SHA_1, MD_SASL_PLAIN, MD_SASL_LOGIN,
                                             MD_SASL_CRAM_MD5 };
  static const MdSaslMechanisms fast[] = { MD_SASL_PLAIN, MD_SASL_SCRAM_SHA_256, MD_SASL_SCRAM_SHA_1, MD_SASL_LOGIN,
                                           MD_SASL_CRAM_MD5 };
  const MdSaslMechanisms *order = prefer_fast ? fast : strong;

  if (token)
    {
      if ((offered & MD_SASL_OAUTHBEARER) != 0)
        return MD_SASL_OAUTHBEARER;
      return offered & MD_SASL_XOAUTH2;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (strong); i++)
    if ((offered & order[i]) != 0)
      return order[i];
  return 0;
}

MdSasl *
md_sasl_new (MdSaslMechanisms mechanism, const char *user, MdSecret *password_or_token, const char *host, guint16 port)
{
  MdSasl *self = g_new0 (MdSasl, 1);

  self->mechanism = mechanism;
  self->user = g_strdup (user);
  self->password = md_secret_ref (password_or_token);
  self->host = g_strdup (host != NULL ? host : "");
  self->port = port;
  self->said = "";
  if (mechanism == MD_SASL_SCRAM_SHA_1)
    self->scram = md_scram_new ("SHA1", user, password_or_token, NULL);
  else if (mechanism == MD_SASL_SCRAM_SHA_256)
    self->scram = md_scram_new ("SHA256", user, password_or_token, NULL);
  return self;
}

void
md_sasl_free (MdSasl *self)
{
  if (self == NULL)
    return;
  g_free (self->user);
  md_secret_unref (self->password);
  g_free (self->host);
  md_scram_free (self->scram);
  g_free (self->token_error);
  g_free (self);
}

static MdSecretPart
text_part (const char *text)
{
  return (MdSecretPart) { .text = text, .length = strlen (text) };
}

/* RFC 4616: no authorization identity, NUL, user, NUL, password.  The password goes as typed: servers that compare
 * bytes are more than those that prepare strings. */
static MdSecret *
plain_message (MdSasl *self)
{
  const MdSecretPart parts[] = {
    { .text = "", .length = 1 }, text_part (self->user), { .text = "", .length = 1 }, { .secret = self->password }
  };

  self->said = "[password]";
  return md_secret_join (parts, G_N_ELEMENTS (parts));
}

static MdSecret *
xoauth2_message (MdSasl *self)
{
  const MdSecretPart parts[] = { text_part ("user="),
                                 text_part (self->user),
                                 text_part ("\001auth=Bearer "),
                                 { .secret = self->password },
                                 text_part ("\001\001") };

  self->said = "[token]";
  return md_secret_join (parts, G_N_ELEMENTS (parts));
}

/* RFC 7628 3.1. */
static MdSecret *
oauthbearer_message (MdSasl *self)
{
  g_autofree char *name = md_scram_escape_name (self->user);
  g_autofree char *head =
      g_strdup_printf ("n,a=%s,\001host=%s\001port=%u\001auth=Bearer ", name, self->host, self->port);
  const MdSecretPart parts[] = { text_part (head), { .secret = self->password }, text_part ("\001\001") };

  self->said = "[token]";
  return md_secret_join (parts, G_N_ELEMENTS (parts));
}

MdSecret *
md_sasl_initial (MdSasl *self)
{
  if (self->mechanism == MD_SASL_PLAIN)
    return plain_message (self);
  if (self->mechanism == MD_SASL_XOAUTH2)
    return xoauth2_message (self);
  if (self->mechanism == MD_SASL_OAUTHBEARER)
    return oauthbearer_message (self);
  if (self->scram == NULL)
    return NULL;
  self->said = "[user]";
  return md_scram_first (self->scram);
}

/* The user name, then the password, whatever the prompts read: servers word them as they like. */
static MdSecret *
login_answer (MdSasl *self)
{
  if (self->answers == 1)
    {
      self->said = "[user]";
      return md_secret_new (self->user, -1);
    }
  self->said = "[password]";
  return self->answers == 2 ? md_secret_ref (self->password) : NULL;
}

/* RFC 2195: the user name, a blank, HMAC-MD5 of the challenge in hexadecimal. */
static MdSecret *
cram_answer (MdSasl *self, const guchar *challenge, gsize length)
{
  guchar digest[EVP_MAX_MD_SIZE];
  char hex[2 * EVP_MAX_MD_SIZE + 1] = "";
  gsize key_length, digest_length = 0;
  const char *key = md_secret_peek (self->password, &key_length);
  MdSecret *answer;

  if (self->answers != 1 || length == 0)
    return NULL;
  if (EVP_Q_mac (NULL, "HMAC", NULL, "MD5", NULL, key, key_length, challenge, length, digest, sizeof digest,
                 &digest_length)
      == NULL)
    return NULL;
  for (gsize i = 0; i < digest_length; i++)
    {
      hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
      hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
  const MdSecretPart parts[] = { text_part (self->user), text_part (" "), text_part (hex) };

  answer = md_secret_join (parts, G_N_ELEMENTS (parts));
  md_wipe (digest, sizeof digest);
  md_wipe (hex, sizeof hex);
  self->said = "[password]";
  return answer;
}

/* A first challenge asks for the token where no initial response could be sent; one with content is the refusal. */
static MdSecret *
token_answer (MdSasl *self, const guchar *challenge, gsize length)
{
  g_autofree char *text = NULL;

  if (length == 0 && self->answers == 1)
    return md_sasl_initial (self);
  if (self->token_error != NULL)
    return NULL;
  text = g_strndup ((const char *) challenge, MIN (length, SASL_MAX_TOKEN_ERROR));
  self->token_error = g_utf8_make_valid (text, -1);
  self->said = "";
  return self->mechanism == MD_SASL_OAUTHBEARER ? md_secret_new ("\001", 1) : md_secret_new ("", 0);
}

static MdSecret *
scram_answer (MdSasl *self, const guchar *challenge, gsize length)
{
  if (self->answers == 1 && length == 0 && !md_scram_has_started (self->scram))
    return md_sasl_initial (self);
  self->said = md_scram_has_sent_proof (self->scram) ? "" : "[password]";
  return md_scram_respond (self->scram, challenge, length);
}

MdSecret *
md_sasl_respond (MdSasl *self, const guchar *challenge, gsize length)
{
  if (length > SASL_MAX_CHALLENGE || self->answers >= 8)
    return NULL;
  self->answers++;
  if (self->scram != NULL)
    return scram_answer (self, challenge, length);
  if ((self->mechanism & MD_SASL_TOKEN_MECHANISMS) != 0)
    return token_answer (self, challenge, length);
  if (self->mechanism == MD_SASL_LOGIN)
    return login_answer (self);
  if (self->mechanism == MD_SASL_CRAM_MD5)
    return cram_answer (self, challenge, length);
  if (self->mechanism == MD_SASL_PLAIN && self->answers == 1)
    return plain_message (self);
  return NULL;
}

const char *
md_sasl_describe (const MdSasl *self)
{
  return self->said;
}

MdSecret *
md_sasl_get_server_proof (const MdSasl *self)
{
  return self->scram != NULL ? md_scram_get_server_proof (self->scram) : NULL;
}

gboolean
md_sasl_is_server_proven (const MdSasl *self)
{
  return self->scram == NULL || md_scram_is_proven (self->scram);
}

const char *
md_sasl_get_token_error (const MdSasl *self)
{
  return self->token_error;
}
