/* spelling.c - a letter as it is said on the phone; see spelling.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/spelling.h"

static const struct
{
  char letter;
  const char *text;
} words[] = {
  /* Translators: the words that are used in your country to spell on the phone. */
  { '2', N_ ("two") },
  { '3', N_ ("three") },
  { '4', N_ ("four") },
  { '5', N_ ("five") },
  { '6', N_ ("six") },
  { '7', N_ ("seven") },
  { '8', N_ ("eight") },
  { '9', N_ ("nine") },
  { 'A', N_ ("A as in Alfa") },
  { 'B', N_ ("B as in Bravo") },
  { 'C', N_ ("C as in Charlie") },
  { 'D', N_ ("D as in Delta") },
  { 'E', N_ ("E as in Echo") },
  { 'F', N_ ("F as in Foxtrot") },
  { 'G', N_ ("G as in Golf") },
  { 'H', N_ ("H as in Hotel") },
  { 'J', N_ ("J as in Juliett") },
  { 'K', N_ ("K as in Kilo") },
  { 'L', N_ ("L as in Lima") },
  { 'M', N_ ("M as in Mike") },
  { 'N', N_ ("N as in November") },
  { 'P', N_ ("P as in Papa") },
  { 'Q', N_ ("Q as in Quebec") },
  { 'R', N_ ("R as in Romeo") },
  { 'S', N_ ("S as in Sierra") },
  { 'T', N_ ("T as in Tango") },
  { 'U', N_ ("U as in Uniform") },
  { 'V', N_ ("V as in Victor") },
  { 'W', N_ ("W as in Whiskey") },
  { 'X', N_ ("X as in X-ray") },
  { 'Y', N_ ("Y as in Yankee") },
  { 'Z', N_ ("Z as in Zulu") },
};

const char *
md_spelling_word (MdLang lang, char letter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].letter == letter)
      return md_text (lang, words[i].text);
  return NULL;
}

char **
md_spelling_lines (MdLang lang, const char *code)
{
  g_auto (GStrv) groups = g_strsplit (code, "-", -1);
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      for (const char *letter = groups[i]; *letter != '\0'; letter++)
        if (md_spelling_word (lang, *letter) != NULL)
          g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", md_spelling_word (lang, *letter));
      g_strv_builder_add (lines, line->str);
    }
  return g_strv_builder_end (lines);
}
