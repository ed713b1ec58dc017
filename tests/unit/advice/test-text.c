/* test-text.c - catalogues, languages, places; verdicts, habits and the command's lines in both languages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "advice/advice.h"
#include "advice/mo.h"

#include <string.h>

/* ── text.h ── */

static void
test_languages (void)
{
  static const struct
  {
    const char *story;
    const char *language, *lc_all, *lang;
    MdLang want;
  } rows[] = {
    { "nothing set", NULL, NULL, NULL, MD_LANG_EN },
    { "Spanish", NULL, NULL, "es_ES.UTF-8", MD_LANG_ES },
    { "Spanish of Mexico", NULL, "es_MX", "en_US.UTF-8", MD_LANG_ES },
    { "English", NULL, NULL, "en_GB.UTF-8", MD_LANG_EN },
    { "another language", NULL, NULL, "fr_FR.UTF-8", MD_LANG_EN },
    { "another language, then Spanish", "fr:es", NULL, "fr_FR.UTF-8", MD_LANG_ES },
    { "a language that only begins alike", NULL, NULL, "est_EE.UTF-8", MD_LANG_EN },
    { "no locale at all", NULL, "C", NULL, MD_LANG_EN },
  };
  MdLang lang = MD_LANG_EN;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *const names[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };
      const char *const values[] = { rows[i].language, rows[i].lc_all, NULL, rows[i].lang };

      for (gsize j = 0; j < G_N_ELEMENTS (names); j++)
        if (values[j] != NULL)
          g_setenv (names[j], values[j], TRUE);
        else
          g_unsetenv (names[j]);
      g_test_message ("%s", rows[i].story);
      g_assert_cmpint (md_lang_from_environment (), ==, rows[i].want);
    }
  g_assert_true (md_lang_from_code ("es", &lang));
  g_assert_cmpint (lang, ==, MD_LANG_ES);
  g_assert_false (md_lang_from_code ("fr", &lang));
  g_assert_false (md_lang_from_code (NULL, &lang));
  g_assert_cmpstr (md_lang_code (MD_LANG_EN), ==, "en");
}

static const char *
look_up (const char *name, gconstpointer user_data)
{
  if (strcmp (name, "host") == 0)
    return "smtp.example.org";
  return strcmp (name, "trap") == 0 ? "{host}" : NULL;
}

static void
test_places (void)
{
  static const struct
  {
    const char *pattern, *want;
  } rows[] = {
    { "", "" },
    { "no place", "no place" },
    { "{host}", "smtp.example.org" },
    { "a {host} b {host}", "a smtp.example.org b smtp.example.org" },
    { "unknown {moon}.", "unknown …." },
    { "not again {trap}", "not again {host}" },
    { "{ host} {} { {Host} {9}", "{ host} {} { {Host} {9}" },
    { "open {host", "open {host" },
    { "ñ {host} ü", "ñ smtp.example.org ü" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *got = md_fill (rows[i].pattern, look_up, NULL);

      g_assert_cmpstr (got, ==, rows[i].want);
    }
}

static void
test_lookup (void)
{
  g_assert_cmpstr (md_text (MD_LANG_ES, "Password"), ==, "Contraseña");
  g_assert_cmpstr (md_text (MD_LANG_EN, "Password"), ==, "Password");
  g_assert_cmpstr (md_text (MD_LANG_ES, "not in any catalogue"), ==, "not in any catalogue");
  g_assert_cmpstr (md_text (MD_LANG_ES, ""), ==, "");
  g_assert_cmpstr (md_text_with_context (MD_LANG_ES, "no such context", "Password"), ==, "Password");
}

/* ── mo.h ── */

static void
put_word (GByteArray *bytes, guint32 word)
{
  g_byte_array_append (bytes, (const guint8 *) &word, 4);
}

/* One entry "ab" → "cde" at bytes 44 and 47, behind header and both tables. */
static GByteArray *
make_catalogue (void)
{
  GByteArray *bytes = g_byte_array_new ();
  const guint32 words[] = { 0x950412de, 0, 1, 28, 36, 0, 0, /* tables: */ 2, 44, 3, 47 };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    put_word (bytes, words[i]);
  g_byte_array_append (bytes, (const guint8 *) "ab\0cde", 7);
  return bytes;
}

static GHashTable *
read_catalogue (GByteArray *array, GBytes **kept)
{
  *kept = g_bytes_new (array->data, array->len);
  return md_mo_read (*kept);
}

static void
test_catalogue (void)
{
  g_autoptr (GByteArray) good = make_catalogue ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GHashTable) table = read_catalogue (good, &bytes);

  g_assert_nonnull (table);
  g_assert_cmpstr (g_hash_table_lookup (table, "ab"), ==, "cde");
}

static void
test_catalogue_of_the_other_byte_order (void)
{
  g_autoptr (GByteArray) array = make_catalogue ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GHashTable) table = NULL;

  for (gsize i = 0; i < 11; i++)
    {
      guint32 word;

      memcpy (&word, array->data + 4 * i, 4);
      word = GUINT32_SWAP_LE_BE (word);
      memcpy (array->data + 4 * i, &word, 4);
    }
  table = read_catalogue (array, &bytes);
  g_assert_nonnull (table);
  g_assert_cmpstr (g_hash_table_lookup (table, "ab"), ==, "cde");
}

