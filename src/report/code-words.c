/* code-words.c - what a reference code says, for whoever helps; see code-words.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-code-words"

#include "config.h"

#include "report/code-words.h"

#include "advice/helper.h"
#include "report/json-text.h"
#include "report/report-private.h"

/* ── the words ── */

/* Of the cause alone, without what it rests on: that is not in the code. */
static char *
title_of (MdLang lang, MdCauseCode code, char ***steps)
{
  g_autoptr (GPtrArray) because = g_ptr_array_new ();
  const MdCause cause = { code, 1.0, because };

  if (steps != NULL)
    *steps = md_advice_steps (lang, &cause);
  return md_advice_title (lang, &cause);
}

/* Whoever reads it is the helper: "you" would be the wrong one. */
static char *
actor_of (MdLang lang, MdCauseCode code)
{
  if (md_cause_actor (code) == MD_ACTOR_USER)
    return md_cli_text (lang, "code-person", NULL);
  return g_strdup (md_advice_actor (lang, md_cause_actor (code)));
}

static const MdHelperAsk *
ask_of (const MdReference *reference, guint index)
{
  return reference->has_cause ? md_helper_ask_get (reference->cause, index)
                              : md_helper_ask_get_without_cause (reference->status, index);
}

static void
add_note (GStrvBuilder *notes, MdLang lang, const char *id, const char *code)
{
  g_autofree char *note = md_cli_text (lang, id, "code", code, NULL);

  g_strv_builder_add (notes, note);
}

static char **
make_notes (MdLang lang, const char *typed, const MdReferenceReading *reading)
{
  g_autoptr (GStrvBuilder) notes = g_strv_builder_new ();
  g_autofree char *shown = g_utf8_make_valid (typed, -1);

  g_strstrip (shown);
  if (!reading->length)
    add_note (notes, lang, "code-length", shown);
  else if (!reading->good && !reading->foreign)
    add_note (notes, lang, "code-misheard", reading->code);
  if (reading->foreign)
    add_note (notes, lang, "code-foreign", shown);
  if (reading->suggestion[0] != '\0')
    add_note (notes, lang, "code-perhaps", reading->suggestion);
  else if (reading->length && !reading->good)
    add_note (notes, lang, "code-again", shown);
  if (reading->good && reading->reference.practice)
    add_note (notes, lang, "code-practice", shown);
  if (reading->good && reading->reference.newer)
    add_note (notes, lang, "code-newer", shown);
  return g_strv_builder_end (notes);
}

static char *
title_without_cause (MdLang lang, const MdReference *reference)
{
  if (reference->newer)
    return md_cli_text (lang, "code-unknown-cause", NULL);
  return md_cli_text (lang, reference->status == MD_VERDICT_OK ? "code-well" : "code-unsure", NULL);
}

static void
take_meaning (MdCodeWords *self, MdLang lang)
{
  const MdReference *reference = &self->reading.reference;
  g_autoptr (GStrvBuilder) asks = g_strv_builder_new ();
  const MdHelperAsk *ask;

  if (reference->has_cause)
    {
      self->title = title_of (lang, reference->cause, &self->steps);
      self->who = actor_of (lang, reference->cause);
    }
  else
    self->title = title_without_cause (lang, reference);
  if (reference->has_second)
    {
      g_autofree char *title = title_of (lang, reference->second, NULL);
      g_autofree char *who = actor_of (lang, reference->second);

      self->second = g_strdup_printf ("%s (%s)", title, who);
    }
  for (guint i = 0; (ask = ask_of (reference, i)) != NULL; i++)
    {
      g_autofree char *text = md_helper_ask_text (lang, ask);

      g_strv_builder_add (asks, text);
    }
  self->asks = g_strv_builder_end (asks);
}

MdCodeWords *
md_code_words_new (MdLang lang, const char *typed)
{
  MdCodeWords *self = g_new0 (MdCodeWords, 1);

  md_reference_read (typed, &self->reading);
  self->notes = make_notes (lang, typed, &self->reading);
  if (self->reading.good)
    take_meaning (self, lang);
  if (self->steps == NULL)
    self->steps = g_new0 (char *, 1);
  if (self->asks == NULL)
    self->asks = g_new0 (char *, 1);
  return self;
}

