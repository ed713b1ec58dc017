/* spam-headers.c - the fields of spam filters; see spam-headers.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-spam-headers"

#include "config.h"

#include "reading/spam-headers.h"

#include <stdlib.h>
#include <string.h>

#define MAX_RULES 200
#define SHOWN_RULES 5
#define MAX_WORD 64

typedef enum
{
  READ_WORDS,   /* one of the row's words, in front or behind the row's key */
  READ_NUMBER,  /* a number, in front or behind the row's key, against two limits */
  READ_REPORT,  /* rules with points, no verdict */
  READ_SEEN,    /* that the filter was there, no more */
} How;

typedef struct
{
  const char *field;      /* "*-MailScanner-SpamCheck": whatever stands before */
  const char *product;
  How how;
  const char *key;        /* (nullable) "SCL:", "rule=": the word or number follows it */
  const char *spam;       /* words, parted by "|" */
  const char *suspected;
  const char *clean;
  double suspected_from;  /* of numbers */
  double spam_from;
  const char *score_key, *threshold_key, *rules_key; /* (nullable) where to find these in the value */
} Row;

#define WORDS(field, product, key, spam, suspected, clean) { field, product, READ_WORDS, key, spam, suspected, clean }
#define NUMBER(field, product, key, suspected, spam) \
  { field, product, READ_NUMBER, key, NULL, NULL, NULL, suspected, spam }
#define YES_NO(field, product) WORDS (field, product, NULL, "yes|true|spam|1", NULL, "no|false|ham|0")

