/* imap-private.h - what imap.c, imap-login.c, imap-batch.c and imap-mailbox.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocols/imap-parse.h"

G_BEGIN_DECLS

/* One untagged response: its word ("STATUS", "FETCH" …), the number before it (0: none), and what follows. */
typedef void (*MdImapTake) (gpointer data, const char *word, guint32 number, MdImapCursor *cursor);

/* What one command wants of the untagged responses; each may be NULL. */
typedef struct
{
  MdImapTake take; /* when it is set, all go there */
  gpointer data;
  GPtrArray *folders;
  GPtrArray *quotas;
  GArray *uids;
  guint32 *n_messages;
  guint32 uid;
  GBytes **headers;
  char **server_name;
} MdImapWanted;

struct _MdImap
{
  MdWire *wire;             /* (owned) */
  MdImapFeatures features;
  gboolean knows_features;  /* the server told them since the last change of state */
  guint n_commands;
  gboolean line_is_free;
  MdImapReply *bye;         /* (owned) (nullable) */
  const MdImapWanted *wanted; /* (not owned) (nullable) of the command under way */
};

/* "A7"; (transfer full). */
char        *md_imap_next_tag (MdImap *self);
/* Reads until the command @tag is completed or, with @challenge, the server asks to go on. */
MdWireStatus md_imap_await (MdImap *self, const MdWait *wait, const char *tag, MdImapReply **reply, char **challenge);
/* Reads on, giving untagged responses to what is wanted, until a line that is none of them: it is in @response. */
MdWireStatus md_imap_next_tagged (MdImap *self, const MdWait *wait, GString *response, MdImapReply **reply);
/* Reads the completion of @tag out of @response; MD_WIRE_NONSENSE when it is none. */
MdWireStatus md_imap_complete (MdImap *self, const char *response, const char *tag, MdImapReply **reply);

/* ── imap-batch.c: many commands in few round trips ── */

/* One command; every line but the last announces a literal, which the next line begins with. */
typedef struct
{
  GPtrArray *lines;     /* (owned) of char */
  GString *line;        /* (owned) the one being written */
  gboolean plus;        /* literals need no waiting */
  char *tag;            /* (owned) (nullable) once it was sent */
  MdImapWanted wanted;
  MdImapReply *reply;   /* (owned) (nullable) when it was completed */
} MdImapJob;

MdImapJob   *md_imap_job_new (MdImap *self, const char *words, MdImapTake take, gpointer data);
void         md_imap_job_free (MdImapJob *self);
/* Appends words as they are. */
void         md_imap_job_add (MdImapJob *self, const char *words);
/* Appends a blank and a string, quoted where that will do, else as a literal. */
void         md_imap_job_add_string (MdImapJob *self, const char *text);
gboolean     md_imap_job_done (const MdImapJob *self); /* completed with OK */
/* Sends @jobs (element-type MdImapJob) in order, as many at once as is safe, and reads until all are completed. */
MdWireStatus md_imap_run_jobs (MdImap *self, const MdWait *wait, GPtrArray *jobs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdImapJob, md_imap_job_free)

G_END_DECLS
