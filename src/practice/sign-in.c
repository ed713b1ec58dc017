/* sign-in.c - the pretend servers' side of PLAIN (RFC 4616), LOGIN and XOAUTH2; see server.h
 *
 * Works in the stream's own buffer and wipes it, so that no copy of a password is left behind.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-practice"

#include "config.h"

#include "practice/server.h"

#include <string.h>

#define USER_MAX_BYTES 320

/* The reading server is content with the part before the @, the sending server is not. */
static gboolean
is_user (const PracticeCall *call, const char *user)
{
  g_autofree char *local = g_strndup (PRACTICE_EMAIL, strcspn (PRACTICE_EMAIL, "@"));

  if (g_ascii_strcasecmp (user, PRACTICE_EMAIL) == 0)
    return TRUE;
  return call->place->service != PRACTICE_SMTP && g_ascii_strcasecmp (user, local) == 0;
}

PracticeSignIn
practice_sign_in_plain (PracticeCall *call, const char *user, char *password)
{
  g_autoptr (MdSecret) given = md_secret_new (password, -1);
  gboolean right = md_secret_equal (given, call->stage->password);

  md_wipe (password, strlen (password));
  return right && is_user (call, user) ? PRACTICE_SIGN_IN_OK : PRACTICE_SIGN_IN_REFUSED;
}

/* Decodes @text in place; NULL when it is not base64.  "=" stands for nothing (RFC 4954 4). */
static char *
decode (char *text, gsize *length)
{
  gsize size = strlen (text);

  *length = 0;
  if (strcmp (text, "=") == 0)
    *text = '\0';
  else if (size > 0)
    {
      if (size % 4 != 0 || strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") != size)
        return NULL;
      g_base64_decode_inplace (text, length);
      text[*length] = '\0';
    }
  return text;
}

static PracticeSignIn
ask (PracticeCall *call, const char *prompt, const char *challenge, char **answer, gsize *length)
{
  char *line;

  if (!practice_stream_print (call->stream, "%s %s\r\n", prompt, challenge))
    return PRACTICE_SIGN_IN_GONE;
  line = practice_stream_read_line (call->stream);
  if (line == NULL)
    return PRACTICE_SIGN_IN_GONE;
  if (strcmp (line, "*") == 0)
    return PRACTICE_SIGN_IN_CANCELLED;
  *answer = decode (line, length);
  return *answer != NULL ? PRACTICE_SIGN_IN_OK : PRACTICE_SIGN_IN_MALFORMED;
}

static PracticeSignIn
run_plain (PracticeCall *call, char *text, gsize length)
{
  char *user = memchr (text, '\0', length);
  char *password = user != NULL ? memchr (user + 1, '\0', length - (gsize) (user + 1 - text)) : NULL;
  PracticeSignIn result = PRACTICE_SIGN_IN_MALFORMED;

  if (password != NULL)
    result = practice_sign_in_plain (call, user + 1, password + 1);
  md_wipe (text, length);
  return result;
}

static PracticeSignIn
run_login (PracticeCall *call, char *initial, const char *prompt)
{
  g_autofree char *user = NULL;
  char *text = initial;
  gsize length = 0;
  PracticeSignIn result = PRACTICE_SIGN_IN_OK;

  if (text != NULL)
    text = decode (text, &length);
  else
    result = ask (call, prompt, "VXNlcm5hbWU6", &text, &length);
  if (result != PRACTICE_SIGN_IN_OK)
    return result;
  if (text == NULL || length > USER_MAX_BYTES)
    return PRACTICE_SIGN_IN_MALFORMED;
  user = g_strdup (text);
  result = ask (call, prompt, "UGFzc3dvcmQ6", &text, &length);
  return result == PRACTICE_SIGN_IN_OK ? practice_sign_in_plain (call, user, text) : result;
}

/* No token is ever right here; the error comes as a challenge, as real servers send it. */
static PracticeSignIn
run_token (PracticeCall *call, char *text, gsize length, const char *prompt)
{
  PracticeSignIn result;

  md_wipe (text, length);
  result = ask (call, prompt, "eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIn0=", &text, &length);
  return result == PRACTICE_SIGN_IN_OK ? PRACTICE_SIGN_IN_REFUSED : result;
}

PracticeSignIn
practice_sign_in (PracticeCall *call, const char *mechanism, char *initial, const char *prompt)
{
  gboolean token = g_ascii_strcasecmp (mechanism, "XOAUTH2") == 0;
  PracticeSignIn result = PRACTICE_SIGN_IN_OK;
  char *text = initial;
  gsize length = 0;

  if (token != call->stage->script->oauth2_only)
    return PRACTICE_SIGN_IN_UNKNOWN;
  if (g_ascii_strcasecmp (mechanism, "LOGIN") == 0)
    return run_login (call, initial, prompt);
  if (!token && g_ascii_strcasecmp (mechanism, "PLAIN") != 0)
    return PRACTICE_SIGN_IN_UNKNOWN;
  if (text != NULL)
    text = decode (text, &length);
  else
    result = ask (call, prompt, "", &text, &length);
  if (result != PRACTICE_SIGN_IN_OK)
    return result;
  if (text == NULL)
    return PRACTICE_SIGN_IN_MALFORMED;
  return token ? run_token (call, text, length, prompt) : run_plain (call, text, length);
}
