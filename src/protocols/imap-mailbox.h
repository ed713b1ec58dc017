/* imap-mailbox.h - looking through a whole mailbox on a signed-in connection, in few round trips
 *
 * RFC 9051 and 3501; 6154 (SPECIAL-USE), 5819 (LIST-STATUS), 8438 (STATUS=SIZE), 9208 (QUOTA), 4731 (ESEARCH), 7888
 * (LITERAL+), 6851 (MOVE), 4315 (UIDPLUS).  All but md_imap_move() leave the mailbox as it is (EXAMINE, BODY.PEEK).
 * Every folder's commands go out together, so that the time is that of the server's work and a few round trips, not of
 * one or two round trips a folder.  What the other side says is limited: folders, hits a folder, bytes a message.
 *
 * Blocking; one owner at a time; a status other than MD_WIRE_OK leaves the connection unusable.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocols/imap.h"

G_BEGIN_DECLS

#define MD_IMAP_MAX_HITS 200 /* a search and folder, the newest */

/* All folders with how many messages they hold, and where the server tells how many bytes; the INBOX' quotas.  Both are
 * set, empty when there are none; (transfer full), of MdImapFolder and MdImapQuota. */
MdWireStatus md_imap_survey (MdImap *self, const MdWait *wait, GPtrArray **folders, GPtrArray **quotas);
/* Adds up the messages of those @folders (element-type MdImapFolder) that are not measured, as far as they are not too
 * many. */
MdWireStatus md_imap_measure (MdImap *self, const MdWait *wait, GPtrArray *folders);

/* What must all be so; NULL and 0: whatever. */
typedef struct
{
  const char *from;      /* in the From field */
  const char *subject;
  const char *header;    /* a field's name … */
  const char *value;     /* … and what it contains ("": it is there) */
  gint64 since;          /* Unix seconds; the server compares days, so a day is left to either side */
  gint64 before;
  const char *keys;      /* search keys of RFC 9051 6.4.4, as they are; ASCII without literals */
  gboolean count_only;   /* no hits are wanted, only their number */
} MdImapSearch;

typedef struct
{
  guint folder; /* index */
  guint32 uid;
} MdImapHit;

typedef struct
{
  GArray *hits;     /* (owned) of MdImapHit */
  guint n_found;    /* also those beyond the limit, and with count_only */
  guint n_failed;   /* folders that could not be opened or searched */
} MdImapFinding;

void         md_imap_finding_clear (MdImapFinding *self);
/* Runs each of @searches in each of @folders (element-type MdImapFolder; those that cannot be opened are left out);
 * @findings has room for @n_searches, to be cleared by the caller. */
MdWireStatus md_imap_search (MdImap *self, const MdWait *wait, GPtrArray *folders, const MdImapSearch *searches,
                             gsize n_searches, MdImapFinding *findings);

typedef struct
{
  guint32 uid;
  gint64 received;  /* INTERNALDATE, Unix seconds; 0: not told */
  guint64 size;     /* 0: not told */
  GBytes *bytes;    /* (owned) (nullable) header block or message */
} MdImapMail;

void         md_imap_mail_free (MdImapMail *self);
/* The messages of @hits: with @whole their first @max_bytes, else their header block cut to that.  @mails (transfer
 * full) has an MdImapMail or NULL (gone since) for each. */
MdWireStatus md_imap_fetch (MdImap *self, const MdWait *wait, GPtrArray *folders, const MdImapHit *hits, gsize n_hits,
                            gboolean whole, gsize max_bytes, GPtrArray **mails);

typedef enum
{
  MD_IMAP_MOVED,
  MD_IMAP_COPIED,     /* it is in the new place; the old one is marked as deleted, which is all the server can */
  MD_IMAP_NOT_MOVED,  /* see reply */
} MdImapMoved;

/* Changes the mailbox: marks the message as no spam ($NotJunk, RFC 9051 2.3.2, as far as the server keeps such marks)
 * and moves it.  Nothing happens when the folder is no longer the one that @from was (UIDVALIDITY).  @reply (nullable)
 * is that of the step that failed. */
MdWireStatus md_imap_move (MdImap *self, const MdWait *wait, const MdImapFolder *from, guint32 uid,
                           const char *raw_target, MdImapMoved *moved, MdImapReply **reply);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdImapMail, md_imap_mail_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MdImapFinding, md_imap_finding_clear)

G_END_DECLS
