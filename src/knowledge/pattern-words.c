/* pattern-words.c - words of which one must stand in whatever a regular expression matches; see pattern-words.h
 *
 * A sequence needs all of its parts: its best one is chosen, whose words are few, long, and not those that stand in
 * nearly every reply.  Alternatives need one of theirs: their words are put together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-knowledge"

#include "config.h"

#include "knowledge/pattern-words.h"

#include <string.h>

#define MAX_DEPTH 8

typedef struct
{
  const char *at;
  guint depth;
  gboolean strange; /* something that is not understood */
} Parser;

typedef struct
{
  GPtrArray *best; /* (owned) (nullable) */
  GString *run;    /* (owned) literal characters in a row */
} Sequence;

static GPtrArray *parse_alternatives (Parser *self);

static gsize
shortest (const GPtrArray *words)
{
  gsize length = words != NULL && words->len > 0 ? G_MAXSIZE : 0;

  for (guint i = 0; words != NULL && i < words->len; i++)
    length = MIN (length, strlen (g_ptr_array_index (words, i)));
  return length;
}

/* How seldom a reply will have that word and yet not be meant: a guess. */
static gsize
worth_of_word (const char *word)
{
  static const char *const everywhere[] = { "account",   "address", "box",    "domain",  "e-mail",
                                            "email",     "host",    "mail",   "mailbox", "message", "not",
                                            "recipient", "sender",  "server", "use",     "user",    NULL };
  static const char *const often[] = { "blocked", "denied",    "error",   "failed",  "invalid",
                                       "not found", "refused", "rejected", "unknown", NULL };
  g_autofree char *alone = g_strstrip (g_strdup (word));

  if (strlen (alone) < 3)
    return 1;
  if (g_strv_contains (everywhere, alone))
    return 2;
  return g_strv_contains (often, alone) ? 12 : 4 * strlen (word);
}

/* The same of words of which one must be there; 0: of none. */
static gsize
worth (const GPtrArray *words)
{
  gsize least = words != NULL && words->len > 0 ? G_MAXSIZE : 0;

  for (guint i = 0; words != NULL && i < words->len; i++)
    least = MIN (least, worth_of_word (g_ptr_array_index (words, i)));
  return least > 0 && least > words->len ? least - words->len : MIN (least, 1);
}

/* Takes @words (transfer full) (nullable) when they are better than what there is. */
static void
offer (Sequence *sequence, GPtrArray *words)
{
  if (worth (words) > worth (sequence->best))
    {
      g_clear_pointer (&sequence->best, g_ptr_array_unref);
      sequence->best = words;
    }
  else if (words != NULL)
    g_ptr_array_unref (words);
}

static void
end_run (Sequence *sequence)
{
  GPtrArray *words;

  if (sequence->run->len == 0)
    return;
  words = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (words, g_utf8_strdown (sequence->run->str, -1));
  g_string_truncate (sequence->run, 0);
  offer (sequence, words);
}

/* Whether what was just read may be left out; moves on behind the quantifier.  @repeats: it may come more than once. */
static gboolean
take_quantifier (Parser *self, gboolean *repeats)
{
  gboolean optional = *self->at == '?' || *self->at == '*' || g_str_has_prefix (self->at, "{0")
                      || g_str_has_prefix (self->at, "{,");

  *repeats = *self->at == '+' || *self->at == '*' || *self->at == '{';
  if (*self->at == '{')
    {
      const char *end = strchr (self->at, '}');

      self->at = end != NULL ? end : self->at + strlen (self->at) - 1;
    }
  if (optional || *repeats)
    self->at++;
  /* Lazy or possessive. */
  if ((optional || *repeats) && (*self->at == '?' || *self->at == '+'))
    self->at++;
  return optional;
}

static void
skip_class (Parser *self)
{
  self->at++;
  if (*self->at == '^')
    self->at++;
  if (*self->at == ']')
    self->at++;
  while (*self->at != '\0' && *self->at != ']')
    self->at += *self->at == '\\' && self->at[1] != '\0' ? 2 : 1;
  if (*self->at == ']')
    self->at++;
}

