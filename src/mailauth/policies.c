/* policies.c - TLS-RPT, MTA-STS and BIMI records, and CAA properties; see policies.h
 *
 * Tag lists as DKIM has them (RFC 6376 section 3.2).  At most 16 addresses, 32 issuers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-policies"

#include "config.h"

#include "mailauth/policies.h"
#include "mailauth/tags.h"

#include <string.h>

#define MAX_ADDRESSES 16
#define MAX_ISSUERS 32
#define ID_MAX_BYTES 32
#define CAA_CRITICAL 0x80

/* The tags of a record that means to be @version; NULL when it does not.  *@position: where the version is wrong. */
static MdTagList *
read_version (const char *record, const char *version, guint *position)
{
  g_autoptr (MdTagList) tags = md_tag_list_parse (record);
  const MdTag *first = tags->tags->len > 0 ? &g_array_index (tags->tags, MdTag, 0) : NULL;

  *position = 0;
  if (first == NULL || g_ascii_strcasecmp (first->name, "v") != 0
      || g_ascii_strncasecmp (first->value, version, strlen (version)) != 0)
    return NULL;
  if (strcmp (first->name, "v") != 0)
    *position = first->position;
  else if (strcmp (first->value, version) != 0)
    *position = first->value_position;
  return g_steal_pointer (&tags);
}

static gboolean
is_report_address (const char *uri)
{
  const char *at = g_ascii_strncasecmp (uri, "mailto:", 7) == 0 ? strchr (uri + 7, '@') : NULL;
  gboolean mail = at != NULL && at > uri + 7 && at[1] != '\0';
  gboolean web = g_ascii_strncasecmp (uri, "https://", 8) == 0 && uri[8] != '\0';

  return (mail || web) && strpbrk (uri, " \t\"<>") == NULL;
}

/* ── TLS-RPT ── */

void
md_tls_rpt_free (MdTlsRpt *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->addresses);
  g_free (self);
}

static guint
read_addresses (const MdTag *tag, GStrvBuilder *addresses)
{
  g_auto (GStrv) parts = g_strsplit (tag->value, ",", MAX_ADDRESSES + 1);
  guint at = tag->value_position;

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      guint length = (guint) strlen (parts[i]);
      guint blanks = (guint) strspn (parts[i], " \t");
      const char *uri = g_strstrip (parts[i]);

      if (i == MAX_ADDRESSES || !is_report_address (uri))
        return at + blanks;
      g_strv_builder_add (addresses, uri);
      at += length + 1;
    }
  return parts[0] == NULL ? tag->value_position : 0;
}

MdTlsRpt *
md_tls_rpt_parse (const char *record)
{
  guint position;
  g_autoptr (MdTagList) tags = read_version (record, "TLSRPTv1", &position);
  g_autoptr (GStrvBuilder) addresses = g_strv_builder_new ();
  const MdTag *reports;
  MdTlsRpt *self;

  if (tags == NULL)
    return NULL;
  self = g_new0 (MdTlsRpt, 1);
  reports = md_tag_list_get (tags, "rua");
  if (reports != NULL)
    self->position = read_addresses (reports, addresses);
  else
    self->position = tags->fault != 0 ? tags->fault : (guint) strlen (record) + 1;
  if (position != 0)
    self->position = position;
  else if (self->position == 0)
    self->position = tags->fault;
  self->addresses = g_strv_builder_end (addresses);
  self->valid = self->position == 0;
  return self;
}

/* ── the TXT record of MTA-STS ── */

void
md_sts_record_free (MdStsRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self);
}

static gboolean
is_policy_id (const char *id)
{
  gsize length = strlen (id);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (id[i]))
      return FALSE;
  return length > 0 && length <= ID_MAX_BYTES;
}

