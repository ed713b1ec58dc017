/* test-knowledge.c - providers, typing slips, block lists, interception: what is asked of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "knowledge/knowledge.h"

#include <string.h>

static void
test_providers (void)
{
  static const struct
  {
    const char *story, *domain, *mx, *want, *outgoing;
    gboolean is_public;
  } cases[] = {
    { "by domain", "gmail.com", NULL, "gmail", "smtp.gmail.com", TRUE },
    { "upper case and closing dot", "GMail.COM.", NULL, "gmail", "smtp.gmail.com", TRUE },
    { "many domains", "hotmail.es", NULL, "outlook", "smtp-mail.outlook.com", TRUE },
    { "any subdomain", "a.b.hermes.radio", NULL, "hermes.radio", NULL, TRUE },
    { "an own domain by its MX", "example.org", "aspmx.l.google.com", "gmail", "smtp.gmail.com", FALSE },
    { "the longest suffix", "example.org", "hotmail-com.olc.protection.outlook.com", "outlook", "smtp-mail.outlook.com",
      FALSE },
    { "a shorter one", "example.org", "example-org.mail.protection.outlook.com", "microsoft365", "smtp.office365.com",
      FALSE },
    { "not in the middle of a label", "example.org", "notgoogle.com", NULL, NULL, FALSE },
    { "unknown", "example.org", NULL, NULL, NULL, FALSE },
    { "not a domain", "exa mple", NULL, NULL, NULL, FALSE },
    { "empty", "", NULL, NULL, NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *hosts[] = { cases[i].mx, NULL };
      g_autoptr (MdSettings) got = cases[i].mx == NULL ? md_providers_find (cases[i].domain)
                                                       : md_providers_find_by_mx (cases[i].domain, hosts);

      g_test_message ("%s", cases[i].story);
      g_assert_cmpstr (got == NULL ? NULL : got->provider, ==, cases[i].want);
      if (got == NULL)
        continue;
      g_assert_cmpint (got->public_provider, ==, cases[i].is_public);
      g_assert_cmpint (got->source, ==, cases[i].mx == NULL ? MD_SOURCE_FACTS : MD_SOURCE_FACTS_MX);
      if (cases[i].outgoing != NULL)
        g_assert_cmpstr (((MdEndpoint *) g_ptr_array_index (got->outgoing, 0))->host, ==, cases[i].outgoing);
    }
}

static void
test_provider_facts (void)
{
  g_autoptr (MdSettings) gmail = md_providers_find ("gmail.com");
  g_autoptr (MdSettings) outlook = md_providers_find ("outlook.com");
  g_autoptr (MdSettings) server = md_providers_find_by_server ("smtp.gmail.com");
  g_autoptr (MdSettings) incoming = md_providers_find_by_server ("IMAP.gmail.com");
  g_autoptr (MdSettings) nobody = md_providers_find_by_server ("smtp.example.org");

  g_assert_cmpint (gmail->app_password, ==, MD_APP_PASSWORD_WITH_TWO_STEP);
  g_assert_nonnull (gmail->app_password_url);
  g_assert_cmpuint (gmail->per_day, ==, 500);
  g_assert_false (gmail->servers_unsure);
  g_assert_true (outlook->oauth2_only);
  g_assert_cmpstr (server->provider, ==, "gmail");
  g_assert_cmpstr (incoming->provider, ==, "gmail");
  g_assert_null (nobody);
  g_assert_cmpuint (md_providers_count (), >=, 300);
}

static void
test_typos (void)
{
  static const struct
  {
    const char *typed, *want;
  } cases[] = {
    { "gmial.com", "gmail.com" },       { "GMIAL.com", "gmail.com" },    { "gmail.con", "gmail.com" },
    { "miempresa.con", "miempresa.com" }, { "hotmial.com", "hotmail.com" }, { "gmaik.com", "gmail.com" },
    { "otulook.com", "outlook.com" },   { "gmail.com", NULL },           { "ymail.com", NULL },
    { "email.com", NULL },              { "example.org", NULL },         { "mycompany.co", NULL },
    { "mycompany.cm", NULL },           { "o3.pl", NULL },               { "", NULL },
    { "not a domain", NULL },           { "a.com.m", "a.com.mx" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].typed);
      g_assert_cmpstr (md_typos_suggest (cases[i].typed), ==, cases[i].want);
    }
}

/* The rows of a table of the corpora; NULL, and the test is skipped, where there is none. */
static char **
read_rows (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("MD_CORPORA"), "addresses", name, NULL);
  g_autofree char *text = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL))
    return g_strsplit (g_strstrip (text), "\n", -1);
  g_test_skip ("no corpora here");
  return NULL;
}

