/* report.h - a run as text, HTML or JSON, in either language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/advice.h"

G_BEGIN_DECLS

typedef struct
{
  MdLang lang;
  gboolean evidence;        /* with the technical details */
  gboolean hide_addresses;  /* without personal data */
} MdReportOptions;

/* Each is UTF-8 and ends with a line feed; secrets of the record's case are taken out once more on the way. */
char *md_report_text (const MdRecord *record, const MdVerdict *verdict, const MdReportOptions *options);
char *md_report_html (const MdRecord *record, const MdVerdict *verdict, const MdReportOptions *options);
/* The document of cli.md, "format": 1. */
char *md_report_json (const MdRecord *record, const MdVerdict *verdict, const MdReportOptions *options);

/* The reference code to read aloud, the same in both languages: "KX7M-42PD" (guidance, rule 14). */
char *md_reference_code (const MdRecord *record, const MdVerdict *verdict);
typedef struct
{
  MdVerdictStatus status;
  gboolean has_cause, has_second;
  MdCauseCode cause, second;
  gboolean practice;
} MdReference;
/* FALSE when it is not one of ours (a letter was misheard). */
gboolean md_reference_parse (const char *typed, MdReference *reference);

G_END_DECLS
