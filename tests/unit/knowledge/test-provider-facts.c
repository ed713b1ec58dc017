/* test-provider-facts.c - every provider of the collected facts is known to the program, or it is said why not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "knowledge/knowledge.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Those that the program does not know, each with the reason. */
static const struct
{
  const char *id, *reason;
} left_out[] = {
  { "mail2tor", "its servers are reached through Tor only" },
  { "yggmail", "its servers are a program on the own computer" },
  { "brevo", "nobody's mailbox is there: a service that sends for others' domains" },
  { "amazonses", "nobody's mailbox is there: a service that sends for others' domains" },
  { "cpanel", "no provider, but a kind of hosting: its usual names are among the candidates that are tried" },
  { "plesk", "no provider, but a kind of hosting: its usual names are among the candidates that are tried" },
  { "zimbra", "no provider, but a kind of hosting: its usual names are among the candidates that are tried" },
};

static gboolean
is_left_out (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (left_out); i++)
    if (strcmp (left_out[i].id, id) == 0)
      return TRUE;
  return FALSE;
}

static JsonArray *
member (JsonObject *object, const char *name)
{
  return json_object_has_member (object, name) ? json_object_get_array_member (object, name) : NULL;
}

/* One of @settings' servers is the one the facts name first. */
static void
assert_server (JsonObject *facts, const char *name, const GPtrArray *servers, const char *domain)
{
  JsonArray *list = member (facts, name);
  JsonObject *first
      = list != NULL && json_array_get_length (list) > 0 ? json_array_get_object_element (list, 0) : NULL;
  g_autoptr (GString) host = g_string_new (first != NULL ? json_object_get_string_member (first, "host") : "");

  /* A bridge on the own computer listens wherever it was told to. */
  if (first == NULL || strcmp (host->str, "127.0.0.1") == 0)
    return;
  g_string_replace (host, "{domain}", domain, 0);
  for (guint i = 0; i < servers->len; i++)
    {
      const MdEndpoint *endpoint = g_ptr_array_index (servers, i);

      if (g_ascii_strcasecmp (endpoint->host, host->str) == 0
          && endpoint->port == json_object_get_int_member (first, "port"))
        return;
    }
  g_error ("%s: %s is not among the servers", domain, host->str);
}

/* TRUE when it is known by something. */
static gboolean
check_provider (JsonObject *facts)
{
  JsonArray *domains = member (facts, "domains");
  JsonArray *suffixes = member (facts, "mx_suffixes");
  guint n_domains = domains != NULL ? json_array_get_length (domains) : 0;

  for (guint i = 0; i < n_domains; i++)
    {
      const char *pattern = json_array_get_string_element (domains, i);
      g_autofree char *domain = g_strconcat (pattern[0] == '*' ? "own" : "", pattern + (pattern[0] == '*'), NULL);
      g_autoptr (MdSettings) settings = md_providers_find (domain);

      if (settings == NULL)
        g_error ("%s is not known", domain);
      assert_server (facts, "outgoing", settings->outgoing, domain);
      assert_server (facts, "incoming", settings->incoming, domain);
    }
  for (guint i = 0; n_domains == 0 && suffixes != NULL && i < json_array_get_length (suffixes); i++)
    {
      g_autofree char *host = g_strconcat ("mx1.", json_array_get_string_element (suffixes, i), NULL);
      const char *hosts[] = { host, NULL };
      g_autoptr (MdSettings) settings = md_providers_find_by_mx ("own.example", hosts);

      if (settings == NULL)
        g_error ("%s is not known", host);
      n_domains = 1;
    }
  return n_domains > 0;
}

static void
test_all (void)
{
  const char *corpora = g_getenv ("MD_CORPORA");
  g_autofree char *path
      = corpora == NULL ? NULL : g_build_filename (corpora, "..", "facts", "providers.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *providers;
  guint n_left_out = 0;

  if (path == NULL || !json_parser_load_from_file (parser, path, NULL))
    {
      g_test_skip ("the facts are not here");
      return;
    }
  providers = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "providers");
  g_assert_cmpuint (json_array_get_length (providers), >, 300);
  for (guint i = 0; i < json_array_get_length (providers); i++)
    {
      JsonObject *facts = json_array_get_object_element (providers, i);
      const char *id = json_object_get_string_member (facts, "id");

      if (is_left_out (id))
        n_left_out++;
      else if (!check_provider (facts))
        g_error ("%s is known by nothing", id);
    }
  g_assert_cmpuint (n_left_out, ==, G_N_ELEMENTS (left_out));
  for (gsize i = 0; i < G_N_ELEMENTS (left_out); i++)
    g_test_message ("left out: %s: %s", left_out[i].id, left_out[i].reason);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider-facts/all", test_all);
  return g_test_run ();
}
