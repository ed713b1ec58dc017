/* endpoint.c - a mail server as a person would write it down; see endpoint.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-endpoint"

#include "config.h"

#include "base/endpoint.h"

#include <gio/gio.h>
#include <string.h>

#define HOST_MAX_BYTES 253
#define LABEL_MAX_BYTES 63

G_DEFINE_QUARK (md-endpoint-error, md_endpoint_error)

static const char *const protocol_names[] = {
  [MD_PROTOCOL_SMTP] = "smtp",
  [MD_PROTOCOL_IMAP] = "imap",
  [MD_PROTOCOL_POP3] = "pop3",
};

static const char *const security_names[] = {
  [MD_SECURITY_PLAIN] = "plain",
  [MD_SECURITY_STARTTLS] = "starttls",
  [MD_SECURITY_TLS] = "tls",
};

const char *
md_protocol_name (MdProtocol protocol)
{
  return protocol_names[protocol];
}

const char *
md_security_name (MdSecurity security)
{
  return security_names[security];
}

MdSecurity
md_security_for_port (guint16 port)
{
  return port == 465 || port == 993 || port == 995 ? MD_SECURITY_TLS : MD_SECURITY_STARTTLS;
}

MdEndpoint *
md_endpoint_new (MdProtocol protocol, const char *host, guint16 port, MdSecurity security)
{
  MdEndpoint *self = g_new0 (MdEndpoint, 1);

  self->protocol = protocol;
  self->host = g_strdup (host);
  self->port = port;
  self->security = security;
  return self;
}

MdEndpoint *
md_endpoint_copy (const MdEndpoint *self)
{
  return self == NULL ? NULL : md_endpoint_new (self->protocol, self->host, self->port, self->security);
}

void
md_endpoint_free (MdEndpoint *self)
{
  if (self == NULL)
    return;
  g_free (self->host);
  g_free (self);
}

gboolean
md_endpoint_equal (const MdEndpoint *a, const MdEndpoint *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->protocol == b->protocol && a->port == b->port && a->security == b->security
         && g_ascii_strcasecmp (a->host, b->host) == 0;
}

char *
md_endpoint_to_string (const MdEndpoint *self)
{
  if (strchr (self->host, ':') != NULL)
    return g_strdup_printf ("[%s]:%u", self->host, self->port);
  return g_strdup_printf ("%s:%u", self->host, self->port);
}

static gboolean
is_host_name (const char *host)
{
  g_auto (GStrv) labels = NULL;

  if (host[0] == '\0' || strlen (host) > HOST_MAX_BYTES)
    return FALSE;
  labels = g_strsplit (host, ".", -1);
  for (gsize i = 0; labels[i] != NULL; i++)
    {
      gsize length = strlen (labels[i]);

      if (length == 0 || length > LABEL_MAX_BYTES || labels[i][0] == '-' || labels[i][length - 1] == '-')
        return FALSE;
      if (strspn (labels[i], "abcdefghijklmnopqrstuvwxyz0123456789-_") != length)
        return FALSE;
    }
  return TRUE;
}

char *
md_host_to_ascii (const char *host)
{
  return g_utf8_validate (host, -1, NULL) ? g_hostname_to_ascii (host) : NULL;
}

char *
md_host_normalize (const char *typed)
{
  g_autofree char *host = g_strstrip (g_strdup (typed));
  g_autofree char *ascii = NULL;
  gsize length = strlen (host);

  if (length > 1 && host[0] == '[' && host[length - 1] == ']')
    {
      host[length - 1] = '\0';
      return g_hostname_is_ip_address (host + 1) ? g_ascii_strdown (host + 1, -1) : NULL;
    }
  if (g_hostname_is_ip_address (host))
    return g_ascii_strdown (host, -1);
  if (length > 0 && host[length - 1] == '.')
    host[length - 1] = '\0';
  if (!g_utf8_validate (host, -1, NULL))
    return NULL;
  ascii = g_hostname_is_non_ascii (host) ? g_hostname_to_ascii (host) : g_ascii_strdown (host, -1);
  return ascii != NULL && is_host_name (ascii) ? g_steal_pointer (&ascii) : NULL;
}

static gboolean
take_protocol (const char **text, MdProtocol *protocol, GError **error)
{
  const char *mark = strstr (*text, "://");

  if (mark == NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (protocol_names); i++)
    {
      gsize length = strlen (protocol_names[i]);

      if (length == (gsize) (mark - *text) && strncmp (*text, protocol_names[i], length) == 0)
        {
          *protocol = (MdProtocol) i;
          *text = mark + 3;
          return TRUE;
        }
    }
  g_set_error_literal (error, MD_ENDPOINT_ERROR, MD_ENDPOINT_ERROR_PROTOCOL, "unknown protocol");
  return FALSE;
}

static gboolean
take_security (const char *text, MdSecurity *security, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (security_names); i++)
    if (g_strcmp0 (text, security_names[i]) == 0)
      {
        *security = (MdSecurity) i;
        return TRUE;
      }
  g_set_error_literal (error, MD_ENDPOINT_ERROR, MD_ENDPOINT_ERROR_SECURITY, "unknown security");
  return FALSE;
}

MdEndpoint *
md_endpoint_parse (const char *text, MdProtocol fallback, GError **error)
{
  MdProtocol protocol = fallback;
  MdSecurity security;
  g_autofree char *host = NULL;
  g_autofree char *typed_host = NULL;
  g_autofree char *port_text = NULL;
  const char *slash, *colon;
  guint64 port = 0;

  if (!take_protocol (&text, &protocol, error))
    return NULL;
  slash = strrchr (text, '/');
  if (slash == NULL)
    {
      g_set_error_literal (error, MD_ENDPOINT_ERROR, MD_ENDPOINT_ERROR_SECURITY, "no security");
      return NULL;
    }
  if (!take_security (slash + 1, &security, error))
    return NULL;
  colon = g_strrstr_len (text, slash - text, ":");
  port_text = colon != NULL ? g_strndup (colon + 1, (gsize) (slash - colon - 1)) : NULL;
  if (port_text == NULL || !g_ascii_string_to_unsigned (port_text, 10, 1, 65535, &port, NULL))
    {
      g_set_error_literal (error, MD_ENDPOINT_ERROR, MD_ENDPOINT_ERROR_PORT, "no port from 1 to 65535");
      return NULL;
    }
  typed_host = g_strndup (text, (gsize) (colon - text));
  host = md_host_normalize (typed_host);
  if (host == NULL)
    {
      g_set_error_literal (error, MD_ENDPOINT_ERROR, MD_ENDPOINT_ERROR_HOST, "not a host name");
      return NULL;
    }
  return md_endpoint_new (protocol, host, (guint16) port, security);
}
