/* access-token.c - the access token of GNOME Online Accounts for this address, to sign in with
 *
 * Only with the person's yes: the service may go to the network for it.  It goes to the two servers of the account, as
 * the mail program's own would, and nowhere else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-access-token"

#include "config.h"

#include "checks/sign-in.h"
#include "programs/goa.h"

static void
access_token_free (gpointer data)
{
  MdAccessToken *self = data;

  md_secret_unref (self->token);
  g_free (self);
}

/* The account of the desktop with that address that works with tokens; (nullable) its id. */
static const char *
find_account (const MdPrograms *programs, const char *email)
{
  for (guint i = 0; i < programs->accounts->len; i++)
    {
      const MdProgramAccount *account = g_ptr_array_index (programs->accounts, i);

      if (account->oauth2 && account->email != NULL && g_ascii_strcasecmp (account->email, email) == 0)
        return account->incoming.keyring_id;
    }
  return NULL;
}

static void
report_none (MdContext *context, MdGoaToken answer)
{
  static const char *const reasons[] = {
    [MD_GOA_TOKEN_NONE] = "no-account",
    [MD_GOA_TOKEN_NO_SERVICE] = "no-service",
    [MD_GOA_TOKEN_FAILED] = "failed",
    [MD_GOA_TOKEN_NO_ANSWER] = "timed-out",
    [MD_GOA_TOKEN_CANCELLED] = "cancelled",
  };

  if (answer == MD_GOA_TOKEN_SIGN_IN)
    md_context_report (context, MD_FINDING_TOKEN_SIGN_IN_AGAIN, "program", "goa", NULL);
  else
    md_context_report (context, MD_FINDING_TOKEN_NOT_GIVEN, "program", "goa", "reason", reasons[answer], NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdWait *wait = md_context_get_wait (context);
  g_autoptr (MdPrograms) programs = md_programs_new ();
  g_autoptr (MdSecret) token = NULL;
  MdGoaToken answer = MD_GOA_TOKEN_NONE;
  MdAccessToken *given;
  guint seconds = 0;
  const char *id;

  /* A pretend account is nobody's. */
  if (md_world_is_practice (md_context_get_world (context)))
    return TRUE;
  md_goa_read (programs, wait);
  id = find_account (programs, md_context_get_case (context)->email);
  if (id != NULL)
    answer = md_goa_access_token (id, wait, &token, &seconds);
  if (answer != MD_GOA_TOKEN_GIVEN)
    {
      report_none (context, answer);
      return TRUE;
    }
  md_context_report (context, MD_FINDING_TOKEN_GIVEN, "program", "goa", NULL);
  given = g_new0 (MdAccessToken, 1);
  given->token = g_steal_pointer (&token);
  given->seconds = seconds;
  md_context_leave (context, given, access_token_free);
  return TRUE;
}

/* Most accounts are not in Online Accounts; that it was not asked is worth a word only where it could have helped. */
static gboolean
concerns (const MdCase *kase)
{
  return (kase->consents & MD_CONSENT_TOKEN) != 0 || g_strcmp0 (kase->program, "goa") == 0;
}

const MdCheck md_check_access_token = {
  .id = "access-token",
  .step = MD_STEP_S3,
  .subject = MD_SUBJECT_ACCOUNT,
  .inputs = MD_INPUT_EMAIL,
  .asks_first = MD_CONSENT_TOKEN,
  .budget_ms = 30000,
  .concerns = concerns,
  .run = run,
};
