/* imap-server.c - the pretend reading server
 *
 * RFC 3501 as far as a reader needs it, 2595 (STARTTLS), 4959 (SASL-IR), 2971 (ID), 9208 (QUOTA), 6154 (SPECIAL-USE),
 * 6851 (MOVE).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-practice"

#include "config.h"

#include "practice/imap-search.h"
#include "practice/server.h"

#include <string.h>

#define MAX_BAD_COMMANDS 10
#define MAX_WORDS 32
#define QUOTA_LIMIT_KIB 1048576u
#define USUAL_QUOTA_PERCENT 23u

typedef struct
{
  PracticeCall *call;
  const PracticeScript *script;
  const char *tag;     /* of the command being obeyed */
  gboolean signed_in;
  const char *folder;  /* (static) (nullable) the open one */
  gboolean read_only;
  gboolean was_literal; /* the last word */
  guint bad_commands;
} Session;

static const struct
{
  const char *name;
  const char *flags;
} folders[] = {
  { "INBOX", "\\HasNoChildren" },
  { "Drafts", "\\HasNoChildren \\Drafts" },
  { "Sent", "\\HasNoChildren \\Sent" },
  { "Junk", "\\HasNoChildren \\Junk" },
  { "Trash", "\\HasNoChildren \\Trash" },
  { "Archive", "\\HasNoChildren \\Archive" },
  { "Offers", "\\HasNoChildren" },
};

static gboolean
finish (Session *self, const char *text)
{
  return practice_stream_print (self->call->stream, "%s %s\r\n", self->tag, text);
}

/* ── words of a command ── */

/* Takes the next word off *@at: an atom, a quoted string, a literal that is asked for, or a whole parenthesis.
 * It lies in the stream's buffer, or for a literal in the fresh reading of it; NULL at the end. */
static char *
take_word (Session *self, char **at)
{
  char *start = *at + strspn (*at, " ");
  char *to = start;
  gsize length;

  self->was_literal = FALSE;
  if (*start == '{')
    {
      guint64 size = g_ascii_strtoull (start + 1, NULL, 10);

      if (!practice_stream_print (self->call->stream, "+ go on\r\n"))
        return NULL;
      start = practice_stream_read_bytes (self->call->stream, (gsize) MIN (size, G_MAXUINT16));
      /* What follows is a line of its own. */
      *at = start != NULL ? start + strlen (start) : *at;
      self->was_literal = TRUE;
      return start;
    }
  if (*start == '\0')
    return NULL;
  if (*start != '"')
    {
      length = *start == '(' ? strcspn (start, ")") + 1 : strcspn (start, " ");
      *at = start[length - 1] == '\0' ? start + length - 1 : start + length;
      if (**at != '\0')
        *(*at)++ = '\0';
      return start;
    }
  for (*at = start + 1; **at != '\0' && **at != '"'; (*at)++)
    {
      if (**at == '\\' && (*at)[1] != '\0')
        (*at)++;
      *to++ = **at;
    }
  if (**at == '"')
    (*at)++;
  *to = '\0';
  return start;
}

/* ── before signing in ── */

static const char *
capabilities (const Session *self)
{
  if (!practice_stream_is_secure (self->call->stream))
    return "IMAP4rev1 ID SASL-IR STARTTLS LOGINDISABLED";
  if (self->signed_in)
    return "IMAP4rev1 ID QUOTA SPECIAL-USE UIDPLUS MOVE NAMESPACE";
  return self->script->oauth2_only ? "IMAP4rev1 ID SASL-IR AUTH=XOAUTH2 LOGINDISABLED"
                                   : "IMAP4rev1 ID SASL-IR AUTH=PLAIN AUTH=LOGIN";
}

static gboolean
start_tls (Session *self)
{
  PracticeOffer offer = practice_call_offer (self->call);

  if (practice_stream_is_secure (self->call->stream))
    return finish (self, "BAD TLS is active already");
  return finish (self, "OK Begin TLS negotiation now") && practice_stream_start_tls (self->call->stream, &offer);
}

