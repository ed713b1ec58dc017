/* smtp.c - the submission dialogue; see smtp.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-smtp"

#include "config.h"

#include "protocols/smtp.h"

#include "protocols/sasl-wire.h"
#include "protocols/socket-name.h"

#include <string.h>

#define REPLY_MAX_LINES 512
/* RFC 4954 4: a longer AUTH line must not carry an initial response. */
#define COMMAND_MAX_BYTES 510
#define QUIT_MS 10

/* What we call ourselves where no address literal will do: of the form that strict servers ask for, and nobody's. */
#define FALLBACK_NAME "localhost.localdomain"

struct _MdSmtp
{
  MdWire *wire; /* (owned) */
  MdSmtpFeatures features;
  char *name;            /* (owned) (nullable) what EHLO said, once chosen */
  gboolean line_is_free; /* no command is waiting for its reply */
};

MdSmtp *
md_smtp_new (MdWire *wire)
{
  MdSmtp *self = g_new0 (MdSmtp, 1);

  self->wire = wire;
  return self;
}

static void
say_quit (MdSmtp *self)
{
  const MdWait wait = { .deadline = g_get_monotonic_time () + QUIT_MS * 1000 };

  if (self->line_is_free)
    (void) md_wire_send (self->wire, &wait, "QUIT");
  self->line_is_free = FALSE;
}

MdWire *
md_smtp_free_to_wire (MdSmtp *self)
{
  MdWire *wire = self->wire;

  say_quit (self);
  md_smtp_features_clear (&self->features);
  g_free (self->name);
  g_free (self);
  return wire;
}

void
md_smtp_free (MdSmtp *self)
{
  if (self != NULL)
    md_wire_free (md_smtp_free_to_wire (self));
}

MdWire *
md_smtp_get_wire (MdSmtp *self)
{
  return self->wire;
}

const MdSmtpFeatures *
md_smtp_get_features (const MdSmtp *self)
{
  return &self->features;
}

static MdSmtpReply *
no_reply (const char *line)
{
  MdSmtpReply *reply = g_new0 (MdSmtpReply, 1);

  reply->text = g_strdup (line);
  reply->raw = g_strdup (line);
  return reply;
}

static MdWireStatus
read_reply (MdSmtp *self, const MdWait *wait, MdSmtpReply **reply)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  gboolean more = TRUE;

  self->line_is_free = FALSE;
  g_clear_pointer (reply, md_smtp_reply_free);
  while (more)
    {
      char *line = NULL;
      MdWireStatus status = md_wire_read_line (self->wire, wait, &line);

      if (status != MD_WIRE_OK)
        return status;
      g_ptr_array_add (lines, line);
      if (lines->len > REPLY_MAX_LINES)
        return MD_WIRE_TOO_LONG;
      more = strlen (line) >= 4 && line[3] == '-' && g_ascii_isdigit (line[0]);
    }
  g_ptr_array_add (lines, NULL);
  *reply = md_smtp_reply_parse ((const char *const *) lines->pdata);
  if (*reply == NULL)
    {
      *reply = no_reply (g_ptr_array_index (lines, lines->len - 2));
      return MD_WIRE_NONSENSE;
    }
  self->line_is_free = (*reply)->code != 421;
  return MD_WIRE_OK;
}

static MdWireStatus
command (MdSmtp *self, const MdWait *wait, const char *line, MdSmtpReply **reply)
{
  MdWireStatus status = md_wire_send (self->wire, wait, line);

  self->line_is_free = FALSE;
  return status == MD_WIRE_OK ? read_reply (self, wait, reply) : status;
}

static gboolean
is_positive (const MdSmtpReply *reply)
{
  return reply != NULL && reply->code >= 200 && reply->code < 300;
}

/* Each command has its own positive code (RFC 5321 4.3.2, RFC 4954 6): another one answers something else, and taking
 * it for a yes would judge everything after it one reply too early. */
static MdWireStatus
only (MdWireStatus status, guint code, MdSmtpReply **reply)
{
  if (status != MD_WIRE_OK || !is_positive (*reply) || (*reply)->code == code)
    return status;
  (*reply)->code = 0;
  g_free ((*reply)->text);
  (*reply)->text = g_strdup ((*reply)->raw);
  return MD_WIRE_NONSENSE;
}