/* The product "X-Spam" stands for whoever wrote these common fields, until another one tells. */
static const Row rows[] = {
  { "X-Spam-Status", "X-Spam", READ_WORDS, NULL, "yes", NULL, "no", 0, 0, "score=", "required=", "tests=" },
  YES_NO ("X-Spam-Flag", "X-Spam"),
  YES_NO ("X-Spam", "X-Spam"),
  { "X-Spam-Report", "X-Spam", READ_REPORT },
  NUMBER ("X-Spam-Score", "X-Spam", NULL, 0, 0),
  WORDS ("X-Spam-Verdict", "X-Spam", NULL, "spam|yes", "suspect|unsure", "clean|ham|no"),
  { "X-Spam-Checker-Version", "SpamAssassin", READ_SEEN },
  { "X-Spamd-Result", "rspamd", READ_WORDS, ":", "true", NULL, "false", 0, 0, "[", "/", "];" },
  WORDS ("X-Rspamd-Action", "rspamd", NULL, "reject|rewrite", "add|greylist|soft", "no"),
  WORDS ("X-Spam-Action", "rspamd", NULL, "reject|rewrite", "add|greylist|soft", "no"),
  NUMBER ("X-Rspamd-Score", "rspamd", NULL, 0, 0),
  { "X-Rspamd-Server", "rspamd", READ_SEEN },
  NUMBER ("X-MS-Exchange-Organization-SCL", "Microsoft", NULL, 5, 5),
  { "X-Forefront-Antispam-Report", "Microsoft", READ_WORDS, "SFV:", "spm|skb|sks|blk", NULL,
    "nspm|sfe|skn|ska|ski|skq", 0, 0, "SCL:", NULL, "CAT:" },
  WORDS ("X-Forefront-Antispam-Report", "Microsoft", "CAT:", "spm|hspm|ospm|phsh|hphsh|hphish|malw|amp|ftbp",
         "bulk|spoof|dimp|gimp|uimp|intos", NULL),
  WORDS ("X-Microsoft-Antispam-Mailbox-Delivery", "Microsoft", "dest:", "j", NULL, "i"),
  { "X-Microsoft-Antispam", "Microsoft", READ_NUMBER, "BCL:", NULL, NULL, NULL, 7, 0 },
  YES_NO ("X-Gm-Spam", "Google"),
  YES_NO ("X-Gm-Phishy", "Google"),
  { "X-Proofpoint-Spam-Details", "Proofpoint", READ_WORDS, "rule=", "spam|spam_definite|definite|phish|malware",
    "suspect|probable|bulk", "notspam|safe", 0, 0, " score=", NULL, NULL },
  NUMBER ("X-Mimecast-Spam-Score", "Mimecast", NULL, 5, 7),
  { "X-Barracuda-Spam-Status", "Barracuda", READ_WORDS, NULL, "yes", NULL, "no", 0, 0, "SCORE=", "TAG_LEVEL=",
    "tests=" },
  YES_NO ("X-Barracuda-Spam-Flag", "Barracuda"),
  NUMBER ("X-Barracuda-Spam-Score", "Barracuda", NULL, 0, 0),
  WORDS ("X-IronPort-Anti-Spam-Verdict", "Cisco IronPort", NULL, "positive|spam", "suspect|suspected", "negative"),
  { "X-IronPort-Anti-Spam-Filtered", "Cisco IronPort", READ_SEEN },
  { "X-IronPort-AV", "Cisco IronPort", READ_SEEN },
  /* The address it was filtered for: the field is there only when the message went to the bulk folder. */
  WORDS ("X-YahooFilteredBulk", "Yahoo", NULL, "*", NULL, NULL),
  NUMBER ("X-GMX-Antispam", "GMX", NULL, 1, 5),
  WORDS ("X-UI-Filterresults", "1&1", NULL, "junk", "unknown", "notjunk"),
  WORDS ("X-VR-SPAMSTATE", "Vade", NULL, "spam|phishing|scam", "suspect|bulk|commercial", "ok|clean"),
  WORDS ("X-VADE-SPAMSTATE", "Vade", NULL, "spam|phishing|scam", "suspect|bulk|commercial", "clean|ok"),
  NUMBER ("X-Yandex-Spam", "Yandex", NULL, 2, 4),
  WORDS ("X-SES-Spam-Verdict", "Amazon SES", NULL, "fail", "gray", "pass"),
  { "X-Bogosity", "Bogofilter", READ_WORDS, NULL, "spam|yes", "unsure", "ham|no", 0, 0, "spamicity=", NULL, NULL },
  WORDS ("X-DSPAM-Result", "DSPAM", NULL, "spam|blacklisted|blocklisted", NULL, "innocent|whitelisted"),
  WORDS ("X-CRM114-Status", "CRM114", NULL, "spam", "unsure", "good"),
  WORDS ("X-Spambayes-Classification", "SpamBayes", NULL, "spam", "unsure", "ham"),
  { "X-SpamProbe", "SpamProbe", READ_WORDS, NULL, "spam", NULL, "good" },
  WORDS ("X-SpamExperts-Class", "SpamExperts", NULL, "spam", "unsure", "ham|whitelisted"),
  WORDS ("X-Spampanel-Class", "SpamExperts", NULL, "spam", "unsure", "ham|whitelisted"),
  WORDS ("X-KSE-AntiSpam-Status", "Kaspersky", NULL, "kas_status_spam", "kas_status_probable_spam|kas_status_massmail",
         "kas_status_not_detected"),
  WORDS ("X-KLMS-AntiSpam-Status", "Kaspersky", NULL, "spam", "probable_spam|massmail", "not_detected"),
  NUMBER ("X-PMX-Spam", "Sophos PureMessage", "Probability=", 50, 80),
  WORDS ("X-TM-AS-Result", "Trend Micro", NULL, "yes", NULL, "no"),
  WORDS ("X-TMASE-Result", "Trend Micro", NULL, "yes", NULL, "no"),
  WORDS ("X-CTCH-Spam", "Cyren", NULL, "confirmed", "bulk|suspect", "unknown|nonspam"),
  WORDS ("X-CMAE-Verdict", "Cloudmark", NULL, "spam", "suspect", "clean|legit"),
  WORDS ("X-ESET-Antispam", "ESET", NULL, "spam", NULL, "ok"),
  YES_NO ("X-Assp-Spam", "ASSP"),
  WORDS ("X-Apple-Action", "Apple", NULL, "junk|move_to_folder/junk", NULL, NULL),
  { "*-MailScanner-SpamCheck", "MailScanner", READ_WORDS, NULL, "spam", NULL, "not", 0, 0, "score=", "required ",
    NULL },
  WORDS ("X-Amavis-Alert", "amavis", NULL, "infected", "bad|banned", NULL),
  WORDS ("X-Virus-Status", "ClamAV", NULL, "infected", NULL, "clean"),
};

