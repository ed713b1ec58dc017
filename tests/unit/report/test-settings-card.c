/* test-settings-card.c - the card of working settings: what it picks, how it reads, and that no password is on it
 *
 * With "--profile" it prints a profile, for settings-profile.py to take apart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/settings-card.h"

#include <stdio.h>
#include <string.h>

#define CANARY "c4nary ñ\"pass' word"

static void
find (MdRecord *record, MdSubject subject, MdFindingCode code, const char *host, const char *port, const char *more,
      const char *value)
{
  MdStepRecord *step = g_ptr_array_index (record->steps, 0);
  MdFinding *finding;

  if (code == MD_FINDING_LOGIN_ELSEWHERE_ACCEPTED)
    finding = md_finding_new (MD_STEP_S3, subject, code, "host", host, "port", port, more, value, NULL);
  else if (code == MD_FINDING_OTHER_PASSWORD_ACCEPTED)
    finding = md_finding_new (MD_STEP_S3, subject, code, "host", host, "user", value, NULL);
  else
    finding = md_finding_new (MD_STEP_S3, subject, code, "host", host, "port", port, more, value, "mechanism", "PLAIN", NULL);
  g_ptr_array_add (step->findings, finding);
}

static MdRecord *
record_new (const char *email, const char *outgoing, const char *incoming)
{
  g_autoptr (MdCase) kase = md_case_new ();
  MdRecord *record;

  kase->email = g_strdup (email);
  kase->password = md_secret_new (CANARY, -1);
  kase->outgoing = outgoing != NULL ? md_endpoint_parse (outgoing, MD_PROTOCOL_SMTP, NULL) : NULL;
  kase->incoming = incoming != NULL ? md_endpoint_parse (incoming, MD_PROTOCOL_IMAP, NULL) : NULL;
  record = md_record_new ("send", kase);
  g_ptr_array_add (record->steps, md_step_record_new (MD_STEP_S3));
  return record;
}

static MdRecord *
working_record (void)
{
  MdRecord *record = record_new ("ana@example.org", "smtp.example.org:587/starttls", "imap://imap.example.org:993/tls");

  find (record, MD_SUBJECT_INCOMING, MD_FINDING_LOGIN_ACCEPTED, "imap.example.org", "993", "user", "ana@example.org");
  find (record, MD_SUBJECT_OUTGOING, MD_FINDING_LOGIN_ACCEPTED, "smtp.example.org", "587", "user", "ana <&> \"Co\"\x01");
  return record;
}

static const char in_english[]
    = "Mail settings of ana@example.org\n"
      "\n"
      "Receiving mail (IMAP)\n"
      "  Server: imap.example.org\n"
      "  Port: 993\n"
      "  Encryption: SSL/TLS\n"
      "  User name: ana@example.org\n"
      "  Sign-in: with the password, which is not on this card\n"
      "  (tried: signing in worked)\n"
      "\n"
      "Sending mail (SMTP)\n"
      "  Server: smtp.example.org\n"
      "  Port: 465\n"
      "  Encryption: SSL/TLS\n"
      "  User name: ana@example.org\n"
      "  Sign-in: with the password, which is not on this card\n"
      "  (tried: signing in worked)\n"
      "\n"
      "Noted by Mail Doctor on 1970-01-01 00:00\n";

static const char in_spanish[]
    = "Ajustes de correo de ana@example.org\n"
      "\n"
      "Recibir correo (IMAP)\n"
      "  Servidor: imap.example.org\n"
      "  Puerto: 993\n"
      "  Cifrado: SSL/TLS\n"
      "  Nombre de usuario: ana@example.org\n"
      "  Identificación: con la contraseña, que no figura en esta ficha\n"
      "  (comprobado: se ha podido entrar)\n"
      "\n"
      "Enviar correo (SMTP)\n"
      "  Servidor: smtp.example.org\n"
      "  Puerto: 465\n"
      "  Cifrado: SSL/TLS\n"
      "  Nombre de usuario: ana@example.org\n"
      "  Identificación: con la contraseña, que no figura en esta ficha\n"
      "  (comprobado: se ha podido entrar)\n"
      "\n"
      "Anotado por Doctor de correo el 1970-01-01 00:00\n";

/* Another port signs in than the one that is set. */
static void
test_text (void)
{
  g_autoptr (MdRecord) record
      = record_new ("ana@example.org", "smtp.example.org:587/starttls", "imap://imap.example.org:993/tls");
  g_autoptr (MdSettingsCard) card = NULL;
  g_autofree char *english = NULL;
  g_autofree char *spanish = NULL;

  find (record, MD_SUBJECT_INCOMING, MD_FINDING_LOGIN_ACCEPTED, "imap.example.org", "993", "user", "ana@example.org");
  find (record, MD_SUBJECT_OTHER, MD_FINDING_LOGIN_ELSEWHERE_ACCEPTED, "smtp.example.org", "465", "security", "tls");
  card = md_settings_card_new (record);
  english = md_settings_card_text (card, MD_LANG_EN);
  spanish = md_settings_card_text (card, MD_LANG_ES);
  g_assert_cmpstr (english, ==, in_english);
  g_assert_cmpstr (spanish, ==, in_spanish);
}

