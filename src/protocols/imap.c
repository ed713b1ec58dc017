/* imap.c - reading a mailbox; see imap.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-imap"

#include "config.h"

#include "protocols/imap.h"

#include "protocols/imap-parse.h"
#include "protocols/imap-private.h"

#include <string.h>

#define MAX_RESPONSES 10000
#define MAX_LITERALS 64
#define MAX_RESPONSE_BYTES (4 * 1024 * 1024)
#define MAX_FOLDERS 2000
#define LOGOUT_MS 10

void
md_imap_reply_free (MdImapReply *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_free (self->text);
  g_free (self);
}

void
md_imap_folder_free (MdImapFolder *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->raw_name);
  g_free (self->special);
  g_free (self);
}

void
md_imap_quota_free (MdImapQuota *self)
{
  if (self == NULL)
    return;
  g_free (self->resource);
  g_free (self);
}

MdImap *
md_imap_new (MdWire *wire)
{
  MdImap *self = g_new0 (MdImap, 1);

  self->wire = wire;
  return self;
}

MdWire *
md_imap_free_to_wire (MdImap *self)
{
  const MdWait wait = { .deadline = g_get_monotonic_time () + LOGOUT_MS * 1000 };
  MdWire *wire = self->wire;

  if (self->line_is_free)
    (void) md_wire_send (wire, &wait, "Z LOGOUT");
  md_imap_features_clear (&self->features);
  md_imap_reply_free (self->bye);
  g_free (self);
  return wire;
}

void
md_imap_free (MdImap *self)
{
  if (self != NULL)
    md_wire_free (md_imap_free_to_wire (self));
}

MdWire *
md_imap_get_wire (MdImap *self)
{
  return self->wire;
}

const MdImapFeatures *
md_imap_get_features (const MdImap *self)
{
  return &self->features;
}

static MdWireStatus
nonsense (const char *line, MdImapReply **reply)
{
  g_clear_pointer (reply, md_imap_reply_free);
  *reply = g_new0 (MdImapReply, 1);
  (*reply)->condition = MD_IMAP_BAD;
  (*reply)->text = g_strdup (line);
  return MD_WIRE_NONSENSE;
}

/* One logical line, its literals as quoted strings. */
static MdWireStatus
read_response (MdImap *self, const MdWait *wait, GString *out)
{
  g_string_truncate (out, 0);
  for (guint i = 0; i <= MAX_LITERALS; i++)
    {
      g_autofree char *line = NULL;
      g_autoptr (GBytes) literal = NULL;
      MdWireStatus status = md_wire_read_line (self->wire, wait, &line);
      guint64 size = 0;
      const char *open;

      if (status != MD_WIRE_OK)
        return status;
      if (!md_imap_literal_size (line, strlen (line), &size))
        {
          g_string_append (out, line);
          return MD_WIRE_OK;
        }
      if (out->len + size > MAX_RESPONSE_BYTES)
        return MD_WIRE_TOO_LONG;
      status = md_wire_read_bytes (self->wire, wait, (gsize) size, &literal);
      if (status != MD_WIRE_OK)
        return status;
      open = strrchr (line, '{');
      g_string_append_len (out, line, open - line);
      md_imap_append_quoted (out, g_bytes_get_data (literal, NULL), g_bytes_get_size (literal));
    }
  return MD_WIRE_TOO_LONG;
}

static void
learn_features (MdImap *self, const char *capabilities)
{
  md_imap_features_parse (&self->features, capabilities);
  self->knows_features = TRUE;
}

static void
learn_from_code (MdImap *self, const MdImapReply *reply)
{
  if (reply->code != NULL && g_ascii_strncasecmp (reply->code, "CAPABILITY ", 11) == 0)
    learn_features (self, reply->code + 11);
}

static void
take_numbered (const MdImapWanted *wanted, MdImapCursor *cursor, guint64 number, GString *word)
{
  if (md_imap_next (cursor, word) != MD_IMAP_TOKEN_ATOM)
    return;
  if (g_ascii_strcasecmp (word->str, "EXISTS") == 0 && wanted->n_messages != NULL)
    *wanted->n_messages = (guint32) number;
  else if (g_ascii_strcasecmp (word->str, "FETCH") == 0 && wanted->headers != NULL && *wanted->headers == NULL)
    *wanted->headers = md_imap_fetch_parse (cursor, wanted->uid);
}

