/* options-account.c - the options that tell whose account it is, and its passwords; see options-private.h
 *
 * Passwords come from descriptors, files or the keyring, never from the command line or the environment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-options"

#include "config.h"

#include "cli/options-private.h"
#include "cli/secrets.h"
#include "programs/goa.h"

#include <string.h>

static void
set_string (char **place, const char *value)
{
  g_free (*place);
  *place = g_strdup (value);
}

/* ── account ── */

static gboolean
take_address (MdReading *reading, const char *name, const char *value)
{
  MdCase *kase = reading->options->kase;

  if (!md_address_has_form (value))
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-email", "value", value);
  if (strcmp (name, "email") == 0)
    set_string (&kase->email, value);
  else if (strcmp (name, "from") == 0)
    set_string (&kase->from, value);
  else if (strcmp (name, "test-to") == 0)
    set_string (&kase->test_to, value);
  else
    set_string (&kase->to, value);
  return TRUE;
}

static gboolean
take_user (MdReading *reading, const char *name, const char *value)
{
  MdCase *kase = reading->options->kase;

  if (strcmp (name, "user") == 0)
    set_string (&kase->user, value);
  else if (strcmp (name, "outgoing-user") == 0)
    set_string (&kase->outgoing_user, value);
  else
    set_string (&kase->incoming_user, value);
  return TRUE;
}

static gboolean
take_server (MdReading *reading, const char *name, const char *value)
{
  gboolean outgoing = strcmp (name, "outgoing") == 0;
  MdEndpoint **place = outgoing ? &reading->options->kase->outgoing : &reading->options->kase->incoming;
  g_autoptr (GError) error = NULL;
  MdEndpoint *endpoint = md_endpoint_parse (value, outgoing ? MD_PROTOCOL_SMTP : MD_PROTOCOL_IMAP, &error);

  if (endpoint == NULL && error->code == MD_ENDPOINT_ERROR_PORT)
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-port", "value", value);
  if (endpoint == NULL || (outgoing != (endpoint->protocol == MD_PROTOCOL_SMTP)))
    {
      md_endpoint_free (endpoint);
      return md_reading_complain (reading, MD_EXIT_USAGE, outgoing ? "usage-outgoing" : "usage-incoming", "value",
                                  value);
    }
  md_endpoint_free (*place);
  *place = endpoint;
  return TRUE;
}

static gboolean
take_no_auth (MdReading *reading, const char *name, const char *value)
{
  reading->options->kase->no_auth = TRUE;
  return TRUE;
}

static gboolean
take_size (MdReading *reading, const char *name, const char *value)
{
  if (!g_ascii_string_to_unsigned (value, 10, 1, G_MAXINT64, &reading->options->kase->message_size, NULL))
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-size", "value", value);
  return TRUE;
}

