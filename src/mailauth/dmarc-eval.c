/* dmarc-eval.c - see dmarc-eval.h
 *
 * RFC 9989 sections 4.7, 4.10 and 5.3; a record's faults are passed over where the RFC says so; dmarc.c names them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-dmarc"

#include "config.h"

#include "base/endpoint.h"
#include "mailauth/dmarc-eval.h"
#include "mailauth/spf-internal.h"
#include "mailauth/tags.h"

#include <string.h>

#define VERSION "DMARC1"
#define WALK_MAX_LABELS 8
#define PERCENT_MAX 100

/* From the mildest. */
static const char *const policies[] = { "none", "quarantine", "reject" };

static const char *const result_names[] = {
  [MD_DMARC_NONE] = "none",
  [MD_DMARC_PASS] = "pass",
  [MD_DMARC_FAIL] = "fail",
  [MD_DMARC_TEMPERROR] = "temperror",
};

const char *
md_dmarc_result_name (MdDmarcResult result)
{
  return result_names[result];
}

void
md_dmarc_verdict_free (MdDmarcVerdict *self)
{
  if (self == NULL)
    return;
  g_free (self->domain);
  g_free (self->organization);
  g_free (self->record);
  g_free (self->record_domain);
  g_free (self);
}

/* ── one record ── */

/* Names of tags compare without regard to case. */
static const char *
tag_value (const MdTagList *tags, const char *name)
{
  for (guint i = 0; i < tags->tags->len; i++)
    {
      const MdTag *tag = &g_array_index (tags->tags, MdTag, i);

      if (g_ascii_strcasecmp (tag->name, name) == 0)
        return tag->value;
    }
  return NULL;
}

static gboolean
tag_is (const MdTagList *tags, const char *name, const char *value)
{
  const char *found = tag_value (tags, name);

  return found != NULL && g_ascii_strcasecmp (found, value) == 0;
}

static gboolean
is_record (const char *text)
{
  g_autoptr (MdTagList) tags = md_tag_list_parse (text);
  const MdTag *first = tags->tags->len > 0 ? &g_array_index (tags->tags, MdTag, 0) : NULL;

  return first != NULL && g_ascii_strcasecmp (first->name, "v") == 0 && strcmp (first->value, VERSION) == 0;
}

const char *
md_dmarc_find_at (const char *domain, MdMailDns *dns, gboolean *failed)
{
  g_autofree char *name = g_strconcat ("_dmarc.", domain, NULL);
  const MdDnsAnswer *answer = md_mail_dns_get (dns, name, MD_DNS_TXT);
  const char *found = NULL;

  if (md_spf_answer_failed (answer))
    *failed = TRUE;
  for (guint i = 0; i < answer->records->len; i++)
    {
      const MdDnsRecord *record = g_ptr_array_index (answer->records, i);

      if (record->text == NULL || !is_record (record->text))
        continue;
      if (found != NULL)
        return NULL;
      found = record->text;
    }
  return found;
}

/* ── up the tree ── */

char **
md_dmarc_walk (const char *domain)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_auto (GStrv) labels = g_strsplit (domain, ".", -1);
  guint n = g_strv_length (labels);

  g_ptr_array_add (names, g_strdup (domain));
  for (guint left = n < WALK_MAX_LABELS ? n - MIN (n, 1) : WALK_MAX_LABELS - 1; left > 0; left--)
    g_ptr_array_add (names, g_strjoinv (".", labels + (n - left)));
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/* Where records were found on the way up. */
typedef struct
{
  char *start;           /* (owned) */
  char *organization;    /* (owned) */
  char *own;             /* (owned) (nullable) the record at the start */
  char *organizational;  /* (owned) (nullable) that of the organization */
  char *above;           /* (owned) (nullable) that of the public suffix */
  char *above_domain;    /* (owned) (nullable) */
  gboolean failed;       /* an answer is missing */
} Walk;

static void
walk_clear (Walk *walk)
{
  g_free (walk->start);
  g_free (walk->organization);
  g_free (walk->own);
  g_free (walk->organizational);
  g_free (walk->above);
  g_free (walk->above_domain);
}

static void
set_organization (Walk *walk, const char *domain, const char *record)
{
  g_free (walk->organization);
  g_free (walk->organizational);
  walk->organization = g_strdup (domain);
  walk->organizational = g_strdup (record);
}

/* FALSE when the walk ends here: the record tells where the organization is. */
static gboolean
take_record (Walk *walk, const char *const *names, gsize i, const char *record)
{
  g_autoptr (MdTagList) tags = md_tag_list_parse (record);

  if (i == 0)
    walk->own = g_strdup (record);
  if (i > 0 && tag_is (tags, "psd", "y"))
    {
      /* The organization is one label below, whether there is a record or not. */
      if (strcmp (walk->organization, names[i - 1]) != 0)
        set_organization (walk, names[i - 1], NULL);
      walk->above = g_strdup (record);
      walk->above_domain = g_strdup (names[i]);
      return FALSE;
    }
  set_organization (walk, names[i], record);
  return !tag_is (tags, "psd", "n");
}

static Walk
walk_up (const char *domain, MdMailDns *dns)
{
  Walk walk = { .start = g_strdup (domain), .organization = g_strdup (domain) };
  g_auto (GStrv) names = md_dmarc_walk (domain);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      gboolean failed = FALSE;
      const char *record = md_dmarc_find_at (names[i], dns, &failed);

      /* Registries without DMARC that do not answer are no reason to know nothing. */
      walk.failed = walk.failed || (failed && strchr (names[i], '.') != NULL);
      if (record != NULL && !take_record (&walk, (const char *const *) names, i, record))
        break;
    }
  return walk;
}

/* ── alignment ── */

