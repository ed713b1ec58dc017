/* test-address.c - the syntax of addresses, and what can be made of a wrong one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reading/address.h"

#include <json-glib/json-glib.h>
#include <string.h>

static void
test_syntax (void)
{
  static const struct
  {
    const char *story, *input;
    MdAddressFault want;
    guint position;
    const char *domain;
  } cases[] = {
    { "plain", "ana@example.org", MD_ADDRESS_VALID, 0, "example.org" },
    { "capitals", "Ana@EXAMPLE.org", MD_ADDRESS_VALID, 0, "example.org" },
    { "every sign", "!#$%&'*+-/=?^_`{|}~@example.org", MD_ADDRESS_VALID, 0, "example.org" },
    { "quoted", "\"ana pérez\"@example.org", MD_ADDRESS_VALID, 0, "example.org" },
    { "an @ in quotes", "\"a@b\"@example.org", MD_ADDRESS_VALID, 0, "example.org" },
    { "accents", "señora@correo.example", MD_ADDRESS_VALID, 0, "correo.example" },
    { "accents in the domain", "ana@españa.example", MD_ADDRESS_VALID, 0, "xn--espaa-rta.example" },
    { "literal", "ana@[192.0.2.1]", MD_ADDRESS_VALID, 0, "[192.0.2.1]" },
    { "literal of IPv6", "ana@[IPv6:2001:db8::1]", MD_ADDRESS_VALID, 0, "[IPv6:2001:db8::1]" },
    { "nothing", "", MD_ADDRESS_EMPTY, 0, NULL },
    { "no at", "ana.example.org", MD_ADDRESS_NO_AT, 0, NULL },
    { "no name", "@example.org", MD_ADDRESS_NO_LOCAL_PART, 1, NULL },
    { "no domain", "ana@", MD_ADDRESS_NO_DOMAIN, 4, NULL },
    { "a blank", "ana perez@example.org", MD_ADDRESS_BLANK, 4, NULL },
    { "a blank that does not break", "ana@exam\u00a0ple.org", MD_ADDRESS_BLANK, 9, NULL },
    { "a comma", "ana@example,org", MD_ADDRESS_COMMA, 12, NULL },
    { "two addresses", "ana@example.org;eva@example.org", MD_ADDRESS_COMMA, 16, NULL },
    { "brackets", "<ana@example.org>", MD_ADDRESS_BRACKET, 1, NULL },
    { "two ats", "ana@@example.org", MD_ADDRESS_TWO_ATS, 4, NULL },
    { "dots in a row", "ana..p@example.org", MD_ADDRESS_DOTS, 5, NULL },
    { "dot before the at", "ana.@example.org", MD_ADDRESS_DOT_LAST, 4, NULL },
    { "closing dot", "ana@example.org.", MD_ADDRESS_DOT_LAST, 16, NULL },
    { "underscore in the domain", "ana@my_host.example", MD_ADDRESS_CHARACTER, 7, NULL },
    { "position behind an accent", "ñu ñu@example.org", MD_ADDRESS_BLANK, 3, NULL },
    { "hyphen", "ana@-example.org", MD_ADDRESS_HYPHEN, 5, NULL },
    { "not closed", "\"ana@example.org", MD_ADDRESS_QUOTES, 1, NULL },
    { "bytes", "an\xff"
               "a@example.org",
      MD_ADDRESS_CONTROL, 3, NULL },
    { "literal of nothing", "ana@[example]", MD_ADDRESS_LITERAL, 5, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MdAddress) address = md_address_parse (cases[i].input);

      g_test_message ("%s", cases[i].story);
      g_assert_cmpstr (md_address_fault_name (address->fault), ==, md_address_fault_name (cases[i].want));
      g_assert_cmpuint (address->position, ==, cases[i].position);
      g_assert_cmpstr (address->domain, ==, cases[i].domain);
      g_assert_cmpint (address->local != NULL, ==, cases[i].want == MD_ADDRESS_VALID);
    }
}

static void
test_lengths (void)
{
  g_autofree char *name = g_strnfill (64, 'a'), *label = g_strnfill (63, 'b');
  g_autofree char *longest = g_strdup_printf ("%s@%s.example", name, label);
  g_autofree char *name_over = g_strdup_printf ("a%s@example.org", name);
  g_autofree char *label_over = g_strdup_printf ("a@b%s.example", label);
  g_autofree char *whole_over = g_strdup_printf ("%s@%s.%s.%s", name, label, label, label);
  g_autoptr (MdAddress) fits = md_address_parse (longest), long_name = md_address_parse (name_over);
  g_autoptr (MdAddress) long_label = md_address_parse (label_over), long_whole = md_address_parse (whole_over);

  g_assert_cmpint (fits->fault, ==, MD_ADDRESS_VALID);
  g_assert_cmpint (long_name->fault, ==, MD_ADDRESS_LOCAL_TOO_LONG);
  g_assert_cmpint (long_label->fault, ==, MD_ADDRESS_LABEL_TOO_LONG);
  g_assert_cmpint (long_whole->fault, ==, MD_ADDRESS_TOO_LONG);
}

static void
test_repair (void)
{
  static const struct
  {
    const char *input, *want;
  } cases[] = {
    { "  ana@example.org ", "ana@example.org" },
    { "Ana <ana@example.org>", "ana@example.org" },
    { "mailto:ana@example.org", "ana@example.org" },
    { "ana@example,org", "ana@example.org" },
    { "ana@example..org", "ana@example.org" },
    { "ana@example.org.", "ana@example.org" },
    { "ana.@example.org", "ana@example.org" },
    { "ana @ example.org", "ana@example.org" },
    { "ana@example.org", NULL },
    { "ana", NULL },
    { "ana@", NULL },
    { "ana@@example.org", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *repaired = md_address_repair (cases[i].input);

      g_test_message ("%s", cases[i].input);
      g_assert_cmpstr (repaired, ==, cases[i].want);
    }
}

/* isemail's categories: up to RFC5321 it is an address for SMTP, beyond (comments, folded blanks, what only RFC 5322
 * lets a header hold, obsolete forms, errors) it is none.  "needs_dns" rows are judged by their syntax. */
static void
test_isemail (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("MD_CORPORA"), "addresses", "isemail.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("no corpora here");
      return;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_auto (GStrv) columns = g_strsplit (lines[i], "\t", -1);
      g_autoptr (JsonNode) node = json_from_string (columns[1], NULL);
      gboolean want = g_strv_contains ((const char *const[]) { "VALID_CATEGORY", "DNSWARN", "RFC5321", NULL }, columns[2]);
      g_autoptr (MdAddress) address = NULL;

      g_test_message ("%s: %s", columns[0], columns[1]);
      /* A NUL: no text of C holds it, and nobody types it. */
      if (strstr (columns[1], "\\u0000") != NULL)
        continue;
      address = md_address_parse (json_node_get_string (node));
      g_assert_cmpint (address->fault == MD_ADDRESS_VALID, ==, want);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/syntax", test_syntax);
  g_test_add_func ("/address/lengths", test_lengths);
  g_test_add_func ("/address/repair", test_repair);
  g_test_add_func ("/address/isemail", test_isemail);
  return g_test_run ();
}
