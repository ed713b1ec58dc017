/* catalogue.c - causes and verdicts in words; see advice.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/cause-text.h"
#include "advice/finding-text.h"
#include "advice/verdict-words.h"
#include "advice/program-menus.h"

#include <string.h>

/* From here on the words are "very likely" and "likely". */
#define VERY_LIKELY 0.85
#define LIKELY 0.60

const MdCauseText *
md_cause_text_find (MdCauseCode cause)
{
  const MdCauseText *const tables[] = { md_causes_connection, md_causes_account, md_causes_delivery };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const MdCauseText *text = tables[i]; text->cause != MD_N_CAUSES; text++)
      if (text->cause == cause)
        return text;
  return NULL;
}

/* ── causes ── */

/* The words that fit what the cause rests on. */
static const MdCauseText *
text_for (const MdCause *cause)
{
  MdFindingCode decisive
      = cause->because->len > 0 ? md_finding_get_code (g_ptr_array_index (cause->because, 0)) : MD_FINDING_NONE;

  for (const MdCauseVariant *variant = md_causes_receive; variant->decisive != MD_FINDING_NONE; variant++)
    if (variant->text.cause == cause->code && variant->decisive == decisive)
      return &variant->text;
  return md_cause_text_find (cause->code);
}

char *
md_advice_title (MdLang lang, const MdCause *cause)
{
  return g_strdup (md_text (lang, text_for (cause)->title));
}

const char *
md_advice_short_name (MdLang lang, MdCauseCode cause)
{
  return md_text (lang, md_cause_text_find (cause)->short_name);
}

/* Several settings may be wrong at once; of everything else the first says enough. */
static gboolean
is_told_once (MdFindingCode code)
{
  return code != MD_FINDING_SETTING_WRONG;
}

/* A port that works need not be named where the right setting is; and port 25 is never the advice. */
static gboolean
is_worth_telling (const MdFinding *finding, const MdCause *cause)
{
  if (md_finding_get_code (finding) != MD_FINDING_OTHER_PORT_WORKS)
    return TRUE;
  for (guint i = 0; i < cause->because->len; i++)
    if (md_finding_get_code (g_ptr_array_index (cause->because, i)) == MD_FINDING_SETTING_WRONG)
      return FALSE;
  return g_strcmp0 (md_finding_get (finding, "port"), "25") != 0;
}

static void
add_filled_steps (MdLang lang, const MdCauseStep *step, const MdCause *cause, GStrvBuilder *steps, guint *n_steps)
{
  for (guint i = 0; i < cause->because->len && *n_steps < MD_CAUSE_MAX_STEPS; i++)
    {
      const MdFinding *finding = g_ptr_array_index (cause->because, i);
      g_autofree char *text = NULL;

      if (md_finding_get_code (finding) != step->from || !is_worth_telling (finding, cause))
        continue;
      text = md_finding_fill (lang, step->text, finding, TRUE);
      if (text == NULL)
        continue;
      g_strv_builder_add (steps, text);
      ++*n_steps;
      if (is_told_once (step->from))
        return;
    }
}

/* Of the server's settings it may be those of signing in alone that are wrong. */
static MdPlace
place_of (const MdCause *cause)
{
  MdPlace place = md_cause_get_place (cause->code);
  gboolean is_sign_in = FALSE;

  for (guint i = 0; place == MD_PLACE_SERVER && i < cause->because->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (cause->because, i);
      const char *field = md_finding_get (finding, "field");

      if (md_finding_get_code (finding) != MD_FINDING_SETTING_WRONG)
        continue;
      if (strcmp (field, "auth") != 0 && strcmp (field, "user") != 0)
        return place;
      is_sign_in = TRUE;
    }
  return is_sign_in ? MD_PLACE_SIGN_IN : place;
}

