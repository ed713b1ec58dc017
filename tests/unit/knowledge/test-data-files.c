/* test-data-files.c - the rules every file of data/knowledge keeps: complete, unique, in order, known words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/words.h"
#include "knowledge/knowledge.h"

#include <json-glib/json-glib.h>
#include <string.h>

static JsonNode *
read_file (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("MD_SOURCE_DIR"), "data", "knowledge", name, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

/* Every member of @object is one of @names; those that end in "!" must be there. */
static void
assert_members (JsonObject *object, const char *const *names)
{
  g_autoptr (GList) members = json_object_get_members (object);
  gsize n_known = 0;

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (names[i]), "!", '\0');
      gboolean is_there = json_object_has_member (object, name);

      g_assert_true (is_there || strchr (names[i], '!') == NULL);
      n_known += is_there ? 1 : 0;
    }
  g_assert_cmpuint (n_known, ==, g_list_length (members));
}

static void
assert_https (JsonObject *object, const char *member)
{
  const char *url = json_object_get_string_member_with_default (object, member, NULL);

  if (url == NULL)
    return;
  g_assert_true (g_str_has_prefix (url, "https://"));
  g_assert_true (g_uri_is_valid (url, G_URI_FLAGS_NONE, NULL));
}

static void
assert_new (GHashTable *seen, const char *word)
{
  g_test_message ("%s", word);
  g_assert_true (g_hash_table_add (seen, g_strdup (word)));
}

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
check_names (JsonObject *row, const char *member, GHashTable *seen)
{
  JsonArray *names = json_object_has_member (row, member) ? json_object_get_array_member (row, member) : NULL;

  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    {
      const char *name = json_array_get_string_element (names, i);
      g_autofree char *plain = md_host_normalize (g_str_has_prefix (name, "*.") ? name + 2 : name);

      assert_new (seen, name);
      g_assert_nonnull (plain);
      g_assert_cmpstr (plain, ==, g_str_has_prefix (name, "*.") ? name + 2 : name);
      if (i > 0)
        g_assert_cmpstr (json_array_get_string_element (names, i - 1), <, name);
    }
}

static void
check_servers (JsonObject *row, const char *member, gboolean is_outgoing)
{
  JsonArray *servers = json_object_has_member (row, member) ? json_object_get_array_member (row, member) : NULL;

  for (guint i = 0; servers != NULL && i < json_array_get_length (servers); i++)
    {
      g_autoptr (GString) text = g_string_new (json_array_get_string_element (servers, i));
      g_autoptr (GError) error = NULL;
      g_autoptr (MdEndpoint) endpoint = NULL;

      g_string_replace (text, "{domain}", "example.org", 0);
      endpoint = md_endpoint_parse (text->str, MD_PROTOCOL_SMTP, &error);
      g_assert_no_error (error);
      g_assert_cmpint (endpoint->protocol == MD_PROTOCOL_SMTP, ==, is_outgoing);
    }
}

static void
check_word (JsonObject *row, const char *member, const char *const *words)
{
  const char *word = json_object_get_string_member_with_default (row, member, NULL);

  g_assert_true (word == NULL || g_strv_contains (words, word));
}

static void
test_providers (void)
{
  static const char *const members[]
      = { "id!", "name!", "domains", "mx", "outgoing", "incoming", "outgoing_user", "incoming_user", "oauth2_only",
          "app_password", "app_password_url", "switch", "switch_url", "webmail", "status", "help", "per_day", "per_hour",
          "recipients", "max_mb", "unsure", NULL };
  static const char *const users[] = { "local", "other", "unknown", NULL };
  static const char *const app_passwords[] = { "yes", "two-step", NULL };
  static const char *const urls[] = { "app_password_url", "switch_url", "webmail", "status", "help" };
  g_autoptr (JsonNode) root = read_file ("providers.json");
  JsonArray *rows = json_object_get_array_member (json_node_get_object (root), "providers");
  g_autoptr (GHashTable) domains = new_set ();
  g_autoptr (GHashTable) suffixes = new_set ();
  const char *last = "";

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      g_test_message ("%s", json_object_get_string_member (row, "id"));
      g_assert_cmpstr (last, <, json_object_get_string_member (row, "id"));
      last = json_object_get_string_member (row, "id");
      assert_members (row, members);
      check_names (row, "domains", domains);
      check_names (row, "mx", suffixes);
      check_servers (row, "outgoing", TRUE);
      check_servers (row, "incoming", FALSE);
      check_word (row, "outgoing_user", users);
      check_word (row, "incoming_user", users);
      check_word (row, "app_password", app_passwords);
      for (gsize j = 0; j < G_N_ELEMENTS (urls); j++)
        assert_https (row, urls[j]);
    }
  g_assert_cmpuint (md_providers_count (), ==, json_array_get_length (rows));
  g_assert_cmpuint (g_hash_table_size (domains), >=, 1300);
}