static void
take_wanted (const MdImapWanted *wanted, MdImapCursor *cursor, GString *word)
{
  guint64 number;

  if (g_ascii_string_to_unsigned (word->str, 10, 0, G_MAXUINT32, &number, NULL))
    take_numbered (wanted, cursor, number, word);
  else if (g_ascii_strcasecmp (word->str, "LIST") == 0 && wanted->folders != NULL)
    {
      MdImapFolder *folder = wanted->folders->len < MAX_FOLDERS ? md_imap_folder_parse (cursor) : NULL;

      if (folder != NULL)
        g_ptr_array_add (wanted->folders, folder);
    }
  else if (g_ascii_strcasecmp (word->str, "QUOTA") == 0 && wanted->quotas != NULL)
    md_imap_quota_parse (cursor, wanted->quotas);
  else if (g_ascii_strcasecmp (word->str, "SEARCH") == 0 && wanted->uids != NULL)
    md_imap_search_parse (cursor, wanted->uids);
  else if (g_ascii_strcasecmp (word->str, "ID") == 0 && wanted->server_name != NULL && *wanted->server_name == NULL)
    *wanted->server_name = md_imap_id_parse (cursor);
}

static void
take_untagged (MdImap *self, GString *response)
{
  g_autoptr (GString) word = g_string_new (NULL);
  g_autoptr (MdImapReply) condition = md_imap_reply_parse (response->str + 2);
  MdImapCursor cursor = { response->str + 2, response->str + response->len };
  guint64 number = 0;

  if (condition != NULL)
    {
      learn_from_code (self, condition);
      if (condition->condition == MD_IMAP_BYE && self->bye == NULL)
        self->bye = g_steal_pointer (&condition);
      return;
    }
  if (md_imap_next (&cursor, word) != MD_IMAP_TOKEN_ATOM)
    return;
  if (g_ascii_strcasecmp (word->str, "CAPABILITY") == 0)
    learn_features (self, cursor.at + (cursor.at < cursor.end ? 1 : 0));
  else if (self->wanted != NULL && self->wanted->take != NULL)
    {
      if (!g_ascii_string_to_unsigned (word->str, 10, 0, G_MAXUINT32, &number, NULL)
          || md_imap_next (&cursor, word) == MD_IMAP_TOKEN_ATOM)
        self->wanted->take (self->wanted->data, word->str, (guint32) number, &cursor);
    }
  else if (self->wanted != NULL)
    take_wanted (self->wanted, &cursor, word);
}

/* The end of the connection with the server's good-bye, if it said one. */
static MdWireStatus
ended (MdImap *self, MdWireStatus status, MdImapReply **reply)
{
  self->line_is_free = FALSE;
  if (status == MD_WIRE_CLOSED && self->bye != NULL)
    {
      g_clear_pointer (reply, md_imap_reply_free);
      *reply = g_steal_pointer (&self->bye);
    }
  return status;
}

MdWireStatus
md_imap_next_tagged (MdImap *self, const MdWait *wait, GString *response, MdImapReply **reply)
{
  for (guint i = 0; i < MAX_RESPONSES; i++)
    {
      MdWireStatus status = read_response (self, wait, response);

      if (status != MD_WIRE_OK)
        return ended (self, status, reply);
      if (!g_str_has_prefix (response->str, "* "))
        return MD_WIRE_OK;
      take_untagged (self, response);
    }
  return MD_WIRE_TOO_LONG;
}

MdWireStatus
md_imap_complete (MdImap *self, const char *response, const char *tag, MdImapReply **reply)
{
  gsize length = strlen (tag);

  g_clear_pointer (reply, md_imap_reply_free);
  if (g_str_has_prefix (response, tag) && response[length] == ' ')
    *reply = md_imap_reply_parse (response + length + 1);
  if (*reply == NULL)
    return nonsense (response, reply);
  learn_from_code (self, *reply);
  self->line_is_free = TRUE;
  return MD_WIRE_OK;
}

MdWireStatus
md_imap_await (MdImap *self, const MdWait *wait, const char *tag, MdImapReply **reply, char **challenge)
{
  g_autoptr (GString) response = g_string_new (NULL);
  MdWireStatus status;

  g_clear_pointer (reply, md_imap_reply_free);
  status = md_imap_next_tagged (self, wait, response, reply);
  if (status != MD_WIRE_OK)
    return status;
  if (response->str[0] == '+' && challenge != NULL)
    {
      *challenge = g_strdup (response->str + (response->str[1] == ' ' ? 2 : 1));
      return MD_WIRE_OK;
    }
  return md_imap_complete (self, response->str, tag, reply);
}

char *
md_imap_next_tag (MdImap *self)
{
  return g_strdup_printf ("A%u", ++self->n_commands);
}

static MdWireStatus
command (MdImap *self, const MdWait *wait, const char *text, const MdImapWanted *wanted, MdImapReply **reply)
{
  g_autofree char *tag = md_imap_next_tag (self);
  g_autofree char *line = g_strdup_printf ("%s %s", tag, text);
  MdWireStatus status = md_wire_send (self->wire, wait, line);

  self->line_is_free = FALSE;
  self->wanted = wanted;
  if (status == MD_WIRE_OK)
    status = md_imap_await (self, wait, tag, reply, NULL);
  self->wanted = NULL;
  return status;
}

