/* discover-exchange.c - what a domain publishes for Outlook and Exchange (Autodiscover); see discover-sources.h
 *
 * Only over https, with a right certificate; nobody signs in for it: where the server asks for a password, that is
 * said in the evidence and nothing is sent.  It may send us on to another place or another address a few times.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-discover"

#include "config.h"

#include "checks/discover-sources.h"

#include "protocols/http.h"

#include <string.h>

#define LIMIT_MS 3000
#define MAX_BYTES (256 * 1024)
#define MAX_TURNS 4
#define PATH "/autodiscover/autodiscover.xml"

typedef struct
{
  char *url;    /* (owned) (nullable) */
  char *email;  /* (owned) */
} Target;

static const char *
domain_of (const char *email)
{
  const char *at = strrchr (email, '@');

  return at != NULL ? at + 1 : email;
}

static void
note (MdSourceProbe *self, const char *url, const MdHttpResult *answer)
{
  g_ptr_array_add (self->lines,
                   g_strdup_printf ("POST %s: %s %ld", url, md_http_outcome_name (answer->outcome), answer->status));
  if (answer->outcome != MD_HTTP_OK)
    self->result = strcmp (self->result, "none") == 0 ? md_http_outcome_name (answer->outcome) : self->result;
  else if (answer->status == 401)
    self->result = "asks-for-password";
  else
    self->result = answer->status == 200 ? "not-readable" : "not-found";
}

/* (nullable) what it answered. */
static MdAutodiscover *
ask (MdSourceProbe *self, const char *url, const char *email)
{
  g_autofree char *request = md_autodiscover_request (email);
  const MdHttpOptions options = { .follow = TRUE, .limit_ms = LIMIT_MS, .max_bytes = MAX_BYTES, .post = request };
  g_autoptr (MdHttpResult) answer = md_http_get (self->world, url, &options, &self->wait);
  g_autoptr (GError) error = NULL;
  MdAutodiscover *said = NULL;
  gsize length = 0;
  const char *xml;

  note (self, url, answer);
  if (answer->outcome != MD_HTTP_OK || answer->status != 200 || answer->body == NULL)
    return NULL;
  xml = g_bytes_get_data (answer->body, &length);
  if (xml != NULL)
    said = md_autodiscover_parse (xml, length, self->email, &error);
  if (error != NULL)
    g_ptr_array_add (self->lines, g_strdup_printf ("not readable: %s", error->message));
  return said;
}

/* The place to ask next; FALSE when it is the end. */
static gboolean
follow (MdSourceProbe *self, Target *target, const MdAutodiscover *said)
{
  if (said->url == NULL && said->address == NULL)
    return FALSE;
  g_ptr_array_add (self->lines, g_strdup_printf ("sent on to %s", said->url != NULL ? said->url
                                                                                    : domain_of (said->address)));
  g_free (target->url);
  target->url = g_strdup (said->url);
  if (said->address == NULL)
    return TRUE;
  g_free (target->email);
  target->email = g_strdup (said->address);
  return md_address_has_form (target->email);
}

/* The usual places of a domain, one after the other; the first that answers in its own words counts. */
static MdAutodiscover *
ask_domain (MdSourceProbe *self, const char *email)
{
  static const char *const hosts[] = { "autodiscover.", "" };
  MdAutodiscover *said = NULL;

  for (gsize i = 0; said == NULL && i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *host = md_host_to_ascii (domain_of (email));
      g_autofree char *url = g_strconcat ("https://", hosts[i], host != NULL ? host : "", PATH, NULL);

      if (host != NULL && !md_wait_is_cancelled (&self->wait))
        said = ask (self, url, email);
    }
  return said;
}

void
md_source_try_autodiscover (MdSourceProbe *self)
{
  Target target = { NULL, g_strdup (self->email) };

  self->target = g_strdup_printf ("https://autodiscover.%s" PATH, self->domain);
  for (guint turn = 0; turn < MAX_TURNS; turn++)
    {
      g_autoptr (MdAutodiscover) said
          = target.url != NULL ? ask (self, target.url, target.email) : ask_domain (self, target.email);

      if (said == NULL)
        break;
      if (said->is_exchange && said->settings == NULL)
        self->result = "exchange-only";
      if (said->error_code != 0)
        g_ptr_array_add (self->lines, g_strdup_printf ("error %u", said->error_code));
      if (said->settings != NULL)
        {
          self->settings = g_steal_pointer (&said->settings);
          self->result = "found";
        }
      if (self->settings != NULL || !follow (self, &target, said))
        break;
      self->result = "redirects";
    }
  g_free (target.url);
  g_free (target.email);
}
