/* test-json-text.c - JSON as it is written: commas, escapes and numbers, read again by another reader
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/json-text.h"

#include <json-glib/json-glib.h>
#include <string.h>

static void
test_document (void)
{
  MdJsonText json;
  g_autofree char *text = NULL;

  md_json_text_init (&json);
  md_json_text_open (&json, '{');
  md_json_text_name (&json, "empty");
  md_json_text_open (&json, '[');
  md_json_text_close (&json, ']');
  md_json_text_name (&json, "list");
  md_json_text_open (&json, '[');
  md_json_text_string (&json, NULL);
  md_json_text_truth (&json, TRUE);
  md_json_text_number (&json, -7);
  md_json_text_open (&json, '{');
  md_json_text_close (&json, '}');
  md_json_text_close (&json, ']');
  md_json_text_name (&json, "last");
  md_json_text_decimal (&json, 0.5);
  md_json_text_close (&json, '}');
  text = md_json_text_end (&json);
  g_assert_cmpstr (text, ==, "{\"empty\":[],\"list\":[null,true,-7,{}],\"last\":0.5}");
}

/* Whatever stands in a string comes back as it was. */
static void
test_strings (void)
{
  static const char *const strings[]
      = { "", "plain", "\"quoted\" \\ back", "line\nend\ttab\r", "\x01\x1f\x7f", "ñandú €", "\b\f", "</script>" };

  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      MdJsonText json;
      g_autofree char *text = NULL;
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (GError) error = NULL;

      md_json_text_init (&json);
      md_json_text_string (&json, strings[i]);
      text = md_json_text_end (&json);
      node = json_from_string (text, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (json_node_get_string (node), ==, strings[i]);
    }
}

static void
test_decimals (void)
{
  static const struct
  {
    double value;
    const char *text;
  } rows[] = { { 0, "0.0" }, { 1, "1.0" }, { 0.95, "0.95" }, { 12.3456, "12.346" }, { -0.25, "-0.25" }, { 0.0004, "0.0" },
               { 100, "100.0" } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MdJsonText json;
      g_autofree char *text = NULL;

      md_json_text_init (&json);
      md_json_text_decimal (&json, rows[i].value);
      text = md_json_text_end (&json);
      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

/* Longer than any room that was set aside. */
static void
test_long (void)
{
  g_autofree char *many = g_strnfill (100000, '"');
  MdJsonText json;
  g_autofree char *text = NULL;

  md_json_text_init (&json);
  md_json_text_string (&json, many);
  text = md_json_text_end (&json);
  g_assert_cmpuint (strlen (text), ==, 200002);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-text/document", test_document);
  g_test_add_func ("/json-text/strings", test_strings);
  g_test_add_func ("/json-text/decimals", test_decimals);
  g_test_add_func ("/json-text/long", test_long);
  return g_test_run ();
}
