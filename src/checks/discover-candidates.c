/* discover-candidates.c - the usual names of mail servers, connected to; see discover-sources.h
 *
 * A candidate counts when it speaks its protocol up to "ready to sign in"; one whose certificate is right for its name
 * comes before one whose certificate is not.  Nothing but greetings is exchanged.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-discover"

#include "config.h"

#include "base/fan-out.h"
#include "checks/discover-sources.h"

#include <string.h>

#define MAX_HOSTS 6

static const MdDialogueLimits limits
    = { .connect_ms = 2500, .greeting_ms = 3000, .reply_ms = 2500, .tls_ms = 2500, .grace_ms = 0 };

static const struct
{
  MdProtocol protocol;
  guint16 port;
  MdSecurity security;
} usual[] = {
  { MD_PROTOCOL_SMTP, 465, MD_SECURITY_TLS },
  { MD_PROTOCOL_SMTP, 587, MD_SECURITY_STARTTLS },
  { MD_PROTOCOL_IMAP, 993, MD_SECURITY_TLS },
  { MD_PROTOCOL_IMAP, 143, MD_SECURITY_STARTTLS },
};

typedef struct
{
  MdSourceProbe *owner;       /* (not owned) only its world and wait are used */
  char *host;                 /* (owned) */
  MdProtocol protocol;
  MdDnsAddresses *addresses;  /* (owned) */
} Host;

typedef struct
{
  Host *host;                 /* (not owned) */
  MdEndpoint *endpoint;       /* (owned) */
  MdDialogue *dialogue;       /* (owned) */
} Try;

static void
look_up (gpointer item, gpointer shared)
{
  Host *host = item;

  host->addresses = md_resolver_addresses (host->owner->world, host->host, &host->owner->wait);
}

static void
speak (gpointer item, gpointer shared)
{
  Try *try = item;
  MdSourceProbe *owner = try->host->owner;

  try->dialogue = md_dialogue_run (owner->world, try->endpoint, (const char *const *) try->host->addresses->addresses,
                                   &limits, &owner->wait);
}

static gsize
name_hosts (MdSourceProbe *self, Host *hosts)
{
  static const struct
  {
    const char *label;
    MdProtocol protocol;
  } labels[] = {
    { "smtp.", MD_PROTOCOL_SMTP }, { "mail.", MD_PROTOCOL_SMTP }, { "", MD_PROTOCOL_SMTP },
    { "imap.", MD_PROTOCOL_IMAP }, { "mail.", MD_PROTOCOL_IMAP },
  };
  g_autoptr (MdDnsAnswer) mx = md_resolver_ask_one (self->world, self->domain, MD_DNS_MX, &self->wait);
  gsize n = 0;

  G_STATIC_ASSERT (G_N_ELEMENTS (labels) < MAX_HOSTS);
  for (; n < G_N_ELEMENTS (labels); n++)
    hosts[n] = (Host) { self, g_strconcat (labels[n].label, self->domain, NULL), labels[n].protocol, NULL };
  if (mx->records->len > 0)
    {
      const MdDnsRecord *first = g_ptr_array_index (mx->records, 0);
      g_autofree char *host = md_host_normalize (first->text);

      if (host != NULL)
        hosts[n++] = (Host) { self, g_steal_pointer (&host), MD_PROTOCOL_SMTP, NULL };
    }
  return n;
}

static gsize
plan (Host *hosts, gsize n_hosts, Try *tries)
{
  gsize n = 0;

  for (gsize i = 0; i < n_hosts; i++)
    for (gsize j = 0; hosts[i].addresses->addresses[0] != NULL && j < G_N_ELEMENTS (usual); j++)
      if (usual[j].protocol == hosts[i].protocol)
        tries[n++] = (Try) { &hosts[i],
                             md_endpoint_new (usual[j].protocol, hosts[i].host, usual[j].port, usual[j].security),
                             NULL };
  return n;
}

/* Of the first host that has any: all its ports that are ready; with @trusted only those with a right certificate. */
static void
take_best (const Try *tries, gsize n_tries, MdProtocol protocol, gboolean trusted, GPtrArray *endpoints)
{
  const Host *host = NULL;

  for (gsize i = 0; i < n_tries; i++)
    {
      const MdDialogue *dialogue = tries[i].dialogue;

      if (tries[i].endpoint->protocol != protocol || dialogue->end != MD_DIALOGUE_READY
          || (trusted && !md_dialogue_is_trusted (dialogue)) || (host != NULL && host != tries[i].host))
        continue;
      host = tries[i].host;
      g_ptr_array_add (endpoints, md_endpoint_copy (tries[i].endpoint));
    }
}

static void
take_settings (MdSourceProbe *self, const Try *tries, gsize n_tries)
{
  g_autoptr (MdSettings) settings = md_settings_new (self->source);

  take_best (tries, n_tries, MD_PROTOCOL_SMTP, TRUE, settings->outgoing);
  if (settings->outgoing->len == 0)
    take_best (tries, n_tries, MD_PROTOCOL_SMTP, FALSE, settings->outgoing);
  take_best (tries, n_tries, MD_PROTOCOL_IMAP, TRUE, settings->incoming);
  if (settings->incoming->len == 0)
    take_best (tries, n_tries, MD_PROTOCOL_IMAP, FALSE, settings->incoming);
  self->result = settings->outgoing->len > 0 ? "found" : "none";
  if (settings->outgoing->len > 0)
    self->settings = g_steal_pointer (&settings);
}

void
md_source_try_candidates (MdSourceProbe *self)
{
  Host hosts[MAX_HOSTS];
  Try tries[MAX_HOSTS * 2];
  gpointer items[MAX_HOSTS * 2];
  gsize n_hosts = name_hosts (self, hosts);
  gsize n_tries;

  self->target = g_strdup_printf ("smtp.%s", self->domain);
  for (gsize i = 0; i < n_hosts; i++)
    items[i] = &hosts[i];
  md_fan_out (items, n_hosts, look_up, NULL, NULL);
  n_tries = plan (hosts, n_hosts, tries);
  for (gsize i = 0; i < n_tries; i++)
    items[i] = &tries[i];
  md_fan_out (items, n_tries, speak, NULL, NULL);
  take_settings (self, tries, n_tries);
  for (gsize i = 0; i < n_tries; i++)
    {
      g_autofree char *target = md_endpoint_to_string (tries[i].endpoint);

      g_ptr_array_add (self->lines,
                       g_strdup_printf ("%s: %s%s", target, md_dialogue_end_name (tries[i].dialogue->end),
                                        md_dialogue_is_trusted (tries[i].dialogue) ? ", certificate right" : ""));
      md_endpoint_free (tries[i].endpoint);
      md_dialogue_free (tries[i].dialogue);
    }
  for (gsize i = 0; i < n_hosts; i++)
    {
      g_free (hosts[i].host);
      md_dns_addresses_free (hosts[i].addresses);
    }
}