static void
take_group (Parser *self, Sequence *sequence)
{
  GPtrArray *words;
  gboolean repeats;

  end_run (sequence);
  self->at++;
  if (g_str_has_prefix (self->at, "?:"))
    self->at += 2;
  else if (*self->at == '?')
    self->strange = TRUE;
  words = parse_alternatives (self);
  if (*self->at == ')')
    self->at++;
  else
    self->strange = TRUE;
  if (take_quantifier (self, &repeats))
    g_clear_pointer (&words, g_ptr_array_unref);
  offer (sequence, words);
}

/* One character that is meant as it stands, with its quantifier. */
static void
take_literal (Parser *self, Sequence *sequence)
{
  const char *next = g_utf8_next_char (self->at);
  gsize before = sequence->run->len;
  gboolean repeats;

  g_string_append_len (sequence->run, self->at, next - self->at);
  self->at = next;
  if (take_quantifier (self, &repeats))
    {
      g_string_truncate (sequence->run, before);
      end_run (sequence);
    }
  else if (repeats)
    end_run (sequence);
}

static void
take_escape (Parser *self, Sequence *sequence)
{
  gboolean repeats;

  self->at++;
  if (*self->at == '\0' || g_ascii_isdigit (*self->at))
    {
      self->strange = TRUE;
      self->at += *self->at != '\0';
    }
  else if (*self->at == 'b')
    self->at++;
  else if (g_ascii_isalpha (*self->at))
    {
      end_run (sequence);
      self->strange = self->strange || strchr ("dDwWsS", *self->at) == NULL;
      self->at++;
      take_quantifier (self, &repeats);
    }
  else
    take_literal (self, sequence);
}

static GPtrArray *
parse_sequence (Parser *self)
{
  Sequence sequence = { .run = g_string_new (NULL) };
  gboolean repeats;

  while (*self->at != '\0' && *self->at != '|' && *self->at != ')' && !self->strange)
    switch (*self->at)
      {
      case '(':
        take_group (self, &sequence);
        break;
      case '[':
        end_run (&sequence);
        skip_class (self);
        take_quantifier (self, &repeats);
        break;
      case '.':
        end_run (&sequence);
        self->at++;
        take_quantifier (self, &repeats);
        break;
      case '^':
      case '$':
        self->at++;
        break;
      case '\\':
        take_escape (self, &sequence);
        break;
      default:
        take_literal (self, &sequence);
        break;
      }
  end_run (&sequence);
  g_string_free (sequence.run, TRUE);
  return sequence.best;
}

/* Both stay the caller's; NULL unless there are words of both. */
static GPtrArray *
join (GPtrArray *all, GPtrArray *more)
{
  if (all == NULL || more == NULL)
    return NULL;
  for (guint i = 0; i < more->len; i++)
    g_ptr_array_add (all, g_strdup (g_ptr_array_index (more, i)));
  return g_ptr_array_ref (all);
}

static GPtrArray *
parse_alternatives (Parser *self)
{
  g_autoptr (GPtrArray) all = NULL;

  if (++self->depth > MAX_DEPTH)
    self->strange = TRUE;
  all = parse_sequence (self);
  while (*self->at == '|' && !self->strange)
    {
      g_autoptr (GPtrArray) more = NULL;
      g_autoptr (GPtrArray) before = g_steal_pointer (&all);

      self->at++;
      more = parse_sequence (self);
      all = join (before, more);
    }
  self->depth--;
  return g_steal_pointer (&all);
}

GPtrArray *
md_pattern_words (const char *pattern, gsize min_length)
{
  Parser parser = { .at = pattern };
  g_autoptr (GPtrArray) words = parse_alternatives (&parser);

  if (parser.strange || *parser.at != '\0' || shortest (words) < min_length)
    return NULL;
  return g_steal_pointer (&words);
}
