/* test-message-auth.c - whole messages judged, against a scripted name server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "checks/mailbox.h"
#include "checks/message-checks.h"
#include "checks/message-origin.h"
#include "fake-dns.h"
#include "run-check.h"

#include <string.h>

extern const MdCheck md_check_message_authentication;

#define MAX_RULES 8
#define TXT 16

/* The example of RFC 8463 appendix A.3. */
#define RFC_KEYS                                                                                                      \
  { .name = "brisbane._domainkey.football.example.com", .type = TXT,                                                  \
    .records = { "TXT v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=" } },                        \
  { .name = "test._domainkey.football.example.com", .type = TXT,                                                      \
    .records = { "TXT v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhd|"   \
                 "R6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9|"   \
                 "PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB" } }
#define RFC_SIGNATURES                                                                                                \
  "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\n d=football.example.com; i=@football.example.com;\n"    \
  " q=dns/txt; s=brisbane; t=1528637909; h=from : to :\n subject : date : message-id : from : subject : date;\n"      \
  " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\n"                                                               \
  " b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\n"                                                     \
  " Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\n"                                                                               \
  "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\n d=football.example.com; i=@football.example.com;\n"        \
  " q=dns/txt; s=test; t=1528637909; h=from : to : subject :\n date : message-id : from : subject : date;\n"          \
  " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\n"                                                               \
  " b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3\n"                                                     \
  " DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz\n"                                                     \
  " dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=\n"
#define RFC_LETTER                                                                                                    \
  "From: Joe SixPack <joe@football.example.com>\nTo: Suzie Q <suzie@shopping.example.net>\n"                          \
  "Subject: Is dinner ready?\nDate: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\n"                                          \
  "Message-ID: <20030712040037.46341.5F8J@football.example.com>\n\nHi.\n\nWe lost the game.  Are you hungry yet?\n\n" \
  "Joe.\n"

#define BORDER                                                                                                        \
  "Return-Path: <ana@own.example>\nReceived: from mail.own.example (mail.own.example [192.0.2.7])\n\tby mx.else.example"  \
  " (Postfix) with ESMTPS id 1;\n\tSun, 01 Mar 2026 10:00:00 +0000\n"
#define LETTER "From: Ana <ana@own.example>\nSubject: hola\n\nHola.\n"
#define SPF_RULE { .name = "own.example", .type = TXT, .records = { "TXT v=spf1 ip4:192.0.2.7 -all" } }
#define SPF_OTHER { .name = "own.example", .type = TXT, .records = { "TXT v=spf1 ip4:192.0.2.99 -all" } }
#define DMARC_RULE { .name = "_dmarc.own.example", .type = TXT, .records = { "TXT v=DMARC1; p=reject" } }
#define DMARC_NONE { .name = "_dmarc.own.example", .type = TXT, .records = { "TXT v=DMARC1; p=none" } }

typedef struct
{
  const char *story, *message, *want;
  FakeDnsRule rules[MAX_RULES];
} Story;