static void
check_reply (JsonObject *row)
{
  static const char *const members[] = { "id!", "tier!", "cause!", "phase", "codes", "enhanced", "text", "regex",
                                         "provider", "needs_provider", "priority", "temporary", NULL };
  static const char *const phases[]
      = { "connect", "banner", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "bounce", NULL };
  gint64 tier = json_object_get_int_member (row, "tier");
  const char *text = json_object_get_string_member_with_default (row, "text", NULL);
  const char *pattern = json_object_get_string_member_with_default (row, "regex", NULL);
  MdCauseCode cause;

  assert_members (row, members);
  check_word (row, "phase", phases);
  g_assert_true (md_cause_from_id (json_object_get_string_member (row, "cause"), &cause));
  g_assert_cmpint (tier, >=, 1);
  g_assert_cmpint (tier, <=, 4);
  g_assert_cmpint ((text != NULL) + (pattern != NULL), ==, tier <= 2 ? 1 : 0);
  g_assert_true (tier != 3 || json_object_has_member (row, "enhanced"));
  g_assert_true (tier != 4 || json_object_has_member (row, "codes"));
  if (text != NULL)
    {
      g_autofree char *lower = g_utf8_strdown (text, -1);

      g_assert_cmpstr (text, ==, lower);
      g_assert_null (strstr (text, "  "));
    }
  if (pattern != NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, &error);

      g_assert_no_error (error);
      g_assert_false (g_regex_match (regex, "", 0, NULL));
      /* It is compared with text in lower case; behind a backslash a capital is no letter. */
      for (const char *at = pattern; *at != '\0'; at++)
        g_assert_false (g_ascii_isupper (*at) && (at == pattern || at[-1] != '\\'));
    }
}

static void
test_replies (void)
{
  g_autoptr (JsonNode) root = read_file ("replies.json");
  JsonArray *rows = json_object_get_array_member (json_node_get_object (root), "replies");
  g_autoptr (GHashTable) ids = new_set ();
  gint64 last = 1;

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      assert_new (ids, json_object_get_string_member (row, "id"));
      g_assert_cmpint (json_object_get_int_member (row, "tier"), >=, last);
      last = json_object_get_int_member (row, "tier");
      check_reply (row);
    }
  g_assert_cmpuint (g_hash_table_size (ids), >=, 765);
}

static void
test_interception (void)
{
  static const char *const product_members[] = { "product!", "kind!", "issuers!", "where_en!", "where_es!", NULL };
  static const char *const banner_members[] = { "id!", "regex!", "cause!", NULL };
  static const char *const kinds[] = { "antivirus", "gateway", "filter", "proxy", NULL };
  g_autoptr (JsonNode) root = read_file ("interception.json");
  JsonObject *object = json_node_get_object (root);
  JsonArray *products = json_object_get_array_member (object, "products");
  JsonArray *banners = json_object_get_array_member (object, "banners");
  g_autoptr (GHashTable) issuers = new_set ();

  for (guint i = 0; i < json_array_get_length (products); i++)
    {
      JsonObject *row = json_array_get_object_element (products, i);
      JsonArray *names = json_object_get_array_member (row, "issuers");

      assert_members (row, product_members);
      check_word (row, "kind", kinds);
      for (guint j = 0; j < json_array_get_length (names); j++)
        {
          assert_new (issuers, json_array_get_string_element (names, j));
          g_assert_nonnull (md_interception_by_issuer (json_array_get_string_element (names, j)));
        }
    }
  for (guint i = 0; i < json_array_get_length (banners); i++)
    {
      JsonObject *row = json_array_get_object_element (banners, i);
      MdCauseCode cause;

      assert_members (row, banner_members);
      g_assert_true (md_cause_from_id (json_object_get_string_member (row, "cause"), &cause));
    }
}

