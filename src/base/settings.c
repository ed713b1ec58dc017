/* settings.c - what a provider publishes for an address; see settings.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-settings"

#include "config.h"

#include "base/settings.h"

#include <string.h>

const char *
md_settings_source_name (MdSettingsSource source)
{
  static const char *const names[] = {
    [MD_SOURCE_FACTS] = "provider-facts", [MD_SOURCE_FACTS_MX] = "provider-facts-mx",
    [MD_SOURCE_AUTOCONFIG] = "autoconfig", [MD_SOURCE_WELL_KNOWN] = "well-known",
    [MD_SOURCE_ISPDB] = "ispdb",          [MD_SOURCE_SRV] = "srv",
    [MD_SOURCE_AUTODISCOVER] = "autodiscover",
    [MD_SOURCE_CANDIDATE] = "candidate",
  };

  return names[source];
}

MdSettings *
md_settings_new (MdSettingsSource source)
{
  MdSettings *self = g_new0 (MdSettings, 1);

  g_atomic_ref_count_init (&self->count);
  self->source = source;
  self->outgoing = g_ptr_array_new_with_free_func ((GDestroyNotify) md_endpoint_free);
  self->incoming = g_ptr_array_new_with_free_func ((GDestroyNotify) md_endpoint_free);
  self->app_password = MD_APP_PASSWORD_UNKNOWN;
  return self;
}

MdSettings *
md_settings_ref (MdSettings *self)
{
  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
md_settings_unref (MdSettings *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->count))
    return;
  g_ptr_array_unref (self->outgoing);
  g_ptr_array_unref (self->incoming);
  g_free (self->provider);
  g_free (self->provider_name);
  g_free (self->app_password_url);
  g_free (self->access_url);
  g_free (self->webmail_url);
  g_free (self->status_url);
  g_free (self->help_url);
  g_free (self);
}

char *
md_user_form_apply (MdUserForm form, const char *email)
{
  const char *at = strrchr (email, '@');

  switch (form)
    {
    case MD_USER_FORM_ADDRESS:
      return g_strdup (email);
    case MD_USER_FORM_LOCAL:
      return at != NULL ? g_strndup (email, (gsize) (at - email)) : NULL;
    case MD_USER_FORM_UNKNOWN:
    case MD_USER_FORM_OTHER:
    default:
      return NULL;
    }
}
