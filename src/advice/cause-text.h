/* cause-text.h - the tables behind the catalogue of causes; private to advice/ and its tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "advice/advice.h"

G_BEGIN_DECLS

#define MD_CAUSE_MAX_STEPS 5

typedef struct
{
  const char *text;   /* English msgid */
  MdFindingCode from; /* its {places} are this finding's parameters, and without it the step is left out; NONE: it
                         has no places */
} MdCauseStep;

typedef struct
{
  MdCauseCode cause; /* MD_N_CAUSES closes a table */
  const char *short_name;
  const char *title;
  MdCauseStep steps[MD_CAUSE_MAX_STEPS];
} MdCauseText;

extern const MdCauseText md_causes_connection[];
extern const MdCauseText md_causes_account[];
extern const MdCauseText md_causes_delivery[];

/* The words for a cause when @decisive is what it rests on first. */
typedef struct
{
  MdFindingCode decisive; /* NONE closes a table */
  MdCauseText text;       /* without a short name: that of the cause holds */
} MdCauseVariant;

extern const MdCauseVariant md_causes_receive[];

/* NULL when no table has it. */
const MdCauseText *md_cause_text_find (MdCauseCode cause);

G_END_DECLS
