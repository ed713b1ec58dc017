/* result-words.c - an earlier result in a few words; see result-words.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-result-words"

#include "config.h"

#include "ui/result-words.h"

#include "advice/changes.h"

const char *
md_guide_word (MdLang lang, const char *guide)
{
  static const char *const words[] = {
    [MD_GUIDE_SEND] = N_ ("Sending"),
    [MD_GUIDE_DELIVERY] = N_ ("Delivery"),
    [MD_GUIDE_RECEIVE] = N_ ("Receiving"),
  };
  MdGuide known;

  return md_guide_from_name (guide, &known) ? md_text (lang, words[known]) : guide;
}

MdStatus
md_verdict_icon (MdVerdictStatus status)
{
  if (status == MD_VERDICT_OK)
    return MD_STATUS_OK;
  return status == MD_VERDICT_PROBLEM ? MD_STATUS_PROBLEM : MD_STATUS_BROKEN;
}

static void
add_part (GString *line, const char *part)
{
  if (part == NULL || part[0] == '\0')
    return;
  if (line->len > 0)
    g_string_append (line, " · ");
  g_string_append (line, part);
}

char *
md_result_line (MdLang lang, gint64 started, const char *guide, const char *email, const char *code)
{
  GString *line = g_string_new (NULL);
  g_autofree char *date = md_date_alone (lang, started, g_get_real_time ());
  g_autoptr (GString) whole = code != NULL ? g_string_new (code) : NULL;

  if (whole != NULL)
    g_string_replace (whole, "-", "-\xe2\x81\xa0", 0); /* no line ends within a code */
  add_part (line, date);
  add_part (line, guide != NULL ? md_guide_word (lang, guide) : NULL);
  add_part (line, email);
  add_part (line, whole != NULL ? whole->str : NULL);
  return g_string_free (line, FALSE);
}

char *
md_result_title (MdLang lang, const MdRecord *record, const MdVerdict *verdict)
{
  return verdict->causes->len > 0 ? md_advice_title (lang, g_ptr_array_index (verdict->causes, 0))
                                  : md_advice_verdict_title (lang, verdict, record);
}
