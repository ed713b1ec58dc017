/* sieve-rules.c - a filter script as the rules that a person sees in it; see sieve.h
 *
 * Every "if" at the outermost level is a rule, and so is what stands between two of them; "elsif" and "else" belong to
 * their "if".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-sieve"

#include "config.h"

#include "reading/sieve-private.h"

#include <string.h>

#define MAX_INCLUDES 10
#define MAX_VARIABLE_BYTES 1000
#define MAX_NAME 80

static void compile_block (MdSieveCompiler *self, const GPtrArray *commands, MdMailRule *into, guint depth);

char *
md_sieve_fill (MdSieveCompiler *self, const char *text)
{
  GString *out = g_string_new (NULL);

  while (*text != '\0')
    {
      const char *close = g_str_has_prefix (text, "${") ? strchr (text, '}') : NULL;
      g_autofree char *name = close != NULL ? g_ascii_strdown (text + 2, close - text - 2) : NULL;
      const char *value = name != NULL ? g_hash_table_lookup (self->variables, name) : NULL;

      if (value != NULL && out->len < MD_SIEVE_MAX_BYTES)
        {
          g_string_append (out, value);
          text = close + 1;
        }
      else
        g_string_append_c (out, *text++);
    }
  return g_string_free (out, FALSE);
}

static void
set_variable (MdSieveCompiler *self, const MdSieveNode *node, gboolean always)
{
  const char *const *names = md_sieve_strings (node, 0);
  const char *const *values = md_sieve_strings (node, 1);
  g_autofree char *value = NULL;
  gboolean changed = FALSE;

  if (names[0] == NULL || values[0] == NULL)
    return;
  for (guint i = 0; i < node->arguments->len; i++)
    changed = changed || ((const MdSieveArgument *) g_ptr_array_index (node->arguments, i))->kind == MD_SIEVE_TAG;
  value = md_sieve_fill (self, values[0]);
  if (!always || changed || strstr (value, "${") != NULL || strlen (value) > MAX_VARIABLE_BYTES)
    g_clear_pointer (&value, g_free);
  g_hash_table_replace (self->variables, g_ascii_strdown (names[0], -1), g_steal_pointer (&value));
}

/* What programs write above a rule: "rule:[Facturas]", "Flag: |UniqueId:1|Rulename: Facturas", "Facturas". */
static char *
name_of (const MdSieveNode *node)
{
  const char *start, *last;
  g_autofree char *name = NULL;

  if (node->remark == NULL)
    return NULL;
  if ((start = strstr (node->remark, "rule:[")) != NULL && (last = strrchr (start, ']')) != NULL)
    name = g_strndup (start + 6, (gsize) (last - start - 6));
  else if ((start = strstr (node->remark, "Rulename:")) != NULL)
    name = g_strdup (start + 9);
  else
    {
      last = strrchr (node->remark, '\n');
      name = g_strdup (last != NULL ? last + 1 : node->remark);
    }
  g_strdelimit (name, "\r\n\t", ' ');
  g_strstrip (name);
  if (name[strspn (name, "#-=* ")] == '\0' || strlen (name) > MAX_NAME)
    return NULL;
  return g_steal_pointer (&name);
}

/* The rule that the next command belongs to: @into, or a new one at the outermost level. */
static MdMailRule *
rule_at_top (MdSieveCompiler *self, const MdSieveNode *node, gboolean counts)
{
  g_autofree char *name = name_of (node);
  MdMailRule *rule;

  if (counts || self->rules->n_rules == 0)
    self->rules->n_rules++;
  rule = md_mail_rule_new (name, self->rules->n_rules, node->line);
  g_ptr_array_add (self->rules->rules, rule);
  return rule;
}

/* ── actions ── */

static void
add_action (MdSieveCompiler *self, const MdSieveNode *node, MdMailRule *into)
{
  static const struct
  {
    const char *name;
    MdDeed deed;
    MdDeed with_copy;
  } actions[] = {
    { "keep", MD_DEED_KEEP, MD_DEED_KEEP },           { "fileinto", MD_DEED_MOVE, MD_DEED_COPY },
    { "discard", MD_DEED_DISCARD, MD_DEED_DISCARD },  { "redirect", MD_DEED_FORWARD, MD_DEED_FORWARD_COPY },
    { "reject", MD_DEED_REJECT, MD_DEED_REJECT },     { "ereject", MD_DEED_REJECT, MD_DEED_REJECT },
    { "refuse", MD_DEED_REJECT, MD_DEED_REJECT },     { "stop", MD_DEED_STOP, MD_DEED_STOP },
    { "return", MD_DEED_RETURN, MD_DEED_RETURN },     { "setflag", MD_DEED_MARK, MD_DEED_MARK },
    { "addflag", MD_DEED_MARK, MD_DEED_MARK },        { "removeflag", MD_DEED_MARK, MD_DEED_MARK },
    { "mark", MD_DEED_MARK, MD_DEED_MARK },           { "unmark", MD_DEED_MARK, MD_DEED_MARK },
    { "vacation", MD_DEED_REPLY, MD_DEED_REPLY },     { "notify", MD_DEED_OTHER, MD_DEED_OTHER },
    { "denotify", MD_DEED_OTHER, MD_DEED_OTHER },     { "addheader", MD_DEED_OTHER, MD_DEED_OTHER },
    { "deleteheader", MD_DEED_OTHER, MD_DEED_OTHER }, { "replace", MD_DEED_OTHER, MD_DEED_OTHER },
    { "enclose", MD_DEED_OTHER, MD_DEED_OTHER },      { "extracttext", MD_DEED_OTHER, MD_DEED_OTHER },
    { "report", MD_DEED_OTHER, MD_DEED_OTHER },       { "pipe", MD_DEED_RUN, MD_DEED_OTHER },
    { "filter", MD_DEED_OTHER, MD_DEED_OTHER },       { "execute", MD_DEED_OTHER, MD_DEED_OTHER },
    { "break", MD_DEED_OTHER, MD_DEED_OTHER },        { "global", MD_DEED_OTHER, MD_DEED_OTHER },
    { "import", MD_DEED_OTHER, MD_DEED_OTHER },       { "export", MD_DEED_OTHER, MD_DEED_OTHER },
    { "error", MD_DEED_STOP, MD_DEED_STOP },          { "debug_log", MD_DEED_OTHER, MD_DEED_OTHER },
  };
  const char *const *objects = md_sieve_strings (node, 0);
  g_autofree char *filled = objects[0] != NULL ? md_sieve_fill (self, objects[0]) : NULL;
  g_autofree char *object = filled != NULL ? g_utf8_make_valid (filled, -1) : NULL;
  gboolean copies = md_sieve_has_tag (node, "copy");

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (strcmp (node->name, actions[i].name) == 0)
      {
        MdDeed deed = copies ? actions[i].with_copy : actions[i].deed;
        gboolean named = deed != MD_DEED_REJECT && deed != MD_DEED_REPLY && deed != MD_DEED_KEEP;

        md_mail_rule_add (into, deed, named ? object : NULL);
        return;
      }
  md_mail_rule_add (into, MD_DEED_RUN, node->name);
}

