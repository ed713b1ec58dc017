/* test-imap-parse.c - IMAP responses as servers write them, and broken ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "protocols/imap-parse.h"

#include <string.h>

static MdImapCursor
cursor_on (const char *text)
{
  return (MdImapCursor) { text, text + strlen (text) };
}

static void
test_names (void)
{
  static const struct
  {
    const char *raw, *want;
  } rows[] = {
    { "INBOX", "INBOX" },
    { "Borradores", "Borradores" },
    { "Correo no deseado", "Correo no deseado" },
    { "Papelera/A&APE-o", "Papelera/Año" },
    { "&AMk-l&AOk-ments supprim&AOk-s", "Éléments supprimés" },
    { "~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語" }, /* RFC 3501 5.1.3 */
    { "Tom &- Jerry", "Tom & Jerry" },
    { "&2D3eAA-", "😀" },
    { "a&b", "a&b" },     /* never closed */
    { "a&A-b", "a&A-b" }, /* not whole characters */
    { "&2D0-", "&2D0-" }, /* half a pair */
    { "", "" },
    { "\377", "\357\277\275" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = md_imap_name_decode (rows[i].raw);

      g_assert_cmpstr (name, ==, rows[i].want);
    }
}

static void
test_replies (void)
{
  static const struct
  {
    const char *text;
    int condition; /* -1: none */
    const char *code, *words;
  } rows[] = {
    { "OK done", MD_IMAP_OK, NULL, "done" },
    { "ok", MD_IMAP_OK, NULL, "" },
    { "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", MD_IMAP_NO, "AUTHENTICATIONFAILED",
      "Invalid credentials (Failure)" },
    { "OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] Ready", MD_IMAP_OK, "CAPABILITY IMAP4rev1 AUTH=PLAIN", "Ready" },
    { "BAD [unclosed", MD_IMAP_BAD, NULL, "[unclosed" },
    { "BYE", MD_IMAP_BYE, NULL, "" },
    { "PREAUTH hello", MD_IMAP_PREAUTH, NULL, "hello" },
    { "OKAY", -1, NULL, NULL },
    { "LIST ()", -1, NULL, NULL },
    { "", -1, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MdImapReply) reply = md_imap_reply_parse (rows[i].text);

      if (rows[i].condition < 0)
        {
          g_assert_null (reply);
          continue;
        }
      g_assert_nonnull (reply);
      g_assert_cmpint (reply->condition, ==, rows[i].condition);
      g_assert_cmpstr (reply->code, ==, rows[i].code);
      g_assert_cmpstr (reply->text, ==, rows[i].words);
    }
}

static void
test_features (void)
{
  MdImapFeatures features = { 0 };

  md_imap_features_parse (&features, "IMAP4rev1 LOGINDISABLED STARTTLS auth=plain AUTH=GSSAPI QUOTA ID literal- IDLE");
  g_assert_true (features.login_disabled && features.starttls && features.quota && features.id && features.idle);
  g_assert_true (features.literal_plus);
  g_assert_false (features.sasl_ir || features.special_use || features.uidplus);
  g_assert_cmpint (features.mechanisms, ==, MD_SASL_PLAIN | MD_SASL_OTHER);
  md_imap_features_parse (&features, "IMAP4rev2");
  g_assert_true (features.sasl_ir && features.special_use && features.list_extended);
  g_assert_cmpint (features.mechanisms, ==, 0);
  md_imap_features_parse (&features, "");
  g_assert_false (features.sasl_ir);
  md_imap_features_clear (&features);
}

