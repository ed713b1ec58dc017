/* endpoint.h - a mail server as a person would write it down: protocol, host, port, security
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MD_PROTOCOL_SMTP,
  MD_PROTOCOL_IMAP,
  MD_PROTOCOL_POP3,
} MdProtocol;

typedef enum
{
  MD_SECURITY_PLAIN,    /* no encryption */
  MD_SECURITY_STARTTLS, /* upgrade on a plain connection, RFC 3207 */
  MD_SECURITY_TLS,      /* implicit TLS, RFC 8314 */
} MdSecurity;

typedef struct
{
  MdProtocol protocol;
  char *host;       /* (owned) A-label form, lower case, no closing dot; or an address literal without brackets */
  guint16 port;
  MdSecurity security;
} MdEndpoint;

MdEndpoint *md_endpoint_new (MdProtocol protocol, const char *host, guint16 port, MdSecurity security);
MdEndpoint *md_endpoint_copy (const MdEndpoint *self);
void        md_endpoint_free (MdEndpoint *self);
gboolean    md_endpoint_equal (const MdEndpoint *a, const MdEndpoint *b);
/* "smtp.example.org:587" ("[2001:db8::1]:587" for an IPv6 literal). */
char       *md_endpoint_to_string (const MdEndpoint *self);
/* Reads HOST:PORT/tls|starttls|plain, with or without "imap://" or "pop3://" in front (cli.md).  The words of @error
 * are for programmers; its code tells which part is wrong. */
MdEndpoint *md_endpoint_parse (const char *text, MdProtocol fallback, GError **error);

typedef enum
{
  MD_ENDPOINT_ERROR_PROTOCOL,
  MD_ENDPOINT_ERROR_HOST,
  MD_ENDPOINT_ERROR_PORT,
  MD_ENDPOINT_ERROR_SECURITY,
} MdEndpointError;
#define MD_ENDPOINT_ERROR (md_endpoint_error_quark ())
GQuark      md_endpoint_error_quark (void);

/* "smtp", "imap", "pop3" */
const char *md_protocol_name (MdProtocol protocol);
/* "plain", "starttls", "tls" */
const char *md_security_name (MdSecurity security);
/* What a port is meant for: 465, 993, 995 implicit TLS, everything else STARTTLS (RFC 8314). */
MdSecurity  md_security_for_port (guint16 port);
/* Lower-cased A-label form of a host name typed by a person (NULL when it cannot be one): IDN converted, blanks and
 * a closing dot dropped.  RFC 1123, RFC 5890. */
char       *md_host_normalize (const char *typed);
/* The A-label form of a host name from anywhere; NULL when it has none, or is not UTF-8, which
 * g_hostname_to_ascii() relies on.  (transfer full) */
char       *md_host_to_ascii (const char *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdEndpoint, md_endpoint_free)

G_END_DECLS
