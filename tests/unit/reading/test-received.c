/* test-received.c - Received lines: each alone, and what a chain of them says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reading/received.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* ── the corpus of SpamAssassin's expectations ── */

static void
assert_member (JsonObject *relay, const char *member, const char *value)
{
  g_autofree char *text = g_strdelimit (g_strdup (value != NULL ? value : ""), "[]", '!');

  g_assert_cmpstr (text, ==, json_object_get_string_member (relay, member));
}

static void
test_corpus (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("MD_CORPORA"), "auth", "received", "received.jsonl", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("no corpora here");
      return;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_autoptr (JsonNode) root = json_from_string (lines[i], NULL);
      JsonObject *row = json_node_get_object (root);
      JsonNode *relay_node = json_object_get_member (row, "relay");
      g_autoptr (MdReceived) received = md_received_parse (json_object_get_string_member (row, "header"));
      JsonObject *relay;

      g_test_message ("%s", json_object_get_string_member (row, "header"));
      if (JSON_NODE_HOLDS_NULL (relay_node))
        {
          g_assert_null (received->address);
          continue;
        }
      relay = json_node_get_object (relay_node);
      assert_member (relay, "ip", received->address);
      assert_member (relay, "rdns", received->name);
      assert_member (relay, "helo", received->helo);
      assert_member (relay, "by", received->by);
      assert_member (relay, "ident", received->ident);
      assert_member (relay, "envfrom", received->sender);
      assert_member (relay, "id", received->id);
      assert_member (relay, "auth", received->auth);
    }
}

/* ── lines of today ── */

static void
test_lines (void)
{
  static const struct
  {
    const char *story, *input, *address, *name, *helo, *by, *with, *id, *recipient;
    gint64 date;
  } cases[] = {
    { "Postfix with TLS",
      "from mail.example.org (mail.example.org [192.0.2.10]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)"
      " key-exchange X25519 server-signature RSA-PSS (2048 bits)) (No client certificate requested) by mx.example.net "
      "(Postfix) with ESMTPS id 4Xyz for <ana@example.net>; Tue, 1 Jul 2025 10:00:00 +0000 (UTC)",
      "192.0.2.10", "mail.example.org", "mail.example.org", "mx.example.net", "ESMTPS", "4Xyz", "ana@example.net",
      1751364000 },
    { "Gmail, the name with its dot",
      "from mail-sor-f41.google.com (mail-sor-f41.google.com. [209.85.220.41]) by mx.google.com with SMTPS id ab12"
      " for <ana@example.org> (Google Transport Security); Tue, 01 Jul 2025 03:00:00 -0700 (PDT)",
      "209.85.220.41", "mail-sor-f41.google.com", "mail-sor-f41.google.com", "mx.google.com", "SMTPS", "ab12",
      "ana@example.org", 1751364000 },
    { "Exchange Online, an IPv6 address in a comment",
      "from DB6.eurprd01.prod.outlook.com (2603:10a6:6:2::5) by AM0.eurprd02.prod.outlook.com (2603:10a6:208:1::7) with "
      "Microsoft SMTP Server (version=TLS1_2, cipher=X) id 15.20.1; Tue, 1 Jul 2025 10:00:00 +0000",
      "2603:10a6:6:2::5", "DB6.eurprd01.prod.outlook.com", "DB6.eurprd01.prod.outlook.com",
      "AM0.eurprd02.prod.outlook.com", "Microsoft", "15.20.1", NULL, 1751364000 },
    { "Exim with an address literal",
      "from [203.0.113.9] (helo=[192.168.1.2]) by mail.example.org with esmtpsa (TLS1.3) (Exim 4.96) (envelope-from "
      "<a@example.org>) id 1uA for b@example.net; Tue, 01 Jul 2025 12:00:00 +0200",
      "203.0.113.9", NULL, "[192.168.1.2]", "mail.example.org", "esmtpsa", "1uA", "b@example.net", 1751364000 },
    { "Sendmail, a name that may be forged",
      "from x (host.example.org [192.0.2.1] (may be forged)) by mx.example.net (8.15/8.15) with ESMTP id 5A; "
      "Tue, 1 Jul 2025 10:00:00 GMT",
      "192.0.2.1", NULL, "x", "mx.example.net", "ESMTP", "5A", NULL, 1751364000 },
    { "the last hand-over", "by mailstore.example.net with LMTP id abc for <ana@example.net>; Tue, 1 Jul 2025 10:00:00 +0000",
      NULL, NULL, NULL, "mailstore.example.net", "LMTP", "abc", "ana@example.net", 1751364000 },
    { "nothing", "", NULL, NULL, NULL, NULL, NULL, NULL, NULL, G_MININT64 },
    { "comments without an end", "from a ((((((((((((b [192.0.2.1] by c", NULL, NULL, "a", "c", NULL, NULL, NULL,
      G_MININT64 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MdReceived) received = md_received_parse (cases[i].input);

      g_test_message ("%s", cases[i].story);
      g_assert_cmpstr (received->address, ==, cases[i].address);
      g_assert_cmpstr (received->name, ==, cases[i].name);
      g_assert_cmpstr (received->helo, ==, cases[i].helo);
      g_assert_cmpstr (received->by, ==, cases[i].by);
      g_assert_cmpstr (received->with, ==, cases[i].with);
      g_assert_cmpstr (received->id, ==, cases[i].id);
      g_assert_cmpstr (received->recipient, ==, cases[i].recipient);
      g_assert_cmpint (received->date, ==, cases[i].date);
    }
}

