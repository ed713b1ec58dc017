/* sieve-server.c - the pretend server that shows the account's filter rules
 *
 * RFC 5804 as far as a reader needs it: STARTTLS, PLAIN with its initial response, LISTSCRIPTS, GETSCRIPT.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-practice"

#include "config.h"

#include "practice/server.h"

#include <string.h>

#define MAX_BAD_COMMANDS 10
#define SCRIPT_NAME "rules"

/* What a healthy account has: a rule that is nobody's trouble. */
#define USUAL_SCRIPT \
  "require [\"fileinto\"];\r\n# rule:[Boletines]\r\n" \
  "if header :contains \"list-id\" \"news.example\" { fileinto \"Offers\"; stop; }\r\n"

typedef struct
{
  PracticeCall *call;
  const PracticeScript *script;
  gboolean signed_in;
  guint bad_commands;
} Session;

static gboolean
say (Session *self, const char *text)
{
  return practice_stream_print (self->call->stream, "%s\r\n", text);
}

static gboolean
refuse (Session *self)
{
  return ++self->bad_commands < MAX_BAD_COMMANDS && say (self, "NO \"Command not recognized\"");
}

static gboolean
tell_capabilities (Session *self)
{
  gboolean secure = practice_stream_is_secure (self->call->stream);

  return say (self, "\"IMPLEMENTATION\" \"Practice\"") && say (self, "\"SIEVE\" \"fileinto reject\"")
         && say (self, secure && !self->script->oauth2_only ? "\"SASL\" \"PLAIN\"" : "\"SASL\" \"\"")
         && (secure || say (self, "\"STARTTLS\"")) && say (self, "\"VERSION\" \"1.0\"") && say (self, "OK \"Ready\"");
}

static gboolean
start_tls (Session *self)
{
  PracticeOffer offer = practice_call_offer (self->call);

  if (practice_stream_is_secure (self->call->stream))
    return refuse (self);
  return say (self, "OK \"Begin TLS negotiation now\"") && practice_stream_start_tls (self->call->stream, &offer)
         && tell_capabilities (self);
}

/* AUTHENTICATE "PLAIN" {24+} and the response behind it, on a line of its own. */
static gboolean
sign_in (Session *self, char *arguments)
{
  const char *open = strrchr (arguments, '{');
  guint64 size = open != NULL ? g_ascii_strtoull (open + 1, NULL, 10) : 0;
  gboolean plain = g_ascii_strncasecmp (arguments, "\"PLAIN\"", 7) == 0;
  char *initial;

  if (!practice_stream_is_secure (self->call->stream) || self->script->oauth2_only || !plain || size == 0)
    return refuse (self);
  initial = practice_stream_read_bytes (self->call->stream, (gsize) MIN (size, G_MAXUINT16));
  if (initial == NULL)
    return FALSE;
  self->signed_in = practice_sign_in (self->call, "PLAIN", initial, "") == PRACTICE_SIGN_IN_OK;
  /* The end of the line that the response stood on. */
  if (practice_stream_read_line (self->call->stream) == NULL)
    return FALSE;
  return say (self, self->signed_in ? "OK \"Signed in\"" : "NO \"Authentication failed\"");
}

static gboolean
send_script (Session *self, const char *arguments)
{
  const char *script = self->script->sieve != NULL ? self->script->sieve : USUAL_SCRIPT;

  if (strcmp (arguments, "\"" SCRIPT_NAME "\"") != 0)
    return say (self, "NO (NONEXISTENT) \"There is no script by that name\"");
  return practice_stream_print (self->call->stream, "{%" G_GSIZE_FORMAT "}\r\n%s\r\n", strlen (script), script)
         && say (self, "OK \"Done\"");
}

/* FALSE when the connection is over. */
static gboolean
obey (Session *self, char *line)
{
  char *arguments = line + strcspn (line, " ");

  if (*arguments != '\0')
    *arguments++ = '\0';
  if (g_ascii_strcasecmp (line, "CAPABILITY") == 0)
    return tell_capabilities (self);
  if (g_ascii_strcasecmp (line, "STARTTLS") == 0)
    return start_tls (self);
  if (g_ascii_strcasecmp (line, "AUTHENTICATE") == 0)
    return sign_in (self, arguments);
  if (g_ascii_strcasecmp (line, "LOGOUT") == 0)
    {
      say (self, "OK \"Good-bye\"");
      return FALSE;
    }
  if (!self->signed_in)
    return refuse (self);
  if (g_ascii_strcasecmp (line, "LISTSCRIPTS") == 0)
    return say (self, "\"" SCRIPT_NAME "\" ACTIVE") && say (self, "OK \"Done\"");
  if (g_ascii_strcasecmp (line, "GETSCRIPT") == 0)
    return send_script (self, arguments);
  return refuse (self);
}

void
practice_sieve_serve (PracticeCall *call)
{
  Session self = { .call = call, .script = call->stage->script };
  char *line;

  if (!tell_capabilities (&self))
    return;
  do
    line = practice_stream_read_line (call->stream);
  while (line != NULL && obey (&self, line));
}
