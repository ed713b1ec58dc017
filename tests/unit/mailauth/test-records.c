/* test-records.c - DKIM keys, DMARC records, organizational domains, MTA-STS policies
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mailauth/mailauth.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define RSA_1024 \
  "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq" \
  "631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB"

static void
test_dkim_key (void)
{
  static const struct
  {
    const char *story, *input;
    MdDkimKeyState want;
    guint bits, position;
    gboolean testing;
  } cases[] = {
    { "RSA of RFC 6376", "v=DKIM1; p=" RSA_1024, MD_DKIM_KEY_OK, 1024, 0, FALSE },
    { "without a version", "k=rsa; t=y:s; p=" RSA_1024, MD_DKIM_KEY_OK, 1024, 0, TRUE },
    { "Ed25519 of RFC 8463", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", MD_DKIM_KEY_OK, 256, 0,
      FALSE },
    { "padding left out", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo", MD_DKIM_KEY_OK, 256, 0,
      FALSE },
    { "revoked", "v=DKIM1; p=", MD_DKIM_KEY_REVOKED, 0, 0, FALSE },
    { "revoked, blanks", "v=DKIM1; k=rsa; p= ;", MD_DKIM_KEY_REVOKED, 0, 0, FALSE },
    { "not base64", "v=DKIM1; p=MIG*", MD_DKIM_KEY_SYNTAX, 0, 15, FALSE },
    { "base64 of something else", "v=DKIM1; p=aGVsbG8=", MD_DKIM_KEY_SYNTAX, 0, 12, FALSE },
    { "no key", "v=DKIM1; k=rsa", MD_DKIM_KEY_SYNTAX, 0, 15, FALSE },
    { "version not first", "k=rsa; v=DKIM1; p=" RSA_1024, MD_DKIM_KEY_SYNTAX, 0, 8, FALSE },
    { "other version", "v=DKIM2; p=" RSA_1024, MD_DKIM_KEY_SYNTAX, 0, 1, FALSE },
    { "unknown kind", "v=DKIM1; k=dsa; p=" RSA_1024, MD_DKIM_KEY_SYNTAX, 0, 12, FALSE },
    { "only SHA-1", "v=DKIM1; h=sha1; p=" RSA_1024, MD_DKIM_KEY_SYNTAX, 0, 12, FALSE },
    { "not for mail", "v=DKIM1; s=tlsrpt; p=" RSA_1024, MD_DKIM_KEY_SYNTAX, 0, 12, FALSE },
    { "a tag twice", "v=DKIM1; p=; p=" RSA_1024, MD_DKIM_KEY_SYNTAX, 0, 14, FALSE },
    { "quotes pasted in", "\"v=DKIM1; p=" RSA_1024 "\"", MD_DKIM_KEY_OTHER_RECORD, 0, 0, FALSE },
    { "a wildcard's SPF", "v=spf1 -all", MD_DKIM_KEY_OTHER_RECORD, 0, 0, FALSE },
    { "nothing", "", MD_DKIM_KEY_OTHER_RECORD, 0, 0, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MdDkimKey) key = md_dkim_key_parse (cases[i].input);

      g_test_message ("%s", cases[i].story);
      g_assert_cmpint (key->state, ==, cases[i].want);
      g_assert_cmpuint (key->state == MD_DKIM_KEY_OK ? key->bits : 0, ==, cases[i].bits);
      g_assert_cmpuint (key->position, ==, cases[i].position);
      g_assert_cmpint (key->testing, ==, cases[i].testing);
    }
}

static void
test_dmarc (void)
{
  static const struct
  {
    const char *story, *input;
    int valid; /* -1: no DMARC */
    const char *policy;
    guint percent, position;
  } cases[] = {
    { "all tags", "v=DMARC1; p=reject; sp=quarantine; adkim=s; aspf=r; pct=50; rua=mailto:d@example.org!10m,mailto:e@e.org", 1,
      "reject", 50, 0 },
    { "upper-case value", "v=DMARC1;p=NONE", 1, "none", 100, 0 },
    { "no policy, with reports", "v=DMARC1; rua=mailto:d@example.org", 1, "none", 100, 0 },
    { "no policy", "v=DMARC1; sp=none", 0, NULL, 100, 18 },
    { "unknown policy", "v=DMARC1; p=rejected", 0, NULL, 100, 13 },
    { "percent out of range", "v=DMARC1; p=none; pct=101", 0, "none", 100, 23 },
    { "address without mailto", "v=DMARC1; p=none; rua=d@example.org", 0, "none", 100, 23 },
    { "comma for a semicolon", "v=DMARC1, p=none", -1, NULL, 0, 0 },
    { "small letters", "v=dmarc1; p=none", 0, "none", 100, 3 },
    { "unknown tag", "v=DMARC1; p=none; x=1", 1, "none", 100, 0 },
    { "no equals sign", "v=DMARC1; p none", 0, NULL, 100, 11 },
    { "another record", "v=spf1 -all", -1, NULL, 0, 0 },
    { "not first", "p=none; v=DMARC1", -1, NULL, 0, 0 },
    { "nothing", "", -1, NULL, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MdDmarc) dmarc = md_dmarc_parse (cases[i].input);

      g_test_message ("%s", cases[i].story);
      if (cases[i].valid < 0)
        {
          g_assert_null (dmarc);
          continue;
        }
      g_assert_nonnull (dmarc);
      g_assert_cmpuint (dmarc->position, ==, cases[i].position);
      g_assert_cmpint (dmarc->valid, ==, cases[i].valid);
      g_assert_cmpstr (dmarc->policy, ==, cases[i].policy);
      g_assert_cmpuint (dmarc->percent, ==, cases[i].percent);
    }
}