/* Where it is mended in the program that the settings come from; NULL when that is not known. */
static const char *
menu_for (const MdCause *cause)
{
  for (guint i = 0; i < cause->because->len; i++)
    if (md_finding_get_code (g_ptr_array_index (cause->because, i)) == MD_FINDING_PROGRAM_KNOWN)
      return md_program_menu (md_finding_get (g_ptr_array_index (cause->because, i), "program"),
                              place_of (cause));
  return NULL;
}

/* Whether @text sends the person to the settings, of whichever program. */
static gboolean
has_step_of_any_program (const MdCauseText *text)
{
  for (gsize i = 0; i < MD_CAUSE_MAX_STEPS && text->steps[i].text != NULL; i++)
    if (md_program_menu_is_general (text->steps[i].text))
      return TRUE;
  return FALSE;
}

char **
md_advice_steps (MdLang lang, const MdCause *cause)
{
  const MdCauseText *text = text_for (cause);
  const char *menu = menu_for (cause);
  gboolean stands_behind_first = menu != NULL && !has_step_of_any_program (text);
  g_autoptr (GStrvBuilder) steps = g_strv_builder_new ();
  guint n_steps = 0;

  for (gsize i = 0; i < MD_CAUSE_MAX_STEPS && text->steps[i].text != NULL && n_steps < MD_CAUSE_MAX_STEPS; i++)
    {
      const MdCauseStep *step = &text->steps[i];
      gboolean is_menu = menu != NULL && md_program_menu_is_general (step->text);

      if (step->from != MD_FINDING_NONE)
        add_filled_steps (lang, step, cause, steps, &n_steps);
      else
        {
          g_strv_builder_add (steps, md_text (lang, is_menu ? menu : step->text));
          n_steps++;
        }
      if (i == 0 && stands_behind_first)
        {
          g_strv_builder_add (steps, md_text (lang, menu));
          n_steps++;
        }
    }
  return g_strv_builder_end (steps);
}

const char *
md_advice_actor (MdLang lang, MdActor actor)
{
  static const char *const actors[] = {
    [MD_ACTOR_USER] = N_ ("you"),
    [MD_ACTOR_PROVIDER] = N_ ("your mail provider"),
    [MD_ACTOR_ISP] = N_ ("your Internet company"),
    [MD_ACTOR_DOMAIN_OWNER] = N_ ("whoever looks after your domain"),
    [MD_ACTOR_RECIPIENT] = N_ ("the recipient"),
  };

  return md_text (lang, actors[actor]);
}

const char *
md_advice_confidence (MdLang lang, double confidence)
{
  if (confidence >= VERY_LIKELY)
    return md_text (lang, N_ ("very likely"));
  return md_text (lang, confidence >= LIKELY ? N_ ("likely") : N_ ("possible"));
}

const char *
md_severity_word (MdLang lang, MdSeverity severity)
{
  static const char *const words[] = {
    [MD_SEVERITY_OK] = N_ ("works"),
    [MD_SEVERITY_INFO] = N_ ("note"),
    [MD_SEVERITY_WARNING] = N_ ("attention"),
    [MD_SEVERITY_PROBLEM] = N_ ("problem"),
  };

  return md_text (lang, words[severity]);
}

const char *
md_status_word (MdLang lang, MdStatus status)
{
  static const char *const words[] = {
    [MD_STATUS_WAITING] = N_ ("waiting"),
    [MD_STATUS_RUNNING] = N_ ("running"),
    [MD_STATUS_OK] = N_ ("done"),
    [MD_STATUS_INFO] = N_ ("done, with a note"),
    [MD_STATUS_WARNING] = N_ ("done, with a warning"),
    [MD_STATUS_PROBLEM] = N_ ("problem"),
    [MD_STATUS_SKIPPED] = N_ ("not tested"),
    [MD_STATUS_CANCELLED] = N_ ("stopped"),
    [MD_STATUS_BROKEN] = N_ ("could not be tested"),
  };

  return md_text (lang, words[status]);
}