MdWireStatus
md_smtp_greeting (MdSmtp *self, const MdWait *wait, MdSmtpReply **reply)
{
  return only (read_reply (self, wait, reply), 220, reply);
}

/* The address literal of our end of the connection (RFC 5321 4.1.3): accepted even where names are looked up, and it
 * tells the server nothing that it does not see. */
static char *
own_name (MdSmtp *self)
{
  g_autofree char *address = md_socket_own_address (md_wire_get_fd (self->wire));

  if (address == NULL)
    return g_strdup (FALLBACK_NAME);
  return g_strdup_printf (strchr (address, ':') != NULL ? "[IPv6:%s]" : "[%s]", address);
}

static MdWireStatus
hello (MdSmtp *self, const MdWait *wait, const char *verb, MdSmtpReply **reply)
{
  g_autofree char *line = g_strdup_printf ("%s %s", verb, self->name);
  MdWireStatus status = only (command (self, wait, line, reply), 250, reply);

  if (status == MD_WIRE_OK && is_positive (*reply))
    md_smtp_features_parse (&self->features, *reply);
  return status;
}

MdWireStatus
md_smtp_ehlo (MdSmtp *self, const MdWait *wait, MdSmtpReply **reply)
{
  MdWireStatus status;

  md_smtp_features_clear (&self->features);
  if (self->name == NULL)
    self->name = own_name (self);
  status = hello (self, wait, "EHLO", reply);
  if (status != MD_WIRE_OK || is_positive (*reply))
    return status;
  if (((*reply)->code == 501 || (*reply)->code == 504 || (*reply)->code == 550) && self->name[0] == '[')
    {
      g_free (self->name);
      self->name = g_strdup (FALLBACK_NAME);
      return hello (self, wait, "EHLO", reply);
    }
  if ((*reply)->code == 500 || (*reply)->code == 502)
    return hello (self, wait, "HELO", reply);
  return status;
}

MdWireStatus
md_smtp_ask_starttls (MdSmtp *self, const MdWait *wait, MdSmtpReply **reply)
{
  MdWireStatus status = only (command (self, wait, "STARTTLS", reply), 220, reply);

  if (status == MD_WIRE_OK && is_positive (*reply))
    self->line_is_free = FALSE;
  return status;
}

MdWireStatus
md_smtp_starttls (MdSmtp *self, const MdWait *wait, MdSmtpReply **reply)
{
  MdWireStatus status = md_smtp_ask_starttls (self, wait, reply);

  if (status != MD_WIRE_OK || !is_positive (*reply))
    return status;
  g_clear_pointer (reply, md_smtp_reply_free);
  md_smtp_features_clear (&self->features);
  status = md_wire_start_tls (self->wire, wait);
  return status == MD_WIRE_OK ? md_smtp_ehlo (self, wait, reply) : status;
}

MdWireStatus
md_smtp_login (MdSmtp *self, const MdWait *wait, MdSaslMechanisms mechanism, const char *user, MdSecret *password,
               MdSmtpReply **reply, char **token_error)
{
  g_autoptr (MdSasl) sasl = md_sasl_new (mechanism, user, password, md_wire_get_host (self->wire),
                                         md_socket_peer_port (md_wire_get_fd (self->wire)));
  g_autofree char *command = NULL;
  MdWireStatus status;

  /* Asked before AUTH is named, so that nothing is begun that may not be ended. */
  if (!md_wire_may_carry_secrets (self->wire))
    return MD_WIRE_NOT_TRUSTED;
  md_wire_hide (self->wire, password);
  command = g_strdup_printf ("AUTH %s", md_sasl_name (mechanism));
  status = md_sasl_send_command (sasl, self->wire, wait, command, TRUE, COMMAND_MAX_BYTES);
  self->line_is_free = FALSE;
  if (status == MD_WIRE_OK)
    status = read_reply (self, wait, reply);
  for (guint i = 0; status == MD_WIRE_OK && (*reply)->code == 334; i++)
    {
      if (i >= MD_SASL_MAX_CHALLENGES)
        return MD_WIRE_NONSENSE;
      status = md_sasl_send_answer (sasl, self->wire, wait, (*reply)->text);
      if (status == MD_WIRE_OK)
        status = read_reply (self, wait, reply);
    }
  status = only (status, 235, reply);
  if (token_error != NULL)
    *token_error = g_strdup (md_sasl_get_token_error (sasl));
  if (status == MD_WIRE_OK && is_positive (*reply) && !md_sasl_is_server_proven (sasl))
    return MD_WIRE_NONSENSE;
  return status;
}

