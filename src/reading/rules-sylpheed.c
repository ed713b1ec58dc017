/* rules-sylpheed.c - Sylpheed's filter.xml; see rules-local.h
 *
 * <rule name="x" timing="any" enabled="true"> with a <condition-list bool="and|or"> and an <action-list>, whose
 * elements are named for what they look at or do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-rules"

#include "config.h"

#include "reading/rules-local.h"

#include <string.h>

#define MAX_TEXT 4000

typedef struct
{
  MdMailRules *rules;
  MdMailRule *rule;  /* (not owned) (nullable) */
  char *type;        /* (owned) (nullable) of the element at hand */
  char *name;        /* (owned) (nullable) */
  GString *text;
} Reader;

static const struct
{
  const char *name;
  MdRuleOp op;
  gboolean negated;
} ops[] = {
  { "contains", MD_RULE_CONTAINS, FALSE }, { "not-contain", MD_RULE_CONTAINS, TRUE },
  { "is", MD_RULE_IS, FALSE },             { "is-not", MD_RULE_IS, TRUE },
  { "regex", MD_RULE_REGEX, FALSE },       { "not-regex", MD_RULE_REGEX, TRUE },
};

static MdRuleTest *
compare (const Reader *self, MdRuleField field)
{
  const char *how = self->type != NULL ? self->type : "contains";
  MdRuleTest *test;
  gsize o = 0;

  while (o < G_N_ELEMENTS (ops) && strcmp (how, ops[o].name) != 0)
    o++;
  if (o == G_N_ELEMENTS (ops))
    return md_rule_test_unknown (strstr (how, "addressbook") != NULL ? MD_RULE_CONTACTS : field, NULL);
  test = md_rule_test_compare (field, MD_RULE_WHOLE, ops[o].op, self->text->str);
  test->fold = MD_FOLD_UNICODE;
  if (field == MD_RULE_HEADER || field == MD_RULE_SPAM || field == MD_RULE_ENVELOPE)
    test->name = g_strdup (self->name);
  return ops[o].negated ? md_rule_test_negate (test) : test;
}

/* FALSE when the element is no condition. */
static gboolean
read_condition (Reader *self, const char *element)
{
  static const struct
  {
    const char *element;
    MdRuleField field;
  } others[] = {
    { "size", MD_RULE_SIZE },  { "age", MD_RULE_DATE },    { "unread", MD_RULE_FLAGS }, { "mark", MD_RULE_FLAGS },
    { "mime", MD_RULE_BODY },  { "color-label", MD_RULE_FLAGS }, { "account-id", MD_RULE_OTHER },
    { "command-test", MD_RULE_OTHER }, { "target-folder", MD_RULE_OTHER },
  };
  MdRuleTest *test = NULL;

  if (strcmp (element, "match-header") == 0)
    test = compare (self, self->name != NULL ? md_rule_field_of_header (self->name) : MD_RULE_HEADER);
  else if (strcmp (element, "match-to-or-cc") == 0)
    test = compare (self, MD_RULE_TO_OR_CC);
  else if (strcmp (element, "match-any-header") == 0)
    test = compare (self, MD_RULE_ANY_HEADER);
  else if (strcmp (element, "match-body-text") == 0)
    test = compare (self, MD_RULE_BODY);
  for (gsize i = 0; test == NULL && i < G_N_ELEMENTS (others); i++)
    if (strcmp (element, others[i].element) == 0)
      test = md_rule_test_unknown (others[i].field, element);
  if (test == NULL)
    return FALSE;
  if (self->rule->test->tests->len < MD_LOCAL_MAX_PARTS)
    md_rule_test_add (self->rule->test, test);
  else
    md_rule_test_free (test);
  return TRUE;
}

