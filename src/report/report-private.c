/* report-private.c - what the three forms of a report share; see report-private.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-report"

#include "config.h"

#include "report/report-private.h"

#include "base/redact.h"
#include "report/personal.h"

#include <string.h>

static const char style[]
    = "body{font:16px/1.5 sans-serif;max-width:48em;margin:2em auto;padding:0 1em;color:#222;background:#fff}"
      "h1{font-size:1.4em}h2{font-size:1.15em;border-bottom:1px solid #ccc}"
      ".problem{color:#a40000}.warning{color:#8f5902}.ok{color:#2e6b0f}"
      ".banner{background:#fff3c4;padding:.5em 1em;border:1px solid #d4a900}"
      "pre{background:#f4f4f4;padding:.5em;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85em}"
      ".code{font:bold 1.3em monospace}"
      ".both{display:flex;flex-wrap:wrap;gap:2em}.both>div{flex:1 1 20em;min-width:0}"
      "body:has(.both){max-width:80em}";

char *
md_report_date (gint64 unix_micros)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_micros / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("");
}

const char *
md_report_security (MdSecurity security)
{
  static const char *const words[] = {
    [MD_SECURITY_PLAIN] = "–",
    [MD_SECURITY_STARTTLS] = "STARTTLS",
    [MD_SECURITY_TLS] = "SSL/TLS",
  };

  return words[security];
}

char *
md_report_endpoint (const MdEndpoint *endpoint)
{
  g_autofree char *target = endpoint != NULL ? md_endpoint_to_string (endpoint) : NULL;

  return target != NULL ? g_strdup_printf ("%s %s", target, md_report_security (endpoint->security)) : NULL;
}

static gboolean
has_any (MdSecret *const *secrets, gsize n_secrets)
{
  for (gsize i = 0; i < n_secrets; i++)
    if (secrets[i] != NULL)
      return TRUE;
  return FALSE;
}

char *
md_report_finish (char *text, const MdRecord *record, const MdReportOptions *options)
{
  const MdCase *kase = record->kase;
  MdSecret *secrets[] = { kase->password, kase->outgoing_password, kase->incoming_password, kase->token };
  char *clean = text;

  if (has_any (secrets, G_N_ELEMENTS (secrets)))
    {
      clean = md_redact (text, secrets, G_N_ELEMENTS (secrets));
      md_wipe (text, strlen (text));
      g_free (text);
    }
  if (options->hide_personal && options->last_well != NULL) /* its servers and names are told, too */
    clean = md_hide_personal (clean, options->last_well);
  return options->hide_personal ? md_hide_personal (clean, record) : clean;
}

char *
md_report_label (const MdReportOptions *options, const char *id)
{
  return md_cli_text (options->lang, id, NULL);
}

MdReportOptions
md_report_other_language (const MdReportOptions *options)
{
  MdReportOptions other = *options;

  other.lang = options->lang == MD_LANG_ES ? MD_LANG_EN : MD_LANG_ES;
  other.evidence = FALSE;
  return other;
}

void
md_report_append_html_head (GString *out, MdLang lang, const char *title)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  g_string_append_printf (out, "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">\n",
                          md_lang_code (lang));
  g_string_append (out, "<meta name=\"viewport\" content=\"width=device-width\">\n");
  g_string_append_printf (out, "<title>%s</title>\n<style>%s</style></head><body>\n", escaped, style);
}
