/* managesieve.c - reading the filter rules that the mail server applies; see managesieve.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-managesieve"

#include "config.h"

#include "protocols/managesieve.h"

#include "protocols/imap-parse.h"
#include "protocols/sasl-wire.h"
#include "protocols/socket-name.h"

#include <string.h>

#define MAX_RESPONSES 500
#define MAX_SCRIPTS 200
#define MAX_LITERALS 16
#define MAX_LITERAL_BYTES (64 * 1024)
#define MAX_SCRIPT_BYTES (1024 * 1024)
#define LOGOUT_MS 10

struct _MdManageSieve
{
  MdWire *wire; /* (owned) */
  MdManageSieveFeatures features;
  gboolean line_is_free;
};

MdManageSieve *
md_managesieve_new (MdWire *wire)
{
  MdManageSieve *self = g_new0 (MdManageSieve, 1);

  self->wire = wire;
  return self;
}

void
md_managesieve_free (MdManageSieve *self)
{
  const MdWait wait = { .deadline = g_get_monotonic_time () + LOGOUT_MS * 1000 };

  if (self == NULL)
    return;
  if (self->line_is_free)
    (void) md_wire_send (self->wire, &wait, "LOGOUT");
  md_wire_free (self->wire);
  md_managesieve_features_clear (&self->features);
  g_free (self);
}

MdWire *
md_managesieve_get_wire (MdManageSieve *self)
{
  return self->wire;
}

const MdManageSieveFeatures *
md_managesieve_get_features (const MdManageSieve *self)
{
  return &self->features;
}

/* One response, its literals as quoted strings, none of them longer than @most. */
static MdWireStatus
read_response (MdManageSieve *self, const MdWait *wait, gsize most, GString *out)
{
  g_string_truncate (out, 0);
  for (guint i = 0; i <= MAX_LITERALS; i++)
    {
      g_autofree char *line = NULL;
      g_autoptr (GBytes) literal = NULL;
      MdWireStatus status = md_wire_read_line (self->wire, wait, &line);
      guint64 size = 0;

      if (status != MD_WIRE_OK)
        return status;
      if (!md_imap_literal_size (line, strlen (line), &size))
        {
          g_string_append (out, line);
          return MD_WIRE_OK;
        }
      if (out->len + size > most)
        return MD_WIRE_TOO_LONG;
      status = md_wire_read_bytes (self->wire, wait, (gsize) size, &literal);
      if (status != MD_WIRE_OK)
        return status;
      g_string_append_len (out, line, strrchr (line, '{') - line);
      md_imap_append_quoted (out, g_bytes_get_data (literal, NULL), g_bytes_get_size (literal));
    }
  return MD_WIRE_TOO_LONG;
}

/* What one command wants of the responses before its end; all NULL: none. */
typedef struct
{
  MdManageSieveFeatures *features;
  GPtrArray *scripts;
  GBytes **script;
  char **challenge;  /* the server asks to go on instead */
} Wanted;

/* TRUE when the command is not completed, but to be answered. */
static gboolean
take_response (const Wanted *wanted, const GString *response)
{
  MdImapCursor cursor = { response->str, response->str + response->len };
  g_autoptr (GString) word = NULL;

  if (wanted->features != NULL)
    md_managesieve_features_add (wanted->features, response->str, response->len);
  if (wanted->scripts != NULL && wanted->scripts->len < MAX_SCRIPTS)
    {
      MdManageSieveScript *script = md_managesieve_script_parse (response->str, response->len);

      if (script != NULL)
        g_ptr_array_add (wanted->scripts, script);
    }
  if (wanted->script == NULL && wanted->challenge == NULL)
    return FALSE;
  word = g_string_new (NULL);
  if (md_imap_next (&cursor, word) != MD_IMAP_TOKEN_STRING)
    return FALSE;
  if (wanted->script != NULL && *wanted->script == NULL)
    *wanted->script = g_bytes_new (word->str, word->len);
  if (wanted->challenge != NULL)
    *wanted->challenge = g_strdup (word->str);
  return wanted->challenge != NULL;
}

