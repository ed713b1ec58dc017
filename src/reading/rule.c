/* rule.c - filter rules as values; see rule.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-rule"

#include "config.h"

#include "reading/rule.h"

#include <string.h>

#define DESCRIPTION_BYTES 200
#define VALUE_BYTES 60

const char *
md_sure_name (MdSure sure)
{
  static const char *const names[] = { "no", "unlikely", "possible", "likely", "certain" };

  return names[sure];
}

const char *
md_rule_field_name (MdRuleField field)
{
  static const char *const names[MD_N_RULE_FIELDS] = {
    [MD_RULE_FIELD_NONE] = "",  [MD_RULE_FROM] = "from", [MD_RULE_ENVELOPE] = "envelope",
    [MD_RULE_SUBJECT] = "subject", [MD_RULE_TO] = "to",  [MD_RULE_CC] = "cc",
    [MD_RULE_TO_OR_CC] = "to-or-cc", [MD_RULE_HEADER] = "header", [MD_RULE_ANY_HEADER] = "any-header",
    [MD_RULE_BODY] = "body",    [MD_RULE_SIZE] = "size", [MD_RULE_DATE] = "date",
    [MD_RULE_SPAM] = "spam",    [MD_RULE_FLAGS] = "flags", [MD_RULE_CONTACTS] = "contacts",
    [MD_RULE_OTHER] = "other",
  };

  return names[field];
}

const char *
md_deed_name (MdDeed deed)
{
  static const char *const names[MD_N_DEEDS] = {
    [MD_DEED_KEEP] = "keep",       [MD_DEED_MOVE] = "move",       [MD_DEED_COPY] = "copy",
    [MD_DEED_DELETE] = "delete",   [MD_DEED_DISCARD] = "delete",  [MD_DEED_FORWARD] = "forward",
    [MD_DEED_FORWARD_COPY] = "forward-copy", [MD_DEED_REJECT] = "reject", [MD_DEED_JUNK] = "junk",
    [MD_DEED_HIDE] = "hide",
    [MD_DEED_MARK] = "mark",       [MD_DEED_REPLY] = "reply",     [MD_DEED_RUN] = "run",
    [MD_DEED_STOP] = "stop",       [MD_DEED_RETURN] = "return",   [MD_DEED_GROUP] = "group",
    [MD_DEED_OTHER] = "other",
  };

  return names[deed];
}

/* ── making and freeing ── */

static void
action_free (MdRuleAction *self)
{
  g_free (self->object);
  md_mail_rule_free (self->rule);
  g_free (self);
}

MdMailRule *
md_mail_rule_new (const char *name, guint number, guint line)
{
  MdMailRule *self = g_new0 (MdMailRule, 1);

  self->name = g_strdup (name);
  self->number = number;
  self->line = line;
  self->enabled = TRUE;
  self->actions = g_ptr_array_new_with_free_func ((GDestroyNotify) action_free);
  return self;
}

void
md_mail_rule_free (MdMailRule *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  md_rule_test_free (self->test);
  g_ptr_array_unref (self->actions);
  g_free (self);
}

MdRuleAction *
md_mail_rule_add (MdMailRule *self, MdDeed deed, const char *object)
{
  MdRuleAction *action = g_new0 (MdRuleAction, 1);

  action->deed = deed;
  action->object = g_strdup (object);
  g_ptr_array_add (self->actions, action);
  return action;
}

MdMailRules *
md_mail_rules_new (void)
{
  MdMailRules *self = g_new0 (MdMailRules, 1);

  self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) md_mail_rule_free);
  return self;
}

void
md_mail_rules_free (MdMailRules *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->rules);
  g_free (self);
}

MdRuleTest *
md_rule_test_new (MdRuleTestKind kind)
{
  MdRuleTest *self = g_new0 (MdRuleTest, 1);

  self->kind = kind;
  if (kind == MD_TEST_ALL || kind == MD_TEST_ANY || kind == MD_TEST_NOT)
    self->tests = g_ptr_array_new_with_free_func ((GDestroyNotify) md_rule_test_free);
  return self;
}

MdRuleTest *
md_rule_test_compare (MdRuleField field, MdRulePart part, MdRuleOp op, const char *value)
{
  MdRuleTest *self = md_rule_test_new (MD_TEST_COMPARE);

  self->field = field;
  self->part = part;
  self->op = op;
  self->values = g_new0 (char *, 2);
  self->values[0] = g_strdup (value);
  return self;
}

MdRuleTest *
md_rule_test_unknown (MdRuleField field, const char *name)
{
  MdRuleTest *self = md_rule_test_compare (field, MD_RULE_WHOLE, MD_RULE_COMPARES, NULL);

  self->name = g_strdup (name);
  return self;
}

