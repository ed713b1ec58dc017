/* fuzz-imap-response.c - every reader of IMAP responses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "protocols/imap-parse.h"

static void
look_at_mailbox (MdImapCursor start, const char *text)
{
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (MdImapMail) mail = NULL;
  g_autofree char *tag = NULL;
  MdImapFolder counts = { NULL };
  MdImapCursor cursor = start;

  g_assert_cmpuint (md_imap_found_parse (&cursor, FALSE, MD_IMAP_MAX_HITS, uids), <=, 1000000);
  cursor = start;
  g_assert_cmpuint (md_imap_found_parse (&cursor, TRUE, MD_IMAP_MAX_HITS, uids), <=, 1000000);
  g_assert_cmpuint (uids->len, <=, MD_IMAP_MAX_HITS);
  cursor = start;
  if (md_imap_status_parse (&cursor, &counts))
    g_assert_nonnull (counts.raw_name);
  g_free (counts.raw_name);
  cursor = start;
  tag = md_imap_found_tag (&cursor);
  mail = md_imap_mail_parse (&cursor);
  g_assert_cmpint (md_imap_date_parse (text), >=, 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  G_GNUC_UNUSED g_autoptr (MdImapReply) reply = md_imap_reply_parse (text);
  g_autoptr (GPtrArray) quotas = g_ptr_array_new_with_free_func ((GDestroyNotify) md_imap_quota_free);
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree char *name = md_imap_name_decode (text);
  const MdImapCursor start = { (const char *) data, (const char *) data + size };
  MdImapCursor cursor = start;
  MdImapFolder *folder = md_imap_folder_parse (&cursor);
  g_autoptr (GBytes) headers = NULL;
  g_autofree char *id = NULL;
  MdImapFeatures features = { 0 };
  guint64 literal;

  g_assert (g_utf8_validate (name, -1, NULL));
  if (folder != NULL)
    g_assert (g_utf8_validate (folder->name, -1, NULL));
  md_imap_folder_free (folder);
  cursor = start;
  md_imap_quota_parse (&cursor, quotas);
  cursor = start;
  md_imap_search_parse (&cursor, uids);
  cursor = start;
  headers = md_imap_fetch_parse (&cursor, 7);
  cursor = start;
  id = md_imap_id_parse (&cursor);
  look_at_mailbox (start, text);
  cursor = start;
  while (md_imap_skip (&cursor))
    ;
  (void) md_imap_literal_size ((const char *) data, size, &literal);
  md_imap_features_parse (&features, text);
  md_imap_features_clear (&features);
  return 0;
}