/* RFC 6609: what stands in another script of the same person. */
static void
include_script (MdSieveCompiler *self, const MdSieveNode *node, MdMailRule *into, guint depth)
{
  const char *name = md_sieve_strings (node, 0)[0];
  g_autoptr (GBytes) script = NULL;
  g_autoptr (GPtrArray) commands = NULL;
  MdMailRule *group;
  guint broken = 0;
  gsize length;
  const char *text;

  if (name != NULL && self->include != NULL && !md_sieve_has_tag (node, "global") && self->n_includes++ < MAX_INCLUDES)
    script = self->include (name, self->user_data);
  if (script == NULL)
    {
      self->rules->incomplete = self->rules->incomplete || !md_sieve_has_tag (node, "optional");
      return;
    }
  text = g_bytes_get_data (script, &length);
  commands = md_sieve_parse (text != NULL ? text : "", length, &broken);
  self->rules->incomplete = self->rules->incomplete || broken != 0;
  group = md_mail_rule_new (name, into->number, into->line);
  md_mail_rule_add (into, MD_DEED_GROUP, NULL)->rule = group;
  compile_block (self, commands, group, depth + 1);
}

/* ── blocks ── */

static gboolean
is_branch (const MdSieveNode *node)
{
  return strcmp (node->name, "if") == 0 || strcmp (node->name, "elsif") == 0 || strcmp (node->name, "else") == 0;
}

static void
compile_branch (MdSieveCompiler *self, const MdSieveNode *node, MdMailRule *into, guint depth)
{
  gboolean first = strcmp (node->name, "if") == 0;
  MdMailRule *rule;

  if (into == NULL)
    rule = rule_at_top (self, node, first);
  else
    {
      g_autofree char *name = name_of (node);

      rule = md_mail_rule_new (name, into->number, node->line);
      md_mail_rule_add (into, MD_DEED_GROUP, NULL)->rule = rule;
    }
  rule->chained = !first;
  if (strcmp (node->name, "else") == 0 || node->tests->len == 0)
    rule->test = md_rule_test_new (MD_TEST_TRUE);
  else
    rule->test = md_sieve_compile_test (self, g_ptr_array_index (node->tests, 0));
  if (node->block != NULL)
    compile_block (self, node->block, rule, depth + 1);
}

static void
compile_command (MdSieveCompiler *self, const MdSieveNode *node, MdMailRule *into, guint depth)
{
  if (strcmp (node->name, "include") == 0)
    include_script (self, node, into, depth);
  else if (node->block != NULL)
    {
      /* RFC 5703 foreverypart, and what we do not know: it may be obeyed. */
      MdMailRule *group = md_mail_rule_new (NULL, into->number, node->line);

      group->test = md_rule_test_unknown (MD_RULE_BODY, node->name);
      md_mail_rule_add (into, MD_DEED_GROUP, NULL)->rule = group;
      compile_block (self, node->block, group, depth + 1);
    }
  else
    add_action (self, node, into);
}

/* @into: NULL at the outermost level. */
static void
compile_block (MdSieveCompiler *self, const GPtrArray *commands, MdMailRule *into, guint depth)
{
  MdMailRule *loose = into;

  if (depth > MD_RULE_MAX_DEPTH)
    {
      self->rules->incomplete = TRUE;
      return;
    }
  for (guint i = 0; i < commands->len; i++)
    {
      const MdSieveNode *node = g_ptr_array_index (commands, i);

      if (strcmp (node->name, "require") == 0)
        continue;
      if (strcmp (node->name, "set") == 0)
        set_variable (self, node, into == NULL);
      else if (is_branch (node))
        {
          compile_branch (self, node, into, depth);
          loose = into;
        }
      else
        {
          if (loose == NULL)
            loose = rule_at_top (self, node, TRUE);
          compile_command (self, node, loose, depth);
        }
    }
}

MdMailRules *
md_sieve_rules (const char *text, gsize length, MdSieveInclude include, gpointer user_data)
{
  MdMailRules *rules = md_mail_rules_new ();
  MdSieveCompiler self = { .rules = rules, .include = include, .user_data = user_data };
  g_autoptr (GPtrArray) commands = md_sieve_parse (text, length, &rules->broken_line);

  self.variables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  compile_block (&self, commands, NULL, 0);
  g_hash_table_unref (self.variables);
  return rules;
}