static void
read_action (Reader *self, const char *element)
{
  static const struct
  {
    const char *element;
    MdDeed deed;
  } actions[] = {
    { "move", MD_DEED_MOVE },           { "copy", MD_DEED_COPY },         { "delete", MD_DEED_DELETE },
    { "not-receive", MD_DEED_DELETE },  { "mark-as-read", MD_DEED_MARK }, { "mark", MD_DEED_MARK },
    { "forward", MD_DEED_FORWARD_COPY }, { "redirect", MD_DEED_FORWARD_COPY }, { "stop-eval", MD_DEED_STOP },
    { "forward-as-attachment", MD_DEED_FORWARD_COPY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (strcmp (element, actions[i].element) == 0 && self->rule->actions->len < MD_LOCAL_MAX_PARTS)
      {
        MdDeed deed = actions[i].deed;

        md_mail_rule_add (self->rule, deed, self->text->len > 0 ? self->text->str : NULL);
        if (deed == MD_DEED_MOVE || deed == MD_DEED_DELETE)
          md_mail_rule_add (self->rule, MD_DEED_STOP, NULL);
        return;
      }
}

static void
begin_rule (Reader *self, const char *name, const char *enabled, const char *timing)
{
  self->rule = NULL;
  if (self->rules->n_rules >= MD_LOCAL_MAX_RULES)
    {
      self->rules->incomplete = TRUE;
      return;
    }
  self->rule = md_mail_rule_new (name, ++self->rules->n_rules, 0);
  self->rule->enabled = g_strcmp0 (enabled, "false") != 0 && g_strcmp0 (timing, "manual") != 0
                        && g_strcmp0 (timing, "on-sending") != 0;
  self->rule->test = md_rule_test_new (MD_TEST_ALL);
  g_ptr_array_add (self->rules->rules, self->rule);
}

static void
start (GMarkupParseContext *context, const char *element, const char **names, const char **values, gpointer user_data,
       GError **error)
{
  Reader *self = user_data;
  const char *enabled = NULL, *timing = NULL, *kind = NULL;

  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->name, g_free);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      if (strcmp (names[i], "name") == 0 && self->name == NULL)
        self->name = g_strdup (values[i]);
      else if (strcmp (names[i], "type") == 0 && self->type == NULL)
        self->type = g_strdup (values[i]);
      else if (strcmp (names[i], "enabled") == 0)
        enabled = values[i];
      else if (strcmp (names[i], "timing") == 0)
        timing = values[i];
      else if (strcmp (names[i], "bool") == 0)
        kind = values[i];
    }
  if (strcmp (element, "rule") == 0)
    begin_rule (self, self->name, enabled, timing);
  else if (strcmp (element, "condition-list") == 0 && self->rule != NULL)
    self->rule->test->kind = g_strcmp0 (kind, "or") == 0 ? MD_TEST_ANY : MD_TEST_ALL;
  g_string_truncate (self->text, 0);
}

static void
end (GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
  Reader *self = user_data;
  const GSList *path = g_markup_parse_context_get_element_stack (context);
  const char *above = path != NULL && path->next != NULL ? path->next->data : "";

  if (strcmp (element, "rule") == 0)
    self->rule = NULL;
  else if (self->rule != NULL && strcmp (above, "condition-list") == 0)
    (void) read_condition (self, element);
  else if (self->rule != NULL && strcmp (above, "action-list") == 0)
    read_action (self, element);
}

static void
text (GMarkupParseContext *context, const char *bytes, gsize length, gpointer user_data, GError **error)
{
  Reader *self = user_data;

  if (self->text->len + length < MAX_TEXT)
    g_string_append_len (self->text, bytes, (gssize) length);
}

MdMailRules *
md_rules_from_sylpheed (const char *bytes, gsize length, const char *account)
{
  const GMarkupParser parser = { .start_element = start, .end_element = end, .text = text };
  Reader self = { .rules = md_mail_rules_new (), .text = g_string_new (NULL) };
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, G_MARKUP_PREFIX_ERROR_POSITION, &self, NULL);
  int line = 0;

  if (!g_markup_parse_context_parse (context, bytes, (gssize) length, NULL)
      || !g_markup_parse_context_end_parse (context, NULL))
    {
      g_markup_parse_context_get_position (context, &line, NULL);
      self.rules->broken_line = (guint) MAX (line, 1);
    }
  g_markup_parse_context_free (context);
  g_free (self.type);
  g_free (self.name);
  g_string_free (self.text, TRUE);
  return self.rules;
}
