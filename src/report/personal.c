/* personal.c - takes what tells who somebody is out of a report; see personal.h
 *
 * Works on the finished text, whatever its form, because what a server echoes can stand anywhere in it.  In doubt it
 * takes out: what a stranger misses can be asked for, what was shown cannot be taken back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-report"

#include "config.h"

#include "report/personal.h"

#include "base/redact.h"

#include <arpa/inet.h>
#include <string.h>

#define HIDDEN "…"
#define MIN_WORD 3 /* shorter ones would blank half the report */

/* ── patterns ── */

/* A header begins a line of the text, of the page, or a string of the document; a dialogue has "S: " before it. */
#define HEADERS \
  "(?<=[\\n\">]|^)((?:[ \\t]|\\d+\\.\\d{3} )*(?:[SC]: ?)?" \
  "(?:Subject|From|To|Cc|Bcc|Reply-To|Sender|Return-Path|Delivered-To|Envelope-To|X-Original-To|Message-ID|" \
  "In-Reply-To|References|Content-ID|Thread-Topic|List-[A-Za-z-]+|Organization): )"
/* Its value: up to the end of the line, of the element, of the string. */
#define TEXT_VALUE "[^\\n]*"
#define HTML_VALUE "[^\\n<]*"
#define JSON_VALUE "(?:\\\\.|[^\"\\\\])*+"

/* In this order; \\1 stays. */
static const struct
{
  const char *pattern;
  const char *replacement;
} patterns[] = {
  { "\\b((?:SUBJECT|FROM|TO|BODY|TEXT|HEADER \\S+) )(?:\\\\?\"|&quot;).*?(?:\\\\?\"|&quot;)", "\\1" HIDDEN },
  { "\\b((?:message-?id|in-reply-to)[=:] ?)(?:<|&lt;)?[^<>&\\s\",;]+(?:>|&gt;)?", "\\1" HIDDEN },
  /* The first hop of a message that was handed in with a password: the person's own line. */
  { "\\b(from )\\S+ \\([^()]*\\)(?=[^;\"\\n]*\\bE?SMTPS?A\\b)", "\\1" HIDDEN },
  { "(/home/|/Users/|/var/mail/|/var/spool/mail/|\\\\Users\\\\)[^/\\s\"<>:;,\\\\]+", "\\1" HIDDEN },
};

/* Takes @text over. */
static char *
replace (char *text, const char *pattern, const char *replacement)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_MULTILINE, 0, NULL);
  char *result = g_regex_replace (regex, text, -1, 0, replacement, 0, NULL);

  if (result == NULL)
    return text;
  g_free (text);
  return result;
}

/* @text says by its first letter which of the three forms it has. */
static char *
without_headers (char *text)
{
  if (text[0] == '{')
    return replace (text, HEADERS JSON_VALUE, "\\1" HIDDEN);
  return replace (text, text[0] == '<' ? HEADERS HTML_VALUE : HEADERS TEXT_VALUE, "\\1" HIDDEN);
}

/* ── words ── */

/* Every place where @word stands by itself, whatever its case. */
static char *
without_word (char *text, const char *word, const char *replacement)
{
  g_autofree char *escaped = NULL;
  g_autofree char *pattern = NULL;

  if (word == NULL || g_utf8_strlen (word, -1) < MIN_WORD)
    return text;
  escaped = g_regex_escape_string (word, -1);
  pattern = g_strdup_printf ("(?<![\\p{L}\\p{N}_-])%s(?![\\p{L}\\p{N}_-])", escaped);
  return replace (text, pattern, replacement);
}

/* @value as it stands in the text, in HTML and in JSON. */
static char *
without_value (char *text, const char *value)
{
  g_autofree char *html = g_markup_escape_text (value, -1);


  text = without_word (text, value, HIDDEN);
  if (strcmp (html, value) != 0)
    text = without_word (text, html, HIDDEN);
  return text;
}

