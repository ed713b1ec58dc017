/* test-message-itself.c - the checks of an address, of what a message contains, of its way, and of the filters here
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-dns.h"
#include "run-check.h"

#include "checks/mailbox.h"
#include "checks/message-checks.h"

#include <string.h>

extern const MdCheck md_check_recipient_address, md_check_sender_address, md_check_draft_content, md_check_message_way,
    md_check_message_delay, md_check_spam_filters_here;

#define MX 15

/* ── addresses ── */

static void
test_addresses (void)
{
  static const FakeDnsRule rules[] = {
    { .name = "mail.example", .type = MX, .records = { "MX 10 mx.mail.example" } },
    { .name = "mx.mail.example", .type = 1, .records = { "A 192.0.2.25" } },
    { .name = "mx.mail.example" },
    { .name = "plain.example", .type = 1, .records = { "A 192.0.2.1" } },
    { .name = "plain.example" },
    { .name = "none.example", .type = MX, .records = { "MX 0 ." } },
    { .name = "dead.example", .type = MX, .records = { "MX 10 gone.example" } },
    { .name = "empty.example" },
    { .name = "sick.example", .rcode = 2 },
    /* A slip that somebody else has mail at: none. */
    { .name = "gmial.com", .type = MX, .records = { "MX 10 mx.mail.example" } },
    { .name = "xn--espaa-rta.example", .type = MX, .records = { "MX 10 mx.mail.example" } },
    { .name = "mailinator.com", .type = MX, .records = { "MX 10 mx.mail.example" } },
  };
  static const struct
  {
    const char *typed, *want;
  } cases[] = {
    { "ana@mail.example", "address:ana@mail.example:valid:::mail\naddress-takes-mail:ana@mail.example:mx.mail.example" },
    { "ana@plain.example", "address:ana@plain.example:valid:::no-mx\naddress-without-mx:ana@plain.example:plain.example" },
    { "ana@none.example",
      "address:ana@none.example:valid:::null-mx\naddress-domain-no-mail:ana@none.example:none.example:null-mx" },
    { "ana@dead.example",
      "address:ana@dead.example:valid:::dead-mx\naddress-domain-no-mail:ana@dead.example:dead.example:dead-mx" },
    { "ana@empty.example",
      "address:ana@empty.example:valid:::no-mail\naddress-domain-no-mail:ana@empty.example:empty.example:no-mail" },
    { "ana@gone.example", "address:ana@gone.example:valid:::not-found\naddress-domain-not-found:ana@gone.example:gone.example" },
    { "ana@sick.example",
      "address:ana@sick.example:valid:::unknown\naddress-domain-unknown:ana@sick.example:sick.example:servfail" },
    { "ana@gmal.com", "address:ana@gmal.com:valid::ana@gmail.com:not-found\naddress-domain-not-found:ana@gmal.com:gmal.com\n"
                      "address-typo:ana@gmal.com:ana@gmail.com" },
    { "ana@gmial.com", "address:ana@gmial.com:valid:::mail\naddress-takes-mail:ana@gmial.com:mx.mail.example" },
    { "ana@[192.0.2.1]", "address:ana@[192.0.2.1]:valid:::literal" },
    { "Info@mail.example", "address:Info@mail.example:valid:::mail\naddress-role:Info@mail.example\n"
                           "address-takes-mail:Info@mail.example:mx.mail.example" },
    { "x@mailinator.com", "address:x@mailinator.com:valid:::mail\naddress-disposable:x@mailinator.com:mailinator.com\n"
                          "address-takes-mail:x@mailinator.com:mx.mail.example" },
    { "señora@españa.example", "address:señora@españa.example:valid:::mail\naddress-needs-utf8:señora@españa.example\n"
                               "address-takes-mail:señora@españa.example:mx.mail.example" },
    { "ana.mail.example", "address:ana.mail.example:invalid:no-at::not-asked\naddress-syntax:ana.mail.example:no-at" },
    { "ana@mail,example", "address:ana@mail,example:invalid:comma:ana@mail.example:mail\n"
                          "address-perhaps-typo:ana@mail,example:ana@mail.example\n"
                          "address-syntax-at:ana@mail,example:comma:9\naddress-takes-mail:ana@mail.example:mx.mail.example" },
  };
  g_autoptr (FakeDns) dns = fake_dns_start (rules, G_N_ELEMENTS (rules));
  const char *servers[] = { fake_dns_server (dns), NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Bench) bench = bench_new ();
      g_autoptr (MdCase) kase = md_case_new ();
      MdWorld *world = md_world_new ();

      g_test_message ("%s", cases[i].typed);
      md_world_set_resolvers (world, servers);
      kase->to = g_strdup (cases[i].typed);
      bench_run (bench, &md_check_recipient_address, kase, world, NULL);
      bench_assert (bench, cases[i].want);
      md_world_unref (world);
    }
}