static gboolean
take_selector (MdReading *reading, const char *name, const char *value)
{
  MdCase *kase = reading->options->kase;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (kase->selectors != NULL)
    g_strv_builder_addv (builder, (const char **) kase->selectors);
  g_strv_builder_add (builder, value);
  g_strfreev (kase->selectors);
  kase->selectors = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
take_answer (MdReading *reading, const char *name, const char *value)
{
  static const char *const words[]
      = { [MD_ANSWER_NOT_TRIED] = "not-tried", [MD_ANSWER_YES] = "yes", [MD_ANSWER_NO] = "no" };
  g_auto (GStrv) parts = g_strsplit (value, "=", 2);
  MdQuestion question;

  if (parts[0] != NULL && parts[1] != NULL && md_question_from_id (parts[0], &question))
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
      if (strcmp (parts[1], words[i]) == 0)
        {
          reading->options->kase->answers[question] = (MdAnswer) i;
          return TRUE;
        }
  return md_reading_complain (reading, MD_EXIT_USAGE, "usage-answer", "value", value);
}

static gboolean
take_consent (MdReading *reading, const char *name, const char *value)
{
  MdCase *kase = reading->options->kase;

  static const struct
  {
    const char *name;
    MdConsent consents;
  } given[] = {
    { "send-test", MD_CONSENT_SEND_TEST },
    { "yes-third-parties", MD_CONSENT_THIRD_PARTY },
    { "token-from-goa", MD_CONSENT_TOKEN },
    { "compare-keyring", MD_CONSENT_KEYRING },
    { "try-saved-passwords", MD_CONSENT_KEYRING | MD_CONSENT_TRY_SAVED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (given); i++)
    if (strcmp (name, given[i].name) == 0)
      kase->consents |= given[i].consents;
  if (strcmp (name, "no-third-parties") == 0)
    kase->consents &= ~(MdConsent) MD_CONSENT_THIRD_PARTY;
  if (g_str_has_suffix (name, "third-parties"))
    reading->options->no_third_parties = strcmp (name, "no-third-parties") == 0;
  return TRUE;
}

/* ── passwords ── */

static MdSecret **
secret_place (MdCase *kase, const char *name)
{
  if (g_str_has_prefix (name, "outgoing-"))
    return &kase->outgoing_password;
  if (g_str_has_prefix (name, "incoming-"))
    return &kase->incoming_password;
  return g_str_has_prefix (name, "token-") ? &kase->token : &kase->password;
}

static gboolean
keep_secret (MdReading *reading, const char *name, MdSecret *secret)
{
  MdSecret **place = secret_place (reading->options->kase, name);

  if (secret == NULL)
    {
      reading->status = MD_EXIT_FAILED;
      return FALSE;
    }
  md_secret_unref (*place);
  *place = secret;
  return TRUE;
}

static gboolean
take_secret_file (MdReading *reading, const char *name, const char *value)
{
  return keep_secret (reading, name, md_read_secret_file (reading->options->lang, value));
}

static gboolean
take_secret_fd (MdReading *reading, const char *name, const char *value)
{
  return keep_secret (reading, name, md_read_secret_fd (reading->options->lang, value));
}

static gboolean
take_keyring (MdReading *reading, const char *name, const char *value)
{
  const char *email = reading->options->kase->email;

  if (email == NULL)
    return md_reading_complain (reading, MD_EXIT_USAGE, "usage-no-account", "value", "");
  return keep_secret (reading, "password", md_read_secret_keyring (reading->options->lang, email));
}

/* ── an account of a mail program ── */

/* What was given by hand stays. */
static void
fill_case (MdCase *kase, const MdProgramAccount *account)
{
  const MdProgramPick pick = md_program_account_pick (account);

  if (kase->email == NULL)
    kase->email = g_strdup (pick.email);
  if (kase->user == NULL)
    {
      kase->user = g_strdup (pick.user);
      if (kase->outgoing_user == NULL)
        kase->outgoing_user = g_strdup (pick.outgoing_user);
    }
  if (kase->incoming == NULL && pick.incoming != NULL)
    {
      set_string (&kase->incoming_auth, pick.incoming_auth);
      kase->incoming = md_endpoint_copy (pick.incoming);
    }
  if (kase->outgoing == NULL)
    {
      set_string (&kase->auth, pick.auth);
      kase->outgoing = pick.outgoing != NULL ? md_endpoint_copy (pick.outgoing) : NULL;
    }
  set_string (&kase->program, pick.program);
  kase->no_auth = kase->no_auth || pick.no_auth;
}

static gboolean
take_account (MdReading *reading, const char *name, const char *value)
{
  const MdWait wait = { .deadline = G_MAXINT64 };
  g_autoptr (MdPrograms) programs = md_programs_read_all (g_get_home_dir (), &wait);

  for (guint i = 0; i < programs->accounts->len; i++)
    {
      const MdProgramAccount *account = g_ptr_array_index (programs->accounts, i);

      if (strcmp (account->id, value) == 0)
        {
          fill_case (reading->options->kase, account);
          return TRUE;
        }
    }
  return md_reading_complain (reading, MD_EXIT_USAGE, "usage-account", "value", value);
}

static const MdOptionRow rows[] = {
  { "email", TRUE, take_address },
  { "account", TRUE, take_account },
  { "from", TRUE, take_address },
  { "to", TRUE, take_address },
  { "test-to", TRUE, take_address },
  { "user", TRUE, take_user },
  { "outgoing-user", TRUE, take_user },
  { "incoming-user", TRUE, take_user },
  { "outgoing", TRUE, take_server },
  { "incoming", TRUE, take_server },
  { "no-auth", FALSE, take_no_auth },
  { "message-size", TRUE, take_size },
  { "selector", TRUE, take_selector },
  { "answer", TRUE, take_answer },
  { "send-test", FALSE, take_consent },
  { "yes-third-parties", FALSE, take_consent },
  { "no-third-parties", FALSE, take_consent },
  { "token-from-goa", FALSE, take_consent },
  { "compare-keyring", FALSE, take_consent },
  { "try-saved-passwords", FALSE, take_consent },
  { "password-file", TRUE, take_secret_file },
  { "outgoing-password-file", TRUE, take_secret_file },
  { "incoming-password-file", TRUE, take_secret_file },
  { "password-fd", TRUE, take_secret_fd },
  { "outgoing-password-fd", TRUE, take_secret_fd },
  { "incoming-password-fd", TRUE, take_secret_fd },
  { "token-fd", TRUE, take_secret_fd },
  { "password-from-keyring", FALSE, take_keyring },
};

const MdOptionRow *
md_account_option_at (gsize index)
{
  return index < G_N_ELEMENTS (rows) ? &rows[index] : NULL;
}

const MdOptionRow *
md_account_option (const char *name, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strlen (rows[i].name) == length && strncmp (rows[i].name, name, length) == 0)
      return &rows[i];
  return NULL;
}
