/* settings.c - what the mail program is configured with against what the provider recommends, field by field
 *
 * A value that differs is wrong only when the configured server fails and the recommended one works; when the
 * configured one works too, nothing has to be changed.  The user name is compared in user-name.c, after the login.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-settings"

#include "config.h"

#include "checks/products.h"

#include <string.h>

typedef struct
{
  MdContext *context;
  MdSubject subject;
  const MdEndpoint *configured;
  const MdEndpoint *recommended;
  gboolean configured_works;
  gboolean recommended_works;
} Comparison;

/* Set to no encryption it can work, however unwise that is: but not where one cannot sign in without it. */
static gboolean
works_in_clear (const MdDialogue *dialogue, gboolean signs_in)
{
  if (dialogue->end != MD_DIALOGUE_READY || dialogue->endpoint->security != MD_SECURITY_PLAIN)
    return FALSE;
  return !signs_in || dialogue->endpoint->protocol != MD_PROTOCOL_SMTP || dialogue->offers_auth;
}

static gboolean
works (const MdContext *context, const MdDialogue *dialogue)
{
  return dialogue != NULL
         && (dialogue->trusted || works_in_clear (dialogue, !md_context_get_case (context)->no_auth));
}

/* Whether one of the dialogues of @check_id was with @endpoint, and worked. */
static gboolean
worked_in (const MdContext *context, const char *check_id, const MdEndpoint *endpoint)
{
  const GPtrArray *dialogues = md_context_get_product (context, check_id);

  for (guint i = 0; dialogues != NULL && i < dialogues->len; i++)
    {
      const MdDialogue *dialogue = g_ptr_array_index (dialogues, i);

      if (md_endpoint_equal (dialogue->endpoint, endpoint) && works (context, dialogue))
        return TRUE;
    }
  return FALSE;
}

static void
compare_field (const Comparison *self, const char *field, const char *configured, const char *recommended)
{
  MdFindingCode code = MD_FINDING_SETTING_DIFFERS;

  if (g_ascii_strcasecmp (configured, recommended) == 0)
    {
      md_context_report_about (self->context, self->subject, MD_FINDING_SETTING_SAME, "field", field, "value",
                               configured, NULL);
      return;
    }
  if (self->configured_works)
    code = MD_FINDING_SETTING_WORKS_TOO;
  else if (self->recommended_works)
    code = MD_FINDING_SETTING_WRONG;
  md_context_report_about (self->context, self->subject, code, "field", field, "configured", configured, "recommended",
                           recommended, NULL);
}

/* Another name is no mistake where that server works with the recommended port. */
static void
compare_host (const Comparison *self)
{
  g_autoptr (MdEndpoint) same_name = md_endpoint_copy (self->recommended);
  Comparison host = *self;

  g_free (same_name->host);
  same_name->host = g_strdup (self->configured->host);
  host.configured_works = self->configured_works || worked_in (self->context, "outgoing-ports", same_name);
  compare_field (&host, "host", self->configured->host, self->recommended->host);
}

static void
compare_servers (const Comparison *self)
{
  g_autofree char *configured_port = g_strdup_printf ("%u", self->configured->port);
  g_autofree char *recommended_port = g_strdup_printf ("%u", self->recommended->port);

  compare_host (self);
  compare_field (self, "port", configured_port, recommended_port);
  compare_field (self, "security", md_security_name (self->configured->security),
                 md_security_name (self->recommended->security));
}

/* ── the way to sign in ── */

/* What the program's word needs the server to offer; 0 when that cannot be told. */
static MdSaslMechanisms
mechanisms_of (const char *auth)
{
  if (strcmp (auth, "password") == 0)
    return MD_SASL_PLAIN | MD_SASL_LOGIN;
  if (strcmp (auth, "encrypted-password") == 0)
    return MD_SASL_CRAM_MD5 | MD_SASL_SCRAM_SHA_1 | MD_SASL_SCRAM_SHA_256;
  return strcmp (auth, "oauth2") == 0 ? MD_SASL_TOKEN_MECHANISMS : 0;
}

/* The word for the best that is offered; NULL when it is nothing we could try. */
static const char *
offered_word (MdSaslMechanisms offered)
{
  if ((offered & (MD_SASL_PLAIN | MD_SASL_LOGIN)) != 0)
    return "password";
  if ((offered & MD_SASL_PASSWORD_MECHANISMS) != 0)
    return "encrypted-password";
  return (offered & MD_SASL_TOKEN_MECHANISMS) != 0 ? "oauth2" : NULL;
}

/* Only what is offered under encryption counts: in clear, servers keep most of it back.  A page of the provider instead
 * of a password is a cause of its own, so that it is no wrong setting here. */
static void
compare_mechanism (const Comparison *self, const char *auth, const MdDialogue *dialogue)
{
  const char *offered = offered_word (dialogue->mechanisms);
  MdSaslMechanisms needed = mechanisms_of (auth);

  if (!dialogue->trusted || offered == NULL || needed == 0)
    return;
  if ((dialogue->mechanisms & needed) != 0)
    md_context_report_about (self->context, self->subject, MD_FINDING_SETTING_SAME, "field", "auth", "value", auth,
                             NULL);
  else
    md_context_report_about (self->context, self->subject,
                             g_str_equal (offered, "oauth2") ? MD_FINDING_SETTING_DIFFERS : MD_FINDING_SETTING_WRONG,
                             "field", "auth", "configured", auth, "recommended", offered, NULL);
}

