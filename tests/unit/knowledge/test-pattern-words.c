/* test-pattern-words.c - that no expression is passed over whose words are told, and that words are found
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "knowledge/pattern-words.h"
#include "knowledge/word-index.h"

#include <string.h>

static const struct
{
  const char *pattern;
  const char *words; /* with commas between them; NULL: none to be relied on */
} patterns[] = {
  { "mailbox is full", "mailbox is full" },
  { "mail ?box (is )?full", "full" },
  { "(user|mailbox|recipient) (limit|quota)s? reached", " reached" },
  { "(mailbox|address) not (present|found)", "present,found" },
  { "(mail|user)", "mail,user" },
  { "(black|block)[- ]?list(ed)?", "black,block" },
  { "unknown user|no such user", "unknown user,no such user" },
  { "unknown user|.*", NULL },
  { "a+bcd", "bcd" },
  { "abc?de", "ab" },
  { "5\\.1\\.1 <[^>]*> unknown", "> unknown" },
  { "\\bspam\\b", "spam" },
  { "(?=x)spam", NULL },
  { "(spam)\\1", NULL },
  { "x{0,3}spamtrap", "spamtrap" },
  { "(a|b)", NULL },
  { "[]x]listed", "listed" },
  { "Buz[oó]n LLENO", "n lleno" },
  { "(unclosed", NULL },
  { "\\", NULL },
};

static void
test_patterns (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (GPtrArray) words = md_pattern_words (patterns[i].pattern, 2);
      g_autoptr (GString) joined = g_string_new (NULL);

      for (guint k = 0; words != NULL && k < words->len; k++)
        g_string_append_printf (joined, "%s%s", k > 0 ? "," : "", (char *) g_ptr_array_index (words, k));
      g_test_message ("%s: %s", patterns[i].pattern, joined->str);
      g_assert_cmpint (words == NULL, ==, patterns[i].words == NULL);
      g_assert_cmpstr (joined->str, ==, patterns[i].words != NULL ? patterns[i].words : "");
    }
}

static void
test_index (void)
{
  static const char *const words[] = { "spf", "spam", "mailbox is full", "spammer", "\xC3\xB1o\xC3\xB1o" };
  static const struct
  {
    const char *text;
    guint32 bits;
  } texts[] = {
    { "", 0 },          { "sp", 0 },           { "spf", 1 },        { "no spf, no spam", 3 }, { "a spammer", 10 },
    { "spamme", 2 },    { "mailbox is ful", 0 }, { "mailbox is full", 4 }, { "\xC3\xB1o\xC3\xB1o", 16 },
  };
  MdWordIndex *index = md_word_index_new ();

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    md_word_index_add (index, words[i], i);
  md_word_index_build (index);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      guint32 bits = 0;

      md_word_index_look (index, texts[i].text, strlen (texts[i].text), &bits);
      g_test_message ("%s", texts[i].text);
      g_assert_cmpuint (bits, ==, texts[i].bits);
    }
  md_word_index_free (index);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/knowledge/pattern-words", test_patterns);
  g_test_add_func ("/knowledge/word-index", test_index);
  return g_test_run ();
}