void
md_code_words_free (MdCodeWords *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->notes);
  g_free (self->title);
  g_free (self->who);
  g_strfreev (self->steps);
  g_strfreev (self->asks);
  g_free (self->second);
  g_free (self);
}

/* ── text ── */

static const char *
mark_of (MdVerdictStatus status)
{
  static const char *const marks[]
      = { [MD_VERDICT_OK] = "✔", [MD_VERDICT_PROBLEM] = "✖", [MD_VERDICT_UNSURE] = "?" };

  return marks[status];
}

static void
append_label (GString *out, MdLang lang, const char *before, const char *id, const char *after)
{
  g_autofree char *label = md_cli_text (lang, id, NULL);

  g_string_append_printf (out, "%s%s%s", before, label, after);
}

static void
append_lines (GString *out, char **lines, gboolean numbered)
{
  for (guint i = 0; lines[i] != NULL; i++)
    if (numbered)
      g_string_append_printf (out, "  %u. %s\n", i + 1, lines[i]);
    else
      g_string_append_printf (out, "  - %s\n", lines[i]);
}

char *
md_code_words_text (const MdCodeWords *self, MdLang lang)
{
  GString *out = g_string_new (NULL);
  g_autofree char *spelt = md_reference_spell (self->reading.code);

  append_label (out, lang, "", "heading-code", "\n");
  append_label (out, lang, "", "code", ": ");
  g_string_append_printf (out, "%s (%s)\n", self->reading.code, spelt);
  for (guint i = 0; self->notes[i] != NULL; i++)
    g_string_append_printf (out, "%s\n", self->notes[i]);
  g_string_append_printf (out, "\n%s %s\n", mark_of (self->reading.reference.status), self->title);
  if (self->who != NULL)
    {
      append_label (out, lang, "", "who-must-act", ": ");
      g_string_append_printf (out, "%s\n", self->who);
    }
  if (self->steps[0] != NULL)
    append_label (out, lang, "", "what-to-do", ":\n");
  append_lines (out, self->steps, TRUE);
  if (self->asks[0] != NULL)
    append_label (out, lang, "\n", "code-ask", ":\n");
  append_lines (out, self->asks, FALSE);
  if (self->second != NULL)
    {
      append_label (out, lang, "\n", "also-possible", ":\n");
      g_string_append_printf (out, "  - %s\n", self->second);
    }
  return g_string_free (out, FALSE);
}

/* ── HTML ── */

static void
append_escaped (GString *out, const char *before, const char *text, const char *after)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (out, "%s%s%s", before, escaped, after);
}

static void
append_list (GString *out, MdLang lang, const char *label, const char *tag, char **items)
{
  if (items[0] == NULL)
    return;
  append_label (out, lang, "<h2>", label, "</h2>\n");
  g_string_append_printf (out, "<%s>\n", tag);
  for (guint i = 0; items[i] != NULL; i++)
    append_escaped (out, "<li>", items[i], "</li>\n");
  g_string_append_printf (out, "</%s>\n", tag);
}

char *
md_code_words_html (const MdCodeWords *self, MdLang lang)
{
  static const char *const classes[]
      = { [MD_VERDICT_OK] = "ok", [MD_VERDICT_PROBLEM] = "problem", [MD_VERDICT_UNSURE] = "warning" };
  GString *out = g_string_new (NULL);
  g_autofree char *heading = md_cli_text (lang, "heading-code", NULL);
  MdVerdictStatus status = self->reading.reference.status;
  char *second[] = { self->second, NULL };

  md_report_append_html_head (out, lang, heading);
  append_escaped (out, "<h1>", heading, "</h1>\n");
  append_escaped (out, "<p class=\"code\">", self->reading.code, "</p>\n");
  for (guint i = 0; self->notes[i] != NULL; i++)
    append_escaped (out, "<p class=\"banner\">", self->notes[i], "</p>\n");
  g_string_append_printf (out, "<p class=\"%s\"><b>%s ", classes[status], mark_of (status));
  append_escaped (out, "", self->title, "</b></p>\n");
  if (self->who != NULL)
    {
      append_label (out, lang, "<p>", "who-must-act", ": ");
      append_escaped (out, "", self->who, "</p>\n");
    }
  append_list (out, lang, "what-to-do", "ol", self->steps);
  append_list (out, lang, "code-ask", "ul", self->asks);
  append_list (out, lang, "also-possible", "ul", second);
  g_string_append (out, "</body></html>\n");
  return g_string_free (out, FALSE);
}