static void
test_typos (void)
{
  g_autoptr (JsonNode) root = read_file ("typos.json");
  JsonObject *object = json_node_get_object (root);
  JsonObject *slips = json_object_get_object_member (object, "slips");
  JsonArray *popular = json_object_get_array_member (object, "popular");
  g_autoptr (GHashTable) names = new_set ();
  JsonObjectIter iter;
  const char *typed;
  JsonNode *meant;

  for (guint i = 0; i < json_array_get_length (popular); i++)
    {
      assert_new (names, json_array_get_string_element (popular, i));
      g_assert_null (md_typos_suggest (json_array_get_string_element (popular, i)));
    }
  json_object_iter_init (&iter, slips);
  while (json_object_iter_next (&iter, &typed, &meant))
    {
      g_test_message ("%s", typed);
      g_assert_true (g_hash_table_contains (names, json_node_get_string (meant)));
      g_assert_cmpstr (typed, !=, json_node_get_string (meant));
    }
}

/* Sorted lists of small words, each once, and each found by its function. */
static void
test_addresses (void)
{
  static const char *const members[] = { "roles!", "disposable!", NULL };
  g_autoptr (JsonNode) root = read_file ("addresses.json");
  JsonObject *object = json_node_get_object (root);

  assert_members (object, members);
  for (gsize list = 0; list < 2; list++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (members[list]), "!", '\0');
      JsonArray *words = json_object_get_array_member (object, name);

      for (guint i = 0; i < json_array_get_length (words); i++)
        {
          const char *word = json_array_get_string_element (words, i);
          g_autofree char *plain = g_ascii_strdown (word, -1);

          g_test_message ("%s", word);
          g_assert_cmpstr (word, ==, plain);
          g_assert_true (list == 0 ? md_local_part_is_role (word) : md_domain_is_disposable (word));
          g_assert_true (i == 0 || strcmp (json_array_get_string_element (words, i - 1), word) < 0);
          g_assert_true (list == 0 || strchr (word, '.') != NULL);
        }
    }
}

static void
test_blocklists (void)
{
  static const char *const members[]
      = { "zone!", "kinds!", "weight!", "url!", "test", "control", "answers", "bits", NULL };
  g_autoptr (JsonNode) root = read_file ("blocklists.json");
  JsonObject *object = json_node_get_object (root);
  JsonArray *rows = json_object_get_array_member (object, "lists");
  JsonArray *dead = json_object_get_array_member (object, "never_ask");
  g_autoptr (GHashTable) zones = new_set ();
  gsize n_lists = 0;
  const MdBlocklist *lists = md_blocklists_get (&n_lists);

  for (guint i = 0; i < json_array_get_length (dead); i++)
    assert_new (zones, json_array_get_string_element (dead, i));
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      assert_new (zones, json_object_get_string_member (row, "zone"));
      assert_members (row, members);
      assert_https (row, "url");
      g_assert_true (lists[i].ip4 || lists[i].ip6 || lists[i].domain);
      g_assert_cmpint (lists[i].weight, >, 0);
      /* An address list is only believed when its own test entry answers. */
      g_assert_true (lists[i].domain || (lists[i].test != NULL && lists[i].control != NULL));
    }
  g_assert_cmpuint (n_lists, ==, json_array_get_length (rows));
}

static void
check_hosts (const char *const *hosts, guint at_least)
{
  g_autoptr (GHashTable) seen = new_set ();

  for (gsize i = 0; hosts[i] != NULL; i++)
    {
      g_autofree char *plain = md_host_normalize (hosts[i]);

      assert_new (seen, hosts[i]);
      g_assert_cmpstr (plain, ==, hosts[i]);
    }
  g_assert_cmpuint (g_hash_table_size (seen), >=, at_least);
}

static void
test_beacons (void)
{
  const MdBeacons *beacons = md_beacons_get ();
  const char *const *selectors = md_selectors_probe_first ();
  g_autoptr (GHashTable) seen = new_set ();

  check_hosts (beacons->web_hosts, 2);
  check_hosts (beacons->mail_hosts, 3);
  check_hosts (beacons->mx_hosts, 2);
  g_assert_true (g_str_has_prefix (beacons->portal_url, "http://"));
  g_assert_cmpuint (strlen (beacons->portal_expected), >, 5);
  for (gsize i = 0; beacons->address_names[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (beacons->address_names[i], "@", -1);

      g_assert_cmpuint (g_strv_length (parts), ==, 2);
    }
  for (gsize i = 0; selectors[i] != NULL; i++)
    assert_new (seen, selectors[i]);
  g_assert_cmpuint (g_hash_table_size (seen), >=, 40);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/providers", test_providers);
  g_test_add_func ("/data/replies", test_replies);
  g_test_add_func ("/data/interception", test_interception);
  g_test_add_func ("/data/typos", test_typos);
  g_test_add_func ("/data/addresses", test_addresses);
  g_test_add_func ("/data/blocklists", test_blocklists);
  g_test_add_func ("/data/beacons", test_beacons);
  return g_test_run ();
}
