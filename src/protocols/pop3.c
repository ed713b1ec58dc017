/* pop3.c - the other way of reading; see pop3.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-pop3"

#include "config.h"

#include "protocols/pop3.h"

#include "protocols/sasl-wire.h"
#include "protocols/socket-name.h"

#include <string.h>

#define MAX_LISTING_LINES 512
#define QUIT_MS 10
/* RFC 2449 4: a command line has at most 255 bytes with its end. */
#define COMMAND_MAX_BYTES 253

struct _MdPop3
{
  MdWire *wire; /* (owned) */
  MdPop3Features features;
  gboolean line_is_free;
};

void
md_pop3_reply_free (MdPop3Reply *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_free (self->text);
  g_free (self);
}

MdPop3 *
md_pop3_new (MdWire *wire)
{
  MdPop3 *self = g_new0 (MdPop3, 1);

  self->wire = wire;
  return self;
}

MdWire *
md_pop3_free_to_wire (MdPop3 *self)
{
  const MdWait wait = { .deadline = g_get_monotonic_time () + QUIT_MS * 1000 };
  MdWire *wire = self->wire;

  if (self->line_is_free)
    (void) md_wire_send (wire, &wait, "QUIT");
  g_free (self);
  return wire;
}

void
md_pop3_free (MdPop3 *self)
{
  if (self != NULL)
    md_wire_free (md_pop3_free_to_wire (self));
}

MdWire *
md_pop3_get_wire (MdPop3 *self)
{
  return self->wire;
}

const MdPop3Features *
md_pop3_get_features (const MdPop3 *self)
{
  return &self->features;
}

MdPop3Reply *
md_pop3_reply_parse (const char *line)
{
  g_autoptr (MdPop3Reply) self = g_new0 (MdPop3Reply, 1);
  const char *close;

  if (g_ascii_strncasecmp (line, "+OK", 3) == 0)
    self->ok = TRUE;
  else if (g_ascii_strncasecmp (line, "-ERR", 4) != 0)
    return NULL;
  line += self->ok ? 3 : 4;
  if (*line != '\0' && *line != ' ')
    return NULL;
  while (*line == ' ')
    line++;
  close = *line == '[' ? strchr (line, ']') : NULL;
  /* A greeting of "+OK [1.2.3.4] ready" shows that not everything in brackets is a code: only a refusal carries one. */
  if (close != NULL && !self->ok)
    {
      self->code = g_strndup (line + 1, (gsize) (close - line - 1));
      line = close + 1;
      while (*line == ' ')
        line++;
    }
  self->text = g_strdup (line);
  return g_steal_pointer (&self);
}

void
md_pop3_features_add (MdPop3Features *self, const char *line)
{
  if (g_ascii_strcasecmp (line, "STLS") == 0)
    self->stls = TRUE;
  else if (g_ascii_strcasecmp (line, "USER") == 0)
    self->user = TRUE;
  else if (g_ascii_strncasecmp (line, "SASL ", 5) == 0)
    self->mechanisms |= md_sasl_from_names (line + 5);
}

/* A reply, or with @challenge the text of a "+ " continuation. */
static MdWireStatus
read_reply (MdPop3 *self, const MdWait *wait, MdPop3Reply **reply, char **challenge)
{
  g_autofree char *line = NULL;
  MdWireStatus status = md_wire_read_line (self->wire, wait, &line);

  self->line_is_free = FALSE;
  g_clear_pointer (reply, md_pop3_reply_free);
  if (status != MD_WIRE_OK)
    return status;
  if (challenge != NULL && line[0] == '+' && (line[1] == ' ' || line[1] == '\0'))
    {
      *challenge = g_strdup (line + (line[1] == ' ' ? 2 : 1));
      return MD_WIRE_OK;
    }
  *reply = md_pop3_reply_parse (line);
  self->line_is_free = *reply != NULL;
  if (*reply != NULL)
    return MD_WIRE_OK;
  *reply = g_new0 (MdPop3Reply, 1);
  (*reply)->text = g_strdup (line);
  return MD_WIRE_NONSENSE;
}

static MdWireStatus
command (MdPop3 *self, const MdWait *wait, const char *line, MdPop3Reply **reply)
{
  MdWireStatus status = md_wire_send (self->wire, wait, line);

  self->line_is_free = FALSE;
  return status == MD_WIRE_OK ? read_reply (self, wait, reply, NULL) : status;
}

MdWireStatus
md_pop3_greeting (MdPop3 *self, const MdWait *wait, MdPop3Reply **reply)
{
  return read_reply (self, wait, reply, NULL);
}

