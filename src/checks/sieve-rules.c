/* sieve-rules.c - do the rules on the mail server take the sender's messages away?  RFC 5804, 5228
 *
 * Looks only: no script is written.  The password goes to the server of the rules once, over verified TLS, and only
 * when the server that mail is read from has accepted it: a refused one would count as a second try.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-sieve-rules"

#include "config.h"

#include "checks/evidence-of.h"
#include "checks/products.h"
#include "checks/rule-report.h"
#include "checks/sign-in.h"
#include "protocols/managesieve.h"
#include "reading/sieve.h"

#include <string.h>

#define PROGRAM "mail-server"

typedef struct
{
  MdContext *context;
  const MdEndpoint *incoming;
  char *host;                /* (owned) */
  guint16 port;
  GStrv addresses;           /* (owned) numeric */
  MdCredential credential;
  MdManageSieveTalk *talk;   /* (owned) (nullable) */
  double lookup_seconds;
  double login_seconds;      /* 0: not tried */
  gboolean signed_in;
  char *script;              /* (owned) (nullable) name of the active one */
} Visit;

static void
visit_clear (Visit *self)
{
  g_free (self->host);
  g_strfreev (self->addresses);
  md_managesieve_talk_free (self->talk);
  g_free (self->script);
}

/* Whether a server that DNS alone names may be handed the password: it is the one known already, or a neighbour in its
 * domain or in the address's (RFC 6186 6). */
static gboolean
is_neighbour (const char *host, const char *known, const char *domain)
{
  const char *parent = strchr (known, '.');
  g_autofree char *below = domain != NULL ? g_strconcat (".", domain, NULL) : NULL;

  if (strcmp (host, known) == 0 || g_strcmp0 (host, domain) == 0 || (below != NULL && g_str_has_suffix (host, below)))
    return TRUE;
  return parent != NULL && strchr (parent + 1, '.') != NULL && g_str_has_suffix (host, parent);
}

/* RFC 5804 1.8: the domain may name another host or port. */
static void
ask_domain (Visit *self)
{
  g_autofree char *domain = md_case_dup_domain (md_context_get_case (self->context));
  g_autofree char *name = domain != NULL ? g_strdup_printf ("_sieve._tcp.%s", domain) : NULL;
  g_autoptr (MdDnsAnswer) answer = NULL;
  const MdDnsRecord *record;

  if (name == NULL)
    return;
  answer = md_resolver_ask_one (md_context_get_world (self->context), name, MD_DNS_SRV,
                                md_context_get_wait (self->context));
  if (answer->status != MD_DNS_OK || answer->records->len == 0)
    return;
  record = g_ptr_array_index (answer->records, 0);
  if (record->port == 0 || !is_neighbour (record->text, self->host, domain))
    return;
  g_free (self->host);
  self->host = g_strdup (record->text);
  self->port = record->port;
}

static gboolean
not_read (Visit *self, const char *reason)
{
  md_context_report (self->context, MD_FINDING_SERVER_RULES_NOT_READ, "host", self->host != NULL ? self->host : "",
                     "reason", reason, NULL);
  return FALSE;
}

static void
add_evidence (Visit *self, const char *result, gint64 micros)
{
  g_autofree char *target = g_strdup_printf ("%s:%u", self->host, self->port);
  MdEvidence *evidence
    = md_evidence_new (md_context_get_check (self->context)->step, "managesieve", target, result, micros);

  if (self->talk->session != NULL)
    md_evidence_add_transcript (evidence, md_wire_get_transcript (md_managesieve_get_wire (self->talk->session)));
  for (gsize i = 0; self->talk->lines != NULL && self->talk->lines[i] != NULL; i++)
    md_evidence_add_line (evidence, self->talk->lines[i]);
  md_evidence_add_managesieve_stages (evidence, self->talk, self->lookup_seconds, self->login_seconds,
                                      self->signed_in);
  if (self->talk->session != NULL)
    md_evidence_add_tls (evidence, md_wire_get_tls (md_managesieve_get_wire (self->talk->session)), self->host);
  md_context_add_evidence (self->context, evidence);
}

static gboolean
connect_and_sign_in (Visit *self)
{
  const MdWait *wait = md_context_get_wait (self->context);
  g_autoptr (MdManageSieveReply) reply = NULL;
  MdManageSieve *session = self->talk->session;
  gint64 started = g_get_monotonic_time ();
  MdSaslMechanisms mechanism;

  if (self->talk->end == MD_DIALOGUE_NO_CONNECTION)
    return not_read (self, "no-managesieve");
  if (session == NULL)
    return not_read (self, md_dialogue_end_name (self->talk->end));
  if (!md_wire_may_carry_secrets (md_managesieve_get_wire (session)))
    return not_read (self, "not-trusted");
  mechanism = md_sasl_choose (md_managesieve_get_features (session)->mechanisms, self->credential.is_token, TRUE);
  if (mechanism == 0)
    return not_read (self, "no-mechanism");
  (void) md_managesieve_login (session, wait, mechanism, self->credential.user, self->credential.secret, &reply);
  self->login_seconds = (double) (g_get_monotonic_time () - started) / 1e6;
  self->signed_in = reply != NULL && reply->ok;
  if (reply == NULL)
    return not_read (self, "closed");
  return reply->ok || not_read (self, "login-refused");
}

