/* rule-compare.c - one comparison of a rule with what is known of a message; see rule.h
 *
 * What is not known is stood in for by a letter that nobody writes: a rule that matches with and without it matches
 * whatever the truth is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-rule"

#include "config.h"

#include "reading/rule-private.h"

#include <string.h>

/* Private use: the display name, or the part before the @. */
#define SOMETHING "\xEE\x80\x80"
#define MAX_TEXT_BYTES 500
#define MAX_PATTERN_BYTES 1000

static char *
fold (const char *text, MdRuleFold how)
{
  g_autofree char *valid = NULL;

  if (how == MD_FOLD_NONE)
    return g_strdup (text);
  if (how == MD_FOLD_ASCII)
    return g_ascii_strdown (text, -1);
  valid = g_utf8_make_valid (text, -1);
  return g_utf8_casefold (valid, -1);
}

/* RFC 5228 2.7.1: * any run, ? one character, backslash takes the next one as it is. */
static gboolean
glob_matches (const char *pattern, const char *text)
{
  const char *star = NULL;
  const char *retry = NULL;

  while (*text != '\0')
    {
      gboolean escaped = *pattern == '\\' && pattern[1] != '\0';

      if (*pattern == '*')
        {
          star = ++pattern;
          retry = text;
        }
      else if (*pattern == '?')
        {
          pattern++;
          do
            text++;
          while (((guchar) *text & 0xC0) == 0x80);
        }
      else if (pattern[escaped] == *text && *pattern != '\0')
        {
          pattern += escaped + 1;
          text++;
        }
      else if (star != NULL)
        {
          pattern = star;
          text = ++retry;
        }
      else
        return FALSE;
    }
  return pattern[strspn (pattern, "*")] == '\0';
}

static gboolean
value_matches (MdRuleOp op, const char *value, const char *text)
{
  switch (op)
    {
    case MD_RULE_IS:
      return strcmp (value, text) == 0;
    case MD_RULE_CONTAINS:
      return strstr (text, value) != NULL;
    case MD_RULE_BEGINS:
      return g_str_has_prefix (text, value);
    case MD_RULE_ENDS:
      return g_str_has_suffix (text, value);
    case MD_RULE_GLOB:
      return glob_matches (value, text);
    case MD_RULE_EXISTS:
      return TRUE;
    case MD_RULE_REGEX:
    case MD_RULE_COMPARES:
    default:
      return FALSE;
    }
}

/* A regular expression without branches, repeats and classes is a glob that may stand anywhere; NULL for any other,
 * which we leave undecided: foreign expressions can be made to never end. */
static char *
glob_of_regex (const char *regex)
{
  GString *out = g_string_new (regex[0] == '^' ? "" : "*");

  for (const char *p = regex + (regex[0] == '^'); *p != '\0'; p++)
    {
      if (*p == '.' && p[1] == '*')
        {
          g_string_append_c (out, '*');
          p++;
        }
      else if (*p == '.' && strchr ("+?{", p[1]) == NULL)
        g_string_append_c (out, '?');
      else if (*p == '$' && p[1] == '\0')
        return g_string_free (out, FALSE);
      else if (*p == '\\' && p[1] != '\0' && g_ascii_ispunct (p[1]))
        {
          p++;
          g_string_append_printf (out, "%s%c", strchr ("*?\\", *p) != NULL ? "\\" : "", *p);
        }
      else if (strchr ("^$.[]|()*+?{}\\", *p) != NULL || (p[1] != '\0' && strchr ("*+?{", p[1]) != NULL))
        {
          g_string_free (out, TRUE);
          return NULL;
        }
      else
        g_string_append_c (out, *p);
    }
  g_string_append_c (out, '*');
  return g_string_free (out, FALSE);
}

/* One of the values, folded, with the way it is to be compared. */
typedef struct
{
  MdRuleOp op;
  char *value;       /* (owned) */
  gboolean decided;  /* FALSE: it cannot be compared here */
} Wanted;

static Wanted
wanted_of (const MdRuleTest *test, const char *value)
{
  Wanted wanted = { .op = test->op, .decided = test->op != MD_RULE_COMPARES };

  if (test->op == MD_RULE_REGEX)
    {
      g_autofree char *glob = strlen (value) <= MAX_PATTERN_BYTES ? glob_of_regex (value) : NULL;

      wanted.decided = glob != NULL;
      wanted.op = MD_RULE_GLOB;
      wanted.value = fold (glob != NULL ? glob : value, test->fold);
      return wanted;
    }
  wanted.value = fold (value, test->fold);
  /* A value that a script makes up as it runs. */
  if (strstr (wanted.value, "${") != NULL || strlen (wanted.value) > MAX_PATTERN_BYTES)
    wanted.decided = FALSE;
  return wanted;
}

static gboolean
matches (const Wanted *wanted, const MdRuleTest *test, const char *text)
{
  g_autofree char *folded = fold (text, test->fold);

  if (strlen (folded) > 2 * MAX_TEXT_BYTES)
    folded[2 * MAX_TEXT_BYTES] = '\0';
  return value_matches (wanted->op, wanted->value, folded);
}

