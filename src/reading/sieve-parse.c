/* sieve-parse.c - the grammar of filter scripts (RFC 5228 8); see sieve.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-sieve"

#include "config.h"

#include "reading/rule-private.h"
#include "reading/sieve.h"

#include <string.h>

#define MAX_NODES 20000
#define MAX_STRINGS 20000
#define MAX_REMARK 200

typedef enum
{
  TOKEN_END,
  TOKEN_IDENTIFIER,
  TOKEN_TAG,
  TOKEN_NUMBER,
  TOKEN_STRING,
  TOKEN_SIGN,  /* one of [](){},; */
  TOKEN_BAD,
} TokenKind;

typedef struct
{
  const char *at;
  const char *end;
  guint line;
  GString *remark;   /* the latest comment */
  guint remark_line; /* where it ended */
  guint n_nodes;
  guint n_strings;
  guint broken_line;
  /* The token at hand */
  TokenKind token;
  guint token_line;
  char sign;
  guint64 number;
  GString *text;     /* of an identifier, a tag, a string */
} Parser;

static void
argument_free (MdSieveArgument *self)
{
  g_free (self->tag);
  g_strfreev (self->strings);
  g_free (self);
}

void
md_sieve_node_free (MdSieveNode *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->remark);
  g_ptr_array_unref (self->arguments);
  g_ptr_array_unref (self->tests);
  g_clear_pointer (&self->block, g_ptr_array_unref);
  g_free (self);
}

/* ── letters to tokens: RFC 5228 8.1 ── */

static void
add_remark (Parser *self, const char *from, const char *until)
{
  if (self->remark_line + 1 < self->line)
    g_string_truncate (self->remark, 0);
  else if (self->remark->len > 0)
    g_string_append_c (self->remark, '\n');
  if (self->remark->len < MAX_REMARK)
    g_string_append_len (self->remark, from, MIN (until - from, MAX_REMARK));
}

/* Over blanks and comments; FALSE when a comment has no end. */
static gboolean
skip_white (Parser *self)
{
  while (self->at < self->end)
    {
      const char *start = self->at;

      if (*start == '#')
        {
          const char *close = memchr (start, '\n', (gsize) (self->end - start));

          self->at = close != NULL ? close : self->end;
          add_remark (self, start + 1, self->at);
          self->remark_line = self->line;
        }
      else if (*start == '/' && self->end - start > 1 && start[1] == '*')
        {
          const char *close = g_strstr_len (start + 2, self->end - start - 2, "*/");

          if (close == NULL)
            return FALSE;
          add_remark (self, start + 2, close);
          for (self->at = start; self->at < close; self->at++)
            self->line += *self->at == '\n';
          self->at = close + 2;
          self->remark_line = self->line;
        }
      else if (*start == ' ' || *start == '\t' || *start == '\r' || *start == '\n')
        {
          self->line += *start == '\n';
          self->at++;
        }
      else
        return TRUE;
    }
  return TRUE;
}

