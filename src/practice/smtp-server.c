/* smtp-server.c - the pretend sending server, and those of other providers
 *
 * RFC 5321, 6409, 3207 (STARTTLS), 4954 (AUTH), 1870 (SIZE), 2920 (PIPELINING), 2034 (enhanced codes).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-practice"

#include "config.h"

#include "practice/server.h"

#include <string.h>

#define USUAL_SIZE_LIMIT (G_GUINT64_CONSTANT (35) * 1024 * 1024)
#define MAX_KEPT_BYTES (256 * 1024)
#define MAX_BAD_COMMANDS 10
#define STALL_MS 300000
#define GREYLIST_NOTE "X-Greylist: delayed 421 seconds by postgrey-1.37 at mx." PRACTICE_DOMAIN "\r\n"
#define PROXY_HOST "mailfilter.internet-company.example"

typedef struct
{
  PracticeCall *call;
  const PracticeScript *script;
  const char *host;    /* as it calls itself */
  gboolean proxied;    /* somebody else answers in its place */
  gboolean signed_in;
  char *sender;        /* (owned) (nullable) */
  gboolean has_recipient;
  gboolean goes_elsewhere; /* to somebody else's mailbox */
  guint bad_commands;
} Session;

static gboolean
reply (Session *self, const char *text)
{
  return practice_stream_print (self->call->stream, "%s\r\n", text);
}

static guint64
size_limit (const Session *self)
{
  return self->script->size_limit > 0 ? self->script->size_limit : USUAL_SIZE_LIMIT;
}

static void
forget_message (Session *self)
{
  g_clear_pointer (&self->sender, g_free);
  self->has_recipient = FALSE;
}

/* ── EHLO and STARTTLS ── */

static gboolean
may_start_tls (const Session *self)
{
  return !practice_stream_is_secure (self->call->stream) && !self->proxied && self->script->way == PRACTICE_WAY_CLEAR;
}

static gboolean
say_hello (Session *self, const char *keyword)
{
  gboolean secure = practice_stream_is_secure (self->call->stream);
  g_autoptr (GString) text = g_string_new (NULL);

  forget_message (self);
  if (g_ascii_strcasecmp (keyword, "HELO") == 0)
    return practice_stream_print (self->call->stream, "250 %s\r\n", self->host);
  g_string_append_printf (text, "250-%s Hello [" PRACTICE_CLIENT_ADDRESS "]\r\n250-PIPELINING\r\n", self->host);
  g_string_append_printf (text, "250-SIZE %" G_GUINT64_FORMAT "\r\n", size_limit (self));
  if (may_start_tls (self))
    g_string_append (text, "250-STARTTLS\r\n");
  else if (!secure && self->script->way == PRACTICE_WAY_MASKED)
    g_string_append (text, "250-XXXXXXXA\r\n");
  if (secure && !self->proxied)
    g_string_append_printf (text, "250-AUTH %s\r\n", self->script->oauth2_only ? "XOAUTH2" : "PLAIN LOGIN");
  g_string_append (text, "250-ENHANCEDSTATUSCODES\r\n250 8BITMIME\r\n");
  return practice_stream_write (self->call->stream, text->str, text->len);
}

static gboolean
start_tls (Session *self)
{
  PracticeOffer offer = practice_call_offer (self->call);

  if (!may_start_tls (self))
    return reply (self, "502 5.5.1 Command not implemented");
  forget_message (self);
  return reply (self, "220 2.0.0 Ready to start TLS") && practice_stream_start_tls (self->call->stream, &offer);
}

/* ── AUTH ── */

static gboolean
answer_sign_in (Session *self, PracticeSignIn result)
{
  switch (result)
    {
    case PRACTICE_SIGN_IN_OK:
      if (self->script->login_reply != NULL)
        return reply (self, self->script->login_reply);
      self->signed_in = TRUE;
      return reply (self, "235 2.7.0 Authentication successful");
    case PRACTICE_SIGN_IN_REFUSED:
      return reply (self, "535 5.7.8 Error: authentication failed: user name or password incorrect");
    case PRACTICE_SIGN_IN_MALFORMED:
      return reply (self, "501 5.5.2 Cannot decode the response");
    case PRACTICE_SIGN_IN_CANCELLED:
      return reply (self, "501 5.7.0 Authentication cancelled");
    case PRACTICE_SIGN_IN_UNKNOWN:
      return reply (self, "504 5.5.4 Unrecognized authentication type");
    case PRACTICE_SIGN_IN_GONE:
    default:
      return FALSE;
    }
}

