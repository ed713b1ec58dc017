/* test-imap-mailbox.c - looking through a whole mailbox, and moving a message, on scripted servers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "protocols/imap-parse.h"
#include "story.h"

#include <string.h>

#define OLD "S: * OK [CAPABILITY IMAP4rev1 QUOTA] hello"
#define NEW "S: * OK [CAPABILITY IMAP4rev1 QUOTA ESEARCH LIST-STATUS SPECIAL-USE STATUS=SIZE LITERAL+ MOVE UIDPLUS] hello"
#define BYE "C: Z LOGOUT"
#define NOVEMBER 1794009600 /* 7 November 2026 */

static MdImap *
begin (Stage *stage, MdWorld *world)
{
  MdImap *imap = md_imap_new (stage_dial (stage, world));
  const MdWait wait = soon ();
  g_autoptr (MdImapReply) greeting = NULL;

  g_assert_cmpint (md_imap_greeting (imap, &wait, &greeting), ==, MD_WIRE_OK);
  return imap;
}

static GPtrArray *
two_folders (void)
{
  static const char *const names[] = { "INBOX", "Spam" };
  GPtrArray *folders = g_ptr_array_new_with_free_func ((GDestroyNotify) md_imap_folder_free);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      MdImapFolder *folder = g_new0 (MdImapFolder, 1);

      folder->name = g_strdup (names[i]);
      folder->raw_name = g_strdup (names[i]);
      folder->selectable = TRUE;
      folder->uid_validity = 7;
      g_ptr_array_add (folders, folder);
    }
  return folders;
}

static void
test_survey_old (void)
{
  static const char *const lines[] = { OLD,
                                       "C= A1 LIST \"\" \"*\"",
                                       "C= A2 GETQUOTAROOT INBOX",
                                       "S: * LIST () \"/\" INBOX",
                                       "S: * LIST (\\Noselect) \"/\" Lists",
                                       "S: * LIST (\\Junk) \"/\" \"A&APE-o\"",
                                       "S: A1 OK done",
                                       "S: * QUOTA \"\" (STORAGE 990 1000)",
                                       "S: A2 OK done",
                                       "C= A3 STATUS \"INBOX\" (MESSAGES UIDVALIDITY)",
                                       "C= A4 STATUS \"A&APE-o\" (MESSAGES UIDVALIDITY)",
                                       "S: * STATUS INBOX (MESSAGES 3 UIDVALIDITY 11)",
                                       "S: A3 OK done",
                                       "S: A4 NO not today",
                                       BYE,
                                       NULL };
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdImap) imap = begin (stage, world);
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GPtrArray) quotas = NULL;
  const MdWait wait = soon ();
  const MdImapFolder *inbox, *junk;

  g_assert_cmpint (md_imap_survey (imap, &wait, &folders, &quotas), ==, MD_WIRE_OK);
  g_assert_cmpuint (folders->len, ==, 3);
  g_assert_cmpuint (quotas->len, ==, 1);
  inbox = folders->pdata[0];
  junk = folders->pdata[2];
  g_assert_true (inbox->counted);
  g_assert_cmpuint (inbox->n_messages, ==, 3);
  g_assert_cmpuint (inbox->uid_validity, ==, 11);
  g_assert_false (inbox->measured);
  g_assert_cmpstr (junk->name, ==, "Año");
  g_assert_cmpstr (junk->special, ==, "\\Junk");
  g_assert_false (junk->counted);
}

static void
test_survey_new (void)
{
  static const char *const lines[] = {
    NEW,
    "C= A1 LIST \"\" \"*\" RETURN (SPECIAL-USE STATUS (MESSAGES UIDVALIDITY SIZE))",
    "C= A2 GETQUOTAROOT INBOX",
    "S: * LIST () \"/\" INBOX",
    "S: * STATUS INBOX (MESSAGES 3 UIDVALIDITY 11 SIZE 123456789012)",
    "S: A2 OK done", /* another order is taken too */
    "S: A1 OK done",
    BYE,
    NULL
  };
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdImap) imap = begin (stage, world);
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GPtrArray) quotas = NULL;
  const MdWait wait = soon ();
  const MdImapFolder *inbox;

  g_assert_cmpint (md_imap_survey (imap, &wait, &folders, &quotas), ==, MD_WIRE_OK);
  inbox = folders->pdata[0];
  g_assert_true (inbox->measured);
  g_assert_cmpuint (inbox->bytes, ==, G_GUINT64_CONSTANT (123456789012));
}

