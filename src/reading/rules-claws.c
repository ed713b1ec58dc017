/* rules-claws.c - Claws Mail's matcherrc; see rules-local.h
 *
 * [preglobal], [postglobal] and [filtering] head lines of: enabled rulename "x" account 1 CONDITION & CONDITION ACTION
 * ACTION …; a condition that begins with ~ is turned round.  Other sections belong to folders and are applied by hand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-rules"

#include "config.h"

#include "reading/rules-local.h"

#include <string.h>

#define MAX_WORD 2000

typedef struct
{
  MdMailRules *rules;
  const char *account;
  const char *at;       /* in the line */
  GString *word;
  gboolean quoted;      /* the word at hand */
} Reader;

/* The next word; FALSE at the end of the line. */
static gboolean
next (Reader *self)
{
  const char *p = self->at + strspn (self->at, " \t");

  g_string_truncate (self->word, 0);
  self->quoted = *p == '"';
  if (*p == '\0')
    return FALSE;
  if (self->quoted)
    {
      for (p++; *p != '\0' && *p != '"'; p++)
        {
          if (*p == '\\' && p[1] != '\0')
            p++;
          g_string_append_c (self->word, *p);
        }
      p += *p == '"';
    }
  else if (*p == '&' || *p == '|')
    g_string_append_c (self->word, *p++);
  else
    for (; *p != '\0' && strchr (" \t&|\"", *p) == NULL; p++)
      g_string_append_c (self->word, *p);
  self->at = p;
  g_string_truncate (self->word, MIN (self->word->len, MAX_WORD));
  return TRUE;
}

static gboolean
is_word (const Reader *self, const char *word)
{
  return !self->quoted && strcmp (self->word->str, word) == 0;
}

/* ── conditions ── */

typedef enum
{
  TAKES_MATCH,  /* match|matchcase|regexp|regexpcase "value" */
  TAKES_HEADER, /* "name", then the same */
  TAKES_NUMBER,
  TAKES_STRING,
  TAKES_STRING_IN_STRING, /* "from" in "book" */
  TAKES_NOTHING,
} Takes;

static const struct
{
  const char *name;
  MdRuleField field;
  Takes takes;
} conditions[] = {
  { "from", MD_RULE_FROM, TAKES_MATCH },             { "subject", MD_RULE_SUBJECT, TAKES_MATCH },
  { "to", MD_RULE_TO, TAKES_MATCH },                 { "cc", MD_RULE_CC, TAKES_MATCH },
  { "to_or_cc", MD_RULE_TO_OR_CC, TAKES_MATCH },     { "newsgroups", MD_RULE_HEADER, TAKES_MATCH },
  { "inreplyto", MD_RULE_HEADER, TAKES_MATCH },      { "references", MD_RULE_HEADER, TAKES_MATCH },
  { "message_id", MD_RULE_HEADER, TAKES_MATCH },     { "headers_part", MD_RULE_ANY_HEADER, TAKES_MATCH },
  { "headers_cont", MD_RULE_ANY_HEADER, TAKES_MATCH }, { "message", MD_RULE_BODY, TAKES_MATCH },
  { "body_part", MD_RULE_BODY, TAKES_MATCH },        { "tag", MD_RULE_FLAGS, TAKES_MATCH },
  { "header", MD_RULE_HEADER, TAKES_HEADER },        { "test", MD_RULE_OTHER, TAKES_STRING },
  { "age_greater", MD_RULE_DATE, TAKES_NUMBER },     { "age_lower", MD_RULE_DATE, TAKES_NUMBER },
  { "age_greater_hours", MD_RULE_DATE, TAKES_NUMBER }, { "age_lower_hours", MD_RULE_DATE, TAKES_NUMBER },
  { "date_after", MD_RULE_DATE, TAKES_STRING },      { "date_before", MD_RULE_DATE, TAKES_STRING },
  { "size_greater", MD_RULE_SIZE, TAKES_NUMBER },    { "size_smaller", MD_RULE_SIZE, TAKES_NUMBER },
  { "size_equal", MD_RULE_SIZE, TAKES_NUMBER },      { "score_greater", MD_RULE_FLAGS, TAKES_NUMBER },
  { "score_lower", MD_RULE_FLAGS, TAKES_NUMBER },    { "score_equal", MD_RULE_FLAGS, TAKES_NUMBER },
  { "colorlabel", MD_RULE_FLAGS, TAKES_NUMBER },
  { "found_in_addressbook", MD_RULE_CONTACTS, TAKES_STRING_IN_STRING },
  { "spam", MD_RULE_SPAM, TAKES_NOTHING },           { "unread", MD_RULE_FLAGS, TAKES_NOTHING },
  { "new", MD_RULE_FLAGS, TAKES_NOTHING },           { "marked", MD_RULE_FLAGS, TAKES_NOTHING },
  { "deleted", MD_RULE_FLAGS, TAKES_NOTHING },       { "replied", MD_RULE_FLAGS, TAKES_NOTHING },
  { "forwarded", MD_RULE_FLAGS, TAKES_NOTHING },     { "locked", MD_RULE_FLAGS, TAKES_NOTHING },
  { "tagged", MD_RULE_FLAGS, TAKES_NOTHING },        { "has_attachment", MD_RULE_BODY, TAKES_NOTHING },
  { "signed", MD_RULE_BODY, TAKES_NOTHING },         { "partial", MD_RULE_OTHER, TAKES_NOTHING },
  { "ignore_thread", MD_RULE_FLAGS, TAKES_NOTHING }, { "watch_thread", MD_RULE_FLAGS, TAKES_NOTHING },
};