static gboolean
is_at_or_below (const char *name, const char *domain)
{
  gsize length = strlen (name), own = strlen (domain);

  return g_ascii_strcasecmp (name, domain) == 0
         || (length > own && name[length - own - 1] == '.' && g_ascii_strcasecmp (name + length - own, domain) == 0);
}

static gboolean
is_aligned (Walk *walk, const char *domain, gboolean strict, MdMailDns *dns)
{
  g_autofree char *lower = g_ascii_strdown (domain, -1);
  gboolean same;
  Walk other;

  if (strcmp (lower, walk->start) == 0)
    return TRUE;
  if (strict || !is_at_or_below (lower, walk->organization))
    return FALSE;
  other = walk_up (lower, dns);
  same = g_ascii_strcasecmp (other.organization, walk->organization) == 0;
  walk->failed = walk->failed || (other.failed && !same);
  walk_clear (&other);
  return same;
}

static gboolean
any_is_aligned (Walk *walk, const char *const *domains, gboolean strict, MdMailDns *dns)
{
  for (gsize i = 0; domains != NULL && domains[i] != NULL; i++)
    if (is_aligned (walk, domains[i], strict, dns))
      return TRUE;
  return FALSE;
}

static gboolean
is_aligned_by_list (const char *from, const char *const *domains, gboolean strict)
{
  g_autofree char *organization = md_organizational_domain (from);

  for (gsize i = 0; !strict && domains != NULL && domains[i] != NULL; i++)
    {
      g_autofree char *other = md_organizational_domain (domains[i]);

      if (strcmp (organization, other) == 0)
        return TRUE;
    }
  return FALSE;
}

/* ── policy ── */

/* One of the three, or NULL. */
static const char *
policy_of (const MdTagList *tags, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (policies); i++)
    if (tag_is (tags, name, policies[i]))
      return policies[i];
  return NULL;
}

static const char *
milder (const char *policy)
{
  return strcmp (policy, "reject") == 0 ? "quarantine" : "none";
}

static gboolean
is_faulty (const MdTagList *tags, const char *name)
{
  return tag_value (tags, name) != NULL && policy_of (tags, name) == NULL;
}

/* FALSE when the record counts as none: section 4.10.1. */
static gboolean
read_policy (MdDmarcVerdict *self, gboolean own, MdMailDns *dns)
{
  g_autoptr (MdTagList) tags = md_tag_list_parse (self->record);
  const char *reports = tag_value (tags, "rua"), *np = policy_of (tags, "np");
  const char *percent = tag_value (tags, "pct");
  gboolean faulty = is_faulty (tags, "p") || is_faulty (tags, "sp") || is_faulty (tags, "np");
  guint64 number = PERCENT_MAX;

  if (faulty && (reports == NULL || strchr (reports, ':') == NULL))
    return FALSE;
  self->p = !faulty && policy_of (tags, "p") != NULL ? policy_of (tags, "p") : policies[0];
  self->sp = !faulty && policy_of (tags, "sp") != NULL ? policy_of (tags, "sp") : self->p;
  self->missing = md_mail_dns_get (dns, self->domain, MD_DNS_A)->status == MD_DNS_NXDOMAIN;
  if (own)
    self->policy = self->p;
  else
    self->policy = self->missing && np != NULL && !faulty ? np : self->sp;
  self->testing = tag_is (tags, "t", "y");
  self->disposition = self->testing ? milder (self->policy) : self->policy;
  self->strict_spf = tag_is (tags, "aspf", "s");
  self->strict_dkim = tag_is (tags, "adkim", "s");
  if (percent != NULL && !g_ascii_string_to_unsigned (percent, 10, 0, PERCENT_MAX, &number, NULL))
    number = PERCENT_MAX;
  self->percent = (guint) number;
  return TRUE;
}

/* The record that counts: the domain's own, that of its organization, that of the public suffix above. */
static gboolean
choose_record (MdDmarcVerdict *self, const Walk *walk, MdMailDns *dns)
{
  const char *record = walk->own != NULL ? walk->own : walk->organizational;
  const char *domain = walk->own != NULL ? walk->start : walk->organization;

  if (record == NULL)
    {
      record = walk->above;
      domain = walk->above_domain;
    }
  if (record == NULL)
    return FALSE;
  self->record = g_strdup (record);
  self->record_domain = g_strdup (domain);
  return read_policy (self, walk->own != NULL, dns);
}

MdDmarcVerdict *
md_dmarc_evaluate (const char *from_domain, const char *const *spf, const char *const *dkim, MdMailDns *dns)
{
  MdDmarcVerdict *self = g_new0 (MdDmarcVerdict, 1);
  gboolean found;
  Walk walk;

  self->domain = g_hostname_is_non_ascii (from_domain) ? md_host_to_ascii (from_domain) : NULL;
  if (self->domain == NULL)
    self->domain = g_ascii_strdown (from_domain, -1);
  self->percent = PERCENT_MAX;
  walk = walk_up (self->domain, dns);
  found = choose_record (self, &walk, dns);
  self->organization = g_strdup (walk.organization);
  if (found)
    {
      self->spf_aligned = any_is_aligned (&walk, spf, self->strict_spf, dns);
      self->dkim_aligned = any_is_aligned (&walk, dkim, self->strict_dkim, dns);
      self->result = self->spf_aligned || self->dkim_aligned ? MD_DMARC_PASS : MD_DMARC_FAIL;
      self->list_differs = self->result == MD_DMARC_FAIL
                           && (is_aligned_by_list (self->domain, spf, self->strict_spf)
                               || is_aligned_by_list (self->domain, dkim, self->strict_dkim));
    }
  if (walk.failed && self->result != MD_DMARC_PASS)
    self->result = MD_DMARC_TEMPERROR;
  walk_clear (&walk);
  return self;
}
