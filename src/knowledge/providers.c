/* providers.c - what is known of mail providers; see knowledge.h
 *
 * A domain is looked up whole, then by the patterns that begin with "*."; an MX host by its longest known suffix, cut
 * at a dot.  Servers are kept as text ("imap://imap.example.org:993/tls"), since a host may hold {domain} or {local},
 * and are read when asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-knowledge"

#include "config.h"

#include "knowledge/knowledge-data.h"

#include <string.h>

typedef struct
{
  const char *id;
  const char *name;
  const char *const *domains;
  const char *const *outgoing;
  const char *const *incoming;
  MdUserForm outgoing_user;
  MdUserForm incoming_user;
  MdAppPassword app_password;
  gboolean oauth2_only;
  gboolean needs_switch;
  gboolean unsure;
  const char *app_password_url; /* this and the next four: (nullable) */
  const char *switch_url;
  const char *webmail;
  const char *status;
  const char *help;
  guint per_day, per_hour, recipients, max_mb;
} Provider;

typedef struct
{
  Provider *rows;
  guint n_rows;
  GHashTable *by_domain;  /* name → Provider */
  GHashTable *by_glob;    /* what follows "*." → Provider */
  GHashTable *by_mx;      /* suffix → Provider */
  GHashTable *by_server;  /* host → Provider */
  GStringChunk *strings;  /* (owned) what the rows point to */
} Directory;

static MdUserForm
user_form_from_word (const char *word)
{
  if (word == NULL || strcmp (word, "address") == 0)
    return MD_USER_FORM_ADDRESS;
  if (strcmp (word, "local") == 0)
    return MD_USER_FORM_LOCAL;
  return strcmp (word, "other") == 0 ? MD_USER_FORM_OTHER : MD_USER_FORM_UNKNOWN;
}

static MdAppPassword
app_password_from_word (const char *word)
{
  if (word == NULL)
    return MD_APP_PASSWORD_NO;
  return strcmp (word, "yes") == 0 ? MD_APP_PASSWORD_YES : MD_APP_PASSWORD_WITH_TWO_STEP;
}

static void
read_provider (Provider *self, JsonObject *object, GStringChunk *strings)
{
  self->id = md_knowledge_string (object, "id", strings);
  self->name = md_knowledge_string (object, "name", strings);
  self->domains = md_knowledge_strings (object, "domains", strings);
  self->outgoing = md_knowledge_strings (object, "outgoing", strings);
  self->incoming = md_knowledge_strings (object, "incoming", strings);
  self->outgoing_user = user_form_from_word (md_knowledge_string (object, "outgoing_user", strings));
  self->incoming_user = user_form_from_word (md_knowledge_string (object, "incoming_user", strings));
  self->app_password = app_password_from_word (md_knowledge_string (object, "app_password", strings));
  self->oauth2_only = md_knowledge_flag (object, "oauth2_only");
  self->needs_switch = md_knowledge_flag (object, "switch");
  self->unsure = md_knowledge_flag (object, "unsure");
  self->app_password_url = md_knowledge_string (object, "app_password_url", strings);
  self->switch_url = md_knowledge_string (object, "switch_url", strings);
  self->webmail = md_knowledge_string (object, "webmail", strings);
  self->status = md_knowledge_string (object, "status", strings);
  self->help = md_knowledge_string (object, "help", strings);
  self->per_day = md_knowledge_number (object, "per_day");
  self->per_hour = md_knowledge_number (object, "per_hour");
  self->recipients = md_knowledge_number (object, "recipients");
  self->max_mb = md_knowledge_number (object, "max_mb");
}

/* "imap://imap.example.org:993/tls" → "imap.example.org"; NULL when the host depends on the address. */
static char *
host_of (const char *server)
{
  const char *mark = strstr (server, "://");
  const char *host = mark != NULL ? mark + 3 : server;
  const char *colon = strrchr (host, ':');

  return strchr (host, '{') != NULL || colon == NULL ? NULL : g_strndup (host, (gsize) (colon - host));
}

static void
index_servers (Directory *self, Provider *provider, const char *const *servers, GStringChunk *strings)
{
  for (gsize i = 0; servers[i] != NULL; i++)
    {
      g_autofree char *host = host_of (servers[i]);

      if (host != NULL && !g_hash_table_contains (self->by_server, host))
        g_hash_table_insert (self->by_server, g_string_chunk_insert_const (strings, host), provider);
    }
}

static void
index_provider (Directory *self, Provider *provider, JsonObject *object, GStringChunk *strings)
{
  guint n_mx = 0;
  JsonArray *mx = md_knowledge_array (object, "mx", &n_mx);

  for (gsize i = 0; provider->domains[i] != NULL; i++)
    {
      const char *domain = provider->domains[i];

      if (g_str_has_prefix (domain, "*."))
        g_hash_table_insert (self->by_glob, (gpointer) (domain + 2), provider);
      else
        g_hash_table_insert (self->by_domain, (gpointer) domain, provider);
    }
  for (guint i = 0; i < n_mx; i++)
    g_hash_table_insert (self->by_mx, g_string_chunk_insert_const (strings, json_array_get_string_element (mx, i)),
                         provider);
  index_servers (self, provider, provider->outgoing, strings);
  index_servers (self, provider, provider->incoming, strings);
}

