/* mailbox.h - what was read in the own mailbox: plain values that several checks look at
 *
 * One connection, signed in once by "incoming-login", is handed from check to check: "mailbox-survey" reads what needs
 * no more than the account and leaves an MdMailbox; "mailbox-search" (guide R) looks for the message that is waited for
 * and leaves an MdMailboxSearch; the checks of the single steps only look at these.  Nothing in the mailbox is changed
 * (EXAMINE, BODY.PEEK) but by "move-back".
 *
 * "test-message" and "draft-message" leave an MdArrival each: the message that was sent, as it was found again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/context.h"
#include "protocols/imap.h"

G_BEGIN_DECLS

/* What a folder is for: as the server says (RFC 6154), else by its name. */
typedef enum
{
  MD_ROLE_OTHER,
  MD_ROLE_INBOX,
  MD_ROLE_JUNK,
  MD_ROLE_TRASH,
  MD_ROLE_ARCHIVE,
  MD_ROLE_SENT,
  MD_ROLE_DRAFTS,
  MD_ROLE_ALL,     /* a view of all the others: what is in it is in another folder too, or archived */
  MD_ROLE_VIEW,    /* another view: flagged, important */
} MdMailboxRole;

typedef struct
{
  char *name;          /* (owned) UTF-8, for people */
  char *raw_name;      /* (owned) for commands */
  MdMailboxRole role;
  gboolean selectable;
  guint32 uid_validity;
  gboolean counted;    /* n_messages and the next are known */
  guint32 n_messages;
  gboolean measured;   /* bytes is known */
  guint64 bytes;
} MdMailboxFolder;

typedef struct
{
  guint folder;          /* index in MdMailbox.folders */
  char *folder_name;     /* (owned) UTF-8 */
  MdMailboxRole role;    /* of its folder */
  guint32 uid;
  guint32 uid_validity;
  gint64 received;       /* when the mailbox got it, Unix seconds; 0: not told */
  guint64 size;          /* bytes of the whole; 0: not told */
  GBytes *headers;       /* (owned) (nullable) header block, at most MD_MAILBOX_HEADER_BYTES */
  GBytes *raw;           /* (owned) (nullable) the message from its beginning, at most MD_MAILBOX_MESSAGE_BYTES */
} MdMailboxMessage;

#define MD_MAILBOX_HEADER_BYTES (64 * 1024)
#define MD_MAILBOX_MESSAGE_BYTES (128 * 1024)
#define MD_MAILBOX_MAX_FOUND 20
#define MD_MAILBOX_MAX_EARLIER 10
#define MD_MAILBOX_MAX_BOUNCES 40
#define MD_MAILBOX_DAYS 30

/* "mailbox-survey": never NULL when that check ran, but see obstacle. */
typedef struct
{
  const char *obstacle;    /* (static) (nullable) why nothing could be read: "no-login", "no-imap", "closed",
                              "timed-out", "refused" */
  char *host;              /* (owned) (nullable) the server's name */
  gboolean complete;       /* every folder was looked into; FALSE: some could not be */
  GPtrArray *folders;      /* (owned) of MdMailboxFolder, INBOX first */
  gboolean knows_quota;
  GPtrArray *quotas;       /* (owned) of MdImapQuota; empty: the server tells none */

  /* Guide D: the last MD_MAILBOX_DAYS days. */
  gboolean looked_back;
  GPtrArray *bounces;      /* (owned) of MdMailboxMessage, raw, newest first: what looks like a report of the mail
                              system.  Most are bounces, some are not: reading/ tells. */
  guint n_bounces;         /* how many there are, also beyond the limit of what was fetched */
  gboolean knows_sent;     /* a folder of sent mail was found */
  guint n_sent;

  MdImap *imap;            /* (owned) (nullable) still signed in; stolen by "test-message" (guide D) or "mailbox-search"
                              (guide R), the only reader to do so */
} MdMailbox;

/* "mailbox-search", guide R: the message as far as the case describes it (sender, subject, Message-ID, time). */
typedef struct
{
  const char *obstacle;    /* (static) (nullable) as above, or "not-described" */
  gboolean complete;       /* every folder could be searched */
  GPtrArray *found;        /* (owned) of MdMailboxMessage with headers, likeliest first */
  GPtrArray *earlier;      /* (owned) of MdMailboxMessage with headers: what else came from that sender, newest first */
  MdImap *imap;            /* (owned) (nullable) still signed in; stolen by "move-back" alone */
} MdMailboxSearch;

/* "test-message", "draft-message". */
typedef struct
{
  char *message_id;        /* (owned) without angle brackets */
  gboolean sent;           /* the server took it */
  gboolean watched;        /* the mailbox it went to could be looked into */
  char *folder;            /* (owned) (nullable) UTF-8; NULL: not found */
  MdMailboxRole role;
  double seconds;          /* from "accepted" until it was seen */
  GBytes *raw;             /* (owned) (nullable) as it arrived, at most MD_MAILBOX_MESSAGE_BYTES */
  char *address;           /* (owned) (nullable) of the server that handed it over, from Received; numeric */
  MdImap *imap;            /* (owned) (nullable) still signed in; stolen by "draft-message" alone */
} MdArrival;

void  md_mailbox_free (MdMailbox *self);
void  md_mailbox_folder_free (MdMailboxFolder *self);
void  md_mailbox_message_free (MdMailboxMessage *self);
void  md_mailbox_search_free (MdMailboxSearch *self);
void  md_arrival_free (MdArrival *self);
/* What mailbox-survey left, when there is something to read in it; (transfer none) (nullable). */
const MdMailbox *md_mailbox_of (const MdContext *context);
/* The same of mailbox-search. */
const MdMailboxSearch *md_mailbox_search_of (const MdContext *context);
/* @special (nullable): "\\Junk" …; @name: UTF-8. */
MdMailboxRole md_mailbox_role (const char *special, const char *name);
/* "inbox", "junk", "trash", "archive", "sent", "drafts", "all", "view", "other" */
const char *md_mailbox_role_name (MdMailboxRole role);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdMailbox, md_mailbox_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdMailboxSearch, md_mailbox_search_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdArrival, md_arrival_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdMailboxMessage, md_mailbox_message_free)

G_END_DECLS
