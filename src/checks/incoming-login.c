/* incoming-login.c - does the incoming server accept the user name and the password?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-incoming-login"

#include "config.h"

#include "checks/sign-in.h"

#include <string.h>

/* How one try for reading ended, whatever the protocol. */
typedef struct
{
  gboolean tried;
  gboolean accepted;
  gboolean temporary;
  MdSaslMechanisms mechanism;
  MdWireStatus wire;
  char *reply;        /* (owned) (nullable) */
  char *token_error;  /* (owned) (nullable) */
} Try;

static void
try_imap (MdContext *context, MdImap *imap, const MdCredential *credential, Try *try)
{
  const MdImapFeatures *features = md_imap_get_features (imap);
  g_autoptr (MdImapReply) reply = NULL;

  try->mechanism = md_sasl_choose (features->mechanisms, credential->is_token, TRUE);
  if (try->mechanism == 0 && (credential->is_token || features->login_disabled))
    return;
  try->tried = TRUE;
  try->wire = md_imap_login (imap, md_context_get_wait (context), try->mechanism, credential->user, credential->secret,
                             &reply, &try->token_error);
  if (reply == NULL)
    return;
  try->accepted = try->wire == MD_WIRE_OK && reply->condition == MD_IMAP_OK;
  try->temporary = g_strcmp0 (reply->code, "UNAVAILABLE") == 0 || g_strcmp0 (reply->code, "INUSE") == 0
                   || reply->condition == MD_IMAP_BYE;
  try->reply = reply->code != NULL ? g_strdup_printf ("[%s] %s", reply->code, reply->text) : g_strdup (reply->text);
}

static void
try_pop3 (MdContext *context, MdPop3 *pop3, const MdCredential *credential, Try *try)
{
  const MdPop3Features *features = md_pop3_get_features (pop3);
  g_autoptr (MdPop3Reply) reply = NULL;

  try->mechanism = md_sasl_choose (features->mechanisms, credential->is_token, TRUE);
  if (try->mechanism == 0 && credential->is_token)
    return;
  try->tried = TRUE;
  try->wire = md_pop3_login (pop3, md_context_get_wait (context), try->mechanism, credential->user, credential->secret,
                             &reply, &try->token_error);
  if (reply == NULL)
    return;
  try->accepted = try->wire == MD_WIRE_OK && reply->ok;
  try->temporary = reply->code != NULL
                   && (g_str_has_prefix (reply->code, "IN-USE") || g_str_has_prefix (reply->code, "SYS/TEMP")
                       || g_str_has_prefix (reply->code, "LOGIN-DELAY"));
  try->reply = g_strdup (reply->text);
}

static void
report_try (MdContext *context, const MdEndpoint *endpoint, const char *user, const Try *try)
{
  g_autofree char *port = g_strdup_printf ("%u", endpoint->port);
  const char *reply = try->reply != NULL ? try->reply : "";
  const char *mechanism = try->mechanism != 0 ? md_sasl_name (try->mechanism) : "LOGIN";

  if (!try->tried)
    md_context_report (context, MD_FINDING_LOGIN_NO_MECHANISM, "host", endpoint->host, "port", port, "mechanisms", "",
                       NULL);
  else if (try->accepted)
    md_context_report (context, MD_FINDING_LOGIN_ACCEPTED, "host", endpoint->host, "port", port, "user", user,
                       "mechanism", mechanism, NULL);
  else if (try->reply == NULL || try->wire == MD_WIRE_NONSENSE)
    md_report_broken_off (context, MD_SUBJECT_INCOMING, endpoint, "login", try->wire, try->reply);
  else
    {
      md_context_report (context, try->temporary ? MD_FINDING_LOGIN_REFUSED_TEMPORARILY : MD_FINDING_LOGIN_REFUSED,
                         "host", endpoint->host, "port", port, "user", user, "reply", reply, NULL);
      md_report_reply (context, MD_SUBJECT_INCOMING, endpoint, MD_PHASE_AUTH, 0, NULL, reply);
    }
  if (try->tried && !try->accepted && !try->temporary && try->token_error != NULL)
    md_report_token_error (context, endpoint, try->token_error);
}

static void
leave_reader (MdContext *context, MdDialogue *dialogue, const MdCredential *credential, MdSaslMechanisms mechanism)
{
  MdReader *reader = g_new0 (MdReader, 1);

  reader->endpoint = md_endpoint_copy (dialogue->endpoint);
  reader->address = g_strdup (dialogue->address);
  reader->user = g_strdup (credential->user);
  reader->password = md_secret_ref (credential->secret);
  reader->is_token = credential->is_token;
  reader->mechanism = mechanism;
  reader->imap = g_steal_pointer (&dialogue->imap);
  md_context_leave (context, reader, (GDestroyNotify) md_reader_free);
}

static MdSaslMechanisms
mechanisms_of (const MdDialogue *dialogue)
{
  if (dialogue != NULL && dialogue->imap != NULL)
    return md_imap_get_features (dialogue->imap)->mechanisms;
  return dialogue != NULL && dialogue->pop3 != NULL ? md_pop3_get_features (dialogue->pop3)->mechanisms : 0;
}

static gboolean
run (MdContext *context, GError **error)
{
  MdDialogue *dialogue = md_context_get_product (context, "incoming-server");
  MdCredential credential = md_credential_for (context, MD_SUBJECT_INCOMING, mechanisms_of (dialogue));
  const char *obstacle = md_sign_in_obstacle (dialogue);
  gint64 started = g_get_monotonic_time ();
  MdWire *wire;
  Try try = { 0 };

  if (credential.secret == NULL)
    {
      md_context_report (context, MD_FINDING_PASSWORD_MISSING, NULL);
      return TRUE;
    }
  if (obstacle != NULL || (dialogue->imap == NULL && dialogue->pop3 == NULL))
    {
      if (dialogue != NULL)
        md_context_report (context, MD_FINDING_LOGIN_NOT_TRIED, "host", dialogue->endpoint->host, "reason",
                           obstacle != NULL ? obstacle : "not-ready", NULL);
      return TRUE;
    }
  wire = dialogue->imap != NULL ? md_imap_get_wire (dialogue->imap) : md_pop3_get_wire (dialogue->pop3);
  if (dialogue->imap != NULL)
    try_imap (context, dialogue->imap, &credential, &try);
  else
    try_pop3 (context, dialogue->pop3, &credential, &try);
  md_sign_in_evidence (context, dialogue, wire, try.accepted, g_get_monotonic_time () - started);
  report_try (context, dialogue->endpoint, credential.user, &try);
  if (try.accepted && dialogue->imap != NULL)
    leave_reader (context, dialogue, &credential, try.mechanism);
  g_free (try.reply);
  g_free (try.token_error);
  return TRUE;
}

const MdCheck md_check_incoming_login = {
  .id = "incoming-login",
  .step = MD_STEP_S3,
  .subject = MD_SUBJECT_INCOMING,
  .needs = { "incoming-server", "access-token" },
  .inputs = MD_INPUT_PASSWORD,
  .budget_ms = 20000,
  .consumes = TRUE,
  .waives = md_token_waives,
  .run = run,
};