const char *
md_spam_opinion_name (MdSpamOpinion opinion)
{
  static const char *const names[] = { [MD_SPAM_UNKNOWN] = "unknown",
                                       [MD_SPAM_CLEAN] = "clean",
                                       [MD_SPAM_SUSPECTED] = "suspected",
                                       [MD_SPAM_SPAM] = "spam" };

  return names[opinion];
}

void
md_spam_mark_free (MdSpamMark *self)
{
  g_free (self->score);
  g_free (self->threshold);
  g_free (self->rules);
  g_free (self->field);
  g_free (self);
}

/* ── rules with points ── */

typedef struct
{
  char *name;  /* (owned) */
  double points;
} Rule;

static void
rule_clear (gpointer data)
{
  g_free (((Rule *) data)->name);
}

static gint
heavier (gconstpointer a, gconstpointer b)
{
  const Rule *one = a, *other = b;

  return one->points < other->points ? 1 : one->points > other->points ? -1 : g_strcmp0 (one->name, other->name);
}

static gsize
name_length (const char *at)
{
  gsize length = 0;

  while (g_ascii_isalnum (at[length]) || at[length] == '_' || at[length] == '-')
    length++;
  return length;
}

static void
add_rule (GArray *found, const char *name, gsize length, double points)
{
  Rule rule = { .points = points };

  if (length < 3 || length > MAX_WORD || !(points > 0 && points < 10000) || found->len == MAX_RULES)
    return;
  rule.name = g_strndup (name, length);
  g_array_append_val (found, rule);
}

/* "* 3.5 BAYES_99 …": points, blanks, a name in capitals. */
static void
take_listed (GArray *found, const char *report)
{
  for (const char *at = strchr (report, '*'); at != NULL; at = strchr (at + 1, '*'))
    {
      char *end;
      double points = g_ascii_strtod (at + 1, &end);

      if (end != at + 1)
        add_rule (found, end + strspn (end, " \t"), name_length (end + strspn (end, " \t")), points);
    }
}

/* "BAYES_SPAM(3.50)", "BAYES_99=3.5" */
static void
take_called (GArray *found, const char *report)
{
  for (const char *at = strpbrk (report, "(="); at != NULL; at = strpbrk (at + 1, "(="))
    {
      const char *name = at;
      char *end;
      double points = g_ascii_strtod (at + 1, &end);

      if (end == at + 1 || (*at == '(' && *end != ')'))
        continue;
      while (name > report && (g_ascii_isupper (name[-1]) || g_ascii_isdigit (name[-1]) || name[-1] == '_'))
        name--;
      add_rule (found, name, (gsize) (at - name), points);
    }
}

char *
md_spam_heaviest_rules (const char *report)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Rule));
  g_autoptr (GString) out = g_string_new (NULL);

  g_array_set_clear_func (found, rule_clear);
  take_listed (found, report);
  if (found->len == 0)
    take_called (found, report);
  g_array_sort (found, heavier);
  for (guint i = 0; i < MIN (found->len, SHOWN_RULES); i++)
    {
      const Rule *rule = &g_array_index (found, Rule, i);
      char points[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (points, sizeof points, "%.4g", rule->points);
      g_string_append_printf (out, "%s%s (%s)", i > 0 ? ", " : "", rule->name, points);
    }
  return out->len > 0 ? g_strdup (out->str) : NULL;
}

