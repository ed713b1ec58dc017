/* settings-card.c - the settings that work, to carry to another device; see settings-card.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-settings-card"

#include "config.h"

#include "report/settings-card.h"

#include "report/report-private.h"

/* ── what works ── */

/* The security of @host:@port: as configured, as published, or as that port is used. */
static MdSecurity
security_of (const MdRecord *record, const char *host, guint16 port, gboolean outgoing)
{
  const MdEndpoint *set = outgoing ? record->kase->outgoing : record->kase->incoming;
  const GPtrArray *published = NULL;

  if (record->settings != NULL)
    published = outgoing ? record->settings->outgoing : record->settings->incoming;
  if (set != NULL && set->port == port && g_ascii_strcasecmp (set->host, host) == 0)
    return set->security;
  for (guint i = 0; published != NULL && i < published->len; i++)
    {
      const MdEndpoint *endpoint = g_ptr_array_index (published, i);

      if (endpoint->port == port && g_ascii_strcasecmp (endpoint->host, host) == 0)
        return endpoint->security;
    }
  return port == 465 || port == 993 || port == 995 ? MD_SECURITY_TLS : MD_SECURITY_STARTTLS;
}

static MdProtocol
incoming_protocol (const MdRecord *record, guint16 port)
{
  if (record->kase->incoming != NULL && record->kase->incoming->port == port)
    return record->kase->incoming->protocol;
  return port == 110 || port == 995 ? MD_PROTOCOL_POP3 : MD_PROTOCOL_IMAP;
}

static void
take_finding (MdCardSide *side, const MdRecord *record, const MdFinding *finding, gboolean outgoing)
{
  const char *host = md_finding_get (finding, "host");
  const char *security = md_finding_get (finding, "security");
  guint16 port = (guint16) g_ascii_strtoull (md_finding_get (finding, "port"), NULL, 10);
  const char *user = md_finding_get (finding, "user");
  MdSecurity found = security_of (record, host, port, outgoing);

  if (g_strcmp0 (security, "tls") == 0)
    found = MD_SECURITY_TLS;
  else if (g_strcmp0 (security, "starttls") == 0)
    found = MD_SECURITY_STARTTLS;
  side->endpoint = md_endpoint_new (outgoing ? MD_PROTOCOL_SMTP : incoming_protocol (record, port), host, port, found);
  side->user = g_strdup (user);
  side->tried = side->endpoint != NULL;
}

/* The first finding of @code about @subject; NULL when there is none. */
static const MdFinding *
find (const GPtrArray *findings, MdFindingCode code, MdSubject subject)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (findings, i);

      if (md_finding_get_code (finding) == code
          && (subject == MD_SUBJECT_ANY || md_finding_get_subject (finding) == subject))
        return finding;
    }
  return NULL;
}

static void
take_published (MdCardSide *side, const MdRecord *record, gboolean outgoing)
{
  const GPtrArray *published = NULL;

  if (record->settings != NULL)
    published = outgoing ? record->settings->outgoing : record->settings->incoming;
  if (published != NULL && published->len > 0)
    side->endpoint = md_endpoint_copy (g_ptr_array_index (published, 0));
}

static void
fill_user (MdCardSide *side, const MdRecord *record, gboolean outgoing)
{
  const MdSettings *settings = record->settings;
  MdUserForm form = MD_USER_FORM_UNKNOWN;

  if (settings != NULL)
    form = outgoing ? settings->outgoing_user_form : settings->incoming_user_form;
  if (side->user == NULL)
    side->user = md_user_form_apply (form, record->kase->email);
  if (side->user == NULL)
    side->user = g_strdup (md_case_get_user (record->kase, outgoing ? MD_SUBJECT_OUTGOING : MD_SUBJECT_INCOMING));
}

static void
fill_outgoing (MdCardSide *side, const MdRecord *record, const GPtrArray *findings)
{
  static const struct
  {
    MdFindingCode code;
    MdSubject subject;
  } ways[] = {
    { MD_FINDING_LOGIN_ACCEPTED, MD_SUBJECT_OUTGOING },
    { MD_FINDING_LOGIN_ACCEPTED, MD_SUBJECT_OTHER },
    { MD_FINDING_LOGIN_ELSEWHERE_ACCEPTED, MD_SUBJECT_ANY },
  };
  const MdFinding *form = find (findings, MD_FINDING_USER_FORM_OTHER, MD_SUBJECT_ANY);
  const MdFinding *other_password = find (findings, MD_FINDING_OTHER_PASSWORD_ACCEPTED, MD_SUBJECT_OUTGOING);

  for (gsize i = 0; i < G_N_ELEMENTS (ways) && side->endpoint == NULL; i++)
    {
      const MdFinding *finding = find (findings, ways[i].code, ways[i].subject);

      if (finding != NULL)
        take_finding (side, record, finding, TRUE);
    }
  /* The server that was set is right; what was wrong is the user name or the password. */
  if (side->endpoint == NULL && record->kase->outgoing != NULL && (form != NULL || other_password != NULL))
    {
      side->endpoint = md_endpoint_copy (record->kase->outgoing);
      side->tried = TRUE;
    }
  if (side->user == NULL && form != NULL)
    side->user = g_strdup (md_finding_get (form, "works"));
}