static void
test_measure (void)
{
  static const char *const lines[] = { OLD,
                                       "C= A1 EXAMINE \"INBOX\"",
                                       "C= A2 FETCH 1:2 (RFC822.SIZE)",
                                       "S: * 2 EXISTS",
                                       "S: A1 OK done",
                                       "S: * 1 FETCH (RFC822.SIZE 1000)",
                                       "S: * 2 FETCH (FLAGS (\\Seen) RFC822.SIZE 500)",
                                       "S: A2 OK done",
                                       BYE,
                                       NULL };
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdImap) imap = begin (stage, world);
  g_autoptr (GPtrArray) folders = two_folders ();
  MdImapFolder *inbox = folders->pdata[0];
  const MdWait wait = soon ();

  inbox->counted = TRUE;
  inbox->n_messages = 2;
  g_assert_cmpint (md_imap_measure (imap, &wait, folders), ==, MD_WIRE_OK);
  g_assert_true (inbox->measured);
  g_assert_cmpuint (inbox->bytes, ==, 1500);
}

typedef struct
{
  const char *story;
  const char *lines[24];
  MdImapSearch search;
  guint n_hits, n_found, n_failed;
} SearchRow;

static const SearchRow searches[] = {
  { "by sender and time, all folders at once",
    { OLD, "C= A1 EXAMINE \"INBOX\"", "C= A2 UID SEARCH SINCE 6-Nov-2026 BEFORE 10-Nov-2026 FROM \"bea@example.org\"",
      "C= A3 EXAMINE \"Spam\"", "C= A4 UID SEARCH SINCE 6-Nov-2026 BEFORE 10-Nov-2026 FROM \"bea@example.org\"",
      "S: A1 OK done", "S: * SEARCH", "S: A2 OK done", "S: A3 OK done", "S: * SEARCH 4 9", "S: A4 OK done", BYE },
    { .from = "bea@example.org", .since = NOVEMBER, .before = NOVEMBER + 86400 }, 2, 2, 0 },
  { "beyond ASCII, asking for each literal",
    { OLD, "C= A1 EXAMINE \"INBOX\"", "S: A1 OK done", "C= A2 UID SEARCH CHARSET UTF-8 SUBJECT {6}", "S: + go on",
      "C= añoß", "S: * SEARCH 3", "S: A2 OK done", "C= A3 EXAMINE \"Spam\"", "S: A3 OK done",
      "C= A4 UID SEARCH CHARSET UTF-8 SUBJECT {6}", "S: A4 NO [BADCHARSET (US-ASCII)] no", BYE },
    { .subject = "añoß" }, 1, 1, 1 },
  { "beyond ASCII, without waiting; ranges",
    { NEW, "C= A1 EXAMINE \"INBOX\"", "C= A2 UID SEARCH RETURN (ALL) CHARSET UTF-8 SUBJECT {3+}", "C= ñ\"",
      "C= A3 EXAMINE \"Spam\"", "C= A4 UID SEARCH RETURN (ALL) CHARSET UTF-8 SUBJECT {3+}", "C: *", "S: A1 OK done",
      "S: * ESEARCH (TAG \"A2\") UID ALL 2,4:6", "S: A2 OK done", "S: A3 NO [NONEXISTENT] gone", "S: A4 BAD no folder",
      BYE },
    { .subject = "ñ\"" }, 4, 4, 1 },
  { "only the number",
    { NEW, "C= A1 EXAMINE \"INBOX\"", "C= A2 UID SEARCH RETURN (COUNT) SINCE 6-Nov-2026", "C= A3 EXAMINE \"Spam\"",
      "C= A4 UID SEARCH RETURN (COUNT) SINCE 6-Nov-2026", "S: A1 OK done", "S: * ESEARCH (TAG \"A2\") UID COUNT 40000",
      "S: A2 OK done", "S: A3 OK done", "S: * ESEARCH (TAG \"A4\") UID COUNT 1", "S: A4 OK done", BYE },
    { .since = NOVEMBER, .count_only = TRUE }, 0, 40001, 0 },
  { "a line end begins no command",
    { OLD, "C= A1 EXAMINE \"INBOX\"", "C= A2 UID SEARCH HEADER \"X\" \"a  A9 DELETE b\"", "C= A3 EXAMINE \"Spam\"",
      "C: A4 UID SEARCH HEADER *", "S: A1 OK done", "S: A2 OK done", "S: A3 OK done", "S: A4 OK done", BYE },
    { .header = "X", .value = "a\r\nA9 DELETE b" }, 0, 0, 0 },
};

