/* replies.c - what a server's refusal means; see knowledge.h
 *
 * Text tells more than codes, which servers use as they like: every entry with a text is tried and the best score
 * wins; only without one do the enhanced code (RFC 3463) and then the bare code (RFC 5321) speak.  Texts are compared
 * in lower case, with single blanks, and without the codes that a multi-line reply repeats.
 *
 * Limits: 4 KiB of a reply are looked at; a regular expression that gives up counts as no match.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-knowledge"

#include "config.h"

#include "knowledge/knowledge-data.h"
#include "knowledge/pattern-words.h"
#include "knowledge/word-index.h"

#include <string.h>

#define TEXT_MAX_BYTES 4096
#define BLANKS " \t\r\n\v\f"
#define MAX_CODES 4
#define MAX_ENTRIES 2048
#define ANY_PHASE (-1)

/* Points towards an entry, beside the length of the matched text. */
#define POINTS_LENGTH_MAX 80
#define POINTS_TIER_1 20
#define POINTS_ENHANCED 8
#define POINTS_CODE 4
#define POINTS_PROVIDER 25
#define POINTS_PHASE 2

typedef struct
{
  const char *id;
  const char *cause;
  const char *text;             /* (nullable) to be found as it is */
  const char *pattern;          /* (nullable) regular expression */
  const char *const *enhanced;
  const char *provider;         /* (nullable) */
  GOnce regex;                  /* pattern, compiled when first needed */
  guint codes[MAX_CODES + 1];   /* closed by 0 */
  guint priority;
  guint tier;
  int phase;
  gboolean needs_provider;
  gboolean temporary;
} Entry;

typedef struct
{
  Entry *entries;
  guint n_entries;
  GStringChunk *strings;  /* (owned) what the rows point to */
  MdWordIndex *words;     /* (owned) of which entry a word must stand in the text */
  GArray *by_code[2];     /* (owned) of guint: the entries of tier 3 and 4, which are for a code alone */
  guint32 always[MAX_ENTRIES / 32]; /* bits of the entries without such a word */
} Catalogue;

typedef struct
{
  guint code;
  const char *enhanced;  /* (nullable) */
  const char *text;      /* normalized */
  const char *provider;  /* (nullable) */
  int phase;
} Reply;

static const char *const phase_names[] = {
  [MD_PHASE_CONNECT] = "connect", [MD_PHASE_BANNER] = "banner", [MD_PHASE_EHLO] = "ehlo",
  [MD_PHASE_STARTTLS] = "starttls", [MD_PHASE_AUTH] = "auth",   [MD_PHASE_MAIL] = "mail",
  [MD_PHASE_RCPT] = "rcpt",       [MD_PHASE_DATA] = "data",     [MD_PHASE_BOUNCE] = "bounce",
};

const char *
md_reply_phase_name (MdReplyPhase phase)
{
  return phase_names[phase];
}

const char *
md_sureness_name (MdSureness sure)
{
  static const char *const names[] = {
    [MD_SURE_LOW] = "low",
    [MD_SURE_MEDIUM] = "medium",
    [MD_SURE_HIGH] = "high",
  };

  return names[sure];
}

static int
phase_from_name (const char *name)
{
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (phase_names); i++)
    if (strcmp (name, phase_names[i]) == 0)
      return (int) i;
  return ANY_PHASE;
}

static void
read_entry (Entry *self, JsonObject *object, GStringChunk *strings)
{
  guint n_codes = 0;
  JsonArray *codes = md_knowledge_array (object, "codes", &n_codes);

  self->id = md_knowledge_string (object, "id", strings);
  self->cause = md_knowledge_string (object, "cause", strings);
  self->text = md_knowledge_string (object, "text", strings);
  self->pattern = md_knowledge_string (object, "regex", strings);
  self->provider = md_knowledge_string (object, "provider", strings);
  self->enhanced = md_knowledge_strings (object, "enhanced", strings);
  self->regex = (GOnce) G_ONCE_INIT;
  for (guint i = 0; i < MIN (n_codes, MAX_CODES); i++)
    self->codes[i] = (guint) json_array_get_int_element (codes, i);
  self->priority = md_knowledge_number (object, "priority");
  self->tier = md_knowledge_number (object, "tier");
  self->phase = phase_from_name (json_object_get_string_member_with_default (object, "phase", NULL));
  self->needs_provider = md_knowledge_flag (object, "needs_provider");
  self->temporary = md_knowledge_flag (object, "temporary");
}