/* The part of an address that is compared; NULL when it has none (RFC 5233). */
static char *
part_of (const char *address, MdRulePart part)
{
  const char *at = strrchr (address, '@');
  g_autofree char *local = g_strndup (address, at != NULL ? (gsize) (at - address) : strlen (address));
  const char *plus = strchr (local, '+');

  switch (part)
    {
    case MD_RULE_DOMAIN:
      return g_strdup (at != NULL ? at + 1 : "");
    case MD_RULE_LOCAL:
      return g_steal_pointer (&local);
    case MD_RULE_USER:
      return g_strndup (local, plus != NULL ? (gsize) (plus - local) : strlen (local));
    case MD_RULE_DETAIL:
      return plus != NULL ? g_strdup (plus + 1) : NULL;
    case MD_RULE_WHOLE:
    case MD_RULE_ADDRESS:
    case MD_RULE_NAME_OR_ADDRESS:
    default:
      return g_strdup (address);
    }
}

/* The address, in a field of which the display name is not known. */
static MdSure
compare_address (const MdRuleTest *test, const Wanted *wanted, const char *address)
{
  g_autofree char *part = part_of (address, test->part);
  g_autofree char *full = NULL;
  gboolean bare, named;

  if (part == NULL)
    return MD_SURE_NO;
  bare = matches (wanted, test, part);
  if (test->part == MD_RULE_NAME_OR_ADDRESS && bare)
    return MD_SURE_CERTAIN;
  if (test->part != MD_RULE_WHOLE && test->part != MD_RULE_NAME_OR_ADDRESS)
    return bare ? MD_SURE_CERTAIN : MD_SURE_NO;
  full = g_strdup_printf (SOMETHING " <%s>", address);
  named = matches (wanted, test, full);
  if (bare && named)
    return MD_SURE_CERTAIN;
  if (bare || named)
    return MD_SURE_LIKELY;
  /* Nobody calls himself by another's address. */
  return strchr (wanted->value, '@') != NULL ? MD_SURE_NO : MD_SURE_UNLIKELY;
}

static MdSure
compare_from (const MdRuleTest *test, const Wanted *wanted, const MdRuleFacts *facts)
{
  g_autofree char *address = NULL;
  MdSure sure;

  if (facts->sender == NULL)
    return MD_SURE_POSSIBLE;
  if (strchr (facts->sender, '@') != NULL && facts->sender[0] != '@')
    return compare_address (test, wanted, facts->sender);
  /* Only the domain is known. */
  address = g_strconcat (SOMETHING "@", facts->sender + (facts->sender[0] == '@'), NULL);
  sure = compare_address (test, wanted, address);
  if (sure >= MD_SURE_LIKELY || test->part == MD_RULE_DOMAIN)
    return sure;
  if (test->part == MD_RULE_LOCAL || test->part == MD_RULE_USER || test->part == MD_RULE_DETAIL)
    return MD_SURE_POSSIBLE;
  return strstr (wanted->value, address + strlen (SOMETHING)) != NULL ? MD_SURE_POSSIBLE : sure;
}

/* Usually the same as From, and often not. */
static MdSure
compare_envelope (const MdRuleTest *test, const Wanted *wanted, const MdRuleFacts *facts)
{
  MdSure sure = compare_from (test, wanted, facts);

  if (test->name != NULL && g_ascii_strcasecmp (test->name, "envelope") != 0
      && g_ascii_strcasecmp (test->name, "return-path") != 0)
    return sure >= MD_SURE_POSSIBLE ? MD_SURE_POSSIBLE : MD_SURE_UNLIKELY;
  return CLAMP (sure, MD_SURE_UNLIKELY, MD_SURE_LIKELY);
}

/* Some words of it are known; there may be more before and behind them. */
static MdSure
compare_subject (const MdRuleTest *test, const Wanted *wanted, const MdRuleFacts *facts)
{
  g_autofree char *subject = NULL;
  g_autofree char *framed = NULL;
  gboolean alone, among;

  if (facts->subject == NULL || facts->subject[0] == '\0')
    return MD_SURE_POSSIBLE;
  subject = g_strndup (facts->subject, MAX_TEXT_BYTES);
  framed = g_strconcat (SOMETHING, subject, SOMETHING, NULL);
  alone = matches (wanted, test, subject);
  among = matches (wanted, test, framed);
  if (alone && among)
    return MD_SURE_CERTAIN;
  return alone || among ? MD_SURE_LIKELY : MD_SURE_UNLIKELY;
}

