/* prevention.c - which of the five habits apply, from what was found; see advice.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/advice.h"
#include "advice/finding-text.h"

#include <string.h>

static gboolean
names_one_of (const MdVerdict *verdict, const MdCauseCode *codes, gsize n_codes)
{
  for (guint i = 0; i < verdict->causes->len; i++)
    for (gsize j = 0; j < n_codes; j++)
      if (((const MdCause *) g_ptr_array_index (verdict->causes, i))->code == codes[j])
        return TRUE;
  return FALSE;
}

static const MdFinding *
find_finding (GPtrArray *findings, MdFindingCode code)
{
  for (guint i = 0; i < findings->len; i++)
    if (md_finding_get_code (g_ptr_array_index (findings, i)) == code)
      return g_ptr_array_index (findings, i);
  return NULL;
}

static gboolean
needs_updates (const MdVerdict *verdict)
{
  const MdCauseCode codes[] = { MD_CAUSE_TLS_VERSION_UNSUPPORTED, MD_CAUSE_PROTOCOL_ERROR, MD_CAUSE_CLIENT_OUTDATED,
                                MD_CAUSE_CLIENT_FAULT, MD_CAUSE_MESSAGE_MALFORMED, MD_CAUSE_AUTH_METHOD_UNSUPPORTED };

  return names_one_of (verdict, codes, G_N_ELEMENTS (codes));
}

static gboolean
needs_a_note (const MdVerdict *verdict)
{
  const MdCauseCode codes[]
      = { MD_CAUSE_SMTP_HOST_NOT_FOUND, MD_CAUSE_WRONG_PORT, MD_CAUSE_PORT25_BLOCKED, MD_CAUSE_SETTINGS_DIFFER,
          MD_CAUSE_TLS_MODE_MISMATCH, MD_CAUSE_TLS_REQUIRED, MD_CAUSE_CERTIFICATE_NAME_MISMATCH,
          MD_CAUSE_AUTH_NOT_ENABLED, MD_CAUSE_WRONG_USERNAME_FORM, MD_CAUSE_WRONG_OUTGOING_SERVER };

  return verdict->status == MD_VERDICT_OK || names_one_of (verdict, codes, G_N_ELEMENTS (codes));
}

static gboolean
is_near_limits (const MdVerdict *verdict, GPtrArray *findings)
{
  const MdCauseCode codes[] = { MD_CAUSE_SENDING_LIMIT_EXCEEDED, MD_CAUSE_TOO_MANY_RECIPIENTS };

  return names_one_of (verdict, codes, G_N_ELEMENTS (codes))
         || find_finding (findings, MD_FINDING_ANSWER_MANY_SENT) != NULL;
}

static gboolean
is_about_the_password (const MdVerdict *verdict)
{
  const MdCauseCode codes[] = { MD_CAUSE_BAD_CREDENTIALS, MD_CAUSE_STALE_SENDING_PASSWORD,
                                MD_CAUSE_TOO_MANY_AUTH_ATTEMPTS, MD_CAUSE_LOGIN_BANNED,
                                MD_CAUSE_ACCOUNT_COMPROMISED };

  return names_one_of (verdict, codes, G_N_ELEMENTS (codes));
}

static gboolean
needs_a_watch (const MdVerdict *verdict, GPtrArray *findings)
{
  const MdCauseCode codes[] = { MD_CAUSE_ACCOUNT_COMPROMISED, MD_CAUSE_ACCOUNT_SUSPENDED, MD_CAUSE_WEB_LOGIN_REQUIRED,
                                MD_CAUSE_SENDING_LIMIT_EXCEEDED, MD_CAUSE_IP_BLOCKLISTED, MD_CAUSE_DOMAIN_BLOCKLISTED };

  return names_one_of (verdict, codes, G_N_ELEMENTS (codes))
         || find_finding (findings, MD_FINDING_ANSWER_PROVIDER_NOTICE) != NULL;
}

typedef struct
{
  const char *outgoing;
} Note;

static const char *
look_up_note (const char *name, gconstpointer user_data)
{
  return strcmp (name, "outgoing") == 0 ? ((const Note *) user_data)->outgoing : NULL;
}

/* What to write down: what is known to be right. */
static void
add_note (MdLang lang, const MdVerdict *verdict, const MdRecord *record, GStrvBuilder *habits)
{
  const MdEndpoint *endpoint = NULL;
  g_autofree char *place = NULL;
  g_autofree char *outgoing = NULL;
  g_autofree char *text = NULL;

  if (record->settings != NULL && record->settings->outgoing->len > 0)
    endpoint = g_ptr_array_index (record->settings->outgoing, 0);
  if (verdict->status == MD_VERDICT_OK && record->kase->outgoing != NULL)
    endpoint = record->kase->outgoing;
  if (endpoint == NULL)
    {
      g_strv_builder_add (habits, md_text (lang, N_ ("Keep a note of the settings that work.")));
      return;
    }
  place = md_endpoint_to_string (endpoint);
  outgoing = g_strdup_printf ("%s, %s", place,
                              endpoint->security == MD_SECURITY_TLS        ? "SSL/TLS"
                              : endpoint->security == MD_SECURITY_STARTTLS ? "STARTTLS"
                                                                           : "–");
  text = md_fill (md_text (lang, N_ ("Keep a note of the settings that work: {outgoing} for sending.")), look_up_note,
                  &(Note){ outgoing });
  g_strv_builder_add (habits, text);
}

