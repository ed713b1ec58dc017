/* address-look.c - what can be known of an address; see address-look.h
 *
 * RFC 5321 section 5.1 (a domain without MX gets its mail at its own address), RFC 7505 (null MX).  A domain that has
 * mail is never taken for a slip; where DNS could not be asked, the suggestion is no more than a question.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-address-look"

#include "config.h"

#include "checks/address-look.h"

#include "checks/domain.h"
#include "knowledge/knowledge.h"
#include "reading/address.h"

#include <string.h>

#define MAX_HOSTS 5

typedef enum
{
  STATE_NOT_ASKED,  /* there is no domain to ask about */
  STATE_LITERAL,    /* a bare IP address in place of a domain */
  STATE_MAIL,       /* has MX */
  STATE_NO_MX,      /* takes mail at its own address, if at all */
  STATE_NULL_MX,
  STATE_DEAD_MX,    /* the MX hosts lead nowhere */
  STATE_NO_MAIL,    /* exists, without MX and without an address */
  STATE_NOT_FOUND,
  STATE_UNKNOWN,    /* could not be found out */
} State;

static const char *const state_words[] = {
  [STATE_NOT_ASKED] = "not-asked", [STATE_LITERAL] = "literal", [STATE_MAIL] = "mail",
  [STATE_NO_MX] = "no-mx",         [STATE_NULL_MX] = "null-mx", [STATE_DEAD_MX] = "dead-mx",
  [STATE_NO_MAIL] = "no-mail",     [STATE_NOT_FOUND] = "not-found", [STATE_UNKNOWN] = "unknown",
};

typedef struct
{
  State state;
  MdDnsStatus status;  /* when unknown */
  GString *hosts;      /* (owned) */
} Reception;

static gboolean
is_null_mx (const MdDnsAnswer *mx)
{
  const MdDnsRecord *first = mx->records->len == 1 ? g_ptr_array_index (mx->records, 0) : NULL;

  return first != NULL && (first->text == NULL || first->text[0] == '\0' || strcmp (first->text, ".") == 0);
}

/* Whether at least one of the MX hosts has an address, or might. */
static gboolean
leads_somewhere (MdContext *context, const MdDnsAnswer *mx, GString *hosts)
{
  guint n_hosts = MIN (mx->records->len, MAX_HOSTS);
  MdDnsQuestion questions[2 * MAX_HOSTS];
  g_autoptr (GPtrArray) answers = NULL;
  gboolean alive = mx->records->len > MAX_HOSTS;

  for (guint i = 0; i < n_hosts; i++)
    {
      const char *host = ((const MdDnsRecord *) g_ptr_array_index (mx->records, i))->text;

      questions[2 * i] = (MdDnsQuestion) { host, MD_DNS_A };
      questions[2 * i + 1] = (MdDnsQuestion) { host, MD_DNS_AAAA };
      g_string_append_printf (hosts, "%s%s", i > 0 ? ", " : "", host);
    }
  answers = md_resolver_ask (md_context_get_world (context), questions, 2 * n_hosts, md_context_get_wait (context));
  for (guint i = 0; i < answers->len; i++)
    alive |= !md_domain_is_void (g_ptr_array_index (answers, i));
  return alive;
}

static void
ask_domain (MdContext *context, const char *domain, Reception *reception)
{
  MdDnsQuestion questions[] = { { domain, MD_DNS_MX }, { domain, MD_DNS_A }, { domain, MD_DNS_AAAA } };
  g_autoptr (GPtrArray) answers = md_resolver_ask (md_context_get_world (context), questions, G_N_ELEMENTS (questions),
                                                   md_context_get_wait (context));
  const MdDnsAnswer *mx = g_ptr_array_index (answers, 0);
  const MdDnsAnswer *a = g_ptr_array_index (answers, 1), *aaaa = g_ptr_array_index (answers, 2);

  md_domain_add_evidence (context, domain, answers, FALSE);
  reception->status = mx->status;
  if (md_domain_has_failed (mx) || mx->status == MD_DNS_CANCELLED)
    reception->state = STATE_UNKNOWN;
  else if (mx->status == MD_DNS_OK && is_null_mx (mx))
    reception->state = STATE_NULL_MX;
  else if (mx->status == MD_DNS_OK && mx->records->len > 0)
    reception->state = leads_somewhere (context, mx, reception->hosts) ? STATE_MAIL : STATE_DEAD_MX;
  else if (a->status == MD_DNS_OK || aaaa->status == MD_DNS_OK)
    reception->state = STATE_NO_MX;
  else if (md_domain_has_failed (a) || md_domain_has_failed (aaaa))
    {
      reception->state = STATE_UNKNOWN;
      reception->status = md_domain_has_failed (a) ? a->status : aaaa->status;
    }
  else
    reception->state = mx->status == MD_DNS_NXDOMAIN ? STATE_NOT_FOUND : STATE_NO_MAIL;
}

/* What the domain was probably meant to be; NULL when it has mail, or nothing comes near. */
static const char *
suggest_domain (const MdAddress *address, State state)
{
  if (address == NULL || address->is_literal || state == STATE_MAIL)
    return NULL;
  return md_typos_suggest (address->domain);
}

