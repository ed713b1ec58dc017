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
  gboolean hide_personal;   /* without what tells who the person is: see personal.h */
  gboolean both;            /* text and HTML: in both languages, @lang first */
  const MdRecord *last_well; /* (nullable) the last good result: text and HTML tell what is another now */
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
  gboolean newer; /* it names a cause that this version does not know */
} MdReference;
/* FALSE when it is not one of ours (a letter was misheard).  Lower case, blanks and a missing dash do not matter. */
gboolean md_reference_parse (const char *typed, MdReference *reference);

#define MD_REFERENCE_SIZE 10 /* "KX7M-42PD" and its NUL */

/* How a code that was typed or heard reads. */
typedef struct
{
  gboolean good;                        /* it is one of ours */
  gboolean foreign;                     /* it has 0, O, 1 or I, which no code has, or a sign that is no letter */
  gboolean length;                      /* it has eight characters */
  char code[MD_REFERENCE_SIZE];         /* as it is written; "" without eight letters of ours */
  char suggestion[MD_REFERENCE_SIZE];   /* the one code with one letter changed as it is often misheard; "" for none */
  MdReference reference;                /* when it is good */
} MdReferenceReading;

void  md_reference_read (const char *typed, MdReferenceReading *reading);
/* Its letters apart and in two groups, to be read aloud: "K X 7 M – 4 2 P D"; (transfer full). */
char *md_reference_spell (const char *code);

G_END_DECLS
