/* imap.c - reading a mailbox; see imap.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-imap"

#include "config.h"

#include "protocols/imap.h"

#include "protocols/imap-parse.h"
#include "protocols/socket-name.h"

#include <string.h>

#define MAX_RESPONSES 10000
#define MAX_LITERALS 64
#define MAX_RESPONSE_BYTES (4 * 1024 * 1024)
#define MAX_FOLDERS 2000
#define MAX_CHALLENGES 8
#define LOGOUT_MS 10

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
} Wanted;

struct _MdImap
{
  MdWire *wire;             /* (owned) */
  MdImapFeatures features;
  gboolean knows_features;  /* the server told them since the last change of state */
  guint n_commands;
  gboolean line_is_free;
  MdImapReply *bye;         /* (owned) (nullable) */
  const Wanted *wanted;     /* (not owned) (nullable) of the command under way */
};

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
take_numbered (const Wanted *wanted, MdImapCursor *cursor, guint64 number, GString *word)
{
  if (md_imap_next (cursor, word) != MD_IMAP_TOKEN_ATOM)
    return;
  if (g_ascii_strcasecmp (word->str, "EXISTS") == 0 && wanted->n_messages != NULL)
    *wanted->n_messages = (guint32) number;
  else if (g_ascii_strcasecmp (word->str, "FETCH") == 0 && wanted->headers != NULL && *wanted->headers == NULL)
    *wanted->headers = md_imap_fetch_parse (cursor, wanted->uid);
}

static void
take_wanted (const Wanted *wanted, MdImapCursor *cursor, GString *word)
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

/* Reads until the command @tag is completed or, with @challenge, the server asks to go on. */
static MdWireStatus
await (MdImap *self, const MdWait *wait, const char *tag, MdImapReply **reply, char **challenge)
{
  g_autoptr (GString) response = g_string_new (NULL);
  gsize tag_length = strlen (tag);

  g_clear_pointer (reply, md_imap_reply_free);
  for (guint i = 0; i < MAX_RESPONSES; i++)
    {
      MdWireStatus status = read_response (self, wait, response);

      if (status != MD_WIRE_OK)
        return ended (self, status, reply);
      if (g_str_has_prefix (response->str, "* "))
        take_untagged (self, response);
      else if (response->str[0] == '+' && challenge != NULL)
        {
          *challenge = g_strdup (response->str + (response->str[1] == ' ' ? 2 : 1));
          return MD_WIRE_OK;
        }
      else if (g_str_has_prefix (response->str, tag) && response->str[tag_length] == ' ')
        {
          *reply = md_imap_reply_parse (response->str + tag_length + 1);
          if (*reply == NULL)
            return nonsense (response->str, reply);
          learn_from_code (self, *reply);
          self->line_is_free = TRUE;
          return MD_WIRE_OK;
        }
      else
        return nonsense (response->str, reply);
    }
  return MD_WIRE_TOO_LONG;
}

static char *
next_tag (MdImap *self)
{
  return g_strdup_printf ("A%u", ++self->n_commands);
}

static MdWireStatus
command (MdImap *self, const MdWait *wait, const char *text, const Wanted *wanted, MdImapReply **reply)
{
  g_autofree char *tag = next_tag (self);
  g_autofree char *line = g_strdup_printf ("%s %s", tag, text);
  MdWireStatus status = md_wire_send (self->wire, wait, line);

  self->line_is_free = FALSE;
  self->wanted = wanted;
  if (status == MD_WIRE_OK)
    status = await (self, wait, tag, reply, NULL);
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
  const Wanted wanted = { .server_name = server_name };
  g_autoptr (MdImapReply) reply = NULL;

  *server_name = NULL;
  return command (self, wait, "ID (\"name\" \"Mail Doctor\")", &wanted, &reply);
}

MdWireStatus
md_imap_quota (MdImap *self, const MdWait *wait, GPtrArray **quotas, MdImapReply **reply)
{
  const Wanted wanted = { .quotas = g_ptr_array_new_with_free_func ((GDestroyNotify) md_imap_quota_free) };

  *quotas = wanted.quotas;
  return command (self, wait, "GETQUOTAROOT INBOX", &wanted, reply);
}