static void
test_search (gconstpointer data)
{
  const SearchRow *row = data;
  g_autoptr (Stage) stage = stage_new (row->lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdImap) imap = begin (stage, world);
  g_autoptr (GPtrArray) folders = two_folders ();
  g_auto (MdImapFinding) finding = { NULL };
  const MdWait wait = soon ();

  g_assert_cmpint (md_imap_search (imap, &wait, folders, &row->search, 1, &finding), ==, MD_WIRE_OK);
  g_assert_cmpuint (finding.hits->len, ==, row->n_hits);
  g_assert_cmpuint (finding.n_found, ==, row->n_found);
  g_assert_cmpuint (finding.n_failed, ==, row->n_failed);
}

/* A server may run searches in one folder side by side; without tags in the results they go out one by one. */
static void
test_two_searches (void)
{
  static const char *const side_by_side[] = {
    NEW, "C= A1 EXAMINE \"INBOX\"", "C= A2 UID SEARCH RETURN (ALL) FROM \"a\"",
    "C= A3 UID SEARCH RETURN (ALL) FROM \"b\"", "S: A1 OK done", "S: * ESEARCH (TAG \"A3\") UID ALL 5",
    "S: * ESEARCH (TAG \"A2\") UID ALL 4", "S: A2 OK done", "S: A3 OK done", BYE, NULL
  };
  static const char *const one_by_one[] = {
    OLD, "C= A1 EXAMINE \"INBOX\"", "C= A2 UID SEARCH FROM \"a\"", "S: A1 OK done", "S: * SEARCH 4", "S: A2 OK done",
    "C= A3 EXAMINE \"INBOX\"", "C= A4 UID SEARCH FROM \"b\"", "S: A3 OK done", "S: * SEARCH 5", "S: A4 OK done", BYE,
    NULL
  };
  const char *const *const stories[] = { side_by_side, one_by_one };
  const MdImapSearch both[] = { { .from = "a" }, { .from = "b" } };

  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autoptr (Stage) stage = stage_new (stories[i], NULL);
      g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
      g_autoptr (MdImap) imap = begin (stage, world);
      g_autoptr (GPtrArray) folders = two_folders ();
      MdImapFinding findings[2] = { { NULL } };
      const MdWait wait = soon ();

      g_ptr_array_set_size (folders, 1);
      g_assert_cmpint (md_imap_search (imap, &wait, folders, both, 2, findings), ==, MD_WIRE_OK);
      for (guint k = 0; k < 2; k++)
        {
          g_assert_cmpuint (findings[k].hits->len, ==, 1);
          g_assert_cmpuint (g_array_index (findings[k].hits, MdImapHit, 0).uid, ==, 4 + k);
          md_imap_finding_clear (&findings[k]);
        }
    }
}

static void
test_fetch (void)
{
  static const char *const lines[] = {
    OLD,
    "C= A1 EXAMINE \"INBOX\"",
    "C= A2 UID FETCH 4,9 (UID INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER]<0.1000>)",
    "C= A3 EXAMINE \"Spam\"",
    "C= A4 UID FETCH 1 (UID INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER]<0.1000>)",
    "S: A1 OK done",
    "RAW: * 2 FETCH (UID 9 INTERNALDATE \" 7-Nov-2026 01:00:00 +0100\" RFC822.SIZE 77 BODY[HEADER]<0> {8}\r\nX: \"y\"\r\n)\r\n",
    "S: * 3 FETCH (FLAGS (\\Seen))",
    "S: A2 OK done",
    "S: A3 OK done",
    "S: * 1 FETCH (UID 1 BODY[HEADER]<0> NIL)",
    "S: A4 OK done",
    BYE,
    NULL
  };
  static const MdImapHit hits[] = { { 0, 4 }, { 0, 9 }, { 1, 1 } };
  g_autoptr (Stage) stage = stage_new (lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdImap) imap = begin (stage, world);
  g_autoptr (GPtrArray) folders = two_folders ();
  g_autoptr (GPtrArray) mails = NULL;
  const MdWait wait = soon ();
  const MdImapMail *mail;

  g_assert_cmpint (md_imap_fetch (imap, &wait, folders, hits, G_N_ELEMENTS (hits), FALSE, 1000, &mails), ==, MD_WIRE_OK);
  g_assert_cmpuint (mails->len, ==, 3);
  g_assert_null (mails->pdata[0]);
  g_assert_null (mails->pdata[2]);
  mail = mails->pdata[1];
  g_assert_cmpint (mail->received, ==, NOVEMBER);
  g_assert_cmpuint (mail->size, ==, 77);
  g_assert_cmpmem (g_bytes_get_data (mail->bytes, NULL), g_bytes_get_size (mail->bytes), "X: \"y\"\r\n", 8);
}

