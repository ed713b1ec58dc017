/* test-advice.c - every cause, finding, step, check and question has its words, in both languages and with its places
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "advice/cause-text.h"
#include "advice/finding-text.h"
#include "advice/program-menus.h"

#include <string.h>

static const MdLang langs[] = { MD_LANG_EN, MD_LANG_ES };

/* ── sentences ── */

/* Words that the guidance rules out, in sentences for people. */
static const char *const unwanted[] = { "please", "sorry", "invalid", "illegal", "por favor", "lo sentimos", "inválid",
                                        "ilegal" };

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The places of @text, sorted and joined. */
static char *
places_of (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\{[a-z][a-z0-9_]*\\}", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (g_free);
  GString *joined = g_string_new (NULL);

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    g_ptr_array_add (places, g_match_info_fetch (match, 0));
  g_ptr_array_sort (places, compare_words);
  for (guint i = 0; i < places->len; i++)
    g_string_append (joined, g_ptr_array_index (places, i));
  return g_string_free (joined, FALSE);
}

static void
assert_said_well (const char *msgid)
{
  const char *spanish = md_text (MD_LANG_ES, msgid);
  g_autofree char *want = places_of (msgid);
  g_autofree char *got = places_of (spanish);
  g_autofree char *both = g_strconcat (msgid, " ", spanish, NULL);
  g_autofree char *lower = g_utf8_strdown (both, -1);

  if (spanish == msgid)
    g_test_message ("not in Spanish: %s", msgid);
  g_assert_true (spanish != msgid);
  g_assert_cmpstr (got, ==, want);
  for (gsize i = 0; i < G_N_ELEMENTS (unwanted); i++)
    if (strstr (lower, unwanted[i]) != NULL)
      g_error ("'%s' in: %s", unwanted[i], both);
}

/* Every place of @msgid is a parameter of @code. */
static void
assert_places_exist (const char *msgid, MdFindingCode code)
{
  const char *const *names = md_finding_code_parameters (code);
  g_autofree char *text = places_of (msgid);
  g_auto (GStrv) places = g_strsplit_set (text, "{}", -1);

  for (guint i = 0; places[i] != NULL; i++)
    {
      gboolean told_apart = strcmp (places[i], "where") == 0 && !g_strv_contains (names, "where");
      const char *name = told_apart ? "where_en" : places[i];

      if (places[i][0] != '\0' && !g_strv_contains (names, name))
        g_error ("%s has no '%s' for: %s", md_finding_code_id (code), places[i], msgid);
    }
}

/* A finding whose parameters are all @value. */
static MdFinding *
make_finding (MdFindingCode code, MdSubject subject, const char *value)
{
  const char *const *names = md_finding_code_parameters (code);
  const char *p[2 * MD_FINDING_MAX_PARAMETERS + 1] = { NULL };

  for (guint i = 0; names[i] != NULL; i++)
    {
      p[2 * i] = names[i];
      p[2 * i + 1] = value;
    }
  return md_finding_new (MD_STEP_S2, subject, code, p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8], p[9], p[10],
                         p[11], p[12], p[13], p[14], p[15], p[16], p[17], p[18], p[19], NULL);
}

static MdCause *
make_cause (MdCauseCode code)
{
  MdCause *cause = g_new0 (MdCause, 1);

  cause->code = code;
  cause->confidence = 0.9;
  cause->because = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);
  return cause;
}

static void
cause_free (MdCause *cause)
{
  g_ptr_array_unref (cause->because);
  g_free (cause);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdCause, cause_free)

/* ── causes ── */

