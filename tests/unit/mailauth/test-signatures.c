/* test-signatures.c - DKIM signatures and ARC chains of messages
 *
 * Messages signed here are signed by the test itself, with keys made for it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mailauth/signatures.h"
#include "pretend-dns.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <string.h>

#define NOW 1212278400 /* 2008-06-01 */

/* ── a signer, as small as can be: relaxed/relaxed over text that is relaxed already ── */

static EVP_PKEY *
new_key (const char *type, guint bits)
{
  if (strcmp (type, "ed25519") == 0)
    return EVP_PKEY_Q_keygen (NULL, NULL, "ED25519");
  return EVP_PKEY_Q_keygen (NULL, NULL, "RSA", (size_t) bits);
}

static char *
key_record (EVP_PKEY *key, const char *type, const char *extra)
{
  g_autofree guchar *bytes = NULL;
  g_autofree char *text = NULL;
  guchar raw[32];
  size_t length = sizeof raw;

  if (strcmp (type, "ed25519") == 0)
    {
      g_assert_cmpint (EVP_PKEY_get_raw_public_key (key, raw, &length), ==, 1);
      text = g_base64_encode (raw, length);
    }
  else
    {
      guchar *der = NULL;
      int n = i2d_PUBKEY (key, &der);

      g_assert_cmpint (n, >, 0);
      text = g_base64_encode (der, (gsize) n);
      OPENSSL_free (der);
    }
  return g_strdup_printf ("v=DKIM1; k=%s; %sp=%s", type, extra, text);
}

static char *
sign_bytes (EVP_PKEY *key, gboolean ed25519, const char *text)
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  guchar hash[EVP_MAX_MD_SIZE];
  g_autofree guchar *signature = NULL;
  guint n = 0;
  size_t length = 0;
  const guchar *data = (const guchar *) text;
  gsize data_length = strlen (text);

  if (ed25519)
    {
      EVP_Digest (text, strlen (text), hash, &n, EVP_sha256 (), NULL);
      data = hash;
      data_length = n;
    }
  g_assert_cmpint (EVP_DigestSignInit (context, NULL, ed25519 ? NULL : EVP_sha256 (), NULL, key), ==, 1);
  g_assert_cmpint (EVP_DigestSign (context, NULL, &length, data, data_length), ==, 1);
  signature = g_malloc (length);
  g_assert_cmpint (EVP_DigestSign (context, signature, &length, data, data_length), ==, 1);
  EVP_MD_CTX_free (context);
  return g_base64_encode (signature, length);
}

static char *
body_hash (const char *body)
{
  guchar hash[EVP_MAX_MD_SIZE];
  guint n = 0;

  EVP_Digest (body, strlen (body), hash, &n, EVP_sha256 (), NULL);
  return g_base64_encode (hash, n);
}

/* @header: what is signed, in relaxed form; the message keeps it so. */
static char *
signed_message (EVP_PKEY *key, gboolean ed25519, const char *tags, const char *header, const char *body,
                const char *hashed_body)
{
  g_autofree char *hash = body_hash (hashed_body);
  g_autofree char *field = g_strdup_printf ("v=1; a=%s; c=relaxed/relaxed; d=example.org; s=sel; %sbh=%s; b=",
                                            ed25519 ? "ed25519-sha256" : "rsa-sha256", tags, hash);
  g_autofree char *text = g_strdup_printf ("%sdkim-signature:%s", header, field);
  g_autofree char *signature = sign_bytes (key, ed25519, text);

  return g_strdup_printf ("DKIM-Signature: %s%s\r\n%s\r\n%s", field, signature, header, body);
}

#define HEADER "from:Ana <ana@example.org>\r\nsubject:hola\r\n"
#define BODY "Hola, Berta:\r\n\r\nnos vemos.\r\n"

static MdDkimSignature *
verify (const char *message, const char *zone)
{
  const MdWait wait = { NULL, G_MAXINT64 };
  g_autoptr (PretendDns) pretend = pretend_dns_new_from_zone (zone);
  g_autoptr (MdMailDns) dns = md_mail_dns_new (NULL, &wait, pretend_dns_ask, pretend);
  g_autoptr (MdRawMessage) raw = md_raw_message_new (message, strlen (message));
  g_autoptr (GPtrArray) found = md_dkim_verify (raw, dns, NOW);

  g_assert_cmpuint (found->len, ==, 1);
  g_ptr_array_set_free_func (found, NULL);
  return g_ptr_array_index (found, 0);
}

