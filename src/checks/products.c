/* products.c - what checks leave for later checks; see products.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-products"

#include "config.h"

#include "checks/products.h"

const MdSettings *
md_recommended (const MdContext *context)
{
  return md_context_get_product (context, "discover");
}

const MdEndpoint *
md_settings_nearest (const GPtrArray *recommended, const MdEndpoint *configured)
{
  const MdEndpoint *best = NULL;
  int best_points = -1;

  for (guint i = 0; i < recommended->len; i++)
    {
      const MdEndpoint *endpoint = g_ptr_array_index (recommended, i);
      int points = 0;

      if (endpoint->protocol != configured->protocol)
        continue;
      points += g_ascii_strcasecmp (endpoint->host, configured->host) == 0 ? 4 : 0;
      points += endpoint->port == configured->port ? 2 : 0;
      points += endpoint->security == configured->security ? 1 : 0;
      if (points > best_points)
        {
          best = endpoint;
          best_points = points;
        }
    }
  return best;
}

gboolean
md_no_resolver_answers (const MdContext *context)
{
  return md_context_has_found (context, MD_FINDING_NO_RESOLVER_ANSWERS, MD_SUBJECT_ANY);
}

void
md_named_server_free (MdNamedServer *self)
{
  if (self == NULL)
    return;
  md_endpoint_free (self->endpoint);
  md_dns_addresses_free (self->addresses);
  g_free (self);
}

void
md_signed_in_free (MdSignedIn *self)
{
  if (self == NULL)
    return;
  md_smtp_free (self->smtp);
  md_endpoint_free (self->endpoint);
  g_free (self->address);
  g_free (self->user);
  md_secret_unref (self->password);
  g_free (self);
}

void
md_reader_free (MdReader *self)
{
  if (self == NULL)
    return;
  md_imap_free (self->imap);
  md_endpoint_free (self->endpoint);
  g_free (self->address);
  g_free (self->user);
  md_secret_unref (self->password);
  g_free (self);
}

void
md_elsewhere_free (MdElsewhere *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->dialogues);
  g_free (self);
}
