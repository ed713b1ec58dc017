/* test-programs.c - the account page offers what the mail programs of this computer are set up with
 *
 * Runs in a home folder of its own, which on-display.sh makes and takes away.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "../unit/programs/goa-service.h"
#include "stage.h"

#include <glib/gstdio.h>
#include <string.h>

/* ── a home folder ── */

static void
put (const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
take_away (const char *name)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), name, NULL);

  g_remove (path);
}

static void
put_thunderbird (guint n_accounts)
{
  g_autoptr (GString) prefs = g_string_new ("user_pref(\"mail.smtpservers\", \"out1\");\n"
                                            "user_pref(\"mail.smtp.defaultserver\", \"out1\");\n"
                                            "user_pref(\"mail.smtpserver.out1.hostname\", \"smtp.example.invalid\");\n"
                                            "user_pref(\"mail.smtpserver.out1.port\", 25);\n"
                                            "user_pref(\"mail.smtpserver.out1.authMethod\", 1);\n");
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 1; i <= n_accounts; i++)
    {
      g_string_append_printf (names, "%saccount%u", i > 1 ? "," : "", i);
      g_string_append_printf (prefs, "user_pref(\"mail.account.account%u.server\", \"server%u\");\n", i, i);
      g_string_append_printf (prefs, "user_pref(\"mail.account.account%u.identities\", \"id%u\");\n", i, i);
      g_string_append_printf (prefs, "user_pref(\"mail.identity.id%u.useremail\", \"ana%u@example.invalid\");\n", i, i);
      g_string_append_printf (prefs, "user_pref(\"mail.server.server%u.type\", \"imap\");\n", i);
      g_string_append_printf (prefs, "user_pref(\"mail.server.server%u.hostname\", \"imap.example.invalid\");\n", i);
      g_string_append_printf (prefs, "user_pref(\"mail.server.server%u.socketType\", 3);\n", i);
      g_string_append_printf (prefs, "user_pref(\"mail.server.server%u.userName\", \"ana-%u\");\n", i, i);
    }
  g_string_append_printf (prefs, "user_pref(\"mail.accountmanager.accounts\", \"%s\");\n", names->str);
  put (".thunderbird/profiles.ini", "[Profile0]\nName=default\nIsRelative=1\nPath=abc.default\n");
  put (".thunderbird/abc.default/prefs.js", prefs->str);
}

static void
put_msmtp (const char *address)
{
  g_autofree char *text = g_strdup_printf ("account default\nhost mail.example.invalid\nport 587\ntls on\nauth on\n"
                                           "from %s\nuser ana-1\n", address);

  put (".msmtprc", text);
}

static void
clear_home (void)
{
  take_away (".thunderbird/abc.default/prefs.js");
  take_away (".thunderbird/abc.default");
  take_away (".thunderbird/profiles.ini");
  take_away (".thunderbird");
  take_away (".msmtprc");
}

/* ── the page ── */

static gboolean
has_programs (Stage *stage)
{
  return md_session_get_programs (stage->session) != NULL;
}

static void
open_account (Stage *stage, MdLang lang)
{
  stage_reset (stage, lang);
  md_session_go (stage->session, "account");
  g_assert_true (stage_wait (stage, has_programs, 10));
  stage_settle (0.2);
}

/* Ours, not those that groups of rows are made of. */
static GtkListBox *
find_list (Stage *stage)
{
  GtkWidget *box = stage_await (stage, "MdProgramList");
  GtkWidget *scrolled = gtk_widget_get_first_child (gtk_widget_get_next_sibling (gtk_widget_get_first_child (box)));

  return GTK_LIST_BOX (gtk_widget_get_first_child (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled))));
}

static guint
count_rows (GtkListBox *list)
{
  guint n = 0;
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    n += gtk_widget_get_child_visible (GTK_WIDGET (row));
  return n;
}

static void
type (Stage *stage, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (stage_find (stage, "email")), text);
  stage_settle (0.1);
}

static void
picture (Stage *stage, const char *name, MdLang lang)
{
  const char *folder = g_getenv ("MD_PICTURES");
  g_autofree char *path = NULL;

  if (folder == NULL)
    return;
  path = g_strdup_printf ("%s/account-%s-%s.png", folder, name, md_lang_code (lang));
  stage_save_picture (stage, path);
}

/* ── tests ── */

typedef struct
{
  Stage *stage;
  MdLang lang;
} Visit;

static void
test_none (gconstpointer data)
{
  const Visit *visit = data;
  const char *line = md_text (visit->lang, "No mail program with an account was found on this computer.");

  clear_home ();
  open_account (visit->stage, visit->lang);
  g_assert_true (stage_shows (visit->stage, line));
  g_assert_false (stage_shows (visit->stage, md_text (visit->lang, "Found in your mail programs")));
  picture (visit->stage, "none", visit->lang);
}