MdRuleTest *
md_rule_test_negate (MdRuleTest *test)
{
  MdRuleTest *self = md_rule_test_new (MD_TEST_NOT);

  md_rule_test_add (self, test);
  return self;
}

void
md_rule_test_add (MdRuleTest *self, MdRuleTest *test)
{
  g_ptr_array_add (self->tests, test);
}

void
md_rule_test_free (MdRuleTest *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->tests, g_ptr_array_unref);
  g_free (self->name);
  g_strfreev (self->values);
  g_free (self);
}

MdRuleField
md_rule_field_of_header (const char *name)
{
  static const struct
  {
    const char *name;
    MdRuleField field;
  } fields[] = {
    { "from", MD_RULE_FROM },       { "subject", MD_RULE_SUBJECT },      { "to", MD_RULE_TO },
    { "cc", MD_RULE_CC },           { "sender", MD_RULE_ENVELOPE },      { "return-path", MD_RULE_ENVELOPE },
    { "reply-to", MD_RULE_ENVELOPE }, { "resent-from", MD_RULE_ENVELOPE }, { "date", MD_RULE_DATE },
    { "authentication-results", MD_RULE_SPAM },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_ascii_strcasecmp (name, fields[i].name) == 0)
      return fields[i].field;
  if (g_ascii_strncasecmp (name, "x-spam", 6) == 0 || g_ascii_strncasecmp (name, "x-rspamd", 8) == 0
      || g_ascii_strncasecmp (name, "x-bogosity", 10) == 0 || g_ascii_strncasecmp (name, "x-virus", 7) == 0)
    return MD_RULE_SPAM;
  return MD_RULE_HEADER;
}

/* ── in no human language ── */

static void
append_quoted (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, MIN (strlen (text), VALUE_BYTES));

  g_string_append_printf (out, "\"%s%s\"", g_strdelimit (valid, "\r\n\t", ' '), strlen (text) > VALUE_BYTES ? "…" : "");
}

static void
append_comparison (GString *out, const MdRuleTest *self)
{
  static const char *const ops[] = { "is", "contains", "begins", "ends", "matches", "regex", "exists", "?" };
  static const char *const parts[] = { "", "", "", ":local", ":domain", ":user", ":detail" };

  g_string_append (out, self->name != NULL ? self->name : md_rule_field_name (self->field));
  g_string_append_printf (out, "%s %s", parts[self->part], ops[self->op]);
  for (gsize i = 0; self->values != NULL && self->values[i] != NULL && out->len < DESCRIPTION_BYTES; i++)
    {
      g_string_append (out, i > 0 ? " | " : " ");
      append_quoted (out, self->values[i]);
    }
}

static void
append_test (GString *out, const MdRuleTest *self)
{
  static const char *const words[] = { "true", "false", "all", "any", "not" };

  if (out->len > DESCRIPTION_BYTES)
    return;
  if (self->kind == MD_TEST_COMPARE)
    {
      append_comparison (out, self);
      return;
    }
  /* A list of one is that one. */
  if ((self->kind == MD_TEST_ALL || self->kind == MD_TEST_ANY) && self->tests->len == 1)
    {
      append_test (out, g_ptr_array_index (self->tests, 0));
      return;
    }
  g_string_append (out, words[self->kind]);
  if (self->tests == NULL)
    return;
  g_string_append (out, self->kind == MD_TEST_NOT ? " " : " (");
  for (guint i = 0; i < self->tests->len; i++)
    {
      g_string_append (out, i > 0 ? ", " : "");
      append_test (out, g_ptr_array_index (self->tests, i));
    }
  g_string_append (out, self->kind == MD_TEST_NOT ? "" : ")");
}

/* Cut between characters. */
static char *
cut (GString *out)
{
  char *text = g_string_free (out, FALSE);
  char *end;

  if (strlen (text) <= DESCRIPTION_BYTES)
    return text;
  end = g_utf8_find_prev_char (text, text + DESCRIPTION_BYTES);
  *end = '\0';
  end = g_strconcat (text, "…", NULL);
  g_free (text);
  return end;
}

char *
md_rule_test_describe (const MdRuleTest *self)
{
  GString *out = g_string_new (NULL);
  g_autofree char *text = NULL;

  append_test (out, self);
  text = g_utf8_make_valid (out->str, (gssize) out->len);
  g_string_assign (out, text);
  return cut (out);
}

char *
md_mail_rule_describe_actions (const MdMailRule *self)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->actions->len && out->len < DESCRIPTION_BYTES; i++)
    {
      const MdRuleAction *action = g_ptr_array_index (self->actions, i);

      g_string_append_printf (out, "%s%s", i > 0 ? "; " : "", md_deed_name (action->deed));
      if (action->object == NULL)
        continue;
      g_string_append_c (out, ' ');
      append_quoted (out, action->object);
    }
  return cut (out);
}