static MdSure
compare_recipient (const MdRuleTest *test, const Wanted *wanted, const MdRuleFacts *facts)
{
  MdSure sure = facts->recipient != NULL ? compare_address (test, wanted, facts->recipient) : MD_SURE_POSSIBLE;
  const char *at = facts->recipient != NULL ? strrchr (facts->recipient, '@') : NULL;

  if (sure >= MD_SURE_LIKELY)
    return test->field == MD_RULE_CC ? MD_SURE_POSSIBLE : MD_SURE_LIKELY;
  /* Another address, which may still be one of the person's own or a list they are on. */
  if (strchr (wanted->value, '@') != NULL && at != NULL && strstr (wanted->value, at) == NULL)
    return MD_SURE_UNLIKELY;
  return MD_SURE_POSSIBLE;
}

/* A rule for a list is about messages of that list: unless its name has something of the sender's domain in it, one
 * person's letter is not among them. */
static MdSure
compare_header (const MdRuleTest *test, const Wanted *wanted, const MdRuleFacts *facts)
{
  static const char *const lists[] = { "list-id",        "list-post",       "list-unsubscribe", "x-mailing-list",
                                       "x-beenthere",    "x-loop",          "mailing-list",     "list-help",
                                       "delivered-to-list", "x-list-id",    NULL };
  g_autofree char *name = test->name != NULL ? g_ascii_strdown (test->name, -1) : NULL;
  const char *at = facts->sender != NULL ? strrchr (facts->sender, '@') : NULL;
  g_auto (GStrv) labels = facts->sender != NULL ? g_strsplit (at != NULL ? at + 1 : facts->sender, ".", 10) : NULL;
  guint n_labels = labels != NULL ? g_strv_length (labels) : 0;

  if (name == NULL || n_labels < 2 || !g_strv_contains (lists, name))
    return MD_SURE_POSSIBLE;
  for (guint i = 0; i + 1 < n_labels; i++)
    {
      g_autofree char *label = fold (labels[i], test->fold);

      if (strlen (label) > 2 && strstr (wanted->value, label) != NULL)
        return MD_SURE_POSSIBLE;
    }
  return MD_SURE_UNLIKELY;
}

/* Every message has it, nearly every one, or who knows. */
static MdSure
exists (const MdRuleTest *test)
{
  switch (test->field)
    {
    case MD_RULE_FROM:
      return MD_SURE_CERTAIN;
    case MD_RULE_SUBJECT:
    case MD_RULE_TO:
    case MD_RULE_TO_OR_CC:
    case MD_RULE_DATE:
      return MD_SURE_LIKELY;
    case MD_RULE_HEADER:
      return test->name != NULL && g_ascii_strcasecmp (test->name, "message-id") == 0 ? MD_SURE_LIKELY
                                                                                      : MD_SURE_POSSIBLE;
    case MD_RULE_FIELD_NONE:
    case MD_RULE_ENVELOPE:
    case MD_RULE_CC:
    case MD_RULE_ANY_HEADER:
    case MD_RULE_BODY:
    case MD_RULE_SIZE:
    case MD_RULE_SPAM:
    case MD_RULE_FLAGS:
    case MD_RULE_CONTACTS:
    case MD_RULE_OTHER:
    case MD_N_RULE_FIELDS:
    default:
      return MD_SURE_POSSIBLE;
    }
}

static MdSure
compare_value (const MdRuleTest *test, const char *value, const MdRuleFacts *facts)
{
  Wanted wanted = wanted_of (test, value);
  MdSure sure = MD_SURE_POSSIBLE;

  if (wanted.decided)
    switch (test->field)
      {
      case MD_RULE_FROM:
        sure = compare_from (test, &wanted, facts);
        break;
      case MD_RULE_ENVELOPE:
        sure = compare_envelope (test, &wanted, facts);
        break;
      case MD_RULE_SUBJECT:
        sure = compare_subject (test, &wanted, facts);
        break;
      case MD_RULE_TO:
      case MD_RULE_CC:
      case MD_RULE_TO_OR_CC:
        sure = compare_recipient (test, &wanted, facts);
        break;
      case MD_RULE_ANY_HEADER:
        sure = MAX (compare_from (test, &wanted, facts), MD_SURE_POSSIBLE);
        break;
      case MD_RULE_HEADER:
        sure = compare_header (test, &wanted, facts);
        break;
      case MD_RULE_FIELD_NONE:
      case MD_RULE_BODY:
      case MD_RULE_SIZE:
      case MD_RULE_DATE:
      case MD_RULE_SPAM:
      case MD_RULE_FLAGS:
      case MD_RULE_CONTACTS:
      case MD_RULE_OTHER:
      case MD_N_RULE_FIELDS:
      default:
        break;
      }
  g_free (wanted.value);
  return sure;
}

MdSure
md_rule_compare (const MdRuleTest *test, const MdRuleFacts *facts)
{
  MdSure best = MD_SURE_NO;

  if (test->op == MD_RULE_EXISTS)
    return exists (test);
  if (test->op == MD_RULE_COMPARES || test->values == NULL || test->values[0] == NULL)
    return MD_SURE_POSSIBLE;
  for (gsize i = 0; test->values[i] != NULL && best < MD_SURE_CERTAIN; i++)
    best = MAX (best, compare_value (test, test->values[i], facts));
  return best;
}
