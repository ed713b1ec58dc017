/* dmarc.c - what a DMARC record says, and which domain an organization registered
 *
 * RFC 7489 section 6.3, with the tags np, psd and t of RFC 9989; tags nobody knows are ignored, as the RFC wants.
 * The public suffix list is libpsl's, compiled in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-dmarc"

#include "config.h"

#include "base/endpoint.h"
#include "mailauth/mailauth.h"
#include "mailauth/tags.h"

#include <libpsl.h>
#include <string.h>

#define VERSION "DMARC1"
#define POLICIES "none quarantine reject"
#define PERCENT_MAX 100

/* Which values a tag takes. */
typedef struct
{
  const char *name;
  const char *words;  /* (nullable) separated by blanks */
  gboolean list;      /* several, with colons between */
  guint64 maximum;    /* without words: a number up to this; 0: addresses */
} TagRule;

static const TagRule rules[] = {
  { "p", POLICIES, FALSE, 0 },
  { "sp", POLICIES, FALSE, 0 },
  { "np", POLICIES, FALSE, 0 },
  { "adkim", "r s", FALSE, 0 },
  { "aspf", "r s", FALSE, 0 },
  { "fo", "0 1 d s", TRUE, 0 },
  { "rf", "afrf iodef", TRUE, 0 },
  { "psd", "y n u", FALSE, 0 },
  { "t", "y n", FALSE, 0 },
  { "pct", NULL, FALSE, PERCENT_MAX },
  { "ri", NULL, FALSE, G_MAXUINT32 },
  { "rua", NULL, FALSE, 0 },
  { "ruf", NULL, FALSE, 0 },
};

void
md_dmarc_free (MdDmarc *self)
{
  if (self == NULL)
    return;
  g_free (self->policy);
  g_free (self->subdomain_policy);
  g_free (self->aggregate);
  g_free (self);
}

static gboolean
is_word (const char *value, const char *words)
{
  g_auto (GStrv) known = g_strsplit (words, " ", -1);
  g_autofree char *lower = g_ascii_strdown (value, -1);

  return g_strv_contains ((const char *const *) known, g_strstrip (lower));
}

/* "mailto:a@example.org!10m, https://…": every one a URI of a kind that reports go to. */
static gboolean
are_addresses (const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, ",", -1);

  if (parts[0] == NULL)
    return FALSE;
  for (gsize i = 0; parts[i] != NULL; i++)
    {
      const char *uri = g_strstrip (parts[i]);
      gboolean mail = g_ascii_strncasecmp (uri, "mailto:", 7) == 0 && strchr (uri + 7, '@') != NULL;
      gboolean web = g_ascii_strncasecmp (uri, "https:", 6) == 0 || g_ascii_strncasecmp (uri, "http:", 5) == 0;

      if ((!mail && !web) || strpbrk (uri, " \t") != NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
value_fits (const TagRule *rule, const char *value)
{
  g_auto (GStrv) parts = NULL;

  if (rule->words == NULL)
    return rule->maximum > 0 ? g_ascii_string_to_unsigned (value, 10, 0, rule->maximum, NULL, NULL)
                             : are_addresses (value);
  if (!rule->list)
    return is_word (value, rule->words);
  parts = g_strsplit (value, ":", -1);
  for (gsize i = 0; parts[i] != NULL; i++)
    if (!is_word (parts[i], rule->words))
      return FALSE;
  return parts[0] != NULL;
}

/* 0 when every known tag has a value that fits. */
static guint
find_fault (const MdTagList *tags)
{
  for (guint i = 0; i < tags->tags->len; i++)
    {
      const MdTag *tag = &g_array_index (tags->tags, MdTag, i);

      for (gsize r = 0; r < G_N_ELEMENTS (rules); r++)
        if (strcmp (rules[r].name, tag->name) == 0 && !value_fits (&rules[r], tag->value))
          return tag->value_position;
    }
  return tags->fault;
}

/* A lower-case copy of the tag's value when it is one of the three policies. */
static char *
dup_policy (const MdTagList *tags, const char *name)
{
  const MdTag *tag = md_tag_list_get (tags, name);

  return tag != NULL && is_word (tag->value, POLICIES) ? g_ascii_strdown (tag->value, -1) : NULL;
}

static gboolean
has_value (const MdTagList *tags, const char *name, const char *value)
{
  const MdTag *tag = md_tag_list_get (tags, name);

  return tag != NULL && g_ascii_strcasecmp (tag->value, value) == 0;
}

static void
read_tags (MdDmarc *self, const MdTagList *tags, const char *record)
{
  const MdTag *version = &g_array_index (tags->tags, MdTag, 0);
  const MdTag *aggregate = md_tag_list_get (tags, "rua");
  const MdTag *percent = md_tag_list_get (tags, "pct");
  guint64 percentage = PERCENT_MAX;

  self->policy = dup_policy (tags, "p");
  self->subdomain_policy = dup_policy (tags, "sp");
  self->strict_spf = has_value (tags, "aspf", "s");
  self->strict_dkim = has_value (tags, "adkim", "s");
  self->aggregate = aggregate != NULL ? g_strdup (aggregate->value) : NULL;
  if (percent == NULL || !g_ascii_string_to_unsigned (percent->value, 10, 0, PERCENT_MAX, &percentage, NULL))
    percentage = PERCENT_MAX;
  self->percent = (guint) percentage;
  if (strcmp (version->value, VERSION) != 0)
    self->position = version->value_position;
  else
    self->position = find_fault (tags);
  /* Without p= it counts as "none" where reports are asked for, else not at all (section 6.6.3). */
  if (self->position == 0 && self->policy == NULL && aggregate != NULL)
    self->policy = g_strdup ("none");
  if (self->position == 0 && self->policy == NULL)
    self->position = (guint) strlen (record) + 1;
  self->valid = self->position == 0;
}

MdDmarc *
md_dmarc_parse (const char *record)
{
  g_autoptr (MdTagList) tags = md_tag_list_parse (record);
  const MdTag *version = tags->tags->len > 0 ? &g_array_index (tags->tags, MdTag, 0) : NULL;
  MdDmarc *self;

  /* "V" and "dmarc1" are no DMARC to those who receive, but were meant to be: said as a fault. */
  if (version == NULL || g_ascii_strcasecmp (version->name, "v") != 0
      || g_ascii_strcasecmp (version->value, VERSION) != 0)
    return NULL;
  self = g_new0 (MdDmarc, 1);
  read_tags (self, tags, record);
  if (strcmp (version->name, "v") != 0)
    {
      self->valid = FALSE;
      self->position = version->position;
    }
  return self;
}

char *
md_organizational_domain (const char *domain)
{
  g_autofree char *ascii = g_hostname_is_non_ascii (domain) ? md_host_to_ascii (domain)
                                                            : g_ascii_strdown (domain, -1);
  const char *found;

  if (ascii == NULL)
    return g_strdup (domain);
  found = psl_registrable_domain (psl_builtin (), ascii);
  return g_strdup (found != NULL ? found : ascii);
}