/* Another script of the same person, for "include". */
static GBytes *
get_script (const char *name, gpointer user_data)
{
  Visit *self = user_data;
  g_autoptr (MdManageSieveReply) reply = NULL;
  GBytes *script = NULL;

  (void) md_managesieve_get (self->talk->session, md_context_get_wait (self->context), name, &script, &reply);
  return script;
}

/* The active script; NULL when there is none, or it was not read: then it is said. */
static GBytes *
find_script (Visit *self)
{
  g_autoptr (MdManageSieveReply) reply = NULL;
  g_autoptr (GPtrArray) scripts = NULL;
  GBytes *script = NULL;

  (void) md_managesieve_list (self->talk->session, md_context_get_wait (self->context), &scripts, &reply);
  if (reply == NULL || !reply->ok)
    {
      (void) not_read (self, reply != NULL ? "refused" : "closed");
      return NULL;
    }
  for (guint i = 0; i < scripts->len && self->script == NULL; i++)
    {
      const MdManageSieveScript *each = g_ptr_array_index (scripts, i);

      if (each->active)
        self->script = g_strdup (each->name);
    }
  if (self->script == NULL)
    {
      md_context_report (self->context, MD_FINDING_RULES_NONE, "program", PROGRAM, NULL);
      return NULL;
    }
  script = get_script (self->script, self);
  if (script == NULL)
    (void) not_read (self, "refused");
  return script;
}

static void
look_at_script (Visit *self, GBytes *script)
{
  GPtrArray *sets = g_ptr_array_new_with_free_func ((GDestroyNotify) md_rule_set_free);
  gsize length;
  const char *text = g_bytes_get_data (script, &length);
  MdMailRules *rules = md_sieve_rules (text != NULL ? text : "", length, get_script, self);

  g_ptr_array_add (sets, md_report_rules (self->context, PROGRAM, self->script, rules));
  md_context_leave (self->context, sets, (GDestroyNotify) g_ptr_array_unref);
}

/* Who may be asked, and with what; FALSE when nobody. */
static gboolean
prepare (Visit *self)
{
  const MdCase *kase = md_context_get_case (self->context);
  const MdReader *reader = md_context_get_product (self->context, "incoming-login");
  MdDnsAddresses *addresses;

  self->incoming = reader != NULL ? reader->endpoint : kase->incoming;
  if (reader != NULL)
    self->credential = (MdCredential) { reader->user, reader->password, reader->is_token };
  else
    self->credential = md_credential_of (kase, MD_SUBJECT_INCOMING);
  self->host = self->incoming != NULL ? g_strdup (self->incoming->host) : md_case_dup_domain (kase);
  self->port = MD_MANAGESIEVE_PORT;
  if (self->incoming == NULL || self->credential.secret == NULL
      || !md_context_has_found (self->context, MD_FINDING_LOGIN_ACCEPTED, MD_SUBJECT_INCOMING))
    return not_read (self, "no-login");
  ask_domain (self);
  addresses = md_resolver_addresses (md_context_get_world (self->context), self->host,
                                     md_context_get_wait (self->context));
  self->addresses = g_steal_pointer (&addresses->addresses);
  self->lookup_seconds = (double) addresses->micros / 1e6;
  md_dns_addresses_free (addresses);
  return self->addresses[0] != NULL || not_read (self, "no-managesieve");
}

static gboolean
run (MdContext *context, GError **error)
{
  Visit visit = { .context = context };
  g_autoptr (GBytes) script = NULL;
  gint64 started = g_get_monotonic_time ();

  if (prepare (&visit))
    {
      visit.talk = md_managesieve_talk (md_context_get_world (context), visit.host, visit.port,
                                        (const char *const *) visit.addresses, md_context_get_wait (context));
      if (connect_and_sign_in (&visit))
        script = find_script (&visit);
      if (script != NULL)
        look_at_script (&visit, script);
      add_evidence (&visit, script != NULL ? "read" : "not-read", g_get_monotonic_time () - started);
    }
  visit_clear (&visit);
  return TRUE;
}

const MdCheck md_check_sieve_rules = {
  .id = "sieve-rules",
  .step = MD_STEP_R2,
  .subject = MD_SUBJECT_SENDER,
  .needs = { "incoming-login" },
  .inputs = MD_INPUT_PASSWORD | MD_INPUT_SENDER,
  .budget_ms = 40000,
  .run = run,
};