MdWireStatus
md_imap_list (MdImap *self, const MdWait *wait, GPtrArray **folders, MdImapReply **reply)
{
  const Wanted wanted = { .folders = g_ptr_array_new_with_free_func ((GDestroyNotify) md_imap_folder_free) };
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
  const Wanted wanted = { .n_messages = n_messages };
  g_autofree char *name = quote (raw_name);
  g_autofree char *text = g_strdup_printf ("EXAMINE %s", name);

  *n_messages = 0;
  return name != NULL ? command (self, wait, text, &wanted, reply) : MD_WIRE_NONSENSE;
}

MdWireStatus
md_imap_search_header (MdImap *self, const MdWait *wait, const char *header, const char *value, GArray **uids,
                       MdImapReply **reply)
{
  const Wanted wanted = { .uids = g_array_new (FALSE, FALSE, sizeof (guint32)) };
  g_autofree char *name = quote (header);
  g_autofree char *quoted = quote (value);
  g_autofree char *text = g_strdup_printf ("UID SEARCH HEADER %s %s", name, quoted);

  *uids = wanted.uids;
  return name != NULL && quoted != NULL ? command (self, wait, text, &wanted, reply) : MD_WIRE_NONSENSE;
}

MdWireStatus
md_imap_fetch_headers (MdImap *self, const MdWait *wait, guint32 uid, GBytes **headers, MdImapReply **reply)
{
  const Wanted wanted = { .uid = uid, .headers = headers };
  g_autofree char *text = g_strdup_printf ("UID FETCH %u (BODY.PEEK[HEADER])", uid);

  *headers = NULL;
  return command (self, wait, text, &wanted, reply);
}

/* ── signing in ── */

/* Waits for "+"; FALSE in @goes_on when the server completed the command instead. */
static MdWireStatus
await_go_ahead (MdImap *self, const MdWait *wait, const char *tag, MdImapReply **reply, gboolean *goes_on)
{
  g_autofree char *challenge = NULL;
  MdWireStatus status = await (self, wait, tag, reply, &challenge);

  *goes_on = status == MD_WIRE_OK && challenge != NULL;
  return status;
}

/* A quoted string would do for letters and digits; everything else goes as a literal, which no server misreads. */
static gboolean
is_easy (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if ((guchar) *p < 0x20 || (guchar) *p >= 0x7f || *p == '"' || *p == '\\')
      return FALSE;
  return TRUE;
}

/* The LOGIN command (RFC 9051 6.2.3): tag, user, password, each in the form it needs. */
static MdWireStatus
login_plainly (MdImap *self, const MdWait *wait, const char *user, MdSecret *password, MdImapReply **reply)
{
  g_autofree char *tag = next_tag (self);
  const char *plus = self->features.literal_plus ? "+" : "";
  gsize length = 0;
  gboolean easy = is_easy (md_secret_peek (password, &length));
  g_autofree char *head = is_easy (user) ? g_strdup_printf ("%s LOGIN \"%s\"", tag, user)
                                         : g_strdup_printf ("%s LOGIN {%zu%s}", tag, strlen (user), plus);
  g_autofree char *tail = easy ? g_strdup (" \"") : g_strdup_printf (" {%zu%s}", length, plus);
  g_autofree char *middle = NULL;
  g_autoptr (MdSecret) bytes = NULL;
  MdWireStatus status = MD_WIRE_OK;
  gboolean goes_on = TRUE;

  if (!is_easy (user))
    {
      status = md_wire_send (self->wire, wait, head);
      if (status == MD_WIRE_OK && plus[0] == '\0')
        status = await_go_ahead (self, wait, tag, reply, &goes_on);
      g_free (head);
      head = g_strdup (user);
    }
  if (status != MD_WIRE_OK || !goes_on)
    return status;
  middle = g_strconcat (head, tail, NULL);
  if (!easy)
    {
      status = md_wire_send (self->wire, wait, middle);
      if (status == MD_WIRE_OK && plus[0] == '\0')
        status = await_go_ahead (self, wait, tag, reply, &goes_on);
      if (status != MD_WIRE_OK || !goes_on)
        return status;
    }
  const MdSecretPart parts[] = { { .text = middle, .length = easy ? strlen (middle) : 0 },
                                 { .secret = password },
                                 { .text = "\"", .length = easy ? 1 : 0 } };

  bytes = md_secret_join (parts, G_N_ELEMENTS (parts));
  status = md_wire_send_secret (self->wire, wait, bytes, easy ? "LOGIN [user] [password]" : "[password]");
  return status == MD_WIRE_OK ? await (self, wait, tag, reply, NULL) : status;
}