/* What many have in front of their @ tells nobody apart, and stands in every report. */
static gboolean
is_common (const char *word)
{
  static const char *const common[] = {
    "info", "mail", "correo", "email", "admin", "contact", "contacto", "office", "test", "user", "usuario",
    "post", "web", "smtp", "imap", "pop", "pop3", "server", "servidor", "spam", "sender", "sales", "ventas",
    "hello", "hola", "support", "soporte", "account", "cuenta", "domain", "dominio", "inbox", "postmaster",
    "sending", "program", "code", "practice", "you", "the", "que", "para", "con", "root", "none", "login",
    "password", NULL,
  };
  g_autofree char *lower = g_ascii_strdown (word, -1);

  return g_strv_contains (common, lower);
}

/* The user's name: what stands before the @, or alone. */
static char *
without_user (char *text, const char *user)
{
  g_autofree char *local = user != NULL ? g_strndup (user, strcspn (user, "@")) : NULL;

  if (local == NULL || is_common (local))
    return text;
  return without_word (text, local, HIDDEN);
}

/* ── what the findings name ── */

/* A folder that everybody has says nothing about anybody; below it there may be one of the person's own. */
static gboolean
is_usual_folder (const char *folder)
{
  static const char *const usual[] = {
    "inbox", "sent", "sent items", "sent messages", "sent mail", "drafts", "junk", "junk e-mail", "junk email",
    "spam", "trash", "bin", "deleted", "deleted items", "deleted messages", "archive", "archives", "all mail",
    "outbox", "[gmail]", "[google mail]", "enviados", "elementos enviados", "papelera", "borradores",
    "archivo", "archivados", "correo no deseado", "no deseado", "basura", "elementos eliminados", "eliminados",
    "bandeja de entrada", "bandeja de salida", "todos", "quarantine", "cuarentena", NULL,
  };
  g_autofree char *lower = g_utf8_strdown (folder, -1);
  g_auto (GStrv) parts = g_strsplit_set (lower, "./", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (!g_strv_contains (usual, parts[i]))
      return FALSE;
  return TRUE;
}

static char *
without_parameters (char *text, const MdFinding *finding)
{
  static const char *const names[]
      = { "subject", "message_id", "rule", "folder", "user", "username", "queue_id", "profile", "identity", "account" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = md_finding_get (finding, names[i]);

      if (value == NULL || strchr (value, '@') != NULL)
        continue;
      if ((strcmp (names[i], "folder") == 0 && is_usual_folder (value)) || is_common (value))
        continue;
      text = without_value (text, value);
    }
  return text;
}

static char *
without_findings (char *text, const MdRecord *record)
{
  for (guint i = 0; i < record->steps->len; i++)
    {
      const MdStepRecord *step = g_ptr_array_index (record->steps, i);

      for (guint j = 0; j < step->findings->len; j++)
        text = without_parameters (text, g_ptr_array_index (step->findings, j));
    }
  return text;
}

/* ── the own domain ── */

/* A public provider's name tells nobody apart, and its servers are what the report is about. */
static gboolean
is_public (const MdRecord *record, const char *domain)
{
  g_autofree char *own = md_case_dup_domain (record->kase);

  if (record->settings != NULL && record->settings->public_provider && g_strcmp0 (own, domain) == 0)
    return TRUE;
  for (guint i = 0; i < record->steps->len; i++)
    {
      const MdStepRecord *step = g_ptr_array_index (record->steps, i);

      for (guint j = 0; j < step->findings->len; j++)
        {
          const MdFinding *finding = g_ptr_array_index (step->findings, j);

          if (md_finding_get_code (finding) == MD_FINDING_PUBLIC_PROVIDER
              && g_ascii_strcasecmp (md_finding_get (finding, "domain"), domain) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

static char *
without_host (char *text, const char *domain)
{
  g_autofree char *escaped = domain != NULL ? g_regex_escape_string (domain, -1) : NULL;
  const char *dot = domain != NULL ? strrchr (domain, '.') : NULL;
  g_autofree char *pattern = NULL;
  g_autofree char *replacement = NULL;

  if (dot == NULL)
    return text;
  pattern = g_strdup_printf ("(?<![\\p{L}\\p{N}-])%s(?![\\p{L}\\p{N}-])", escaped);
  replacement = g_strconcat (HIDDEN, dot, NULL);
  return replace (text, pattern, replacement);
}

/* @address: an address or a domain; as it was written, and as DNS has it. */
static char *
without_domain_of (char *text, const MdRecord *record, const char *address)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;
  const char *domain = at != NULL ? at + 1 : address;
  g_autofree char *ascii = domain != NULL ? g_hostname_to_ascii (domain) : NULL;

  if (domain == NULL || ascii == NULL || is_public (record, ascii))
    return text;
  text = without_host (text, domain);
  return without_host (text, ascii);
}

/* ── Internet addresses ── */

/* The number of @address among those met: the same one for the same address, however it is written. */
static guint
number_of (GHashTable *met, const char *address)
{
  gpointer number = g_hash_table_lookup (met, address);

  if (number == NULL)
    {
      number = GUINT_TO_POINTER (g_hash_table_size (met) + 1);
      g_hash_table_insert (met, g_strdup (address), number);
    }
  return GPOINTER_TO_UINT (number);
}

/* "203-0-113-7" and "203.0.113.7" alike; NULL when it is no address, or one that everybody has. */
static char *
normal_form (const char *word)
{
  guchar bytes[sizeof (struct in6_addr)];
  char text[INET6_ADDRSTRLEN];
  g_autofree char *dotted = g_strdelimit (g_strdup (word), "-", '.');

  if (inet_pton (AF_INET, dotted, bytes) == 1)
    return bytes[0] == 127 || bytes[0] == 0 ? NULL : g_strdup (inet_ntop (AF_INET, bytes, text, sizeof text));
  if (inet_pton (AF_INET6, word, bytes) == 1)
    {
      (void) inet_ntop (AF_INET6, bytes, text, sizeof text);
      return strcmp (text, "::1") == 0 || strcmp (text, "::") == 0 ? NULL : g_strdup (text);
    }
  return strlen (word) > 30 && strchr (word, ':') == NULL ? g_strdup (word) : NULL; /* written backwards, by nibbles */
}

static gboolean
on_address (const GMatchInfo *match, GString *result, gpointer met)
{
  g_autofree char *word = g_match_info_fetch (match, 0);
  g_autofree char *address = normal_form (word);

  if (address == NULL)
    g_string_append (result, word);
  else
    g_string_append_printf (result, "[IP %u]", number_of (met, address));
  return FALSE;
}

static char *
without_internet_addresses (char *text)
{
  static const char pattern[] = "(?<![\\w.:-])(?:[0-9a-f]\\.){16,}[0-9a-f](?=\\.)" /* reversed IPv6 */
                                "|(?<![\\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:(?:\\.\\d{1,3}){3})?(?![\\w:])"
                                "|(?<![\\d.])\\d{1,3}(?:\\.\\d{1,3}){3}(?!\\.?\\d)" /* IPv4 */
                                "|(?<!\\d)(?<!\\d-)\\d{1,3}(?:-\\d{1,3}){3}(?!-?\\d)"; /* in a name */
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GHashTable) met = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  char *result = g_regex_replace_eval (regex, text, -1, 0, 0, on_address, met, NULL);

  if (result == NULL)
    return text;
  g_free (text);
  return result;
}

char *
md_hide_personal (char *text, const MdRecord *record)
{
  const MdCase *kase = record->kase;
  const char *const users[] = { kase->email, kase->user, kase->outgoing_user, kase->incoming_user, kase->from };
  const char *const domains[] = { kase->email, kase->from, kase->domain, kase->to, kase->test_to, kase->sender };
  const char *const values[] = { kase->subject, kase->message_id, kase->queue_id, kase->helo };
  char *hidden;

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    if (values[i] != NULL)
      text = without_value (text, values[i]);
  text = without_findings (text, record);
  text = without_headers (text);
  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    text = replace (text, patterns[i].pattern, patterns[i].replacement);
  hidden = md_redact_addresses (text);
  g_free (text);
  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
    hidden = without_domain_of (hidden, record, domains[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (users); i++)
    hidden = without_user (hidden, users[i]);
  hidden = without_user (hidden, g_get_user_name ());
  return without_internet_addresses (hidden);
}
