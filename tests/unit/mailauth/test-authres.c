/* test-authres.c - Authentication-Results, as servers write them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mailauth/authres.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* "method/version=result reason=… type.name=value …; …" */
static char *
in_short (const MdAuthRes *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->results->len; i++)
    {
      const MdAuthResult *result = g_ptr_array_index (self->results, i);

      g_string_append_printf (text, "%s%s=%s", i > 0 ? "; " : "", result->method, result->result);
      if (result->reason != NULL)
        g_string_append_printf (text, " reason=%s", result->reason);
      for (guint p = 0; p < result->properties->len; p++)
        {
          const MdAuthProperty *property = g_ptr_array_index (result->properties, p);

          g_string_append_printf (text, " %s%s%s=%s", property->type, property->type[0] != '\0' ? "." : "",
                                  property->name, property->value);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_cases (void)
{
  static const struct { const char *story, *input, *server, *want; gboolean valid; } cases[] = {
    { "none", "mx.example.org; none", "mx.example.org", "", TRUE },
    { "folded, with remarks", "mx.example.org (v1);\r\n\tdkim=pass (good) header.d=example.org;\r\n spf=FAIL smtp.mailfrom=a@b.org",
      "mx.example.org", "dkim=pass header.d=example.org; spf=fail smtp.mailfrom=a@b.org", TRUE },
    { "quoted", "a; dkim=fail reason=\"bad \\\"body\\\"\" header.i=\"x y\"@b.org", "a",
      "dkim=fail reason=bad \"body\" header.i=x y@b.org", TRUE },
    { "server's name again", "outlook.com; spf=pass; outlook.com; dkim=none", "outlook.com",
      "spf=pass; outlook.com=; dkim=none", TRUE },
    { "several semicolons", "a;; spf=pass;;", "a", "spf=pass", TRUE },
    { "nested remark", "a; spf=pass (x (y) \\) z) smtp.helo=h", "a", "spf=pass smtp.helo=h", TRUE },
    { "a remark never closed", "a; spf=pass (x", "a", "spf=pass", FALSE },
    { "a quotation never closed", "a; spf=\"pass", "a", "spf=pass", FALSE },
    { "nothing", "", "", "", FALSE },
    { "nothing but a name", "a", "a", "", TRUE },
    { "a word too many", "a; none none", "a", "none=", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MdAuthRes) got = md_authres_parse (cases[i].input);
      g_autofree char *text = in_short (got);

      g_test_message ("%s", cases[i].story);
      g_assert_cmpstr (got->server, ==, cases[i].server);
      g_assert_cmpstr (text, ==, cases[i].want);
      g_assert_cmpint (got->valid, ==, cases[i].valid);
    }
}

static void
test_arc (void)
{
  g_autoptr (MdAuthRes) got = md_authres_parse_arc ("i = 2 ; lists.example.org; arc=none; spf=pass smtp.mfrom=a@b.org");
  g_autoptr (MdAuthRes) other = md_authres_parse_arc ("lists.example.org; spf=pass");

  g_assert_true (got->valid);
  g_assert_cmpuint (got->instance, ==, 2);
  g_assert_cmpstr (got->server, ==, "lists.example.org");
  g_assert_cmpuint (got->results->len, ==, 2);
  g_assert_cmpuint (other->instance, ==, 0);
  g_assert_cmpuint (other->results->len, ==, 1);
}

static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new ("a");
  g_autoptr (MdAuthRes) many = NULL, deep = NULL, large = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append (text, "; spf=pass");
  many = md_authres_parse (text->str);
  g_assert_cmpuint (many->results->len, ==, 100);
  g_string_assign (text, "a ");
  for (guint i = 0; i < 500; i++)
    g_string_append_c (text, '(');
  deep = md_authres_parse (text->str);
  g_assert_false (deep->valid);
  for (guint i = 0; i < 70000; i++)
    g_string_append_c (text, 'x');
  large = md_authres_parse (text->str);
  g_assert_false (large->valid);
}

/* ── where public test data is at hand ── */

static const char *
text_of (JsonObject *object, const char *name)
{
  return json_object_has_member (object, name) ? json_object_get_string_member (object, name) : "";
}

/* The entries of a parse tree in the short form; the origin drops the reason's name into the properties. */
static char *
tree_in_short (JsonObject *tree)
{
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *entries = json_object_get_array_member (tree, "children");

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      JsonArray *children;
      g_autofree char *key = NULL;

      if (strcmp (text_of (entry, "type"), "entry") != 0)
        continue;
      key = g_ascii_strdown (text_of (entry, "key"), -1);
      g_string_append_printf (text, "%s%s=%s", text->len > 0 ? "; " : "", key, text_of (entry, "value"));
      children = json_object_get_array_member (entry, "children");
      for (guint c = 0; c < json_array_get_length (children); c++)
        {
          JsonObject *child = json_array_get_object_element (children, c);
          g_autofree char *name = g_ascii_strdown (text_of (child, "key"), -1);

          if (strcmp (text_of (child, "type"), "subentry") == 0)
            g_string_append_printf (text, " %s=%s", name, text_of (child, "value"));
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check_tree (const MdAuthRes *got, JsonObject *expect)
{
  g_autofree char *want = tree_in_short (expect);
  g_autofree char *text = in_short (got);

  g_assert_true (got->valid);
  g_assert_cmpstr (got->server, ==, text_of (json_object_get_object_member (expect, "authserv_id"), "value"));
  g_assert_cmpstr (text, ==, want);
}

/* "smtp.mailfrom" of the result under any of the names that the origin has for it. */
static void
check_named (const MdAuthResult *got, JsonObject *want)
{
  static const struct { const char *member, *type, *name; } names[] = {
    { "from", "smtp", "mailfrom" }, { "identifier", "header", "i" }, { "auth", "smtp", "auth" },
    { "headervalue", "header", "from" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (json_object_has_member (want, names[i].member))
      g_assert_cmpstr (md_auth_result_get (got, names[i].type, names[i].name), ==, text_of (want, names[i].member));
}

static void
check_properties (const MdAuthResult *got, JsonObject *want)
{
  JsonArray *properties;

  if (!json_object_has_member (want, "properties"))
    return;
  properties = json_object_get_array_member (want, "properties");
  for (guint i = 0; i < json_array_get_length (properties); i++)
    {
      JsonObject *property = json_array_get_object_element (properties, i);

      g_assert_cmpstr (md_auth_result_get (got, text_of (property, "ptype"), text_of (property, "name")), ==,
                       text_of (property, "value"));
    }
}

static void
check_list (const MdAuthRes *got, JsonObject *expect)
{
  JsonArray *results = json_object_get_array_member (expect, "results");

  g_assert_cmpstr (got->server, ==, text_of (expect, "authserv_id"));
  g_assert_cmpuint (got->results->len, ==, json_array_get_length (results));
  if (json_object_has_member (expect, "version"))
    g_assert_cmpstr (got->version != NULL ? got->version : "", ==, text_of (expect, "version"));
  for (guint i = 0; i < got->results->len; i++)
    {
      const MdAuthResult *result = g_ptr_array_index (got->results, i);
      JsonObject *want = json_array_get_object_element (results, i);

      g_assert_cmpstr (result->method, ==, text_of (want, "method"));
      g_assert_cmpstr (result->result, ==, text_of (want, "result"));
      g_assert_cmpstr (result->reason != NULL ? result->reason : "", ==, text_of (want, "reason"));
      check_named (result, want);
      check_properties (result, want);
    }
}

static void
check_line (const char *line)
{
  static const char name[] = "authentication-results:";
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *row;
  JsonNode *expect;
  const char *header;
  g_autoptr (MdAuthRes) got = NULL;

  g_assert_true (json_parser_load_from_data (parser, line, -1, NULL));
  row = json_node_get_object (json_parser_get_root (parser));
  expect = json_object_get_member (row, "expect");
  header = json_object_get_string_member (row, "header");
  g_test_message ("%s", header);
  if (g_ascii_strncasecmp (header, name, strlen (name)) == 0)
    header += strlen (name);
  got = md_authres_parse (header);
  if (!JSON_NODE_HOLDS_OBJECT (expect))
    g_assert_false (got->valid);
  else if (json_object_has_member (json_node_get_object (expect), "results"))
    check_list (got, json_node_get_object (expect));
  else
    check_tree (got, json_node_get_object (expect));
}

static void
test_corpus (void)
{
  const char *corpora = g_getenv ("MD_CORPORA");
  g_autofree char *path = g_build_filename (corpora != NULL ? corpora : ".", "auth", "authres", "headers.jsonl", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  if (corpora == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("the data is not at hand");
      return;
    }
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (; lines[n] != NULL; n++)
    check_line (lines[n]);
  g_assert_cmpuint (n, ==, 57);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailauth/authres", test_cases);
  g_test_add_func ("/mailauth/authres/arc", test_arc);
  g_test_add_func ("/mailauth/authres/limits", test_limits);
  g_test_add_func ("/mailauth/authres/corpus", test_corpus);
  return g_test_run ();
}
