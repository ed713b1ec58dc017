/* words.h - the enumerations every room speaks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the person wants to know: why they cannot send; why their messages do not always arrive; why one they wait for
 * does not come. */
typedef enum
{
  MD_GUIDE_SEND,
  MD_GUIDE_DELIVERY,
  MD_GUIDE_RECEIVE,
  MD_N_GUIDES,
} MdGuide;

/* "send", "delivery", "receive" */
const char *md_guide_name (MdGuide guide);
gboolean    md_guide_from_name (const char *name, MdGuide *guide);

/* The pages of the guides; STEP_ACCOUNT comes before any of them. */
typedef enum
{
  MD_STEP_ACCOUNT,
  MD_STEP_S1,
  MD_STEP_S2,
  MD_STEP_S3,
  MD_STEP_S4,
  MD_STEP_S5,
  MD_STEP_S6,
  MD_STEP_S7,
  MD_STEP_S8,
  MD_STEP_D1,
  MD_STEP_D2,
  MD_STEP_D3,
  MD_STEP_D4,
  MD_STEP_D5,
  MD_STEP_D6,
  MD_STEP_R1,
  MD_STEP_R2,
  MD_STEP_R3,
  MD_STEP_R4,
  MD_STEP_R5,
  MD_STEP_R6,
  MD_N_STEPS,
} MdStepId;

/* "account", "S1" … "R6" */
const char *md_step_id_name (MdStepId step);
gboolean    md_step_id_from_name (const char *name, MdStepId *step);
/* First and last page of a guide; all between them belong to it. */
MdStepId    md_guide_first_step (MdGuide guide);
MdStepId    md_guide_last_step (MdGuide guide);
/* The guide that @step belongs to; MD_GUIDE_SEND for STEP_ACCOUNT. */
MdGuide     md_step_guide (MdStepId step);
/* TRUE for the guide's own pages and for STEP_ACCOUNT. */
gboolean    md_guide_has_step (MdGuide guide, MdStepId step);

/* What a check or a finding is about. */
typedef enum
{
  MD_SUBJECT_ANY,      /* in rules only: whatever the subject */
  MD_SUBJECT_NETWORK,
  MD_SUBJECT_ACCOUNT,
  MD_SUBJECT_INCOMING, /* the server mail is read from */
  MD_SUBJECT_OUTGOING, /* the server and port the mail program sends through */
  MD_SUBJECT_OTHER,    /* another port or server tried in its place */
  MD_SUBJECT_DOMAIN,
  MD_SUBJECT_ADDRESS,  /* the recipient's address */
  MD_SUBJECT_SENDER,   /* who should have written */
  MD_SUBJECT_MESSAGE,
  MD_SUBJECT_LOG,
} MdSubject;

const char *md_subject_name (MdSubject subject);
gboolean    md_subject_from_name (const char *name, MdSubject *subject);

typedef enum
{
  MD_SEVERITY_OK,
  MD_SEVERITY_INFO,
  MD_SEVERITY_WARNING,
  MD_SEVERITY_PROBLEM,
} MdSeverity;

const char *md_severity_name (MdSeverity severity);

/* What a check needs from the person before it can start. */
typedef enum
{
  MD_INPUT_EMAIL = 1 << 0,
  MD_INPUT_OUTGOING = 1 << 1, /* a configured outgoing server */
  MD_INPUT_INCOMING = 1 << 2,
  MD_INPUT_PASSWORD = 1 << 3, /* a password or token */
  MD_INPUT_BOUNCE = 1 << 4,   /* the text or the file of a bounce */
  MD_INPUT_RECIPIENT = 1 << 5,
  MD_INPUT_DRAFT = 1 << 6,    /* the file of the message that is to be sent */
  MD_INPUT_LOGS = 1 << 7,
  MD_INPUT_SENDER = 1 << 8,   /* who should have written */
  MD_INPUT_DOMAIN = 1 << 9,   /* a domain, be it the address's or one of its own */
  MD_INPUT_TEST_TO = 1 << 10, /* another address for the test message; nothing waits for it */
} MdInput;

/* What not everybody has: what waits for one of these alone does not hold its page up. */
#define MD_INPUTS_OPTIONAL \
  (MD_INPUT_BOUNCE | MD_INPUT_RECIPIENT | MD_INPUT_DRAFT | MD_INPUT_LOGS | MD_INPUT_SENDER)

/* What must be agreed to before a check may run. */
typedef enum
{
  MD_CONSENT_NONE = 0,
  MD_CONSENT_SEND_TEST = 1 << 0,   /* sends one message to the own address */
  MD_CONSENT_THIRD_PARTY = 1 << 1, /* asks somebody who is neither the provider nor the network */
  MD_CONSENT_KEYRING = 1 << 2,     /* compares with the passwords that other programs saved */
  MD_CONSENT_TOKEN = 1 << 8,       /* signs in with the access token of Online Accounts */
  MD_CONSENT_TRY_SAVED = 1 << 9,   /* signs in once with each password that another program saved */
  MD_CONSENT_SEND_DRAFT = 1 << 3,  /* sends the person's own draft, as the test message is sent */
  MD_CONSENT_CHANGE_MAILBOX = 1 << 4, /* moves the message that was found back to the inbox */
} MdConsent;

typedef enum
{
  MD_ACTOR_USER,
  MD_ACTOR_PROVIDER,
  MD_ACTOR_ISP,
  MD_ACTOR_DOMAIN_OWNER,
  MD_ACTOR_RECIPIENT,
} MdActor;

const char *md_actor_name (MdActor actor);

typedef enum
{
#define MD_CAUSE(constant, id, actor) MD_CAUSE_##constant,
#include "core/cause-codes.def"
#undef MD_CAUSE
  MD_N_CAUSES,
} MdCauseCode;

const char *md_cause_id (MdCauseCode cause);
MdActor     md_cause_actor (MdCauseCode cause);
gboolean    md_cause_from_id (const char *id, MdCauseCode *cause);

typedef enum
{
#define MD_QUESTION(constant, id, step, yes, no) MD_QUESTION_##constant,
#include "core/questions.def"
#undef MD_QUESTION
  MD_N_QUESTIONS,
} MdQuestion;

typedef enum
{
  MD_ANSWER_NOT_TRIED, /* also: not asked, "I don't know" */
  MD_ANSWER_YES,
  MD_ANSWER_NO,
} MdAnswer;

const char *md_question_id (MdQuestion question);
MdStepId    md_question_step (MdQuestion question);
gboolean    md_question_from_id (const char *id, MdQuestion *question);

G_END_DECLS