static void
test_published (void)
{
  g_autoptr (MdRecord) record = record_new ("ana@example.org", "wrong.example.org:25/plain", NULL);
  g_autoptr (MdSettingsCard) nothing = md_settings_card_new (record);
  g_autoptr (MdSettingsCard) card = NULL;
  g_autofree char *text = NULL;

  g_assert_null (nothing); /* what is set and did not work is no setting to carry on */
  record->settings = md_settings_new (MD_SOURCE_FACTS);
  record->settings->outgoing_user_form = MD_USER_FORM_LOCAL;
  g_ptr_array_add (record->settings->outgoing, md_endpoint_parse ("smtp.example.net:465/tls", MD_PROTOCOL_SMTP, NULL));
  card = md_settings_card_new (record);
  g_assert_false (card->outgoing.tried);
  g_assert_cmpstr (card->outgoing.user, ==, "ana");
  g_assert_null (md_settings_card_profile (card, MD_LANG_EN));
  text = md_settings_card_text (card, MD_LANG_EN);
  g_assert_nonnull (strstr (text, "as the provider publishes it; not tried"));
  g_assert_null (strstr (text, "Receiving"));
}

static void
test_old_password (void)
{
  g_autoptr (MdRecord) record = record_new ("ana@example.org", "smtp.example.org:587/starttls", NULL);
  g_autoptr (MdSettingsCard) card = NULL;

  find (record, MD_SUBJECT_OUTGOING, MD_FINDING_OTHER_PASSWORD_ACCEPTED, "smtp.example.org", NULL, NULL, "ana@example.org");
  card = md_settings_card_new (record);
  g_assert_true (card->outgoing.tried);
  g_assert_cmpint (card->outgoing.endpoint->port, ==, 587);
}

static void
test_no_password (void)
{
  g_autoptr (MdRecord) record = working_record ();
  g_autoptr (MdSettingsCard) card = md_settings_card_new (record);

  for (guint lang = MD_LANG_EN; lang <= MD_LANG_ES; lang++)
    {
      g_autofree char *text = md_settings_card_text (card, (MdLang) lang);
      g_autofree char *profile = md_settings_card_profile (card, (MdLang) lang);
      g_autofree char *again = md_settings_card_profile (card, (MdLang) lang);

      g_assert_null (strstr (text, "c4nary"));
      g_assert_null (strstr (profile, "c4nary"));
      g_assert_null (strstr (profile, "MailServerPassword"));
      g_assert_null (strstr (profile, "<Password"));
      g_assert_null (strchr (profile, '\x01'));
      g_assert_cmpstr (profile, ==, again);
    }
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  if (argc > 1 && strcmp (argv[1], "--profile") == 0)
    {
      g_autoptr (MdRecord) record = working_record ();
      g_autoptr (MdSettingsCard) card = md_settings_card_new (record);
      g_autofree char *profile = md_settings_card_profile (card, MD_LANG_ES);

      return fputs (profile, stdout) < 0;
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings-card/text", test_text);
  g_test_add_func ("/settings-card/published", test_published);
  g_test_add_func ("/settings-card/old-password", test_old_password);
  g_test_add_func ("/settings-card/no-password", test_no_password);
  return g_test_run ();
}