typedef struct
{
  const char *story;
  const char *lines[20];
  MdImapMoved moved;
  gboolean says_why;
} MoveRow;

#define SAME_FOLDER "C= A1 STATUS \"Spam\" (UIDVALIDITY)", "S: * STATUS Spam (UIDVALIDITY 7)", "S: A1 OK done"
#define OPENED "C= A2 SELECT \"Spam\"", "S: A2 OK [READ-WRITE] done"
#define MARKED                                                                                                        \
  "C= A3 UID STORE 9 +FLAGS.SILENT ($NotJunk NonJunk)", "S: A3 NO no such marks here",                                \
      "C= A4 UID STORE 9 -FLAGS.SILENT ($Junk Junk)", "S: A4 OK done"

static const MoveRow moves[] = {
  { "moved",
    { NEW, SAME_FOLDER, OPENED, MARKED, "C= A5 UID MOVE 9 \"INBOX\"", "S: A5 OK done", BYE },
    MD_IMAP_MOVED, FALSE },
  { "copied, and the old one marked",
    { OLD, SAME_FOLDER, OPENED, MARKED, "C= A5 UID COPY 9 \"INBOX\"", "S: A5 OK done",
      "C= A6 UID STORE 9 +FLAGS.SILENT (\\Deleted)", "S: A6 OK done", BYE },
    MD_IMAP_COPIED, FALSE },
  { "refused",
    { NEW, SAME_FOLDER, OPENED, MARKED, "C= A5 UID MOVE 9 \"INBOX\"", "S: A5 NO [OVERQUOTA] full", BYE },
    MD_IMAP_NOT_MOVED, TRUE },
  { "read-only", { NEW, SAME_FOLDER, "C= A2 SELECT \"Spam\"", "S: A2 NO [NOPERM] no", BYE }, MD_IMAP_NOT_MOVED, TRUE },
  { "another folder by now",
    { NEW, "C= A1 STATUS \"Spam\" (UIDVALIDITY)", "S: * STATUS Spam (UIDVALIDITY 8)", "S: A1 OK done", BYE },
    MD_IMAP_NOT_MOVED, FALSE },
};

static void
test_move (gconstpointer data)
{
  const MoveRow *row = data;
  g_autoptr (Stage) stage = stage_new (row->lines, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdImap) imap = begin (stage, world);
  g_autoptr (GPtrArray) folders = two_folders ();
  g_autoptr (MdImapReply) reply = NULL;
  const MdWait wait = soon ();
  MdImapMoved moved;

  g_assert_cmpint (md_imap_move (imap, &wait, folders->pdata[1], 9, "INBOX", &moved, &reply), ==, MD_WIRE_OK);
  g_assert_cmpint (moved, ==, row->moved);
  g_assert_cmpint (reply != NULL, ==, row->says_why);
}