static void
test_variants (void)
{
  for (const MdCauseVariant *variant = md_causes_receive; variant->decisive != MD_FINDING_NONE; variant++)
    {
      const MdCauseText *text = &variant->text;

      g_assert_nonnull (md_cause_text_find (text->cause));
      assert_said_well (text->title);
      g_assert_true (g_str_has_suffix (text->title, "."));
      g_assert_nonnull (text->steps[0].text);
      for (gsize i = 0; i < MD_CAUSE_MAX_STEPS && text->steps[i].text != NULL; i++)
        {
          assert_said_well (text->steps[i].text);
          if (text->steps[i].from == MD_FINDING_NONE)
            continue;
          g_assert_cmpint (text->steps[i].from, ==, variant->decisive);
          assert_places_exist (text->steps[i].text, text->steps[i].from);
        }
    }
}

static void
test_causes (void)
{
  for (guint code = 0; code < MD_N_CAUSES; code++)
    {
      const MdCauseText *text = md_cause_text_find ((MdCauseCode) code);
      g_autofree char *title_places = NULL;

      if (text == NULL)
        g_error ("no words for %s", md_cause_id ((MdCauseCode) code));
      assert_said_well (text->short_name);
      assert_said_well (text->title);
      title_places = places_of (text->title);
      g_assert_cmpstr (title_places, ==, "");
      g_assert_true (g_str_has_suffix (text->title, "."));
      g_assert_nonnull (text->steps[0].text);
      g_assert_cmpint (text->steps[0].from, ==, MD_FINDING_NONE);
      for (gsize i = 0; i < MD_CAUSE_MAX_STEPS && text->steps[i].text != NULL; i++)
        {
          g_autofree char *places = places_of (text->steps[i].text);

          assert_said_well (text->steps[i].text);
          if (text->steps[i].from == MD_FINDING_NONE)
            g_assert_cmpstr (places, ==, "");
          else
            assert_places_exist (text->steps[i].text, text->steps[i].from);
        }
    }
}

static void
test_steps_of_a_cause (void)
{
  for (guint code = 0; code < MD_N_CAUSES; code++)
    for (gsize l = 0; l < G_N_ELEMENTS (langs); l++)
      {
        g_autoptr (MdCause) cause = make_cause ((MdCauseCode) code);
        const MdCauseText *text = md_cause_text_find ((MdCauseCode) code);
        g_auto (GStrv) bare = md_advice_steps (langs[l], cause);
        g_auto (GStrv) full = NULL;

        for (gsize i = 0; i < MD_CAUSE_MAX_STEPS && text->steps[i].text != NULL; i++)
          if (text->steps[i].from != MD_FINDING_NONE)
            g_ptr_array_add (cause->because, make_finding (text->steps[i].from, MD_SUBJECT_OUTGOING, "x.example"));
        full = md_advice_steps (langs[l], cause);
        g_assert_cmpuint (g_strv_length (bare), >=, 1);
        g_assert_cmpuint (g_strv_length (full), >=, g_strv_length (bare));
        g_assert_cmpuint (g_strv_length (full), <=, 5);
        for (guint i = 0; full[i] != NULL; i++)
          g_assert_null (strpbrk (full[i], "{}"));
      }
}

static void
test_exact_steps (void)
{
  g_autoptr (MdCause) cause = make_cause (MD_CAUSE_WRONG_PORT);
  g_auto (GStrv) english = NULL;
  g_auto (GStrv) spanish = NULL;

  g_ptr_array_add (cause->because, md_finding_new (MD_STEP_S2, MD_SUBJECT_OTHER, MD_FINDING_OTHER_PORT_WORKS, "host",
                                                   "smtp.example.org", "port", "25", "security", "starttls", NULL));
  g_ptr_array_add (cause->because, md_finding_new (MD_STEP_S2, MD_SUBJECT_OTHER, MD_FINDING_OTHER_PORT_WORKS, "host",
                                                   "smtp.example.org", "port", "465", "security", "tls", NULL));
  english = md_advice_steps (MD_LANG_EN, cause);
  g_assert_cmpstr (english[2], ==, "Port 465 of smtp.example.org works from here: set it, with SSL/TLS.");
  g_ptr_array_add (cause->because, md_finding_new (MD_STEP_S2, MD_SUBJECT_OUTGOING, MD_FINDING_SETTING_WRONG, "field",
                                                   "port", "configured", "58", "recommended", "465", NULL));
  g_ptr_array_add (cause->because, md_finding_new (MD_STEP_S2, MD_SUBJECT_OUTGOING, MD_FINDING_SETTING_WRONG, "field",
                                                   "security", "configured", "starttls", "recommended", "tls", NULL));
  spanish = md_advice_steps (MD_LANG_ES, cause);
  g_assert_cmpstr (spanish[2], ==, "Cambia el puerto para enviar: en lugar de 58, pon 465.");
  g_assert_cmpstr (spanish[3], ==, "Cambia el cifrado para enviar: en lugar de STARTTLS, pon SSL/TLS.");
  g_assert_null (spanish[4]);
}