static void
test_mta_sts (void)
{
  static const char good[] = "version: STSv1\r\nmode: enforce\r\nmx: mail.example.org\r\nmx: *.example.net\r\n"
                             "max_age: 604800\r\n";
  static const struct { const char *host; gboolean want; } cases[] = {
    { "mail.example.org", TRUE },   { "MAIL.example.org", TRUE }, { "x.mail.example.org", FALSE },
    { "mx1.example.net", TRUE },    { "example.net", FALSE },     { "a.b.example.net", FALSE },
    { "mx1xexample.net", FALSE },
  };
  static const char *const bad[] = {
    "",
    "version: STSv2\nmode: enforce\nmx: a.example\nmax_age: 1\n",
    "version: STSv1\nmode: maybe\nmx: a.example\nmax_age: 1\n",
    "version: STSv1\nmode: enforce\nmax_age: 1\n",
    "version: STSv1\nmode: enforce\nmx: a.example\n",
    "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 99999999999\n",
  };
  g_autoptr (MdMtaSts) policy = md_mta_sts_parse (good, strlen (good));

  g_assert_true (policy->valid);
  g_assert_cmpstr (policy->mode, ==, "enforce");
  g_assert_cmpuint (policy->max_age, ==, 604800);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (md_mta_sts_covers (policy, cases[i].host), ==, cases[i].want);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (MdMtaSts) broken = md_mta_sts_parse (bad[i], strlen (bad[i]));

      g_assert_false (broken->valid);
      g_assert_nonnull (broken->mx);
    }
}

static void
test_organizational_domain (void)
{
  static const struct { const char *input, *want; } cases[] = {
    { "example.org", "example.org" },       { "mail.example.org", "example.org" },
    { "a.b.example.co.uk", "example.co.uk" }, { "co.uk", "co.uk" },
    { "MAIL.Example.ORG", "example.org" },  { "correo.españa.es", "xn--espaa-rta.es" },
    { "mail.\377\300.example.org", "mail.\377\300.example.org" }, /* no UTF-8: no name that GLib can convert */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = md_organizational_domain (cases[i].input);

      g_assert_cmpstr (got, ==, cases[i].want);
    }
}

/* ── where public test data is at hand ── */

/* Lines of a file below MD_CORPORA, or NULL after having skipped the test. */
static char **
corpus_lines (const char *name)
{
  const char *corpora = g_getenv ("MD_CORPORA");
  g_autofree char *path = g_build_filename (corpora != NULL ? corpora : ".", "auth", name, NULL);
  g_autofree char *text = NULL;

  if (corpora == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("the data is not at hand");
      return NULL;
    }
  return g_strsplit (g_strchomp (text), "\n", -1);
}

