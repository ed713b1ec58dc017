/* test-personal.c - a report without personal data: nothing of the person is left in any of its three forms
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/report.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* What servers and files say; each holds something of the person. */
static const char *const lines[] = {
  "0.012  C: EHLO [127.0.0.1]",
  "0.015  S: 250-smtp.gomez-hijos.es Hello cliente-203-0-113-7.dyn.isp.example [203.0.113.7]",
  "0.021  S: 250 ok, Ana.Gomez",
  "0.031  C: MAIL FROM:<ana.gomez@gomez-hijos.es> SIZE=1200",
  "0.040  S: 550 5.7.1 Client 2001:db8:1:2::33 blocked, see https://list.example/?ip=203.0.113.7",
  "7.113.0.203.zen.list.example: 127.0.0.2",
  "3.3.0.0.0.0.0.0.0.0.0.0.0.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.zen.list.example",
  "Subject: Divorcio de \"Laura\" & <Pedro>",
  "S: Subject: Divorcio otra vez",
  "From: \"Ana Secreta\" <ana.gomez@gomez-hijos.es>",
  "To: Pedro Oculto <pedro@otro.example>",
  "Message-ID: <20260101.4711@portatil-ana.casa.lan>",
  "C: a7 UID SEARCH SUBJECT \"Divorcio\" FROM \"Pedro Oculto\"",
  "Received: from portatil-ana (host7.isp.example [203.0.113.7]) by smtp.gomez-hijos.es with ESMTPSA id 99",
  "/var/spool/mail/anagomez/.thunderbird/abc.default/ImapMail/imap.gomez-hijos.es",
  "/var/mail/ana.gomez",
  "queue 4bXyZ7712 in INBOX.Herencia",
  "rule \"Todo de Laura\"",
  "resolver 192.168.1.1, then fe80::1%eth0, then fd12:3456::1",
  "v=spf1 include:_spf.gomez-hijos.es ip4:203.0.113.0/24 -all",
  "MX 10 mx.GOMEZ-HIJOS.es",
};

/* None of these may be left, in whatever case. */
static const char *const needles[] = {
  "ana.gomez", "gomez-hijos", "anagomez", "203.0.113", "203-0-113", "7.113.0.203", "2001:db8", "8.b.d.0.1", "Divorcio", "Laura",
  "Secreta", "Oculto", "Pedro", "pedro@", "4711", "portatil", "host7", "Herencia", "4bXyZ7712", "192.168", "fe80", "fd12",
};

static MdRecord *
make_record (const char *email, gboolean public_provider)
{
  g_autoptr (MdCase) kase = md_case_new ();
  g_autoptr (MdSettings) settings = md_settings_new (MD_SOURCE_FACTS);
  MdStepRecord *step = md_step_record_new (MD_STEP_R1);
  MdEvidence *evidence = md_evidence_new (MD_STEP_R1, "smtp-dialogue", "smtp.gomez-hijos.es:587", "refused", 1000);
  MdRecord *record;

  kase->email = g_strdup (email);
  kase->sender = g_strdup ("pedro@otro.example");
  kase->subject = g_strdup ("Divorcio de \"Laura\" & <Pedro>");
  kase->outgoing = md_endpoint_new (MD_PROTOCOL_SMTP, "smtp.gomez-hijos.es", 587, MD_SECURITY_STARTTLS);
  settings->public_provider = public_provider;
  record = md_record_new ("receive", kase);
  record->settings = md_settings_ref (settings);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    md_evidence_add_line (evidence, lines[i]);
  g_ptr_array_add (step->evidence, evidence);
  g_ptr_array_add (step->findings, md_finding_new (MD_STEP_R2, MD_SUBJECT_ACCOUNT, MD_FINDING_RULE_MOVES, "rule", "Todo de Laura",
                                                   "folder", "INBOX.Herencia", "program", "thunderbird", "number", "2",
                                                   "total", "5", "certainty", "sure", NULL));
  g_ptr_array_add (step->findings, md_finding_new (MD_STEP_D6, MD_SUBJECT_LOG, MD_FINDING_LOG_NEVER_LEFT, "count", "1", "queue_id",
                                                   "4bXyZ7712", "sender", "ana.gomez@gomez-hijos.es", "time", "1", NULL));
  g_ptr_array_add (record->steps, step);
  return record;
}

typedef char *(*Writer) (const MdRecord *record, const MdVerdict *verdict, const MdReportOptions *options);

static const Writer writers[] = { md_report_text, md_report_html, md_report_json };