static void
test_broken_catalogues (void)
{
  static const struct
  {
    const char *story;
    gsize word;
    guint32 value;
  } rows[] = {
    { "no magic", 0, 0x12345678 },
    { "a revision of the future", 1, 0x00020000 },
    { "more strings than bytes", 2, 1000 },
    { "strings beyond any measure", 2, 0xffffffff },
    { "table of ids outside", 3, 0xfffffff0 },
    { "table of texts outside", 4, 52 },
    { "id outside", 8, 1000 },
    { "id too long", 7, 0xffffffff },
    { "id without its end", 7, 1 },
    { "text outside", 10, 0xffffffff },
    { "text too long", 9, 4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) array = make_catalogue ();
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GHashTable) table = NULL;

      memcpy (array->data + 4 * rows[i].word, &rows[i].value, 4);
      table = read_catalogue (array, &bytes);
      g_test_message ("%s", rows[i].story);
      g_assert_null (table);
    }
  for (guint length = 0; length < 51; length++)
    {
      g_autoptr (GByteArray) array = make_catalogue ();
      g_autoptr (GBytes) bytes = g_bytes_new (array->data, length);
      g_autoptr (GHashTable) table = md_mo_read (bytes);

      g_assert_null (table);
    }
}

/* ── verdicts ── */

static MdRecord *
make_record (const MdFindingCode *codes, gsize n_codes)
{
  MdCase *kase = md_case_new ();
  MdRecord *record = NULL;
  MdStepRecord *step = md_step_record_new (MD_STEP_S2);

  kase->email = g_strdup ("ana@practice.example");
  kase->outgoing = md_endpoint_new (MD_PROTOCOL_SMTP, "smtp.practice.example", 587, MD_SECURITY_STARTTLS);
  record = md_record_new ("send", kase);
  md_case_unref (kase);
  for (gsize i = 0; i < n_codes; i++)
    {
      const char *const *names = md_finding_code_parameters (codes[i]);
      const char *first = names[0], *second = first != NULL ? names[1] : NULL, *third = second != NULL ? names[2] : NULL;
      const char *fourth = third != NULL ? names[3] : NULL, *fifth = fourth != NULL ? names[4] : NULL;

      g_ptr_array_add (step->findings,
                       md_finding_new (MD_STEP_S2, MD_SUBJECT_OUTGOING, codes[i], first, "4", second, "4", third, "4",
                                       fourth, "4", fifth, "4", NULL));
    }
  g_ptr_array_add (record->steps, step);
  return record;
}

static void
test_verdicts (void)
{
  static const struct
  {
    const char *story;
    MdFindingCode codes[4];
    gsize n_codes;
    const char *english, *spanish;
  } rows[] = {
    { "sent and arrived",
      { MD_FINDING_LOGIN_ACCEPTED, MD_FINDING_TEST_SENT, MD_FINDING_TEST_ARRIVED },
      3,
      "Sending works from this computer: a test message was sent and arrived after 4 s.",
      "Enviar funciona desde este equipo: se envió un mensaje de prueba y llegó a los 4 s." },
    { "sent", { MD_FINDING_LOGIN_ACCEPTED, MD_FINDING_TEST_SENT }, 2,
      "Sending works from this computer: a test message was sent.",
      "Enviar funciona desde este equipo: se envió un mensaje de prueba." },
    { "would be taken", { MD_FINDING_LOGIN_ACCEPTED, MD_FINDING_ENVELOPE_ACCEPTED }, 2,
      "Sending works from this computer: the server would take your message.",
      "Enviar funciona desde este equipo: el servidor aceptaría tu mensaje." },
    { "no password", { MD_FINDING_SERVER_WORKS }, 1, "Nothing wrong was found so far, but signing in was not tested.",
      "Hasta ahora no se encontró nada mal, pero no se probó el inicio de sesión." },
    { "nothing", { 0 }, 0, "Too little could be tested to say what is wrong.",
      "Se pudo probar demasiado poco para decir qué falla." },
    { "not clear", { MD_FINDING_ENVELOPE_REFUSED }, 1, "Something does not work, and the cause is not clear yet.",
      "Algo no funciona y la causa aún no está clara." },
    { "a cause", { MD_FINDING_NAME_NOT_FOUND }, 1, "The name of the outgoing server does not exist.",
      "El nombre del servidor de salida no existe." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MdRecord) record = make_record (rows[i].codes, rows[i].n_codes);
      g_autoptr (GPtrArray) findings = md_record_get_findings (record);
      g_autoptr (MdVerdict) verdict = md_diagnose (findings);
      g_autofree char *english = md_advice_verdict_title (MD_LANG_EN, verdict, record);
      g_autofree char *spanish = md_advice_verdict_title (MD_LANG_ES, verdict, record);
      g_auto (GStrv) steps = md_advice_verdict_steps (MD_LANG_ES, verdict, record);

      g_test_message ("%s", rows[i].story);
      g_assert_cmpstr (english, ==, rows[i].english);
      g_assert_cmpstr (spanish, ==, rows[i].spanish);
      g_assert_cmpuint (g_strv_length (steps), >=, 1);
      g_assert_cmpuint (g_strv_length (steps), <=, 5);
    }
}