static void
test_sender (void)
{
  static const FakeDnsRule rules[] = { { .name = "sick.example", .rcode = 2 } };
  g_autoptr (FakeDns) dns = fake_dns_start (rules, G_N_ELEMENTS (rules));
  const char *servers[] = { fake_dns_server (dns), NULL };
  g_autoptr (Bench) bench = bench_new ();
  g_autoptr (MdCase) kase = md_case_new ();
  MdWorld *world = md_world_new ();

  md_world_set_resolvers (world, servers);
  kase->sender = g_strdup ("mail.example");
  bench_run (bench, &md_check_sender_address, kase, world, NULL);
  bench_assert (bench, "");
  g_free (kase->sender);
  kase->sender = g_strdup ("eva@gone.example");
  bench_run (bench, &md_check_sender_address, kase, world, NULL);
  g_assert_cmpint (md_finding_get_subject (bench_find (bench, MD_FINDING_ADDRESS_DOMAIN_NOT_FOUND)), ==, MD_SUBJECT_SENDER);
  md_world_unref (world);
}

/* ── the message ── */

#define HEAD "From: Ana <ana@example.org>\r\nTo: eva@example.net\r\nDate: Tue, 1 Jul 2025 10:00:00 +0000\r\nMessage-ID: <1@e.org>\r\n"
#define LETTER "Subject: The minutes of Monday\r\n\r\nDear Eva, here are the minutes of Monday. Ana\r\n"
#define WAY \
  "Received: from out.example.org (out.example.org [192.0.2.10]) by mx.example.net with ESMTPS id b; " \
  "Tue, 1 Jul 2025 10:06:00 +0000\r\n" \
  "Received: from home (h.example.com [203.0.113.7]) by out.example.org with ESMTPSA id a; Tue, 1 Jul 2025 10:00:00 +0000\r\n"
#define WAY_FOUND \
  "hop-greylisted:out.example.org:mx.example.net:360\nmessage-way:2:360\nreceived-hop:h.example.com:out.example.org:0\n" \
  "received-hop:out.example.org:mx.example.net:360"

static Bench *
run_on_message (const MdCheck *check, const char *message)
{
  Bench *bench = bench_new ();
  g_autoptr (MdCase) kase = md_case_new ();
  MdWorld *world = md_world_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (message, strlen (message));

  bench_put (bench, MD_MESSAGE_FILE, bytes);
  bench_run (bench, check, kase, world, NULL);
  bench_put (bench, MD_MESSAGE_FILE, NULL);
  md_world_unref (world);
  return bench;
}

static void
test_content (void)
{
  static const struct
  {
    const char *story, *input, *want;
  } cases[] = {
    { "a letter", HEAD LETTER, "content-clean:1" },
    { "one mark", HEAD "Subject: OFERTA ESPECIAL PARA TI\r\n\r\nHola\r\n",
      "content:subject-capitals:OFERTA ESPECIAL PARA TI" },
    { "two marks", HEAD "Subject: OFERTA ESPECIAL PARA TI\r\n\r\nhttps://bit.ly/x\r\n",
      "content-like-spam:2\ncontent:link-shortened:bit.ly\ncontent:subject-capitals:OFERTA ESPECIAL PARA TI" },
    { "a program", HEAD "Content-Type: application/x-msdownload; name=\"a.exe\"\r\n" LETTER,
      "content-attachment:a.exe\ncontent:attachment-risky:a.exe" },
    { "twice", HEAD "Date: Tue, 1 Jul 2025 10:00:00 +0000\r\n" LETTER, "content-malformed\ncontent:field-repeated:Date" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Bench) bench = run_on_message (&md_check_draft_content, cases[i].input);

      g_test_message ("%s", cases[i].story);
      bench_assert (bench, cases[i].want);
    }
}

