/* rules-evolution.c - Evolution's filters.xml; see rules-local.h
 *
 * <rule grouping="all|any" source="incoming" enabled="false"> with a <title>, a <partset> of conditions and an
 * <actionset>; a <part> has named <value>s, of which one says how to compare.
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
  const char *account;
  MdMailRule *rule;      /* (not owned) (nullable) */
  MdRuleTest *list;      /* (not owned) where its conditions go */
  gboolean in_actions;
  gboolean in_title;
  gboolean in_string;
  char *part;            /* (owned) (nullable) its name */
  char *how;             /* (owned) (nullable) the option chosen */
  char *field;           /* (owned) (nullable) of a header of the person's choice */
  char *folder;          /* (owned) (nullable) */
  GString *text;         /* of the string, or the title */
  gboolean text_is_field;
} Reader;

static const char *
attribute (const char **names, const char **values, const char *name)
{
  for (gsize i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      return values[i];
  return NULL;
}

/* ── conditions ── */

static const struct
{
  const char *name;
  MdRuleOp op;
  gboolean negated;
} ops[] = {
  { "contains", MD_RULE_CONTAINS, FALSE },   { "not contains", MD_RULE_CONTAINS, TRUE },
  { "is", MD_RULE_IS, FALSE },               { "is not", MD_RULE_IS, TRUE },
  { "starts with", MD_RULE_BEGINS, FALSE },  { "not starts with", MD_RULE_BEGINS, TRUE },
  { "ends with", MD_RULE_ENDS, FALSE },      { "not ends with", MD_RULE_ENDS, TRUE },
  { "matches regex", MD_RULE_REGEX, FALSE }, { "not match regex", MD_RULE_REGEX, TRUE },
  { "exists", MD_RULE_EXISTS, FALSE },       { "not exists", MD_RULE_EXISTS, TRUE },
};

static const struct
{
  const char *part;
  MdRuleField field;
  gboolean is_text;  /* it can be compared with words */
} parts[] = {
  { "sender", MD_RULE_FROM, TRUE },      { "to", MD_RULE_TO_OR_CC, TRUE },   { "cc", MD_RULE_CC, TRUE },
  { "subject", MD_RULE_SUBJECT, TRUE },  { "header", MD_RULE_HEADER, TRUE }, { "header-ex", MD_RULE_HEADER, TRUE },
  { "mlist", MD_RULE_HEADER, FALSE },    { "body", MD_RULE_BODY, FALSE },    { "sent-date", MD_RULE_DATE, FALSE },
  { "recv-date", MD_RULE_DATE, FALSE },  { "size", MD_RULE_SIZE, FALSE },    { "junk", MD_RULE_SPAM, FALSE },
  { "junktest", MD_RULE_SPAM, FALSE },   { "status", MD_RULE_FLAGS, FALSE }, { "label", MD_RULE_FLAGS, FALSE },
  { "score", MD_RULE_FLAGS, FALSE },     { "addressbook", MD_RULE_CONTACTS, FALSE },
};

static MdRuleTest *
read_condition (const Reader *self)
{
  const char *how = self->how != NULL ? self->how : "contains";
  gsize p = 0, o = 0;
  MdRuleTest *test;
  MdRuleField field;

  if (strcmp (self->part, "all") == 0 || strcmp (self->part, "match-all") == 0)
    return md_rule_test_new (MD_TEST_TRUE);
  while (p < G_N_ELEMENTS (parts) && strcmp (self->part, parts[p].part) != 0)
    p++;
  while (o < G_N_ELEMENTS (ops) && strcmp (how, ops[o].name) != 0)
    o++;
  if (p == G_N_ELEMENTS (parts))
    return md_rule_test_unknown (MD_RULE_OTHER, self->part);
  field = parts[p].field;
  if (!parts[p].is_text || o == G_N_ELEMENTS (ops))
    return md_rule_test_unknown (field, NULL);
  if (field == MD_RULE_HEADER && self->field != NULL)
    field = md_rule_field_of_header (self->field);
  test = md_rule_test_compare (field, MD_RULE_NAME_OR_ADDRESS, ops[o].op, self->text->str);
  test->fold = MD_FOLD_UNICODE;
  if (field == MD_RULE_HEADER || field == MD_RULE_SPAM || field == MD_RULE_ENVELOPE)
    test->name = g_strdup (self->field != NULL ? self->field : self->part);
  return ops[o].negated ? md_rule_test_negate (test) : test;
}

/* ── actions ── */

/* folder://1234@host/INBOX/Archivo → INBOX/Archivo */
static char *
folder_of (const char *uri)
{
  const char *host = strstr (uri, "://");
  const char *path = host != NULL ? strchr (host + 3, '/') : NULL;
  g_autofree char *plain = path != NULL ? g_uri_unescape_string (path + 1, NULL) : NULL;

  return g_utf8_make_valid (plain != NULL ? plain : uri, -1);
}

static void
read_action (const Reader *self)
{
  static const struct
  {
    const char *part;
    MdDeed deed;
  } actions[] = {
    { "move-to-folder", MD_DEED_MOVE },   { "copy-to-folder", MD_DEED_COPY }, { "delete", MD_DEED_DELETE },
    { "stop", MD_DEED_STOP },             { "set-status", MD_DEED_MARK },     { "unset-status", MD_DEED_MARK },
    { "label", MD_DEED_MARK },            { "forward", MD_DEED_FORWARD_COPY },
    { "forward-message", MD_DEED_FORWARD_COPY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (strcmp (self->part, actions[i].part) == 0)
      {
        MdDeed deed = actions[i].deed;

        /* "Set status: junk" and "set status: deleted" are what they say. */
        if (deed == MD_DEED_MARK && strcmp (self->part, "set-status") == 0 && g_strcmp0 (self->how, "junk") == 0)
          deed = MD_DEED_JUNK;
        else if (deed == MD_DEED_MARK && strcmp (self->part, "set-status") == 0
                 && g_strcmp0 (self->how, "deleted") == 0)
          deed = MD_DEED_DELETE;
        md_mail_rule_add (self->rule, deed, self->folder);
        return;
      }
  md_mail_rule_add (self->rule, MD_DEED_OTHER, NULL);
}

/* ── the document ── */

static void
clear_part (Reader *self)
{
  g_clear_pointer (&self->part, g_free);
  g_clear_pointer (&self->how, g_free);
  g_clear_pointer (&self->field, g_free);
  g_clear_pointer (&self->folder, g_free);
  g_string_truncate (self->text, 0);
}

static void
begin_rule (Reader *self, const char **names, const char **values)
{
  const char *source = attribute (names, values, "source");
  const char *account = attribute (names, values, "account-uid");

  self->rule = NULL;
  if (source != NULL && strcmp (source, "incoming") != 0 && strcmp (source, "junktest") != 0)
    return;
  if (self->rules->n_rules >= MD_LOCAL_MAX_RULES)
    {
      self->rules->incomplete = TRUE;
      return;
    }
  self->rule = md_mail_rule_new (NULL, ++self->rules->n_rules, 0);
  self->rule->enabled = g_strcmp0 (attribute (names, values, "enabled"), "false") != 0
                        && (account == NULL || self->account == NULL || strcmp (account, self->account) == 0);
  self->list = md_rule_test_new (g_strcmp0 (attribute (names, values, "grouping"), "any") == 0 ? MD_TEST_ANY
                                                                                              : MD_TEST_ALL);
  self->rule->test = self->list;
  /* For one account, and we cannot tell whether it is this one. */
  if (account != NULL && self->account == NULL)
    {
      MdRuleTest *both = md_rule_test_new (MD_TEST_ALL);

      md_rule_test_add (both, md_rule_test_unknown (MD_RULE_OTHER, "account"));
      md_rule_test_add (both, self->list);
      self->rule->test = both;
    }
  g_ptr_array_add (self->rules->rules, self->rule);
}

static void
start_value (Reader *self, const char **names, const char **values)
{
  const char *name = attribute (names, values, "name");
  const char *chosen = attribute (names, values, "value");

  self->text_is_field = name != NULL && strcmp (name, "header-field") == 0;
  if (chosen != NULL && self->how == NULL && g_strcmp0 (attribute (names, values, "type"), "option") == 0)
    self->how = g_strdup (chosen);
}

static void
start (GMarkupParseContext *context, const char *element, const char **names, const char **values, gpointer user_data,
       GError **error)
{
  Reader *self = user_data;

  if (strcmp (element, "rule") == 0)
    begin_rule (self, names, values);
  else if (self->rule == NULL)
    return;
  else if (strcmp (element, "title") == 0 || strcmp (element, "_title") == 0)
    {
      self->in_title = TRUE;
      g_string_truncate (self->text, 0);
    }
  else if (strcmp (element, "partset") == 0 || strcmp (element, "actionset") == 0)
    self->in_actions = element[0] == 'a';
  else if (strcmp (element, "part") == 0)
    {
      clear_part (self);
      self->part = g_strdup (attribute (names, values, "name"));
    }
  else if (strcmp (element, "value") == 0)
    start_value (self, names, values);
  else if (strcmp (element, "string") == 0)
    {
      self->in_string = TRUE;
      g_string_truncate (self->text, 0);
    }
  else if (strcmp (element, "folder") == 0 && self->folder == NULL && attribute (names, values, "uri") != NULL)
    self->folder = folder_of (attribute (names, values, "uri"));
}

static void
finish_part (Reader *self)
{
  if (self->part == NULL)
    return;
  if (self->in_actions && self->rule->actions->len < MD_LOCAL_MAX_PARTS)
    read_action (self);
  else if (!self->in_actions && self->list->tests->len < MD_LOCAL_MAX_PARTS)
    md_rule_test_add (self->list, read_condition (self));
  clear_part (self);
}

static void
end (GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
  Reader *self = user_data;

  if (self->rule == NULL)
    return;
  if (strcmp (element, "title") == 0 || strcmp (element, "_title") == 0)
    {
      if (self->rule->name == NULL)
        self->rule->name = g_strdup (g_strstrip (self->text->str));
      self->in_title = FALSE;
    }
  else if (strcmp (element, "string") == 0)
    {
      self->in_string = FALSE;
      if (self->text_is_field && self->field == NULL)
        self->field = g_strdup (self->text->str);
    }
  else if (strcmp (element, "part") == 0)
    finish_part (self);
  else if (strcmp (element, "rule") == 0)
    self->rule = NULL;
}

static void
text (GMarkupParseContext *context, const char *bytes, gsize length, gpointer user_data, GError **error)
{
  Reader *self = user_data;

  if ((self->in_title || self->in_string) && self->text->len + length < MAX_TEXT)
    g_string_append_len (self->text, bytes, (gssize) length);
}

MdMailRules *
md_rules_from_evolution (const char *bytes, gsize length, const char *account)
{
  const GMarkupParser parser = { .start_element = start, .end_element = end, .text = text };
  Reader self = { .rules = md_mail_rules_new (), .account = account, .text = g_string_new (NULL) };
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, G_MARKUP_PREFIX_ERROR_POSITION, &self, NULL);
  int line = 0;

  if (!g_markup_parse_context_parse (context, bytes, (gssize) length, NULL)
      || !g_markup_parse_context_end_parse (context, NULL))
    {
      g_markup_parse_context_get_position (context, &line, NULL);
      self.rules->broken_line = (guint) MAX (line, 1);
    }
  g_markup_parse_context_free (context);
  clear_part (&self);
  g_string_free (self.text, TRUE);
  return self.rules;
}