/* The field, as it stands in the header, against one text. */
static MdRuleTest *
read_match (Reader *self, MdRuleField field, const char *name)
{
  MdRuleTest *test;
  gboolean regex, folds;

  if (!next (self))
    return NULL;
  regex = g_str_has_prefix (self->word->str, "regexp");
  folds = g_str_has_suffix (self->word->str, "case");
  if (!next (self))
    return NULL;
  test = md_rule_test_compare (field, MD_RULE_WHOLE, regex ? MD_RULE_REGEX : MD_RULE_CONTAINS, self->word->str);
  test->fold = folds ? MD_FOLD_UNICODE : MD_FOLD_NONE;
  if (field == MD_RULE_HEADER || field == MD_RULE_SPAM || field == MD_RULE_ENVELOPE)
    test->name = g_utf8_make_valid (name, -1);
  return test;
}

/* The condition whose name was just read; NULL when it is none. */
static MdRuleTest *
read_condition (Reader *self)
{
  gboolean negated = self->word->str[0] == '~';
  g_autofree char *name = g_strdup (self->word->str + negated);
  MdRuleTest *test = NULL;
  gsize i = 0;

  if (strcmp (name, "all") == 0)
    return md_rule_test_new (MD_TEST_TRUE);
  while (i < G_N_ELEMENTS (conditions) && strcmp (name, conditions[i].name) != 0)
    i++;
  if (i == G_N_ELEMENTS (conditions) || self->quoted)
    return NULL;
  if (conditions[i].takes == TAKES_MATCH)
    test = read_match (self, conditions[i].field, name);
  else if (conditions[i].takes == TAKES_HEADER)
    {
      g_autofree char *header = next (self) ? g_strdup (self->word->str) : NULL;

      test = header != NULL ? read_match (self, md_rule_field_of_header (header), header) : NULL;
    }
  else
    {
      test = md_rule_test_unknown (conditions[i].field, conditions[i].field == MD_RULE_OTHER ? name : NULL);
      for (guint n = conditions[i].takes == TAKES_NOTHING ? 0 : conditions[i].takes == TAKES_STRING_IN_STRING ? 3 : 1;
           n > 0; n--)
        (void) next (self);
    }
  return test != NULL && negated ? md_rule_test_negate (test) : test;
}

/* ── actions ── */

static const struct
{
  const char *name;
  MdDeed deed;
  guint n_numbers;
  gboolean has_object;
  gboolean is_final;  /* no rule is tried after it */
} actions[] = {
  { "move", MD_DEED_MOVE, 0, TRUE, TRUE },             { "copy", MD_DEED_COPY, 0, TRUE, FALSE },
  { "delete", MD_DEED_DELETE, 0, FALSE, TRUE },        { "stop", MD_DEED_STOP, 0, FALSE, FALSE },
  { "mark_as_spam", MD_DEED_JUNK, 0, FALSE, TRUE },    { "mark_as_ham", MD_DEED_MARK, 0, FALSE, FALSE },
  { "mark", MD_DEED_MARK, 0, FALSE, FALSE },           { "unmark", MD_DEED_MARK, 0, FALSE, FALSE },
  { "lock", MD_DEED_MARK, 0, FALSE, FALSE },           { "unlock", MD_DEED_MARK, 0, FALSE, FALSE },
  { "mark_as_read", MD_DEED_MARK, 0, FALSE, FALSE },   { "mark_as_unread", MD_DEED_MARK, 0, FALSE, FALSE },
  { "forward", MD_DEED_FORWARD_COPY, 1, TRUE, FALSE }, { "redirect", MD_DEED_FORWARD_COPY, 1, TRUE, FALSE },
  { "forward_as_attachment", MD_DEED_FORWARD_COPY, 1, TRUE, FALSE },
  { "execute", MD_DEED_OTHER, 0, TRUE, FALSE },        { "color", MD_DEED_MARK, 1, FALSE, FALSE },
  { "change_score", MD_DEED_OTHER, 1, FALSE, FALSE },  { "set_score", MD_DEED_OTHER, 1, FALSE, FALSE },
  { "hide", MD_DEED_HIDE, 0, FALSE, FALSE },           { "ignore", MD_DEED_HIDE, 0, FALSE, FALSE },
  { "watch", MD_DEED_MARK, 0, FALSE, FALSE },          { "set_tag", MD_DEED_MARK, 0, TRUE, FALSE },
  { "unset_tag", MD_DEED_MARK, 0, TRUE, FALSE },       { "clear_tags", MD_DEED_MARK, 0, FALSE, FALSE },
  { "add_to_addressbook", MD_DEED_OTHER, 0, TRUE, FALSE },
};