/* So that few of the entries have to be tried: see find_by_text(). */
static void
index_entry (Catalogue *self, guint i)
{
  const Entry *entry = &self->entries[i];
  g_autoptr (GPtrArray) words = NULL;

  if (entry->text != NULL && strlen (entry->text) >= MD_WORD_INDEX_MIN)
    md_word_index_add (self->words, entry->text, i);
  else if (entry->pattern != NULL && (words = md_pattern_words (entry->pattern, MD_WORD_INDEX_MIN)) != NULL)
    for (guint word = 0; word < words->len; word++)
      md_word_index_add (self->words, g_ptr_array_index (words, word), i);
  else if (entry->text != NULL || entry->pattern != NULL)
    self->always[i / 32] |= 1u << (i % 32);
  if (entry->tier == 3 || entry->tier == 4)
    g_array_append_val (self->by_code[entry->tier - 3], i);
}

static Catalogue *
load (void)
{
  Catalogue *self = g_new0 (Catalogue, 1);
  GStringChunk *strings = g_string_chunk_new (16384);
  g_autoptr (JsonNode) root = md_knowledge_load ("replies.json");
  JsonArray *rows = md_knowledge_array (json_node_get_object (root), "replies", &self->n_entries);

  self->strings = strings;
  g_assert (self->n_entries <= MAX_ENTRIES);
  self->entries = g_new0 (Entry, self->n_entries);
  self->words = md_word_index_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (self->by_code); i++)
    self->by_code[i] = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < self->n_entries; i++)
    {
      read_entry (&self->entries[i], json_array_get_object_element (rows, i), strings);
      index_entry (self, i);
    }
  md_word_index_build (self->words);
  return self;
}

static Catalogue *
catalogue (void)
{
  static GOnce once = G_ONCE_INIT; /* constant data, read once */

  return g_once (&once, (GThreadFunc) (void (*) (void)) load, NULL);
}

static gpointer
compile (gpointer data)
{
  const Entry *entry = data;
  g_autoptr (GError) error = NULL;
  /* Patterns and texts are in lower case; those in ASCII need to know nothing of letters beyond it. */
  GRegexCompileFlags flags = g_str_is_ascii (entry->pattern) ? G_REGEX_OPTIMIZE | G_REGEX_RAW : G_REGEX_OPTIMIZE;
  GRegex *regex = g_regex_new (entry->pattern, flags, 0, &error);

  if (regex == NULL)
    g_error ("replies.json: %s: %s", entry->id, error->message);
  return regex;
}

/* ── normalizing ── */

static gboolean
is_code (const char *word)
{
  return word[0] >= '2' && word[0] <= '5' && g_ascii_isdigit (word[1]) && g_ascii_isdigit (word[2])
         && (word[3] == '\0' || word[3] == '-');
}

/* "5.7.8", RFC 3463: class, subject and detail of at most three digits. */
static gboolean
is_enhanced (const char *word)
{
  gsize subject, detail;

  if (strchr ("245", word[0]) == NULL || word[0] == '\0' || word[1] != '.')
    return FALSE;
  subject = strspn (word + 2, "0123456789");
  if (subject < 1 || subject > 3 || word[2 + subject] != '.')
    return FALSE;
  detail = strspn (word + 3 + subject, "0123456789");
  return detail >= 1 && detail <= 3 && word[3 + subject + detail] == '\0';
}

/* Takes codes from the front of @word: "535-5.7.8" → "", "550-the" → "the". */
static const char *
after_codes (const char *word, guint *code, char **enhanced)
{
  if (is_code (word))
    {
      if (*code == 0)
        *code = (guint) g_ascii_strtoull (word, NULL, 10);
      word += word[3] == '-' ? 4 : 3;
    }
  if (is_enhanced (word))
    {
      if (*enhanced == NULL)
        *enhanced = g_strdup (word);
      return "";
    }
  return word;
}