/* The first names of a list without points: "BAYES_99,HTML_MESSAGE". */
static char *
first_rules (const char *list)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at = list;

  for (guint i = 0; i < SHOWN_RULES; i++)
    {
      gsize length = name_length (at);

      /* "autolearn=" is another key. */
      if (length < 3 || length > MAX_WORD || at[length] == '=')
        break;
      g_string_append_printf (out, "%s%.*s", i > 0 ? ", " : "", (int) length, at);
      at += length;
      at += strspn (at, ", \t");
    }
  return out->len > 0 ? g_strdup (out->str) : NULL;
}

/* ── one field ── */

static char *
dup_number (const char *at)
{
  char *end;
  double number;

  at += strspn (at, " \t");
  number = g_ascii_strtod (at, &end);
  return end > at && number > -1e6 && number < 1e6 ? g_strndup (at, (gsize) (end - at)) : NULL;
}

static const char *
behind (const char *value, const char *key)
{
  const char *at = key != NULL ? strcasestr (value, key) : value;

  return at == NULL ? NULL : key != NULL ? at + strlen (key) : at;
}

static gboolean
is_among (const char *words, const char *word, gsize length)
{
  const char *at = words;

  if (words != NULL && strcmp (words, "*") == 0)
    return TRUE;
  while (at != NULL && *at != '\0')
    {
      gsize n = strcspn (at, "|");

      if (n == length && g_ascii_strncasecmp (at, word, n) == 0)
        return TRUE;
      at += n + (at[n] == '|' ? 1 : 0);
    }
  return FALSE;
}

static MdSpamOpinion
judge_word (const Row *row, const char *value)
{
  const char *word = behind (value, row->key);
  gsize length;

  if (word == NULL)
    return MD_SPAM_UNKNOWN;
  word += strspn (word, " \t\"");
  length = strcspn (word, " \t,;:()\"-");
  return is_among (row->spam, word, length)        ? MD_SPAM_SPAM
         : is_among (row->suspected, word, length) ? MD_SPAM_SUSPECTED
         : is_among (row->clean, word, length)     ? MD_SPAM_CLEAN
                                                   : MD_SPAM_UNKNOWN;
}

static MdSpamOpinion
judge_number (const Row *row, const char *value, char **score)
{
  const char *at = behind (value, row->key);
  g_autofree char *text = at != NULL ? dup_number (at) : NULL;
  double number = text != NULL ? g_ascii_strtod (text, NULL) : 0;
  MdSpamOpinion opinion = MD_SPAM_UNKNOWN;

  if (text == NULL)
    return MD_SPAM_UNKNOWN;
  if (row->spam_from > 0)
    opinion = number >= row->spam_from ? MD_SPAM_SPAM : MD_SPAM_CLEAN;
  if (row->suspected_from > 0 && number >= row->suspected_from && opinion != MD_SPAM_SPAM)
    opinion = MD_SPAM_SUSPECTED;
  /* A bulk level says nothing about the rest. */
  if (row->spam_from > 0 || row->key == NULL)
    *score = g_steal_pointer (&text);
  return opinion;
}

static void
take_details (MdSpamMark *mark, const Row *row, const char *value)
{
  const char *at = row->score_key != NULL ? behind (value, row->score_key) : NULL;

  if (at != NULL && mark->score == NULL)
    mark->score = dup_number (at);
  at = row->threshold_key != NULL ? behind (value, row->threshold_key) : NULL;
  if (at != NULL && mark->threshold == NULL)
    mark->threshold = dup_number (at);
  at = row->rules_key != NULL ? behind (value, row->rules_key) : NULL;
  if (at != NULL && mark->rules == NULL)
    mark->rules = md_spam_heaviest_rules (at);
  if (at != NULL && mark->rules == NULL)
    mark->rules = first_rules (at + strspn (at, " \t"));
}