/* FALSE when the word at hand is no action. */
static gboolean
read_action (Reader *self, MdMailRule *rule)
{
  gsize i = 0;

  while (i < G_N_ELEMENTS (actions) && !is_word (self, actions[i].name))
    i++;
  if (i == G_N_ELEMENTS (actions))
    return FALSE;
  for (guint n = actions[i].n_numbers; n > 0; n--)
    (void) next (self);
  if (actions[i].has_object && next (self))
    {
      g_autofree char *object = g_utf8_make_valid (self->word->str, -1);

      md_mail_rule_add (rule, actions[i].deed, object);
    }
  else
    md_mail_rule_add (rule, actions[i].deed, NULL);
  if (actions[i].is_final)
    md_mail_rule_add (rule, MD_DEED_STOP, NULL);
  return TRUE;
}

/* ── lines ── */

/* What stands before the conditions. */
static void
read_head (Reader *self, MdMailRule *rule, MdRuleTest *list)
{
  for (gboolean more = next (self); more; more = next (self))
    {
      if (is_word (self, "disabled"))
        rule->enabled = FALSE;
      else if (is_word (self, "rulename") && next (self))
        {
          g_free (rule->name);
          rule->name = self->word->len > 0 ? g_utf8_make_valid (self->word->str, -1) : NULL;
        }
      else if (is_word (self, "account") && next (self))
        {
          /* For one account; 0 is all of them. */
          if (strcmp (self->word->str, "0") != 0 && self->account == NULL)
            md_rule_test_add (list, md_rule_test_unknown (MD_RULE_OTHER, "account"));
          else if (strcmp (self->word->str, "0") != 0 && strcmp (self->word->str, self->account) != 0)
            rule->enabled = FALSE;
        }
      else if (!is_word (self, "enabled"))
        return;
    }
}

/* FALSE when the line is no rule. */
static gboolean
read_rule (Reader *self, MdMailRule *rule)
{
  MdRuleTest *all = md_rule_test_new (MD_TEST_ALL);
  MdRuleTest *list = md_rule_test_new (MD_TEST_ALL);
  gboolean more = TRUE;

  rule->test = all;
  read_head (self, rule, all);
  md_rule_test_add (all, list);
  while (more && list->tests->len < MD_LOCAL_MAX_PARTS)
    {
      MdRuleTest *test = read_condition (self);

      if (test == NULL)
        return FALSE;
      md_rule_test_add (list, test);
      more = next (self);
      /* All conditions of a rule are joined alike. */
      if (!more || !(is_word (self, "&") || is_word (self, "|")))
        break;
      list->kind = is_word (self, "|") ? MD_TEST_ANY : MD_TEST_ALL;
      more = next (self);
    }
  for (; more && rule->actions->len < MD_LOCAL_MAX_PARTS; more = next (self))
    if (!read_action (self, rule))
      return FALSE;
  return TRUE;
}

static void
take_line (Reader *self, const char *line, guint number)
{
  MdMailRule *rule;

  if (self->rules->n_rules >= MD_LOCAL_MAX_RULES)
    {
      self->rules->incomplete = TRUE;
      return;
    }
  self->at = line;
  rule = md_mail_rule_new (NULL, ++self->rules->n_rules, number);
  if (!read_rule (self, rule))
    {
      rule->enabled = FALSE;
      if (self->rules->broken_line == 0)
        self->rules->broken_line = number;
    }
  g_ptr_array_add (self->rules->rules, rule);
}

MdMailRules *
md_rules_from_claws (const char *text, gsize length, const char *account)
{
  Reader self = { .rules = md_mail_rules_new (), .account = account, .word = g_string_new (NULL) };
  const char *end = text + length;
  gboolean by_itself = FALSE;
  guint number = 0;

  for (const char *start = text; start < end;)
    {
      const char *close = memchr (start, '\n', (gsize) (end - start));
      g_autofree char *line = g_strndup (start, (gsize) ((close != NULL ? close : end) - start));

      number++;
      g_strstrip (line);
      if (line[0] == '[')
        by_itself = strcmp (line, "[preglobal]") == 0 || strcmp (line, "[postglobal]") == 0
                    || strcmp (line, "[filtering]") == 0;
      else if (by_itself && line[0] != '\0' && line[0] != '#')
        take_line (&self, line, number);
      start = close != NULL ? close + 1 : end;
    }
  g_string_free (self.word, TRUE);
  return self.rules;
}