static void
test_nothing_left (void)
{
  g_autoptr (MdRecord) record = make_record ("ana.gomez@gomez-hijos.es", FALSE);
  g_autoptr (GPtrArray) findings = md_record_get_findings (record);
  g_autoptr (MdVerdict) verdict = md_diagnose (findings);

  for (gsize w = 0; w < G_N_ELEMENTS (writers); w++)
    for (int both = 0; both < 2; both++)
      {
        const MdReportOptions options
            = { .lang = MD_LANG_ES, .evidence = TRUE, .hide_personal = TRUE, .both = both != 0 };
        g_autofree char *report = writers[w](record, verdict, &options);
        g_autofree char *lower = g_utf8_strdown (report, -1);

        for (gsize i = 0; i < G_N_ELEMENTS (needles); i++)
          {
            g_autofree char *needle = g_utf8_strdown (needles[i], -1);
            const char *hit = strstr (lower, needle);

            if (hit != NULL)
              g_error ("form %zu still has '%s': %.120s", w, needles[i], MAX (hit - 40, lower));
          }
        g_assert_true (g_utf8_validate (report, -1, NULL));
        if (report[0] == '{')
          {
            g_autoptr (JsonParser) parser = json_parser_new ();

            g_assert_true (json_parser_load_from_data (parser, report, -1, NULL));
          }
      }
}

/* What the helper needs stays: codes, ports, words, loopback, and which address is the same as which. */
static void
test_rest_stays (void)
{
  static const char *const kept[] = { "550 5.7.1", ":587", "127.0.0.1", "127.0.0.2", "zen.list.example", "ESMTPSA", "-all", "[IP 1]",
                                      "ip=[IP 1]", "smtp.….es", "a…@….es", "SIZE=1200" };
  g_autoptr (MdRecord) record = make_record ("ana.gomez@gomez-hijos.es", FALSE);
  g_autoptr (GPtrArray) findings = md_record_get_findings (record);
  g_autoptr (MdVerdict) verdict = md_diagnose (findings);
  const MdReportOptions hidden = { .lang = MD_LANG_EN, .evidence = TRUE, .hide_personal = TRUE };
  const MdReportOptions whole = { .lang = MD_LANG_EN, .evidence = TRUE };
  g_autofree char *text = md_report_text (record, verdict, &hidden);
  g_autofree char *all = md_report_text (record, verdict, &whole);

  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    if (strstr (text, kept[i]) == NULL)
      g_error ("'%s' is gone: %s", kept[i], text);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_nonnull (strstr (all, lines[i]));
}

/* Everybody has gmail.com: its servers are what the report is about. */
static void
test_public_provider (void)
{
  g_autoptr (MdRecord) record = make_record ("ana.gomez@gomez-hijos.es", TRUE);
  g_autoptr (GPtrArray) findings = md_record_get_findings (record);
  g_autoptr (MdVerdict) verdict = md_diagnose (findings);
  const MdReportOptions options = { .lang = MD_LANG_EN, .evidence = TRUE, .hide_personal = TRUE };
  g_autofree char *text = md_report_text (record, verdict, &options);

  g_assert_nonnull (strstr (text, "smtp.gomez-hijos.es"));
  g_assert_null (strstr (text, "ana.gomez"));
}

/* A name that many have in front of their @ would blank the report and tells nobody apart. */
static void
test_common_name (void)
{
  g_autoptr (MdRecord) record = make_record ("info@gomez-hijos.es", FALSE);
  g_autoptr (GPtrArray) findings = md_record_get_findings (record);
  g_autoptr (MdVerdict) verdict = md_diagnose (findings);
  const MdReportOptions options = { .lang = MD_LANG_ES, .evidence = TRUE, .hide_personal = TRUE };
  g_autofree char *text = md_report_text (record, verdict, &options);

  g_assert_nonnull (strstr (text, "i…@….es"));
  g_assert_nonnull (strstr (text, "mensaje"));
}

static void
test_both_languages (void)
{
  g_autoptr (MdRecord) record = make_record ("ana.gomez@gomez-hijos.es", FALSE);
  g_autoptr (GPtrArray) findings = md_record_get_findings (record);
  g_autoptr (MdVerdict) verdict = md_diagnose (findings);
  const MdReportOptions options = { .lang = MD_LANG_ES, .evidence = TRUE, .both = TRUE };
  g_autofree char *text = md_report_text (record, verdict, &options);
  g_autofree char *html = md_report_html (record, verdict, &options);
  const char *spanish = strstr (text, "Doctor de correo:");
  const char *english = strstr (text, "Mail Doctor:");

  g_assert_true (spanish != NULL && english != NULL && spanish < english);
  g_assert_nonnull (strstr (html, "<div lang=\"es\">"));
  g_assert_nonnull (strstr (html, "<div lang=\"en\">"));
  /* What the servers said has no language: once. */
  g_assert_null (strstr (strstr (text, "SIZE=1200") + 1, "SIZE=1200"));
  g_assert_null (strstr (strstr (html, "SIZE=1200") + 1, "SIZE=1200"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/personal/nothing-left", test_nothing_left);
  g_test_add_func ("/personal/rest-stays", test_rest_stays);
  g_test_add_func ("/personal/public-provider", test_public_provider);
  g_test_add_func ("/personal/common-name", test_common_name);
  g_test_add_func ("/personal/both-languages", test_both_languages);
  return g_test_run ();
}