static MdSpamMark *
mark_of (GPtrArray *marks, const char *product)
{
  MdSpamMark *mark;

  for (guint i = 0; i < marks->len; i++)
    if (strcmp (((MdSpamMark *) g_ptr_array_index (marks, i))->product, product) == 0)
      return g_ptr_array_index (marks, i);
  mark = g_new0 (MdSpamMark, 1);
  mark->product = product;
  g_ptr_array_add (marks, mark);
  return mark;
}

static void
read_field (GPtrArray *marks, const Row *row, const MdHeader *field)
{
  MdSpamMark *mark = mark_of (marks, row->product);
  g_autofree char *score = NULL;
  MdSpamOpinion opinion = MD_SPAM_UNKNOWN;

  if (row->how == READ_WORDS)
    opinion = judge_word (row, field->value);
  else if (row->how == READ_NUMBER)
    opinion = judge_number (row, field->value, &score);
  else if (row->how == READ_REPORT)
    {
      g_free (mark->rules);
      mark->rules = md_spam_heaviest_rules (field->value);
    }
  take_details (mark, row, field->value);
  if (mark->score == NULL)
    mark->score = g_steal_pointer (&score);
  if (mark->field == NULL || opinion > mark->opinion)
    {
      g_free (mark->field);
      mark->field = g_strdup (field->name);
    }
  mark->opinion = MAX (mark->opinion, opinion);
}

static gboolean
is_field (const Row *row, const char *name)
{
  gsize length = strlen (name), suffix;

  if (row->field[0] != '*')
    return g_ascii_strcasecmp (row->field, name) == 0;
  suffix = strlen (row->field) - 1;
  return length > suffix && g_ascii_strcasecmp (row->field + 1, name + length - suffix) == 0;
}

/* ── the header ── */

/* The common fields belong to the filter that left its name elsewhere. */
static void
name_common (GPtrArray *marks)
{
  guint common = G_MAXUINT, other = G_MAXUINT;
  MdSpamMark *from, *to;

  for (guint i = 0; i < marks->len; i++)
    {
      const char *product = ((MdSpamMark *) g_ptr_array_index (marks, i))->product;

      if (strcmp (product, "X-Spam") == 0)
        common = i;
      else if (other == G_MAXUINT && (strcmp (product, "rspamd") == 0 || strcmp (product, "SpamAssassin") == 0))
        other = i;
    }
  if (common == G_MAXUINT)
    return;
  from = g_ptr_array_index (marks, common);
  if (other == G_MAXUINT)
    {
      if (from->threshold != NULL && from->rules != NULL)
        from->product = "SpamAssassin";
      return;
    }
  to = g_ptr_array_index (marks, other);
  if (from->opinion > to->opinion)
    {
      to->opinion = from->opinion;
      g_free (to->field);
      to->field = g_steal_pointer (&from->field);
    }
  to->score = to->score != NULL ? to->score : g_steal_pointer (&from->score);
  to->threshold = to->threshold != NULL ? to->threshold : g_steal_pointer (&from->threshold);
  to->rules = to->rules != NULL ? to->rules : g_steal_pointer (&from->rules);
  g_ptr_array_remove_index (marks, common);
}

static gint
graver (gconstpointer a, gconstpointer b)
{
  const MdSpamMark *one = *(MdSpamMark *const *) a, *other = *(MdSpamMark *const *) b;

  return (gint) other->opinion - (gint) one->opinion;
}

GPtrArray *
md_spam_marks (const MdHeaders *headers)
{
  GPtrArray *marks = g_ptr_array_new_with_free_func ((GDestroyNotify) md_spam_mark_free);

  for (gsize row = 0; row < G_N_ELEMENTS (rows); row++)
    for (guint i = 0; i < headers->fields->len; i++)
      {
        const MdHeader *field = &g_array_index (headers->fields, MdHeader, i);

        if (is_field (&rows[row], field->name))
          {
            read_field (marks, &rows[row], field);
            break;
          }
      }
  name_common (marks);
  g_ptr_array_sort (marks, graver);
  return marks;
}