static void
test_choose (gconstpointer data)
{
  const Visit *visit = data;
  gboolean spanish = visit->lang == MD_LANG_ES;
  const MdAccountDraft *draft = md_session_get_draft (visit->stage->session);
  g_autoptr (MdCase) kase = NULL;
  GtkListBoxRow *row;

  clear_home ();
  put_thunderbird (2);
  open_account (visit->stage, visit->lang);
  g_assert_true (stage_shows (visit->stage, md_text (visit->lang, "Found in your mail programs")));
  g_assert_true (stage_shows (visit->stage, spanish ? "De Thunderbird: ana2@example.invalid"
                                                    : "From Thunderbird: ana2@example.invalid"));
  g_assert_true (stage_shows (visit->stage, spanish ? "Envío: smtp.example.invalid:25" : "Sending: smtp.example.invalid:25"));
  picture (visit->stage, "two", visit->lang);
  row = gtk_list_box_get_row_at_index (find_list (visit->stage), 1);
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (row)));
  g_signal_emit_by_name (row, "activate"); /* what the Enter key does */
  stage_settle (0.1);
  picture (visit->stage, "chosen", visit->lang);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (stage_find (visit->stage, "email"))), ==, "ana2@example.invalid");
  g_assert_cmpstr (draft->user, ==, "ana-2");
  g_assert_true (draft->no_auth);
  kase = md_account_draft_to_case (draft, md_session_get_case (visit->stage->session));
  g_assert_cmpstr (kase->program, ==, "thunderbird");
  g_assert_cmpstr (kase->auth, ==, "none");
  g_assert_cmpstr (kase->outgoing->host, ==, "smtp.example.invalid");
  g_assert_cmpuint (kase->outgoing->port, ==, 25);
  g_assert_cmpint (kase->outgoing->security, ==, MD_SECURITY_PLAIN);
  g_assert_cmpstr (kase->incoming->host, ==, "imap.example.invalid");
  g_assert_cmpuint (kase->incoming->port, ==, 993);
  type (visit->stage, "berta@example.invalid"); /* somebody else: what cannot be seen is no longer true */
  g_assert_null (draft->program);
}

static void
test_forty (gconstpointer data)
{
  const Visit *visit = data;
  GtkWidget *scrolled;

  clear_home ();
  put_thunderbird (40);
  open_account (visit->stage, visit->lang);
  g_assert_cmpuint (count_rows (find_list (visit->stage)), ==, 40);
  scrolled = gtk_widget_get_ancestor (GTK_WIDGET (find_list (visit->stage)), GTK_TYPE_SCROLLED_WINDOW);
  for (int tries = 0; tries < 50 && gtk_widget_get_height (scrolled) < 200; tries++)
    stage_settle (0.1);
  g_assert_cmpint (gtk_widget_get_height (scrolled), <=, 420);
  g_assert_cmpint (gtk_widget_get_height (scrolled), >=, 200);
  picture (visit->stage, "forty", visit->lang);
  type (visit->stage, " ANA3");
  g_assert_cmpuint (count_rows (find_list (visit->stage)), ==, 11);
  picture (visit->stage, "filtered", visit->lang);
  type (visit->stage, "berta@");
  g_assert_false (stage_shows (visit->stage, md_text (visit->lang, "Found in your mail programs")));
  type (visit->stage, "");
  g_assert_cmpuint (count_rows (find_list (visit->stage)), ==, 40);
}

static void
test_compared (gconstpointer data)
{
  const Visit *visit = data;
  gboolean spanish = visit->lang == MD_LANG_ES;

  clear_home ();
  put_thunderbird (1);
  put_msmtp ("ana1@example.invalid");
  open_account (visit->stage, visit->lang);
  g_assert_cmpuint (count_rows (find_list (visit->stage)), ==, 2);
  g_assert_true (stage_shows (visit->stage, spanish ? "De msmtp: ana1@" : "From msmtp: ana1@"));
  g_assert_true (stage_shows (visit->stage, spanish ? "Thunderbird envía por smtp.example.invalid:25"
                                                    : "Thunderbird sends through smtp.example.invalid:25"));
  g_assert_true (stage_shows (visit->stage, spanish ? "pero msmtp por mail.example.invalid:587 (STARTTLS)"
                                                    : "but msmtp through mail.example.invalid:587 (STARTTLS)"));
  picture (visit->stage, "compared", visit->lang);
}

/* On a narrow screen and in the dark, for somebody to look at; the list must not be wider than the window. */
static void
test_narrow (gconstpointer data)
{
  const Visit *visit = data;
  AdwStyleManager *style = adw_style_manager_get_default ();

  clear_home ();
  put_thunderbird (3);
  put_msmtp ("ana1@example.invalid");
  gtk_window_set_default_size (visit->stage->window, 360, 720);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  open_account (visit->stage, visit->lang);
  stage_settle (0.5);
  g_assert_cmpuint (count_rows (find_list (visit->stage)), ==, 4);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (visit->stage->window)), <=, 420);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (find_list (visit->stage))), <=, 360);
  picture (visit->stage, "narrow-dark", visit->lang);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
  gtk_window_set_default_size (visit->stage->window, 920, 640);
}

