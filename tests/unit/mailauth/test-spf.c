/* test-spf.c - SPF: macros, limits, the place of a fault, and reading a record without an address
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mailauth/spf-internal.h"
#include "pretend-dns.h"

static const MdWait forever = { NULL, G_MAXINT64 };

static void
test_macros (void)
{
  /* The examples of RFC 7208 section 7.4. */
  static const struct { const char *input, *want4, *want6; } cases[] = {
    { "%{s}", "strong-bad@email.example.com", NULL },
    { "%{o}", "email.example.com", NULL },
    { "%{d}", "email.example.com", NULL },
    { "%{d4}", "email.example.com", NULL },
    { "%{d3}", "email.example.com", NULL },
    { "%{d2}", "example.com", NULL },
    { "%{d1}", "com", NULL },
    { "%{dr}", "com.example.email", NULL },
    { "%{d2r}", "example.email", NULL },
    { "%{l}", "strong-bad", NULL },
    { "%{l-}", "strong.bad", NULL },
    { "%{lr}", "strong-bad", NULL },
    { "%{lr-}", "bad.strong", NULL },
    { "%{l1r-}", "strong", NULL },
    { "%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com",
      "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com" },
    { "%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com", NULL },
    { "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com", NULL },
    { "%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net", NULL },
    { "%%%_%-%{S}", "% %20strong-bad%40email.example.com", NULL },
  };
  static const guint8 address4[4] = { 192, 0, 2, 3 };
  static const guint8 address6[16] = { 0x20, 0x01, 0x0d, 0xb8, [14] = 0xcb, [15] = 0x01 };
  MdSpfMacros macros = { "strong-bad@email.example.com", "email.example.com", "mx.example.org", address4, FALSE, NULL,
                         NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = NULL;

      g_assert_null (md_spf_macro_fault (cases[i].input, FALSE));
      got = md_spf_macro_expand (cases[i].input, &macros, FALSE);
      g_assert_cmpstr (got, ==, cases[i].want4);
    }
  macros.address = address6;
  macros.is_ip6 = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *got = md_spf_macro_expand (cases[i].input, &macros, FALSE);

      if (cases[i].want6 != NULL)
        g_assert_cmpstr (got, ==, cases[i].want6);
    }
}