/* ── JSON ── */

static void
add_string (MdJsonText *json, const char *name, const char *value)
{
  md_json_text_name (json, name);
  md_json_text_string (json, value);
}

static void
add_asks (MdJsonText *json, MdLang lang, const MdReference *reference)
{
  const MdHelperAsk *ask;

  md_json_text_name (json, "ask");
  md_json_text_open (json, '[');
  for (guint i = 0; (ask = ask_of (reference, i)) != NULL; i++)
    {
      md_json_text_open (json, '{');
      if (ask->step != MD_STEP_ACCOUNT)
        add_string (json, "step", md_step_id_name (ask->step));
      if (ask->question != MD_HELPER_NO_QUESTION)
        add_string (json, "question", md_question_id (ask->question));
      add_string (json, "text", ask->text != NULL ? md_text (lang, ask->text) : md_question_text (lang, ask->question));
      md_json_text_close (json, '}');
    }
  md_json_text_close (json, ']');
}

static void
add_cause (MdJsonText *json, MdLang lang, MdCauseCode code)
{
  const MdReference alone = { .has_cause = TRUE, .cause = code };
  g_auto (GStrv) steps = NULL;
  g_autofree char *title = title_of (lang, code, &steps);

  md_json_text_open (json, '{');
  add_string (json, "id", md_cause_id (code));
  add_string (json, "actor", md_actor_name (md_cause_actor (code)));
  add_string (json, "title", title);
  md_json_text_name (json, "advice");
  md_json_text_open (json, '[');
  for (guint i = 0; steps[i] != NULL; i++)
    md_json_text_string (json, steps[i]);
  md_json_text_close (json, ']');
  md_json_text_name (json, "because");
  md_json_text_open (json, '[');
  md_json_text_close (json, ']');
  add_asks (json, lang, &alone);
  md_json_text_close (json, '}');
}

static void
add_verdict (MdJsonText *json, const MdCodeWords *self, MdLang lang)
{
  const MdReference *reference = &self->reading.reference;

  md_json_text_name (json, "verdict");
  md_json_text_open (json, '{');
  add_string (json, "status", md_verdict_status_name (reference->status));
  md_json_text_name (json, "causes");
  md_json_text_open (json, '[');
  if (reference->has_cause)
    add_cause (json, lang, reference->cause);
  if (reference->has_second)
    add_cause (json, lang, reference->second);
  md_json_text_close (json, ']');
  md_json_text_name (json, "ruled_out");
  md_json_text_open (json, '[');
  md_json_text_close (json, ']');
  if (!reference->has_cause)
    add_asks (json, lang, reference);
  add_string (json, "reference", self->reading.code);
  md_json_text_close (json, '}');
}

char *
md_code_words_json (const MdCodeWords *self, MdLang lang)
{
  MdJsonText text, *json = &text;

  md_json_text_init (json);
  md_json_text_open (json, '{');
  md_json_text_name (json, "format");
  md_json_text_number (json, 1);
  add_string (json, "program", "maildoctor " MD_VERSION);
  add_string (json, "guide", "explain");
  add_string (json, "lang", md_lang_code (lang));
  md_json_text_name (json, "practice");
  md_json_text_truth (json, self->reading.reference.practice);
  md_json_text_name (json, "steps");
  md_json_text_open (json, '[');
  md_json_text_close (json, ']');
  add_verdict (json, self, lang);
  md_json_text_close (json, '}');
  g_string_append_c (json->text, '\n');
  return md_json_text_end (json);
}
