/* saved-password.c - is the password that was typed the one that the mail programs have saved in the keyring?
 *
 * Only with the person's yes, and only compared: what was stored is neither shown nor sent.  A locked keyring is
 * unlocked by the system's own prompt, which its owner may dismiss; it is not asked twice.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-saved-password"

#include "config.h"

#include "core/context.h"
#include "programs/keyring.h"

/* Long enough to type the password of the keyring. */
#define PROMPT_MS 45000

static void
report (MdContext *context, const MdKeyringPlace *place, MdStored stored)
{
  static const struct
  {
    MdStored stored;
    MdFindingCode code;
  } codes[] = {
    { MD_STORED_EQUAL, MD_FINDING_SAVED_PASSWORD_EQUAL },
    { MD_STORED_DIFFERENT, MD_FINDING_SAVED_PASSWORD_DIFFERENT },
    { MD_STORED_MISSING, MD_FINDING_SAVED_PASSWORD_MISSING },
    { MD_STORED_LOCKED, MD_FINDING_SAVED_PASSWORD_LOCKED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].stored == stored)
      md_context_report_about (context, place->outgoing ? MD_SUBJECT_OUTGOING : MD_SUBJECT_INCOMING, codes[i].code,
                               "program", place->program, NULL);
}

/* What the system's prompt came to, or what can be seen without it when nobody answers. */
static MdStored
compare (MdContext *context, const MdKeyringPlace *place, const MdSecret *password, gboolean *may_ask)
{
  const MdWait *wait = md_context_get_wait (context);
  const MdWait within = md_wait_within (wait, PROMPT_MS);
  MdStored stored = md_keyring_compare (place, password, *may_ask, &within);

  if (!*may_ask || (stored != MD_STORED_LOCKED && stored != MD_STORED_NO_ANSWER))
    return stored;
  *may_ask = FALSE;
  return stored == MD_STORED_NO_ANSWER ? md_keyring_compare (place, password, FALSE, wait) : stored;
}

/* FALSE when no other place is worth asking for. */
static gboolean
compare_account (MdContext *context, const MdProgramAccount *account, gboolean *may_ask)
{
  const MdCase *kase = md_context_get_case (context);
  g_autoptr (GPtrArray) places = md_keyring_places_of (account);

  for (guint i = 0; i < places->len; i++)
    {
      const MdKeyringPlace *place = g_ptr_array_index (places, i);
      MdSecret *password = md_case_get_password (kase, place->outgoing ? MD_SUBJECT_OUTGOING : MD_SUBJECT_INCOMING);
      MdStored stored;

      if (password == NULL)
        continue;
      stored = compare (context, place, password, may_ask);
      if (stored == MD_STORED_NO_SERVICE || stored == MD_STORED_NO_ANSWER)
        md_context_report (context, MD_FINDING_KEYRING_ABSENT, NULL);
      if (stored == MD_STORED_NO_SERVICE || stored == MD_STORED_NO_ANSWER || stored == MD_STORED_CANCELLED)
        return FALSE;
      report (context, place, stored);
    }
  return TRUE;
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  g_autoptr (MdPrograms) programs = NULL;
  gboolean may_ask = TRUE;

  /* A pretend account is in nobody's keyring. */
  if (md_world_is_practice (md_context_get_world (context)))
    return TRUE;
  programs = md_programs_read (g_get_home_dir (), md_context_get_wait (context));
  for (guint i = 0; i < programs->accounts->len; i++)
    {
      const MdProgramAccount *account = g_ptr_array_index (programs->accounts, i);

      if (account->email != NULL && g_ascii_strcasecmp (account->email, kase->email) == 0
          && !compare_account (context, account, &may_ask))
        break;
    }
  return TRUE;
}

const MdCheck md_check_saved_password = {
  .id = "saved-password",
  .step = MD_STEP_S3,
  .subject = MD_SUBJECT_ACCOUNT,
  .inputs = MD_INPUT_EMAIL | MD_INPUT_PASSWORD,
  .asks_first = MD_CONSENT_KEYRING,
  .budget_ms = PROMPT_MS + 8000,
  .run = run,
};
