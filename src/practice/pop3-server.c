/* pop3-server.c - the pretend server for those who read by POP3
 *
 * RFC 1939 as far as signing in, 2449 (CAPA), 2595 (STLS), 5034 (AUTH), 3206 (response codes).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-practice"

#include "config.h"

#include "practice/server.h"

#include <string.h>

#define MAX_BAD_COMMANDS 10

typedef struct
{
  PracticeCall *call;
  char *user;  /* (owned) (nullable) given by USER */
  gboolean signed_in;
  guint bad_commands;
} Session;

static gboolean
reply (Session *self, const char *text)
{
  return practice_stream_print (self->call->stream, "%s\r\n", text);
}

static gboolean
answer_sign_in (Session *self, PracticeSignIn result)
{
  self->signed_in = result == PRACTICE_SIGN_IN_OK && self->call->stage->script->imap_login_reply == NULL;
  if (self->signed_in)
    return reply (self, "+OK Signed in");
  if (result == PRACTICE_SIGN_IN_GONE)
    return FALSE;
  if (result == PRACTICE_SIGN_IN_OK)
    return reply (self, "-ERR [AUTH] Application-specific password required");
  return reply (self, result == PRACTICE_SIGN_IN_REFUSED ? "-ERR [AUTH] Authentication failed" : "-ERR Not understood");
}

static gboolean
start_tls (Session *self)
{
  PracticeOffer offer = practice_call_offer (self->call);

  if (practice_stream_is_secure (self->call->stream))
    return reply (self, "-ERR TLS is active already");
  return reply (self, "+OK Begin TLS negotiation") && practice_stream_start_tls (self->call->stream, &offer);
}

static gboolean
tell_capabilities (Session *self)
{
  gboolean oauth2_only = self->call->stage->script->oauth2_only;

  if (!practice_stream_is_secure (self->call->stream))
    return reply (self, "+OK\r\nSTLS\r\nUIDL\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\n.");
  return practice_stream_print (self->call->stream, "+OK\r\n%sSASL %s\r\nUIDL\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\n.\r\n",
                                oauth2_only ? "" : "USER\r\n", oauth2_only ? "XOAUTH2" : "PLAIN LOGIN");
}

static gboolean
obey_secure (Session *self, const char *command, char *arguments)
{
  if (g_ascii_strcasecmp (command, "AUTH") == 0)
    {
      g_autofree char *mechanism = g_strndup (arguments, strcspn (arguments, " "));
      char *initial = strchr (arguments, ' ');

      return answer_sign_in (self, practice_sign_in (self->call, mechanism, initial != NULL ? initial + 1 : NULL, "+"));
    }
  if (g_ascii_strcasecmp (command, "USER") == 0)
    {
      g_free (self->user);
      self->user = g_strdup (arguments);
      return reply (self, "+OK");
    }
  if (g_ascii_strcasecmp (command, "PASS") == 0 && self->user != NULL && !self->call->stage->script->oauth2_only)
    return answer_sign_in (self, practice_sign_in_plain (self->call, self->user, arguments));
  if (self->signed_in && g_ascii_strcasecmp (command, "STAT") == 0)
    return reply (self, "+OK 0 0");
  return ++self->bad_commands < MAX_BAD_COMMANDS && reply (self, "-ERR Command not recognized");
}

/* FALSE when the connection is over. */
static gboolean
obey (Session *self, char *line)
{
  char *arguments = line + strcspn (line, " ");

  if (*arguments != '\0')
    *arguments++ = '\0';
  if (g_ascii_strcasecmp (line, "CAPA") == 0)
    return tell_capabilities (self);
  if (g_ascii_strcasecmp (line, "NOOP") == 0)
    return reply (self, "+OK");
  if (g_ascii_strcasecmp (line, "STLS") == 0)
    return start_tls (self);
  if (g_ascii_strcasecmp (line, "QUIT") == 0)
    {
      reply (self, "+OK Good-bye");
      return FALSE;
    }
  if (!practice_stream_is_secure (self->call->stream))
    return ++self->bad_commands < MAX_BAD_COMMANDS && reply (self, "-ERR Use TLS first");
  return obey_secure (self, line, arguments);
}

void
practice_pop3_serve (PracticeCall *call)
{
  Session self = { .call = call };
  char *line;

  if (reply (&self, "+OK pop." PRACTICE_DOMAIN " ready"))
    while ((line = practice_stream_read_line (call->stream)) != NULL && obey (&self, line))
      ;
  g_free (self.user);
}