static void
test_broken (gconstpointer data)
{
  const Visit *visit = data;

  clear_home ();
  put (".thunderbird/profiles.ini", "[Profile0]\nName=default\nIsRelative=1\nPath=abc.default\n");
  put (".thunderbird/abc.default/prefs.js", "user_pref(\"mail.accountmanager.accounts\", \"acc\0ount1");
  put_msmtp ("ana1@example.invalid");
  open_account (visit->stage, visit->lang);
  picture (visit->stage, "broken", visit->lang);
  g_assert_cmpuint (count_rows (find_list (visit->stage)), ==, 1);
  g_assert_true (stage_shows (visit->stage, visit->lang == MD_LANG_ES
                                                ? "No se pudieron leer enteros los ajustes de Thunderbird"
                                                : "The settings of Thunderbird could not be read whole"));
  g_assert_true (stage_shows (visit->stage, ": .thunderbird/abc.default/prefs.js"));
}

/* A pretend account has nothing to do with the programs of this computer. */
static void
test_practice (gconstpointer data)
{
  const Visit *visit = data;

  clear_home ();
  put_thunderbird (2);
  stage_reset (visit->stage, visit->lang);
  md_session_start_practice (visit->stage->session, "healthy");
  g_assert_true (stage_wait (visit->stage, stage_has_practice, 10));
  stage_settle (0.3);
  g_assert_cmpstr (md_session_get_page (visit->stage->session), ==, "account");
  g_assert_false (has_programs (visit->stage));
  g_assert_false (stage_shows (visit->stage, md_text (visit->lang, "Found in your mail programs")));
}

/* ── signing in without a password ── */

static gboolean
asks_for_password (Stage *stage)
{
  return stage_find (stage, "MdPasswordBox") != NULL;
}

static void
open_sign_in (const Visit *visit, const char *address)
{
  clear_home ();
  open_account (visit->stage, visit->lang);
  type (visit->stage, address);
  g_assert_true (md_session_confirm_account (visit->stage->session));
  md_session_go (visit->stage->session, "S3");
  g_assert_true (stage_wait (visit->stage, asks_for_password, 20));
}

/* Said before anything is typed: this provider takes none. */
static void
test_no_password (gconstpointer data)
{
  const Visit *visit = data;

  open_account (visit->stage, visit->lang);
  type (visit->stage, "ana@outlook.com");
  g_assert_true (stage_will_show (visit->stage, "(OAuth2)"));
  open_sign_in (visit, "ana@outlook.com");
  g_assert_true (stage_will_show (visit->stage, visit->lang == MD_LANG_ES ? "no acepta contraseñas de los programas"
                                                                          : "takes no password from mail programs"));
  g_assert_null (stage_find (visit->stage, "asking"));
  picture (visit->stage, "no-password", visit->lang);
  md_session_start_over (visit->stage->session);
}

/* Online Accounts has this address: its permission may be used, after a yes. */
static void
test_online_accounts (gconstpointer data)
{
  const Visit *visit = data;
  GoaService *service = goa_service_start (g_getenv ("DBUS_SESSION_BUS_ADDRESS"));
  MdSession *session = visit->stage->session;

  open_sign_in (visit, "ana@gmail.com");
  g_assert_nonnull (stage_await (visit->stage, "asking"));
  g_assert_true (stage_will_show (visit->stage, visit->lang == MD_LANG_ES ? "está en Cuentas en línea"
                                                                          : "is in Online Accounts"));
  picture (visit->stage, "online-accounts", visit->lang);
  g_assert_cmpint (goa_service_count_tokens (service), ==, 0);
  md_session_agree (session, MD_CONSENT_TOKEN, TRUE);
  for (int tries = 0; tries < 100 && goa_service_count_tokens (service) == 0; tries++)
    stage_settle (0.1);
  g_assert_cmpint (goa_service_count_tokens (service), ==, 1);
  g_assert_true (stage_will_show (visit->stage, visit->lang == MD_LANG_ES ? "ha dado su permiso para entrar"
                                                                          : "has given its permission to sign in"));
  md_session_start_over (session);
  goa_service_stop (service);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    GTestDataFunc run;
  } tests[] = {
    { "none", test_none },         { "choose", test_choose }, { "forty", test_forty },
    { "compared", test_compared }, { "broken", test_broken }, { "practice", test_practice },
    { "narrow", test_narrow },     { "no-password", test_no_password }, { "online-accounts", test_online_accounts },
  };
  static const MdLang langs[] = { MD_LANG_EN, MD_LANG_ES };
  Visit visits[G_N_ELEMENTS (langs)];
  Stage stage;
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!stage_prepare ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  stage_open (&stage, MD_LANG_EN);
  for (gsize l = 0; l < G_N_ELEMENTS (langs); l++)
    {
      visits[l] = (Visit) { &stage, langs[l] };
      for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
        {
          g_autofree char *path = g_strdup_printf ("/programs/%s/%s", md_lang_code (langs[l]), tests[i].name);

          g_test_add_data_func (path, &visits[l], tests[i].run);
        }
    }
  status = g_test_run ();
  stage_close (&stage);
  return status;
}
