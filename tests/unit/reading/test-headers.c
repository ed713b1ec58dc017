/* test-headers.c - fields, encoded words, addresses and dates of a header
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reading/headers.h"

#include <string.h>

static void
test_fields (void)
{
  static const struct
  {
    const char *story, *input;
    guint n_fields;
    const char *subject, *rest;
    guint n_broken;
  } cases[] = {
    { "plain", "From: a\r\nSubject: hello\r\n\r\nbody", 2, "hello", "body", 0 },
    { "line feeds", "Subject: hello\nTo: b\n\nbody\n", 2, "hello", "body\n", 0 },
    { "folded", "Subject: one\r\n two\r\n\tthree\r\n\r\n", 1, "one two\tthree", "", 0 },
    { "value on the second line", "Subject:\r\n later \r\n\r\n", 1, "later", "", 0 },
    { "no blank behind the colon", "subject:x\n\n", 1, "x", "", 0 },
    { "blanks before the colon", "Subject : x\n\n", 1, "x", "", 0 },
    { "empty value", "Subject:\nTo: a\n\nb", 2, "", "b", 0 },
    { "mailbox line in front", "From a@example.org Thu Jan  1 00:00:00 1970\nSubject: x\n\nb", 1, "x", "b", 0 },
    { "a line that is none", "Subject: x\nwhat is this\nTo: a\n\nb", 2, "x", "b", 1 },
    { "no end", "Subject: x\nTo: a", 2, "x", "", 0 },
    { "no line end", "Subject: x", 1, "x", "", 0 },
    { "repeated: the first", "Subject: x\nSubject: y\n\n", 2, "x", "", 0 },
    { "a text", "I could not send\nSubject: x\n\n", 0, NULL, "I could not send\nSubject: x\n\n", 0 },
    { "nothing", "", 0, NULL, "", 0 },
    { "an empty line first", "\nSubject: x\n\n", 0, NULL, "\nSubject: x\n\n", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MdHeaders) headers = md_headers_parse (cases[i].input, strlen (cases[i].input));

      g_test_message ("%s", cases[i].story);
      g_assert_cmpuint (headers->fields->len, ==, cases[i].n_fields);
      g_assert_cmpstr (md_headers_get (headers, "SUBJECT"), ==, cases[i].subject);
      g_assert_cmpstr (cases[i].input + headers->length, ==, cases[i].rest);
      g_assert_cmpuint (headers->n_broken, ==, cases[i].n_broken);
    }
}

static void
test_repeated (void)
{
  static const char text[] = "Received: one\nX: 0\nreceived: two\nRECEIVED: three\n\n";
  g_autoptr (MdHeaders) headers = md_headers_parse (text, strlen (text));

  g_assert_cmpuint (md_headers_count (headers, "Received"), ==, 3);
  g_assert_cmpstr (md_headers_get_nth (headers, "Received", 2), ==, "three");
  g_assert_null (md_headers_get_nth (headers, "Received", 3));
  g_assert_cmpuint (md_headers_count (headers, "Receive"), ==, 0);
}

static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (MdHeaders) many = NULL, large = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (text, "A: b\n");
  many = md_headers_parse (text->str, text->len);
  g_assert_cmpuint (many->fields->len, ==, 2000);
  g_assert_true (many->cut);
  g_string_assign (text, "A: b\nLong: ");
  for (guint i = 0; i < 3 * 1024 * 1024 / 16; i++)
    g_string_append (text, "0123456789abcde\n ");
  large = md_headers_parse (text->str, text->len);
  g_assert_cmpuint (large->fields->len, ==, 2);
  g_assert_true (large->cut);
  g_assert_cmpuint (strlen (md_headers_get (large, "Long")), <=, 1024 * 1024);
}

static void
test_decode (void)
{
  static const struct
  {
    const char *story, *input, *want;
  } cases[] = {
    { "plain", "hello", "hello" },
    { "quoted-printable", "=?iso-8859-1?Q?Ma=F1ana_s=ED?=", "Mañana sí" },
    { "base64", "=?UTF-8?B?TWHDsWFuYQ==?= x", "Mañana x" },
    { "two words join", "=?utf-8?q?a?= =?utf-8?q?b?=", "ab" },
    { "a character over two words", "=?utf-8?B?w4M=?= =?utf-8?Q?=C3?= =?utf-8?Q?=B1?=", "Ãñ" },
    { "folded between", "=?utf-8?q?a?=\r\n =?utf-8?q?b?= c", "ab c" },
    { "with a language", "=?us-ascii*en?Q?hi?=", "hi" },
    { "no end", "=?utf-8?q?abc", "=?utf-8?q?abc" },
    { "unknown letters", "=?x-nothing?q?caf=E9?=", "café" },
    { "raw Latin", "caf\xe9", "café" },
    { "raw UTF-8", "ñandú", "ñandú" },
    { "an equals sign alone", "a = b =? c", "a = b =? c" },
    { "controls go", "a\x07"
                     "b =?utf-8?q?c=00=07d?=",
      "ab cd" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = md_header_decode (cases[i].input);

      g_test_message ("%s", cases[i].story);
      g_assert_cmpstr (text, ==, cases[i].want);
    }
}

static void
test_address (void)
{
  static const struct
  {
    const char *input, *want;
  } cases[] = {
    { "a@example.org", "a@example.org" },
    { "Name <a@example.org>", "a@example.org" },
    { "\"b@example.net\" <a@example.org>, c@example.org", "a@example.org" },
    { "\"x <b@example.net>\" <a@example.org>", "a@example.org" },
    { "a@example.org (Name)", "a@example.org" },
    { "group: a@example.org;", "a@example.org" },
    { "nobody", NULL },
    { "<>", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *address = md_header_dup_address (cases[i].input);

      g_test_message ("%s", cases[i].input);
      g_assert_cmpstr (address, ==, cases[i].want);
    }
}

static void
test_date (void)
{
  static const struct
  {
    const char *input;
    gint64 want;
  } cases[] = {
    { "Thu, 1 Jan 1970 00:00:10 +0000", 10 },
    { "Tue, 4 Apr 2006 15:28:45 +0100", 1144160925 },
    { "14 Nov 2003 08:05:52 -0000", 1068797152 },
    { "Thu, 6 May 2004 17:40:44-0500", 1083883244 },
    { "Sun Nov 13 14:50:12 2005", 1131893412 },
    { "Mon,  7 Aug 2006 17:48:07 +0200 (MEST)", 1154965687 },
    { "Fri, 5 Sep 97 10:00 EST", 873471600 },
    { "Tue, 01 Jul 2025 10:00:60 GMT", 1751364059 },
    { "31-Dec-2024 23:59:59 +0530", 1735669799 },
    { "Tue, 31 Feb 2006 10:00:00 +0000", G_MININT64 },
    { "Tue, 4 Apr 2006", G_MININT64 },
    { "yesterday", G_MININT64 },
    { "", G_MININT64 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 seconds = G_MININT64;

      g_test_message ("%s", cases[i].input);
      g_assert_cmpint (md_header_read_date (cases[i].input, &seconds), ==, cases[i].want != G_MININT64);
      g_assert_cmpint (seconds, ==, cases[i].want);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/headers/fields", test_fields);
  g_test_add_func ("/headers/repeated", test_repeated);
  g_test_add_func ("/headers/limits", test_limits);
  g_test_add_func ("/headers/decode", test_decode);
  g_test_add_func ("/headers/address", test_address);
  g_test_add_func ("/headers/date", test_date);
  return g_test_run ();
}