static const Story stories[] = {
  { "two signatures of an RFC", RFC_SIGNATURES RFC_LETTER,
    "dkim-signature:football.example.com:brisbane:ed25519-sha256:pass:good\n"
    "dkim-signature:football.example.com:test:rsa-sha256:pass:good\n"
    "dmarc-result:football.example.com:none::unknown:false\nmessage-authenticated:football.example.com",
    { RFC_KEYS } },
  { "with a policy above", RFC_SIGNATURES RFC_LETTER,
    "dkim-signature:football.example.com:brisbane:ed25519-sha256:pass:good\n"
    "dkim-signature:football.example.com:test:rsa-sha256:pass:good\n"
    "dmarc-result:football.example.com:pass:quarantine:unknown:true\nmessage-authenticated:football.example.com",
    { RFC_KEYS, { .name = "_dmarc.example.com", .type = TXT, .records = { "TXT v=DMARC1; p=reject; sp=quarantine" } },
      { .name = "football.example.com" } } },
  { "a list added its footer", "List-Post: <mailto:a@b.example>\n" RFC_SIGNATURES RFC_LETTER "-- \nlist\n",
    "dkim-signature:football.example.com:brisbane:ed25519-sha256:fail:body-changed\n"
    "dkim-signature:football.example.com:test:rsa-sha256:fail:body-changed\n"
    "dmarc-result:football.example.com:none::unknown:false\nmessage-changed-on-way:football.example.com\n"
    "message-dkim-broken:football.example.com:brisbane:body-changed\nmessage-spf-unknown",
    { RFC_KEYS } },
  { "the keys cannot be asked for", RFC_SIGNATURES RFC_LETTER,
    "dkim-signature:football.example.com:brisbane:ed25519-sha256:temperror:key-lookup-failed\n"
    "dkim-signature:football.example.com:test:rsa-sha256:temperror:key-lookup-failed\n"
    "dmarc-result:football.example.com:none::unknown:false\n"
    "domain-lookup-failed:football.example.com:DKIM:timed-out\nmessage-spf-unknown",
    { { .name = "brisbane._domainkey.football.example.com", .rcode = 2 },
      { .name = "test._domainkey.football.example.com", .rcode = 2 } } },
  { "the right server, not signed", BORDER LETTER,
    "dmarc-result:own.example:pass:reject:true:false\nmessage-authenticated:own.example\n"
    "spf-result:mailfrom:192.0.2.7:pass:ip4:192.0.2.7:0:0",
    { SPF_RULE, DMARC_RULE } },
  { "a server that the record does not name", BORDER LETTER,
    "dmarc-result:own.example:fail:reject:false:false\nmessage-dmarc-failed:own.example:reject\n"
    "message-spf-failed:own.example:192.0.2.7:fail\nmessage-unauthenticated:own.example\n"
    "message-unsigned:own.example\nspf-result:mailfrom:192.0.2.7:fail:-all:0:0",
    { SPF_OTHER, DMARC_RULE } },
  { "which the domain only wants to be told of", BORDER LETTER,
    "dmarc-result:own.example:fail:none:false:false\nmessage-dmarc-tolerated:own.example\n"
    "message-spf-failed:own.example:192.0.2.7:fail\nmessage-unauthenticated:own.example\n"
    "message-unsigned:own.example\nspf-result:mailfrom:192.0.2.7:fail:-all:0:0",
    { SPF_OTHER, DMARC_NONE } },
  { "two domains in From", BORDER "From: a@own.example, b@else.example\n\nHola.\n",
    "message-from-unusable:2\nmessage-unsigned:\nspf-result:mailfrom:192.0.2.7:pass:ip4:192.0.2.7:0:0", { SPF_RULE } },
  { "what the receiver wrote",
    "Authentication-Results: mx.else.example; spf=pass smtp.mailfrom=ana@own.example; outlook.com; dkim=none\n" LETTER,
    "authentication-result:mx.else.example:dkim:none:\n"
    "authentication-result:mx.else.example:spf:pass:ana@own.example\n"
    "dmarc-result:own.example:pass:reject:true:false\nmessage-authenticated:own.example",
    { DMARC_RULE } },
  { "a draft", LETTER, "dmarc-result:own.example:none::unknown:false\nmessage-not-sent-yet", { { NULL } } },
  { "a name that looks like an address", BORDER "From: \"boss@bank.example\" <ana@own.example>\n\nHola.\n",
    "dmarc-result:own.example:pass:reject:true:false\nmessage-authenticated:own.example\n"
    "spf-result:mailfrom:192.0.2.7:pass:ip4:192.0.2.7:0:0",
    { SPF_RULE, DMARC_RULE } },
};

