/* test-smtp-reply.c - replies as servers write them, and EHLO offers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "protocols/smtp.h"

static const struct
{
  const char *story;
  const char *lines; /* separated by line feeds */
  guint code;        /* 0: no reply */
  const char *enhanced;
  const char *text;
} replies[] = {
  { "one line", "250 OK", 250, NULL, "OK" },
  { "several lines", "250-mx.example.org\n250-SIZE 1000\n250 HELP", 250, NULL, "mx.example.org SIZE 1000 HELP" },
  { "no text", "354", 354, NULL, "" },
  { "no text after a blank", "221 ", 221, NULL, "" },
  { "an enhanced code", "535 5.7.8 Bad credentials", 535, "5.7.8", "Bad credentials" },
  { "an enhanced code on each line", "535-5.7.8 Username and Password not accepted. For more\n535 5.7.8 go to x", 535,
    "5.7.8", "Username and Password not accepted. For more go to x" },
  { "an enhanced code of another class", "535 4.7.8 Odd", 535, NULL, "4.7.8 Odd" },
  { "three digits each", "550 5.123.456 Odd", 550, "5.123.456", "Odd" },
  { "a version number", "220 2.0.19999 Odd", 220, NULL, "2.0.19999 Odd" },
  { "an address", "554 5.6.7.8 blocked", 554, NULL, "5.6.7.8 blocked" },
  { "only an enhanced code", "250 2.0.0", 250, "2.0.0", "" },
  { "a code that changes", "451-busy\n421 closing", 421, NULL, "busy closing" },
  { "accents", "535 contraseña errónea", 535, NULL, "contraseña errónea" },
  { "the first ends", "250 one\n250 two", 0, NULL, NULL },
  { "the last does not end", "250-one\n250-two", 0, NULL, NULL },
  { "letters", "abc", 0, NULL, NULL },
  { "two digits", "25 OK", 0, NULL, NULL },
  { "four digits", "2500 OK", 0, NULL, NULL },
  { "a code out of range", "150 OK", 0, NULL, NULL },
  { "a code out of range at the other end", "650 OK", 0, NULL, NULL },
  { "nothing in between", "250-one\n\n250 two", 0, NULL, NULL },
  { "empty", "", 0, NULL, NULL },
  { "a web page", "HTTP/1.1 400 Bad Request", 0, NULL, NULL },
};

static void
test_replies (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_auto (GStrv) lines = g_strsplit (replies[i].lines, "\n", -1);
      g_autoptr (MdSmtpReply) reply = md_smtp_reply_parse ((const char *const *) lines);

      g_test_message ("%s", replies[i].story);
      if (replies[i].code == 0)
        {
          g_assert_null (reply);
          continue;
        }
      g_assert_nonnull (reply);
      g_assert_cmpuint (reply->code, ==, replies[i].code);
      g_assert_cmpstr (reply->enhanced, ==, replies[i].enhanced);
      g_assert_cmpstr (reply->text, ==, replies[i].text);
      g_assert_cmpstr (reply->raw, ==, replies[i].lines);
    }
}

static void
test_too_many_lines (void)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();

  for (guint i = 0; i < 600; i++)
    g_ptr_array_add (lines, (gpointer) "250-more");
  g_ptr_array_add (lines, (gpointer) "250 end");
  g_ptr_array_add (lines, NULL);
  g_assert_null (md_smtp_reply_parse ((const char *const *) lines->pdata));
}

