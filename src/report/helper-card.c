/* helper-card.c - the card for two people on the phone; see helper-card.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-helper-card"

#include "config.h"

#include "report/helper-card.h"

#include "advice/spelling.h"

#include <string.h>

static void
add_filled (GStrvBuilder *sentences, MdLang lang, const char *id, const char *name, const char *value)
{
  g_autofree char *text = md_cli_text (lang, id, name, value, NULL);

  g_strv_builder_add (sentences, text);
}

static void
add_actor (GStrvBuilder *sentences, MdLang lang, MdActor actor, gboolean is_helpers)
{
  g_autofree char *person = md_cli_text (lang, "code-person", NULL);

  add_filled (sentences, lang, "card-who", "who",
              actor == MD_ACTOR_USER && is_helpers ? person : md_advice_actor (lang, actor));
}

static char **
verdict_sentences (MdLang lang, const MdRecord *record, const MdVerdict *verdict, gboolean is_helpers)
{
  g_autoptr (GStrvBuilder) sentences = g_strv_builder_new ();
  const MdCause *cause = verdict->causes->len > 0 ? g_ptr_array_index (verdict->causes, 0) : NULL;
  g_autofree char *title
      = cause != NULL ? md_advice_title (lang, cause) : md_advice_verdict_title (lang, verdict, record);
  g_auto (GStrv) steps
      = cause != NULL ? md_advice_steps (lang, cause) : md_advice_verdict_steps (lang, verdict, record);

  g_strv_builder_add (sentences, title);
  if (cause != NULL)
    add_actor (sentences, lang, md_cause_get_actor (cause), is_helpers);
  if (steps[0] != NULL)
    g_strv_builder_add (sentences, steps[0]);
  if (cause == NULL && steps[0] != NULL && steps[1] != NULL)
    g_strv_builder_add (sentences, steps[1]);
  return g_strv_builder_end (sentences);
}

MdHelperCard *
md_helper_card_new_verdict (MdLang lang, const MdRecord *record, const MdVerdict *verdict, gboolean is_helpers)
{
  MdHelperCard *self = g_new0 (MdHelperCard, 1);

  self->lang = lang;
  self->title = md_cli_text (lang, "verdict-heading", NULL);
  self->code = md_reference_code (record, verdict);
  self->spelling = md_spelling_lines (lang, self->code);
  self->sentences = verdict_sentences (lang, record, verdict, is_helpers);
  return self;
}

/* The worst that the step found, when that is worth a word. */
static const MdFinding *
worst_of (const GPtrArray *findings)
{
  const MdFinding *worst = NULL;

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (findings, i);

      if (md_finding_get_severity (finding) < MD_SEVERITY_WARNING)
        continue;
      if (worst == NULL || md_finding_get_severity (finding) > md_finding_get_severity (worst))
        worst = finding;
    }
  return worst;
}

MdHelperCard *
md_helper_card_new_step (MdLang lang, MdStepId step, MdStatus status, const GPtrArray *findings, const MdCause *cause)
{
  MdHelperCard *self = g_new0 (MdHelperCard, 1);
  g_autoptr (GStrvBuilder) sentences = g_strv_builder_new ();
  const MdFinding *worst = worst_of (findings);
  g_autofree char *last = NULL;

  if (cause != NULL)
    last = md_advice_title (lang, cause);
  else if (worst != NULL)
    last = md_finding_line (lang, worst);
  g_strv_builder_add (sentences, md_step_heading (lang, step));
  add_filled (sentences, lang, "card-status", "status", md_status_word (lang, status));
  g_strv_builder_add (sentences, last != NULL ? last : md_step_why (lang, step));
  self->lang = lang;
  self->title = g_strdup (md_step_short_title (lang, step));
  self->code = g_strdup (md_step_id_name (step));
  self->spelling = g_new0 (char *, 1);
  self->sentences = g_strv_builder_end (sentences);
  return self;
}

void
md_helper_card_free (MdHelperCard *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->code);
  g_strfreev (self->spelling);
  g_strfreev (self->sentences);
  g_free (self);
}

static void
append_card (GString *out, const MdHelperCard *card)
{
  g_string_append_printf (out, "%s · %s\n", card->title, card->code);
  for (guint i = 0; card->spelling[i] != NULL; i++)
    g_string_append_printf (out, "%s\n", card->spelling[i]);
  g_string_append_c (out, '\n');
  for (guint i = 0; card->sentences[i] != NULL; i++)
    g_string_append_printf (out, "%u. %s\n", i + 1, card->sentences[i]);
}

char *
md_helper_cards_text (const MdHelperCard *first, const MdHelperCard *second)
{
  GString *out = g_string_new (NULL);

  append_card (out, first);
  if (second != NULL)
    {
      g_string_append (out, "\n――――――――――――――――――――\n\n");
      append_card (out, second);
    }
  return g_string_free (out, FALSE);
}
