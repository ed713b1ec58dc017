/* test-reference.c - the code of a result: it says what it should, forgives how it is typed, and finds what was misheard
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/code-words.h"
#include "report/helper-card.h"

#include <string.h>

static MdVerdict *
make_verdict (MdVerdictStatus status, int first, int second)
{
  MdVerdict *verdict = g_new0 (MdVerdict, 1);
  const int codes[] = { first, second };

  verdict->status = status;
  verdict->causes = g_ptr_array_new_with_free_func (g_free);
  verdict->ruled_out = g_array_new (FALSE, FALSE, sizeof (MdCauseCode));
  for (gsize i = 0; i < G_N_ELEMENTS (codes) && codes[i] >= 0; i++)
    {
      MdCause *cause = g_new0 (MdCause, 1);

      cause->code = (MdCauseCode) codes[i];
      cause->because = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);
      g_ptr_array_add (cause->because,
                       md_finding_new (MD_STEP_S3, MD_SUBJECT_ACCOUNT, MD_FINDING_ANSWER_PASSWORD_CHANGED, NULL));
      g_ptr_array_add (verdict->causes, cause);
    }
  return verdict;
}

static void
free_verdict (MdVerdict *verdict)
{
  for (guint i = 0; i < verdict->causes->len; i++)
    g_ptr_array_unref (((MdCause *) g_ptr_array_index (verdict->causes, i))->because);
  g_ptr_array_unref (verdict->causes);
  g_array_unref (verdict->ruled_out);
  g_free (verdict);
}

static char *
code_of (MdVerdictStatus status, int first, int second, gboolean practice)
{
  g_autoptr (MdCase) kase = md_case_new ();
  g_autoptr (MdRecord) record = md_record_new ("send", kase);
  MdVerdict *verdict = make_verdict (status, first, second);
  char *code;

  record->practice = practice;
  code = md_reference_code (record, verdict);
  free_verdict (verdict);
  return code;
}

static void
test_every_cause (void)
{
  for (int cause = 0; cause < MD_N_CAUSES; cause++)
    {
      g_autofree char *code = code_of (MD_VERDICT_PROBLEM, cause, MD_N_CAUSES - 1 - cause, cause % 2 != 0);
      MdReference reference;

      g_assert_cmpuint (strlen (code), ==, 9);
      g_assert_cmpint (code[4], ==, '-');
      g_assert_null (strpbrk (code, "0O1I"));
      g_assert_true (md_reference_parse (code, &reference));
      g_assert_cmpint (reference.status, ==, MD_VERDICT_PROBLEM);
      g_assert_true (reference.has_cause && reference.has_second && !reference.newer);
      g_assert_cmpint (reference.cause, ==, cause);
      g_assert_cmpint (reference.second, ==, MD_N_CAUSES - 1 - cause);
      g_assert_cmpint (reference.practice, ==, cause % 2 != 0);
    }
}

static void
test_forgiving (void)
{
  g_autofree char *code = code_of (MD_VERDICT_OK, -1, -1, FALSE);
  g_autofree char *lower = g_ascii_strdown (code, -1);
  g_autofree char *bare = g_strdup_printf ("%.4s%s", code, code + 5);
  g_autofree char *apart = g_strdup_printf ("  %c %c.%c,%c – %s ", code[0], code[1], code[2], code[3], lower + 5);
  const char *const written[] = { code, lower, bare, apart };

  for (gsize i = 0; i < G_N_ELEMENTS (written); i++)
    {
      MdReferenceReading reading;

      md_reference_read (written[i], &reading);
      g_assert_true (reading.good && reading.length && !reading.foreign);
      g_assert_cmpstr (reading.code, ==, code);
      g_assert_cmpstr (reading.suggestion, ==, "");
      g_assert_false (reading.reference.has_cause);
    }
}

/* Whatever one letter was heard as, the code is not taken for another one. */
static void
test_one_letter_wrong (void)
{
  static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  guint tried = 0, wrong = 0;

  for (int cause = 0; cause < MD_N_CAUSES; cause++)
    {
      g_autofree char *code = code_of (MD_VERDICT_PROBLEM, cause, -1, FALSE);

      for (guint place = 0; code[place] != '\0'; place++)
        for (const char *letter = letters; *letter != '\0' && code[place] != '-'; letter++)
          {
            g_autofree char *heard = g_strdup (code);
            MdReferenceReading reading;

            heard[place] = *letter;
            if (*letter == code[place])
              continue;
            md_reference_read (heard, &reading);
            g_assert_false (reading.good);
            tried++;
            wrong += reading.suggestion[0] != '\0' && strcmp (reading.suggestion, code) != 0;
          }
    }
  g_test_message ("%u of %u suggestions name another code", wrong, tried);
  g_assert_cmpuint (wrong * 200, <, tried);
}

static void
test_misheard (void)
{
  static const char *const pairs[] = { "BP", "BV", "DT", "MN", "SF", "59", "EF", "GJ", "CS", "67", "36", "AK", "QU" };
  guint found = 0, tried = 0;

  for (int cause = 0; cause < MD_N_CAUSES; cause++)
    {
      g_autofree char *code = code_of (MD_VERDICT_PROBLEM, cause, -1, FALSE);

      for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
        {
          char *place = strchr (code, pairs[i][0]);
          MdReferenceReading reading;

          if (place == NULL)
            continue;
          *place = pairs[i][1];
          md_reference_read (code, &reading);
          *place = pairs[i][0];
          tried++;
          found += strcmp (reading.suggestion, code) == 0;
        }
    }
  g_assert_cmpuint (tried, >, 100);
  g_assert_cmpuint (found * 100, >=, tried * 95);
}