static void
tell (const Story *story)
{
  gsize n = 0;
  g_autoptr (FakeDns) dns = NULL;
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (MdCase) kase = bench_case ("ana@own.example");
  g_autoptr (Bench) bench = bench_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (story->message, strlen (story->message));

  while (n < MAX_RULES && story->rules[n].name != NULL)
    n++;
  dns = fake_dns_start (story->rules, n);
  md_world_set_resolvers (world, (const char *const[]) { fake_dns_server (dns), NULL });
  bench_put (bench, MD_MESSAGE_FILE, bytes);
  g_test_message ("%s", story->story);
  bench_run (bench, &md_check_message_authentication, kase, world, NULL);
  bench_assert (bench, story->want);
}

static void
test_stories (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    tell (&stories[i]);
}

/* A message found again in the mailbox: its sending server is known, its end perhaps cut off. */
static void
test_arrival (void)
{
  static const FakeDnsRule rules[] = { SPF_RULE, DMARC_RULE };
  g_autoptr (FakeDns) dns = fake_dns_start (rules, G_N_ELEMENTS (rules));
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (MdCase) kase = bench_case ("ana@own.example");
  g_autoptr (Bench) bench = bench_new ();
  g_autoptr (GString) text = g_string_new ("Return-Path: <ana@own.example>\n" RFC_SIGNATURES LETTER);
  g_autoptr (MdArrival) arrival = g_new0 (MdArrival, 1);

  while (text->len < MD_MAILBOX_MESSAGE_BYTES)
    g_string_append_c (text, 'x');
  arrival->raw = g_bytes_new (text->str, MD_MAILBOX_MESSAGE_BYTES);
  arrival->address = g_strdup ("192.0.2.8");
  md_world_set_resolvers (world, (const char *const[]) { fake_dns_server (dns), NULL });
  bench_put (bench, "test-message", arrival);
  bench_run (bench, &md_check_message_authentication, kase, world, NULL);
  bench_assert (bench, "dmarc-result:own.example:unknown:reject:false:unknown\nmessage-cut\n"
                       "message-spf-failed:own.example:192.0.2.8:fail\n"
                       "spf-result:mailfrom:192.0.2.8:fail:-all:0:0");
}

/* Of a message that was found only the header is known: its receiver tells the rest. */
static void
test_header_alone (void)
{
  static const FakeDnsRule rules[] = { SPF_OTHER, DMARC_RULE };
  static const struct { const char *story, *header, *want; } cases[] = {
    { "the receiver saw a signature of the domain",
      "Authentication-Results: mx.else.example; dkim=pass header.i=@news.own.example; spf=fail smtp.mailfrom=ana@own.example\n"
      BORDER LETTER,
      "authentication-result:mx.else.example:dkim:pass:@news.own.example\n"
      "authentication-result:mx.else.example:spf:fail:ana@own.example\n"
      "dmarc-result:own.example:pass:reject:false:true\nmessage-authenticated:own.example\n"
      "spf-result:mailfrom:192.0.2.7:fail:-all:0:0" },
    { "the receiver saw none",
      "Authentication-Results: mx.else.example; dkim=none\n" BORDER LETTER,
      "authentication-result:mx.else.example:dkim:none:\ndmarc-result:own.example:fail:reject:false:false\n"
      "message-dmarc-failed:own.example:reject\nmessage-spf-failed:own.example:192.0.2.7:fail\n"
      "message-unauthenticated:own.example\nspf-result:mailfrom:192.0.2.7:fail:-all:0:0" },
    { "the receiver does not tell", BORDER LETTER,
      "dmarc-result:own.example:unknown:reject:false:unknown\nmessage-cut\n"
      "message-spf-failed:own.example:192.0.2.7:fail\nspf-result:mailfrom:192.0.2.7:fail:-all:0:0" },
  };
  g_autoptr (FakeDns) dns = fake_dns_start (rules, G_N_ELEMENTS (rules));
  g_autoptr (MdWorld) world = md_world_new ();
  g_autoptr (MdCase) kase = bench_case ("berta@else.example");

  md_world_set_resolvers (world, (const char *const[]) { fake_dns_server (dns), NULL });
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Bench) bench = bench_new ();
      g_autoptr (MdMailboxSearch) search = g_new0 (MdMailboxSearch, 1);
      MdMailboxMessage *message = g_new0 (MdMailboxMessage, 1);

      message->headers = g_bytes_new_static (cases[i].header, strlen (cases[i].header));
      search->found = g_ptr_array_new_with_free_func ((GDestroyNotify) md_mailbox_message_free);
      search->earlier = g_ptr_array_new_with_free_func ((GDestroyNotify) md_mailbox_message_free);
      g_ptr_array_add (search->found, message);
      g_test_message ("%s", cases[i].story);
      bench_put (bench, "mailbox-search", search);
      bench_run (bench, &md_check_message_authentication, kase, world, NULL);
      bench_assert (bench, cases[i].want);
    }
}