/* What was signed and what arrives. */
typedef struct
{
  const char *story, *type;
  guint bits;
  const char *tags, *record;     /* more of the signature, more of the key */
  const char *body, *hashed_body;
  const char *from, *to;         /* (nullable) what is replaced on the way */
  const char *result, *reason;
  gboolean verified;
} SignCase;

static const SignCase sign_cases[] = {
  { "RSA", "rsa", 2048, "h=from:subject; ", "", BODY, BODY, NULL, NULL, "pass", "good", TRUE },
  { "Ed25519", "ed25519", 0, "h=from:subject; ", "", BODY, BODY, NULL, NULL, "pass", "good", TRUE },
  { "1024 bits are enough", "rsa", 1024, "h=from:subject; ", "", BODY, BODY, NULL, NULL, "pass", "good", TRUE },
  { "512 bits are not", "rsa", 512, "h=from:subject; ", "", BODY, BODY, NULL, NULL, "policy", "short-key", TRUE },
  { "blanks and lines at the end", "rsa", 2048, "h=from:subject; ", "", "Hola,\tBerta:  \r\n\r\nnos   vemos.\r\n\r\n \r\n",
    BODY, ",\t", ", ", "pass", "good", TRUE },
  { "lines without CR", "rsa", 2048, "h=from:subject; ", "", BODY, BODY, "\r\n", "\n", "pass", "good", TRUE },
  { "a footer was added", "rsa", 2048, "h=from:subject; ", "", BODY "-- \r\nlista\r\n", BODY, NULL, NULL, "fail",
    "body-changed", FALSE },
  { "a subject was marked", "rsa", 2048, "h=from:subject; ", "", BODY, BODY, "subject:hola", "subject:[lista] hola",
    "fail", "header-changed", FALSE },
  { "only the first part is signed", "rsa", 2048, "h=from:subject; l=14; ", "", BODY, "Hola, Berta:\r\n", NULL, NULL,
    "pass", "good", TRUE },
  { "shorter than l= says", "rsa", 2048, "h=from:subject; l=999; ", "", BODY, BODY, NULL, NULL, "fail",
    "body-shorter", FALSE },
  { "expired", "rsa", 2048, "h=from:subject; t=1; x=2; ", "", BODY, BODY, NULL, NULL, "policy", "expired", TRUE },
  { "expires later", "rsa", 2048, "h=from:subject; t=1; x=9999999999; ", "", BODY, BODY, NULL, NULL, "pass", "good",
    TRUE },
  { "expires before it is made", "rsa", 2048, "h=from:subject; t=5; x=4; ", "", BODY, BODY, NULL, NULL, "neutral",
    "signature-syntax", FALSE },
  { "From is not signed", "rsa", 2048, "h=subject; ", "", BODY, BODY, "from:Ana <ana@example.org>\r\n", "", "fail",
    "header-changed", FALSE },
  { "a subdomain signs for", "rsa", 2048, "h=from:subject; i=@mail.example.org; ", "", BODY, BODY, NULL, NULL, "pass",
    "good", TRUE },
  { "which the key forbids", "rsa", 2048, "h=from:subject; i=@mail.example.org; ", "t=s; ", BODY, BODY, NULL, NULL,
    "policy", "subdomain-not-allowed", TRUE },
  { "another domain signs for", "rsa", 2048, "h=from:subject; i=@example.com; ", "", BODY, BODY, NULL, NULL, "policy",
    "identity-outside", TRUE },
  { "a name that only ends alike", "rsa", 2048, "h=from:subject; i=@badexample.org; ", "", BODY, BODY, NULL, NULL,
    "policy", "identity-outside", TRUE },
  { "a key for other things", "rsa", 2048, "h=from:subject; ", "s=tlsrpt; ", BODY, BODY, NULL, NULL, "policy",
    "key-not-for-mail", TRUE },
  { "a key for another hash", "rsa", 2048, "h=from:subject; ", "h=sha1; ", BODY, BODY, NULL, NULL, "policy",
    "hash-not-allowed", TRUE },
  { "several services and hashes", "rsa", 2048, "h=from:subject; ", "h=sha1:sha256; s=web:email; ", BODY, BODY, NULL,
    NULL, "pass", "good", TRUE },
  { "a name said too often, and nothing added", "rsa", 2048, "h=from:from:subject:subject; ", "", BODY, BODY, NULL,
    NULL, "pass", "good", TRUE },
  { "a second From is added", "rsa", 2048, "h=from:from:subject; ", "", BODY, BODY, "subject:hola",
    "from:Mal <mal@example.com>\r\nsubject:hola", "fail", "header-changed", FALSE },
  { "a second From that the signature does not forbid", "rsa", 2048, "h=from:subject; ", "", BODY, BODY, "from:Ana",
    "from:Mal <mal@example.com>\r\nfrom:Ana", "pass", "good", TRUE },
  { "unknown tags", "rsa", 2048, "h=from:subject; xy=1; ", "", BODY, BODY, NULL, NULL, "pass", "good", TRUE },
  { "a tag twice", "rsa", 2048, "h=from:subject; d=example.com; ", "", BODY, BODY, NULL, NULL, "neutral",
    "signature-syntax", FALSE },
  { "no list of fields", "rsa", 2048, "", "", BODY, BODY, NULL, NULL, "permerror", "tag-missing", FALSE },
  { "another way to the key", "rsa", 2048, "h=from:subject; q=ldap; ", "", BODY, BODY, NULL, NULL, "neutral",
    "unknown-query", FALSE },
};