static void
test_literals (void)
{
  static const struct
  {
    const char *line;
    gboolean is;
    guint64 size;
  } rows[] = {
    { "* 1 FETCH (BODY[HEADER] {342}", TRUE, 342 },
    { "x {0}", TRUE, 0 },
    { "x {12+}", TRUE, 12 },
    { "x {}", FALSE, 0 },
    { "x {+}", FALSE, 0 },
    { "x {-1}", FALSE, 0 },
    { "x {12a}", FALSE, 0 },
    { "x 12}", FALSE, 0 },
    { "}", FALSE, 0 },
    { "{99999999999999999999}", FALSE, 0 },
    { "{5000000000}", FALSE, 0 },
    { "", FALSE, 0 },
    { "{1} x", FALSE, 0 },
    { "{{7}", TRUE, 7 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint64 size = 0;

      g_assert_cmpint (md_imap_literal_size (rows[i].line, strlen (rows[i].line), &size), ==, rows[i].is);
      if (rows[i].is)
        g_assert_cmpuint (size, ==, rows[i].size);
    }
}

static void
test_folders (void)
{
  static const struct
  {
    const char *text, *name, *special;
    gboolean selectable;
  } rows[] = {
    { "(\\HasNoChildren) \"/\" INBOX", "INBOX", NULL, TRUE },
    { "(\\Marked \\Sent) \".\" \"Elementos enviados\"", "Elementos enviados", "\\Sent", TRUE },
    { "(\\Junk) \"/\" \"a \\\"b\\\" \\\\c\"", "a \"b\" \\c", "\\Junk", TRUE },
    { "(\\NoSelect \\HasChildren) \"/\" \"[Gmail]\"", "[Gmail]", NULL, FALSE },
    { "() NIL \"x\" (\"OLDNAME\" (\"y\"))", "x", NULL, TRUE },
    { "(\\Spam) NIL [Gmail]/Spam", "[Gmail]/Spam", "\\Junk", TRUE },
    { "", NULL, NULL, FALSE },
    { "INBOX", NULL, NULL, FALSE },
    { "(\\Sent \"/\" x", NULL, NULL, FALSE },
    { "(\\Sent) \"/\"", NULL, NULL, FALSE },
    { "(\\Sent) \"/\" \"never closed", NULL, NULL, FALSE },
    { "((((((((((((((((((((((((((((((((", NULL, NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MdImapCursor cursor = cursor_on (rows[i].text);
      MdImapFolder *folder = md_imap_folder_parse (&cursor);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (folder != NULL, ==, rows[i].name != NULL);
      if (folder == NULL)
        continue;
      g_assert_cmpstr (folder->name, ==, rows[i].name);
      g_assert_cmpstr (folder->special, ==, rows[i].special);
      g_assert_cmpint (folder->selectable, ==, rows[i].selectable);
      md_imap_folder_free (folder);
    }
}

static void
test_quota (void)
{
  static const struct
  {
    const char *text, *want;
  } rows[] = {
    { "\"User quota\" (STORAGE 10 512 MESSAGE 3 1000)", "STORAGE 10/512 MESSAGE 3/1000 " },
    { "\"\" ()", "" },
    { "root (storage 600 512)", "STORAGE 600/512 " },
    { "root (STORAGE 10)", "" },
    { "root (STORAGE -1 5)", "" },
    { "root (STORAGE 1 18446744073709551615", "STORAGE 1/18446744073709551615 " },
    { "(", "" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) quotas = g_ptr_array_new_with_free_func ((GDestroyNotify) md_imap_quota_free);
      g_autoptr (GString) got = g_string_new (NULL);
      MdImapCursor cursor = cursor_on (rows[i].text);

      md_imap_quota_parse (&cursor, quotas);
      for (guint q = 0; q < quotas->len; q++)
        {
          MdImapQuota *quota = g_ptr_array_index (quotas, q);

          g_string_append_printf (got, "%s %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT " ", quota->resource, quota->used,
                                  quota->limit);
        }
      g_assert_cmpstr (got->str, ==, rows[i].want);
    }
}

static void
test_search (void)
{
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  MdImapCursor cursor = cursor_on ("3 5 4294967295 4294967296 7");

  md_imap_search_parse (&cursor, uids);
  g_assert_cmpuint (uids->len, ==, 3);
  g_assert_cmpuint (g_array_index (uids, guint32, 2), ==, 4294967295u);
}

static void
test_fetch (void)
{
  static const struct
  {
    const char *text, *want;
  } rows[] = {
    { "(UID 7 BODY[HEADER] \"A: b\r\n\")", "A: b\r\n" },
    { "(FLAGS (\\Seen) BODY[HEADER] \"x\" UID 7)", "x" },
    { "(BODY[HEADER.FIELDS (SUBJECT)] \"x\" UID 7)", "x" },
    { "(UID 8 BODY[HEADER] \"x\")", NULL },
    { "(BODY[HEADER] \"x\")", NULL },
    { "(UID 7 BODY[HEADER] NIL)", NULL },
    { "(UID 7 BODY[HEADER] \"x", NULL },
    { "(UID 7 X ((((", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MdImapCursor cursor = cursor_on (rows[i].text);
      g_autoptr (GBytes) headers = md_imap_fetch_parse (&cursor, 7);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (headers != NULL, ==, rows[i].want != NULL);
      if (headers != NULL)
        g_assert_cmpmem (g_bytes_get_data (headers, NULL), g_bytes_get_size (headers), rows[i].want,
                         strlen (rows[i].want));
    }
}

static void
test_id (void)
{
  MdImapCursor good = cursor_on ("(\"vendor\" NIL \"Name\" \"Dovecot\")");
  MdImapCursor none = cursor_on ("NIL");
  MdImapCursor broken = cursor_on ("(\"name\"");
  g_autofree char *name = md_imap_id_parse (&good);

  g_assert_cmpstr (name, ==, "Dovecot");
  g_assert_null (md_imap_id_parse (&none));
  g_assert_null (md_imap_id_parse (&broken));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap-parse/names", test_names);
  g_test_add_func ("/imap-parse/replies", test_replies);
  g_test_add_func ("/imap-parse/features", test_features);
  g_test_add_func ("/imap-parse/literals", test_literals);
  g_test_add_func ("/imap-parse/folders", test_folders);
  g_test_add_func ("/imap-parse/quota", test_quota);
  g_test_add_func ("/imap-parse/search", test_search);
  g_test_add_func ("/imap-parse/fetch", test_fetch);
  g_test_add_func ("/imap-parse/id", test_id);
  return g_test_run ();
}