/* What no code has stands for whichever letter makes it one. */
static void
test_foreign (void)
{
  static const char foreign[] = "0O1Io";
  g_autofree char *code = code_of (MD_VERDICT_PROBLEM, MD_CAUSE_BAD_CREDENTIALS, -1, FALSE);

  for (const char *sign = foreign; *sign != '\0'; sign++)
    for (guint place = 0; code[place] != '\0'; place++)
      {
        g_autofree char *heard = g_strdup (code);
        MdReferenceReading reading;

        if (code[place] == '-')
          continue;
        heard[place] = *sign;
        md_reference_read (heard, &reading);
        g_assert_true (reading.foreign && reading.length && !reading.good);
        g_assert_cmpstr (reading.suggestion, ==, code);
      }
}

static void
test_no_code (void)
{
  static const char *const typed[] = { "", " ", "-", "KX7M", "KX7M-42PDX", "KX7M-42PD-KX7M", "ñandúñan", "\xff\xfe", "¿?", "ZZZZ-ZZZZ",
                                       "S3", "5.7.1", "00000000" };

  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    for (MdLang lang = MD_LANG_EN; lang <= MD_LANG_ES; lang++)
      {
        g_autoptr (MdCodeWords) words = md_code_words_new (lang, typed[i]);
        g_autofree char *notes = g_strjoinv (" ", words->notes);

        g_assert_false (words->reading.good);
        g_assert_null (words->title);
        g_assert_cmpstr (notes, !=, "");
        g_assert_true (g_utf8_validate (notes, -1, NULL));
      }
}

static void
test_words (void)
{
  for (int cause = 0; cause < MD_N_CAUSES; cause++)
    for (MdLang lang = MD_LANG_EN; lang <= MD_LANG_ES; lang++)
      {
        g_autofree char *code = code_of (MD_VERDICT_PROBLEM, cause, MD_CAUSE_UNKNOWN, TRUE);
        g_autoptr (MdCodeWords) words = md_code_words_new (lang, code);
        g_autofree char *text = md_code_words_text (words, lang);
        g_autofree char *html = md_code_words_html (words, lang);
        g_autofree char *json = md_code_words_json (words, lang);

        g_assert_true (words->reading.good);
        g_assert_nonnull (strstr (text, words->title));
        g_assert_nonnull (words->who);
        g_assert_nonnull (words->second);
        g_assert_cmpuint (g_strv_length (words->notes), ==, 1);
        g_assert_cmpuint (g_strv_length (words->asks), >=, 1);
        g_assert_cmpuint (g_strv_length (words->asks), <=, 3);
        g_assert_cmpuint (g_strv_length (words->steps), >=, 1);
        g_assert_nonnull (strstr (html, code));
        g_assert_nonnull (strstr (json, md_cause_id ((MdCauseCode) cause)));
      }
}

static void
test_newer (void)
{
  g_autofree char *code = code_of (MD_VERDICT_PROBLEM, MD_N_CAUSES + 3, -1, FALSE);
  g_autoptr (MdCodeWords) words = md_code_words_new (MD_LANG_EN, code);

  g_assert_true (words->reading.good && words->reading.reference.newer);
  g_assert_nonnull (words->title);
  g_assert_cmpuint (g_strv_length (words->notes), ==, 1);
}

static void
test_card (void)
{
  g_autoptr (MdCase) kase = md_case_new ();
  g_autoptr (MdRecord) record = md_record_new ("send", kase);
  MdVerdict *verdict = make_verdict (MD_VERDICT_PROBLEM, MD_CAUSE_WRONG_PORT, -1);
  g_autoptr (MdHelperCard) spanish = md_helper_card_new_verdict (MD_LANG_ES, record, verdict, FALSE);
  g_autoptr (MdHelperCard) english = md_helper_card_new_verdict (MD_LANG_EN, record, verdict, TRUE);
  g_autoptr (MdHelperCard) step = md_helper_card_new_step (MD_LANG_EN, MD_STEP_S3, MD_STATUS_PROBLEM, NULL, NULL);
  g_autofree char *text = md_helper_cards_text (spanish, english);

  g_assert_cmpstr (spanish->code, ==, english->code);
  g_assert_cmpuint (g_strv_length (spanish->spelling), ==, 2);
  g_assert_cmpuint (g_strv_length (spanish->sentences), ==, 3);
  g_assert_cmpuint (g_strv_length (english->sentences), ==, 3);
  g_assert_nonnull (strstr (english->sentences[1], "the person you help"));
  g_assert_nonnull (strstr (text, spanish->sentences[0]));
  g_assert_true (strstr (text, spanish->sentences[2]) < strstr (text, english->sentences[0]));
  g_assert_cmpstr (step->code, ==, "S3");
  g_assert_cmpuint (g_strv_length (step->sentences), ==, 3);
  free_verdict (verdict);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reference/every-cause", test_every_cause);
  g_test_add_func ("/reference/forgiving", test_forgiving);
  g_test_add_func ("/reference/one-letter-wrong", test_one_letter_wrong);
  g_test_add_func ("/reference/misheard", test_misheard);
  g_test_add_func ("/reference/foreign", test_foreign);
  g_test_add_func ("/reference/no-code", test_no_code);
  g_test_add_func ("/reference/words", test_words);
  g_test_add_func ("/reference/newer", test_newer);
  g_test_add_func ("/reference/card", test_card);
  return g_test_run ();
}