static gboolean
fits_envelope (const char *address)
{
  for (const char *p = address; *p != '\0'; p++)
    if ((guchar) *p < ' ' || *p == 0x7f || *p == '<' || *p == '>')
      return FALSE;
  return strlen (address) <= 320;
}

static char *
mail_command (MdSmtp *self, const char *from, const char *to, guint64 size)
{
  GString *line = g_string_new (NULL);

  g_string_printf (line, "MAIL FROM:<%s>", from);
  if (size > 0 && self->features.size)
    g_string_append_printf (line, " SIZE=%" G_GUINT64_FORMAT, size);
  if (self->features.smtputf8 && !(g_str_is_ascii (from) && g_str_is_ascii (to)))
    g_string_append (line, " SMTPUTF8");
  return g_string_free (line, FALSE);
}

/* 251 and 252 are yes, too: "will forward", "cannot verify, will try". */
static MdWireStatus
recipient_status (MdWireStatus status, MdSmtpReply **reply)
{
  return *reply != NULL && ((*reply)->code == 251 || (*reply)->code == 252) ? status : only (status, 250, reply);
}

static MdWireStatus
envelope_pipelined (MdSmtp *self, const MdWait *wait, const char *const *lines, MdSmtpReply **mail_reply,
                    MdSmtpReply **rcpt_reply)
{
  g_autoptr (MdSmtpReply) reset_reply = NULL;
  MdWireStatus status = md_wire_send_lines (self->wire, wait, lines);

  self->line_is_free = FALSE;
  if (status == MD_WIRE_OK)
    status = only (read_reply (self, wait, mail_reply), 250, mail_reply);
  if (status != MD_WIRE_OK || (*mail_reply)->code == 421)
    return status;
  status = recipient_status (read_reply (self, wait, rcpt_reply), rcpt_reply);
  if (status == MD_WIRE_OK && (*rcpt_reply)->code != 421)
    (void) read_reply (self, wait, &reset_reply);
  if (is_positive (*mail_reply))
    return status;
  /* Its answer only repeats the refusal. */
  g_clear_pointer (rcpt_reply, md_smtp_reply_free);
  return MD_WIRE_OK;
}

MdWireStatus
md_smtp_envelope (MdSmtp *self, const MdWait *wait, const char *from, const char *to, guint64 size,
                  MdSmtpReply **mail_reply, MdSmtpReply **rcpt_reply)
{
  g_autofree char *mail = mail_command (self, from, to, size);
  g_autofree char *rcpt = g_strdup_printf ("RCPT TO:<%s>", to);
  const char *const lines[] = { mail, rcpt, "RSET", NULL };
  g_autoptr (MdSmtpReply) reset_reply = NULL;
  MdWireStatus status;

  if (!fits_envelope (from) || !fits_envelope (to))
    return MD_WIRE_NONSENSE;
  if (self->features.pipelining)
    return envelope_pipelined (self, wait, lines, mail_reply, rcpt_reply);
  status = only (command (self, wait, mail, mail_reply), 250, mail_reply);
  if (status != MD_WIRE_OK || (*mail_reply)->code == 421)
    return status;
  if (is_positive (*mail_reply))
    status = recipient_status (command (self, wait, rcpt, rcpt_reply), rcpt_reply);
  if (status == MD_WIRE_OK && (*rcpt_reply == NULL || (*rcpt_reply)->code != 421))
    (void) command (self, wait, "RSET", &reset_reply);
  return status;
}
