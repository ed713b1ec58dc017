/* sts-policy.c - what is wrong with a policy of MTA-STS, and one that fits the servers; see mend.h
 *
 * RFC 8461 section 3.2: lines "key: value"; version first, then mode, max_age and the mx patterns; keys nobody knows
 * are ignored.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-sts"

#include "config.h"

#include "mailauth/mailauth.h"
#include "mailauth/mend.h"

#include <string.h>

#define POLICY_MAX_BYTES 65536
#define MAX_AGE_MAXIMUM 31557600
#define USUAL_AGE 604800

typedef struct
{
  gboolean version, mode, age, mx, none;
} Seen;

static gboolean
is_host_pattern (const char *text)
{
  const char *at = g_str_has_prefix (text, "*.") ? text + 2 : text;

  if (at[0] == '\0' || strchr (at, '.') == NULL)
    return FALSE;
  for (; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && strchr (".-_", *at) == NULL)
      return FALSE;
  return TRUE;
}

/* FALSE when the value does not do for the key. */
static gboolean
take_field (Seen *seen, const char *key, const char *value)
{
  static const char *const modes[] = { "enforce", "testing", "none", NULL };
  guint64 age;

  if (strcmp (key, "version") == 0)
    return seen->version = strcmp (value, "STSv1") == 0;
  if (strcmp (key, "mode") == 0)
    {
      seen->none = strcmp (value, "none") == 0;
      return seen->mode = g_strv_contains (modes, value);
    }
  if (strcmp (key, "max_age") == 0)
    return seen->age = g_ascii_string_to_unsigned (value, 10, 0, MAX_AGE_MAXIMUM, &age, NULL);
  if (strcmp (key, "mx") == 0)
    return seen->mx = is_host_pattern (value);
  return TRUE;
}

/* 0: the line is in order; else the offset of its fault, plus one. */
static guint
judge_line (Seen *seen, const char *line)
{
  const char *colon = strchr (line, ':');
  g_autofree char *key = colon != NULL ? g_strndup (line, (gsize) (colon - line)) : NULL;
  g_autofree char *value = colon != NULL ? g_strdup (colon + 1) : NULL;

  if (line[strspn (line, " \t\r")] == '\0')
    return 0;
  if (colon == NULL)
    return 1;
  if (take_field (seen, g_strstrip (key), g_strstrip (value)))
    return 0;
  colon++;
  return (guint) (colon - line) + (guint) strspn (colon, " \t") + 1;
}

guint
md_sts_policy_fault (const char *policy, gsize length)
{
  g_autofree char *text = g_strndup (policy, MIN (length, POLICY_MAX_BYTES));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Seen seen = { FALSE };
  guint at = 0;

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      guint fault = judge_line (&seen, lines[i]);

      if (fault != 0)
        return at + fault;
      at += (guint) strlen (lines[i]) + 1;
    }
  if (seen.version && seen.mode && seen.age && (seen.mx || seen.none))
    return 0;
  return (guint) strlen (text) + 1;
}

char *
md_mend_sts_policy (const char *policy, gsize length, const char *const *hosts)
{
  g_autoptr (MdMtaSts) old = md_mta_sts_parse (policy, length);
  GString *out = g_string_new ("version: STSv1\n");

  g_string_append_printf (out, "mode: %s\n", old->valid && strcmp (old->mode, "none") != 0 ? old->mode : "testing");
  for (gsize i = 0; hosts[i] != NULL; i++)
    g_string_append_printf (out, "mx: %s\n", hosts[i]);
  g_string_append_printf (out, "max_age: %" G_GUINT64_FORMAT "\n", old->valid ? old->max_age : USUAL_AGE);
  return g_string_free (out, FALSE);
}
