/* mailbox.c - what the pretend account has received; see mailbox.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-practice"

#include "config.h"

#include "practice/mailbox.h"

#include <string.h>

#define DELIVERY_MICROS (1 * G_USEC_PER_SEC)
#define MAILBOX_MAX_MAILS 1000

struct _PracticeMailbox
{
  GMutex lock;       /* a sender's and a reader's connection meet here */
  GPtrArray *mails;  /* (owned) of PracticeMail */
  guint32 last_uid;
};

static void
practice_mail_free (gpointer data)
{
  PracticeMail *mail = data;

  g_bytes_unref (mail->text);
  g_free (mail);
}

PracticeMailbox *
practice_mailbox_new (void)
{
  PracticeMailbox *self = g_new0 (PracticeMailbox, 1);

  g_mutex_init (&self->lock);
  self->mails = g_ptr_array_new_with_free_func (practice_mail_free);
  return self;
}

void
practice_mailbox_free (PracticeMailbox *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->mails);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* The length of the header block with the empty line behind it, or of everything when there is no body. */
static gsize
find_body (const char *text, gsize length)
{
  const char *end = g_strstr_len (text, (gssize) length, "\r\n\r\n");

  return end != NULL ? (gsize) (end - text) + 4 : length;
}

/* Takes @text over. */
static void
add (PracticeMailbox *self, const char *folder, GString *text, gint64 received, gint64 visible_from)
{
  PracticeMail *mail = g_new0 (PracticeMail, 1);

  mail->folder = folder;
  mail->visible_from = visible_from;
  mail->received = received;
  mail->header_length = find_body (text->str, text->len);
  mail->text = g_string_free_to_bytes (text);

  g_mutex_lock (&self->lock);
  mail->uid = ++self->last_uid;
  if (self->mails->len < MAILBOX_MAX_MAILS)
    g_ptr_array_add (self->mails, g_steal_pointer (&mail));
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&mail, practice_mail_free);
}

void
practice_mailbox_deliver (PracticeMailbox *self, const char *sender, const char *text, gsize length,
                          const char *folder, const char *authentication_results)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = g_date_time_format (now, "%a, %d %b %Y %H:%M:%S +0000");
  GString *whole = g_string_new (NULL);

  g_string_append_printf (whole, "Return-Path: <%s>\r\n", sender);
  g_string_append_printf (whole, "Authentication-Results: %s\r\n", authentication_results);
  g_string_append_printf (whole, "Received: from smtp.practice.example by mx.practice.example with ESMTPS;\r\n %s\r\n",
                          date);
  g_string_append_len (whole, text, (gssize) length);
  add (self, folder, whole, g_date_time_to_unix (now), g_get_monotonic_time () + DELIVERY_MICROS);
}

void
practice_mailbox_put (PracticeMailbox *self, const char *folder, const char *text, gint64 received)
{
  add (self, folder, g_string_new (text), received, 0);
}

gboolean
practice_mailbox_move (PracticeMailbox *self, guint32 uid, const char *folder)
{
  gboolean found = FALSE;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->mails->len && !found; i++)
    {
      PracticeMail *mail = g_ptr_array_index (self->mails, i);

      found = mail->uid == uid;
      if (found)
        {
          mail->folder = folder;
          mail->uid = ++self->last_uid;
        }
    }
  g_mutex_unlock (&self->lock);
  return found;
}

GPtrArray *
practice_mailbox_list (PracticeMailbox *self, const char *folder)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (practice_mail_free);
  gint64 now = g_get_monotonic_time ();

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->mails->len; i++)
    {
      const PracticeMail *mail = g_ptr_array_index (self->mails, i);
      PracticeMail *copy;

      if (mail->visible_from > now || g_ascii_strcasecmp (mail->folder, folder) != 0)
        continue;
      copy = g_memdup2 (mail, sizeof *mail);
      g_bytes_ref (copy->text);
      g_ptr_array_add (found, copy);
    }
  g_mutex_unlock (&self->lock);
  return found;
}

char *
practice_mail_get_field (const PracticeMail *mail, const char *name)
{
  gsize name_length = strlen (name);
  const char *text = g_bytes_get_data (mail->text, NULL);
  g_autofree char *copy = g_strndup (text, mail->header_length);
  g_auto (GStrv) lines = g_strsplit (copy, "\r\n", -1);
  GString *value = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (value != NULL && (lines[i][0] == ' ' || lines[i][0] == '\t'))
        g_string_append (value, lines[i]);
      else if (value != NULL)
        break;
      else if (g_ascii_strncasecmp (lines[i], name, name_length) == 0 && lines[i][name_length] == ':')
        value = g_string_new (g_strchug (lines[i] + name_length + 1));
    }
  return value != NULL ? g_string_free (value, FALSE) : NULL;
}