static void
test_dkim_corpus (void)
{
  g_auto (GStrv) zone = corpus_lines ("dkim/dns.tsv");
  g_auto (GStrv) rows = zone != NULL ? corpus_lines ("dkim/expected.tsv") : NULL;
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  if (rows == NULL)
    return;
  for (gsize i = 0; zone[i] != NULL; i++)
    {
      char *tab = strchr (zone[i], '\t');

      g_assert_nonnull (tab);
      *tab = '\0';
      g_hash_table_insert (texts, zone[i], tab + 1);
    }
  for (gsize i = 1; rows[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (rows[i], "\t", -1);
      g_autofree char *name = g_strdup_printf ("%s._domainkey.%s", fields[5], fields[4]);
      const char *text = g_hash_table_lookup (texts, name);
      g_autoptr (MdDkimKey) key = NULL;

      if (text == NULL || fields[8][0] == '\0')
        continue;
      key = md_dkim_key_parse (text);
      g_test_message ("%s: %s", name, fields[10]);
      /* Without SHA-256 among its hashes a key is of no use any more (RFC 8301). */
      if (strstr (text, " h=") != NULL && strstr (text, "sha256") == NULL)
        g_assert_cmpint (key->state, !=, MD_DKIM_KEY_OK);
      else
        g_assert_cmpuint (key->bits, ==, g_ascii_strtoull (fields[8], NULL, 10));
      n++;
    }
  g_assert_cmpuint (n, >, 10);
}

static void
test_dmarc_tags_corpus (void)
{
  g_auto (GStrv) rows = corpus_lines ("dmarc/tag-values.tsv");

  for (gsize i = 1; rows != NULL && rows[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (rows[i], "\t", -1);
      g_autofree char *record = NULL;
      g_autoptr (MdDmarc) dmarc = NULL;

      /* The origin compares the version without regard to case, the RFC exactly. */
      if (strcmp (fields[0], "v") == 0)
        continue;
      record = strcmp (fields[0], "p") == 0 ? g_strdup_printf ("v=DMARC1; p=%s", fields[1])
                                            : g_strdup_printf ("v=DMARC1; p=none; %s=%s", fields[0], fields[1]);
      dmarc = md_dmarc_parse (record);
      g_test_message ("%s", record);
      g_assert_nonnull (dmarc);
      g_assert_cmpint (dmarc->valid, ==, fields[2][0] == '1');
    }
}

/* The one DMARC record at _dmarc.@domain of the scripted zone; NULL: none, or more than one. */
static const char *
scripted_record (JsonObject *dns, const char *domain)
{
  g_autofree char *name = g_strdup_printf ("_dmarc.%s", domain);
  JsonObject *types = json_object_has_member (dns, name) ? json_object_get_object_member (dns, name) : NULL;
  JsonArray *texts;
  const char *found = NULL;
  guint n = 0;

  if (types == NULL || !json_object_has_member (types, "TXT")
      || !JSON_NODE_HOLDS_ARRAY (json_object_get_member (types, "TXT")))
    return NULL;
  texts = json_object_get_array_member (types, "TXT");
  for (guint i = 0; i < json_array_get_length (texts); i++)
    {
      const char *text = json_array_get_string_element (texts, i);
      g_autoptr (MdDmarc) dmarc = md_dmarc_parse (text);

      if (dmarc != NULL)
        {
          found = text;
          n++;
        }
    }
  return n == 1 ? found : NULL;
}

static void
check_record_row (const char *line)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *row, *expect;
  const char *domain, *text;
  g_autofree char *organization = NULL;
  g_autoptr (MdDmarc) dmarc = NULL;

  g_assert_true (json_parser_load_from_data (parser, line, -1, NULL));
  row = json_node_get_object (json_parser_get_root (parser));
  expect = json_object_get_object_member (row, "expect");
  g_test_message ("%s", json_object_get_string_member (row, "id"));
  if (!json_object_has_member (expect, "found") || !json_object_has_member (row, "domain"))
    return;
  domain = json_object_get_string_member (row, "domain");
  organization = md_organizational_domain (domain);
  text = scripted_record (json_object_get_object_member (row, "dns"), domain);
  if (text == NULL)
    text = scripted_record (json_object_get_object_member (row, "dns"), organization);
  g_assert_cmpint (text != NULL, ==, json_object_get_boolean_member (expect, "found"));
  dmarc = text != NULL ? md_dmarc_parse (text) : NULL;
  if (dmarc != NULL && json_object_has_member (expect, "p"))
    g_assert_cmpstr (dmarc->policy, ==, json_object_get_string_member (expect, "p"));
}

static void
test_dmarc_record_corpus (void)
{
  g_auto (GStrv) rows = corpus_lines ("dmarc/record.jsonl");

  for (gsize i = 0; rows != NULL && rows[i] != NULL; i++)
    check_record_row (rows[i]);
}

static void
test_registrable_corpus (void)
{
  g_auto (GStrv) rows = corpus_lines ("psl/registrable.tsv");

  for (gsize i = 1; rows != NULL && rows[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (rows[i], "\t", -1);
      g_autofree char *got = NULL, *want = NULL;

      if (fields[1] == NULL || fields[1][0] == '\0')
        continue;
      got = md_organizational_domain (fields[0]);
      want = g_hostname_to_ascii (fields[1]);
      g_test_message ("%s", fields[0]);
      g_assert_cmpstr (got, ==, want);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailauth/dkim-key", test_dkim_key);
  g_test_add_func ("/mailauth/dmarc", test_dmarc);
  g_test_add_func ("/mailauth/mta-sts", test_mta_sts);
  g_test_add_func ("/mailauth/organizational-domain", test_organizational_domain);
  g_test_add_func ("/mailauth/corpus/dkim-keys", test_dkim_corpus);
  g_test_add_func ("/mailauth/corpus/dmarc-tags", test_dmarc_tags_corpus);
  g_test_add_func ("/mailauth/corpus/dmarc-records", test_dmarc_record_corpus);
  g_test_add_func ("/mailauth/corpus/registrable", test_registrable_corpus);
  return g_test_run ();
}
