/* test-endpoint.c - servers as people write them, and host names as they type them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/endpoint.h"

typedef struct
{
  const char *story;
  const char *input;
  const char *want; /* NULL: refused */
  int error;        /* MdEndpointError when refused */
} ParseStory;

static const ParseStory parse_stories[] = {
  { "submission", "smtp.example.org:587/starttls", "smtp smtp.example.org:587 starttls", 0 },
  { "implicit TLS", "smtp.example.org:465/tls", "smtp smtp.example.org:465 tls", 0 },
  { "capitals and a closing dot", "SMTP.Example.ORG.:25/plain", "smtp smtp.example.org:25 plain", 0 },
  { "IMAP named", "imap://mail.example.org:993/tls", "imap mail.example.org:993 tls", 0 },
  { "POP3 named", "pop3://mail.example.org:995/tls", "pop3 mail.example.org:995 tls", 0 },
  { "IPv6 literal", "[2001:DB8::1]:587/starttls", "smtp [2001:db8::1]:587 starttls", 0 },
  { "accents", "correo.ñandú.example:587/starttls", "smtp correo.xn--and-6ma2c.example:587 starttls", 0 },
  { "port 70000", "smtp.example.org:70000/tls", NULL, MD_ENDPOINT_ERROR_PORT },
  { "port 0", "smtp.example.org:0/tls", NULL, MD_ENDPOINT_ERROR_PORT },
  { "no port", "smtp.example.org/tls", NULL, MD_ENDPOINT_ERROR_PORT },
  { "no security", "smtp.example.org:587", NULL, MD_ENDPOINT_ERROR_SECURITY },
  { "unknown security", "smtp.example.org:587/ssl", NULL, MD_ENDPOINT_ERROR_SECURITY },
  { "unknown protocol", "http://example.org:80/plain", NULL, MD_ENDPOINT_ERROR_PROTOCOL },
  { "a blank inside", "smtp example.org:587/tls", NULL, MD_ENDPOINT_ERROR_HOST },
  { "empty label", "smtp..example.org:587/tls", NULL, MD_ENDPOINT_ERROR_HOST },
  { "label begins with a hyphen", "-smtp.example.org:587/tls", NULL, MD_ENDPOINT_ERROR_HOST },
  { "nothing", "", NULL, MD_ENDPOINT_ERROR_SECURITY },
};

static void
test_parse (gconstpointer data)
{
  const ParseStory *story = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MdEndpoint) endpoint = md_endpoint_parse (story->input, MD_PROTOCOL_SMTP, &error);
  g_autofree char *where = NULL;
  g_autofree char *got = NULL;

  if (story->want == NULL)
    {
      g_assert_error (error, MD_ENDPOINT_ERROR, story->error);
      g_assert_null (endpoint);
      return;
    }
  g_assert_no_error (error);
  where = md_endpoint_to_string (endpoint);
  got = g_strdup_printf ("%s %s %s", md_protocol_name (endpoint->protocol), where, md_security_name (endpoint->security));
  g_assert_cmpstr (got, ==, story->want);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (parse_stories); i++)
    {
      g_autofree char *path = g_strdup_printf ("/endpoint/%s", parse_stories[i].story);

      g_test_add_data_func (path, &parse_stories[i], test_parse);
    }
  return g_test_run ();
}
