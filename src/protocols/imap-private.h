/* imap-private.h - what imap.c and imap-login.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocols/imap.h"

G_BEGIN_DECLS

/* What one command wants of the untagged responses; each may be NULL. */
typedef struct
{
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

G_END_DECLS
