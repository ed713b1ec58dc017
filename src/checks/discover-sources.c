/* discover-sources.c - where mail settings of a domain may be published; see discover-sources.h
 *
 * Settings read over plain http or named by somebody else's server could be forged, so hosts in an unprotected
 * answer count only when they lie in the domain itself or belong to a known provider.  RFC 6186, RFC 8314 (SRV),
 * RFC 7505 (null MX).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-discover"

#include "config.h"

#include "checks/discover-sources.h"

#include "mailauth/mailauth.h"
#include "protocols/http.h"

#include <string.h>

#define HTTPS_LIMIT_MS 3000
#define HTTP_LIMIT_MS 2000
#define CONFIG_MAX_BYTES (256 * 1024)
#define DATABASE "https://autoconfig.thunderbird.net/v1.1/"
#define SRV_MAX_RECORDS 4
#define MX_MAX_HOSTS 16

void
md_source_probe_init (MdSourceProbe *self, MdSettingsSource source, MdWorld *world, const MdWait *wait)
{
  *self = (MdSourceProbe) { .source = source, .world = world, .wait = *wait, .result = "none" };
  self->lines = g_ptr_array_new_with_free_func (g_free);
}

void
md_source_probe_clear (MdSourceProbe *self)
{
  g_clear_pointer (&self->settings, md_settings_unref);
  g_clear_pointer (&self->target, g_free);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
}

gboolean
md_source_is_own_server (const MdEndpoint *endpoint, const char *domain)
{
  g_autofree char *tail = g_strconcat (".", domain, NULL);
  g_autoptr (MdSettings) known = md_providers_find_by_server (endpoint->host);

  return known != NULL || strcmp (endpoint->host, domain) == 0 || g_str_has_suffix (endpoint->host, tail);
}

/* ── MX ── */

/* RFC 7505: "." is a domain that takes no mail; the resolver may hand its name over as empty. */
static gboolean
is_null_name (const char *name)
{
  return name[0] == '\0' || strcmp (name, ".") == 0;
}

static MdDomainMail
judge_mail (const MdDnsAnswer *mx, const MdDnsAnswer *a, const MdDnsAnswer *aaaa)
{
  if (mx->status == MD_DNS_NXDOMAIN)
    return MD_DOMAIN_MISSING;
  if (mx->status == MD_DNS_OK && mx->records->len > 0)
    {
      const MdDnsRecord *first = g_ptr_array_index (mx->records, 0);

      return mx->records->len == 1 && is_null_name (first->text) ? MD_DOMAIN_MAIL_NO : MD_DOMAIN_MAIL_YES;
    }
  if (mx->status != MD_DNS_NO_DATA)
    return MD_DOMAIN_MAIL_UNKNOWN;
  if (a->status == MD_DNS_OK || aaaa->status == MD_DNS_OK) /* the implicit MX, RFC 5321 5.1 */
    return MD_DOMAIN_MAIL_YES;
  return a->status == MD_DNS_NO_DATA && aaaa->status == MD_DNS_NO_DATA ? MD_DOMAIN_MAIL_NO : MD_DOMAIN_MAIL_UNKNOWN;
}

static void
ask_mx (MdSourceProbe *self)
{
  const MdDnsQuestion questions[]
      = { { self->domain, MD_DNS_MX }, { self->domain, MD_DNS_A }, { self->domain, MD_DNS_AAAA } };
  g_autoptr (GPtrArray) answers
      = md_resolver_ask (self->world, questions, G_N_ELEMENTS (questions), &self->wait);
  const MdDnsAnswer *mx = g_ptr_array_index (answers, 0);
  const char *hosts[MX_MAX_HOSTS + 1] = { NULL };
  gsize n_hosts = 0;

  self->target = g_strdup (self->domain);
  self->mail = judge_mail (mx, g_ptr_array_index (answers, 1), g_ptr_array_index (answers, 2));
  for (guint i = 0; i < mx->records->len && n_hosts < MX_MAX_HOSTS; i++)
    {
      const MdDnsRecord *record = g_ptr_array_index (mx->records, i);

      g_ptr_array_add (self->lines, g_strdup_printf ("MX %u %s", record->priority, record->text));
      hosts[n_hosts++] = record->text;
    }
  self->result = md_dns_status_name (mx->status);
  self->settings = md_providers_find_by_mx (self->domain, hosts);
}

/* ── autoconfig ── */

