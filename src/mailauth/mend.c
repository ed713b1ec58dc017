/* mend.c - a tag list with a mistake, put right; see mend.h
 *
 * The record is taken apart more generously than any receiver would: quotes pasted in, commas or blanks for semicolons,
 * capitals, a colon for the equals sign, "mailto:" forgotten.  What is understood is written anew in the right order.
 * At most 4096 bytes and 64 tags.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mend"

#include "config.h"

#include "mailauth/mailauth.h"
#include "mailauth/mend.h"
#include "mailauth/policies.h"

#include <string.h>

#define RECORD_MAX_BYTES 4096
#define MAX_TAGS 64
#define WORD_MAX_BYTES 64
#define NEAR_ENOUGH 2
#define BASE64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="

typedef enum
{
  VALUE_WORD,      /* one of words */
  VALUE_WORDS,     /* several of words, with colons between */
  VALUE_NUMBER,
  VALUE_ADDRESSES, /* mailto: or https:, with commas between */
  VALUE_PLACE,     /* https: or nothing */
  VALUE_KEY,       /* base64 */
  VALUE_ID,        /* letters and digits */
  VALUE_TEXT,
} ValueKind;

typedef struct
{
  const char *name;
  ValueKind kind;
  const char *words;    /* (nullable) separated by blanks */
  const char *fallback; /* (nullable) in place of what cannot be understood */
  gboolean needed;      /* added with the fallback when it is not there */
} TagRule;

typedef struct
{
  const char *version;
  const TagRule *rules; /* in their order, closed by an empty one */
} Grammar;

static const TagRule dmarc_rules[] = {
  { "p", VALUE_WORD, "none quarantine reject", "none", TRUE },
  { "sp", VALUE_WORD, "none quarantine reject", NULL, FALSE },
  { "np", VALUE_WORD, "none quarantine reject", NULL, FALSE },
  { "adkim", VALUE_WORD, "r s", NULL, FALSE },
  { "aspf", VALUE_WORD, "r s", NULL, FALSE },
  { "pct", VALUE_NUMBER, NULL, NULL, FALSE },
  { "fo", VALUE_WORDS, "0 1 d s", NULL, FALSE },
  { "rf", VALUE_WORDS, "afrf iodef", NULL, FALSE },
  { "ri", VALUE_NUMBER, NULL, NULL, FALSE },
  { "rua", VALUE_ADDRESSES, NULL, NULL, FALSE },
  { "ruf", VALUE_ADDRESSES, NULL, NULL, FALSE },
  { "psd", VALUE_WORD, "y n u", NULL, FALSE },
  { "t", VALUE_WORD, "y n", NULL, FALSE },
  { NULL },
};

static const TagRule dkim_rules[] = {
  { "h", VALUE_WORDS, "sha256 sha1", NULL, FALSE },
  { "k", VALUE_WORD, "rsa ed25519", "rsa", FALSE },
  { "n", VALUE_TEXT, NULL, NULL, FALSE },
  { "s", VALUE_WORDS, "* email", NULL, FALSE },
  { "t", VALUE_WORDS, "y s", NULL, FALSE },
  { "p", VALUE_KEY, NULL, NULL, FALSE },
  { NULL },
};

static const TagRule tls_rpt_rules[] = { { "rua", VALUE_ADDRESSES, NULL, NULL, TRUE }, { NULL } };
static const TagRule sts_rules[] = { { "id", VALUE_ID, NULL, "1", TRUE }, { NULL } };
static const TagRule bimi_rules[] = {
  { "l", VALUE_PLACE, NULL, NULL, FALSE },
  { "a", VALUE_PLACE, NULL, NULL, FALSE },
  { NULL },
};

static const Grammar grammars[] = {
  [MD_RECORD_DMARC] = { "DMARC1", dmarc_rules },
  [MD_RECORD_DKIM] = { "DKIM1", dkim_rules },
  [MD_RECORD_TLS_RPT] = { "TLSRPTv1", tls_rpt_rules },
  [MD_RECORD_STS] = { "STSv1", sts_rules },
  [MD_RECORD_BIMI] = { "BIMI1", bimi_rules },
};

static gboolean
is_valid (MdRecordKind kind, const char *record)
{
  g_autoptr (MdDmarc) dmarc = kind == MD_RECORD_DMARC ? md_dmarc_parse (record) : NULL;
  g_autoptr (MdDkimKey) key = kind == MD_RECORD_DKIM ? md_dkim_key_parse (record) : NULL;
  g_autoptr (MdTlsRpt) reports = kind == MD_RECORD_TLS_RPT ? md_tls_rpt_parse (record) : NULL;
  g_autoptr (MdStsRecord) sts = kind == MD_RECORD_STS ? md_sts_record_parse (record) : NULL;
  g_autoptr (MdBimi) bimi = kind == MD_RECORD_BIMI ? md_bimi_parse (record) : NULL;

  return (dmarc != NULL && dmarc->valid) || (key != NULL && key->state == MD_DKIM_KEY_OK)
         || (reports != NULL && reports->valid) || (sts != NULL && sts->valid) || (bimi != NULL && bimi->valid);
}

