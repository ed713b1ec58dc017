/* sieve-tests.c - the tests of a filter script as tests of a rule; see sieve.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-sieve"

#include "config.h"

#include "reading/sieve-private.h"

#include <string.h>

/* Tags whose next argument belongs to them. */
static const char *const with_value[] = {
  "comparator", "flags",      "specialuse", "mailboxid", "days",     "seconds", "subject", "from",  "addresses",
  "handle",     "fcc",        "zone",       "value",     "count",    "index",   "content", "header", "uniqueid",
  "importance", "options",    "message",    "id",        "priority", "param",   "first",   "name",  "method",
  "bytimerelative", "bytimeabsolute", "bymode", "notify", "ret",     "quotewildcard-", NULL,
};

const MdSieveArgument *
md_sieve_positional (const MdSieveNode *node, guint index)
{
  for (guint i = 0; i < node->arguments->len; i++)
    {
      const MdSieveArgument *argument = g_ptr_array_index (node->arguments, i);

      if (argument->kind == MD_SIEVE_TAG)
        i += g_strv_contains (with_value, argument->tag);
      else if (index-- == 0)
        return argument;
    }
  return NULL;
}

const char *const *
md_sieve_strings (const MdSieveNode *node, guint index)
{
  static const char *const none[] = { NULL };
  const MdSieveArgument *argument = md_sieve_positional (node, index);

  return argument != NULL && argument->kind == MD_SIEVE_STRINGS ? (const char *const *) argument->strings : none;
}

gboolean
md_sieve_has_tag (const MdSieveNode *node, const char *tag)
{
  for (guint i = 0; i < node->arguments->len; i++)
    {
      const MdSieveArgument *argument = g_ptr_array_index (node->arguments, i);

      if (argument->kind == MD_SIEVE_TAG && strcmp (argument->tag, tag) == 0)
        return TRUE;
    }
  return FALSE;
}

const char *
md_sieve_tag_value (const MdSieveNode *node, const char *tag)
{
  for (guint i = 0; i + 1 < node->arguments->len; i++)
    {
      const MdSieveArgument *argument = g_ptr_array_index (node->arguments, i);
      const MdSieveArgument *value = g_ptr_array_index (node->arguments, i + 1);

      if (argument->kind == MD_SIEVE_TAG && strcmp (argument->tag, tag) == 0 && value->kind == MD_SIEVE_STRINGS)
        return value->strings[0];
    }
  return NULL;
}

static MdRuleOp
op_of (const MdSieveNode *node)
{
  const char *comparator = md_sieve_tag_value (node, "comparator");

  if (md_sieve_has_tag (node, "value") || md_sieve_has_tag (node, "count") || md_sieve_has_tag (node, "list")
      || g_strcmp0 (comparator, "i;ascii-numeric") == 0)
    return MD_RULE_COMPARES;
  if (md_sieve_has_tag (node, "contains"))
    return MD_RULE_CONTAINS;
  if (md_sieve_has_tag (node, "matches"))
    return MD_RULE_GLOB;
  return md_sieve_has_tag (node, "regex") ? MD_RULE_REGEX : MD_RULE_IS;
}

static MdRuleFold
fold_of (const MdSieveNode *node)
{
  const char *comparator = md_sieve_tag_value (node, "comparator");

  if (g_strcmp0 (comparator, "i;octet") == 0)
    return MD_FOLD_NONE;
  return comparator != NULL && g_str_has_prefix (comparator, "i;unicode") ? MD_FOLD_UNICODE : MD_FOLD_ASCII;
}

static MdRulePart
part_of (const MdSieveNode *node)
{
  static const struct
  {
    const char *tag;
    MdRulePart part;
  } parts[] = {
    { "localpart", MD_RULE_LOCAL },
    { "domain", MD_RULE_DOMAIN },
    { "user", MD_RULE_USER },
    { "detail", MD_RULE_DETAIL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (md_sieve_has_tag (node, parts[i].tag))
      return parts[i].part;
  return MD_RULE_ADDRESS;
}

static MdRuleTest *
compare_new (MdSieveCompiler *self, const MdSieveNode *node, const char *header, MdRulePart part, guint keys)
{
  MdRuleTest *test = md_rule_test_compare (md_rule_field_of_header (header), part, op_of (node), NULL);
  const char *const *values = md_sieve_strings (node, keys);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; values[i] != NULL; i++)
    {
      g_autofree char *value = md_sieve_fill (self, values[i]);

      g_strv_builder_add (builder, value);
    }
  g_strfreev (test->values);
  test->values = g_strv_builder_end (builder);
  test->fold = fold_of (node);
  if (test->field == MD_RULE_HEADER || test->field == MD_RULE_SPAM || test->field == MD_RULE_ENVELOPE)
    test->name = g_utf8_make_valid (header, -1);
  return test;
}

/* header, address: any of the headers. */
static MdRuleTest *
compile_headers (MdSieveCompiler *self, const MdSieveNode *node, MdRulePart part)
{
  const char *const *headers = md_sieve_strings (node, 0);
  MdRuleTest *any;

  if (headers[0] != NULL && headers[1] == NULL)
    return compare_new (self, node, headers[0], part, 1);
  any = md_rule_test_new (MD_TEST_ANY);
  for (gsize i = 0; headers[i] != NULL; i++)
    md_rule_test_add (any, compare_new (self, node, headers[i], part, 1));
  return any;
}

static MdRuleTest *
compile_envelope (MdSieveCompiler *self, const MdSieveNode *node)
{
  const char *const *parts = md_sieve_strings (node, 0);
  MdRuleTest *any = md_rule_test_new (MD_TEST_ANY);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      gboolean from = g_ascii_strcasecmp (parts[i], "from") == 0;
      MdRuleTest *test = compare_new (self, node, from ? "sender" : parts[i], part_of (node), 1);

      if (from)
        {
          g_free (test->name);
          test->name = g_strdup ("envelope");
        }
      md_rule_test_add (any, test);
    }
  return any;
}

