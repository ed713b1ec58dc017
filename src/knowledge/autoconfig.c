/* autoconfig.c - Mozilla's clientConfig XML (format 1.1); see knowledge.h
 *
 * Only what a mail program needs is read: host, port, socket type, user name and authentication of each server, in
 * the order given; and the pages for people: webmail, instructions, where access is switched on.  What comes from
 * somebody else's server is not trusted: size, depth, number of servers and length of each text are limited, and a
 * DOCTYPE (the door to entity tricks) is refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-autoconfig"

#include "config.h"

#include "knowledge/markup.h"

#include <string.h>

#define MAX_SERVERS 32
#define MAX_TEXT_BYTES MD_MARKUP_MAX_TEXT_BYTES

typedef struct
{
  gboolean is_known;      /* a protocol of ours */
  MdProtocol protocol;
  char *host;             /* (owned) (nullable) */
  char *user;             /* (owned) (nullable) */
  guint port;
  MdSecurity security;
  gboolean has_security;
  guint n_ways;           /* authentication methods named */
  guint n_oauth2;         /* how many of them are OAuth2 */
} Server;

typedef struct
{
  const char *email;
  char *domain;           /* (owned) */
  char *local;            /* (owned) */
  MdSettings *settings;   /* (owned) */
  GString *text;          /* (owned) of the current element */
  guint depth;
  guint n_providers;
  gboolean in_provider;   /* inside the first emailProvider */
  Server *server;         /* (owned) (nullable) inside incomingServer or outgoingServer */
  guint n_servers;
  guint n_outgoing;
  guint n_oauth2_only;    /* outgoing servers that take nothing but OAuth2 */
} Reader;

static void
server_free (Server *self)
{
  if (self == NULL)
    return;
  g_free (self->host);
  g_free (self->user);
  g_free (self);
}

/* The placeholders of the format, replaced in one pass so that an address that holds one is not replaced again. */
static char *
fill_in (const Reader *reader, const char *text)
{
  const struct
  {
    const char *name, *value;
  } places[] = {
    { "%EMAILADDRESS%", reader->email },
    { "%EMAILLOCALPART%", reader->local },
    { "%EMAILDOMAIN%", reader->domain },
  };
  GString *filled = g_string_new (NULL);

  while (*text != '\0')
    {
      gsize i;

      for (i = 0; i < G_N_ELEMENTS (places) && !g_str_has_prefix (text, places[i].name); i++)
        ;
      if (i < G_N_ELEMENTS (places))
        {
          g_string_append (filled, places[i].value);
          text += strlen (places[i].name);
        }
      else
        g_string_append_c (filled, *text++);
    }
  return g_string_free (filled, FALSE);
}

static Server *
server_new (const char *element, const char **names, const char **values)
{
  Server *self = g_new0 (Server, 1);
  const char *type = "";

  for (gsize i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], "type") == 0)
      type = values[i];
  self->is_known = TRUE;
  if (strcmp (element, "outgoingServer") == 0 && strcmp (type, "smtp") == 0)
    self->protocol = MD_PROTOCOL_SMTP;
  else if (strcmp (element, "incomingServer") == 0 && strcmp (type, "imap") == 0)
    self->protocol = MD_PROTOCOL_IMAP;
  else if (strcmp (element, "incomingServer") == 0 && strcmp (type, "pop3") == 0)
    self->protocol = MD_PROTOCOL_POP3;
  else
    self->is_known = FALSE;
  return self;
}

/* The address of a page that stands in the attribute @name; the first one counts. */
static void
take_page (const Reader *reader, const char *name, const char **names, const char **values, gboolean may_be_open,
           char **page)
{
  for (gsize i = 0; names[i] != NULL && *page == NULL; i++)
    if (strcmp (names[i], name) == 0 && strlen (values[i]) <= MAX_TEXT_BYTES)
      {
        g_autofree char *url = fill_in (reader, values[i]);

        *page = md_markup_url (url, may_be_open);
      }
}

/* Pages for people: webmail, where access is switched on, how to set a program up. */
static void
take_pages (Reader *reader, const char *element, const char **names, const char **values)
{
  MdSettings *settings = reader->settings;

  if (strcmp (element, "loginPage") == 0)
    take_page (reader, "url", names, values, FALSE, &settings->webmail_url);
  else if (strcmp (element, "documentation") == 0)
    take_page (reader, "url", names, values, TRUE, &settings->help_url);
  else if (strcmp (element, "enable") == 0)
    {
      settings->access_needs_switch = TRUE;
      take_page (reader, "visiturl", names, values, TRUE, &settings->access_url);
    }
}

static void
start_element (GMarkupParseContext *context, const char *name, const char **attribute_names,
               const char **attribute_values, gpointer data, GError **error)
{
  Reader *reader = data;

  if (md_markup_too_deep (++reader->depth, error))
    return;
  g_string_truncate (reader->text, 0);
  if (strcmp (name, "emailProvider") == 0)
    reader->in_provider = ++reader->n_providers == 1;
  else if (reader->server == NULL)
    take_pages (reader, name, attribute_names, attribute_values);
  if (reader->in_provider && reader->server == NULL && g_str_has_suffix (name, "Server")
           && reader->n_servers < MAX_SERVERS)
    reader->server = server_new (name, attribute_names, attribute_values);
}