/* ── verdicts without a cause ── */

static MdFinding *
find_finding (GPtrArray *findings, MdFindingCode code)
{
  for (guint i = 0; i < findings->len; i++)
    if (md_finding_get_code (g_ptr_array_index (findings, i)) == code)
      return g_ptr_array_index (findings, i);
  return NULL;
}

static const char *
title_when_well (GPtrArray *findings)
{
  if (find_finding (findings, MD_FINDING_TEST_SENT) != NULL)
    return N_ ("Sending works from this computer: a test message was sent.");
  if (find_finding (findings, MD_FINDING_ENVELOPE_ACCEPTED) != NULL)
    return N_ ("Sending works from this computer: the server would take your message.");
  return N_ ("Sending works from this computer, as far as it was tested.");
}

static const char *
title_when_unsure (GPtrArray *findings, const MdVerdict *verdict)
{
  if (verdict->causes->len > 0)
    return N_ ("Something does not work, and the cause is not clear yet.");
  if (find_finding (findings, MD_FINDING_SERVER_WORKS) != NULL)
    return N_ ("Nothing wrong was found so far, but signing in was not tested.");
  return N_ ("Too little could be tested to say what is wrong.");
}

/* Whether a text that is no bounce means well cannot be known; that nothing was refused can be said. */
static gboolean
is_well (const MdVerdict *verdict, GPtrArray *findings)
{
  return verdict->status == MD_VERDICT_OK
         || (verdict->causes->len == 0 && find_finding (findings, MD_FINDING_NOT_A_BOUNCE) != NULL);
}

char *
md_advice_verdict_title (MdLang lang, const MdVerdict *verdict, const MdRecord *record)
{
  g_autoptr (GPtrArray) findings = md_record_get_findings (record);
  const MdVerdictWords *words = md_verdict_words_find (record->guide);
  MdFinding *arrived = find_finding (findings, MD_FINDING_TEST_ARRIVED);
  const MdFinding *inbox = find_finding (findings, MD_FINDING_MESSAGE_IN_INBOX);

  if (verdict->status == MD_VERDICT_PROBLEM)
    return md_advice_title (lang, g_ptr_array_index (verdict->causes, 0));
  if (words != NULL && inbox != NULL && verdict->status == MD_VERDICT_OK)
    return g_strdup (md_text (lang, N_ ("The message is in your inbox.")));
  if (words != NULL)
    return g_strdup (md_text (lang, is_well (verdict, findings) ? words->well : words->unsure));
  if (verdict->status == MD_VERDICT_UNSURE)
    return g_strdup (md_text (lang, title_when_unsure (findings, verdict)));
  if (arrived != NULL)
    return md_finding_fill (
        lang, N_ ("Sending works from this computer: a test message was sent and arrived after {seconds} s."), arrived,
        FALSE);
  return g_strdup (md_text (lang, title_when_well (findings)));
}

typedef struct
{
  const char *line;
} OneLine;

static const char *
look_up_line (const char *name, gconstpointer user_data)
{
  return strcmp (name, "line") == 0 ? ((const OneLine *) user_data)->line : NULL;
}

/* The first warning that stands beside a healthy result. */
static void
add_warning (MdLang lang, GPtrArray *findings, GStrvBuilder *steps)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *line = NULL;
      g_autofree char *text = NULL;

      if (md_finding_get_severity (finding) != MD_SEVERITY_WARNING
          || md_finding_get_subject (finding) == MD_SUBJECT_OTHER)
        continue;
      line = md_finding_line (lang, finding);
      text = md_fill (md_text (lang, N_ ("Also worth a look: {line}")), look_up_line, &(OneLine){ line });
      g_strv_builder_add (steps, text);
      return;
    }
}

