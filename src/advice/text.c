/* text.c - words in either language, out of the catalogues inside the program; see text.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/text.h"

#include "advice/md-texts.h"
#include "advice/mo.h"

#include <gio/gio.h>
#include <string.h>

#define MD_N_LANGS 2

static const char *const codes[MD_N_LANGS] = { [MD_LANG_EN] = "en", [MD_LANG_ES] = "es" };

const char *
md_lang_code (MdLang lang)
{
  return codes[lang];
}

gboolean
md_lang_from_code (const char *code, MdLang *lang)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_strcmp0 (codes[i], code) == 0)
      {
        *lang = (MdLang) i;
        return TRUE;
      }
  return FALSE;
}

/* "es", "es_MX", "es_ES.UTF-8", "es@latin" … */
static gboolean
locale_speaks (const char *locale, const char *code)
{
  gsize length = strlen (code);

  return g_ascii_strncasecmp (locale, code, length) == 0 && !g_ascii_isalpha (locale[length]);
}

MdLang
md_lang_from_environment (void)
{
  const char *const *names = g_get_language_names_with_category ("LC_MESSAGES");

  for (; *names != NULL; names++)
    for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
      if (locale_speaks (*names, codes[i]))
        return (MdLang) i;
  return MD_LANG_EN;
}

/* The tables are made once and stay: constant data. */
static gpointer
read_catalogues (gpointer unused)
{
  GHashTable **tables = g_new0 (GHashTable *, MD_N_LANGS);

  for (gsize i = 0; i < MD_N_LANGS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/io/github/maildoctor/MailDoctor/texts/%s.mo", codes[i]);
      GBytes *bytes;

      /* Named so that it is linked in; the global lookup waits while another thread registers resources. */
      (void) md_texts_get_resource ();
      bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      g_assert (bytes != NULL);
      tables[i] = md_mo_read (bytes); /* which points into @bytes: it stays, too */
      g_assert (tables[i] != NULL);
    }
  return tables;
}

static const char *
look_up (MdLang lang, const char *key)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, read_catalogues, NULL);
  return g_hash_table_lookup (((GHashTable **) once.retval)[lang], key);
}

const char *
md_text (MdLang lang, const char *msgid)
{
  const char *text = msgid[0] != '\0' ? look_up (lang, msgid) : NULL;

  return text != NULL ? text : msgid;
}

const char *
md_text_with_context (MdLang lang, const char *context, const char *msgid)
{
  g_autofree char *key = g_strconcat (context, "\004", msgid, NULL);
  const char *text = look_up (lang, key);

  return text != NULL ? text : msgid;
}

/* The length of a place "{name}" at @at; 0 when there is none. */
static gsize
place_length (const char *at)
{
  gsize length = 1;

  if (at[0] != '{' || !g_ascii_islower (at[1]))
    return 0;
  while (g_ascii_islower (at[length]) || g_ascii_isdigit (at[length]) || at[length] == '_')
    length++;
  return at[length] == '}' ? length + 1 : 0;
}

char *
md_fill (const char *pattern, MdFillLookup lookup, gconstpointer user_data)
{
  GString *filled = g_string_new (NULL);

  for (const char *at = pattern; *at != '\0';)
    {
      gsize length = place_length (at);

      if (length == 0)
        g_string_append_c (filled, *at++);
      else
        {
          g_autofree char *name = g_strndup (at + 1, length - 2);
          const char *value = lookup (name, user_data);

          g_string_append (filled, value != NULL && value[0] != '\0' ? value : "…");
          at += length;
        }
    }
  return g_string_free (filled, FALSE);
}
