/* lab-window.c - the window beside real servers: Thunderbird is set to port 25 without encryption, and the window says which
 * of its fields to change to what, after having tried that this works
 *
 * lab-window ADDRESS SMTP-HOST IMAP-HOST: in a home of its own (on-display.sh), in the network of the lab (run-lab.py).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stage.h"

#include <string.h>

static const char *address, *smtp, *imap;

static void
put (const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), ".thunderbird", name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
put_profile (void)
{
  g_autofree char *prefs = g_strdup_printf (
      "user_pref(\"mail.accountmanager.accounts\", \"account1\");\n"
      "user_pref(\"mail.account.account1.server\", \"server1\");\n"
      "user_pref(\"mail.account.account1.identities\", \"id1\");\n"
      "user_pref(\"mail.identity.id1.useremail\", \"%s\");\nuser_pref(\"mail.identity.id1.smtpServer\", \"smtp1\");\n"
      "user_pref(\"mail.server.server1.type\", \"imap\");\nuser_pref(\"mail.server.server1.hostname\", \"%s\");\n"
      "user_pref(\"mail.server.server1.port\", 993);\nuser_pref(\"mail.server.server1.socketType\", 3);\n"
      "user_pref(\"mail.server.server1.userName\", \"%s\");\nuser_pref(\"mail.smtpservers\", \"smtp1\");\n"
      "user_pref(\"mail.smtpserver.smtp1.hostname\", \"%s\");\nuser_pref(\"mail.smtpserver.smtp1.port\", 25);\n"
      "user_pref(\"mail.smtpserver.smtp1.try_ssl\", 0);\nuser_pref(\"mail.smtpserver.smtp1.authMethod\", 3);\n"
      "user_pref(\"mail.smtpserver.smtp1.username\", \"%s\");\n",
      address, imap, address, smtp, address);

  put ("profiles.ini", "[Profile0]\nName=default\nIsRelative=1\nPath=abc.default\n");
  put ("abc.default/prefs.js", prefs);
}

static gboolean
has_programs (Stage *stage)
{
  return md_session_get_programs (stage->session) != NULL;
}

/* The first row of the list of accounts, as if it had been pressed. */
static void
choose_first (Stage *stage)
{
  GtkWidget *box = stage_await (stage, "MdProgramList");
  GtkWidget *scrolled = gtk_widget_get_next_sibling (gtk_widget_get_first_child (box));
  GtkListBox *list;

  while (scrolled != NULL && !GTK_IS_SCROLLED_WINDOW (scrolled))
    scrolled = gtk_widget_get_first_child (scrolled);
  g_assert_nonnull (scrolled);
  list = GTK_LIST_BOX (gtk_widget_get_first_child (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled))));
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, 0));
}

/* That it works is what a probe has found, not what the table says. */
static void
assert_tried (Stage *stage)
{
  g_autoptr (GPtrArray) findings = md_record_get_findings (md_session_get_record (stage->session));
  gboolean tried = FALSE, wrong = FALSE;

  for (guint i = 0; i < findings->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (findings, i);

      tried |= md_finding_get_code (finding) == MD_FINDING_OTHER_PORT_WORKS
               && g_strcmp0 (md_finding_get (finding, "port"), "587") == 0;
      wrong |= md_finding_get_code (finding) == MD_FINDING_SETTING_WRONG
               && g_strcmp0 (md_finding_get (finding, "field"), "port") == 0;
    }
  g_assert_true (tried);
  g_assert_true (wrong);
}

static void
assert_said (Stage *stage, MdLang lang)
{
  const char *folder = g_getenv ("MD_PICTURES");
  g_autofree char *path = folder == NULL ? NULL : g_strdup_printf ("%s/lab-verdict-%s.png", folder, md_lang_code (lang));
  g_autofree char *text = NULL;

  stage_speak (stage, lang);
  stage_settle (0.5);
  g_assert_true (stage_will_show (stage, lang == MD_LANG_ES ? "En Thunderbird" : "In Thunderbird, open Account Settings"));
  g_assert_true (stage_will_show (stage, "587"));
  text = stage_read (stage);
  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, "STARTTLS"));
  if (path != NULL)
    stage_save_picture (stage, path);
}

static void
test_window (gconstpointer data)
{
  Stage *stage = (Stage *) data;

  put_profile ();
  md_session_go (stage->session, "account");
  g_assert_true (stage_wait (stage, has_programs, 20));
  g_assert_true (stage_will_show (stage, address));
  choose_first (stage);
  g_assert_true (md_session_confirm_account (stage->session));
  stage_settle (1);
  g_assert_true (stage_wait (stage, stage_is_settled, 90));
  assert_tried (stage);
  md_session_go (stage->session, "verdict");
  assert_said (stage, MD_LANG_EN);
  assert_said (stage, MD_LANG_ES);
}

int
main (int argc, char **argv)
{
  Stage stage;
  int status;

  g_test_init (&argc, &argv, NULL);
  if (argc < 4 || !stage_prepare ())
    {
      g_print ("1..0 # SKIP no display, or no lab\n");
      return 0;
    }
  address = argv[1];
  smtp = argv[2];
  imap = argv[3];
  stage_open (&stage, MD_LANG_EN);
  g_test_add_data_func ("/lab-window/thunderbird-on-port-25", &stage, test_window);
  status = g_test_run ();
  stage_close (&stage);
  return status;
}