MdWireStatus
md_pop3_capa (MdPop3 *self, const MdWait *wait, MdPop3Reply **reply)
{
  MdWireStatus status = command (self, wait, "CAPA", reply);

  self->features = (MdPop3Features) { 0 };
  if (status != MD_WIRE_OK)
    return status;
  if (!(*reply)->ok)
    {
      /* From before RFC 2449: USER is what such a server has. */
      self->features.user = TRUE;
      return MD_WIRE_OK;
    }
  self->line_is_free = FALSE;
  for (guint i = 0; i < MAX_LISTING_LINES; i++)
    {
      g_autofree char *line = NULL;

      status = md_wire_read_line (self->wire, wait, &line);
      if (status != MD_WIRE_OK)
        return status;
      self->line_is_free = g_str_equal (line, ".");
      if (self->line_is_free)
        return MD_WIRE_OK;
      md_pop3_features_add (&self->features, line[0] == '.' ? line + 1 : line);
    }
  return MD_WIRE_TOO_LONG;
}

MdWireStatus
md_pop3_ask_stls (MdPop3 *self, const MdWait *wait, MdPop3Reply **reply)
{
  MdWireStatus status = command (self, wait, "STLS", reply);

  if (status == MD_WIRE_OK && (*reply)->ok)
    {
      self->features = (MdPop3Features) { 0 };
      self->line_is_free = FALSE;
    }
  return status;
}

MdWireStatus
md_pop3_stls (MdPop3 *self, const MdWait *wait, MdPop3Reply **reply)
{
  MdWireStatus status = md_pop3_ask_stls (self, wait, reply);

  if (status != MD_WIRE_OK || !(*reply)->ok)
    return status;
  status = md_wire_start_tls (self->wire, wait);
  return status == MD_WIRE_OK ? md_pop3_capa (self, wait, reply) : status;
}

static MdWireStatus
login_plainly (MdPop3 *self, const MdWait *wait, const char *user, MdSecret *password, MdPop3Reply **reply)
{
  g_autofree char *line = g_strdup_printf ("USER %s", user);
  const MdSecretPart parts[] = { { .text = "PASS ", .length = 5 }, { .secret = password } };
  g_autoptr (MdSecret) bytes = md_secret_join (parts, G_N_ELEMENTS (parts));
  MdWireStatus status;

  /* A line end inside would be a command of its own. */
  if (strpbrk (md_secret_peek (password, NULL), "\r\n") != NULL)
    return MD_WIRE_NONSENSE;
  status = command (self, wait, line, reply);
  if (status != MD_WIRE_OK || !(*reply)->ok)
    return status;
  self->line_is_free = FALSE;
  status = md_wire_send_secret (self->wire, wait, bytes, "PASS [password]");
  return status == MD_WIRE_OK ? read_reply (self, wait, reply, NULL) : status;
}

MdWireStatus
md_pop3_login (MdPop3 *self, const MdWait *wait, MdSaslMechanisms mechanism, const char *user, MdSecret *password,
               MdPop3Reply **reply, char **token_error)
{
  g_autoptr (MdSasl) sasl = NULL;
  g_autofree char *command = NULL;
  MdWireStatus status;

  if (!md_wire_may_carry_secrets (self->wire))
    return MD_WIRE_NOT_TRUSTED;
  if (strpbrk (user, "\r\n") != NULL)
    return MD_WIRE_NONSENSE;
  md_wire_hide (self->wire, password);
  if (mechanism == 0)
    return login_plainly (self, wait, user, password, reply);
  sasl = md_sasl_new (mechanism, user, password, md_wire_get_host (self->wire),
                      md_socket_peer_port (md_wire_get_fd (self->wire)));
  self->line_is_free = FALSE;
  command = g_strdup_printf ("AUTH %s", md_sasl_name (mechanism));
  status = md_sasl_send_command (sasl, self->wire, wait, command, TRUE, COMMAND_MAX_BYTES);
  for (guint i = 0; status == MD_WIRE_OK; i++)
    {
      g_autofree char *challenge = NULL;

      status = read_reply (self, wait, reply, &challenge);
      if (status != MD_WIRE_OK || challenge == NULL)
        break;
      if (i >= MD_SASL_MAX_CHALLENGES)
        return MD_WIRE_NONSENSE;
      status = md_sasl_send_answer (sasl, self->wire, wait, challenge);
    }
  if (token_error != NULL)
    *token_error = g_strdup (md_sasl_get_token_error (sasl));
  if (status == MD_WIRE_OK && *reply != NULL && (*reply)->ok && !md_sasl_is_server_proven (sasl))
    return MD_WIRE_NONSENSE;
  return status;
}
