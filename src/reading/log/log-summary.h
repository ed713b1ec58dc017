/* log-summary.h - a log in numbers: by status, by reply, by domain, in constant memory
 *
 * Replies that differ in addresses, names and numbers only are one group, so that a cause is looked for once a group
 * and not once a line.  Limits: 1024 groups and 16384 domains; what comes later is counted by status alone, and said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reading/log/log-event.h"

G_BEGIN_DECLS

#define MD_LOG_RECENT_DOMAINS 1024

/* Attempts that ended alike, with one of them as an example.  Valid UTF-8. */
typedef struct
{
  guint64 key;
  guint64 count;
  MdLogServer server;
  MdLogStatus status;
  guint code;         /* reply code; 0: none */
  char *dsn;          /* (owned) "" when there is none */
  char *reply;        /* (owned) whole */
  char *words;        /* (owned) from the code on */
  char *recipient;    /* (owned) */
  char *queue_id;     /* (owned) */
  char *domain;       /* (owned) the one that most of them went to, if one has most of them */
  guint64 weight;     /* … and how sure that is */
} MdLogGroup;

typedef struct
{
  char *domain;       /* (owned) lower case */
  gsize length;
  guint64 counts[MD_N_LOG_STATUSES];
} MdLogDomain;

typedef struct
{
  guint64 attempts;
  guint64 counts[MD_N_LOG_STATUSES];
  guint64 servers[MD_N_LOG_SERVERS];  /* attempts of each */
  MdLogTime first, last;              /* of attempts */
  MdLogStatus last_status;            /* of the attempt that was added last */
  MdLogTime last_time;
  guint64 domains_left_out, groups_left_out;
  GHashTable *groups;                 /* (owned) by key */
  GHashTable *domains;                /* (owned) by domain */
  MdLogDomain *recent[MD_LOG_RECENT_DOMAINS]; /* (not owned) by a part of the hash: most mail goes to few */
} MdLogSummary;

MdLogSummary *md_log_summary_new (void);
void          md_log_summary_free (MdLogSummary *self);
/* What was refused here counts under its client and not under a domain that mail goes to. */
void          md_log_summary_add (MdLogSummary *self, const MdLogEvent *attempt);
/* (transfer container) of MdLogGroup, the largest first; only those of what failed. */
GPtrArray    *md_log_summary_get_groups (const MdLogSummary *self);
/* (transfer container) of MdLogDomain, those with most failures first, at most @n. */
GPtrArray    *md_log_summary_get_domains (const MdLogSummary *self, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdLogSummary, md_log_summary_free)

G_END_DECLS