static void
test_macro_faults (void)
{
  static const struct { const char *input; gboolean domain; int want; } cases[] = {
    { "%{d}.example.org", TRUE, -1 },
    { "example.org.", TRUE, -1 },
    { "%{i}", TRUE, -1 },
    { "%(i)", FALSE, 0 },
    { "a%{d", FALSE, 1 },
    { "a%{x}", FALSE, 1 },
    { "%{d0}", FALSE, 0 },
    { "%{c}", FALSE, 0 },
    { "a%", FALSE, 1 },
    { "example", TRUE, 0 },
    { "%{d}com", TRUE, 4 },
    { "example.123", TRUE, 0 },
    { "exam ple.org", TRUE, 4 },
    { "", TRUE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *fault = cases[i].domain ? md_spf_domain_spec_fault (cases[i].input)
                                          : md_spf_macro_fault (cases[i].input, FALSE);

      g_test_message ("%s", cases[i].input);
      g_assert_cmpint (fault == NULL ? -1 : (int) (fault - cases[i].input), ==, cases[i].want);
    }
}

/* One zone for the tables below. */
static const char zone[] =
    "plain.example TXT v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all\n"
    "inc.example TXT v=spf1 include:plain.example ~all\n"
    "bad.example TXT v=spf1 ip4:192.0.2.1 ip4:192.0.2.999 -all\n"
    "badinc.example TXT v=spf1 include:bad.example -all\n"
    "goneinc.example TXT v=spf1 mx include:gone.example -all\n"
    "goneinc.example MX 10 mx.example\n"
    "mx.example A 192.0.2.77\n"
    "mx.example AAAA 2001:db8::77\n"
    "two.example TXT v=spf1 -all\n"
    "two.example TXT v=spf1 a -all\n"
    "two.example TXT something else\n"
    "open.example TXT v=spf1 mx +all\n"
    "open0.example TXT v=spf1 ip4:0.0.0.0/0 -all\n"
    "openinc.example TXT v=spf1 include:open.example -all\n"
    "openred.example TXT v=spf1 redirect=open.example\n"
    "many.example TXT v=spf1 a:1.many.example a:2.many.example a:3.many.example a:4.many.example a:5.many.example"
    " include:more.example -all\n"
    "more.example TXT v=spf1 a:6.many.example a:7.many.example a:8.many.example a:9.many.example a:10.many.example -all\n"
    "1.many.example A 198.51.100.1\n"
    "2.many.example A 198.51.100.2\n"
    "3.many.example A 198.51.100.3\n"
    "4.many.example A 198.51.100.4\n"
    "5.many.example A 198.51.100.5\n"
    "6.many.example A 198.51.100.6\n"
    "7.many.example A 198.51.100.7\n"
    "8.many.example A 198.51.100.8\n"
    "9.many.example A 198.51.100.9\n"
    "10.many.example A 198.51.100.10\n"
    "void.example TXT v=spf1 a:x1.example a:x2.example a:x3.example ip4:192.0.2.1 -all\n"
    "void2.example TXT v=spf1 a:x1.example a:x2.example ip4:192.0.2.1 -all\n"
    "loop.example TXT v=spf1 include:loop.example -all\n"
    "slow.example TIMEOUT\n"
    "slowinc.example TXT v=spf1 include:slow.example -all\n"
    "macro.example TXT v=spf1 exists:%{ir}.allow.macro.example -all exp=why.macro.example\n"
    "1.2.0.192.allow.macro.example A 127.0.0.2\n"
    "why.macro.example TXT %{i} may not send for %{d} as %{s} (%{c})\n"
    "ptr.example TXT v=spf1 ptr -all\n"
    "1.2.0.192.in-addr.arpa PTR a.ptr.example\n"
    "1.2.0.192.in-addr.arpa PTR liar.ptr.example\n"
    "2.2.0.192.in-addr.arpa PTR liar.ptr.example\n"
    "a.ptr.example A 192.0.2.1\n"
    "liar.ptr.example A 192.0.2.200\n"
    "p.example TXT v=spf1 exists:%{p}.p.example -all\n"
    "a.ptr.example.p.example A 127.0.0.2\n"
    "red.example TXT v=spf1 redirect=macro.example\n"
    "text.example TXT hello\n";

static const struct
{
  const char *domain, *address;
  MdSpfResult want;
  MdSpfFault fault;
  const char *mechanism, *fault_domain, *word;
  guint position, lookups;
} checks[] = {
  { "plain.example", "192.0.2.1", MD_SPF_PASS, MD_SPF_FAULT_NONE, "ip4:192.0.2.0/24", NULL, NULL, 0, 0 },
  { "plain.example", "::ffff:192.0.2.1", MD_SPF_PASS, MD_SPF_FAULT_NONE, "ip4:192.0.2.0/24", NULL, NULL, 0, 0 },
  { "plain.example", "2001:db8:1::1", MD_SPF_PASS, MD_SPF_FAULT_NONE, "ip6:2001:db8::/32", NULL, NULL, 0, 0 },
  { "plain.example", "203.0.113.9", MD_SPF_FAIL, MD_SPF_FAULT_NONE, "-all", NULL, NULL, 0, 0 },
  { "plain.example.", "203.0.113.9", MD_SPF_FAIL, MD_SPF_FAULT_NONE, "-all", NULL, NULL, 0, 0 },
  { "inc.example", "192.0.2.1", MD_SPF_PASS, MD_SPF_FAULT_NONE, "include:plain.example", NULL, NULL, 0, 1 },
  { "inc.example", "203.0.113.9", MD_SPF_SOFTFAIL, MD_SPF_FAULT_NONE, "~all", NULL, NULL, 0, 1 },
  { "bad.example", "192.0.2.1", MD_SPF_PERMERROR, MD_SPF_FAULT_SYNTAX, NULL, "bad.example", "ip4:192.0.2.999", 22, 0 },
  { "badinc.example", "192.0.2.1", MD_SPF_PERMERROR, MD_SPF_FAULT_SYNTAX, NULL, "bad.example", "ip4:192.0.2.999", 22,
    1 },
  { "goneinc.example", "203.0.113.9", MD_SPF_PERMERROR, MD_SPF_FAULT_INCLUDE, NULL, "goneinc.example",
    "include:gone.example", 11, 2 },
  { "goneinc.example", "192.0.2.77", MD_SPF_PASS, MD_SPF_FAULT_NONE, "mx", NULL, NULL, 0, 1 },
  { "two.example", "192.0.2.1", MD_SPF_PERMERROR, MD_SPF_FAULT_MULTIPLE, NULL, "two.example", "v=spf1", 1, 0 },
  { "many.example", "203.0.113.9", MD_SPF_PERMERROR, MD_SPF_FAULT_LOOKUPS, NULL, "more.example", "a:10.many.example",
    76, 11 },
  { "many.example", "198.51.100.9", MD_SPF_PASS, MD_SPF_FAULT_NONE, "include:more.example", NULL, NULL, 0, 10 },
  { "void.example", "192.0.2.1", MD_SPF_PERMERROR, MD_SPF_FAULT_VOID_LOOKUPS, NULL, "void.example", "a:x3.example", 34,
    3 },
  { "void2.example", "192.0.2.1", MD_SPF_PASS, MD_SPF_FAULT_NONE, "ip4:192.0.2.1", NULL, NULL, 0, 2 },
  { "loop.example", "192.0.2.1", MD_SPF_PERMERROR, MD_SPF_FAULT_LOOKUPS, NULL, "loop.example", "include:loop.example",
    8, 11 },
  { "slow.example", "192.0.2.1", MD_SPF_TEMPERROR, MD_SPF_FAULT_NONE, NULL, NULL, NULL, 0, 0 },
  { "slowinc.example", "192.0.2.1", MD_SPF_TEMPERROR, MD_SPF_FAULT_NONE, NULL, NULL, NULL, 0, 1 },
  { "macro.example", "192.0.2.1", MD_SPF_PASS, MD_SPF_FAULT_NONE, "exists:%{ir}.allow.macro.example", NULL, NULL, 0, 1 },
  { "ptr.example", "192.0.2.1", MD_SPF_PASS, MD_SPF_FAULT_NONE, "ptr", NULL, NULL, 0, 1 },
  { "ptr.example", "192.0.2.2", MD_SPF_FAIL, MD_SPF_FAULT_NONE, "-all", NULL, NULL, 0, 1 },
  { "p.example", "192.0.2.1", MD_SPF_PASS, MD_SPF_FAULT_NONE, "exists:%{p}.p.example", NULL, NULL, 0, 1 },
  { "p.example", "192.0.2.2", MD_SPF_FAIL, MD_SPF_FAULT_NONE, "-all", NULL, NULL, 0, 1 },
  { "text.example", "192.0.2.1", MD_SPF_NONE, MD_SPF_FAULT_NONE, NULL, NULL, NULL, 0, 0 },
  { "nowhere.example", "192.0.2.1", MD_SPF_NONE, MD_SPF_FAULT_NONE, NULL, NULL, NULL, 0, 0 },
  { "plain.example", "not an address", MD_SPF_NONE, MD_SPF_FAULT_NONE, NULL, NULL, NULL, 0, 0 },
};

static void
test_check (void)
{
  g_autoptr (PretendDns) dns = pretend_dns_new_from_zone (zone);

  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_autoptr (MdSpf) spf = md_spf_check (NULL, checks[i].address, checks[i].domain, NULL, NULL, &forever,
                                            pretend_dns_ask, dns);

      g_test_message ("%s for %s", checks[i].domain, checks[i].address);
      g_assert_cmpstr (md_spf_result_name (spf->result), ==, md_spf_result_name (checks[i].want));
      g_assert_cmpint (spf->fault, ==, checks[i].fault);
      if (checks[i].mechanism != NULL)
        g_assert_cmpstr (spf->mechanism, ==, checks[i].mechanism);
      g_assert_cmpstr (spf->fault_domain, ==, checks[i].fault_domain);
      g_assert_cmpstr (spf->word, ==, checks[i].word);
      g_assert_cmpuint (spf->position, ==, checks[i].position);
      g_assert_cmpuint (spf->lookups, ==, checks[i].lookups);
      g_assert_nonnull (spf->trace);
    }
}