static void
test_many_folders (void)
{
  enum { N = 300 };
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func ((GDestroyNotify) md_imap_folder_free);
  g_auto (MdImapFinding) finding = { NULL };
  const MdImapSearch search = { .from = "x" };
  const MdWait wait = soon ();

  g_ptr_array_add (lines, g_strdup (OLD));
  for (guint i = 0; i < N; i++)
    {
      MdImapFolder *folder = g_new0 (MdImapFolder, 1);

      folder->name = g_strdup_printf ("F%u", i);
      folder->raw_name = g_strdup (folder->name);
      folder->selectable = TRUE;
      g_ptr_array_add (folders, folder);
      g_ptr_array_add (lines, g_strdup_printf ("C= A%u EXAMINE \"F%u\"", 2 * i + 1, i));
      g_ptr_array_add (lines, g_strdup_printf ("C: A%u UID SEARCH*", 2 * i + 2));
      g_ptr_array_add (lines, g_strdup_printf ("S: A%u OK x", 2 * i + 1));
      g_ptr_array_add (lines, g_strdup_printf ("S: * SEARCH %u", i + 1));
      g_ptr_array_add (lines, g_strdup_printf ("S: A%u OK x", 2 * i + 2));
    }
  g_ptr_array_add (lines, g_strdup (BYE));
  g_ptr_array_add (lines, NULL);
  g_autoptr (Stage) stage = stage_new ((const char *const *) lines->pdata, NULL);
  g_autoptr (MdWorld) world = stage_make_world (stage, FALSE);
  g_autoptr (MdImap) imap = begin (stage, world);

  g_assert_cmpint (md_imap_search (imap, &wait, folders, &search, 1, &finding), ==, MD_WIRE_OK);
  g_assert_cmpuint (finding.hits->len, ==, N);
  g_assert_cmpuint (g_array_index (finding.hits, MdImapHit, N - 1).folder, ==, N - 1);
  g_assert_cmpuint (g_array_index (finding.hits, MdImapHit, N - 1).uid, ==, N);
}

static void
test_limits (void)
{
  static const struct
  {
    const char *text;
    gboolean extended;
    guint count, kept, last;
  } rows[] = {
    { "", FALSE, 0, 0, 0 },
    { "1 2 3", FALSE, 3, 3, 3 },
    { "(TAG \"A1\") UID ALL 1:4294967295", TRUE, 1000000, 200, G_MAXUINT32 },
    { "(TAG \"A1\") UID", TRUE, 0, 0, 0 },
    { "(TAG \"A1\") UID COUNT 5 ALL 9:7", TRUE, 5, 3, 9 },
    { "UID ALL 0:5", TRUE, 0, 0, 0 },
    { "(TAG", TRUE, 0, 0, 0 },
    { "4 x 5", FALSE, 1, 1, 4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MdImapCursor cursor = { rows[i].text, rows[i].text + strlen (rows[i].text) };
      g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));

      g_test_message ("%s", rows[i].text);
      g_assert_cmpuint (md_imap_found_parse (&cursor, rows[i].extended, 200, uids), ==, rows[i].count);
      g_assert_cmpuint (uids->len, ==, rows[i].kept);
      if (uids->len > 0)
        g_assert_cmpuint (g_array_index (uids, guint32, uids->len - 1), ==, rows[i].last);
    }
}

static void
test_dates (void)
{
  static const struct
  {
    const char *text;
    gint64 want;
  } rows[] = {
    { " 7-Nov-2026 01:00:00 +0100", NOVEMBER }, { "07-Nov-2026 00:00:00 +0000", NOVEMBER },
    { "31-Feb-2026 00:00:00 +0000", 0 },        { "7-Nov-2026", 0 },
    { "", 0 },                                  { "17-Foo-2026 00:00:00 +0000", 0 },
    { "17-ovD-2026 00:00:00 +0000", 0 },        { "17-Jul-1896 00:00:00 +0000", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (md_imap_date_parse (rows[i].text), ==, rows[i].want);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap-mailbox/survey/old", test_survey_old);
  g_test_add_func ("/imap-mailbox/survey/new", test_survey_new);
  g_test_add_func ("/imap-mailbox/measure", test_measure);
  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autofree char *path = g_strconcat ("/imap-mailbox/search/", searches[i].story, NULL);

      g_test_add_data_func (path, &searches[i], test_search);
    }
  g_test_add_func ("/imap-mailbox/search/many-folders", test_many_folders);
  g_test_add_func ("/imap-mailbox/search/two", test_two_searches);
  g_test_add_func ("/imap-mailbox/fetch", test_fetch);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      g_autofree char *path = g_strconcat ("/imap-mailbox/move/", moves[i].story, NULL);

      g_test_add_data_func (path, &moves[i], test_move);
    }
  g_test_add_func ("/imap-mailbox/limits", test_limits);
  g_test_add_func ("/imap-mailbox/dates", test_dates);
  return g_test_run ();
}