MdWireStatus
md_imap_greeting (MdImap *self, const MdWait *wait, MdImapReply **reply)
{
  g_autoptr (GString) response = g_string_new (NULL);
  MdWireStatus status = read_response (self, wait, response);

  if (status != MD_WIRE_OK)
    return status;
  if (!g_str_has_prefix (response->str, "* "))
    return nonsense (response->str, reply);
  *reply = md_imap_reply_parse (response->str + 2);
  if (*reply == NULL)
    return nonsense (response->str, reply);
  learn_from_code (self, *reply);
  self->line_is_free = (*reply)->condition != MD_IMAP_BYE;
  return MD_WIRE_OK;
}

MdWireStatus
md_imap_capability (MdImap *self, const MdWait *wait, MdImapReply **reply)
{
  if (self->knows_features)
    return MD_WIRE_OK;
  return command (self, wait, "CAPABILITY", NULL, reply);
}

MdWireStatus
md_imap_ask_starttls (MdImap *self, const MdWait *wait, MdImapReply **reply)
{
  MdWireStatus status = command (self, wait, "STARTTLS", NULL, reply);

  if (status != MD_WIRE_OK || (*reply)->condition != MD_IMAP_OK)
    return status;
  /* What was said in clear counts no more: RFC 9051 6.2.1. */
  md_imap_features_clear (&self->features);
  self->knows_features = FALSE;
  self->line_is_free = FALSE;
  return status;
}

MdWireStatus
md_imap_starttls (MdImap *self, const MdWait *wait, MdImapReply **reply)
{
  MdWireStatus status = md_imap_ask_starttls (self, wait, reply);

  if (status != MD_WIRE_OK || (*reply)->condition != MD_IMAP_OK)
    return status;
  status = md_wire_start_tls (self->wire, wait);
  return status == MD_WIRE_OK ? md_imap_capability (self, wait, reply) : status;
}

MdWireStatus
md_imap_id (MdImap *self, const MdWait *wait, char **server_name)
{
  const MdImapWanted wanted = { .server_name = server_name };
  g_autoptr (MdImapReply) reply = NULL;

  *server_name = NULL;
  return command (self, wait, "ID (\"name\" \"Mail Doctor\")", &wanted, &reply);
}

MdWireStatus
md_imap_quota (MdImap *self, const MdWait *wait, GPtrArray **quotas, MdImapReply **reply)
{
  const MdImapWanted wanted = { .quotas = g_ptr_array_new_with_free_func ((GDestroyNotify) md_imap_quota_free) };

  *quotas = wanted.quotas;
  return command (self, wait, "GETQUOTAROOT INBOX", &wanted, reply);
}

MdWireStatus
md_imap_list (MdImap *self, const MdWait *wait, GPtrArray **folders, MdImapReply **reply)
{
  const MdImapWanted wanted = { .folders = g_ptr_array_new_with_free_func ((GDestroyNotify) md_imap_folder_free) };
  gboolean extended = self->features.special_use && self->features.list_extended;

  *folders = wanted.folders;
  return command (self, wait, extended ? "LIST \"\" \"*\" RETURN (SPECIAL-USE)" : "LIST \"\" \"*\"", &wanted, reply);
}

/* A quoted string for a command; NULL when it would need a literal. */
static char *
quote (const char *text)
{
  GString *out;

  for (const char *p = text; *p != '\0'; p++)
    if ((guchar) *p < 0x20 || (guchar) *p >= 0x7f)
      return NULL;
  out = g_string_new (NULL);
  md_imap_append_quoted (out, text, strlen (text));
  return g_string_free (out, FALSE);
}

MdWireStatus
md_imap_examine (MdImap *self, const MdWait *wait, const char *raw_name, guint32 *n_messages, MdImapReply **reply)
{
  const MdImapWanted wanted = { .n_messages = n_messages };
  g_autofree char *name = quote (raw_name);
  g_autofree char *text = g_strdup_printf ("EXAMINE %s", name);

  *n_messages = 0;
  return name != NULL ? command (self, wait, text, &wanted, reply) : MD_WIRE_NONSENSE;
}

MdWireStatus
md_imap_search_header (MdImap *self, const MdWait *wait, const char *header, const char *value, GArray **uids,
                       MdImapReply **reply)
{
  const MdImapWanted wanted = { .uids = g_array_new (FALSE, FALSE, sizeof (guint32)) };
  g_autofree char *name = quote (header);
  g_autofree char *quoted = quote (value);
  g_autofree char *text = g_strdup_printf ("UID SEARCH HEADER %s %s", name, quoted);

  *uids = wanted.uids;
  return name != NULL && quoted != NULL ? command (self, wait, text, &wanted, reply) : MD_WIRE_NONSENSE;
}

MdWireStatus
md_imap_fetch_headers (MdImap *self, const MdWait *wait, guint32 uid, GBytes **headers, MdImapReply **reply)
{
  const MdImapWanted wanted = { .uid = uid, .headers = headers };
  g_autofree char *text = g_strdup_printf ("UID FETCH %u (BODY.PEEK[HEADER])", uid);

  *headers = NULL;
  return command (self, wait, text, &wanted, reply);
}
