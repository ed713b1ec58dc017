/* test-mailbox-search.c - the survey and the search of a mailbox, one connection for both, on scripted servers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../mail/story.h"
#include "checks/mailbox.h"
#include "run-check.h"

#include <string.h>

#define GREETING "S: * PREAUTH [CAPABILITY IMAP4rev1 QUOTA] in"
#define LETTER                                                                                                          \
  "From: Bea <bea@example.org>\r\nSubject: =?UTF-8?Q?Reuni=C3=B3n?=\r\nMessage-ID: <1@example.org>\r\n\r\n"
#define OTHER "From: Bea <bea@example.org>\r\nSubject: Hola\r\nMessage-ID: <2@example.org>\r\n\r\n"

extern const MdCheck md_check_mailbox_survey, md_check_mailbox_search;

#define SURVEY                                                                                                          \
  GREETING, "C= A1 LIST \"\" \"*\"", "C= A2 GETQUOTAROOT INBOX", "S: * LIST () \"/\" Ventas", "S: * LIST () \"/\" INBOX",  \
      "S: A1 OK done", "S: A2 OK done", "C= A3 STATUS \"Ventas\" (MESSAGES UIDVALIDITY)",                                 \
      "C= A4 STATUS \"INBOX\" (MESSAGES UIDVALIDITY)", "S: * STATUS Ventas (MESSAGES 0 UIDVALIDITY 7)", "S: A3 OK done",  \
      "S: * STATUS INBOX (MESSAGES 2 UIDVALIDITY 7)", "S: A4 OK done"

typedef struct
{
  const char *story;
  const char *lines[40];
  const char *want;
} Row;

static const Row rows[] = {
  { "a server that searches for no letters beyond ASCII",
    { SURVEY, "C= A5 EXAMINE \"INBOX\"", "S: A5 OK done",
      "C= A6 UID SEARCH CHARSET UTF-8 FROM \"bea@example.org\" SUBJECT {8}", "S: A6 NO [BADCHARSET (US-ASCII)] no",
      "C= A7 EXAMINE \"INBOX\"", "C= A8 UID SEARCH FROM \"bea@example.org\"", "S: A7 OK done", "S: * SEARCH 3 4",
      "S: A8 OK done", "C= A9 EXAMINE \"INBOX\"",
      "C= A10 UID FETCH 4,3 (UID INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER]<0.65536>)", "S: A9 OK done",
      "RAW: * 1 FETCH (UID 3 BODY[HEADER]<0> {95}\r\n" LETTER ")\r\n",
      "RAW: * 2 FETCH (UID 4 BODY[HEADER]<0> {75}\r\n" OTHER ")\r\n", "S: A10 OK done", "C: Z LOGOUT" },
    "mailbox-read:2:2\nmessage-in-inbox:INBOX:bea@example.org:Reunión:" },
  { "nothing of that sender",
    { SURVEY, "C= A5 EXAMINE \"INBOX\"", "S: A5 OK done",
      "C= A6 UID SEARCH CHARSET UTF-8 FROM \"bea@example.org\" SUBJECT {8}", "S: + go on", "C= reunión",
      "S: * SEARCH", "S: A6 OK done", "C= A7 EXAMINE \"INBOX\"", "C= A8 UID SEARCH FROM \"bea@example.org\"",
      "S: A7 OK done", "S: * SEARCH", "S: A8 OK done", "C: Z LOGOUT" },
    "mailbox-read:2:2\nmessage-not-there:2" },
  { "a folder that cannot be searched",
    { SURVEY, "C= A5 EXAMINE \"INBOX\"", "S: A5 NO not now", "C: A6 *", "S: A6 BAD no folder" },
    "mailbox-read:2:2\nmessage-not-searched:closed" },
  { "cut off in the survey", { GREETING, "C= A1 LIST \"\" \"*\"" },
    "mailbox-not-read:closed\nmessage-not-searched:closed" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (Stage) stage = stage_new (row->lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (Bench) bench = bench_new ();
  g_autoptr (MdCase) kase = bench_case ("ana@example.org");
  g_autoptr (MdImapReply) greeting = NULL;
  MdReader *reader = g_new0 (MdReader, 1);
  const MdWait wait = soon ();

  kase->sender = g_strdup ("bea@example.org");
  kase->subject = g_strdup ("reunión");
  reader->endpoint = md_endpoint_new (MD_PROTOCOL_IMAP, "imap.example.org", 993, MD_SECURITY_TLS);
  reader->imap = md_imap_new (stage_dial (stage, world));
  g_assert_cmpint (md_imap_greeting (reader->imap, &wait, &greeting), ==, MD_WIRE_OK);
  bench_put (bench, "incoming-login", reader);
  bench_run (bench, &md_check_mailbox_survey, kase, world, NULL);
  g_assert_null (reader->imap);
  bench_run (bench, &md_check_mailbox_search, kase, world, NULL);
  bench_assert (bench, row->want);
  g_clear_pointer (&bench, bench_free); /* says good-bye */
  md_reader_free (reader);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/mailbox-search/", rows[i].story, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  return g_test_run ();
}