static gboolean
is_identifier (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

static TokenKind
take_number (Parser *self)
{
  guint64 number = 0;

  for (; self->at < self->end && g_ascii_isdigit (*self->at); self->at++)
    number = number > G_MAXUINT64 / 100 ? number : number * 10 + (guint64) (*self->at - '0');
  if (self->at < self->end && strchr ("KMGkmg", *self->at) != NULL && *self->at != '\0')
    {
      char quantifier = g_ascii_toupper (*self->at++);

      number <<= quantifier == 'K' ? 10 : quantifier == 'M' ? 20 : 30;
    }
  self->number = number;
  return TOKEN_NUMBER;
}

/* RFC 5228 2.4.2: a backslash takes the next character as it is. */
static TokenKind
take_quoted (Parser *self)
{
  for (self->at++; self->at < self->end; self->at++)
    {
      if (*self->at == '"')
        {
          self->at++;
          return TOKEN_STRING;
        }
      if (*self->at == '\\' && self->end - self->at > 1)
        self->at++;
      self->line += *self->at == '\n';
      /* A NUL would cut what follows. */
      if (*self->at != '\0')
        g_string_append_c (self->text, *self->at);
    }
  return TOKEN_BAD;
}

/* "text:", the rest of the line, then lines up to a single dot. */
static TokenKind
take_multi_line (Parser *self)
{
  const char *close;

  while (self->at < self->end && (*self->at == ' ' || *self->at == '\t'))
    self->at++;
  if (self->at < self->end && *self->at == '#')
    {
      close = memchr (self->at, '\n', (gsize) (self->end - self->at));
      self->at = close != NULL ? close : self->end;
    }
  if (self->at < self->end && *self->at == '\r')
    self->at++;
  if (self->at >= self->end || *self->at != '\n')
    return TOKEN_BAD;
  for (self->at++, self->line++; self->at < self->end; self->line++)
    {
      const char *line = self->at;
      gsize length;

      close = memchr (line, '\n', (gsize) (self->end - line));
      length = close != NULL ? (gsize) (close - line) : (gsize) (self->end - line);
      self->at = close != NULL ? close + 1 : self->end;
      if (length > 0 && line[length - 1] == '\r')
        length--;
      if (length == 1 && line[0] == '.')
        {
          self->line++;
          return TOKEN_STRING;
        }
      if (length > 1 && line[0] == '.' && line[1] == '.')
        line++, length--;
      for (gsize i = 0; i < length; i++)
        if (line[i] != '\0')
          g_string_append_c (self->text, line[i]);
      g_string_append_c (self->text, '\n');
    }
  return TOKEN_BAD;
}

static TokenKind
take_word (Parser *self)
{
  gboolean is_tag = *self->at == ':';
  const char *start = self->at + is_tag;

  for (self->at = start; self->at < self->end && is_identifier (*self->at); self->at++)
    ;
  if (self->at == start)
    return TOKEN_BAD;
  g_string_append_len (self->text, start, self->at - start);
  g_string_ascii_down (self->text);
  if (!is_tag && self->at < self->end && *self->at == ':' && strcmp (self->text->str, "text") == 0)
    {
      self->at++;
      g_string_truncate (self->text, 0);
      return take_multi_line (self);
    }
  return is_tag ? TOKEN_TAG : TOKEN_IDENTIFIER;
}

static void
next (Parser *self)
{
  g_string_truncate (self->text, 0);
  self->sign = '\0';
  if (!skip_white (self))
    self->token = TOKEN_BAD;
  else if (self->at >= self->end)
    self->token = TOKEN_END;
  else
    {
      self->token_line = self->line;
      if (strchr ("[](){},;", *self->at) != NULL && *self->at != '\0')
        {
          self->token = TOKEN_SIGN;
          self->sign = *self->at++;
        }
      else if (*self->at == '"')
        self->token = take_quoted (self);
      else if (g_ascii_isdigit (*self->at))
        self->token = take_number (self);
      else
        self->token = take_word (self);
    }
  if (self->token == TOKEN_BAD && self->broken_line == 0)
    self->broken_line = self->line;
}

/* ── tokens to commands: RFC 5228 8.2 ── */

static gboolean
broken (Parser *self)
{
  if (self->broken_line == 0)
    self->broken_line = MAX (self->token_line, 1);
  return FALSE;
}

static gboolean
take_sign (Parser *self, char sign)
{
  if (self->token != TOKEN_SIGN || self->sign != sign)
    return FALSE;
  next (self);
  return TRUE;
}

/* A string, or "[" strings "]". */
static gboolean
take_strings (Parser *self, MdSieveNode *node)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean list = self->token == TOKEN_SIGN;
  MdSieveArgument *argument;

  if (list)
    next (self);
  /* "[]" is no list by the grammar; some programs write it all the same. */
  while (!(list && self->token == TOKEN_SIGN && self->sign == ']'))
    {
      if (self->token != TOKEN_STRING || ++self->n_strings > MAX_STRINGS)
        return broken (self);
      g_strv_builder_add (builder, self->text->str);
      next (self);
      if (!list || !take_sign (self, ','))
        break;
    }
  if (list && !take_sign (self, ']'))
    return broken (self);
  argument = g_new0 (MdSieveArgument, 1);
  argument->kind = MD_SIEVE_STRINGS;
  argument->strings = g_strv_builder_end (builder);
  g_ptr_array_add (node->arguments, argument);
  return TRUE;
}