/* @text with every @from replaced; nothing else. */
static char *
replaced (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  return g_strjoinv (to, parts);
}

static void
test_signed_here (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sign_cases); i++)
    {
      const SignCase *row = &sign_cases[i];
      EVP_PKEY *key = new_key (row->type, row->bits);
      g_autofree char *record = key_record (key, row->type, row->record);
      g_autofree char *zone = g_strdup_printf ("sel._domainkey.example.org TXT %s", record);
      g_autofree char *sent = signed_message (key, strcmp (row->type, "ed25519") == 0, row->tags, HEADER, row->body,
                                              row->hashed_body);
      g_autofree char *arrives = row->from != NULL ? replaced (sent, row->from, row->to) : g_strdup (sent);
      g_autoptr (MdDkimSignature) got = verify (arrives, zone);

      g_test_message ("%s", row->story);
      g_assert_cmpstr (md_dkim_result_name (got->result), ==, row->result);
      g_assert_cmpstr (md_dkim_reason_name (got->reason), ==, row->reason);
      g_assert_cmpint (got->verified, ==, row->verified);
      g_assert_cmpstr (got->domain, ==, "example.org");
      EVP_PKEY_free (key);
    }
}

/* What the answer to the question for the key does; the signature itself is right. */
static void
test_keys (void)
{
  static const struct { const char *story, *zone, *result, *reason; } cases[] = {
    { "no key", "", "permerror", "key-missing" },
    { "revoked", "sel._domainkey.example.org TXT v=DKIM1; p=", "permerror", "key-revoked" },
    { "not base64", "sel._domainkey.example.org TXT v=DKIM1; p=***", "permerror", "key-syntax" },
    { "another text", "sel._domainkey.example.org TXT hola", "permerror", "key-missing" },
    { "another kind", "sel._domainkey.example.org TXT v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
      "permerror", "key-other-type" },
    { "no answer", "sel._domainkey.example.org TIMEOUT", "temperror", "key-lookup-failed" },
  };
  EVP_PKEY *key = new_key ("rsa", 2048);
  g_autofree char *message = signed_message (key, FALSE, "h=from:subject; ", HEADER, BODY, BODY);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MdDkimSignature) got = verify (message, cases[i].zone);

      g_test_message ("%s", cases[i].story);
      g_assert_cmpstr (md_dkim_result_name (got->result), ==, cases[i].result);
      g_assert_cmpstr (md_dkim_reason_name (got->reason), ==, cases[i].reason);
      /* The body needs no key. */
      g_assert_true (got->body_matches);
      g_assert_false (got->verified);
    }
  EVP_PKEY_free (key);
}

static void
test_raw_message (void)
{
  static const struct { const char *story, *bytes; guint fields; const char *body; } cases[] = {
    { "nothing", "", 0, "" },
    { "an empty line", "\n", 0, "" },
    { "a body alone", "\nhola", 0, "hola" },
    { "a header alone", "A: 1\nB: 2", 2, "" },
    { "folded", "A: 1\n 2\n\t3\nB: 2\n\n\nc", 2, "\r\nc" },
    { "mbox", "From ana Mon Jan 1\nA: 1\n\nb\n", 1, "b\r\n" },
    { "a line that is no field", "A: 1\nhola\nB: 2\n\nb", 2, "b" },
    { "a body that begins with blanks", "A: 1\r\n\r\n  b\r\n", 1, "  b\r\n" },
    { "CR alone", "A: 1\r2\r\n\r\nb\rc", 1, "b\rc" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MdRawMessage) raw = md_raw_message_new (cases[i].bytes, strlen (cases[i].bytes));
      g_autofree char *body = g_strndup (raw->body, raw->body_length);

      g_test_message ("%s", cases[i].story);
      g_assert_cmpuint (raw->fields->len, ==, cases[i].fields);
      g_assert_cmpstr (body, ==, cases[i].body);
      g_assert_false (raw->cut);
    }
}

