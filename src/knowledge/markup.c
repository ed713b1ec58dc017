/* markup.c - XML from somebody else's server, read within limits; see markup.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-markup"

#include "config.h"

#include "knowledge/markup.h"

#include <gio/gio.h>
#include <string.h>

G_DEFINE_QUARK (md-autoconfig-error, md_autoconfig_error)

/* Comments, processing instructions, DOCTYPE. */
void
md_markup_pass_through (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  if (length >= 9 && g_ascii_strncasecmp (text, "<!DOCTYPE", 9) == 0)
    g_set_error_literal (error, MD_AUTOCONFIG_ERROR, MD_AUTOCONFIG_ERROR_DOCTYPE, "has a DOCTYPE");
}

gboolean
md_markup_too_deep (guint depth, GError **error)
{
  if (depth <= MD_MARKUP_MAX_DEPTH)
    return FALSE;
  g_set_error_literal (error, MD_AUTOCONFIG_ERROR, MD_AUTOCONFIG_ERROR_TOO_DEEP, "too many levels");
  return TRUE;
}

gboolean
md_markup_read (const GMarkupParser *parser, gpointer data, const char *xml, gsize length, GError **error)
{
  g_autoptr (GMarkupParseContext) context
      = g_markup_parse_context_new (parser, G_MARKUP_TREAT_CDATA_AS_TEXT, data, NULL);
  g_autoptr (GError) trouble = NULL;

  if (length > MD_MARKUP_MAX_BYTES)
    {
      g_set_error_literal (error, MD_AUTOCONFIG_ERROR, MD_AUTOCONFIG_ERROR_TOO_LARGE, "more than 256 KiB");
      return FALSE;
    }
  if (length >= 3 && memcmp (xml, "\xEF\xBB\xBF", 3) == 0) /* byte order mark */
    {
      xml += 3;
      length -= 3;
    }
  if (memchr (xml, '\0', length) != NULL)
    {
      g_set_error_literal (error, MD_AUTOCONFIG_ERROR, MD_AUTOCONFIG_ERROR_SYNTAX, "holds a NUL byte");
      return FALSE;
    }
  /* Asked first, since GMarkup sets its error twice where a name is broken. */
  if (!g_utf8_validate (xml, (gssize) length, NULL))
    {
      g_set_error_literal (error, MD_AUTOCONFIG_ERROR, MD_AUTOCONFIG_ERROR_ENCODING, "is not UTF-8");
      return FALSE;
    }
  if (g_markup_parse_context_parse (context, xml, (gssize) length, &trouble)
      && g_markup_parse_context_end_parse (context, &trouble))
    return TRUE;
  if (trouble->domain == MD_AUTOCONFIG_ERROR)
    g_propagate_error (error, g_steal_pointer (&trouble));
  else
    g_set_error (error, MD_AUTOCONFIG_ERROR, MD_AUTOCONFIG_ERROR_SYNTAX, "%s", trouble->message);
  return FALSE;
}

char *
md_markup_url (const char *url, gboolean may_be_open)
{
  gboolean is_web = g_str_has_prefix (url, "https://") || (may_be_open && g_str_has_prefix (url, "http://"));

  return is_web && strlen (url) <= MD_MARKUP_MAX_TEXT_BYTES && g_uri_is_valid (url, G_URI_FLAGS_NONE, NULL)
             ? g_strdup (url)
             : NULL;
}