static void
read_text (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Reader *reader = data;

  if (reader->server != NULL && reader->text->len < MAX_TEXT_BYTES)
    g_string_append_len (reader->text, text, (gssize) MIN (length, MAX_TEXT_BYTES - reader->text->len));
}

static void
take_security (Server *server, const char *word)
{
  server->has_security = TRUE;
  if (g_ascii_strcasecmp (word, "SSL") == 0 || g_ascii_strcasecmp (word, "TLS") == 0)
    server->security = MD_SECURITY_TLS;
  else if (g_ascii_strcasecmp (word, "STARTTLS") == 0)
    server->security = MD_SECURITY_STARTTLS;
  else if (g_ascii_strcasecmp (word, "plain") == 0)
    server->security = MD_SECURITY_PLAIN;
  else
    server->has_security = FALSE;
}

static void
take_value (Reader *reader, Server *server, const char *name)
{
  g_autofree char *value = NULL;

  if (!g_utf8_validate (reader->text->str, (gssize) reader->text->len, NULL)) /* cut at the limit */
    return;
  value = fill_in (reader, g_strstrip (reader->text->str));
  if (strcmp (name, "hostname") == 0 && server->host == NULL)
    server->host = md_host_normalize (value);
  else if (strcmp (name, "port") == 0)
    {
      guint64 port = 0;

      if (g_ascii_string_to_unsigned (value, 10, 1, 65535, &port, NULL))
        server->port = (guint) port;
    }
  else if (strcmp (name, "socketType") == 0)
    take_security (server, value);
  else if (strcmp (name, "username") == 0 && server->user == NULL)
    server->user = g_strdup (value);
  else if (strcmp (name, "authentication") == 0)
    {
      server->n_ways++;
      server->n_oauth2 += g_ascii_strcasecmp (value, "OAuth2") == 0 ? 1 : 0;
    }
}

static MdUserForm
user_form (const Reader *reader, const char *user)
{
  if (user == NULL || user[0] == '\0')
    return MD_USER_FORM_UNKNOWN;
  if (g_ascii_strcasecmp (user, reader->email) == 0)
    return MD_USER_FORM_ADDRESS;
  return g_ascii_strcasecmp (user, reader->local) == 0 ? MD_USER_FORM_LOCAL : MD_USER_FORM_OTHER;
}

static void
take_server (Reader *reader, const Server *server)
{
  MdSettings *settings = reader->settings;
  MdSecurity security = server->has_security ? server->security : md_security_for_port ((guint16) server->port);
  gboolean is_outgoing = server->protocol == MD_PROTOCOL_SMTP;
  GPtrArray *list = is_outgoing ? settings->outgoing : settings->incoming;
  MdUserForm *form = is_outgoing ? &settings->outgoing_user_form : &settings->incoming_user_form;

  reader->n_servers++;
  if (!server->is_known || server->host == NULL || server->port == 0)
    return;
  if (list->len == 0)
    *form = user_form (reader, server->user);
  g_ptr_array_add (list, md_endpoint_new (server->protocol, server->host, (guint16) server->port, security));
  if (!is_outgoing)
    return;
  reader->n_outgoing++;
  reader->n_oauth2_only += server->n_ways > 0 && server->n_oauth2 == server->n_ways ? 1 : 0;
}

static void
end_element (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Reader *reader = data;

  reader->depth--;
  if (strcmp (name, "emailProvider") == 0)
    reader->in_provider = FALSE;
  else if (reader->server != NULL && g_str_has_suffix (name, "Server"))
    {
      take_server (reader, reader->server);
      g_clear_pointer (&reader->server, server_free);
    }
  else if (reader->server != NULL)
    take_value (reader, reader->server, name);
  g_string_truncate (reader->text, 0);
}

static const GMarkupParser parser = {
  .start_element = start_element,
  .end_element = end_element,
  .text = read_text,
  .passthrough = md_markup_pass_through,
};

MdSettings *
md_autoconfig_parse (const char *xml, gsize length, const char *email, MdSettingsSource source, GError **error)
{
  const char *at = strrchr (email, '@');
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (MdSettings) settings = md_settings_new (source);
  g_autofree char *domain = g_strdup (at != NULL ? at + 1 : email);
  g_autofree char *local = g_strndup (email, at != NULL ? (gsize) (at - email) : 0);
  Reader reader = { .email = email, .domain = domain, .local = local, .settings = settings, .text = text };
  gboolean is_read;

  is_read = md_markup_read (&parser, &reader, xml, length, error);
  g_clear_pointer (&reader.server, server_free);
  if (!is_read)
    return NULL;
  if (settings->outgoing->len == 0 && settings->incoming->len == 0)
    {
      g_set_error_literal (error, MD_AUTOCONFIG_ERROR, MD_AUTOCONFIG_ERROR_NO_SERVER, "names no server");
      return NULL;
    }
  settings->oauth2_only = reader.n_outgoing > 0 && reader.n_oauth2_only == reader.n_outgoing;
  return g_steal_pointer (&settings);
}