static gboolean
sign_in (Session *self, char *arguments)
{
  char *initial = strchr (arguments, ' ');
  g_autofree char *mechanism = NULL;

  if (!practice_stream_is_secure (self->call->stream) || self->proxied)
    return reply (self, "503 5.5.1 AUTH is not available here");
  if (self->signed_in)
    return reply (self, "503 5.5.1 Already authenticated");
  mechanism = g_strndup (arguments, strcspn (arguments, " "));
  return answer_sign_in (self, practice_sign_in (self->call, mechanism, initial != NULL ? initial + 1 : NULL, "334"));
}

/* ── the message ── */

/* The address between the angle brackets; (transfer full) (nullable). */
static char *
take_path (const char *arguments, const char *keyword)
{
  const char *open = strchr (arguments, '<');
  const char *close = open != NULL ? strchr (open, '>') : NULL;

  if (close == NULL || g_ascii_strncasecmp (arguments, keyword, strlen (keyword)) != 0)
    return NULL;
  return g_strndup (open + 1, (gsize) (close - open - 1));
}

static guint64
stated_size (const char *arguments)
{
  const char *at = strstr (arguments, " SIZE=");

  return at != NULL ? g_ascii_strtoull (at + strlen (" SIZE="), NULL, 10) : 0;
}

static gboolean
take_sender (Session *self, const char *arguments)
{
  g_autofree char *sender = take_path (arguments, "FROM:");

  if (sender == NULL)
    return reply (self, "501 5.5.4 Syntax: MAIL FROM:<address>");
  if (self->sender != NULL)
    return reply (self, "503 5.5.1 Sender already given");
  if (self->call->place->port != 25 && !self->signed_in)
    return reply (self, "530 5.7.0 Authentication required");
  if (self->signed_in && self->script->mail_reply != NULL)
    return reply (self, self->script->mail_reply);
  if (stated_size (arguments) > size_limit (self))
    return reply (self, "552 5.3.4 Message size exceeds fixed limit");
  if (self->signed_in && g_ascii_strcasecmp (sender, PRACTICE_EMAIL) != 0)
    return practice_stream_print (self->call->stream,
                                  "553 5.7.1 <%s>: Sender address rejected: not owned by user " PRACTICE_EMAIL "\r\n",
                                  sender);
  self->sender = g_steal_pointer (&sender);
  return reply (self, "250 2.1.0 Ok");
}

/* What this host takes mail for without a sign-in: "@" and its own domain. */
static const char *
own_domain (const Session *self)
{
  return strcmp (self->host, "mx." PRACTICE_FRIENDS_DOMAIN) == 0 ? "@" PRACTICE_FRIENDS_DOMAIN : "@" PRACTICE_DOMAIN;
}

static gboolean
take_recipient (Session *self, const char *arguments)
{
  g_autofree char *recipient = take_path (arguments, "TO:");

  if (recipient == NULL)
    return reply (self, "501 5.5.4 Syntax: RCPT TO:<address>");
  if (self->sender == NULL)
    return reply (self, "503 5.5.1 Error: need MAIL command");
  if (self->script->rcpt_reply != NULL)
    return reply (self, self->script->rcpt_reply);
  if (!self->signed_in && !g_str_has_suffix (recipient, own_domain (self)))
    return practice_stream_print (self->call->stream, "554 5.7.1 <%s>: Relay access denied\r\n", recipient);
  self->has_recipient = TRUE;
  self->goes_elsewhere = g_ascii_strcasecmp (recipient, PRACTICE_EMAIL) != 0;
  return reply (self, "250 2.1.5 Ok");
}

/* Up to the line with the lone dot; what is beyond the limit is read and forgotten. */
static gboolean
read_message (Session *self, GString *text)
{
  char *line;

  while ((line = practice_stream_read_line (self->call->stream)) != NULL)
    {
      if (strcmp (line, ".") == 0)
        return TRUE;
      if (text->len < MAX_KEPT_BYTES)
        g_string_append_printf (text, "%s\r\n", line[0] == '.' ? line + 1 : line);
    }
  return FALSE;
}

