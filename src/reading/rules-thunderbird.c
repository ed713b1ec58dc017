/* rules-thunderbird.c - Thunderbird's msgFilterRules.dat; see rules-local.h
 *
 * Lines of name="value"; a filter begins with name= and ends with condition=.  Quotes and backslashes inside a value
 * are written with a backslash.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-rules"

#include "config.h"

#include "reading/rules-local.h"

#include <string.h>

/* What a filter's type says about when it runs: as mail comes, then before or after the junk filter, or now and
 * then.  Others wait for a click. */
#define RUNS_BY_ITSELF (0x1 | 0x20 | 0x100)

typedef struct
{
  MdMailRules *rules;
  MdMailRule *rule;       /* (not owned) (nullable) the one being read */
  MdRuleAction *action;   /* (not owned) (nullable) the latest, for its value */
} Reader;

/* name="value"; the value in its plain form; NULL when the line is of another form. */
static char *
value_of (const char *line, gsize length)
{
  GString *value;

  if (length < 2 || line[0] != '"' || line[length - 1] != '"')
    return NULL;
  value = g_string_sized_new (length);
  for (gsize i = 1; i < length - 1; i++)
    {
      if (line[i] == '\\' && i + 1 < length - 1)
        i++;
      g_string_append_c (value, line[i]);
    }
  return g_string_free (value, FALSE);
}

/* ── conditions: AND (subject,contains,x) AND (from,is,y) ── */

static const struct
{
  const char *name;
  MdRuleOp op;
  gboolean negated;
} ops[] = {
  { "contains", MD_RULE_CONTAINS, FALSE }, { "doesn't contain", MD_RULE_CONTAINS, TRUE },
  { "is", MD_RULE_IS, FALSE },             { "isn't", MD_RULE_IS, TRUE },
  { "begins with", MD_RULE_BEGINS, FALSE }, { "ends with", MD_RULE_ENDS, FALSE },
};

static const struct
{
  const char *name;
  MdRuleField field;
} attributes[] = {
  { "from", MD_RULE_FROM },         { "subject", MD_RULE_SUBJECT }, { "to", MD_RULE_TO },
  { "cc", MD_RULE_CC },             { "to or cc", MD_RULE_TO_OR_CC }, { "body", MD_RULE_BODY },
  { "date", MD_RULE_DATE },         { "age in days", MD_RULE_DATE }, { "size", MD_RULE_SIZE },
  { "junk status", MD_RULE_SPAM },  { "junk percent", MD_RULE_SPAM }, { "junk score origin", MD_RULE_SPAM },
  { "status", MD_RULE_FLAGS },      { "tag", MD_RULE_FLAGS },       { "priority", MD_RULE_FLAGS },
};

/* To, cc, bcc or from. */
static MdRuleTest *
all_addresses (MdRuleOp op, const char *value)
{
  MdRuleTest *any = md_rule_test_new (MD_TEST_ANY);

  md_rule_test_add (any, md_rule_test_compare (MD_RULE_FROM, MD_RULE_NAME_OR_ADDRESS, op, value));
  md_rule_test_add (any, md_rule_test_compare (MD_RULE_TO_OR_CC, MD_RULE_NAME_OR_ADDRESS, op, value));
  return any;
}