/* ── values ── */

/* Single changes (insert, leave out, replace) from one to the other, letters without regard to case. */
static guint
distance (const char *a, const char *b)
{
  guint row[WORD_MAX_BYTES + 1];
  gsize width = MIN (strlen (b), WORD_MAX_BYTES);

  for (guint j = 0; j <= width; j++)
    row[j] = j;
  for (guint i = 1; a[i - 1] != '\0'; i++)
    {
      guint diagonal = row[0];

      row[0] = i;
      for (guint j = 1; j <= width; j++)
        {
          guint above = row[j];
          guint same = g_ascii_tolower (a[i - 1]) == g_ascii_tolower (b[j - 1]) ? 0 : 1;

          row[j] = MIN (MIN (row[j] + 1, row[j - 1] + 1), diagonal + same);
          diagonal = above;
        }
    }
  return row[width];
}

/* The one of @words that @value most probably means; (transfer full) (nullable) */
static char *
nearest_word (const char *value, const char *words)
{
  g_auto (GStrv) known = g_strsplit (words, " ", -1);
  const char *best = NULL;
  guint best_distance = NEAR_ENOUGH + 1;

  if (strlen (value) > WORD_MAX_BYTES)
    return NULL;
  for (gsize i = 0; known[i] != NULL; i++)
    {
      gsize length = strlen (known[i]);
      guint far = distance (value, known[i]);

      if (length > 2 && g_ascii_strncasecmp (value, known[i], length) == 0)
        far = 0;
      /* A letter alone is near to everything. */
      if (far < best_distance && (length > 2 || far == 0))
        {
          best = known[i];
          best_distance = far;
        }
    }
  return g_strdup (best);
}

static char *
mend_words (const char *value, const char *words)
{
  g_auto (GStrv) parts = g_strsplit_set (value, ":, \t", MAX_TAGS);
  g_autoptr (GString) out = g_string_new (NULL);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *word = parts[i][0] != '\0' ? nearest_word (parts[i], words) : NULL;

      if (word != NULL)
        g_string_append_printf (out, "%s%s", out->len > 0 ? ":" : "", word);
    }
  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

static char *
mend_number (const char *name, const char *value)
{
  guint64 number;

  if (!g_ascii_isdigit (value[0]))
    return NULL;
  number = g_ascii_strtoull (value, NULL, 10);
  return g_strdup_printf ("%" G_GUINT64_FORMAT, MIN (number, strcmp (name, "pct") == 0 ? 100 : G_MAXUINT32));
}

static char *
mend_address (const char *text)
{
  const char *at = text;

  if (g_ascii_strncasecmp (at, "https://", 8) == 0)
    return g_strdup (at);
  if (g_ascii_strncasecmp (at, "mailto", 6) == 0)
    at += 6;
  at += strspn (at, ":/= ");
  return strchr (at, '@') != NULL && at[0] != '@' && strpbrk (at, "\"<>=:") == NULL ? g_strconcat ("mailto:", at, NULL)
                                                                                      : NULL;
}

static char *
mend_addresses (const char *value, const char *address)
{
  g_auto (GStrv) parts = g_strsplit_set (value, ",; \t<>", MAX_TAGS);
  g_autoptr (GString) out = g_string_new (NULL);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *uri = mend_address (parts[i]);

      if (uri != NULL)
        g_string_append_printf (out, "%s%s", out->len > 0 ? "," : "", uri);
    }
  if (out->len == 0 && address != NULL)
    g_string_append_printf (out, "mailto:%s", address);
  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

static char *
keep_characters (const char *value, const char *kept)
{
  GString *out = g_string_new (NULL);

  for (const char *at = value; *at != '\0'; at++)
    if (kept != NULL ? strchr (kept, *at) != NULL : g_ascii_isalnum (*at))
      g_string_append_c (out, *at);
  return g_string_free (out, FALSE);
}

static char *
mend_key (const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, "-----", -1);
  g_autoptr (GString) bare = g_string_new (NULL);

  /* A whole PEM file pasted in: its first and last line are no part of the key. */
  for (gsize i = 0; parts[i] != NULL; i++)
    if (!g_str_has_prefix (parts[i], "BEGIN ") && !g_str_has_prefix (parts[i], "END "))
      g_string_append (bare, parts[i]);
  return keep_characters (bare->str, BASE64);
}

static char *
mend_place (const char *value)
{
  if (g_ascii_strncasecmp (value, "http://", 7) == 0)
    return g_strconcat ("https://", value + 7, NULL);
  if (value[0] == '\0' || g_ascii_strncasecmp (value, "https://", 8) == 0)
    return g_strdup (value);
  return strchr (value, '.') != NULL && strstr (value, "://") == NULL ? g_strconcat ("https://", value, NULL) : NULL;
}