/* As the receiving side would judge it; a signature outlives a broken SPF record. */
static void
deliver (const Session *self, const GString *text)
{
  const PracticeScript *script = self->script;
  const char *spf = script->spf_result != NULL ? script->spf_result : "pass";
  g_autofree char *results = g_strdup_printf ("mx." PRACTICE_DOMAIN "; spf=%s smtp.mailfrom=" PRACTICE_DOMAIN
                                              "; dkim=pass header.d=" PRACTICE_DOMAIN
                                              "; dmarc=pass header.from=" PRACTICE_DOMAIN, spf);

  g_autofree char *whole = g_strconcat (script->greylists ? GREYLIST_NOTE : "", text->str, NULL);

  practice_mailbox_deliver (self->call->stage->mailbox, self->sender, whole, strlen (whole),
                            script->to_junk || strstr (text->str, PRACTICE_LOUD_WORD) != NULL ? "Junk" : "INBOX",
                            results);
}

static gboolean
take_message (Session *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!self->has_recipient)
    return reply (self, "503 5.5.1 Error: need RCPT command");
  if (!reply (self, "354 End data with <CR><LF>.<CR><LF>") || !read_message (self, text))
    return FALSE;
  if (self->script->data_stalls)
    return practice_stream_pause (self->call->stream, STALL_MS);
  if (self->script->data_reply == NULL && !self->goes_elsewhere)
    deliver (self, text);
  forget_message (self);
  return reply (self, self->script->data_reply != NULL ? self->script->data_reply : "250 2.0.0 Ok: queued as P7A55");
}

/* ── the dialogue ── */

static gboolean
has_command (const char *line, const char *command, char **arguments)
{
  gsize length = strlen (command);

  if (g_ascii_strncasecmp (line, command, length) != 0 || (line[length] != '\0' && line[length] != ' '))
    return FALSE;
  *arguments = (char *) line + length + (line[length] == ' ' ? 1 : 0);
  return TRUE;
}

/* FALSE when the connection is over. */
static gboolean
obey (Session *self, char *line)
{
  char *arguments;

  if (has_command (line, "EHLO", &arguments))
    return say_hello (self, "EHLO");
  if (has_command (line, "HELO", &arguments))
    return say_hello (self, "HELO");
  if (has_command (line, "STARTTLS", &arguments))
    return start_tls (self);
  if (has_command (line, "AUTH", &arguments))
    return sign_in (self, arguments);
  if (has_command (line, "MAIL", &arguments))
    return take_sender (self, arguments);
  if (has_command (line, "RCPT", &arguments))
    return take_recipient (self, arguments);
  if (has_command (line, "DATA", &arguments))
    return take_message (self);
  if (has_command (line, "RSET", &arguments))
    forget_message (self);
  else if (has_command (line, "QUIT", &arguments))
    {
      reply (self, "221 2.0.0 Bye");
      return FALSE;
    }
  else if (!has_command (line, "NOOP", &arguments))
    return ++self->bad_commands < MAX_BAD_COMMANDS && reply (self, "500 5.5.2 Error: command not recognized");
  return reply (self, "250 2.0.0 Ok");
}

static gboolean
greet (Session *self)
{
  const PracticeScript *script = self->script;
  gboolean troubled = self->call->place->is_own && g_str_has_prefix (self->host, "smtp.");

  if (troubled && script->greeting_ms > 0 && !practice_stream_pause (self->call->stream, script->greeting_ms))
    return FALSE;
  if (troubled && script->greeting != NULL)
    {
      reply (self, script->greeting);
      return FALSE;
    }
  if (script->way == PRACTICE_WAY_MASKED && !practice_stream_is_secure (self->call->stream))
    return reply (self, "220 ****************************************************************");
  return practice_stream_print (self->call->stream, "220 %s ESMTP %s\r\n", self->host,
                                self->proxied ? "filter" : "ready");
}

void
practice_smtp_serve (PracticeCall *call)
{
  const PracticeScript *script = call->stage->script;
  Session self = { .call = call, .script = script, .host = call->place->host };
  char *line;

  self.proxied = script->way == PRACTICE_WAY_PROXY && call->place->port != 465;
  if (self.proxied)
    self.host = PROXY_HOST;
  if (greet (&self))
    while ((line = practice_stream_read_line (call->stream)) != NULL && obey (&self, line))
      ;
  forget_message (&self);
}