static void
test_typo_corpora (void)
{
  g_auto (GStrv) slips = read_rows ("typos-generated.tsv");
  g_auto (GStrv) published = read_rows ("typos.tsv");
  g_auto (GStrv) domains = read_rows ("provider-domains.tsv");

  for (guint i = 1; slips != NULL && slips[i] != NULL; i++)
    {
      g_auto (GStrv) columns = g_strsplit (slips[i], "\t", -1);

      g_test_message ("%s", slips[i]);
      g_assert_cmpstr (md_typos_suggest (columns[2]), ==, columns[0]);
    }
  for (guint i = 1; domains != NULL && domains[i] != NULL; i++)
    {
      g_auto (GStrv) columns = g_strsplit (domains[i], "\t", -1);

      g_test_message ("%s", columns[0]);
      g_assert_null (md_typos_suggest (columns[0]));
    }
  for (guint i = 1; published != NULL && published[i] != NULL; i++)
    {
      g_auto (GStrv) columns = g_strsplit (g_strdelimit (published[i], "\"", ' '), "\t", -1);
      char *at = strchr (columns[2], '@');
      char *want = strchr (columns[3], '@');

      /* Rows that are no whole domain test the parts of a program that looks at each label by itself. */
      if (at == NULL || strlen (g_strstrip (at)) < 2)
        continue;
      g_test_message ("%s", published[i]);
      /* Its list has no ending ".cmo"; ours suggests ".com", to be held against DNS like every suggestion. */
      if (strstr (at, "randomsmallcompany") == NULL)
        g_assert_cmpstr (md_typos_suggest (at + 1), ==, want != NULL ? g_strstrip (want) + 1 : NULL);
    }
}

static void
test_addresses (void)
{
  g_assert_true (md_local_part_is_role ("info"));
  g_assert_true (md_local_part_is_role ("Postmaster+x"));
  g_assert_false (md_local_part_is_role ("informa"));
  g_assert_true (md_domain_is_disposable ("mailinator.com"));
  g_assert_true (md_domain_is_disposable ("a.b.Mailinator.com"));
  g_assert_false (md_domain_is_disposable ("notmailinator.com"));
  g_assert_false (md_domain_is_disposable ("com"));
}

static const MdBlocklist *
find_list (const char *zone)
{
  gsize n_lists = 0;
  const MdBlocklist *lists = md_blocklists_get (&n_lists);

  for (gsize i = 0; i < n_lists; i++)
    if (strcmp (lists[i].zone, zone) == 0)
      return &lists[i];
  return NULL;
}