static gboolean
take_arguments (Parser *self, MdSieveNode *node)
{
  for (;;)
    {
      MdSieveArgument *argument;

      if (self->token == TOKEN_STRING || (self->token == TOKEN_SIGN && self->sign == '['))
        {
          if (!take_strings (self, node))
            return FALSE;
          continue;
        }
      if (self->token != TOKEN_TAG && self->token != TOKEN_NUMBER)
        return TRUE;
      if (++self->n_strings > MAX_STRINGS)
        return broken (self);
      argument = g_new0 (MdSieveArgument, 1);
      argument->kind = self->token == TOKEN_TAG ? MD_SIEVE_TAG : MD_SIEVE_NUMBER;
      argument->tag = self->token == TOKEN_TAG ? g_strdup (self->text->str) : NULL;
      argument->number = self->number;
      g_ptr_array_add (node->arguments, argument);
      next (self);
    }
}

static MdSieveNode *
node_new (Parser *self)
{
  MdSieveNode *node = g_new0 (MdSieveNode, 1);

  self->n_nodes++;
  node->name = g_strdup (self->text->str);
  node->line = self->token_line;
  node->arguments = g_ptr_array_new_with_free_func ((GDestroyNotify) argument_free);
  node->tests = g_ptr_array_new_with_free_func ((GDestroyNotify) md_sieve_node_free);
  if (self->remark->len > 0 && self->remark_line + 1 >= self->token_line)
    node->remark = g_utf8_make_valid (self->remark->str, (gssize) self->remark->len);
  g_string_truncate (self->remark, 0);
  return node;
}

static gboolean take_test (Parser *self, MdSieveNode *parent, guint depth);

/* A test, or "(" tests ")", behind the arguments. */
static gboolean
take_tests (Parser *self, MdSieveNode *node, guint depth)
{
  if (self->token == TOKEN_IDENTIFIER)
    return take_test (self, node, depth);
  if (!take_sign (self, '('))
    return TRUE;
  do
    if (!take_test (self, node, depth))
      return FALSE;
  while (take_sign (self, ','));
  return take_sign (self, ')') || broken (self);
}

static gboolean
take_test (Parser *self, MdSieveNode *parent, guint depth)
{
  MdSieveNode *node;

  if (self->token != TOKEN_IDENTIFIER || depth >= MD_RULE_MAX_DEPTH || self->n_nodes >= MAX_NODES)
    return broken (self);
  node = node_new (self);
  g_ptr_array_add (parent->tests, node);
  next (self);
  return take_arguments (self, node) && take_tests (self, node, depth + 1);
}

static gboolean
take_commands (Parser *self, GPtrArray *into, guint depth)
{
  while (self->token == TOKEN_IDENTIFIER)
    {
      MdSieveNode *node;

      if (depth >= MD_RULE_MAX_DEPTH || self->n_nodes >= MAX_NODES)
        return broken (self);
      node = node_new (self);
      g_ptr_array_add (into, node);
      next (self);
      if (!take_arguments (self, node) || !take_tests (self, node, depth + 1))
        return FALSE;
      if (take_sign (self, ';'))
        continue;
      if (!take_sign (self, '{'))
        return broken (self);
      node->block = g_ptr_array_new_with_free_func ((GDestroyNotify) md_sieve_node_free);
      if (!take_commands (self, node->block, depth + 1))
        return FALSE;
      if (!take_sign (self, '}'))
        return broken (self);
    }
  return TRUE;
}

GPtrArray *
md_sieve_parse (const char *text, gsize length, guint *broken_line)
{
  Parser self = { .at = text, .end = text + MIN (length, MD_SIEVE_MAX_BYTES), .line = 1, .token_line = 1 };
  GPtrArray *commands = g_ptr_array_new_with_free_func ((GDestroyNotify) md_sieve_node_free);

  self.remark = g_string_new (NULL);
  self.text = g_string_new (NULL);
  if (length >= 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0)
    self.at += 3;
  next (&self);
  if (!take_commands (&self, commands, 0) || self.token != TOKEN_END)
    {
      (void) broken (&self);
      /* What is half read is not believed. */
      if (commands->len > 0)
        g_ptr_array_set_size (commands, (int) commands->len - 1);
    }
  if (length > MD_SIEVE_MAX_BYTES && self.broken_line == 0)
    self.broken_line = self.line;
  *broken_line = self.broken_line;
  g_string_free (self.remark, TRUE);
  g_string_free (self.text, TRUE);
  return commands;
}