static void
report_authentication (const Comparison *self, const MdSettings *settings, const MdDialogue *dialogue)
{
  const MdCase *kase = md_context_get_case (self->context);
  gboolean is_offered = dialogue != NULL && dialogue->offers_auth;
  gboolean has_token = kase->token != NULL || g_strcmp0 (kase->auth, "oauth2") == 0;
  const char *recommended = settings != NULL && settings->oauth2_only ? "oauth2" : "password";

  if (kase->no_auth && is_offered)
    md_context_report (self->context, MD_FINDING_AUTH_SWITCHED_OFF, "host", self->configured->host, NULL);
  if (kase->no_auth)
    md_context_report (self->context, is_offered ? MD_FINDING_SETTING_WRONG : MD_FINDING_SETTING_DIFFERS, "field",
                       "auth", "configured", "none", "recommended", recommended, NULL);
  else if (settings != NULL && settings->oauth2_only && !has_token && (kase->password != NULL || kase->auth != NULL))
    md_context_report (self->context, MD_FINDING_SETTING_DIFFERS, "field", "auth", "configured",
                       kase->auth != NULL ? kase->auth : "password", "recommended", recommended, NULL);
  else if (kase->auth != NULL && dialogue != NULL)
    compare_mechanism (self, kase->auth, dialogue);
}

/* ── servers ── */

/* The outgoing server of another account: a classic after a second account was set up. */
static void
report_foreign_server (MdContext *context, const MdSettings *settings, const MdEndpoint *configured)
{
  g_autoptr (MdSettings) owner = md_providers_find_by_server (configured->host);

  if (owner == NULL || settings == NULL || settings->provider == NULL || settings->outgoing->len == 0
      || g_strcmp0 (owner->provider, settings->provider) == 0)
    return;
  for (guint i = 0; i < settings->outgoing->len; i++)
    if (strcmp (((const MdEndpoint *) g_ptr_array_index (settings->outgoing, i))->host, configured->host) == 0)
      return; /* two providers share a server */
  md_context_report (context, MD_FINDING_OTHER_ACCOUNTS_SERVER, "host", configured->host, "expected",
                     ((const MdEndpoint *) g_ptr_array_index (settings->outgoing, 0))->host, NULL);
}

static void
compare_outgoing (MdContext *context, const MdSettings *settings, const MdEndpoint *configured)
{
  const MdDialogue *dialogue = md_context_get_product (context, "outgoing-configured");
  Comparison comparison = { .context = context, .subject = MD_SUBJECT_OUTGOING, .configured = configured };

  if (configured->port == 25)
    md_context_report (context, MD_FINDING_PORT25_CONFIGURED, "host", configured->host, NULL);
  report_authentication (&comparison, settings, dialogue);
  if (settings == NULL)
    return;
  report_foreign_server (context, settings, configured);
  comparison.recommended = md_settings_nearest (settings->outgoing, configured);
  if (comparison.recommended == NULL)
    return;
  comparison.configured_works = works (context, dialogue);
  comparison.recommended_works = worked_in (context, "outgoing-ports", comparison.recommended)
                                 || worked_in (context, "recommended-server", comparison.recommended);
  compare_servers (&comparison);
}

static void
compare_incoming (MdContext *context, const MdSettings *settings, const MdEndpoint *configured)
{
  const MdCase *kase = md_context_get_case (context);
  const MdDialogue *dialogue = md_context_get_product (context, "incoming-server");
  Comparison comparison = { .context = context, .subject = MD_SUBJECT_INCOMING, .configured = configured };

  if (kase->incoming_auth != NULL && dialogue != NULL)
    compare_mechanism (&comparison, kase->incoming_auth, dialogue);
  if (settings == NULL)
    return;
  comparison.recommended = md_settings_nearest (settings->incoming, configured);
  if (comparison.recommended == NULL)
    return;
  comparison.configured_works = works (context, dialogue);
  comparison.recommended_works = worked_in (context, "recommended-incoming", comparison.recommended);
  compare_servers (&comparison);
}

static gboolean
waives (const MdCase *kase, const char *need)
{
  return g_str_equal (need, "recommended-incoming") && kase->incoming == NULL;
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdCase *kase = md_context_get_case (context);
  const MdSettings *settings = md_recommended (context);

  if (kase->program != NULL)
    md_context_report_about (context, MD_SUBJECT_ACCOUNT, MD_FINDING_PROGRAM_KNOWN, "program", kase->program, NULL);
  if (kase->outgoing != NULL)
    compare_outgoing (context, settings, kase->outgoing);
  if (kase->incoming != NULL)
    compare_incoming (context, settings, kase->incoming);
  return TRUE;
}

const MdCheck md_check_settings = {
  .id = "settings",
  .step = MD_STEP_S2,
  .subject = MD_SUBJECT_OUTGOING,
  .needs = { "outgoing-configured", "outgoing-ports", "recommended-server", "recommended-incoming", "discover" },
  .inputs = MD_INPUT_OUTGOING,
  .budget_ms = 2000,
  .refines = TRUE,
  .waives = waives,
  .run = run,
};
