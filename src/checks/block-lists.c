/* block-lists.c - are the own public address and the outgoing server's on a public block list?
 *
 * Being in an end-user range is normal for a home line, and said so.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-block-lists"

#include "config.h"

#include "checks/domain.h"
#include "checks/list-findings.h"
#include "checks/products.h"
#include "reading/received.h"

#define OWN_ADDRESS_LIMIT_MS 2000

/* Its IPv4 address where it has one: asked over IPv6, such a server does not tell the IPv4 address. */
static const char *
prefer_ip4 (char **addresses)
{
  for (gsize i = 0; addresses[i] != NULL; i++)
    if (strchr (addresses[i], ':') == NULL)
      return addresses[i];
  return addresses[0];
}

/* Asks "name@server" of that server itself; (transfer full) (nullable). */
static char *
ask_own_address (MdWorld *world, const char *beacon, const MdWait *wait)
{
  g_auto (GStrv) parts = g_strsplit (beacon, "@", 2);
  g_autoptr (MdDnsAddresses) servers = md_resolver_addresses (world, parts[1], wait);
  const MdDnsQuestion questions[] = { { parts[0], MD_DNS_A }, { parts[0], MD_DNS_TXT } };
  g_autoptr (GPtrArray) answers = NULL;

  if (servers->addresses[0] == NULL)
    return NULL;
  answers = md_resolver_ask_server (world, prefer_ip4 (servers->addresses), questions, G_N_ELEMENTS (questions), wait);
  for (guint i = 0; i < answers->len; i++)
    {
      const MdDnsAnswer *answer = g_ptr_array_index (answers, i);

      for (guint j = 0; j < answer->records->len; j++)
        {
          const MdDnsRecord *record = g_ptr_array_index (answer->records, j);

          if (md_address_is_public (record->text))
            return g_strdup (record->text);
        }
    }
  return NULL;
}

static char *
find_own_address (MdContext *context, const MdDialogue *dialogue)
{
  const char *const *names = md_beacons_get ()->address_names;
  const MdWait patience = md_domain_patience (context);
  const MdWait wait = md_wait_within (&patience, OWN_ADDRESS_LIMIT_MS);
  char *address = NULL;

  if (dialogue != NULL && dialogue->client_address != NULL && md_address_is_public (dialogue->client_address))
    {
      md_context_report (context, MD_FINDING_OWN_ADDRESS, "address", dialogue->client_address, "source", "mail-server",
                         NULL);
      return g_strdup (dialogue->client_address);
    }
  for (gsize i = 0; address == NULL && names[i] != NULL && !md_wait_is_cancelled (&wait); i++)
    address = ask_own_address (md_context_get_world (context), names[i], &wait);
  if (address != NULL)
    md_context_report (context, MD_FINDING_OWN_ADDRESS, "address", address, "source", "lookup", NULL);
  return address;
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdDialogue *dialogue = md_context_get_product (context, "outgoing-configured");
  g_autoptr (MdListFindings) findings = md_list_findings_new (context);
  g_autofree char *own = find_own_address (context, dialogue);

  if (own != NULL)
    md_list_findings_add (findings, own, MD_SUBJECT_NETWORK);
  if (dialogue != NULL && dialogue->address != NULL)
    md_list_findings_add (findings, dialogue->address, MD_SUBJECT_OUTGOING);
  for (guint i = 0; dialogue != NULL && i < dialogue->attempts->len; i++)
    md_list_findings_add (findings, ((const MdTcpAttempt *) g_ptr_array_index (dialogue->attempts, i))->address,
                          MD_SUBJECT_OUTGOING);
  md_list_findings_report (findings);
  return TRUE;
}

const MdCheck md_check_block_lists = {
  .id = "block-lists",
  .step = MD_STEP_S6,
  .subject = MD_SUBJECT_NETWORK,
  .needs = { "outgoing-configured" },
  .asks_first = MD_CONSENT_THIRD_PARTY,
  .budget_ms = 6000,
  .refines = TRUE,
  .run = run,
};
