/* text.h - for readers: settings files as lines and as groups of keys, whatever stands in them
 *
 * Tolerant where the programs are: a line that makes no sense is left out and becomes one note.  Limits: 1 MiB a file,
 * 64 KiB a line, 4096 groups, 1024 keys a group.  The text read is wiped when it is let go, since passwords may stand
 * in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "programs/programs.h"

G_BEGIN_DECLS

/* Where one reader is at work: what md_*_read() was handed. */
typedef struct
{
  const char *program;
  const char *folder;
  const char *home;
  MdPrograms *into;
} MdReader;

/* A file as lines, cut in place. */
typedef struct
{
  char *text;    /* (owned) */
  gsize length;
  gsize next;
  guint number;  /* of the line handed out last, from 1 */
  guint broken;  /* the first line that was left out or is not in UTF-8; 0: none */
} MdLines;

/* NULL when there is no such file or it cannot be read (then with a note). */
MdLines *md_lines_read (const MdReader *reader, const char *name);
MdLines *md_lines_new (const char *text, gsize length);
void     md_lines_free (MdLines *self);
/* Without its line end; lines with NUL bytes or longer than the limit are left out.  NULL at the end. */
char    *md_lines_next (MdLines *self);
/* One note about @name when a line was broken. */
void     md_lines_report (const MdLines *self, const MdReader *reader, const char *name);

/* A file of "[group]" and "key=value" lines, in their order. */
typedef struct
{
  char *name;        /* (owned) */
  GHashTable *keys;  /* (owned) of key to value */
} MdIniGroup;

GPtrArray  *md_ini_read (const MdReader *reader, const char *name);
GPtrArray  *md_ini_parse (MdLines *lines);
const MdIniGroup *md_ini_group (const GPtrArray *ini, const char *name);
/* NULL when @group is NULL, the key is missing or its value is empty. */
const char *md_ini_get (const MdIniGroup *group, const char *key);
/* A copy with backslash escapes undone and control characters gone. */
char       *md_ini_text (const MdIniGroup *group, const char *key);
gint64      md_ini_number (const MdIniGroup *group, const char *key, gint64 otherwise);
gboolean    md_ini_truth (const MdIniGroup *group, const char *key, gboolean otherwise);

/* For values that may be passwords: wiped when let go. */
void        md_program_wipe_free (gpointer text);

/* A name, an address or a host for people to see: valid UTF-8, stripped, no control characters; NULL when empty. */
char       *md_program_text (const char *raw);
/* Sets way SERVER and the endpoint; nothing without @host.  A host that cannot be one stands as it was written, since
 * it is what the program will try to reach.  @port 0: the usual one of the protocol and security. */
void        md_program_server_set (MdProgramServer *self, MdProtocol protocol, const char *host, gint64 port,
                                   MdSecurity security);
/* The contract's word for an authentication mechanism by its SASL name, in any letter case ("CRAM-MD5"). */
const char *md_program_auth_word (const char *mechanism);
/* Whether a mailbox and an identity are of one person: the same user name, or a server in the address's domain. */
gboolean    md_program_fits (const MdProgramAccount *identity, const MdProgramServer *mailbox);
/* Moves the contents of @from to @to. */
void        md_program_server_move (MdProgramServer *to, MdProgramServer *from);
void        md_program_server_copy (MdProgramServer *to, const MdProgramServer *from);
/* What stands between < and > or else the whole; @name: what stood before it (nullable). */
char       *md_program_address (const char *raw, char **name);
/* Adds the account with its file, unless nothing is set up in it; FALSE when there are too many already. */
gboolean    md_reader_add (const MdReader *reader, MdProgramAccount *account, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdLines, md_lines_free)

G_END_DECLS