/* Drops servers that an unprotected answer could have put there. */
static void
keep_own_servers (GPtrArray *endpoints, const char *domain)
{
  for (guint i = endpoints->len; i > 0; i--)
    if (!md_source_is_own_server (g_ptr_array_index (endpoints, i - 1), domain))
      g_ptr_array_remove_index (endpoints, i - 1);
}

static MdSettings *
read_config (MdSourceProbe *self, const MdHttpResult *answer, gboolean is_protected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MdSettings) settings = NULL;
  gsize length = 0;
  const char *xml = answer->body == NULL ? NULL : g_bytes_get_data (answer->body, &length);

  if (xml == NULL)
    return NULL;
  settings = md_autoconfig_parse (xml, length, self->email, self->source, &error);
  if (settings == NULL)
    {
      g_ptr_array_add (self->lines, g_strdup_printf ("not readable: %s", error->message));
      return NULL;
    }
  if (!is_protected)
    {
      keep_own_servers (settings->outgoing, self->domain);
      keep_own_servers (settings->incoming, self->domain);
      g_clear_pointer (&settings->webmail_url, g_free);
      g_clear_pointer (&settings->help_url, g_free);
      g_clear_pointer (&settings->access_url, g_free);
    }
  return settings->outgoing->len > 0 ? g_steal_pointer (&settings) : NULL;
}

/* TRUE when the web server answered, whatever it said. */
static gboolean
fetch_config (MdSourceProbe *self, const char *url, guint limit_ms)
{
  const MdHttpOptions options = { .follow = TRUE, .limit_ms = limit_ms, .max_bytes = CONFIG_MAX_BYTES };
  g_autoptr (MdHttpResult) answer = md_http_get (self->world, url, &options, &self->wait);
  gboolean is_protected = g_str_has_prefix (answer->final_url != NULL ? answer->final_url : url, "https://");

  /* Without its query, which holds the address. */
  g_ptr_array_add (self->lines, g_strdup_printf ("GET %.*s: %s %ld%s", (int) strcspn (url, "?"), url,
                                                 md_http_outcome_name (answer->outcome), answer->status,
                                                 is_protected ? "" : " (not protected)"));
  if (answer->outcome == MD_HTTP_OK && answer->status == 200)
    self->settings = read_config (self, answer, is_protected);
  if (answer->outcome != MD_HTTP_OK)
    self->result = md_http_outcome_name (answer->outcome);
  else if (self->settings == NULL)
    self->result = answer->status == 200 ? "not-readable" : "not-found";
  else
    self->result = is_protected ? "found" : "found-not-protected";
  return answer->outcome == MD_HTTP_OK || answer->outcome == MD_HTTP_NAME || answer->outcome == MD_HTTP_CANCELLED;
}

static void
ask_autoconfig (MdSourceProbe *self)
{
  g_autofree char *address = g_uri_escape_string (self->email, NULL, FALSE);
  g_autofree char *path
      = g_strdup_printf ("autoconfig.%s/mail/config-v1.1.xml?emailaddress=%s", self->domain, address);
  g_autofree char *https = g_strconcat ("https://", path, NULL);
  /* The address is not told to whoever listens on the way. */
  g_autofree char *http = g_strdup_printf ("http://autoconfig.%s/mail/config-v1.1.xml", self->domain);

  self->target = g_strdup_printf ("https://autoconfig.%s/mail/config-v1.1.xml", self->domain);
  if (!fetch_config (self, https, HTTPS_LIMIT_MS))
    fetch_config (self, http, HTTP_LIMIT_MS);
}

static void
ask_url (MdSourceProbe *self, char *url)
{
  self->target = url;
  fetch_config (self, url, HTTPS_LIMIT_MS);
}

/* Who reads the mail of many domains is in the database under the name of the MX host's own domain. */
static char *
domain_of_mx (MdSourceProbe *self)
{
  g_autoptr (MdDnsAnswer) mx = md_resolver_ask_one (self->world, self->domain, MD_DNS_MX, &self->wait);
  const MdDnsRecord *first = mx->records->len > 0 ? g_ptr_array_index (mx->records, 0) : NULL;
  g_autofree char *host = first == NULL || is_null_name (first->text) ? NULL : md_host_normalize (first->text);
  g_autofree char *domain = host != NULL ? md_organizational_domain (host) : NULL;

  return domain != NULL && strcmp (domain, self->domain) != 0 ? g_steal_pointer (&domain) : NULL;
}

