/* test-mailbox.c - what a folder is for, which message is the one, and the draft that goes out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "checks/mailbox-found.h"
#include "protocols/message.h"

#include <string.h>

static void
test_roles (void)
{
  static const struct
  {
    const char *special, *name, *want;
  } rows[] = {
    { NULL, "inbox", "inbox" },
    { "\\Junk", "INBOX", "inbox" },
    { "\\Junk", "Correo", "junk" },
    { "\\All", "[Gmail]/Todos", "all" },
    { "\\Important", "[Gmail]/Importantes", "view" },
    { NULL, "INBOX.Correo no deseado", "junk" },
    { NULL, "Carpetas/INDÉSIRABLES", "junk" },
    { NULL, "Deleted Items", "trash" },
    { NULL, "Elementos enviados", "sent" },
    { NULL, "Borradores", "drafts" },
    { NULL, "Archivo", "archive" },
    { "\\Sent", "Junk", "sent" },
    { NULL, "Spam reports", "other" },
    { NULL, "Junk/2026", "other" },
    { NULL, "", "other" },
    { NULL, ".", "other" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (md_mailbox_role_name (md_mailbox_role (rows[i].special, rows[i].name)), ==, rows[i].want);
}

static MdMailboxMessage *
message (MdMailboxRole role, gint64 received, const char *id)
{
  MdMailboxMessage *self = g_new0 (MdMailboxMessage, 1);
  char *text = g_strdup_printf ("Message-ID: <%s>\r\n\r\n", id);

  self->role = role;
  self->received = received;
  self->headers = g_bytes_new_take (text, strlen (text));
  return self;
}

/* Spam first, then the newest; no copy of what is in the inbox, and nothing filed before that came. */
static void
test_choice (void)
{
  static const struct
  {
    MdMailboxRole role;
    gint64 received;
    const char *id;
  } found[] = {
    { MD_ROLE_ALL, 5, "a" }, { MD_ROLE_INBOX, 5, "a" }, { MD_ROLE_OTHER, 9, "c" }, { MD_ROLE_JUNK, 3, "b" },
    { MD_ROLE_JUNK, 4, "d" }, { MD_ROLE_ALL, 9, "c" }, { MD_ROLE_TRASH, 5, "a" }, { MD_ROLE_TRASH, 3, "e" },
  };
  static const MdMailboxRole want[] = { MD_ROLE_JUNK, MD_ROLE_JUNK, MD_ROLE_OTHER, MD_ROLE_INBOX };
  MdMailboxSearch *search = g_new0 (MdMailboxSearch, 1);

  search->found = g_ptr_array_new_with_free_func ((GDestroyNotify) md_mailbox_message_free);
  search->earlier = g_ptr_array_new_with_free_func ((GDestroyNotify) md_mailbox_message_free);
  for (gsize i = 0; i < G_N_ELEMENTS (found); i++)
    g_ptr_array_add (search->found, message (found[i].role, found[i].received, found[i].id));
  md_mailbox_choose_found (search);
  g_assert_cmpuint (search->found->len, ==, G_N_ELEMENTS (want));
  for (guint i = 0; i < search->found->len; i++)
    g_assert_cmpint (((MdMailboxMessage *) g_ptr_array_index (search->found, i))->role, ==, want[i]);
  g_assert_cmpint (((MdMailboxMessage *) g_ptr_array_index (search->found, 0))->received, ==, 4);
  md_mailbox_search_free (search);
}

static void
test_results (void)
{
  static const char text[] = "Authentication-Results: mx.example;\r\n\tspf=pass\r\nAuthentication-Results: other; none\r\n\r\n";
  g_autoptr (GBytes) headers = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) none = g_bytes_new_static ("X: y\r\n\r\n", 8);
  g_autofree char *results = md_mailbox_results (headers);

  g_assert_cmpstr (results, ==, "mx.example; spf=pass");
  g_assert_null (md_mailbox_results (none));
  g_assert_null (md_mailbox_results (NULL));
}

/* The draft's own words go out, what belongs to another journey does not, and nobody else gets it. */
static void
test_draft (void)
{
  static const char draft[] = "From ana Fri Nov 20 10:00:00 2026\nReceived: from x\n by y\nTo: bea@example.org\nCc: lia@example.org\n"
                              "Bcc: leo@example.org\nFrom: Ana <ana@example.org>\nSubject: =?UTF-8?Q?Ma=C3=B1ana?=\nMessage-ID: <old@x>\n"
                              "DKIM-Signature: v=1;\n\tb=abc\n\n.\nHola\r\n";
  g_autoptr (MdMessage) sent = md_message_new_draft ("ana@example.org", "dos@example.org", draft, strlen (draft));
  static const char *const gone[] = { "bea@", "lia@", "leo@", "Received", "by y", "old@x", "DKIM", "b=abc", "From ana" };

  for (gsize i = 0; i < G_N_ELEMENTS (gone); i++)
    g_assert_null (strstr (sent->text, gone[i]));
  g_assert_nonnull (strstr (sent->text, "To: <dos@example.org>\r\n"));
  g_assert_nonnull (strstr (sent->text, "From: Ana <ana@example.org>\r\n"));
  g_assert_nonnull (strstr (sent->text, "Subject: =?UTF-8?Q?Ma=C3=B1ana?=\r\n"));
  g_assert_nonnull (strstr (sent->text, sent->message_id));
  g_assert_true (g_str_has_suffix (sent->text, "\r\n\r\n.\r\nHola\r\n"));
}

static void
test_draft_of_text (void)
{
  static const char text[] = "Cena\n\n¿Quedamos el viernes?\n";
  g_autoptr (MdMessage) sent = md_message_new_draft ("ana@example.org", "ana@example.org", text, strlen (text));
  g_autoptr (MdMessage) empty = md_message_new_draft ("ana@example.org", "ana@example.org", "", 0);

  g_assert_nonnull (strstr (sent->text, "Subject: Cena\r\n"));
  g_assert_nonnull (strstr (sent->text, "=C2=BFQuedamos"));
  g_assert_nonnull (strstr (empty->text, "Message-ID: <"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailbox/roles", test_roles);
  g_test_add_func ("/mailbox/choice", test_choice);
  g_test_add_func ("/mailbox/results", test_results);
  g_test_add_func ("/mailbox/draft", test_draft);
  g_test_add_func ("/mailbox/draft-of-text", test_draft_of_text);
  return g_test_run ();
}