static Directory *
load (void)
{
  Directory *self = g_new0 (Directory, 1);
  GStringChunk *strings = g_string_chunk_new (16384);
  g_autoptr (JsonNode) root = md_knowledge_load ("providers.json");
  JsonArray *rows = md_knowledge_array (json_node_get_object (root), "providers", &self->n_rows);

  self->strings = strings;
  self->rows = g_new0 (Provider, self->n_rows);
  self->by_domain = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_glob = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_mx = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_server = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->n_rows; i++)
    {
      JsonObject *object = json_array_get_object_element (rows, i);

      read_provider (&self->rows[i], object, strings);
      index_provider (self, &self->rows[i], object, strings);
    }
  return self;
}

static const Directory *
directory (void)
{
  static GOnce once = G_ONCE_INIT; /* constant data, read once */

  return g_once (&once, (GThreadFunc) (void (*) (void)) load, NULL);
}

static char *
fill_in (const char *server, const char *domain)
{
  GString *text = g_string_new (server);

  g_string_replace (text, "{domain}", domain, 0);
  return g_string_free (text, FALSE);
}

static void
add_servers (GPtrArray *endpoints, const char *const *servers, const char *domain)
{
  for (gsize i = 0; servers[i] != NULL; i++)
    {
      g_autofree char *text = fill_in (servers[i], domain);
      MdEndpoint *endpoint = md_endpoint_parse (text, MD_PROTOCOL_SMTP, NULL);

      if (endpoint != NULL) /* NULL: a domain that makes no host name */
        g_ptr_array_add (endpoints, endpoint);
    }
}

static MdSettings *
to_settings (const Provider *provider, const char *domain, MdSettingsSource source)
{
  MdSettings *settings = md_settings_new (source);

  add_servers (settings->outgoing, provider->outgoing, domain);
  add_servers (settings->incoming, provider->incoming, domain);
  settings->outgoing_user_form = provider->outgoing_user;
  settings->incoming_user_form = provider->incoming_user;
  settings->provider = g_strdup (provider->id);
  settings->provider_name = g_strdup (provider->name);
  settings->public_provider = source == MD_SOURCE_FACTS;
  settings->servers_unsure = provider->unsure;
  settings->app_password = provider->app_password;
  settings->app_password_url = g_strdup (provider->app_password_url);
  settings->oauth2_only = provider->oauth2_only;
  settings->access_needs_switch = provider->needs_switch;
  settings->access_url = g_strdup (provider->switch_url);
  settings->webmail_url = g_strdup (provider->webmail);
  settings->status_url = g_strdup (provider->status);
  settings->help_url = g_strdup (provider->help);
  settings->per_day = provider->per_day;
  settings->per_hour = provider->per_hour;
  settings->recipients_per_message = provider->recipients;
  settings->max_message_mb = provider->max_mb;
  return settings;
}

/* The entry for the longest part of @name that begins after a dot; with @whole, @name itself comes first. */
static const Provider *
find_suffix (GHashTable *table, const char *name, gboolean whole)
{
  const char *part = name;

  while (part != NULL)
    {
      const Provider *provider = part != name || whole ? g_hash_table_lookup (table, part) : NULL;

      if (provider != NULL)
        return provider;
      part = strchr (part, '.');
      part = part == NULL ? NULL : part + 1;
    }
  return NULL;
}

MdSettings *
md_providers_find (const char *domain)
{
  g_autofree char *name = md_host_normalize (domain);
  const Provider *provider;

  if (name == NULL)
    return NULL;
  provider = g_hash_table_lookup (directory ()->by_domain, name);
  if (provider == NULL)
    provider = find_suffix (directory ()->by_glob, name, FALSE);
  return provider == NULL ? NULL : to_settings (provider, name, MD_SOURCE_FACTS);
}

MdSettings *
md_providers_find_by_mx (const char *domain, const char *const *mx_hosts)
{
  g_autofree char *name = md_host_normalize (domain);

  if (name == NULL)
    return NULL;
  for (gsize i = 0; mx_hosts[i] != NULL; i++)
    {
      g_autofree char *host = md_host_normalize (mx_hosts[i]);
      const Provider *provider = host == NULL ? NULL : find_suffix (directory ()->by_mx, host, TRUE);

      if (provider != NULL)
        return to_settings (provider, name, MD_SOURCE_FACTS_MX);
    }
  return NULL;
}

MdSettings *
md_providers_find_by_server (const char *host)
{
  g_autofree char *name = md_host_normalize (host);
  const Provider *provider = name == NULL ? NULL : g_hash_table_lookup (directory ()->by_server, name);

  if (provider == NULL)
    return NULL;
  return to_settings (provider, provider->domains[0] != NULL ? provider->domains[0] : name, MD_SOURCE_FACTS);
}

guint
md_providers_count (void)
{
  return directory ()->n_rows;
}