static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (MdRawMessage) many = NULL, wide = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_append (text, "A: 1\r\n");
  many = md_raw_message_new (text->str, text->len);
  g_assert_true (many->cut);
  g_assert_cmpuint (many->fields->len, ==, MD_HEADER_MAX_FIELDS);
  g_string_assign (text, "A: ");
  for (guint i = 0; i < 70000; i++)
    g_string_append_c (text, 'x');
  wide = md_raw_message_new (text->str, text->len);
  g_assert_true (wide->cut);
}

/* ── where public test data is at hand ── */

static char *
corpus_path (const char *name)
{
  const char *corpora = g_getenv ("MD_CORPORA");
  g_autofree char *path = g_build_filename (corpora != NULL ? corpora : ".", "auth", "dkim", name, NULL);

  if (corpora == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  return g_steal_pointer (&path);
}

static PretendDns *
corpus_zone (void)
{
  g_autofree char *path = corpus_path ("dns.tsv");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  PretendDns *dns = pretend_dns_new ();

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", 2);
      gboolean missing = strcmp (fields[1], "NXDOMAIN") == 0;

      if (!missing)
        pretend_dns_add (dns, fields[0], "TXT", strcmp (fields[1], "\"\"") == 0 ? "" : fields[1]);
    }
  return dns;
}

static void
check_row (char **row, PretendDns *pretend)
{
  const MdWait wait = { NULL, G_MAXINT64 };
  g_autofree char *name = g_build_filename ("mail", row[0], NULL);
  g_autofree char *path = corpus_path (name);
  g_autofree char *bytes = NULL;
  gsize length = 0, n = (gsize) g_ascii_strtoull (row[2], NULL, 10);
  g_autoptr (MdMailDns) dns = md_mail_dns_new (NULL, &wait, pretend_dns_ask, pretend);
  g_autoptr (MdRawMessage) raw = NULL;
  g_autoptr (GPtrArray) found = NULL;
  const MdDkimSignature *got;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  raw = md_raw_message_new (bytes, length);
  found = md_dkim_verify (raw, dns, NOW);
  g_assert_cmpuint (found->len, >=, n);
  got = g_ptr_array_index (found, n - 1);
  g_test_message ("%s %s: %s %s, verified %d; want %s, %s (%s)", row[0], row[2], md_dkim_result_name (got->result),
                  md_dkim_reason_name (got->reason), got->verified, row[14], row[9], row[10]);
  g_assert_cmpstr (got->domain, ==, row[4]);
  g_assert_cmpstr (got->selector, ==, row[5]);
  /* DomainKeys (RFC 4870) is historic, RFC 6376 does not know it: said to be there, never checked. */
  if (strcmp (row[3], "domainkeys") == 0)
    {
      g_assert_cmpint (got->reason, ==, MD_DKIM_REASON_DOMAINKEYS);
      return;
    }
  g_assert_cmpint (got->result == MD_DKIM_PASS, ==, strcmp (row[14], "pass") == 0);
  if (strcmp (row[9], "pass") == 0)
    g_assert_true (got->verified);
  if (strcmp (row[9], "fail") == 0)
    g_assert_false (got->verified);
  /* Right as cryptography and not accepted has a word of its own. */
  g_assert_cmpint (got->result == MD_DKIM_POLICY, ==, got->verified && got->result != MD_DKIM_PASS);
}

static void
test_corpus (void)
{
  g_autofree char *path = corpus_path ("expected.tsv");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (PretendDns) pretend = NULL;
  guint n = 0;

  if (path == NULL)
    {
      g_test_skip ("the data is not at hand");
      return;
    }
  pretend = corpus_zone ();
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (gsize i = 1; lines[i] != NULL; i++, n++)
    {
      g_auto (GStrv) row = g_strsplit (lines[i], "\t", -1);

      check_row (row, pretend);
    }
  g_assert_cmpuint (n, ==, 42);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailauth/raw-message", test_raw_message);
  g_test_add_func ("/mailauth/raw-message/limits", test_limits);
  g_test_add_func ("/mailauth/dkim/signed-here", test_signed_here);
  g_test_add_func ("/mailauth/dkim/keys", test_keys);
  g_test_add_func ("/mailauth/dkim/corpus", test_corpus);
  return g_test_run ();
}