static MdWireStatus
await (MdManageSieve *self, const MdWait *wait, const Wanted *wanted, MdManageSieveReply **reply)
{
  g_autoptr (GString) response = g_string_new (NULL);

  self->line_is_free = FALSE;
  g_clear_pointer (reply, md_managesieve_reply_free);
  for (guint i = 0; i < MAX_RESPONSES; i++)
    {
      MdWireStatus status
        = read_response (self, wait, wanted->script != NULL ? MAX_SCRIPT_BYTES : MAX_LITERAL_BYTES, response);

      if (status != MD_WIRE_OK)
        return status;
      *reply = md_managesieve_reply_parse (response->str, response->len);
      self->line_is_free = *reply != NULL && !(*reply)->bye;
      if (*reply != NULL)
        return MD_WIRE_OK;
      if (response->str[0] != '"' && response->len > 0)
        return MD_WIRE_NONSENSE;
      if (take_response (wanted, response))
        return MD_WIRE_OK;
    }
  return MD_WIRE_TOO_LONG;
}

static MdWireStatus
command (MdManageSieve *self, const MdWait *wait, const char *line, const Wanted *wanted, MdManageSieveReply **reply)
{
  MdWireStatus status = md_wire_send (self->wire, wait, line);

  self->line_is_free = FALSE;
  return status == MD_WIRE_OK ? await (self, wait, wanted, reply) : status;
}

MdWireStatus
md_managesieve_greeting (MdManageSieve *self, const MdWait *wait, MdManageSieveReply **reply)
{
  const Wanted wanted = { .features = &self->features };

  md_managesieve_features_clear (&self->features);
  return await (self, wait, &wanted, reply);
}

MdWireStatus
md_managesieve_starttls (MdManageSieve *self, const MdWait *wait, MdManageSieveReply **reply)
{
  const Wanted nothing = { 0 };
  MdWireStatus status = command (self, wait, "STARTTLS", &nothing, reply);

  if (status != MD_WIRE_OK || !(*reply)->ok)
    return status;
  self->line_is_free = FALSE;
  status = md_wire_start_tls (self->wire, wait);
  /* What was said in clear counts no more: they come again (RFC 5804 2.2). */
  return status == MD_WIRE_OK ? md_managesieve_greeting (self, wait, reply) : status;
}

/* ── signing in: RFC 5804 2.1 ── */

/* Every string of the exchange goes as a literal: quoted ones are short (RFC 5804 4). */
static MdWireStatus
send_string (MdManageSieve *self, const MdWait *wait, MdSasl *sasl, const char *before, MdSecret *content)
{
  g_autoptr (MdSecret) encoded = md_secret_to_base64 (content);
  g_autoptr (MdSecret) bytes = NULL;
  g_autofree char *head = NULL;
  g_autofree char *recorded = g_strconcat (before, md_sasl_describe (sasl), NULL);
  gsize length = 0;

  (void) md_secret_peek (encoded, &length);
  head = g_strdup_printf ("%s{%" G_GSIZE_FORMAT "+}\r\n", before, length);

  const MdSecretPart parts[] = { { .text = head, .length = strlen (head) }, { .secret = encoded } };

  md_wire_hide (self->wire, content);
  bytes = md_secret_join (parts, G_N_ELEMENTS (parts));
  return md_wire_send_secret (self->wire, wait, bytes, recorded);
}

static MdWireStatus
send_answer (MdManageSieve *self, const MdWait *wait, MdSasl *sasl, const char *challenge)
{
  gsize length = 0;
  g_autofree guchar *decoded = g_base64_decode (challenge, &length);
  g_autoptr (MdSecret) answer = md_sasl_respond (sasl, decoded, length);
  g_autoptr (MdSecret) proof = NULL;

  if (answer == NULL)
    return md_wire_send (self->wire, wait, "\"*\"");
  proof = md_sasl_get_server_proof (sasl);
  if (proof != NULL)
    md_wire_hide (self->wire, proof);
  return send_string (self, wait, sasl, "", answer);
}