static char *
mend_value (const TagRule *rule, const char *value, const char *address)
{
  char *mended = NULL;

  switch (rule->kind)
    {
    case VALUE_WORD:
      mended = nearest_word (value, rule->words);
      break;
    case VALUE_WORDS:
      mended = mend_words (value, rule->words);
      break;
    case VALUE_NUMBER:
      mended = mend_number (rule->name, value);
      break;
    case VALUE_ADDRESSES:
      mended = mend_addresses (value, address);
      break;
    case VALUE_PLACE:
      mended = mend_place (value);
      break;
    case VALUE_KEY:
      mended = mend_key (value);
      break;
    case VALUE_ID:
      mended = keep_characters (value, NULL);
      if (mended[0] == '\0' || strlen (mended) > 32)
        g_clear_pointer (&mended, g_free);
      break;
    case VALUE_TEXT:
    default:
      mended = g_strdup (value);
      break;
    }
  return mended != NULL ? mended : g_strdup (rule->fallback);
}

/* ── taking apart ── */

static const TagRule *
find_rule (const Grammar *grammar, const char *name)
{
  for (const TagRule *rule = grammar->rules; rule->name != NULL; rule++)
    if (g_ascii_strcasecmp (rule->name, name) == 0)
      return rule;
  return NULL;
}

/* The length of a tag's name at @at when one that the grammar knows starts there, with "=" or ":" after it. */
static gsize
known_name (const Grammar *grammar, const char *at, const char **value)
{
  gsize length = 0;
  g_autofree char *name = NULL;
  const char *sign;

  while (g_ascii_isalnum (at[length]) || at[length] == '_')
    length++;
  sign = at + length + strspn (at + length, " \t");
  if (length == 0 || length > 8 || (*sign != '=' && *sign != ':'))
    return 0;
  name = g_strndup (at, length);
  if (g_ascii_strcasecmp (name, "v") != 0 && find_rule (grammar, name) == NULL)
    return 0;
  *value = sign + 1;
  return length;
}

/* Where the next tag starts; the record's end when there is none. */
static const char *
next_tag (const Grammar *grammar, const char *at)
{
  const char *value;

  while (*at != '\0')
    {
      /* An address may hold what looks like a tag; only after something that separates can one start. */
      gsize separators = strspn (at, ";, \t");

      at += separators;
      if (separators > 0 && known_name (grammar, at, &value) > 0)
        return at;
      at += strcspn (at, ";, \t");
    }
  return at;
}

/* Tag names (small letters) and their values, the first of each; owned by the table. */
static GHashTable *
take_apart (const Grammar *grammar, const char *record)
{
  GHashTable *tags = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *at = record + strspn (record, ";, \t");

  while (*at != '\0' && g_hash_table_size (tags) < MAX_TAGS)
    {
      const char *value = NULL, *end = next_tag (grammar, at);
      gsize length = known_name (grammar, at, &value);

      if (length > 0)
        {
          g_autofree char *name = g_ascii_strdown (at, (gssize) length);
          g_autofree char *text = g_strndup (value, (gsize) (end - value));
          gsize kept;

          g_strstrip (text);
          for (kept = strlen (text); kept > 0 && strchr (";, \t", text[kept - 1]) != NULL; kept--)
            text[kept - 1] = '\0';
          if (!g_hash_table_contains (tags, name))
            g_hash_table_insert (tags, g_steal_pointer (&name), g_steal_pointer (&text));
        }
      at = end;
    }
  return tags;
}

/* Quotes belong to the zone file, not to the record. */
static char *
without_quotes (const char *record)
{
  g_auto (GStrv) pieces = g_strsplit (record, "\" \"", -1);
  g_autofree char *joined = g_strjoinv ("", pieces);
  GString *out = g_string_new (NULL);

  for (const char *at = joined; *at != '\0'; at++)
    if (*at != '"' && *at != '\\')
      g_string_append_c (out, g_ascii_isspace (*at) ? ' ' : *at);
  return g_string_free (out, FALSE);
}

char *
md_mend_record (MdRecordKind kind, const char *record, const char *address)
{
  const Grammar *grammar = &grammars[kind];
  g_autofree char *plain = NULL;
  g_autoptr (GHashTable) tags = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (strlen (record) > RECORD_MAX_BYTES || !g_utf8_validate (record, -1, NULL))
    return NULL;
  plain = without_quotes (record);
  tags = take_apart (grammar, plain);
  g_string_append_printf (out, "v=%s", grammar->version);
  for (const TagRule *rule = grammar->rules; rule->name != NULL; rule++)
    {
      const char *value = g_hash_table_lookup (tags, rule->name);
      g_autofree char *mended = NULL;

      if (value == NULL && !rule->needed)
        continue;
      mended = mend_value (rule, value != NULL ? value : "", address);
      if (mended != NULL)
        g_string_append_printf (out, "; %s=%s", rule->name, mended);
    }
  return is_valid (kind, out->str) ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

char *
md_record_word (const char *record, guint position)
{
  gsize length = strlen (record);
  g_autofree char *word = NULL;

  if (position == 0 || position > length)
    return g_strdup ("");
  record += position - 1;
  word = g_strndup (record, MIN (strcspn (record, ";"), WORD_MAX_BYTES));
  g_strchomp (word);
  return g_utf8_make_valid (word, -1);
}