/* ── the program's menus ── */

static void
add_program (MdCause *cause, const char *program)
{
  g_ptr_array_add (cause->because, md_finding_new (MD_STEP_S2, MD_SUBJECT_ACCOUNT, MD_FINDING_PROGRAM_KNOWN, "program",
                                                   program, NULL));
}

static gboolean
has_step (char **steps, const char *beginning)
{
  for (guint i = 0; steps[i] != NULL; i++)
    if (g_str_has_prefix (steps[i], beginning))
      return TRUE;
  return FALSE;
}

static void
test_menus (void)
{
  static const struct
  {
    const char *story;
    MdCauseCode cause;
    const char *program;
    const char *field; /* (nullable) a setting that is wrong */
    guint place;       /* where the step stands */
    const char *english, *spanish;
  } stories[] = {
    { "in place of the general step", MD_CAUSE_WRONG_PORT, "thunderbird", "port", 1,
      "In Thunderbird, open Account Settings › Outgoing Server (SMTP)",
      "En Thunderbird, abre Configuración de la cuenta › Servidor de salida (SMTP)" },
    { "behind the first where there is none", MD_CAUSE_APP_PASSWORD_REQUIRED, "kmail", NULL, 1,
      "In KMail, open Settings › Configure KMail… › Accounts › Sending",
      "En KMail, abre Preferencias › Configurar KMail… › Cuentas › Envío" },
    { "only the sign-in is wrong", MD_CAUSE_SETTINGS_DIFFER, "claws", "auth", 1,
      "In Claws Mail, open Configuration › Preferences for current account… › Send: SMTP Auth",
      "En Claws Mail, abre Configuración › Preferencias de la cuenta actual… › Enviar: ahí" },
    { "a file", MD_CAUSE_TLS_REQUIRED, "msmtp", "security", 1, "For msmtp, open its file .msmtprc",
      "Para msmtp, abre su archivo .msmtprc" },
    { "another server for the account", MD_CAUSE_WRONG_OUTGOING_SERVER, "thunderbird", NULL, 1,
      "In Thunderbird, open Account Settings, choose the account on the left",
      "En Thunderbird, abre Configuración de la cuenta, elige la cuenta" },
    { "one server an account", MD_CAUSE_WRONG_OUTGOING_SERVER, "evolution", NULL, 1, "In Evolution, open Edit",
      "En Evolution, abre Editar" },
    { "a program we do not know", MD_CAUSE_WRONG_PORT, "pigeon", NULL, 1, "In your mail program",
      "En tu programa de correo" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autoptr (MdCause) cause = make_cause (stories[i].cause);
      g_auto (GStrv) english = NULL;
      g_auto (GStrv) spanish = NULL;

      g_test_message ("%s", stories[i].story);
      add_program (cause, stories[i].program);
      if (stories[i].field != NULL)
        g_ptr_array_add (cause->because, md_finding_new (MD_STEP_S2, MD_SUBJECT_OUTGOING, MD_FINDING_SETTING_WRONG,
                                                         "field", stories[i].field, "configured", "25", "recommended",
                                                         "587", NULL));
      english = md_advice_steps (MD_LANG_EN, cause);
      spanish = md_advice_steps (MD_LANG_ES, cause);
      g_assert_true (g_str_has_prefix (english[stories[i].place], stories[i].english));
      g_assert_true (g_str_has_prefix (spanish[stories[i].place], stories[i].spanish));
      g_assert_true (stories[i].field == NULL || has_step (english, "Change "));
    }
}

/* Every program whose accounts are read, and every place a cause has. */
/* Servers and filters have rules, but no menus. */
static gboolean
is_mail_program (const MdWordText *word)
{
  return strcmp (word->group, "program") == 0 && strcmp (word->word, "mail-server") != 0
         && strcmp (word->word, "spamassassin") != 0;
}

static void
test_every_program_has_its_menus (void)
{
  const MdWordText *word;

  for (guint i = 0; (word = md_word_text_get (i)) != NULL; i++)
    for (guint code = 0; is_mail_program (word) && code < MD_N_CAUSES; code++)
      {
        MdPlace place = md_cause_get_place ((MdCauseCode) code);
        g_autoptr (MdCause) cause = make_cause ((MdCauseCode) code);
        g_auto (GStrv) steps = NULL;

        if (place == MD_PLACE_NONE)
          continue;
        assert_said_well (md_program_menu (word->word, place));
        add_program (cause, word->word);
        steps = md_advice_steps (MD_LANG_EN, cause);
        g_assert_true (g_strv_contains ((const char *const *) steps, md_program_menu (word->word, place)));
        g_assert_cmpuint (g_strv_length (steps), <=, MD_CAUSE_MAX_STEPS);
        g_assert_false (has_step (steps, "In your mail program, open"));
      }
}

/* ── findings ── */

static void
test_findings (void)
{
  const MdSubject subjects[] = { MD_SUBJECT_OUTGOING, MD_SUBJECT_INCOMING };

  for (guint code = 0; code < MD_N_FINDINGS; code++)
    {
      const MdFindingText *text = md_finding_text ((MdFindingCode) code);

      if (text == NULL)
        g_error ("no line for %s", md_finding_code_id ((MdFindingCode) code));
      assert_said_well (text->text);
      assert_places_exist (text->text, (MdFindingCode) code);
      if (text->incoming != NULL)
        {
          assert_said_well (text->incoming);
          assert_places_exist (text->incoming, (MdFindingCode) code);
        }
      for (gsize s = 0; s < G_N_ELEMENTS (subjects); s++)
        for (gsize l = 0; l < G_N_ELEMENTS (langs); l++)
          {
            g_autoptr (MdFinding) full = make_finding ((MdFindingCode) code, subjects[s], "x.example");
            g_autoptr (MdFinding) empty = make_finding ((MdFindingCode) code, subjects[s], "");
            g_autofree char *line = md_finding_line (langs[l], full);
            g_autofree char *gap = md_finding_line (langs[l], empty);

            g_assert_null (strpbrk (line, "{}"));
            g_assert_null (strstr (line, "…"));
            g_assert_null (strpbrk (gap, "{}"));
          }
    }
}

static void
test_words (void)
{
  static const struct
  {
    const char *story;
    MdFindingCode code;
    const char *name;
    const char *value;
    const char *english;
    const char *spanish;
  } rows[] = {
    { "a known word", MD_FINDING_HOST_NOT_REACHED, "result", "timed-out", "no answer", "sin respuesta" },
    { "a word of the world", MD_FINDING_HOST_NOT_REACHED, "host", "timed-out", "timed-out", "timed-out" },
    { "an unknown word", MD_FINDING_HOST_NOT_REACHED, "result", "strange-thing", "strange-thing", "strange-thing" },
    { "a size", MD_FINDING_SIZE_LIMIT, "bytes", "10485760", "10.4 MB", "10,4 MB" },
    { "a round size", MD_FINDING_SIZE_LIMIT, "bytes", "25000000", "25 MB", "25 MB" },
    { "a small size", MD_FINDING_SIZE_LIMIT, "bytes", "1500", "2 kB", "2 kB" },
    { "a size that is none", MD_FINDING_SIZE_LIMIT, "bytes", "many", "many", "many" },
    { "a cause", MD_FINDING_REPLY_NAMES_CAUSE, "cause", "port25-blocked", "port 25", "puerto 25" },
    { "a cause nobody knows", MD_FINDING_REPLY_NAMES_CAUSE, "cause", "moon", "moon", "moon" },
    { "a check", MD_FINDING_CHECK_OVERDUE, "check", "route", "Connection to a network", "Conexión a una red" },
    { "a check nobody knows", MD_FINDING_CHECK_OVERDUE, "check", "moon", "moon", "moon" },
    { "a setting", MD_FINDING_SETTING_WRONG, "field", "port", "the port", "el puerto" },
    { "a source", MD_FINDING_SETTINGS_FOUND, "source", "srv", "DNS records of the domain", "registros DNS del dominio" },
    { "a reason", MD_FINDING_LOGIN_NOT_TRIED, "reason", "not-encrypted", "the connection is not encrypted",
      "la conexión no va cifrada" },
    { "nothing", MD_FINDING_LOGIN_NOT_TRIED, "reason", "", NULL, NULL },
    { "no such parameter", MD_FINDING_LOGIN_NOT_TRIED, "moon", "x", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MdFinding) finding = make_finding (rows[i].code, MD_SUBJECT_OUTGOING, rows[i].value);
      g_autofree char *english = md_finding_word (MD_LANG_EN, finding, rows[i].name);
      g_autofree char *spanish = md_finding_word (MD_LANG_ES, finding, rows[i].name);

      g_test_message ("%s", rows[i].story);
      g_assert_cmpstr (english, ==, rows[i].english);
      g_assert_cmpstr (spanish, ==, rows[i].spanish);
    }
  for (guint i = 0; md_word_text_get (i) != NULL; i++)
    {
      const MdWordText *word = md_word_text_get (i);

      g_assert_nonnull (word->text);
      for (guint j = 0; j < i; j++)
        {
          const MdWordText *other = md_word_text_get (j);

          g_assert_false (strcmp (other->group, word->group) == 0 && strcmp (other->word, word->word) == 0);
        }
    }
}

static void
test_interception_says_where (void)
{
  g_autoptr (MdFinding) finding
      = md_finding_new (MD_STEP_S4, MD_SUBJECT_OUTGOING, MD_FINDING_CERT_INTERCEPTED, "host", "h", "port", "465", "product",
                        "P", "where_en", "Settings", "where_es", "Ajustes", NULL);
  g_autofree char *english = md_finding_word (MD_LANG_EN, finding, "where");
  g_autofree char *spanish = md_finding_word (MD_LANG_ES, finding, "where");

  g_assert_cmpstr (english, ==, "Settings");
  g_assert_cmpstr (spanish, ==, "Ajustes");
}

/* ── steps, checks, questions ── */

static void
assert_two_languages (const char *english, const char *spanish)
{
  g_assert_nonnull (english);
  g_assert_nonnull (spanish);
  g_assert_cmpuint (strlen (english), >, 0);
  assert_said_well (english);
}

static void
test_steps_and_questions (void)
{
  for (guint step = 0; step < MD_N_STEPS; step++)
    {
      assert_two_languages (md_step_short_title (MD_LANG_EN, (MdStepId) step), md_step_short_title (MD_LANG_ES, (MdStepId) step));
      assert_two_languages (md_step_heading (MD_LANG_EN, (MdStepId) step), md_step_heading (MD_LANG_ES, (MdStepId) step));
      assert_two_languages (md_step_why (MD_LANG_EN, (MdStepId) step), md_step_why (MD_LANG_ES, (MdStepId) step));
      assert_two_languages (md_step_leaves (MD_LANG_EN, (MdStepId) step), md_step_leaves (MD_LANG_ES, (MdStepId) step));
      g_assert_true (g_str_has_suffix (md_step_heading (MD_LANG_EN, (MdStepId) step), "?"));
      g_assert_true (g_str_has_prefix (md_step_heading (MD_LANG_ES, (MdStepId) step), "¿"));
    }
  for (guint question = 0; question < MD_N_QUESTIONS; question++)
    {
      assert_said_well (md_question_text (MD_LANG_EN, (MdQuestion) question));
      for (guint answer = MD_ANSWER_NOT_TRIED; answer <= MD_ANSWER_NO; answer++)
        {
          const char *text = md_answer_text (MD_LANG_EN, (MdQuestion) question, (MdAnswer) answer);

          if (strcmp (text, "No") != 0)
            assert_said_well (text);
          g_assert_nonnull (md_answer_text (MD_LANG_ES, (MdQuestion) question, (MdAnswer) answer));
        }
    }
}

static void
test_every_check_has_a_title (void)
{
  const char *const lists[] = { "CHECKLIST", "CHECKLIST-delivery", "CHECKLIST-receive" };

  for (gsize l = 0; l < G_N_ELEMENTS (lists); l++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("MD_SOURCE_DIR"), "src", "checks", lists[l], NULL);
      g_autofree char *listing = NULL;
      g_auto (GStrv) lines = NULL;

      g_assert_true (g_file_get_contents (path, &listing, NULL, NULL));
      lines = g_strsplit (g_strstrip (listing), "\n", -1);
      for (guint i = 0; lines[i] != NULL; i++)
        {
          g_auto (GStrv) words = g_strsplit (lines[i], " ", 2);
          const char *title = md_check_title_or_null (MD_LANG_EN, words[0]);

          if (title == NULL)
            g_error ("the check '%s' has no title", words[0]);
          assert_said_well (title);
        }
    }
}

