/* test-mend.c - records with the mistakes people make, and the records offered in their place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mailauth/mailauth.h"
#include "mailauth/mend.h"
#include "mailauth/policies.h"

#include <string.h>

#define KEY "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="

static void
test_tag_lists (void)
{
  static const struct
  {
    const char *story;
    MdRecordKind kind;
    const char *input, *want; /* NULL: no correction */
  } cases[] = {
    { "an unknown policy", MD_RECORD_DMARC, "v=DMARC1; p=rejected", "v=DMARC1; p=reject" },
    { "a misspelt policy", MD_RECORD_DMARC, "v=DMARC1; p=quarentine; pct=50", "v=DMARC1; p=quarantine; pct=50" },
    { "a policy nobody can guess", MD_RECORD_DMARC, "v=DMARC1; p=maybe", "v=DMARC1; p=none" },
    { "commas for semicolons", MD_RECORD_DMARC, "v=DMARC1, p=none, rua=mailto:d@own.example",
      "v=DMARC1; p=none; rua=mailto:d@own.example" },
    { "blanks for semicolons", MD_RECORD_DMARC, "v=DMARC1 p=none", "v=DMARC1; p=none" },
    { "small letters", MD_RECORD_DMARC, "v=dmarc1; P=None", "v=DMARC1; p=none" },
    { "quotes pasted in", MD_RECORD_DMARC, "\"v=DMARC1; p=none\"", "v=DMARC1; p=none" },
    { "quotes escaped", MD_RECORD_DMARC, "\\\"v=DMARC1; p=none\\\"", "v=DMARC1; p=none" },
    { "the policy forgotten", MD_RECORD_DMARC, "v=DMARC1; sp=reject", "v=DMARC1; p=none; sp=reject" },
    { "mailto forgotten", MD_RECORD_DMARC, "v=DMARC1; p=none; rua=d@own.example",
      "v=DMARC1; p=none; rua=mailto:d@own.example" },
    { "two addresses with a semicolon", MD_RECORD_DMARC, "v=DMARC1; p=none; rua=mailto:a@e.example;mailto:b@e.example",
      "v=DMARC1; p=none; rua=mailto:a@e.example,mailto:b@e.example" },
    { "percent with its sign", MD_RECORD_DMARC, "v=DMARC1; p=none; pct=100%", "v=DMARC1; p=none; pct=100" },
    { "too many percent", MD_RECORD_DMARC, "v=DMARC1; p=none; pct=500", "v=DMARC1; p=none; pct=100" },
    { "a colon for the equals sign", MD_RECORD_DMARC, "v=DMARC1; p:reject", "v=DMARC1; p=reject" },
    { "the version last", MD_RECORD_DMARC, "p=reject; v=DMARC1", "v=DMARC1; p=reject" },
    { "a tag twice", MD_RECORD_DMARC, "v=DMARC1; p=none; p=reject", "v=DMARC1; p=none" },
    { "too long", MD_RECORD_DMARC, NULL, NULL },

    { "blanks inside a key", MD_RECORD_DKIM, "v=DKIM1; k=ed25519; p=11qYAYKxCrfV S/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
      "v=DKIM1; k=ed25519; p=" KEY },
    { "quotes inside a key", MD_RECORD_DKIM, "v=DKIM1; k=ed25519; p=11qYAYKxCrfV\" \"S/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
      "v=DKIM1; k=ed25519; p=" KEY },
    { "the version last", MD_RECORD_DKIM, "k=ed25519; p=" KEY "; v=DKIM1", "v=DKIM1; k=ed25519; p=" KEY },
    { "semicolons forgotten", MD_RECORD_DKIM, "v=DKIM1 k=ed25519 p=" KEY, "v=DKIM1; k=ed25519; p=" KEY },
    { "a key cut off", MD_RECORD_DKIM, "v=DKIM1; p=MIGf*", NULL },
    { "no key at all", MD_RECORD_DKIM, "v=DKIM1; k=rsa", NULL },

    { "mailto forgotten", MD_RECORD_TLS_RPT, "v=TLSRPTv1; rua=tls@own.example", "v=TLSRPTv1; rua=mailto:tls@own.example" },
    { "an address forgotten", MD_RECORD_TLS_RPT, "v=TLSRPTv1;", "v=TLSRPTv1; rua=mailto:postmaster@own.example" },
    { "small letters", MD_RECORD_TLS_RPT, "v=tlsrptv1; rua=mailto:a@e.example", "v=TLSRPTv1; rua=mailto:a@e.example" },
    { "a dash in the id", MD_RECORD_STS, "v=STSv1; id=2026-11-22", "v=STSv1; id=20261122" },
    { "no id", MD_RECORD_STS, "v=STSv1;", "v=STSv1; id=1" },
    { "http for https", MD_RECORD_BIMI, "v=BIMI1; l=http://own.example/logo.svg", "v=BIMI1; l=https://own.example/logo.svg" },
  };
  g_autofree char *endless = g_strnfill (5000, 'x');

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = md_mend_record (cases[i].kind, cases[i].input != NULL ? cases[i].input : endless,
                                             "postmaster@own.example");

      g_test_message ("%d: %s", (int) cases[i].kind, cases[i].story);
      g_assert_cmpstr (got, ==, cases[i].want);
    }
}