static void
test_draft_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("draft-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "draft.eml", NULL);
  g_autoptr (Bench) missing = bench_new (), read = bench_new ();
  g_autoptr (MdCase) kase = md_case_new ();
  MdWorld *world = md_world_new ();

  kase->draft = g_strdup (path);
  bench_run (missing, &md_check_draft_content, kase, world, NULL);
  bench_assert (missing, "draft-unreadable:draft.eml");
  g_assert_true (g_file_set_contents (path, HEAD LETTER, -1, NULL));
  bench_run (read, &md_check_draft_content, kase, world, NULL);
  bench_assert (read, "content-clean:1");
  (void) remove (path);
  (void) remove (folder);
  md_world_unref (world);
}

static void
test_way (void)
{
  g_autoptr (Bench) bench = run_on_message (&md_check_message_way, WAY "X-Spam-Flag: YES\r\n" HEAD LETTER);
  g_autoptr (Bench) draft = run_on_message (&md_check_message_way, HEAD LETTER);

  bench_assert (bench, WAY_FOUND "\nspam-header-bad:X-Spam:spam:::");
  bench_assert (draft, "");
}

static void
test_delay (void)
{
  g_autoptr (Bench) bench = bench_new (), none = bench_new ();
  g_autoptr (MdMailboxSearch) search = g_new0 (MdMailboxSearch, 1);
  g_autoptr (MdCase) kase = md_case_new ();
  MdMailboxMessage *message = g_new0 (MdMailboxMessage, 1);
  MdWorld *world = md_world_new ();

  kase->sender = g_strdup ("ana@example.org");
  message->headers = g_bytes_new_static (WAY HEAD LETTER, strlen (WAY HEAD LETTER));
  search->earlier = g_ptr_array_new_with_free_func ((GDestroyNotify) md_mailbox_message_free);
  search->found = g_ptr_array_new_with_free_func ((GDestroyNotify) md_mailbox_message_free);
  g_ptr_array_add (search->earlier, message);
  bench_put (bench, "mailbox-search", search);
  bench_run (bench, &md_check_message_delay, kase, world, NULL);
  bench_assert (bench, WAY_FOUND);
  bench_run (none, &md_check_message_delay, kase, world, NULL);
  bench_assert (none, "no-earlier-message");
  md_world_unref (world);
}

/* ── the filters of this computer ── */

/* GTUBE: what every filter takes for spam, to be tested with. */
#define GTUBE "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"

static void
test_filters (void)
{
  g_autofree char *path = g_find_program_in_path ("spamassassin");
  g_autoptr (Bench) spam = NULL, letter = NULL;
  const MdFinding *finding;

  if (path == NULL)
    {
      g_test_skip ("spamassassin is not installed");
      return;
    }
  spam = run_on_message (&md_check_spam_filters_here, HEAD "Subject: x\r\n\r\n" GTUBE "\r\n");
  finding = bench_find (spam, MD_FINDING_SPAM_FILTER_SPAM);
  g_assert_nonnull (finding);
  g_assert_cmpstr (md_finding_get (finding, "product"), ==, "SpamAssassin");
  g_assert_cmpfloat (g_ascii_strtod (md_finding_get (finding, "score"), NULL), >, 900);
  g_assert_nonnull (strstr (md_finding_get (finding, "rules"), "GTUBE"));
  letter = run_on_message (&md_check_spam_filters_here, HEAD LETTER);
  g_assert_nonnull (bench_find (letter, MD_FINDING_SPAM_FILTER_CLEAN));
}

static void
test_no_filters (void)
{
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autoptr (Bench) bench = NULL;

  g_setenv ("PATH", "/nonexistent", TRUE);
  bench = run_on_message (&md_check_spam_filters_here, HEAD LETTER);
  g_setenv ("PATH", path, TRUE);
  bench_assert (bench, "spam-filters-none");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message-itself/addresses", test_addresses);
  g_test_add_func ("/message-itself/sender", test_sender);
  g_test_add_func ("/message-itself/content", test_content);
  g_test_add_func ("/message-itself/draft-file", test_draft_file);
  g_test_add_func ("/message-itself/way", test_way);
  g_test_add_func ("/message-itself/delay", test_delay);
  g_test_add_func ("/message-itself/filters", test_filters);
  g_test_add_func ("/message-itself/no-filters", test_no_filters);
  return g_test_run ();
}