/* Whether words[i] repeats a code in the middle of a reply whose lines were joined. */
static gboolean
is_repetition (char *const *words, gsize i, guint code, const char *enhanced)
{
  gboolean same_code = is_code (words[i]) && g_ascii_strtoull (words[i], NULL, 10) == code;

  if (enhanced != NULL && strcmp (words[i], enhanced) == 0)
    return TRUE;
  if (!same_code)
    return FALSE;
  return words[i][3] == '-' || (words[i + 1] != NULL && g_strcmp0 (words[i + 1], enhanced) == 0);
}

static char *
to_lower (const char *text)
{
  g_autofree char *valid = NULL;

  for (gsize i = 0; i < TEXT_MAX_BYTES; i++)
    {
      if (text[i] == '\0')
        return g_ascii_strdown (text, -1);
      if ((guchar) text[i] >= 0x80)
        break;
    }
  valid = g_utf8_make_valid (text, (gssize) MIN (strlen (text), TEXT_MAX_BYTES));
  return g_utf8_strdown (valid, -1);
}

/* Cuts @text at its blanks, in place; (element-type utf8), closed by NULL. */
static GPtrArray *
split_words (char *text)
{
  GPtrArray *words = g_ptr_array_sized_new (64);

  for (char *at = text; *at != '\0';)
    {
      gsize length = strcspn (at, BLANKS);
      gboolean last = at[length] == '\0';

      if (length > 0)
        g_ptr_array_add (words, at);
      at[length] = '\0';
      at += length + (last ? 0 : 1);
    }
  g_ptr_array_add (words, NULL);
  return words;
}

/* The reply as the entries are written for: "535 5.7.8 username and password not accepted. …". @code and @enhanced
 * are filled in from the text where they are not given. */
static char *
normalize (const char *text, guint *code, char **enhanced)
{
  g_autofree char *lower = to_lower (text);
  g_autoptr (GPtrArray) split = split_words (lower);
  char *const *words = (char *const *) split->pdata;
  g_autoptr (GString) body = g_string_new (NULL);
  GString *whole = g_string_new (NULL);
  gboolean at_front = TRUE;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      const char *word = words[i];

      if (word[0] == '\0')
        continue;
      if (at_front)
        word = after_codes (word, code, enhanced);
      else if (is_repetition (words, i, *code, *enhanced))
        word = word[0] != '\0' && strlen (word) > 4 && word[3] == '-' ? after_codes (word, code, enhanced) : "";
      if (word[0] == '\0')
        continue;
      at_front = FALSE;
      if (body->len > 0)
        g_string_append_c (body, ' ');
      g_string_append (body, word);
    }
  if (*code != 0)
    g_string_append_printf (whole, "%u ", *code);
  if (*enhanced != NULL)
    {
      g_string_append (whole, *enhanced);
      g_string_append_c (whole, ' ');
    }
  g_string_append_len (whole, body->str, (gssize) body->len);
  return g_string_free (whole, FALSE);
}

/* ── judging ── */

/* Entries name a provider by its id, or by its family: "gmx" is gmx.net and gmx.com. */
static gboolean
is_provider (const Entry *entry, const char *provider)
{
  gsize length;

  if (entry->provider == NULL || provider == NULL || !g_str_has_prefix (provider, entry->provider))
    return FALSE;
  length = strlen (entry->provider);
  return provider[length] == '\0' || provider[length] == '.';
}

static gboolean
has_code (const Entry *entry, guint code)
{
  for (gsize i = 0; entry->codes[i] != 0; i++)
    if (entry->codes[i] == code)
      return TRUE;
  return FALSE;
}

static gboolean
has_enhanced (const Entry *entry, const char *enhanced)
{
  return enhanced != NULL && g_strv_contains (entry->enhanced, enhanced);
}

/* Bytes of the text that the entry recognizes; 0: none. */
static guint
match_length (Entry *entry, const char *text)
{
  g_autoptr (GMatchInfo) match = NULL;
  int from = 0, until = 0;

  if (entry->text != NULL)
    return strstr (text, entry->text) != NULL ? (guint) strlen (entry->text) : 0;
  g_once (&entry->regex, compile, entry);
  if (!g_regex_match_full (entry->regex.retval, text, -1, 0, 0, &match, NULL)
      || !g_match_info_fetch_pos (match, 0, &from, &until))
    return 0;
  return (guint) (until - from);
}