/* ── chains ── */

#define HOUR_10(minute_second) "; Tue, 1 Jul 2025 10:" minute_second " +0000\r\n"
#define STORE(when) "Received: from mx.example.net (localhost [127.0.0.1]) by store.example.net with LMTP id c" HOUR_10 (when)
#define BORDER(when) \
  "Received: from out.example.org (out.example.org [192.0.2.10]) by mx.example.net (Postfix) with ESMTPS id b" HOUR_10 (when)
#define SUBMISSION(when) \
  "Received: from [192.168.1.5] (home.example.com [203.0.113.7]) by out.example.org (Postfix) with ESMTPSA id a" HOUR_10 (when)
#define NOW 1751371200 /* 12:00 that day */

static void
test_chains (void)
{
  static const struct
  {
    const char *story, *input, *border, *origin;
    gint64 seconds;
    gint slowest;
    MdHopFault faults[3];
  } cases[] = {
    { "a quick message", STORE ("00:03") BORDER ("00:02") SUBMISSION ("00:00") "\r\n", "192.0.2.10", "203.0.113.7", 3, 1,
      { 0 } },
    { "greylisted", STORE ("05:13") BORDER ("05:12") SUBMISSION ("00:00") "\r\n", "192.0.2.10", "203.0.113.7", 313, 1,
      { MD_HOP_FAULT_NONE, MD_HOP_FAULT_GREYLIST, MD_HOP_FAULT_NONE } },
    { "greylisted, and the receiver says so", "X-Greylist: delayed 310 seconds by postgrey-1.37 at mx.example.net; x\r\n"
                                              BORDER ("05:12") SUBMISSION ("00:00") "\r\n",
      "192.0.2.10", "203.0.113.7", 312, 1, { MD_HOP_FAULT_NONE, MD_HOP_FAULT_GREYLIST } },
    { "slow, but the receiver says that it did not make it wait",
      "X-Greylist: Sender IP whitelisted, not delayed by milter-greylist-4.6\r\n" BORDER ("05:12") SUBMISSION ("00:00") "\r\n",
      "192.0.2.10", "203.0.113.7", 312, 1, { MD_HOP_FAULT_NONE, MD_HOP_FAULT_SLOW } },
    { "held at the receiver's", STORE ("30:02") BORDER ("00:02") SUBMISSION ("00:00") "\r\n", "192.0.2.10", "203.0.113.7",
      1802, 2, { MD_HOP_FAULT_NONE, MD_HOP_FAULT_NONE, MD_HOP_FAULT_SLOW } },
    { "a clock that is behind", STORE ("10:00") BORDER ("00:02") SUBMISSION ("09:59") "\r\n", "192.0.2.10", "203.0.113.7",
      598, 2, { MD_HOP_FAULT_NONE, MD_HOP_FAULT_BACKWARDS, MD_HOP_FAULT_SLOW } },
    { "two clocks a few seconds apart", BORDER ("00:02") SUBMISSION ("00:07") "\r\n", "192.0.2.10", "203.0.113.7", 5, -1,
      { 0 } },
    { "tomorrow", "Received: from a (b.example.org [192.0.2.1]) by mx.example.net with SMTP id x; "
                  "Wed, 2 Jul 2025 10:00:00 +0000\r\n\r\n",
      "192.0.2.1", "192.0.2.1", 0, -1, { MD_HOP_FAULT_FUTURE } },
    { "only handed in", SUBMISSION ("00:00") "\r\n", NULL, "203.0.113.7", 0, -1, { 0 } },
    { "within one house", "Received: from a.example.net (a.example.net [198.51.100.1]) by b.example.net with ESMTP id x"
                          HOUR_10 ("00:01") "\r\n",
      NULL, "198.51.100.1", 0, -1, { 0 } },
    { "none", "Subject: x\r\n\r\n", NULL, NULL, 0, -1, { 0 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MdHeaders) headers = md_headers_parse (cases[i].input, strlen (cases[i].input));
      g_autoptr (MdReceivedChain) chain = md_received_chain (headers, NOW);
      const MdReceived *border = md_received_border (chain, NULL), *origin = md_received_origin (chain);

      g_test_message ("%s", cases[i].story);
      g_assert_cmpstr (border != NULL ? border->address : NULL, ==, cases[i].border);
      g_assert_cmpstr (origin != NULL ? origin->address : NULL, ==, cases[i].origin);
      g_assert_cmpint (chain->seconds, ==, cases[i].seconds);
      g_assert_cmpint (chain->slowest, ==, cases[i].slowest);
      for (guint hop = 0; hop < chain->faults->len; hop++)
        g_assert_cmpint (g_array_index (chain->faults, MdHopFault, hop), ==, cases[i].faults[hop]);
    }
}

static void
test_notes (void)
{
  static const struct
  {
    const char *note;
    gint64 want;
  } cases[] = {
    { "X-Greylist: delayed 310 seconds by postgrey-1.37 at mx.example.net", 310 },
    { "X-Greylist: Delayed for 00:05:12 by milter-greylist-4.3.9", 312 },
    { "X-Greylist: Whitelist-UID ana@example.org not delayed", 0 },
    { "X-Greylist: delayed for ever", 0 },
    { "X-Other: delayed 310 seconds", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat (cases[i].note, "\n\n", NULL);
      g_autoptr (MdHeaders) headers = md_headers_parse (text, strlen (text));
      g_autoptr (MdReceivedChain) chain = md_received_chain (headers, 0);

      g_test_message ("%s", cases[i].note);
      g_assert_cmpint (chain->greylisted, ==, cases[i].want);
    }
}

static void
test_public (void)
{
  static const struct
  {
    const char *address;
    gboolean want;
  } cases[] = {
    { "8.8.8.8", TRUE },        { "10.1.2.3", FALSE },     { "172.15.0.1", TRUE },   { "172.16.0.1", FALSE },
    { "172.31.255.1", FALSE },  { "172.32.0.1", TRUE },    { "192.168.0.1", FALSE }, { "100.64.0.1", FALSE },
    { "100.128.0.1", TRUE },    { "127.0.0.1", FALSE },    { "169.254.1.1", FALSE }, { "224.0.0.1", FALSE },
    { "2001:4860::1", TRUE },   { "::1", FALSE },          { "fe80::1", FALSE },     { "fd00::1", FALSE },
    { "not an address", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].address);
      g_assert_cmpint (md_address_is_public (cases[i].address), ==, cases[i].want);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/received/corpus", test_corpus);
  g_test_add_func ("/received/lines", test_lines);
  g_test_add_func ("/received/chains", test_chains);
  g_test_add_func ("/received/notes", test_notes);
  g_test_add_func ("/received/public", test_public);
  return g_test_run ();
}
