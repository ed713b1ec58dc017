/* imap-login.c - signing in to IMAP: AUTHENTICATE (RFC 9051 6.2.2, 4959) and LOGIN; see imap.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-imap"

#include "config.h"

#include "protocols/imap-private.h"
#include "protocols/sasl-wire.h"
#include "protocols/socket-name.h"

#include <string.h>


/* Waits for "+"; FALSE in @goes_on when the server completed the command instead. */
static MdWireStatus
await_go_ahead (MdImap *self, const MdWait *wait, const char *tag, MdImapReply **reply, gboolean *goes_on)
{
  g_autofree char *challenge = NULL;
  MdWireStatus status = md_imap_await (self, wait, tag, reply, &challenge);

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
  g_autofree char *tag = md_imap_next_tag (self);
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
  return status == MD_WIRE_OK ? md_imap_await (self, wait, tag, reply, NULL) : status;
}

static MdWireStatus
authenticate (MdImap *self, const MdWait *wait, MdSasl *sasl, const char *mechanism, MdImapReply **reply)
{
  g_autofree char *tag = md_imap_next_tag (self);
  g_autofree char *command = g_strdup_printf ("%s AUTHENTICATE %s", tag, mechanism);
  MdWireStatus status
      = md_sasl_send_command (sasl, self->wire, wait, command, self->features.sasl_ir, G_MAXSIZE);

  for (guint i = 0; status == MD_WIRE_OK; i++)
    {
      g_autofree char *challenge = NULL;

      status = md_imap_await (self, wait, tag, reply, &challenge);
      if (status != MD_WIRE_OK || challenge == NULL)
        return status;
      if (i >= MD_SASL_MAX_CHALLENGES)
        return MD_WIRE_NONSENSE;
      status = md_sasl_send_answer (sasl, self->wire, wait, challenge);
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
  md_wire_hide (self->wire, password);
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