/* Signed in with the token of Online Accounts. */
static gboolean
is_by_token (const MdFinding *accepted)
{
  const char *mechanism = accepted != NULL ? md_finding_get (accepted, "mechanism") : NULL;

  return g_strcmp0 (mechanism, "XOAUTH2") == 0 || g_strcmp0 (mechanism, "OAUTHBEARER") == 0;
}

MdSettingsCard *
md_settings_card_new (const MdRecord *record)
{
  g_autoptr (GPtrArray) findings = md_record_get_findings (record);
  g_autoptr (MdSettingsCard) self = g_new0 (MdSettingsCard, 1);
  const MdFinding *reads = find (findings, MD_FINDING_LOGIN_ACCEPTED, MD_SUBJECT_INCOMING);

  if (record->kase->email == NULL)
    return NULL;
  self->email = g_strdup (record->kase->email);
  self->practice = record->practice;
  self->when = record->started;
  self->token = record->kase->token != NULL || (record->settings != NULL && record->settings->oauth2_only)
                || is_by_token (reads) || is_by_token (find (findings, MD_FINDING_LOGIN_ACCEPTED, MD_SUBJECT_OUTGOING));
  fill_outgoing (&self->outgoing, record, findings);
  if (reads != NULL)
    take_finding (&self->incoming, record, reads, FALSE);
  if (self->outgoing.endpoint == NULL)
    take_published (&self->outgoing, record, TRUE);
  if (self->incoming.endpoint == NULL)
    take_published (&self->incoming, record, FALSE);
  if (self->outgoing.endpoint == NULL)
    return NULL;
  fill_user (&self->outgoing, record, TRUE);
  fill_user (&self->incoming, record, FALSE);
  return g_steal_pointer (&self);
}

void
md_settings_card_free (MdSettingsCard *self)
{
  if (self == NULL)
    return;
  g_free (self->email);
  md_endpoint_free (self->incoming.endpoint);
  md_endpoint_free (self->outgoing.endpoint);
  g_free (self->incoming.user);
  g_free (self->outgoing.user);
  g_free (self);
}

/* ── as text ── */

static void
add_field (GString *text, MdLang lang, const char *label_id, const char *value)
{
  g_autofree char *label = md_cli_text (lang, label_id, NULL);

  g_string_append_printf (text, "  %s: %s\n", label, value);
}

static void
add_side (GString *text, MdLang lang, const char *heading_id, const MdCardSide *side, gboolean token)
{
  g_autofree char *port = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *security = NULL;
  g_autofree char *sign_in = NULL;
  g_autofree char *origin = NULL;

  if (side->endpoint == NULL)
    return;
  heading = md_cli_text (lang, heading_id, NULL);
  port = g_strdup_printf ("%u", side->endpoint->port);
  security = side->endpoint->security == MD_SECURITY_PLAIN ? md_cli_text (lang, "card-no-encryption", NULL)
                                                           : g_strdup (md_report_security (side->endpoint->security));
  sign_in = md_cli_text (lang, token ? "card-by-web" : "card-by-password", NULL);
  origin = md_cli_text (lang, side->tried ? "card-tried" : "card-published", NULL);
  g_string_append_printf (text, "\n%s\n", heading);
  add_field (text, lang, "card-server", side->endpoint->host);
  add_field (text, lang, "card-port", port);
  add_field (text, lang, "card-encryption", security);
  add_field (text, lang, "card-user", side->user != NULL ? side->user : "");
  add_field (text, lang, "card-sign-in", sign_in);
  g_string_append_printf (text, "  (%s)\n", origin);
}

char *
md_settings_card_text (const MdSettingsCard *self, MdLang lang)
{
  gboolean pop3 = self->incoming.endpoint != NULL && self->incoming.endpoint->protocol == MD_PROTOCOL_POP3;
  GString *text = g_string_new (NULL);
  g_autofree char *heading = md_cli_text (lang, "card-heading", "email", self->email, NULL);
  g_autofree char *practice = self->practice ? md_cli_text (lang, "practice-banner", NULL) : NULL;
  g_autofree char *date = md_report_date (self->when);
  g_autofree char *foot = md_cli_text (lang, "card-foot", "date", date, NULL);

  if (practice != NULL)
    g_string_append_printf (text, "%s\n\n", practice);
  g_string_append_printf (text, "%s\n", heading);
  add_side (text, lang, pop3 ? "card-receiving-pop3" : "card-receiving", &self->incoming, self->token);
  add_side (text, lang, "card-sending", &self->outgoing, self->token);
  g_string_append_printf (text, "\n%s\n", foot);
  return g_string_free (text, FALSE);
}