static const struct
{
  const char *domain;
  MdSpfResult want;
  MdSpfFault fault;
  guint lookups;
  gboolean allows_all;
} readings[] = {
  { "plain.example", MD_SPF_FAIL, MD_SPF_FAULT_NONE, 0, FALSE },
  { "inc.example", MD_SPF_SOFTFAIL, MD_SPF_FAULT_NONE, 1, FALSE },
  { "badinc.example", MD_SPF_PERMERROR, MD_SPF_FAULT_SYNTAX, 1, FALSE },
  { "goneinc.example", MD_SPF_PERMERROR, MD_SPF_FAULT_INCLUDE, 2, FALSE },
  { "two.example", MD_SPF_PERMERROR, MD_SPF_FAULT_MULTIPLE, 0, FALSE },
  { "open.example", MD_SPF_PASS, MD_SPF_FAULT_NONE, 1, TRUE },
  { "open0.example", MD_SPF_PASS, MD_SPF_FAULT_NONE, 0, TRUE },
  { "openinc.example", MD_SPF_PASS, MD_SPF_FAULT_NONE, 2, TRUE },
  { "openred.example", MD_SPF_PASS, MD_SPF_FAULT_NONE, 2, TRUE },
  { "many.example", MD_SPF_PERMERROR, MD_SPF_FAULT_LOOKUPS, 11, FALSE },
  { "loop.example", MD_SPF_PERMERROR, MD_SPF_FAULT_LOOKUPS, 40, FALSE },
  { "slowinc.example", MD_SPF_TEMPERROR, MD_SPF_FAULT_NONE, 1, FALSE },
  { "macro.example", MD_SPF_FAIL, MD_SPF_FAULT_NONE, 1, FALSE },
  { "void.example", MD_SPF_PERMERROR, MD_SPF_FAULT_VOID_LOOKUPS, 3, FALSE },
  { "ptr.example", MD_SPF_FAIL, MD_SPF_FAULT_NONE, 1, FALSE },
  { "text.example", MD_SPF_NONE, MD_SPF_FAULT_NONE, 0, FALSE },
};