static void
test_habits (void)
{
  const MdFindingCode port[] = { MD_FINDING_NAME_NOT_FOUND };
  const MdFindingCode password[] = { MD_FINDING_LOGIN_REFUSED };
  const MdFindingCode limits[] = { MD_FINDING_ENVELOPE_REFUSED, MD_FINDING_ANSWER_MANY_SENT, MD_FINDING_SENDING_LIMITS };
  const MdFindingCode line[] = { MD_FINDING_NO_ROUTE };
  const struct
  {
    const MdFindingCode *codes;
    gsize n_codes;
    guint n_habits;
    const char *part;
  } rows[] = {
    { port, 1, 1, "Guarda una nota" },
    { password, 1, 1, "contraseña fuerte" },
    { limits, 3, 2, "permite unos 4 mensajes" },
    { line, 1, 0, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MdRecord) record = make_record (rows[i].codes, rows[i].n_codes);
      g_autoptr (GPtrArray) findings = md_record_get_findings (record);
      g_autoptr (MdVerdict) verdict = md_diagnose (findings);
      g_auto (GStrv) habits = md_advice_prevention (MD_LANG_ES, verdict, record);

      g_assert_cmpuint (g_strv_length (habits), ==, rows[i].n_habits);
      g_assert_true (rows[i].part == NULL || strstr (habits[0], rows[i].part) != NULL);
    }
}

/* ── the command ── */

static void
test_command (void)
{
  const char *const ids[] = { "usage-no-command", "usage-unknown-command", "usage-unknown-option", "usage-missing-value",
                              "usage-email", "usage-outgoing", "usage-incoming", "usage-port", "usage-step",
                              "usage-answer", "usage-lang", "usage-format", "usage-list-format", "usage-account",
                              "usage-timeout", "usage-fault", "usage-size",
                              "usage-resolver", "usage-no-account", "unreadable-password-file",
                              "unreadable-password-fd", "empty-password", "unreadable-ca-file", "broken-ca-file",
                              "cannot-write-output", "cancelled", "practice-failed", "practice-banner",
                              "keyring-unavailable", "help-commands", "help-account", "help-message", "help-password",
                              "help-consent", "help-answers", "help-output", "usage-guide", "usage-too-many-words",
                              "usage-text", "usage-time", "usage-ip", "unreadable-file", "working", "heading-send",
                              "heading-delivery", "heading-receive", "heading-explain",
                              "heading-domain", "heading-address", "heading-message", "heading-log",
                              "heading-accounts", "verdict-heading",
                              "who-must-act", "what-to-do", "why-we-say-so", "ruled-out", "also-possible",
                              "evidence-heading", "reference-code", "steps-heading", "corrected-record",
                              "prevention-heading", "configured",
                              "recommended", "source", "program", "date", "practice-label", "address" };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *english = md_cli_text (MD_LANG_EN, ids[i], "value", "V", "word", "V", NULL);
      g_autofree char *spanish = md_cli_text (MD_LANG_ES, ids[i], "value", "V", "word", "V", NULL);

      g_assert_cmpstr (english, !=, ids[i]);
      g_assert_cmpstr (spanish, !=, english);
      g_assert_true (g_str_has_prefix (ids[i], "help-") || strchr (english, '\n') == NULL);
    }
}

static void
test_command_is_filled (void)
{
  g_autofree char *email = md_cli_text (MD_LANG_ES, "usage-email", "value", "ana", NULL);
  g_autofree char *file
      = md_cli_text (MD_LANG_EN, "unreadable-password-file", "path", "p.txt", "reason", "gone {path}", NULL);
  g_autofree char *help = md_cli_text (MD_LANG_EN, "help-answers", NULL);

  g_assert_true (g_str_has_prefix (email, "«ana»"));
  g_assert_nonnull (strstr (file, "p.txt cannot be read (gone {path})"));
  for (guint question = 0; question < MD_N_QUESTIONS; question++)
    g_assert_nonnull (strstr (help, md_question_id ((MdQuestion) question)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/languages", test_languages);
  g_test_add_func ("/text/places", test_places);
  g_test_add_func ("/text/lookup", test_lookup);
  g_test_add_func ("/mo/good", test_catalogue);
  g_test_add_func ("/mo/other-byte-order", test_catalogue_of_the_other_byte_order);
  g_test_add_func ("/mo/broken", test_broken_catalogues);
  g_test_add_func ("/advice/verdicts", test_verdicts);
  g_test_add_func ("/advice/habits", test_habits);
  g_test_add_func ("/advice/command", test_command);
  g_test_add_func ("/advice/command-is-filled", test_command_is_filled);
  return g_test_run ();
}