static void
test_spf (void)
{
  static const char *const flat[] = { "mx", "ip4:192.0.2.1 ip6:2001:db8::1", "a", "", NULL };
  static const struct
  {
    const char *story;
    const char *records[3];
    const char *want;
    MdSpfMending how;
  } cases[] = {
    { "ipv4", { "v=spf1 ipv4:192.0.2.1 -all" }, "v=spf1 ip4:192.0.2.1 -all" },
    { "ip4 with an IPv6 address", { "v=spf1 ip4:2001:db8::1 -all" }, "v=spf1 ip6:2001:db8::1 -all" },
    { "an address alone", { "v=spf1 192.0.2.0/24 ~all" }, "v=spf1 ip4:192.0.2.0/24 ~all" },
    { "equals for a colon", { "v=spf1 include=_spf.e.example -all" }, "v=spf1 include:_spf.e.example -all" },
    { "a colon for equals", { "v=spf1 redirect:_spf.e.example" }, "v=spf1 redirect=_spf.e.example" },
    { "a misspelt include", { "v=spf1 inlcude:_spf.e.example -all" }, "v=spf1 include:_spf.e.example -all" },
    { "commas", { "v=spf1 mx, a, -all" }, "v=spf1 mx a -all" },
    { "a semicolon at the end", { "v=spf1 mx -all;" }, "v=spf1 mx -all" },
    { "two signs", { "v=spf1 mx --all" }, "v=spf1 mx -all" },
    { "an empty a:", { "v=spf1 a: mx -all" }, "v=spf1 a mx -all" },
    { "all in the middle", { "v=spf1 mx -all include:_spf.e.example" }, "v=spf1 mx include:_spf.e.example -all" },
    { "all twice", { "v=spf1 mx ~all -all" }, "v=spf1 mx ~all" },
    { "no all", { "v=spf1 mx" }, "v=spf1 mx ~all" },
    { "what nobody knows is left out, and nothing refused for it", { "v=spf1 mx moo -all" }, "v=spf1 mx ~all" },
    { "two records", { "v=spf1 mx -all", "v=spf1 include:_spf.e.example mx ~all" },
      "v=spf1 mx include:_spf.e.example ~all" },
    { "everybody", { "v=spf1 mx +all" }, "v=spf1 mx ~all", { .close = TRUE } },
    { "everybody, without a sign", { "v=spf1 all" }, "v=spf1 ~all", { .close = TRUE } },
    { "one more address", { "v=spf1 mx -all" }, "v=spf1 mx ip4:192.0.2.9 -all", { .allow = "192.0.2.9" } },
    { "one more address, IPv6", { "v=spf1 redirect=e.example" }, "v=spf1 ip6:2001:db8::9 redirect=e.example",
      { .allow = "2001:db8::9" } },
    { "without an include of nothing", { "v=spf1 mx include:gone.example -all" }, "v=spf1 mx -all",
      { .without = "include:gone.example" } },
    { "addresses in place of names", { "v=spf1 a mx include:e.example -all" },
      "v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 include:e.example -all", { .instead = flat } },
    { "the redirect goes where all is", { "v=spf1 mx redirect=e.example -all" }, "v=spf1 mx -all" },
    { "exp stays", { "v=spf1 mx exp=why.e.example -all" }, "v=spf1 mx -all exp=why.e.example" },
    { "no letters of ours", { "v=spf1 \303\261 -all" }, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = md_mend_spf (cases[i].records, &cases[i].how);

      g_test_message ("%s", cases[i].story);
      g_assert_cmpstr (got, ==, cases[i].want);
    }
}

static void
test_words (void)
{
  static const struct
  {
    const char *record;
    guint position;
    const char *want;
  } cases[] = {
    { "v=DMARC1; p=rejected; pct=5", 13, "rejected" },
    { "v=DMARC1", 9, "" },
    { "v=DMARC1", 0, "" },
    { "v=DMARC1", 4000000, "" },
    { "a \xff", 3, "\357\277\275" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = md_record_word (cases[i].record, cases[i].position);

      g_assert_cmpstr (got, ==, cases[i].want);
    }
}

static void
test_sts_policy (void)
{
  static const struct
  {
    const char *story, *policy;
    guint want;
  } cases[] = {
    { "whole", "version: STSv1\r\nmode: enforce\r\nmx: mx.e.example\r\nmax_age: 86400\r\n", 0 },
    { "none needs no host", "version: STSv1\nmode: none\nmax_age: 86400\n", 0 },
    { "unknown keys", "version: STSv1\nmode: testing\nmx: *.e.example\nmax_age: 1\nnew: x\n", 0 },
    { "mode", "version: STSv1\nmode: strict\nmx: mx.e.example\nmax_age: 1\n", 22 },
    { "version", "version: 1\nmode: none\nmax_age: 1\n", 10 },
    { "age", "version: STSv1\nmode: none\nmax_age: week\n", 36 },
    { "pattern", "version: STSv1\nmode: testing\nmx: mx.*.example\nmax_age: 1\n", 34 },
    { "no host", "version: STSv1\nmode: enforce\nmax_age: 1\n", 41 },
    { "a page", "<html>", 1 },
    { "nothing", "", 1 },
  };
  g_autofree char *mended = NULL;
  g_autofree char *made = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].story);
      g_assert_cmpuint (md_sts_policy_fault (cases[i].policy, strlen (cases[i].policy)), ==, cases[i].want);
    }
  mended = md_mend_sts_policy (cases[0].policy, strlen (cases[0].policy), (const char *const[]) { "a.e", "b.e", NULL });
  g_assert_cmpstr (mended, ==, "version: STSv1\nmode: enforce\nmx: a.e\nmx: b.e\nmax_age: 86400\n");
  made = md_mend_sts_policy ("", 0, (const char *const[]) { "a.e", NULL });
  g_assert_cmpstr (made, ==, "version: STSv1\nmode: testing\nmx: a.e\nmax_age: 604800\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mend/tag-lists", test_tag_lists);
  g_test_add_func ("/mend/spf", test_spf);
  g_test_add_func ("/mend/words", test_words);
  g_test_add_func ("/mend/sts-policy", test_sts_policy);
  return g_test_run ();
}
