/* imap.h - reading a mailbox: RFC 9051 and 3501, 2595 (STARTTLS), 4959 (SASL-IR), 2971 (ID), 9208 (QUOTA), 6154
 * (SPECIAL-USE)
 *
 * Never changes the mailbox: EXAMINE, BODY.PEEK.  Blocking; one owner at a time.  Limits: see wire.h; 10 000 untagged
 * responses a command.  Many folders at once, and moving a message: imap-mailbox.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocols/sasl.h"
#include "protocols/wire.h"

G_BEGIN_DECLS

typedef enum
{
  MD_IMAP_OK,
  MD_IMAP_NO,
  MD_IMAP_BAD,
  MD_IMAP_BYE,     /* the server said good-bye */
  MD_IMAP_PREAUTH, /* greeting only */
} MdImapCondition;

typedef struct
{
  MdImapCondition condition;
  char *code;  /* (owned) (nullable) response code without brackets: "AUTHENTICATIONFAILED", "ALERT" … RFC 5530 */
  char *text;  /* (owned) */
} MdImapReply;

typedef struct
{
  MdSaslMechanisms mechanisms;
  char *capabilities;      /* (owned) as given */
  gboolean starttls, login_disabled, sasl_ir, id, quota, special_use, list_extended, literal_plus, uidplus, idle;
  gboolean esearch, list_status, status_size, move;
} MdImapFeatures;

typedef struct
{
  char *name;       /* (owned) UTF-8 */
  char *raw_name;   /* (owned) as the server writes it (modified UTF-7), for commands */
  char *special;    /* (owned) (nullable) "\\Junk", "\\Sent" … */
  gboolean selectable;
  gboolean counted;      /* the next two are known */
  guint32 n_messages;
  guint32 uid_validity;
  gboolean measured;     /* and this one */
  guint64 bytes;
} MdImapFolder;

typedef struct
{
  char *resource;   /* (owned) "STORAGE", "MESSAGE" */
  guint64 used;     /* STORAGE in KiB (RFC 9208) */
  guint64 limit;
} MdImapQuota;

typedef struct _MdImap MdImap;

void         md_imap_reply_free (MdImapReply *self);
void         md_imap_folder_free (MdImapFolder *self);
void         md_imap_quota_free (MdImapQuota *self);

MdImap      *md_imap_new (MdWire *wire); /* takes the wire over */
void         md_imap_free (MdImap *self); /* says LOGOUT without waiting */
MdWire      *md_imap_get_wire (MdImap *self);
/* Ends the session and hands its wire back. */
MdWire      *md_imap_free_to_wire (MdImap *self);

/* Each sets @reply (transfer full) when the command was completed; with MD_WIRE_NONSENSE its text is the line that is
 * no response, with MD_WIRE_CLOSED the good-bye if there was one. */
MdWireStatus md_imap_greeting (MdImap *self, const MdWait *wait, MdImapReply **reply);
/* Asks only when the greeting or login did not carry them. */
MdWireStatus md_imap_capability (MdImap *self, const MdWait *wait, MdImapReply **reply);
/* STARTTLS, the handshake when it was granted, and CAPABILITY again.  @reply is that of STARTTLS when it was
 * refused. */
MdWireStatus md_imap_starttls (MdImap *self, const MdWait *wait, MdImapReply **reply);
/* The first half of it: STARTTLS and its reply alone.  Then md_wire_start_tls() and md_imap_capability() are due. */
MdWireStatus md_imap_ask_starttls (MdImap *self, const MdWait *wait, MdImapReply **reply);
const MdImapFeatures *md_imap_get_features (const MdImap *self);
/* AUTHENTICATE with @mechanism; 0: the LOGIN command (for servers without SASL PLAIN). */
MdWireStatus md_imap_login (MdImap *self, const MdWait *wait, MdSaslMechanisms mechanism, const char *user,
                            MdSecret *password, MdImapReply **reply, char **token_error);
MdWireStatus md_imap_id (MdImap *self, const MdWait *wait, char **server_name);
/* Of the INBOX's quota root; an empty array when there is none. */
MdWireStatus md_imap_quota (MdImap *self, const MdWait *wait, GPtrArray **quotas, MdImapReply **reply);
MdWireStatus md_imap_list (MdImap *self, const MdWait *wait, GPtrArray **folders, MdImapReply **reply);
/* Opens read-only. */
MdWireStatus md_imap_examine (MdImap *self, const MdWait *wait, const char *raw_name, guint32 *n_messages,
                              MdImapReply **reply);
/* UIDs of messages whose @header contains @value; (element-type guint32). */
MdWireStatus md_imap_search_header (MdImap *self, const MdWait *wait, const char *header, const char *value,
                                    GArray **uids, MdImapReply **reply);
/* The header block of one message. */
MdWireStatus md_imap_fetch_headers (MdImap *self, const MdWait *wait, guint32 uid, GBytes **headers,
                                    MdImapReply **reply);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdImapReply, md_imap_reply_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdImap, md_imap_free)

G_END_DECLS