static void
add_limits (MdLang lang, GPtrArray *findings, GStrvBuilder *habits)
{
  const MdFinding *limits = find_finding (findings, MD_FINDING_SENDING_LIMITS);
  g_autofree char *text = NULL;

  if (limits != NULL)
    text = md_finding_fill (
        lang, N_ ("Know your sending limit: {provider} allows about {per_day} messages a day."), limits, TRUE);
  g_strv_builder_add (
      habits,
      text != NULL ? text
                   : md_text (lang, N_ ("Know your provider's sending limits, and send to large groups in parts.")));
}

/* ── guide D: the article's habits of a sender ── */

static gboolean
is_about_reputation (const MdVerdict *verdict)
{
  const MdCauseCode codes[] = { MD_CAUSE_IP_BLOCKLISTED,   MD_CAUSE_DOMAIN_BLOCKLISTED, MD_CAUSE_POOR_REPUTATION,
                                MD_CAUSE_IP_WARMUP_NEEDED, MD_CAUSE_LIST_HYGIENE,
                                MD_CAUSE_RATE_LIMITED_BY_RECEIVER, MD_CAUSE_IN_SPAM_FOLDER, MD_CAUSE_SPAM_CONTENT };

  return names_one_of (verdict, codes, G_N_ELEMENTS (codes));
}

static gboolean
is_about_the_domain (const MdVerdict *verdict)
{
  const MdCauseCode codes[] = { MD_CAUSE_SPF_FAIL, MD_CAUSE_SPF_MISSING, MD_CAUSE_SPF_ERROR, MD_CAUSE_SPF_PERMISSIVE,
                                MD_CAUSE_DKIM_MISSING, MD_CAUSE_DKIM_FAIL, MD_CAUSE_DMARC_FAIL, MD_CAUSE_DMARC_MISSING,
                                MD_CAUSE_UNAUTHENTICATED_MAIL, MD_CAUSE_PTR_MISSING, MD_CAUSE_MTA_STS_MISMATCH };

  return names_one_of (verdict, codes, G_N_ELEMENTS (codes));
}

static gboolean
is_about_addresses (const MdVerdict *verdict)
{
  const MdCauseCode codes[]
      = { MD_CAUSE_RECIPIENT_NOT_FOUND, MD_CAUSE_RECIPIENT_DOMAIN_TYPO, MD_CAUSE_RECIPIENT_DOMAIN_NOT_FOUND,
          MD_CAUSE_RECIPIENT_DISABLED, MD_CAUSE_RECIPIENT_MOVED, MD_CAUSE_LIST_HYGIENE };

  return names_one_of (verdict, codes, G_N_ELEMENTS (codes));
}

static gboolean
is_about_content (const MdVerdict *verdict)
{
  const MdCauseCode codes[] = { MD_CAUSE_SPAM_CONTENT, MD_CAUSE_URL_BLOCKLISTED, MD_CAUSE_ATTACHMENT_BLOCKED,
                                MD_CAUSE_MESSAGE_TOO_LARGE, MD_CAUSE_IN_SPAM_FOLDER };

  return names_one_of (verdict, codes, G_N_ELEMENTS (codes));
}

