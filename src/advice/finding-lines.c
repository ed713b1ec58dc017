/* finding-lines.c - a finding as one line for a person; see advice.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/cause-text.h"
#include "advice/finding-text.h"

#include <string.h>

/* Parameters whose values are words of the program rather than of the world. */
static const struct
{
  const char *parameter;
  const char *group;
} groups[] = {
  { "result", "result" },     { "status", "result" },         { "reason", "reason" },
  { "domain_state", "domain_state" }, { "fault", "fault" },
  { "what", "what" },         { "verdict", "verdict" },
  { "stage", "stage" },       { "security", "security" },     { "configured", "security" },
  { "value", "security" },    { "recommended", "security" },  { "field", "field" },
  { "source", "source" },     { "other_source", "source" },   { "missing", "missing" },
  { "program", "program" },   { "first", "program" },         { "second", "program" },
  { "identity", "identity" }, { "state", "state" },
  { "deed", "deed" },         { "doubt", "doubt" },           { "folder", "folder" },
  { "plain", "folder" },      { "draft", "folder" },
  { "one", "security" },      { "other", "security" },        { "kind", "kind" },
};

const MdWordText *
md_word_text_get (guint index)
{
  static const MdWordText *const tables[] = { md_send_words, md_delivery_words, md_receive_words,
                                              md_content_word_texts };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const MdWordText *text = tables[i]; text->group != NULL; text++)
      if (index-- == 0)
        return text;
  return NULL;
}

const MdFindingText *
md_finding_text (MdFindingCode code)
{
  static const MdFindingRow *const tables[] = { md_delivery_texts, md_receive_texts, md_content_texts,
                                                md_account_texts };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const MdFindingRow *row = tables[i]; row->line.text != NULL; row++)
      if (row->code == code)
        return &row->line;
  return md_send_texts[code].text != NULL ? &md_send_texts[code] : NULL;
}

static const char *
find_word (const char *group, const char *word)
{
  const MdWordText *text;

  for (guint i = 0; (text = md_word_text_get (i)) != NULL; i++)
    if (strcmp (text->group, group) == 0 && strcmp (text->word, word) == 0)
      return text->text;
  return NULL;
}

static gboolean
is_number (const char *text)
{
  return text[0] != '\0' && strspn (text, "0123456789") == strlen (text) && strlen (text) < 19;
}

/* "10.5 MB", with the decimal sign of the language whatever the locale is. */
static char *
size_text (MdLang lang, const char *bytes)
{
  guint64 value = g_ascii_strtoull (bytes, NULL, 10);
  guint64 tenths = value / 100000;

  if (value < 1000000)
    return g_strdup_printf ("%" G_GUINT64_FORMAT " kB", (value + 999) / 1000);
  if (tenths % 10 == 0)
    return g_strdup_printf ("%" G_GUINT64_FORMAT " MB", tenths / 10);
  return g_strdup_printf ("%" G_GUINT64_FORMAT "%s%" G_GUINT64_FORMAT " MB", tenths / 10,
                          lang == MD_LANG_ES ? "," : ".", tenths % 10);
}

/* "2.2" as the language writes it. */
static char *
number_text (MdLang lang, const char *number)
{
  char *text = g_strdup (number);
  char *point = strchr (text, '.');

  if (lang == MD_LANG_ES && point != NULL)
    *point = ',';
  return text;
}

static char *
check_word (MdLang lang, const char *id)
{
  const char *title = md_check_title_or_null (lang, id);

  return g_strdup (title != NULL ? title : id);
}

/* In a few words; of a bounce as a sentence. */
static char *
cause_word (MdLang lang, const MdFinding *finding, const char *id)
{
  MdCauseCode cause;

  if (!md_cause_from_id (id, &cause))
    return g_strdup (id);
  if (md_finding_get_code (finding) == MD_FINDING_BOUNCE && md_cause_text_find (cause) != NULL)
    return g_strdup (md_text (lang, md_cause_text_find (cause)->title));
  return g_strdup (md_advice_short_name (lang, cause));
}

const char *
md_program_name (MdLang lang, const char *id)
{
  const char *name = find_word ("program", id);

  return name != NULL ? md_text (lang, name) : id;
}

char *
md_finding_word (MdLang lang, const MdFinding *finding, const char *name)
{
  const char *value = md_finding_get (finding, name);

  if (value == NULL && strcmp (name, "where") == 0)
    value = md_finding_get (finding, lang == MD_LANG_ES ? "where_es" : "where_en");
  if (value == NULL || value[0] == '\0')
    return NULL;
  if (strcmp (name, "cause") == 0)
    return cause_word (lang, finding, value);
  if (strcmp (name, "check") == 0)
    return check_word (lang, value);
  if ((strcmp (name, "bytes") == 0 || strcmp (name, "limit") == 0) && is_number (value))
    return size_text (lang, value);
  if (strcmp (name, "seconds") == 0 || g_str_has_suffix (name, "_seconds"))
    return number_text (lang, value);
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    if (groups[i].parameter[0] == name[0] && strcmp (groups[i].parameter, name) == 0)
      {
        const char *word = find_word (groups[i].group, value);

        return g_strdup (word != NULL ? md_text (lang, word) : value);
      }
  return g_strdup (value);
}

typedef struct
{
  MdLang lang;
  const MdFinding *finding;
  GPtrArray *words; /* (owned) of char, kept until the line is filled */
  gboolean incomplete;
} Filling;

static const char *
look_up (const char *name, gconstpointer user_data)
{
  Filling *filling = (Filling *) user_data; /* ours, and not const: it keeps the words */
  char *word = md_finding_word (filling->lang, filling->finding, name);

  if (word == NULL)
    filling->incomplete = TRUE;
  else
    g_ptr_array_add (filling->words, word);
  return word;
}

char *
md_finding_fill (MdLang lang, const char *text, const MdFinding *finding, gboolean strict)
{
  Filling filling = { lang, finding, g_ptr_array_new_with_free_func (g_free), FALSE };
  g_autofree char *filled = md_fill (md_text (lang, text), look_up, &filling);

  g_ptr_array_unref (filling.words);
  return strict && filling.incomplete ? NULL : g_steal_pointer (&filled);
}

/* NULL: the usual text. */
static const char *
bounce_text (const MdFinding *finding)
{
  gboolean has_recipient = md_finding_get (finding, "recipient")[0] != '\0';

  for (const MdBounceText *row = md_bounce_texts; row->action != NULL; row++)
    if (row->has_recipient == has_recipient && strcmp (row->action, md_finding_get (finding, "action")) == 0)
      return row->text;
  return NULL;
}

char *
md_finding_line (MdLang lang, const MdFinding *finding)
{
  const MdFindingText *text = md_finding_text (md_finding_get_code (finding));
  gboolean incoming = md_finding_get_subject (finding) == MD_SUBJECT_INCOMING && text->incoming != NULL;

  if (md_finding_get_code (finding) == MD_FINDING_BOUNCE && bounce_text (finding) != NULL)
    return md_finding_fill (lang, bounce_text (finding), finding, FALSE);
  return md_finding_fill (lang, incoming ? text->incoming : text->text, finding, FALSE);
}