static void
add_steps_when_well (MdLang lang, GPtrArray *findings, GStrvBuilder *steps)
{
  g_strv_builder_add (
      steps, md_text (lang, N_ ("If your mail program still cannot send, compare its settings with those shown in step "
                                "S2.")));
  g_strv_builder_add (
      steps,
      md_text (lang, N_ ("Look into its Outbox: leave offline mode, and send what is waiting there again.")));
  g_strv_builder_add (
      steps, md_text (lang, N_ ("Answer the questions in steps S5 and S8: they tell program and account apart.")));
  if (find_finding (findings, MD_FINDING_TEST_SENT) == NULL)
    g_strv_builder_add (
        steps,
        md_text (lang, N_ ("Let Mail Doctor send a test message to yourself (step S8), to be quite sure.")));
  add_warning (lang, findings, steps);
}

static void
add_steps_when_unsure (MdLang lang, const MdRecord *record, GPtrArray *findings, GStrvBuilder *steps)
{
  MdInput inputs = md_case_get_inputs (record->kase);

  if (!(inputs & MD_INPUT_OUTGOING))
    g_strv_builder_add (steps, md_text (lang, N_ ("Say which outgoing server your mail program uses (step S2).")));
  if (!(inputs & MD_INPUT_PASSWORD) && !record->kase->no_auth)
    g_strv_builder_add (
        steps, md_text (lang, N_ ("Give the password (step S3), so that signing in can be tested; it goes to your "
                                  "provider only.")));
  g_strv_builder_add (
      steps, md_text (lang, N_ ("Answer the questions in steps S5 and S8: they tell program and account apart.")));
  g_strv_builder_add (steps,
                      md_text (lang, N_ ("Check the steps again that were not tested or were stopped.")));
  g_strv_builder_add (
      steps, md_text (lang, N_ ("Keep the whole error text of your mail program and send it to your provider together "
                                "with this report.")));
}

static void
add_steps_of_guide (MdLang lang, const MdVerdictWords *words, gboolean well, GPtrArray *findings, GStrvBuilder *steps)
{
  const char *const *lines = well ? words->well_steps : words->unsure_steps;

  for (gsize i = 0; i < G_N_ELEMENTS (words->well_steps) && lines[i] != NULL; i++)
    g_strv_builder_add (steps, md_text (lang, lines[i]));
  if (well)
    add_warning (lang, findings, steps);
}

/* It is there, and yet the person did not see it. */
static void
add_steps_when_in_inbox (MdLang lang, GStrvBuilder *steps)
{
  g_strv_builder_add (steps, md_text (lang, N_ ("Open the inbox on your provider's website and search for the sender: "
                                                "it is there.")));
  g_strv_builder_add (steps, md_text (lang, N_ ("If your mail program does not show it, let it fetch mail anew, sort "
                                                "by date, and switch off its filters for the view.")));
  g_strv_builder_add (steps, md_text (lang, N_ ("Look whether the program has sorted it into a conversation, a "
                                                "category or a local folder.")));
}

char **
md_advice_verdict_steps (MdLang lang, const MdVerdict *verdict, const MdRecord *record)
{
  g_autoptr (GPtrArray) findings = md_record_get_findings (record);
  const MdVerdictWords *words = md_verdict_words_find (record->guide);
  g_autoptr (GStrvBuilder) steps = g_strv_builder_new ();

  if (verdict->status == MD_VERDICT_PROBLEM)
    return md_advice_steps (lang, g_ptr_array_index (verdict->causes, 0));
  if (words != NULL && find_finding (findings, MD_FINDING_MESSAGE_IN_INBOX) != NULL)
    add_steps_when_in_inbox (lang, steps);
  else if (words != NULL)
    add_steps_of_guide (lang, words, is_well (verdict, findings), findings, steps);
  else if (verdict->status == MD_VERDICT_OK)
    add_steps_when_well (lang, findings, steps);
  else
    add_steps_when_unsure (lang, record, findings, steps);
  return g_strv_builder_end (steps);
}
