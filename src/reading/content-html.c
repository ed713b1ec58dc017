/* content-html.c - links and visible text of a part; see content-private.h
 *
 * No HTML parser: tags are found by their brackets, which is what is needed to hold a link's text against its target.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-content"

#include "config.h"

#include "reading/content-private.h"

#include "reading/address.h"

#include <arpa/inet.h>
#include <string.h>

#define MAX_LINKS 500
#define MAX_URL 2000

static const char *const shorteners[] = {
  "acortar.link", "adf.ly",      "bit.ly",     "bl.ink",  "buff.ly",      "clck.ru", "cutt.ly",    "goo.gl", "goo.su",
  "is.gd",        "n9.cl",       "ow.ly",      "rb.gy",   "rebrand.ly",   "s.id",    "shorte.st",  "shorturl.at",
  "soo.gd",       "t.co",        "t.ly",       "tiny.cc", "tinyurl.com",  "u.to",    "urlz.fr",    "v.gd",   NULL,
};

/* ── targets ── */

/* Lower-cased host of an http(s) address; NULL when it is another kind. */
static char *
host_of (const char *url, gsize length)
{
  g_autofree char *text = g_strndup (url, MIN (length, MAX_URL));
  const char *from = g_ascii_strncasecmp (text, "https://", 8) == 0  ? text + 8
                     : g_ascii_strncasecmp (text, "http://", 7) == 0 ? text + 7
                                                                     : NULL;
  const char *at;
  gsize n;

  if (from == NULL)
    return NULL;
  n = strcspn (from, "/?#\"'<> \t\r\n");
  /* "user@host" */
  at = g_strrstr_len (from, (gssize) n, "@");
  if (at != NULL)
    {
      n -= (gsize) (at + 1 - from);
      from = at + 1;
    }
  if (*from != '[')
    n = MIN (n, strcspn (from, ":"));
  return n > 0 ? g_ascii_strdown (from, (gssize) n) : NULL;
}

static void
judge_target (MdContent *content, const char *host)
{
  guchar raw[16];

  if (g_strv_contains (shorteners, g_str_has_prefix (host, "www.") ? host + 4 : host))
    md_content_note (content, MD_NOTE_LINK_SHORTENED, host);
  if (host[0] == '[' || inet_pton (AF_INET, host, raw) == 1)
    md_content_note (content, MD_NOTE_LINK_NUMERIC, host);
}

/* The host that the text of a link shows; NULL when it shows none.  Names alone count with the usual endings only:
 * "report.pdf" and "Node.js" are none. */
static char *
shown_host (const char *text)
{
  static const char *const endings[] = { "com", "org", "net", "es", "eu", "info", "edu", "gov", "mx", "ar", "co", "cl",
                                         "pe", "uk", "de", "fr", "it", "pt", NULL };
  g_autofree char *shown = g_strstrip (g_strdup (text));
  g_autofree char *whole = NULL;
  const char *ending;
  gsize n = strcspn (shown, "/?#:");

  if (strpbrk (shown, " \t\r\n@") != NULL || strchr (shown, '.') == NULL)
    return NULL;
  whole = host_of (shown, strlen (shown));
  if (whole != NULL)
    return g_steal_pointer (&whole);
  ending = g_strrstr_len (shown, (gssize) n, ".");
  if (ending == NULL || strspn (shown, "abcdefghijklmnopqrstuvwxyz0123456789-.") != n)
    return NULL;
  whole = g_strndup (ending + 1, n - (gsize) (ending + 1 - shown));
  return g_str_has_prefix (shown, "www.") || g_strv_contains (endings, whole) ? g_strndup (shown, n) : NULL;
}

static void
judge_link (MdContent *content, const char *target, const char *text)
{
  g_autofree char *host = host_of (target, strlen (target));
  g_autofree char *shown = host != NULL ? shown_host (text) : NULL;
  g_autofree char *both = NULL;

  if (host == NULL)
    return;
  judge_target (content, host);
  if (shown == NULL || strcmp (md_host_house (host), md_host_house (shown)) == 0)
    return;
  both = g_strdup_printf ("%s → %s", shown, host);
  md_content_note (content, MD_NOTE_LINK_MISMATCH, both);
}

/* ── text ── */

static void
judge_words (MdContentWalk *walk, const char *text)
{
  static const char *const leaving[]
      = { "unsubscribe",    "darse de baja",       "darte de baja", "cancelar la suscripci", "cancelar tu suscripci",
          "se désabonner",  "se désinscrire",      "abbestellen",   "newsletter abmelden",   "cancelar a inscri",
          "disiscri",       NULL };
  g_autofree char *lower = NULL;
  guint letters = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    letters += g_unichar_isalpha (g_utf8_get_char (at)) ? 1 : 0;
  walk->letters = MAX (walk->letters, letters);
  lower = g_utf8_strdown (text, -1);
  for (gsize i = 0; leaving[i] != NULL; i++)
    walk->speaks_of_leaving |= strstr (lower, leaving[i]) != NULL;
}