static void
ask_database (MdSourceProbe *self)
{
  g_autofree char *domain = NULL;
  g_autofree char *url = NULL;

  ask_url (self, g_strconcat (DATABASE, self->domain, NULL));
  if (self->settings != NULL || strcmp (self->result, "not-found") != 0)
    return;
  domain = domain_of_mx (self);
  if (domain == NULL)
    return;
  url = g_strconcat (DATABASE, domain, NULL);
  fetch_config (self, url, HTTPS_LIMIT_MS);
}

/* ── SRV ── */

static const struct
{
  const char *label;
  MdProtocol protocol;
  MdSecurity security;
} services[] = {
  { "_submissions._tcp", MD_PROTOCOL_SMTP, MD_SECURITY_TLS },
  { "_submission._tcp", MD_PROTOCOL_SMTP, MD_SECURITY_STARTTLS },
  { "_imaps._tcp", MD_PROTOCOL_IMAP, MD_SECURITY_TLS },
  { "_imap._tcp", MD_PROTOCOL_IMAP, MD_SECURITY_STARTTLS },
  { "_pop3s._tcp", MD_PROTOCOL_POP3, MD_SECURITY_TLS },
};

static void
take_srv (MdSourceProbe *self, MdSettings *settings, gsize service, const MdDnsAnswer *answer)
{
  GPtrArray *list = services[service].protocol == MD_PROTOCOL_SMTP ? settings->outgoing : settings->incoming;

  for (guint i = 0; i < answer->records->len && i < SRV_MAX_RECORDS; i++)
    {
      const MdDnsRecord *record = g_ptr_array_index (answer->records, i);
      g_autofree char *host = is_null_name (record->text) ? NULL : md_host_normalize (record->text);

      g_ptr_array_add (self->lines, g_strdup_printf ("SRV %s %u %u %u %s", services[service].label, record->priority,
                                                     record->weight, record->port, record->text));
      if (host == NULL || record->port == 0) /* ".": the service is not offered, RFC 2782 */
        continue;
      g_ptr_array_add (list, md_endpoint_new (services[service].protocol, host, record->port,
                                              services[service].security));
    }
}

static void
ask_srv (MdSourceProbe *self)
{
  MdDnsQuestion questions[G_N_ELEMENTS (services)];
  char *names[G_N_ELEMENTS (services)];
  g_autoptr (MdSettings) settings = md_settings_new (self->source);
  g_autoptr (GPtrArray) answers = NULL;

  self->target = g_strdup_printf ("_submissions._tcp.%s", self->domain);
  for (gsize i = 0; i < G_N_ELEMENTS (services); i++)
    {
      names[i] = g_strdup_printf ("%s.%s", services[i].label, self->domain);
      questions[i] = (MdDnsQuestion) { names[i], MD_DNS_SRV };
    }
  answers = md_resolver_ask (self->world, questions, G_N_ELEMENTS (services), &self->wait);
  for (gsize i = 0; i < G_N_ELEMENTS (services); i++)
    {
      take_srv (self, settings, i, g_ptr_array_index (answers, i));
      g_free (names[i]);
    }
  self->result = md_dns_status_name (((MdDnsAnswer *) g_ptr_array_index (answers, 0))->status);
  if (settings->outgoing->len == 0)
    return;
  self->result = "found";
  self->settings = g_steal_pointer (&settings);
}

void
md_source_probe_run (gpointer item, gpointer shared)
{
  MdSourceProbe *self = item;
  gint64 started = g_get_monotonic_time ();

  switch (self->source)
    {
    case MD_SOURCE_FACTS_MX:
      ask_mx (self);
      break;
    case MD_SOURCE_AUTOCONFIG:
      ask_autoconfig (self);
      break;
    case MD_SOURCE_WELL_KNOWN:
      ask_url (self, g_strdup_printf ("https://%s/.well-known/autoconfig/mail/config-v1.1.xml", self->domain));
      break;
    case MD_SOURCE_ISPDB:
      ask_database (self);
      break;
    case MD_SOURCE_AUTODISCOVER:
      md_source_try_autodiscover (self);
      break;
    case MD_SOURCE_SRV:
      ask_srv (self);
      break;
    case MD_SOURCE_CANDIDATE:
      md_source_try_candidates (self);
      break;
    case MD_SOURCE_FACTS:
    case MD_N_SOURCES:
    default:
      g_assert_not_reached ();
    }
  self->micros = g_get_monotonic_time () - started;
}
