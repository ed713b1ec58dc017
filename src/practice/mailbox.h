/* mailbox.h - what the pretend account has received, in memory
 *
 * A message sent through the pretend server arrives here after a moment, with the headers a real server adds; others
 * lie in it from the beginning.  Used from several connections at once: it guards itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint32 uid;
  const char *folder;   /* (static) */
  gint64 visible_from;  /* monotonic microseconds */
  gint64 received;      /* Unix seconds */
  GBytes *text;         /* (owned) the whole message, CRLF */
  gsize header_length;  /* with the empty line that closes it */
} PracticeMail;

typedef struct _PracticeMailbox PracticeMailbox;

PracticeMailbox *practice_mailbox_new (void);
void             practice_mailbox_free (PracticeMailbox *self);
/* @text: as it came after DATA, CRLF line ends. @folder is static. */
void             practice_mailbox_deliver (PracticeMailbox *self, const char *sender, const char *text, gsize length,
                                           const char *folder, const char *authentication_results);
/* Puts a whole message there, as if it had come at @received. */
void             practice_mailbox_put (PracticeMailbox *self, const char *folder, const char *text, gint64 received);
/* Copies of what has arrived in @folder by now; (element-type PracticeMail). */
GPtrArray       *practice_mailbox_list (PracticeMailbox *self, const char *folder);
/* Another folder and another UID for message @uid; FALSE when there is none.  @folder is static. */
gboolean         practice_mailbox_move (PracticeMailbox *self, guint32 uid, const char *folder);
/* The unfolded value of a header field; NULL when the mail has none; (transfer full). */
char            *practice_mail_get_field (const PracticeMail *mail, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeMailbox, practice_mailbox_free)

G_END_DECLS
