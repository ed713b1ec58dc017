/* account.c - for readers: filling in one account; see text.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-programs"

#include "config.h"

#include "programs/text.h"

#include <string.h>

char *
md_program_text (const char *raw)
{
  g_autofree char *valid = raw == NULL ? NULL : g_utf8_make_valid (raw, -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *at = valid; at != NULL && *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_iscntrl (c))
        g_string_append_c (text, ' ');
      else
        g_string_append_unichar (text, c);
    }
  g_strstrip (text->str);
  return text->str[0] == '\0' ? NULL : g_strdup (text->str);
}

static guint16
usual_port (MdProtocol protocol, MdSecurity security)
{
  gboolean tls = security == MD_SECURITY_TLS;

  if (protocol == MD_PROTOCOL_SMTP)
    return tls ? 465 : 25;
  if (protocol == MD_PROTOCOL_IMAP)
    return tls ? 993 : 143;
  return tls ? 995 : 110;
}

void
md_program_server_set (MdProgramServer *self, MdProtocol protocol, const char *host, gint64 port, MdSecurity security)
{
  g_autofree char *written = md_program_text (host);
  g_autofree char *normal = written == NULL ? NULL : md_host_normalize (written);

  if (written == NULL)
    return;
  if (port < 1 || port > G_MAXUINT16)
    port = usual_port (protocol, security);
  md_endpoint_free (self->endpoint);
  self->endpoint = md_endpoint_new (protocol, normal != NULL ? normal : written, (guint16) port, security);
  self->way = MD_WAY_SERVER;
}

const char *
md_program_auth_word (const char *mechanism)
{
  static const struct
  {
    const char *mechanism;
    const char *word;
  } words[] = {
    { "plain", "password" },
    { "login", "password" },
    { "clear", "password" },
    { "anonymous", "none" },
    { "apop", "encrypted-password" },
    { "xoauth2", "oauth2" },
    { "oauthbearer", "oauth2" },
    { "oauth2", "oauth2" },
    { "gssapi", "gssapi" },
    { "gss-spnego", "gssapi" },
    { "ntlm", "ntlm" },
  };
  g_autofree char *lower = g_strdelimit (g_ascii_strdown (mechanism, -1), "_", '-');

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (lower, words[i].mechanism) == 0)
      return words[i].word;
  if (strcmp (lower, "cram-md5") == 0 || strcmp (lower, "digest-md5") == 0 || g_str_has_prefix (lower, "scram"))
    return "encrypted-password";
  return "other";
}

gboolean
md_program_fits (const MdProgramAccount *identity, const MdProgramServer *mailbox)
{
  const char *domain = identity->email == NULL ? NULL : strrchr (identity->email, '@');
  const char *user = mailbox->user;

  if (user != NULL && identity->email != NULL && g_ascii_strcasecmp (user, identity->email) == 0)
    return TRUE;
  if (user != NULL && strchr (user, '@') != NULL)
    return identity->email == NULL && g_strcmp0 (user, identity->outgoing.user) == 0;
  if (domain != NULL && domain[1] != '\0' && mailbox->endpoint != NULL)
    {
      g_autofree char *suffix = g_strconcat (".", domain + 1, NULL);
      g_autofree char *host = g_strconcat (".", mailbox->endpoint->host, NULL);
      gsize host_length = strlen (host), length = strlen (suffix);

      if (host_length >= length && g_ascii_strcasecmp (host + host_length - length, suffix) == 0)
        return TRUE;
    }
  return identity->outgoing.endpoint != NULL && mailbox->endpoint != NULL && user != NULL
         && g_strcmp0 (user, identity->outgoing.user) == 0
         && strcmp (identity->outgoing.endpoint->host, mailbox->endpoint->host) == 0;
}

void
md_program_server_move (MdProgramServer *to, MdProgramServer *from)
{
  md_endpoint_free (to->endpoint);
  g_free (to->user);
  g_free (to->auth);
  g_free (to->kind);
  g_free (to->keyring_id);
  *to = *from;
  memset (from, 0, sizeof *from);
}

void
md_program_server_copy (MdProgramServer *to, const MdProgramServer *from)
{
  MdProgramServer copy = {
    .way = from->way,
    .endpoint = md_endpoint_copy (from->endpoint),
    .user = g_strdup (from->user),
    .auth = g_strdup (from->auth),
    .kind = g_strdup (from->kind),
    .keyring_id = g_strdup (from->keyring_id),
  };

  md_program_server_move (to, &copy);
}

char *
md_program_address (const char *raw, char **name)
{
  g_autofree char *text = md_program_text (raw);
  char *open = text == NULL ? NULL : strrchr (text, '<');
  char *close = open == NULL ? NULL : strchr (open, '>');

  if (name != NULL)
    *name = NULL;
  if (close == NULL)
    return text != NULL && strchr (text, '@') != NULL ? g_steal_pointer (&text) : NULL;
  *open = '\0';
  *close = '\0';
  if (name != NULL)
    {
      g_strdelimit (text, "\"", ' ');
      *name = md_program_text (text);
    }
  return strchr (open + 1, '@') != NULL ? md_program_text (open + 1) : NULL;
}

gboolean
md_reader_add (const MdReader *reader, MdProgramAccount *account, const char *name)
{
  g_autofree char *path = g_build_filename (reader->folder, name, NULL);

  if (account->email == NULL && account->incoming.way == MD_WAY_NONE && account->outgoing.way == MD_WAY_NONE)
    {
      md_program_account_free (account);
      return TRUE;
    }
  account->file = md_program_below (reader->home, path);
  account->oauth2 = account->oauth2 || g_strcmp0 (account->incoming.auth, "oauth2") == 0
                    || g_strcmp0 (account->outgoing.auth, "oauth2") == 0;
  return md_program_add (reader->into, account);
}