static guint
score (Entry *entry, const Reply *reply)
{
  guint length;
  guint points;

  if (entry->needs_provider && !is_provider (entry, reply->provider))
    return 0;
  /* While signing in no recipient can be meant: "user unknown" is about the account. */
  if (reply->phase == MD_PHASE_AUTH && (entry->phase == MD_PHASE_RCPT || entry->phase == MD_PHASE_DATA))
    return 0;
  length = match_length (entry, reply->text);
  if (length == 0)
    return 0;
  points = MIN (length, POINTS_LENGTH_MAX) + entry->priority;
  points += entry->tier == 1 ? POINTS_TIER_1 : 0;
  points += has_enhanced (entry, reply->enhanced) ? POINTS_ENHANCED : 0;
  points += has_code (entry, reply->code) ? POINTS_CODE : 0;
  points += is_provider (entry, reply->provider) ? POINTS_PROVIDER : 0;
  points += entry->phase == reply->phase ? POINTS_PHASE : 0;
  return points;
}

static const Entry *
find_by_text (const Reply *reply)
{
  Catalogue *all = catalogue ();
  guint32 may_match[MAX_ENTRIES / 32];
  const Entry *best = NULL;
  guint best_points = 0;

  memcpy (may_match, all->always, sizeof may_match);
  md_word_index_look (all->words, reply->text, strlen (reply->text), may_match);
  for (guint i = 0; i < all->n_entries; i++)
    {
      guint points;

      if (may_match[i / 32] == 0)
        {
          i |= 31;
          continue;
        }
      if ((may_match[i / 32] >> (i % 32) & 1) == 0)
        continue;
      points = score (&all->entries[i], reply);
      if (points > best_points)
        {
          best = &all->entries[i];
          best_points = points;
        }
    }
  return best;
}

/* Among the entries for the code alone: the provider's own, else one for everybody, else that of another provider. */
static const Entry *
find_by_code (const Reply *reply, guint tier)
{
  const Catalogue *all = catalogue ();
  const GArray *rows = all->by_code[tier - 3];
  const Entry *best = NULL;
  int best_rank = -1;

  for (guint i = 0; i < rows->len; i++)
    {
      const Entry *entry = &all->entries[g_array_index (rows, guint, i)];
      int rank;

      rank = is_provider (entry, reply->provider) ? 2 : entry->provider == NULL ? 1 : 0;
      if (rank <= best_rank)
        continue;
      if (tier == 3 ? has_enhanced (entry, reply->enhanced) : has_code (entry, reply->code))
        {
          best = entry;
          best_rank = rank;
        }
    }
  return best;
}

static MdSureness
sureness (const Entry *entry, const Reply *reply)
{
  if (entry->tier == 1 || (entry->tier <= 3 && is_provider (entry, reply->provider)))
    return MD_SURE_HIGH;
  return entry->tier == 2 ? MD_SURE_MEDIUM : MD_SURE_LOW;
}

gboolean
md_replies_classify (guint code, const char *enhanced, const char *text, MdReplyPhase phase, const char *provider,
                     MdReplyMeaning *meaning)
{
  g_autofree char *own_enhanced = g_strdup (enhanced);
  g_autofree char *normalized = normalize (text != NULL ? text : "", &code, &own_enhanced);
  Reply reply = { code, own_enhanced, normalized, provider, (int) phase };
  const Entry *entry = find_by_text (&reply);

  if (entry == NULL)
    entry = find_by_code (&reply, 3);
  if (entry == NULL)
    entry = find_by_code (&reply, 4);
  if (entry == NULL)
    return FALSE;
  meaning->cause = entry->cause;
  meaning->sure = sureness (entry, &reply);
  /* The server's own class wins: an entry may be written for a reply that others give as a permanent one. */
  meaning->temporary = code >= 400 ? code < 500 : entry->temporary;
  meaning->entry = entry->id;
  return TRUE;
}
