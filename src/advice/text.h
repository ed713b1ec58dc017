/* text.h - words in a language of choice, whatever the process' locale is
 *
 * Both catalogues (compiled from po/) are inside the program, so that a report can be written in Spanish while the
 * window speaks English, on a machine without any locale.  Constant data, usable from the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MD_LANG_EN,
  MD_LANG_ES,
} MdLang;

/* "en", "es" */
const char *md_lang_code (MdLang lang);
gboolean    md_lang_from_code (const char *code, MdLang *lang);
/* Spanish when the person's locale (LANGUAGE, LC_ALL, LC_MESSAGES, LANG) says so, else English. */
MdLang      md_lang_from_environment (void);
/* The text of an English msgid; the msgid itself when it is not in the catalogue. */
const char *md_text (MdLang lang, const char *msgid);
const char *md_text_with_context (MdLang lang, const char *context, const char *msgid);
/* Marks a msgid for xgettext where it cannot be translated yet. */
#ifndef N_
#define N_(text) (text)
#endif

/* Replaces {name} by what @lookup returns for it; an unknown place shows nothing of its own ("…"). */
typedef const char *(*MdFillLookup) (const char *name, gconstpointer user_data);
char       *md_fill (const char *pattern, MdFillLookup lookup, gconstpointer user_data);

G_END_DECLS