static void
report_domain (MdContext *context, const char *typed, const MdAddress *address, const Reception *reception)
{
  switch (reception->state)
    {
    case STATE_NOT_FOUND:
      md_context_report (context, MD_FINDING_ADDRESS_DOMAIN_NOT_FOUND, "address", typed, "domain", address->domain,
                         NULL);
      break;
    case STATE_NULL_MX:
    case STATE_DEAD_MX:
    case STATE_NO_MAIL:
      md_context_report (context, MD_FINDING_ADDRESS_DOMAIN_NO_MAIL, "address", typed, "domain", address->domain,
                         "domain_state", state_words[reception->state], NULL);
      break;
    case STATE_UNKNOWN:
      md_context_report (context, MD_FINDING_ADDRESS_DOMAIN_UNKNOWN, "address", typed, "domain", address->domain,
                         "status", md_dns_status_name (reception->status), NULL);
      break;
    case STATE_MAIL:
      md_context_report (context, MD_FINDING_ADDRESS_TAKES_MAIL, "address", typed, "hosts", reception->hosts->str,
                         NULL);
      break;
    case STATE_NO_MX:
      md_context_report (context, MD_FINDING_ADDRESS_WITHOUT_MX, "address", typed, "domain", address->domain, NULL);
      break;
    case STATE_NOT_ASKED:
    case STATE_LITERAL:
    default:
      break;
    }
}

static void
report_slip (MdContext *context, const char *typed, const char *suggestion, State state)
{
  if (suggestion == NULL)
    return;
  if (state == STATE_UNKNOWN || state == STATE_NO_MX || state == STATE_NOT_ASKED)
    md_context_report (context, MD_FINDING_ADDRESS_PERHAPS_TYPO, "address", typed, "suggestion", suggestion, NULL);
  else
    md_context_report (context, MD_FINDING_ADDRESS_TYPO, "address", typed, "suggestion", suggestion, NULL);
}

/* What is no fault, but worth knowing. */
static void
report_kind (MdContext *context, const char *typed, const MdAddress *address)
{
  if (md_local_part_is_role (address->local))
    md_context_report (context, MD_FINDING_ADDRESS_ROLE, "address", typed, NULL);
  if (!address->is_literal && md_domain_is_disposable (address->domain))
    md_context_report (context, MD_FINDING_ADDRESS_DISPOSABLE, "address", typed, "domain", address->domain, NULL);
  if (address->is_unicode)
    md_context_report (context, MD_FINDING_ADDRESS_NEEDS_UTF8, "address", typed, NULL);
}

static void
report_all (MdContext *context, const char *typed, const MdAddress *judged, const MdAddress *meant,
            const Reception *reception)
{
  const char *domain = suggest_domain (meant, reception->state);
  gboolean valid = judged->fault == MD_ADDRESS_VALID;
  g_autofree char *suggestion = NULL, *position = g_strdup_printf ("%u", judged->position);
  g_autofree char *whole = meant != NULL && !valid ? g_strconcat (meant->local, "@", meant->domain, NULL) : NULL;
  const char *shown = whole != NULL ? whole : typed;

  if (domain != NULL || (!valid && meant != NULL))
    suggestion = g_strconcat (meant->local, "@", domain != NULL ? domain : meant->domain, NULL);
  md_context_report (context, MD_FINDING_ADDRESS, "address", typed, "syntax", valid ? "valid" : "invalid", "reason",
                     valid ? "" : md_address_fault_name (judged->fault), "suggestion",
                     suggestion != NULL ? suggestion : "", "domain_state", state_words[reception->state], NULL);
  if (!valid && judged->position > 0)
    md_context_report (context, MD_FINDING_ADDRESS_SYNTAX_AT, "address", typed, "fault",
                       md_address_fault_name (judged->fault), "position", position, NULL);
  else if (!valid)
    md_context_report (context, MD_FINDING_ADDRESS_SYNTAX, "address", typed, "fault",
                       md_address_fault_name (judged->fault), NULL);
  if (meant == NULL)
    return;
  report_slip (context, typed, suggestion, valid ? reception->state : STATE_NOT_ASKED);
  report_domain (context, shown, meant, reception);
  report_kind (context, shown, meant);
}

void
md_address_look (MdContext *context, const char *typed)
{
  g_autoptr (MdAddress) judged = md_address_parse (typed);
  g_autofree char *repaired = judged->fault != MD_ADDRESS_VALID ? md_address_repair (typed) : NULL;
  g_autoptr (MdAddress) mended = repaired != NULL ? md_address_parse (repaired) : NULL;
  const MdAddress *meant = judged->fault == MD_ADDRESS_VALID ? judged : mended;
  Reception reception = { .state = STATE_NOT_ASKED, .hosts = g_string_new (NULL) };

  if (meant != NULL && meant->is_literal)
    reception.state = STATE_LITERAL;
  else if (meant != NULL)
    ask_domain (context, meant->domain, &reception);
  if (!md_wait_is_cancelled (md_context_get_wait (context)))
    report_all (context, typed, judged, meant, &reception);
  g_string_free (reception.hosts, TRUE);
}