static void
test_from (void)
{
  static const struct { const char *value, *want; } cases[] = {
    { "ana@own.example", "own.example" },
    { "Ana <ana@OWN.example>", "own.example" },
    { "\"x@y.example\" <ana@own.example>", "own.example" },
    { "x@y.example <ana@own.example>", "own.example" },
    { "ana@own.example (b@c.example)", "own.example" },
    { "a@own.example, b@own.example", "own.example" },
    { "a@own.example, B <b@else.example>, c@third.example", "else.example" },
    { "a@own.example, b@else.example", "own.example else.example" },
    { "Amigos: <a@own.example>;", "own.example" },
    { "ana@españa.example", "xn--espaa-rta.example" },
    { "Ana", "" },
    { "", "" },
    { "\"nunca acaba", "" },
    { "<", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) domains = md_message_from_domains (cases[i].value);
      g_autofree char *got = NULL;

      g_ptr_array_add (domains, NULL);
      got = g_strjoinv (" ", (char **) domains->pdata);
      g_assert_cmpstr (got, ==, cases[i].want);
    }
}

static void
test_border (void)
{
  static const struct { const char *story, *header, *address, *helo, *sender, *source; } cases[] = {
    { "Received-SPF",
      "Return-Path: <a@b.example>\nReceived-SPF: Pass (mx: domain of b.example) client-ip=192.0.2.7; envelope-from=\"x@b.example\";"
      " helo=h.b.example;\n",
      "192.0.2.7", "h.b.example", "a@b.example", "received-spf" },
    { "Received", BORDER, "192.0.2.7", "mail.own.example", "ana@own.example", "received" },
    { "a report without a sender", "Return-Path: <>\n", NULL, NULL, "", "" },
    { "Authentication-Results", "Authentication-Results: mx; iprev=pass policy.iprev=192.0.2.9; spf=pass smtp.mailfrom=c@d.example\n",
      "192.0.2.9", NULL, "c@d.example", "authentication-results" },
    { "nothing", "From: a@b.example\n", NULL, NULL, NULL, "" },
  };
  static const MdMessageOrigin nothing;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MdHeaders) headers = md_headers_parse (cases[i].header, strlen (cases[i].header));
      g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func ((GDestroyNotify) md_authres_free);
      const char *value = md_headers_get (headers, "Authentication-Results");
      g_autoptr (MdMessageBorder) border = NULL;

      if (value != NULL)
        g_ptr_array_add (results, md_authres_parse (value));
      border = md_message_border (headers, results, &nothing);
      g_test_message ("%s", cases[i].story);
      g_assert_cmpstr (border->address, ==, cases[i].address);
      g_assert_cmpstr (border->helo, ==, cases[i].helo);
      g_assert_cmpstr (border->sender, ==, cases[i].sender);
      g_assert_cmpstr (border->source, ==, cases[i].source);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checks/message-auth/from", test_from);
  g_test_add_func ("/checks/message-auth/border", test_border);
  g_test_add_func ("/checks/message-auth/stories", test_stories);
  g_test_add_func ("/checks/message-auth/arrival", test_arrival);
  g_test_add_func ("/checks/message-auth/header-alone", test_header_alone);
  return g_test_run ();
}
