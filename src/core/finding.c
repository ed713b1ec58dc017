/* finding.c - a typed result of a check; see finding.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-finding"

#include "config.h"

#include "core/finding.h"

#include <string.h>

struct _MdFinding
{
  gatomicrefcount count;
  MdFindingCode code;
  MdStepId step;
  MdSubject subject;
  const char *check;                       /* (static) (nullable) */
  char *values[MD_FINDING_MAX_PARAMETERS]; /* (owned), in the order of the code's parameters */
};

typedef struct
{
  const char *id;
  MdSeverity severity;
  const char *parameters; /* blank-separated */
} FindingRow;

static const FindingRow rows[] = {
#define MD_FINDING(constant, id, severity, parameters) \
  [MD_FINDING_##constant] = { id, MD_SEVERITY_##severity, parameters },
#include "core/finding-codes.def"
#undef MD_FINDING
};

static const struct
{
  MdFindingCode yes;
  MdFindingCode no;
} answers[] = {
#define MD_QUESTION(constant, id, step, yes, no) [MD_QUESTION_##constant] = { MD_FINDING_##yes, MD_FINDING_##no },
#include "core/questions.def"
#undef MD_QUESTION
};

static const char *const **
split_parameters (void)
{
  const char *const **table = g_new0 (const char *const *, MD_N_FINDINGS);

  for (gsize i = 0; i < MD_N_FINDINGS; i++)
    table[i] = (const char *const *) g_strsplit (rows[i].parameters, " ", -1);
  return table;
}

const char *const *
md_finding_code_parameters (MdFindingCode code)
{
  static GOnce once = G_ONCE_INIT; /* constant data, split once */

  g_once (&once, (GThreadFunc) (void (*) (void)) split_parameters, NULL);
  return ((const char *const **) once.retval)[code];
}

static int
parameter_index (MdFindingCode code, const char *name)
{
  const char *const *names = md_finding_code_parameters (code);

  for (int i = 0; names[i] != NULL; i++)
    if (names[i][0] == name[0] && strcmp (names[i], name) == 0)
      return i;
  return -1;
}

MdFinding *
md_finding_new_va (MdStepId step, MdSubject subject, MdFindingCode code, va_list pairs)
{
  MdFinding *self = g_new0 (MdFinding, 1);
  const char *const *names = md_finding_code_parameters (code);
  const char *name;

  g_atomic_ref_count_init (&self->count);
  self->code = code;
  self->step = step;
  self->subject = subject;
  while ((name = va_arg (pairs, const char *)) != NULL)
    {
      const char *value = va_arg (pairs, const char *);
      int index = parameter_index (code, name);

      if (index < 0 || self->values[index] != NULL)
        g_warning ("finding %s: parameter '%s' is undeclared or repeated", rows[code].id, name);
      else
        self->values[index] = g_utf8_make_valid (value != NULL ? value : "", -1);
    }
  for (int i = 0; names[i] != NULL; i++)
    if (self->values[i] == NULL)
      {
        g_warning ("finding %s: parameter '%s' is missing", rows[code].id, names[i]);
        self->values[i] = g_strdup ("");
      }
  return self;
}

MdFinding *
md_finding_new (MdStepId step, MdSubject subject, MdFindingCode code, ...)
{
  MdFinding *self;
  va_list pairs;

  va_start (pairs, code);
  self = md_finding_new_va (step, subject, code, pairs);
  va_end (pairs);
  return self;
}

MdFinding *
md_finding_new_from_values (MdStepId step, MdSubject subject, MdFindingCode code, const char *const *names,
                            const char *const *values)
{
  MdFinding *self = g_new0 (MdFinding, 1);
  const char *const *declared = md_finding_code_parameters (code);

  g_atomic_ref_count_init (&self->count);
  self->code = code;
  self->step = step;
  self->subject = subject;
  for (guint i = 0; names[i] != NULL; i++)
    {
      int index = parameter_index (code, names[i]);

      if (index >= 0 && self->values[index] == NULL)
        self->values[index] = g_utf8_make_valid (values[i], -1);
    }
  for (int i = 0; declared[i] != NULL; i++)
    if (self->values[i] == NULL)
      self->values[i] = g_strdup ("");
  return self;
}

MdFinding *
md_finding_new_for_answer (MdQuestion question, MdAnswer answer)
{
  MdFindingCode code = MD_FINDING_NONE;

  if (answer == MD_ANSWER_YES)
    code = answers[question].yes;
  else if (answer == MD_ANSWER_NO)
    code = answers[question].no;
  return code == MD_FINDING_NONE ? NULL : md_finding_new (md_question_step (question), MD_SUBJECT_ACCOUNT, code, NULL);
}

MdFinding *
md_finding_ref (MdFinding *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
md_finding_unref (MdFinding *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->count))
    return;
  for (gsize i = 0; i < MD_FINDING_MAX_PARAMETERS; i++)
    g_free (self->values[i]);
  g_free (self);
}

MdFindingCode
md_finding_get_code (const MdFinding *self)
{
  return self->code;
}

MdStepId
md_finding_get_step (const MdFinding *self)
{
  return self->step;
}

MdSubject
md_finding_get_subject (const MdFinding *self)
{
  return self->subject;
}

static MdSeverity
bounce_severity (const char *action)
{
  if (strcmp (action, "delivered") == 0 || strcmp (action, "relayed") == 0 || strcmp (action, "expanded") == 0)
    return MD_SEVERITY_OK;
  return strcmp (action, "delayed") == 0 ? MD_SEVERITY_WARNING : MD_SEVERITY_PROBLEM;
}

MdSeverity
md_finding_get_severity (const MdFinding *self)
{
  MdSeverity severity = rows[self->code].severity;

  if (self->code == MD_FINDING_BOUNCE)
    return bounce_severity (md_finding_get (self, "action"));
  return self->subject == MD_SUBJECT_OTHER ? MIN (severity, MD_SEVERITY_WARNING) : severity;
}

const char *
md_finding_get_check (const MdFinding *self)
{
  return self->check;
}

void
md_finding_set_check (MdFinding *self, const char *static_id)
{
  self->check = static_id;
}

const char *
md_finding_get (const MdFinding *self, const char *parameter)
{
  int index = parameter_index (self->code, parameter);

  return index < 0 ? NULL : self->values[index];
}

const char *
md_finding_code_id (MdFindingCode code)
{
  return rows[code].id;
}

MdSeverity
md_finding_code_severity (MdFindingCode code)
{
  return rows[code].severity;
}

gboolean
md_finding_code_from_id (const char *id, MdFindingCode *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].id, id) == 0)
      {
        *code = (MdFindingCode) i;
        return TRUE;
      }
  return FALSE;
}