static const struct
{
  const char *story;
  const char *lines;
  MdSaslMechanisms mechanisms;
  const char *names;
  gboolean auth, starttls, pipelining, smtputf8, eight_bit, size;
  guint64 size_limit;
  const char *masked, *client;
} offers[] = {
  { .story = "Postfix",
    .lines = "250-mail.example.org\n250-PIPELINING\n250-SIZE 10240000\n250-STARTTLS\n250-AUTH PLAIN LOGIN\n"
             "250-8BITMIME\n250 SMTPUTF8",
    .mechanisms = MD_SASL_PLAIN | MD_SASL_LOGIN,
    .names = "PLAIN LOGIN",
    .auth = TRUE,
    .starttls = TRUE,
    .pipelining = TRUE,
    .smtputf8 = TRUE,
    .eight_bit = TRUE,
    .size = TRUE,
    .size_limit = 10240000 },
  { .story = "lower case and the old form of AUTH",
    .lines = "250-x\n250-starttls\n250-auth=login plain\n250-AUTH LOGIN PLAIN\n250 size",
    .mechanisms = MD_SASL_PLAIN | MD_SASL_LOGIN,
    .names = "login plain",
    .auth = TRUE,
    .starttls = TRUE,
    .size = TRUE },
  { .story = "mechanisms of others",
    .lines = "250-x\n250 AUTH GSSAPI NTLM XOAUTH2",
    .mechanisms = MD_SASL_OTHER | MD_SASL_XOAUTH2,
    .names = "GSSAPI NTLM XOAUTH2",
    .auth = TRUE },
  { .story = "AUTH without any", .lines = "250-x\n250 AUTH", .names = "", .auth = TRUE },
  { .story = "a masked keyword",
    .lines = "250-x\n250-SIZE 0\n250-XXXXXXXA\n250 HELP",
    .size = TRUE,
    .masked = "XXXXXXXA" },
  { .story = "masked by asterisks", .lines = "250-x\n250 ********", .masked = "********" },
  { .story = "extensions of one's own are no mask", .lines = "250-x\n250-XCLIENT NAME\n250-XXX\n250 XEXCH50" },
  { .story = "our address, Google",
    .lines = "250-smtp.gmail.com at your service, [192.0.2.9]\n250 SIZE 35882577",
    .size = TRUE,
    .size_limit = 35882577,
    .client = "192.0.2.9" },
  { .story = "our address after the name we gave",
    .lines = "250 x Hello [10.0.0.2] [192.0.2.9], pleased to meet you",
    .client = "192.0.2.9" },
  { .story = "our address, IPv6", .lines = "250 x Hello [IPv6:2001:db8::7]", .client = "2001:db8::7" },
  { .story = "a number that is no address", .lines = "250 x Hello [1.2.3]" },
  { .story = "a limit that is no number", .lines = "250-x\n250 SIZE -5", .size = TRUE },
  { .story = "a limit beyond 64 bits", .lines = "250-x\n250 SIZE 99999999999999999999999", .size = TRUE },
  { .story = "HELO", .lines = "250 mail.example.org" },
  { .story = "empty lines", .lines = "250-x\n250-\n250 " },
};

static void
test_features (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (offers); i++)
    {
      g_auto (GStrv) lines = g_strsplit (offers[i].lines, "\n", -1);
      g_autoptr (MdSmtpReply) reply = md_smtp_reply_parse ((const char *const *) lines);
      MdSmtpFeatures features = { 0 };

      g_test_message ("%s", offers[i].story);
      md_smtp_features_parse (&features, reply);
      md_smtp_features_parse (&features, reply);
      g_assert_cmpint (features.mechanisms, ==, offers[i].mechanisms);
      if (offers[i].names != NULL)
        g_assert_true (g_str_has_prefix (features.mechanism_names, offers[i].names));
      g_assert_cmpint (features.auth, ==, offers[i].auth);
      g_assert_cmpint (features.starttls, ==, offers[i].starttls);
      g_assert_cmpint (features.pipelining, ==, offers[i].pipelining);
      g_assert_cmpint (features.smtputf8, ==, offers[i].smtputf8);
      g_assert_cmpint (features.eight_bit, ==, offers[i].eight_bit);
      g_assert_cmpint (features.size, ==, offers[i].size);
      g_assert_cmpuint (features.size_limit, ==, offers[i].size_limit);
      g_assert_cmpstr (features.masked_keyword, ==, offers[i].masked);
      g_assert_cmpstr (features.client_address, ==, offers[i].client);
      md_smtp_features_clear (&features);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smtp-reply/replies", test_replies);
  g_test_add_func ("/smtp-reply/too-many-lines", test_too_many_lines);
  g_test_add_func ("/smtp-reply/features", test_features);
  return g_test_run ();
}