static void
test_read (void)
{
  g_autoptr (PretendDns) dns = pretend_dns_new_from_zone (zone);

  for (gsize i = 0; i < G_N_ELEMENTS (readings); i++)
    {
      g_autoptr (MdSpf) spf = md_spf_read (NULL, readings[i].domain, &forever, pretend_dns_ask, dns);

      g_test_message ("%s", readings[i].domain);
      g_assert_cmpstr (md_spf_result_name (spf->result), ==, md_spf_result_name (readings[i].want));
      g_assert_cmpint (spf->fault, ==, readings[i].fault);
      g_assert_cmpuint (spf->lookups, ==, readings[i].lookups);
      g_assert_cmpint (spf->allows_all, ==, readings[i].allows_all);
    }
}

static void
test_explanation (void)
{
  g_autoptr (PretendDns) dns = pretend_dns_new_from_zone (zone);
  g_autoptr (MdSpf) spf = md_spf_check (NULL, "203.0.113.9", "macro.example", "ana@macro.example", "h.example", &forever,
                                        pretend_dns_ask, dns);
  g_autoptr (MdSpf) redirected = md_spf_check (NULL, "203.0.113.9", "red.example", "ana@red.example", NULL, &forever,
                                               pretend_dns_ask, dns);

  g_assert_cmpstr (spf->explanation, ==,
                   "203.0.113.9 may not send for macro.example as ana@macro.example (203.0.113.9)");
  g_assert_cmpstr (redirected->explanation, ==,
                   "203.0.113.9 may not send for macro.example as ana@red.example (203.0.113.9)");
  g_assert_cmpstr (redirected->mechanism, ==, "-all");
}

static char *
trace_text (const MdSpf *spf)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < spf->trace->len; i++)
    {
      const MdSpfStep *step = g_ptr_array_index (spf->trace, i);

      g_string_append_printf (text, "%*s%s: %s", (int) (step->depth * 4 + (step->is_record ? 0 : 2)), "", step->text,
                              step->outcome);
      if (step->last_lookup > 0)
        g_string_append_printf (text, " [%u-%u]", step->first_lookup, step->last_lookup);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

/* Includes are read like a tree, with what each costs. */
static void
test_trace (void)
{
  static const char tree[] =
      "own.example TXT v=spf1 include:one.example mx -all\n"
      "one.example TXT v=spf1 ip4:203.0.113.0/24 include:two.example ?all\n"
      "two.example TXT v=spf1 redirect=three.example\n"
      "three.example TXT v=spf1 ip4:192.0.2.0/24 -all\n";
  static const char want[] =
      "own.example: v=spf1 include:one.example mx -all\n"
      "  include:one.example: match [1-3]\n"
      "    one.example: v=spf1 ip4:203.0.113.0/24 include:two.example ?all\n"
      "      ip4:203.0.113.0/24: no match\n"
      "      include:two.example: match [2-3]\n"
      "        two.example: v=spf1 redirect=three.example\n"
      "          redirect=three.example: pass [3-3]\n"
      "            three.example: v=spf1 ip4:192.0.2.0/24 -all\n"
      "              ip4:192.0.2.0/24: match\n";
  g_autoptr (PretendDns) dns = pretend_dns_new_from_zone (tree);
  g_autoptr (MdSpf) spf = md_spf_check (NULL, "192.0.2.9", "own.example", NULL, NULL, &forever, pretend_dns_ask, dns);
  g_autofree char *got = trace_text (spf);

  g_assert_cmpstr (got, ==, want);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailauth/spf/macros", test_macros);
  g_test_add_func ("/mailauth/spf/macro-faults", test_macro_faults);
  g_test_add_func ("/mailauth/spf/check", test_check);
  g_test_add_func ("/mailauth/spf/read", test_read);
  g_test_add_func ("/mailauth/spf/explanation", test_explanation);
  g_test_add_func ("/mailauth/spf/trace", test_trace);
  return g_test_run ();
}
