/* words.c - names of the enumerations; see words.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-words"

#include "config.h"

#include "core/words.h"

#include <string.h>

static const struct
{
  const char *name;
  MdStepId first, last;
} guides[] = {
  [MD_GUIDE_SEND] = { "send", MD_STEP_S1, MD_STEP_S8 },
  [MD_GUIDE_DELIVERY] = { "delivery", MD_STEP_D1, MD_STEP_D6 },
  [MD_GUIDE_RECEIVE] = { "receive", MD_STEP_R1, MD_STEP_R6 },
};

static const char *const step_names[] = {
  [MD_STEP_ACCOUNT] = "account", [MD_STEP_S1] = "S1", [MD_STEP_S2] = "S2", [MD_STEP_S3] = "S3", [MD_STEP_S4] = "S4",
  [MD_STEP_S5] = "S5",           [MD_STEP_S6] = "S6", [MD_STEP_S7] = "S7", [MD_STEP_S8] = "S8", [MD_STEP_D1] = "D1",
  [MD_STEP_D2] = "D2",           [MD_STEP_D3] = "D3", [MD_STEP_D4] = "D4", [MD_STEP_D5] = "D5", [MD_STEP_D6] = "D6",
  [MD_STEP_R1] = "R1",           [MD_STEP_R2] = "R2", [MD_STEP_R3] = "R3", [MD_STEP_R4] = "R4", [MD_STEP_R5] = "R5",
  [MD_STEP_R6] = "R6",
};

static const char *const subject_names[] = {
  [MD_SUBJECT_ANY] = "any",           [MD_SUBJECT_NETWORK] = "network",   [MD_SUBJECT_ACCOUNT] = "account",
  [MD_SUBJECT_INCOMING] = "incoming", [MD_SUBJECT_OUTGOING] = "outgoing", [MD_SUBJECT_OTHER] = "other",
  [MD_SUBJECT_DOMAIN] = "domain",     [MD_SUBJECT_ADDRESS] = "address",   [MD_SUBJECT_SENDER] = "sender",
  [MD_SUBJECT_MESSAGE] = "message",   [MD_SUBJECT_LOG] = "log",
};

static const char *const severity_names[] = {
  [MD_SEVERITY_OK] = "ok",
  [MD_SEVERITY_INFO] = "info",
  [MD_SEVERITY_WARNING] = "warning",
  [MD_SEVERITY_PROBLEM] = "problem",
};

static const char *const actor_names[] = {
  [MD_ACTOR_USER] = "user",
  [MD_ACTOR_PROVIDER] = "provider",
  [MD_ACTOR_ISP] = "ISP",
  [MD_ACTOR_DOMAIN_OWNER] = "domain owner",
  [MD_ACTOR_RECIPIENT] = "recipient",
};

static const struct
{
  const char *id;
  MdActor actor;
} causes[] = {
#define MD_CAUSE(constant, id, actor) [MD_CAUSE_##constant] = { id, MD_ACTOR_##actor },
#include "core/cause-codes.def"
#undef MD_CAUSE
};

static const struct
{
  const char *id;
  MdStepId step;
} questions[] = {
#define MD_QUESTION(constant, id, step, yes, no) [MD_QUESTION_##constant] = { id, MD_STEP_##step },
#include "core/questions.def"
#undef MD_QUESTION
};

const char *
md_guide_name (MdGuide guide)
{
  return guides[guide].name;
}

gboolean
md_guide_from_name (const char *name, MdGuide *guide)
{
  for (gsize i = 0; i < G_N_ELEMENTS (guides); i++)
    if (g_strcmp0 (guides[i].name, name) == 0)
      {
        *guide = (MdGuide) i;
        return TRUE;
      }
  return FALSE;
}

MdStepId
md_guide_first_step (MdGuide guide)
{
  return guides[guide].first;
}

MdStepId
md_guide_last_step (MdGuide guide)
{
  return guides[guide].last;
}

MdGuide
md_step_guide (MdStepId step)
{
  for (gsize i = 0; i < G_N_ELEMENTS (guides); i++)
    if (step >= guides[i].first && step <= guides[i].last)
      return (MdGuide) i;
  return MD_GUIDE_SEND;
}

gboolean
md_guide_has_step (MdGuide guide, MdStepId step)
{
  return step == MD_STEP_ACCOUNT || (step >= guides[guide].first && step <= guides[guide].last);
}

const char *
md_step_id_name (MdStepId step)
{
  return step_names[step];
}

gboolean
md_step_id_from_name (const char *name, MdStepId *step)
{
  for (gsize i = 0; i < G_N_ELEMENTS (step_names); i++)
    if (g_ascii_strcasecmp (step_names[i], name) == 0)
      {
        *step = (MdStepId) i;
        return TRUE;
      }
  return FALSE;
}

const char *
md_subject_name (MdSubject subject)
{
  return subject_names[subject];
}

gboolean
md_subject_from_name (const char *name, MdSubject *subject)
{
  for (gsize i = 0; i < G_N_ELEMENTS (subject_names); i++)
    if (g_strcmp0 (subject_names[i], name) == 0)
      {
        *subject = (MdSubject) i;
        return TRUE;
      }
  return FALSE;
}

const char *
md_severity_name (MdSeverity severity)
{
  return severity_names[severity];
}

const char *
md_actor_name (MdActor actor)
{
  return actor_names[actor];
}

const char *
md_cause_id (MdCauseCode cause)
{
  return causes[cause].id;
}

MdActor
md_cause_actor (MdCauseCode cause)
{
  return causes[cause].actor;
}

gboolean
md_cause_from_id (const char *id, MdCauseCode *cause)
{
  for (gsize i = 0; id != NULL && i < G_N_ELEMENTS (causes); i++)
    if (causes[i].id[0] == id[0] && strcmp (causes[i].id, id) == 0)
      {
        *cause = (MdCauseCode) i;
        return TRUE;
      }
  return FALSE;
}

const char *
md_question_id (MdQuestion question)
{
  return questions[question].id;
}

MdStepId
md_question_step (MdQuestion question)
{
  return questions[question].step;
}

gboolean
md_question_from_id (const char *id, MdQuestion *question)
{
  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    if (g_strcmp0 (questions[i].id, id) == 0)
      {
        *question = (MdQuestion) i;
        return TRUE;
      }
  return FALSE;
}