void
md_content_read_plain (MdContentWalk *walk, const char *text)
{
  const char *at = text;

  for (guint i = 0; i < MAX_LINKS && (at = strcasestr (at, "http")) != NULL; i++, at += 4)
    {
      g_autofree char *host = host_of (at, strcspn (at, " \t\r\n<>\""));

      if (host != NULL)
        judge_target (walk->content, host);
    }
  judge_words (walk, text);
}

/* ── HTML ── */

typedef struct
{
  MdContentWalk *walk;
  GString *visible;   /* text outside tags */
  char *target;       /* (owned) (nullable) of the open link */
  gsize link_from;    /* where its text begins in visible */
  guint n_links;
  const char *hidden; /* (static) (nullable) the element whose text is not shown */
} Html;

static gboolean
is_tag (const char *tag, gsize length, const char *name)
{
  gsize n = strlen (name);

  return length >= n && g_ascii_strncasecmp (tag, name, n) == 0
         && (length == n || strchr (" \t\r\n/>", tag[n]) != NULL);
}

/* The value of @name= in a tag; NULL when it has none. */
static char *
attribute (const char *tag, gsize length, const char *name)
{
  g_autofree char *text = g_strndup (tag, MIN (length, 2 * MAX_URL));
  const char *at = text;

  while ((at = strcasestr (at, name)) != NULL)
    {
      const char *value = at + strlen (name);

      value += strspn (value, " \t\r\n");
      if (*value == '=' && at > text && strchr (" \t\r\n\"'", at[-1]) != NULL)
        {
          value++;
          value += strspn (value, " \t\r\n");
          if (*value == '"' || *value == '\'')
            return g_strstrip (g_strndup (value + 1, strcspn (value + 1, *value == '"' ? "\"" : "'")));
          return g_strndup (value, strcspn (value, " \t\r\n>"));
        }
      at = at + strlen (name);
    }
  return NULL;
}

static void
close_link (Html *html)
{
  if (html->target != NULL && html->n_links++ < MAX_LINKS)
    judge_link (html->walk->content, html->target, html->visible->str + html->link_from);
  g_clear_pointer (&html->target, g_free);
}

static void
take_tag (Html *html, const char *tag, gsize length)
{
  static const char *const active[] = { "script", "form", "iframe", "object", "embed" };
  static const char *const unseen[] = { "style", "script", "title", "head" };

  for (guint i = 0; i < G_N_ELEMENTS (active); i++)
    if (is_tag (tag, length, active[i]))
      md_content_note (html->walk->content, MD_NOTE_ACTIVE_HTML, active[i]);
  if (html->hidden != NULL)
    {
      if (tag[0] == '/' && is_tag (tag + 1, length - 1, html->hidden))
        html->hidden = NULL;
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (unseen); i++)
    if (is_tag (tag, length, unseen[i]))
      html->hidden = unseen[i];
  if (is_tag (tag, length, "img"))
    html->walk->images++;
  if (is_tag (tag, length, "a") || (length >= 2 && is_tag (tag, length, "/a")))
    close_link (html);
  if (is_tag (tag, length, "a"))
    {
      html->target = attribute (tag, length, "href");
      html->link_from = html->visible->len;
    }
  if (is_tag (tag, length, "br") || is_tag (tag, length, "p") || is_tag (tag, length, "td"))
    g_string_append_c (html->visible, ' ');
}

static const char *
skip_comment (const char *at)
{
  const char *end = strstr (at, "-->");

  return end != NULL ? end + 3 : at + strlen (at);
}

void
md_content_read_html (MdContentWalk *walk, const char *text)
{
  Html html = { .walk = walk, .visible = g_string_new (NULL) };
  const char *at = text;

  while (*at != '\0')
    {
      gsize plain = strcspn (at, "<"), length;

      if (html.hidden == NULL)
        g_string_append_len (html.visible, at, (gssize) plain);
      at += plain;
      if (*at == '\0')
        break;
      if (g_str_has_prefix (at, "<!--"))
        {
          at = skip_comment (at + 4);
          continue;
        }
      length = strcspn (at + 1, ">");
      if (length > 0)
        take_tag (&html, at + 1, length);
      at += 1 + length;
      at += *at == '>' ? 1 : 0;
    }
  close_link (&html);
  judge_words (walk, html.visible->str);
  g_string_free (html.visible, TRUE);
}