/* All of the headers. */
static MdRuleTest *
compile_exists (const MdSieveNode *node)
{
  const char *const *headers = md_sieve_strings (node, 0);
  MdRuleTest *all = md_rule_test_new (MD_TEST_ALL);

  for (gsize i = 0; headers[i] != NULL; i++)
    {
      MdRuleTest *test
        = md_rule_test_compare (md_rule_field_of_header (headers[i]), MD_RULE_WHOLE, MD_RULE_EXISTS, NULL);

      test->name = g_utf8_make_valid (headers[i], -1);
      md_rule_test_add (all, test);
    }
  return all;
}

/* RFC 5229 5, where everything is known beforehand. */
static MdRuleTest *
compile_string (MdSieveCompiler *self, const MdSieveNode *node)
{
  const char *const *sources = md_sieve_strings (node, 0);
  const char *const *keys = md_sieve_strings (node, 1);
  gboolean equal = FALSE;

  if (op_of (node) != MD_RULE_IS || fold_of (node) != MD_FOLD_ASCII)
    return md_rule_test_unknown (MD_RULE_OTHER, "string");
  for (gsize i = 0; sources[i] != NULL; i++)
    for (gsize j = 0; keys[j] != NULL; j++)
      {
        g_autofree char *source = md_sieve_fill (self, sources[i]);
        g_autofree char *key = md_sieve_fill (self, keys[j]);

        if (strstr (source, "${") != NULL || strstr (key, "${") != NULL)
          return md_rule_test_unknown (MD_RULE_OTHER, "string");
        equal = equal || g_ascii_strcasecmp (source, key) == 0;
      }
  return md_rule_test_new (equal ? MD_TEST_TRUE : MD_TEST_FALSE);
}

static MdRuleTest *
compile_unknown (const MdSieveNode *node)
{
  static const struct
  {
    const char *name;
    MdRuleField field;
  } known[] = {
    { "body", MD_RULE_BODY },       { "size", MD_RULE_SIZE },         { "date", MD_RULE_DATE },
    { "currentdate", MD_RULE_DATE }, { "spamtest", MD_RULE_SPAM },    { "virustest", MD_RULE_SPAM },
    { "hasflag", MD_RULE_FLAGS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (node->name, known[i].name) == 0)
      return md_rule_test_unknown (known[i].field, NULL);
  return md_rule_test_unknown (MD_RULE_OTHER, node->name);
}

static MdRuleTest *
compile_list (MdSieveCompiler *self, const MdSieveNode *node, MdRuleTestKind kind)
{
  MdRuleTest *list = md_rule_test_new (kind);

  for (guint i = 0; i < node->tests->len; i++)
    md_rule_test_add (list, md_sieve_compile_test (self, g_ptr_array_index (node->tests, i)));
  return list;
}

MdRuleTest *
md_sieve_compile_test (MdSieveCompiler *self, const MdSieveNode *node)
{
  if (strcmp (node->name, "allof") == 0)
    return compile_list (self, node, MD_TEST_ALL);
  if (strcmp (node->name, "anyof") == 0)
    return compile_list (self, node, MD_TEST_ANY);
  if (strcmp (node->name, "not") == 0 && node->tests->len > 0)
    return md_rule_test_negate (md_sieve_compile_test (self, g_ptr_array_index (node->tests, 0)));
  if (strcmp (node->name, "true") == 0)
    return md_rule_test_new (MD_TEST_TRUE);
  if (strcmp (node->name, "false") == 0)
    return md_rule_test_new (MD_TEST_FALSE);
  if (strcmp (node->name, "header") == 0)
    return compile_headers (self, node, MD_RULE_WHOLE);
  if (strcmp (node->name, "address") == 0)
    return compile_headers (self, node, part_of (node));
  if (strcmp (node->name, "envelope") == 0)
    return compile_envelope (self, node);
  if (strcmp (node->name, "exists") == 0)
    return compile_exists (node);
  if (strcmp (node->name, "string") == 0)
    return compile_string (self, node);
  return compile_unknown (node);
}