static MdWireStatus
send_authenticate (MdImap *self, const MdWait *wait, MdSasl *sasl, const char *tag, const char *mechanism,
                   gboolean *sent_initial)
{
  g_autofree char *head = g_strdup_printf ("%s AUTHENTICATE %s", tag, mechanism);
  g_autoptr (MdSecret) initial = self->features.sasl_ir ? md_sasl_initial (sasl) : NULL;
  g_autoptr (MdSecret) encoded = initial != NULL ? md_secret_to_base64 (initial) : NULL;
  g_autoptr (MdSecret) bytes = NULL;
  g_autofree char *recorded = NULL;

  *sent_initial = encoded != NULL;
  if (encoded == NULL)
    return md_wire_send (self->wire, wait, head);
  const MdSecretPart parts[] = { { .text = head, .length = strlen (head) }, { .text = " ", .length = 1 },
                                 { .secret = encoded } };

  bytes = md_secret_join (parts, G_N_ELEMENTS (parts));
  recorded = g_strdup_printf ("%s %s", head, md_sasl_describe (sasl));
  return md_wire_send_secret (self->wire, wait, bytes, recorded);
}

static MdWireStatus
answer_challenge (MdImap *self, const MdWait *wait, MdSasl *sasl, const char *challenge)
{
  gsize length = 0;
  g_autofree guchar *decoded = g_base64_decode (challenge, &length);
  g_autoptr (MdSecret) answer = md_sasl_respond (sasl, decoded, length);
  g_autoptr (MdSecret) encoded = NULL;

  if (answer == NULL)
    return md_wire_send (self->wire, wait, "*");
  encoded = md_secret_to_base64 (answer);
  return md_wire_send_secret (self->wire, wait, encoded, md_sasl_describe (sasl));
}

static MdWireStatus
authenticate (MdImap *self, const MdWait *wait, MdSasl *sasl, const char *mechanism, MdImapReply **reply)
{
  g_autofree char *tag = next_tag (self);
  gboolean sent_initial = FALSE;
  MdWireStatus status = send_authenticate (self, wait, sasl, tag, mechanism, &sent_initial);

  for (guint i = 0; status == MD_WIRE_OK; i++)
    {
      g_autofree char *challenge = NULL;

      status = await (self, wait, tag, reply, &challenge);
      if (status != MD_WIRE_OK || challenge == NULL)
        return status;
      if (i >= MAX_CHALLENGES)
        return MD_WIRE_NONSENSE;
      status = answer_challenge (self, wait, sasl, challenge);
    }
  return status;
}

MdWireStatus
md_imap_login (MdImap *self, const MdWait *wait, MdSaslMechanisms mechanism, const char *user, MdSecret *password,
               MdImapReply **reply, char **token_error)
{
  g_autoptr (MdSasl) sasl = NULL;
  MdWireStatus status;

  if (!md_wire_may_carry_secrets (self->wire))
    return MD_WIRE_NOT_TRUSTED;
  if (strpbrk (user, "\r\n") != NULL)
    return MD_WIRE_NONSENSE;
  self->line_is_free = FALSE;
  self->knows_features = FALSE;
  if (mechanism == 0)
    return login_plainly (self, wait, user, password, reply);
  sasl = md_sasl_new (mechanism, user, password, md_wire_get_host (self->wire),
                      md_socket_peer_port (md_wire_get_fd (self->wire)));
  status = authenticate (self, wait, sasl, md_sasl_name (mechanism), reply);
  if (token_error != NULL)
    *token_error = g_strdup (md_sasl_get_token_error (sasl));
  if (status == MD_WIRE_OK && (*reply)->condition == MD_IMAP_OK && !md_sasl_is_server_proven (sasl))
    return MD_WIRE_NONSENSE;
  return status;
}