static gboolean
answer_sign_in (Session *self, PracticeSignIn result)
{
  switch (result)
    {
    case PRACTICE_SIGN_IN_OK:
      if (self->script->imap_login_reply != NULL)
        return finish (self, self->script->imap_login_reply);
      self->signed_in = TRUE;
      return practice_stream_print (self->call->stream, "%s OK [CAPABILITY %s] Signed in\r\n", self->tag,
                                    capabilities (self));
    case PRACTICE_SIGN_IN_REFUSED:
      return finish (self, "NO [AUTHENTICATIONFAILED] Authentication failed: user name or password incorrect");
    case PRACTICE_SIGN_IN_MALFORMED:
      return finish (self, "BAD Cannot decode the response");
    case PRACTICE_SIGN_IN_CANCELLED:
      return finish (self, "BAD Authentication cancelled");
    case PRACTICE_SIGN_IN_UNKNOWN:
      return finish (self, "NO [CANNOT] No such mechanism here");
    case PRACTICE_SIGN_IN_GONE:
    default:
      return FALSE;
    }
}

static gboolean
authenticate (Session *self, char *arguments)
{
  g_autofree char *mechanism = g_strndup (arguments, strcspn (arguments, " "));
  char *initial = strchr (arguments, ' ');

  if (!practice_stream_is_secure (self->call->stream))
    return finish (self, "NO [PRIVACYREQUIRED] Use TLS first");
  return answer_sign_in (self, practice_sign_in (self->call, mechanism, initial != NULL ? initial + 1 : NULL, "+"));
}

static gboolean
log_in (Session *self, char *arguments)
{
  char *word = take_word (self, &arguments);
  g_autofree char *user = g_strdup (word);
  char *password;

  if (!practice_stream_is_secure (self->call->stream) || self->script->oauth2_only)
    return finish (self, "NO [PRIVACYREQUIRED] LOGIN is switched off here");
  /* After a literal the rest of the command comes on a new line. */
  if (word != NULL && *arguments == '\0')
    arguments = practice_stream_read_line (self->call->stream);
  password = word != NULL && arguments != NULL ? take_word (self, &arguments) : NULL;
  if (password == NULL)
    return finish (self, "BAD User name and password expected");
  return answer_sign_in (self, practice_sign_in_plain (self->call, user, password));
}

/* ── with the mailbox ── */

static const char *
find_folder (const char *name)
{
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (folders); i++)
    if (g_ascii_strcasecmp (folders[i].name, name) == 0)
      return folders[i].name;
  return NULL;
}

static gboolean
list_folders (Session *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    if (!practice_stream_print (self->call->stream, "* LIST (%s) \"/\" \"%s\"\r\n", folders[i].flags, folders[i].name))
      return FALSE;
  return finish (self, "OK List done");
}

static gboolean
open_folder (Session *self, char *arguments, gboolean read_only)
{
  g_autoptr (GPtrArray) mails = NULL;

  self->folder = find_folder (take_word (self, &arguments));
  if (self->folder == NULL)
    return finish (self, "NO [NONEXISTENT] No such folder");
  mails = practice_mailbox_list (self->call->stage->mailbox, self->folder);
  return practice_stream_print (self->call->stream,
                                "* FLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft)\r\n* %u EXISTS\r\n"
                                "* 0 RECENT\r\n* OK [UIDVALIDITY 1] Ok\r\n* OK [UIDNEXT 1001] Ok\r\n",
                                mails->len)
         && finish (self, read_only ? "OK [READ-ONLY] Open" : "OK [READ-WRITE] Open");
}

static gboolean
tell_status (Session *self, char *arguments)
{
  const char *folder = find_folder (take_word (self, &arguments));
  g_autoptr (GPtrArray) mails = NULL;

  if (folder == NULL)
    return finish (self, "NO [NONEXISTENT] No such folder");
  mails = practice_mailbox_list (self->call->stage->mailbox, folder);
  return practice_stream_print (self->call->stream, "* STATUS \"%s\" (MESSAGES %u UIDVALIDITY 1)\r\n", folder,
                                mails->len)
         && finish (self, "OK Status done");
}

