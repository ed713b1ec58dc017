/* seeds.h - messages that lie in the pretend account from the beginning, and files that go with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice/mailbox.h"

G_BEGIN_DECLS

/* Who writes to the pretend account, and to whom it writes. */
#define PRACTICE_FRIEND "bea@friends.example"

typedef enum
{
  PRACTICE_SEED_PLAIN,      /* from the friend, nothing special */
  PRACTICE_SEED_SPAM,       /* the same, marked by a filter */
  PRACTICE_SEED_GREYLISTED, /* the same, held back for minutes on its way */
  PRACTICE_SEED_SENT,       /* from the account to the friend; as many as count says */
  PRACTICE_SEED_UNKNOWN,    /* bounces: no such recipient */
  PRACTICE_SEED_FULL,       /* the recipient's mailbox is full */
  PRACTICE_SEED_LISTED,     /* the sending server is on a block list */
} PracticeSeedKind;

typedef struct
{
  PracticeSeedKind kind;
  const char *folder;   /* NULL closes a list; of the folders in imap-server.c */
  guint minutes_ago;
  guint count;          /* 0: one */
} PracticeSeed;

void        practice_seeds_sow (const PracticeSeed *seeds, PracticeMailbox *mailbox);
/* A sober draft, and one that looks like spam. */
const char *practice_draft_sober (void);
const char *practice_draft_loud (void);
/* The log of a Postfix whose messages one other server takes for spam. */
const char *practice_log (void);
/* What the loud one has and the sober one has not. */
#define PRACTICE_LOUD_WORD "GANA DINERO"

G_END_DECLS