static void
test_blocklists (void)
{
  static const struct
  {
    const char *zone, *answer;
    MdListing want;
  } cases[] = {
    { "zen.spamhaus.org", "127.0.0.2", MD_LISTING_LISTED },
    { "zen.spamhaus.org", "127.0.0.4", MD_LISTING_LISTED },
    { "zen.spamhaus.org", "127.0.0.10", MD_LISTING_POLICY },
    { "zen.spamhaus.org", "127.0.0.11", MD_LISTING_POLICY },
    { "zen.spamhaus.org", "127.255.255.254", MD_LISTING_VOID },
    { "zen.spamhaus.org", "127.0.0.1", MD_LISTING_VOID },
    { "zen.spamhaus.org", "192.0.2.1", MD_LISTING_VOID },
    { "bl.spamcop.net", "127.0.0.2", MD_LISTING_LISTED },
    { "bl.spamcop.net", "127.0.0.200", MD_LISTING_VOID },
    { "hostkarma.junkemailfilter.com", "127.0.0.1", MD_LISTING_NONE },
    { "hostkarma.junkemailfilter.com", "127.0.0.2", MD_LISTING_LISTED },
    { "multi.surbl.org", "127.0.0.8", MD_LISTING_LISTED },
    { "multi.surbl.org", "127.0.0.72", MD_LISTING_LISTED },
    { "multi.surbl.org", "127.0.0.1", MD_LISTING_VOID },
    { "multi.surbl.org", "127.0.0.4", MD_LISTING_VOID },
    { "multi.uribl.com", "nonsense", MD_LISTING_VOID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const MdBlocklist *list = find_list (cases[i].zone);
      const char *meaning = NULL;

      g_test_message ("%s %s", cases[i].zone, cases[i].answer);
      g_assert_nonnull (list);
      g_assert_cmpint (md_blocklist_judge (list, cases[i].answer, &meaning), ==, cases[i].want);
    }
  g_assert_null (find_list ("dnsbl.sorbs.net"));
  g_assert_null (find_list ("cbl.abuseat.org"));
  g_assert_null (find_list ("ix.dnsbl.manitu.net"));
}

static void
test_issuers (void)
{
  static const struct
  {
    const char *issuer, *product;
  } cases[] = {
    { "Avast Web/Mail Shield Root / generated by Avast Antivirus for SSL/TLS scanning", "Avast" },
    { "avast! web/mail shield root / Avast Trusted CA", "Avast" },
    { "FGT60F / Fortinet / Certificate Authority", "Fortinet FortiGate" },
    { "Kaspersky Anti-Virus Personal Root Certificate", "Kaspersky" },
    { "mitmproxy / mitmproxy", "Debugging proxies" },
    { "R11 / Let's Encrypt", NULL },
    { "DigiCert Global Root G2 / DigiCert Inc / www.digicert.com", NULL },
    { "Acadendian Hosting CA", NULL }, /* "Endian" is a product, but not inside a word */
    { "", NULL },
    { "\xff\xff", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const MdInterceptor *got = md_interception_by_issuer (cases[i].issuer);

      g_test_message ("issuer %u", (guint) i);
      g_assert_cmpstr (got == NULL ? NULL : got->product, ==, cases[i].product);
    }
  g_assert_null (md_interception_by_issuer (NULL));
}

static void
test_banners (void)
{
  static const struct
  {
    const char *line, *id;
  } cases[] = {
    { "220 **********************************************", "cisco-pix-mask" },
    { "220 ****2***0*************", "cisco-starred-220" },
    { "250-XXXXXXXA", "cisco-starttls-mask" },
    { "* OK [CAPABILITY IMAP4rev1] ready", "wrong-service" },
    { "+OK POP3 ready", "wrong-service" },
    { "SSH-2.0-OpenSSH_9.2", "wrong-service" },
    { "HTTP/1.1 400 Bad Request", "wrong-service" },
    { "\x15\x03\x01\x02\x02", "tls-bytes" },
    { "220 mx.example.org ESMTP Postfix", NULL },
    { "220-mx.example.org ESMTP Exim 4.96", NULL },
    { "250-STARTTLS", NULL },
    { "250-XCLIENT NAME ADDR", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const MdBannerMark *got = md_interception_by_banner (cases[i].line);

      g_test_message ("%s", cases[i].line);
      g_assert_cmpstr (got == NULL ? NULL : got->id, ==, cases[i].id);
    }
  g_assert_null (md_interception_by_banner (NULL));
}

/* Everything is read on first use by whoever comes first. */
static gpointer
use_all (gpointer unused)
{
  MdReplyMeaning meaning = { 0 };
  g_autoptr (MdSettings) settings = md_providers_find ("gmail.com");

  g_assert_nonnull (settings);
  g_assert_true (md_replies_classify (535, "5.7.8", "authentication failed", MD_PHASE_AUTH, NULL, &meaning));
  g_assert_nonnull (md_beacons_get ());
  g_assert_nonnull (md_selectors_probe_first ());
  g_assert_nonnull (md_typos_suggest ("gmial.com"));
  g_assert_null (md_interception_by_banner ("220 x"));
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[8];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("use", use_all, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/threads", test_threads);
  g_test_add_func ("/knowledge/providers", test_providers);
  g_test_add_func ("/knowledge/provider-facts", test_provider_facts);
  g_test_add_func ("/knowledge/typos", test_typos);
  g_test_add_func ("/knowledge/typo-corpora", test_typo_corpora);
  g_test_add_func ("/knowledge/addresses", test_addresses);
  g_test_add_func ("/knowledge/blocklists", test_blocklists);
  g_test_add_func ("/knowledge/issuers", test_issuers);
  g_test_add_func ("/knowledge/banners", test_banners);
  return g_test_run ();
}