static MdRuleTest *
test_of (const char *attribute, const char *op_name, const char *value)
{
  MdRuleField field = MD_RULE_HEADER;
  MdRuleTest *test = NULL;
  gboolean negated = FALSE;
  gsize o = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (attributes); i++)
    if (strcmp (attribute, attributes[i].name) == 0)
      field = attributes[i].field;
  if (strstr (op_name, "in ab") != NULL)
    field = MD_RULE_CONTACTS;
  while (o < G_N_ELEMENTS (ops) && strcmp (op_name, ops[o].name) != 0)
    o++;
  if (o < G_N_ELEMENTS (ops) && strcmp (attribute, "all addresses") == 0)
    test = all_addresses (ops[o].op, value);
  else if (o < G_N_ELEMENTS (ops) && field != MD_RULE_SPAM && field != MD_RULE_FLAGS && field != MD_RULE_CONTACTS)
    test = md_rule_test_compare (field, MD_RULE_NAME_OR_ADDRESS, ops[o].op, value);
  else
    test = md_rule_test_unknown (field, NULL);
  negated = o < G_N_ELEMENTS (ops) && ops[o].negated;
  if (field == MD_RULE_HEADER && test->name == NULL)
    {
      test->name = g_utf8_make_valid (attribute, -1);
      /* A header of the person's choice may be one that is known under its own name. */
      test->field = md_rule_field_of_header (attribute);
    }
  test->fold = MD_FOLD_UNICODE;
  for (guint i = 0; test->tests != NULL && i < test->tests->len; i++)
    ((MdRuleTest *) g_ptr_array_index (test->tests, i))->fold = MD_FOLD_UNICODE;
  return negated ? md_rule_test_negate (test) : test;
}

/* Up to @stop, or a quoted word up to its quote; *@at then stands behind it. */
static char *
take_word (const char **at, char stop)
{
  GString *word = g_string_new (NULL);
  const char *p = *at + strspn (*at, " ");
  gboolean quoted = *p == '"';

  for (p += quoted; *p != '\0' && *p != (quoted ? '"' : stop); p++)
    {
      if (quoted && *p == '\\' && p[1] != '\0')
        p++;
      g_string_append_c (word, *p);
    }
  if (quoted && *p == '"')
    p++;
  while (*p != '\0' && *p != stop)
    p++;
  *at = *p != '\0' ? p + 1 : p;
  return g_string_free (word, FALSE);
}

static MdRuleTest *
read_condition (const char *text)
{
  gboolean any = g_str_has_prefix (text, "OR");
  MdRuleTest *list = md_rule_test_new (any ? MD_TEST_ANY : MD_TEST_ALL);

  for (const char *at = strchr (text, '('); at != NULL && list->tests->len < MD_LOCAL_MAX_PARTS; at = strchr (at, '('))
    {
      g_autofree char *attribute = NULL;
      g_autofree char *op = NULL;
      g_autofree char *value = NULL;

      at++;
      attribute = take_word (&at, ',');
      op = take_word (&at, ',');
      value = take_word (&at, ')');
      md_rule_test_add (list, test_of (attribute, op, value));
    }
  return list;
}

/* ── actions ── */

/* imap://ana%40casa.example@imap.casa.example/INBOX/Archivo → INBOX/Archivo */
static char *
folder_of (const char *url)
{
  const char *host = strstr (url, "://");
  const char *path = host != NULL ? strchr (host + 3, '/') : NULL;
  g_autofree char *plain = path != NULL ? g_uri_unescape_string (path + 1, NULL) : NULL;

  return g_utf8_make_valid (plain != NULL ? plain : url, -1);
}