/* The last word of the mechanism may come with the OK (RFC 5804 1.3, SASL). */
static void
take_last_word (MdSasl *sasl, const MdManageSieveReply *reply)
{
  gsize length = 0;
  g_autofree guchar *decoded = NULL;
  g_autoptr (MdSecret) answer = NULL;

  if (!reply->ok || reply->code == NULL || g_ascii_strncasecmp (reply->code, "SASL ", 5) != 0)
    return;
  decoded = g_base64_decode (reply->code + 5, &length);
  answer = md_sasl_respond (sasl, decoded, length);
}

static MdWireStatus
authenticate (MdManageSieve *self, const MdWait *wait, MdSasl *sasl, MdSaslMechanisms mechanism,
              MdManageSieveReply **reply)
{
  g_autofree char *line = g_strdup_printf ("AUTHENTICATE \"%s\"", md_sasl_name (mechanism));
  g_autofree char *with_initial = g_strconcat (line, " ", NULL);
  g_autoptr (MdSecret) initial = md_sasl_initial (sasl);
  MdWireStatus status;

  if (initial != NULL)
    status = send_string (self, wait, sasl, with_initial, initial);
  else
    status = md_wire_send (self->wire, wait, line);
  for (guint i = 0; status == MD_WIRE_OK; i++)
    {
      g_autofree char *challenge = NULL;
      const Wanted wanted = { .challenge = &challenge };

      status = await (self, wait, &wanted, reply);
      if (status != MD_WIRE_OK || challenge == NULL)
        return status;
      if (i >= MD_SASL_MAX_CHALLENGES)
        return MD_WIRE_NONSENSE;
      status = send_answer (self, wait, sasl, challenge);
    }
  return status;
}

MdWireStatus
md_managesieve_login (MdManageSieve *self, const MdWait *wait, MdSaslMechanisms mechanism, const char *user,
                      MdSecret *password, MdManageSieveReply **reply)
{
  g_autoptr (MdSasl) sasl = NULL;
  MdWireStatus status;

  if (!md_wire_may_carry_secrets (self->wire))
    return MD_WIRE_NOT_TRUSTED;
  md_wire_hide (self->wire, password);
  self->line_is_free = FALSE;
  sasl = md_sasl_new (mechanism, user, password, md_wire_get_host (self->wire),
                      md_socket_peer_port (md_wire_get_fd (self->wire)));
  status = authenticate (self, wait, sasl, mechanism, reply);
  if (status != MD_WIRE_OK || *reply == NULL)
    return status;
  take_last_word (sasl, *reply);
  return (*reply)->ok && !md_sasl_is_server_proven (sasl) ? MD_WIRE_NONSENSE : MD_WIRE_OK;
}

/* ── scripts ── */

MdWireStatus
md_managesieve_list (MdManageSieve *self, const MdWait *wait, GPtrArray **scripts, MdManageSieveReply **reply)
{
  const Wanted wanted = { .scripts = g_ptr_array_new_with_free_func ((GDestroyNotify) md_managesieve_script_free) };

  *scripts = wanted.scripts;
  return command (self, wait, "LISTSCRIPTS", &wanted, reply);
}

MdWireStatus
md_managesieve_get (MdManageSieve *self, const MdWait *wait, const char *name, GBytes **script,
                    MdManageSieveReply **reply)
{
  const Wanted wanted = { .script = script };
  g_autoptr (GString) line = g_string_new ("GETSCRIPT ");
  MdWireStatus status;

  *script = NULL;
  /* A line end inside would be a command of its own. */
  if (strpbrk (name, "\r\n") != NULL)
    return MD_WIRE_NONSENSE;
  md_imap_append_quoted (line, name, strlen (name));
  status = command (self, wait, line->str, &wanted, reply);
  if (status != MD_WIRE_OK || !(*reply)->ok)
    g_clear_pointer (script, g_bytes_unref);
  return status;
}