static void
test_words_of_enumerations (void)
{
  for (guint actor = 0; actor <= MD_ACTOR_RECIPIENT; actor++)
    assert_said_well (md_advice_actor (MD_LANG_EN, (MdActor) actor));
  for (guint severity = 0; severity <= MD_SEVERITY_PROBLEM; severity++)
    assert_said_well (md_severity_word (MD_LANG_EN, (MdSeverity) severity));
  for (guint status = 0; status <= MD_STATUS_BROKEN; status++)
    assert_said_well (md_status_word (MD_LANG_EN, (MdStatus) status));
  g_assert_cmpstr (md_advice_confidence (MD_LANG_EN, 0.95), ==, "very likely");
  g_assert_cmpstr (md_advice_confidence (MD_LANG_EN, 0.7), ==, "likely");
  g_assert_cmpstr (md_advice_confidence (MD_LANG_ES, 0.3), ==, "posible");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/advice/variants", test_variants);
  g_test_add_func ("/advice/causes", test_causes);
  g_test_add_func ("/advice/steps-of-a-cause", test_steps_of_a_cause);
  g_test_add_func ("/advice/exact-steps", test_exact_steps);
  g_test_add_func ("/advice/menus", test_menus);
  g_test_add_func ("/advice/every-program-has-its-menus", test_every_program_has_its_menus);
  g_test_add_func ("/advice/findings", test_findings);
  g_test_add_func ("/advice/words", test_words);
  g_test_add_func ("/advice/interception-says-where", test_interception_says_where);
  g_test_add_func ("/advice/steps-and-questions", test_steps_and_questions);
  g_test_add_func ("/advice/every-check-has-a-title", test_every_check_has_a_title);
  g_test_add_func ("/advice/words-of-enumerations", test_words_of_enumerations);
  return g_test_run ();
}