static void
read_action (Reader *self, const char *name)
{
  static const struct
  {
    const char *name;
    MdDeed deed;
  } actions[] = {
    { "Move to folder", MD_DEED_MOVE },   { "Copy to folder", MD_DEED_COPY },
    { "Delete", MD_DEED_DELETE },         { "Delete from Pop3 server", MD_DEED_DELETE },
    { "Mark read", MD_DEED_MARK },        { "Mark unread", MD_DEED_MARK },
    { "Mark flagged", MD_DEED_MARK },     { "Label", MD_DEED_MARK },
    { "AddTag", MD_DEED_MARK },           { "Change priority", MD_DEED_MARK },
    { "Ignore thread", MD_DEED_HIDE },    { "Ignore subthread", MD_DEED_HIDE },
    { "Forward", MD_DEED_FORWARD_COPY },  { "Reply", MD_DEED_REPLY },
    { "Stop execution", MD_DEED_STOP },   { "JunkScore", MD_DEED_JUNK },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (strcmp (name, actions[i].name) == 0)
      {
        self->action = md_mail_rule_add (self->rule, actions[i].deed, NULL);
        return;
      }
  self->action = md_mail_rule_add (self->rule, MD_DEED_OTHER, NULL);
}

static void
read_action_value (Reader *self, const char *value)
{
  if (self->action == NULL || self->action->object != NULL)
    return;
  if (self->action->deed == MD_DEED_MOVE || self->action->deed == MD_DEED_COPY)
    self->action->object = folder_of (value);
  else if (self->action->deed == MD_DEED_JUNK && strcmp (value, "100") != 0)
    self->action->deed = MD_DEED_OTHER;
  else if (self->action->deed == MD_DEED_FORWARD_COPY)
    self->action->object = g_utf8_make_valid (value, -1);
}

/* A message that was moved or deleted is out of the filters' reach. */
static void
finish_rule (Reader *self)
{
  if (self->rule == NULL)
    return;
  for (guint i = 0; i < self->rule->actions->len; i++)
    {
      const MdRuleAction *action = g_ptr_array_index (self->rule->actions, i);

      if (action->deed == MD_DEED_MOVE || action->deed == MD_DEED_DELETE)
        {
          md_mail_rule_add (self->rule, MD_DEED_STOP, NULL);
          break;
        }
    }
  /* Half a filter is none. */
  if (self->rule->test == NULL)
    self->rule->enabled = FALSE;
  self->rule = NULL;
  self->action = NULL;
}

static void
take_line (Reader *self, const char *name, const char *value, guint line)
{
  if (strcmp (name, "name") == 0)
    {
      g_autofree char *title = g_utf8_make_valid (value, -1);

      finish_rule (self);
      if (self->rules->n_rules >= MD_LOCAL_MAX_RULES)
        {
          self->rules->incomplete = TRUE;
          return;
        }
      self->rule = md_mail_rule_new (title, ++self->rules->n_rules, line);
      g_ptr_array_add (self->rules->rules, self->rule);
    }
  else if (self->rule == NULL)
    return;
  else if (strcmp (name, "enabled") == 0)
    self->rule->enabled = self->rule->enabled && strcmp (value, "yes") == 0;
  else if (strcmp (name, "type") == 0)
    self->rule->enabled = self->rule->enabled && (g_ascii_strtoull (value, NULL, 10) & RUNS_BY_ITSELF) != 0;
  else if (strcmp (name, "action") == 0 && self->rule->actions->len < MD_LOCAL_MAX_PARTS)
    read_action (self, value);
  else if (strcmp (name, "actionValue") == 0)
    read_action_value (self, value);
  else if (strcmp (name, "condition") == 0 && self->rule->test == NULL)
    self->rule->test = read_condition (value);
}

MdMailRules *
md_rules_from_thunderbird (const char *text, gsize length, const char *account)
{
  Reader self = { .rules = md_mail_rules_new () };
  const char *end = text + length;
  guint number = 0;

  for (const char *line = text; line < end;)
    {
      const char *close = memchr (line, '\n', (gsize) (end - line));
      gsize size = close != NULL ? (gsize) (close - line) : (gsize) (end - line);
      const char *equals;

      number++;
      while (size > 0 && (line[size - 1] == '\r' || line[size - 1] == ' '))
        size--;
      equals = memchr (line, '=', size);
      if (equals != NULL)
        {
          g_autofree char *name = g_strndup (line, (gsize) (equals - line));
          g_autofree char *value = value_of (equals + 1, size - (gsize) (equals + 1 - line));

          if (value != NULL)
            take_line (&self, name, value, number);
          else if (self.rules->broken_line == 0)
            self.rules->broken_line = number;
        }
      line = close != NULL ? close + 1 : end;
    }
  finish_rule (&self);
  return self.rules;
}