/* @by_uid: UIDs instead of numbers. */
static gboolean
search (Session *self, char *arguments, gboolean by_uid)
{
  g_autoptr (GPtrArray) mails = practice_mailbox_list (self->call->stage->mailbox, self->folder);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) text = g_string_new ("* SEARCH");
  char *word;

  while (words->len < MAX_WORDS && (word = take_word (self, &arguments)) != NULL)
    {
      g_ptr_array_add (words, g_strdup (word));
      if (!self->was_literal)
        continue;
      arguments = practice_stream_read_line (self->call->stream);
      if (arguments == NULL)
        return FALSE;
    }
  for (guint i = 0; i < mails->len; i++)
    {
      const PracticeMail *mail = g_ptr_array_index (mails, i);

      if (practice_search_fits (words, mail))
        g_string_append_printf (text, " %u", by_uid ? mail->uid : i + 1);
    }
  return practice_stream_print (self->call->stream, "%s\r\n", text->str) && finish (self, "OK Search done");
}

/* "4,9", "1:5000"; RFC 3501 9, sequence-set without the star. */
static gboolean
is_in_set (const char *set, guint32 number)
{
  while (*set != '\0')
    {
      char *end;
      guint64 from = g_ascii_strtoull (set, &end, 10);
      guint64 until = *end == ':' ? g_ascii_strtoull (end + 1, &end, 10) : from;

      if (number >= from && number <= until)
        return TRUE;
      set = *end == ',' ? end + 1 : "";
    }
  return FALSE;
}

/* The header or the whole, cut to what "<0.n>" asks for, under the name it was asked by. */
static gboolean
send_section (Session *self, const PracticeMail *mail, const char *items)
{
  const char *section = strstr (items, "BODY");
  gsize size;
  const char *bytes = g_bytes_get_data (mail->text, &size);
  gboolean header = section != NULL && strstr (section, "HEADER") != NULL;
  const char *limit = section != NULL ? strstr (section, "<0.") : NULL;

  if (section == NULL)
    return practice_stream_print (self->call->stream, ")\r\n");
  if (header)
    size = mail->header_length;
  if (limit != NULL)
    size = MIN (size, g_ascii_strtoull (limit + strlen ("<0."), NULL, 10));
  return practice_stream_print (self->call->stream, " BODY[%s]%s {%" G_GSIZE_FORMAT "}\r\n", header ? "HEADER" : "",
                                limit != NULL ? "<0>" : "", size)
         && practice_stream_write (self->call->stream, bytes, size)
         && practice_stream_print (self->call->stream, ")\r\n");
}

static gboolean
fetch (Session *self, char *arguments, gboolean by_uid)
{
  g_autoptr (GPtrArray) mails = practice_mailbox_list (self->call->stage->mailbox, self->folder);
  g_autofree char *set = g_strdup (take_word (self, &arguments));

  for (guint i = 0; set != NULL && i < mails->len; i++)
    {
      const PracticeMail *mail = g_ptr_array_index (mails, i);
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (mail->received);
      g_autofree char *date = g_date_time_format (time, "%d-%b-%Y %H:%M:%S +0000");

      if (!is_in_set (set, by_uid ? mail->uid : i + 1))
        continue;
      if (!practice_stream_print (self->call->stream,
                                  "* %u FETCH (UID %u RFC822.SIZE %" G_GSIZE_FORMAT " INTERNALDATE \"%s\"", i + 1,
                                  mail->uid, g_bytes_get_size (mail->text), date)
          || !send_section (self, mail, arguments))
        return FALSE;
    }
  return finish (self, "OK Fetch done");
}

static gboolean
move (Session *self, char *arguments)
{
  const char *set = take_word (self, &arguments);
  guint32 uid = set != NULL ? (guint32) g_ascii_strtoull (set, NULL, 10) : 0;
  const char *folder = find_folder (take_word (self, &arguments));

  if (folder == NULL)
    return finish (self, "NO [TRYCREATE] No such folder");
  if (self->read_only || !practice_mailbox_move (self->call->stage->mailbox, uid, folder))
    return finish (self, "NO Nothing was moved");
  return practice_stream_print (self->call->stream, "* 1 EXPUNGE\r\n") && finish (self, "OK Moved");
}

static gboolean
tell_quota (Session *self, gboolean with_root)
{
  guint percent = self->script->quota_percent > 0 ? self->script->quota_percent : USUAL_QUOTA_PERCENT;

  return (!with_root || practice_stream_print (self->call->stream, "* QUOTAROOT INBOX \"User quota\"\r\n"))
         && practice_stream_print (self->call->stream, "* QUOTA \"User quota\" (STORAGE %u %u)\r\n",
                                   (guint) ((guint64) QUOTA_LIMIT_KIB * percent / 100), QUOTA_LIMIT_KIB)
         && finish (self, "OK Quota done");
}