MdStsRecord *
md_sts_record_parse (const char *record)
{
  guint position;
  g_autoptr (MdTagList) tags = read_version (record, "STSv1", &position);
  const MdTag *id;
  MdStsRecord *self;

  if (tags == NULL)
    return NULL;
  self = g_new0 (MdStsRecord, 1);
  id = md_tag_list_get (tags, "id");
  if (position != 0)
    self->position = position;
  else if (tags->fault != 0)
    self->position = tags->fault;
  else if (id == NULL)
    self->position = (guint) strlen (record) + 1;
  else if (!is_policy_id (id->value))
    self->position = id->value_position;
  self->id = id != NULL ? g_strdup (id->value) : NULL;
  self->valid = self->position == 0;
  return self;
}

/* ── BIMI ── */

void
md_bimi_free (MdBimi *self)
{
  if (self == NULL)
    return;
  g_free (self->location);
  g_free (self->authority);
  g_free (self);
}

/* Empty or https. */
static gboolean
is_place (const MdTag *tag)
{
  return tag == NULL || tag->value[0] == '\0'
         || (g_ascii_strncasecmp (tag->value, "https://", 8) == 0 && strpbrk (tag->value, " \t,") == NULL
             && tag->value[8] != '\0');
}

static char *
dup_place (const MdTag *tag)
{
  return tag != NULL && tag->value[0] != '\0' ? g_strdup (tag->value) : NULL;
}

MdBimi *
md_bimi_parse (const char *record)
{
  guint position;
  g_autoptr (MdTagList) tags = read_version (record, "BIMI1", &position);
  const MdTag *location, *authority;
  MdBimi *self;

  if (tags == NULL)
    return NULL;
  self = g_new0 (MdBimi, 1);
  location = md_tag_list_get (tags, "l");
  authority = md_tag_list_get (tags, "a");
  if (position != 0)
    self->position = position;
  else if (!is_place (location))
    self->position = location->value_position;
  else if (!is_place (authority))
    self->position = authority->value_position;
  else if (tags->fault != 0)
    self->position = tags->fault;
  else if (location == NULL)
    self->position = (guint) strlen (record) + 1;
  self->location = dup_place (location);
  self->authority = dup_place (authority);
  self->valid = self->position == 0;
  self->declined = self->valid && self->location == NULL && self->authority == NULL;
  return self;
}

/* ── CAA ── */

void
md_caa_free (MdCaa *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->issuers);
  g_free (self);
}

/* "ca.example.net; account=230123" names ca.example.net; ";" nobody (section 4.2). */
static char *
issuer_of (const char *value)
{
  g_autofree char *domain = g_strndup (value, strcspn (value, ";"));

  g_strstrip (domain);
  return domain[0] != '\0' ? g_ascii_strdown (domain, -1) : NULL;
}

static gboolean
is_issuer (const char *domain)
{
  return domain == NULL || (strpbrk (domain, " \t/@:\"") == NULL && domain[0] != '.' && domain[0] != '-');
}

MdCaa *
md_caa_read (const GPtrArray *records)
{
  static const char *const known[] = { "issue", "issuewild", "iodef", "contactemail", "contactphone", "issuemail",
                                       "issuevmc", NULL };
  MdCaa *self = g_new0 (MdCaa, 1);
  g_autoptr (GStrvBuilder) issuers = g_strv_builder_new ();
  guint n_issuers = 0;

  for (guint i = 0; i < records->len; i++)
    {
      const MdDnsRecord *record = g_ptr_array_index (records, i);
      const char *tag = record->tag != NULL ? record->tag : "";
      gboolean issue = strcmp (tag, "issue") == 0;
      g_autofree char *issuer = issue ? issuer_of (record->text) : NULL;
      const char *fault = NULL;

      if ((record->priority & CAA_CRITICAL) != 0 && !g_strv_contains (known, tag))
        fault = "unknown-critical";
      else if (!is_issuer (issuer))
        fault = "syntax";
      self->has_issue = self->has_issue || issue;
      if (fault != NULL && self->fault == NULL)
        {
          self->fault = fault;
          self->fault_index = i;
        }
      else if (fault == NULL && issuer != NULL && n_issuers++ < MAX_ISSUERS)
        g_strv_builder_add (issuers, issuer);
    }
  self->issuers = g_strv_builder_end (issuers);
  return self;
}
