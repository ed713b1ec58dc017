/* stored-login.c - does the server take the passwords that the mail programs have saved for sending?
 *
 * Only those that are another one than what was typed, only with the person's yes, and once each: a second credential
 * is a second try, and servers count.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-stored-login"

#include "config.h"

#include "checks/sign-in.h"
#include "programs/keyring.h"

#include <string.h>

#define MAX_TRIES 2

static const MdDialogueLimits limits
    = { .connect_ms = 5000, .greeting_ms = 8000, .reply_ms = 8000, .tls_ms = 5000, .grace_ms = 0 };

typedef struct
{
  MdContext *context;
  const MdNamedServer *server;
  GPtrArray *tried;   /* (owned) of MdSecret */
} Search;

/* It was typed, or tried already. */
static gboolean
is_known (const Search *self, const MdSecret *secret)
{
  const MdCase *kase = md_context_get_case (self->context);
  const MdSecret *typed[]
      = { md_case_get_password (kase, MD_SUBJECT_OUTGOING), md_case_get_password (kase, MD_SUBJECT_INCOMING) };

  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    if (typed[i] != NULL && md_secret_equal (typed[i], secret))
      return TRUE;
  for (guint i = 0; i < self->tried->len; i++)
    if (md_secret_equal (g_ptr_array_index (self->tried, i), secret))
      return TRUE;
  return FALSE;
}

static void
report (MdContext *context, const char *program, const MdEndpoint *endpoint, const MdSignIn *result)
{
  if (result->end == MD_SIGN_IN_ACCEPTED)
    md_context_report (context, MD_FINDING_STORED_LOGIN_ACCEPTED, "program", program, "host", endpoint->host, NULL);
  else if (result->end == MD_SIGN_IN_REFUSED)
    md_context_report (context, MD_FINDING_STORED_LOGIN_REFUSED, "program", program, "host", endpoint->host, "reply",
                       result->reply->raw, NULL);
}

static void
try_secret (Search *self, const char *program, const char *user, MdSecret *secret)
{
  const MdCredential credential = { user, secret, FALSE };
  const MdWait *wait = md_context_get_wait (self->context);
  const MdEndpoint *endpoint = self->server->endpoint;
  g_autoptr (MdDialogue) dialogue
      = md_dialogue_run (md_context_get_world (self->context), endpoint,
                         (const char *const *) self->server->addresses->addresses, &limits, wait);
  const char *obstacle = md_sign_in_obstacle (dialogue);
  gint64 started = g_get_monotonic_time ();
  MdSignIn result;

  if (obstacle != NULL || dialogue->smtp == NULL)
    {
      md_context_report (self->context, MD_FINDING_LOGIN_NOT_TRIED, "host", endpoint->host, "reason",
                         obstacle != NULL ? obstacle : "not-ready", NULL);
      return;
    }
  md_sign_in (self->context, dialogue->smtp, &credential, &result);
  md_sign_in_evidence (self->context, dialogue, md_smtp_get_wire (dialogue->smtp), result.end == MD_SIGN_IN_ACCEPTED,
                       g_get_monotonic_time () - started);
  report (self->context, program, endpoint, &result);
  md_sign_in_clear (&result);
}

static void
try_account (Search *self, const MdProgramAccount *account)
{
  const MdCase *kase = md_context_get_case (self->context);
  g_autoptr (GPtrArray) places = md_keyring_places_of (account);

  for (guint i = 0; i < places->len && self->tried->len < MAX_TRIES; i++)
    {
      const MdKeyringPlace *place = g_ptr_array_index (places, i);
      g_autoptr (MdSecret) secret = NULL;
      const char *user = account->outgoing.user != NULL ? account->outgoing.user
                                                        : md_case_get_user (kase, MD_SUBJECT_OUTGOING);

      if (!place->outgoing
          || md_keyring_read (place, FALSE, md_context_get_wait (self->context), &secret) != MD_STORED_EQUAL
          || is_known (self, secret))
        continue;
      g_ptr_array_add (self->tried, md_secret_ref (secret));
      try_secret (self, account->program, user, secret);
    }
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  Search search = { context, md_context_get_product (context, "outgoing-name"), NULL };
  g_autoptr (MdPrograms) programs = NULL;

  /* A pretend account is in nobody's keyring. */
  if (md_world_is_practice (md_context_get_world (context)) || search.server == NULL
      || search.server->addresses->addresses[0] == NULL)
    return TRUE;
  programs = md_programs_read (g_get_home_dir (), md_context_get_wait (context));
  search.tried = g_ptr_array_new_with_free_func ((GDestroyNotify) md_secret_unref);
  for (guint i = 0; i < programs->accounts->len; i++)
    {
      const MdProgramAccount *account = g_ptr_array_index (programs->accounts, i);

      if (account->email != NULL && g_ascii_strcasecmp (account->email, kase->email) == 0)
        try_account (&search, account);
    }
  g_ptr_array_unref (search.tried);
  return TRUE;
}

const MdCheck md_check_stored_login = {
  .id = "stored-login",
  .step = MD_STEP_S3,
  .subject = MD_SUBJECT_OUTGOING,
  .needs = { "outgoing-name", "outgoing-login", "saved-password" },
  .inputs = MD_INPUT_EMAIL | MD_INPUT_PASSWORD,
  .asks_first = MD_CONSENT_TRY_SAVED,
  .budget_ms = 30000,
  .run = run,
};
