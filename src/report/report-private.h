/* report-private.h - what the three forms of a report share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "report/report.h"

G_BEGIN_DECLS

/* Local date and time, the same in both languages: "2026-11-21 17:40". */
char *md_report_date (gint64 unix_micros);
/* "starttls" … as people write it: "STARTTLS", "SSL/TLS", "–". */
const char *md_report_security (MdSecurity security);
/* "smtp.example.org:587 STARTTLS"; (nullable) for NULL. */
char *md_report_endpoint (const MdEndpoint *endpoint);
/* The last look: secrets out, and addresses when asked. Takes @text over. */
char *md_report_finish (char *text, const MdRecord *record, const MdReportOptions *options);
/* A heading or label by id, in the report's language; (transfer full). */
char *md_report_label (const MdReportOptions *options, const char *id);

/* @options for the second half of a report in both languages: the other one, and without the technical details, which
 * have none. */
MdReportOptions md_report_other_language (const MdReportOptions *options);
/* Up to and with <body>, in @lang; @title is escaped here. */
void md_report_append_html_head (GString *out, MdLang lang, const char *title);

G_END_DECLS