static char **
prevention_for_senders (MdLang lang, const MdVerdict *verdict, GPtrArray *findings)
{
  g_autoptr (GStrvBuilder) habits = g_strv_builder_new ();
  gboolean bulk = find_finding (findings, MD_FINDING_ANSWER_SENDS_BULK) != NULL;

  if (is_about_the_domain (verdict))
    g_strv_builder_add (habits, md_text (lang, N_ ("Keep SPF, DKIM and DMARC of your domain in order, and check them "
                                                   "after every change of provider.")));
  if (is_about_addresses (verdict) || bulk)
    g_strv_builder_add (habits, md_text (lang, N_ ("Take addresses that bounce out of your lists and contacts.")));
  if (is_about_content (verdict))
    g_strv_builder_add (habits, md_text (lang, N_ ("Write plainly: no capitals in the subject, few exclamation marks, "
                                                   "few links and only the attachments that are needed.")));
  if (bulk)
    g_strv_builder_add (habits, md_text (lang, N_ ("Write to many people only if they agreed, and let them unsubscribe "
                                                   "with one click.")));
  if (bulk || is_about_reputation (verdict))
    g_strv_builder_add (habits, md_text (lang, N_ ("Raise the number of messages little by little with a new address "
                                                   "or domain.")));
  return g_strv_builder_end (habits);
}

/* ── guide R: the article's habits of a recipient ── */

static char **
prevention_for_recipients (MdLang lang, const MdVerdict *verdict, GPtrArray *findings)
{
  const MdCauseCode spam[] = { MD_CAUSE_IN_SPAM_FOLDER, MD_CAUSE_RECIPIENT_QUARANTINE };
  const MdCauseCode rules[] = { MD_CAUSE_OWN_RULE, MD_CAUSE_SENDER_BLOCKED_BY_YOU, MD_CAUSE_RECIPIENT_RULE };
  const MdCauseCode space[] = { MD_CAUSE_SENDER_MAILBOX_FULL, MD_CAUSE_RECIPIENT_MAILBOX_FULL };
  g_autoptr (GStrvBuilder) habits = g_strv_builder_new ();

  if (names_one_of (verdict, spam, G_N_ELEMENTS (spam)) || verdict->status != MD_VERDICT_PROBLEM)
    g_strv_builder_add (habits, md_text (lang, N_ ("Look in the spam folder now and then, and mark what is not "
                                                   "spam.")));
  if (names_one_of (verdict, spam, G_N_ELEMENTS (spam)))
    g_strv_builder_add (habits, md_text (lang, N_ ("Add the people who write to you to your contacts.")));
  if (names_one_of (verdict, rules, G_N_ELEMENTS (rules)))
    g_strv_builder_add (habits, md_text (lang, N_ ("Go through your rules and blocked senders once a year.")));
  if (names_one_of (verdict, space, G_N_ELEMENTS (space))
      || find_finding (findings, MD_FINDING_QUOTA_NEARLY_FULL) != NULL)
    g_strv_builder_add (habits, md_text (lang, N_ ("Delete what you do not need, and empty the bin, before the mailbox "
                                                   "is full.")));
  if (verdict->status != MD_VERDICT_PROBLEM)
    g_strv_builder_add (habits, md_text (lang, N_ ("Give your address letter by letter, or let the other person copy "
                                                   "it.")));
  return g_strv_builder_end (habits);
}

char **
md_advice_prevention (MdLang lang, const MdVerdict *verdict, const MdRecord *record)
{
  g_autoptr (GPtrArray) findings = md_record_get_findings (record);
  g_autoptr (GStrvBuilder) habits = g_strv_builder_new ();

  if (strcmp (record->guide, "delivery") == 0)
    return prevention_for_senders (lang, verdict, findings);
  if (strcmp (record->guide, "receive") == 0)
    return prevention_for_recipients (lang, verdict, findings);
  if (strcmp (record->guide, "send") != 0)
    return g_strv_builder_end (habits);
  if (needs_updates (verdict))
    g_strv_builder_add (habits, md_text (lang, N_ ("Keep your mail program and your system up to date.")));
  if (needs_a_note (verdict))
    add_note (lang, verdict, record, habits);
  if (is_near_limits (verdict, findings))
    add_limits (lang, findings, habits);
  if (is_about_the_password (verdict))
    g_strv_builder_add (
        habits,
        md_text (lang, N_ ("Use a strong password for this account alone, and switch on two-step verification.")));
  if (needs_a_watch (verdict, findings))
    g_strv_builder_add (
        habits, md_text (lang, N_ ("Look now and then at your account's recent sign-ins and sent messages, and act "
                                   "quickly on anything strange.")));
  return g_strv_builder_end (habits);
}