/* ── the dialogue ── */

static gboolean
obey_in_folder (Session *self, const char *command, char *arguments, gboolean by_uid)
{
  if (g_ascii_strcasecmp (command, "SEARCH") == 0)
    return search (self, arguments, by_uid);
  if (g_ascii_strcasecmp (command, "FETCH") == 0)
    return fetch (self, arguments, by_uid);
  if (g_ascii_strcasecmp (command, "STORE") == 0)
    return finish (self, self->read_only ? "NO The folder is open for reading only" : "OK Stored");
  if (g_ascii_strcasecmp (command, "MOVE") == 0 && by_uid)
    return move (self, arguments);
  return ++self->bad_commands < MAX_BAD_COMMANDS && finish (self, "BAD Command not recognized");
}

static gboolean
obey_reader (Session *self, const char *command, char *arguments)
{
  gboolean by_uid = g_ascii_strcasecmp (command, "UID") == 0;

  if (by_uid)
    command = take_word (self, &arguments);
  if (command == NULL || !self->signed_in)
    return finish (self, "BAD Sign in first");
  if (g_ascii_strcasecmp (command, "LIST") == 0)
    return list_folders (self);
  if (g_ascii_strcasecmp (command, "STATUS") == 0)
    return tell_status (self, arguments);
  if (g_ascii_strcasecmp (command, "SELECT") == 0 || g_ascii_strcasecmp (command, "EXAMINE") == 0)
    {
      self->read_only = g_ascii_strcasecmp (command, "EXAMINE") == 0;
      return open_folder (self, arguments, self->read_only);
    }
  if (g_ascii_strcasecmp (command, "GETQUOTAROOT") == 0 || g_ascii_strcasecmp (command, "GETQUOTA") == 0)
    return tell_quota (self, g_ascii_strcasecmp (command, "GETQUOTAROOT") == 0);
  if (self->folder != NULL)
    return obey_in_folder (self, command, arguments, by_uid);
  return ++self->bad_commands < MAX_BAD_COMMANDS && finish (self, "BAD Command not recognized");
}

/* FALSE when the connection is over. */
static gboolean
obey (Session *self, char *line)
{
  char *command = strchr (line, ' ');
  char *arguments;
  g_autofree char *tag = g_strndup (line, strcspn (line, " "));

  self->tag = *tag != '\0' ? tag : "*";
  if (command == NULL)
    return ++self->bad_commands < MAX_BAD_COMMANDS && finish (self, "BAD Command expected");
  command++;
  arguments = command + strcspn (command, " ");
  if (*arguments != '\0')
    *arguments++ = '\0';
  if (g_ascii_strcasecmp (command, "CAPABILITY") == 0)
    return practice_stream_print (self->call->stream, "* CAPABILITY %s\r\n", capabilities (self))
           && finish (self, "OK Ok");
  if (g_ascii_strcasecmp (command, "ID") == 0)
    return practice_stream_print (self->call->stream, "* ID (\"name\" \"Practice\")\r\n") && finish (self, "OK Ok");
  if (g_ascii_strcasecmp (command, "NOOP") == 0)
    return finish (self, "OK Ok");
  if (g_ascii_strcasecmp (command, "STARTTLS") == 0)
    return start_tls (self);
  if (g_ascii_strcasecmp (command, "AUTHENTICATE") == 0)
    return authenticate (self, arguments);
  if (g_ascii_strcasecmp (command, "LOGIN") == 0)
    return log_in (self, arguments);
  if (g_ascii_strcasecmp (command, "LOGOUT") == 0)
    {
      practice_stream_print (self->call->stream, "* BYE Good-bye\r\n");
      finish (self, "OK Ok");
      return FALSE;
    }
  return obey_reader (self, command, arguments);
}

void
practice_imap_serve (PracticeCall *call)
{
  Session self = { .call = call, .script = call->stage->script };
  char *line;

  if (!practice_stream_print (call->stream, "* OK [CAPABILITY %s] imap." PRACTICE_DOMAIN " ready\r\n",
                              capabilities (&self)))
    return;
  while ((line = practice_stream_read_line (call->stream)) != NULL && obey (&self, line))
    self.tag = NULL;
}
