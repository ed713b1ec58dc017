/* mta-sts.c - the policy a domain publishes for mail that comes to it
 *
 * RFC 8461 sections 3.2 and 4.1.  At most 64 KiB and 64 mx lines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mta-sts"

#include "config.h"

#include "mailauth/mailauth.h"

#include <string.h>

#define POLICY_MAX_BYTES 65536
#define POLICY_MAX_MX 64
#define MAX_AGE_MAXIMUM 31557600

void
md_mta_sts_free (MdMtaSts *self)
{
  if (self == NULL)
    return;
  g_free (self->mode);
  g_strfreev (self->mx);
  g_free (self);
}

/* What is being gathered. */
typedef struct
{
  MdMtaSts *policy;
  GPtrArray *mx;     /* (owned) of char * */
  gboolean version;
  gboolean max_age;
} Reading;

/* Of a field that comes twice, the first counts, but for mx. */
static void
take_field (Reading *reading, const char *name, const char *value)
{
  MdMtaSts *policy = reading->policy;

  if (strcmp (name, "version") == 0)
    reading->version = reading->version || strcmp (value, "STSv1") == 0;
  else if (strcmp (name, "mode") == 0 && policy->mode == NULL)
    policy->mode = g_strdup (value);
  else if (strcmp (name, "max_age") == 0 && !reading->max_age)
    reading->max_age = g_ascii_string_to_unsigned (value, 10, 0, MAX_AGE_MAXIMUM, &policy->max_age, NULL);
  else if (strcmp (name, "mx") == 0 && value[0] != '\0' && reading->mx->len < POLICY_MAX_MX)
    g_ptr_array_add (reading->mx, g_ascii_strdown (value, -1));
}

static void
take_line (Reading *reading, char *line)
{
  char *colon = strchr (line, ':');

  if (colon == NULL)
    return;
  *colon = '\0';
  take_field (reading, g_strstrip (line), g_strstrip (colon + 1));
}

MdMtaSts *
md_mta_sts_parse (const char *policy, gsize length)
{
  static const char *const modes[] = { "enforce", "testing", "none", NULL };
  MdMtaSts *self = g_new0 (MdMtaSts, 1);
  Reading reading = { .policy = self, .mx = g_ptr_array_new () };
  g_autofree char *text = g_strndup (policy, MIN (length, POLICY_MAX_BYTES));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    take_line (&reading, lines[i]);
  self->valid = reading.version && reading.max_age && self->mode != NULL && g_strv_contains (modes, self->mode)
                && (reading.mx->len > 0 || strcmp (self->mode, "none") == 0);
  if (self->mode == NULL)
    self->mode = g_strdup ("none");
  g_ptr_array_add (reading.mx, NULL);
  self->mx = (char **) g_ptr_array_free (reading.mx, FALSE);
  return self;
}

gboolean
md_mta_sts_covers (const MdMtaSts *self, const char *mx_host)
{
  const char *parent = strchr (mx_host, '.');

  for (gsize i = 0; self->mx[i] != NULL; i++)
    {
      const char *pattern = self->mx[i];
      gboolean wildcard = g_str_has_prefix (pattern, "*.");

      if (!wildcard && g_ascii_strcasecmp (pattern, mx_host) == 0)
        return TRUE;
      if (wildcard && parent != NULL && g_ascii_strcasecmp (pattern + 1, parent) == 0)
        return TRUE;
    }
  return FALSE;
}
