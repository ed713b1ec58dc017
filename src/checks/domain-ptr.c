/* domain-ptr.c - do the addresses that mail leaves from have a name, and does the name lead back to them?
 *
 * Many receivers refuse mail from an address without a name (RFC 1912 section 2.1), or whose name is another's
 * (forward-confirmed reverse DNS).  At most 4 addresses and 4 names of each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-domain-ptr"

#include "config.h"

#include "checks/domain.h"
#include "checks/products.h"

#include <arpa/inet.h>
#include <string.h>

#define MAX_ADDRESSES 4
#define MAX_NAMES 4

static gboolean
is_same_address (const char *a, const char *b)
{
  guint8 first[16], second[16];
  int family = strchr (a, ':') != NULL ? AF_INET6 : AF_INET;

  return inet_pton (family, a, first) == 1 && inet_pton (family, b, second) == 1
         && memcmp (first, second, family == AF_INET6 ? 16 : 4) == 0;
}

static gboolean
leads_to (const MdDnsAnswer *forward, const char *address)
{
  for (guint i = 0; i < forward->records->len; i++)
    if (is_same_address (((const MdDnsRecord *) g_ptr_array_index (forward->records, i))->text, address))
      return TRUE;
  return FALSE;
}

/* "confirmed", "unconfirmed" or, when nobody could tell, "unknown"; *@name is the one that says most. */
static const char *
confirm (MdContext *context, const char *address, const MdDnsAnswer *reverse, const char **name)
{
  MdDnsType type = strchr (address, ':') != NULL ? MD_DNS_AAAA : MD_DNS_A;
  MdDnsQuestion questions[MAX_NAMES];
  guint n = MIN (reverse->records->len, MAX_NAMES);
  MdWait wait = md_domain_patience (context);
  g_autoptr (GPtrArray) forward = NULL;
  gboolean failed = FALSE;

  for (guint i = 0; i < n; i++)
    questions[i] = (MdDnsQuestion) { ((const MdDnsRecord *) g_ptr_array_index (reverse->records, i))->text, type };
  *name = questions[0].name;
  forward = md_resolver_ask (md_context_get_world (context), questions, n, &wait);
  md_domain_add_evidence (context, address, forward, FALSE);
  for (guint i = 0; i < n; i++)
    {
      const MdDnsAnswer *answer = g_ptr_array_index (forward, i);

      failed = failed || md_domain_has_failed (answer);
      if (leads_to (answer, address))
        {
          *name = questions[i].name;
          return "confirmed";
        }
    }
  return failed ? "unknown" : "unconfirmed";
}

static void
judge (MdContext *context, const char *address, const MdDnsAnswer *reverse)
{
  const char *name = "", *state = "unknown";

  if (reverse->status == MD_DNS_OK && reverse->records->len > 0)
    state = confirm (context, address, reverse, &name);
  else if (md_domain_is_void (reverse))
    state = "missing";
  if (md_wait_is_cancelled (md_context_get_wait (context)))
    return;
  if (md_domain_tells_all (context))
    md_context_report (context, MD_FINDING_PTR, "address", address, "name", name, "state", state, NULL);
  if (g_str_equal (state, "missing"))
    md_context_report (context, MD_FINDING_PTR_MISSING, "address", address, NULL);
  else if (g_str_equal (state, "unconfirmed"))
    md_context_report (context, MD_FINDING_PTR_UNCONFIRMED, "address", address, "name", name, NULL);
  else if (name[0] != '\0')
    md_context_report (context, MD_FINDING_PTR_FOUND, "address", address, "name", name, NULL);
}

/* The outgoing server's in guide S, else those that send for the domain. */
static char **
find_addresses (MdContext *context)
{
  const MdNamedServer *server = md_context_get_product (context, "outgoing-name");

  if (md_context_get_check (context)->step != MD_STEP_S7)
    return md_domain_senders (context);
  return server != NULL ? g_strdupv (server->addresses->addresses) : g_new0 (char *, 1);
}

static gboolean
run (MdContext *context, GError **error)
{
  g_autofree char *domain = md_domain_in_question (context);
  g_auto (GStrv) addresses = find_addresses (context);
  guint n = MIN (g_strv_length (addresses), MAX_ADDRESSES);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) answers = NULL;
  MdDnsQuestion questions[MAX_ADDRESSES];
  MdWait wait = md_domain_patience (context);

  if (domain == NULL || n == 0)
    return TRUE;
  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (names, md_dns_reverse_name (addresses[i]));
      questions[i] = (MdDnsQuestion) { g_ptr_array_index (names, i), MD_DNS_PTR };
    }
  answers = md_resolver_ask (md_context_get_world (context), questions, n, &wait);
  md_domain_add_evidence (context, domain, answers, FALSE);
  for (guint i = 0; i < n && !md_wait_is_cancelled (md_context_get_wait (context)); i++)
    judge (context, addresses[i], g_ptr_array_index (answers, i));
  return TRUE;
}

static gboolean
waives (const MdCase *kase, const char *need)
{
  return kase->ip != NULL && strcmp (need, "domain-spf") == 0;
}

const MdCheck md_check_domain_ptr = {
  .id = "domain-ptr",
  .step = MD_STEP_S7,
  .subject = MD_SUBJECT_DOMAIN,
  .needs = { "outgoing-name", "domain-spf" },
  .inputs = MD_INPUT_DOMAIN,
  .uses = MD_INPUT_SENDER,
  .budget_ms = 8000,
  .refines = TRUE,
  .waives = waives,
  .run = run,
};
