/* resolver-parse.c - reads a DNS answer that came from anywhere; see resolver-parse.h
 *
 * The answer is hostile until read: every offset is checked, compression may only point backwards and at most 32
 * times a name, at most 256 records are looked at, and a chain of at most 16 aliases is followed.  RFC 1035 4.1,
 * RFC 3597 (unknown types are skipped by their length).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-resolver"

#include "config.h"

#include "protocols/resolver-parse.h"

#include <arpa/inet.h>

#define HEADER_BYTES 12
#define MAX_RECORDS 256
#define MAX_ALIASES 16
#define MAX_JUMPS 32
#define MAX_NAME_BYTES 255
#define CLASS_IN 1
#define FLAG_AUTHENTIC 0x20

typedef struct
{
  const guchar *bytes; /* (not owned) */
  gsize length;
  gsize at;
} Reader;

typedef struct
{
  char *owner;    /* (owned) */
  guint type;
  guint32 ttl;
  gsize from;     /* where its data are */
  gsize length;
} RawRecord;

static void
raw_record_clear (gpointer data)
{
  RawRecord *record = data;

  g_free (record->owner);
}

static gboolean
read_u8 (Reader *reader, guint *value)
{
  if (reader->at + 1 > reader->length)
    return FALSE;
  *value = reader->bytes[reader->at++];
  return TRUE;
}

static gboolean
read_u16 (Reader *reader, guint *value)
{
  if (reader->at + 2 > reader->length)
    return FALSE;
  *value = (guint) reader->bytes[reader->at] << 8 | reader->bytes[reader->at + 1];
  reader->at += 2;
  return TRUE;
}

/* Letters become small; what no host name holds is shown as \DDD (RFC 1035 5.1), so that a name is harmless text. */
static void
append_label (GString *name, const guchar *label, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (g_ascii_isalnum (label[i]) || label[i] == '-' || label[i] == '_')
        g_string_append_c (name, g_ascii_tolower ((char) label[i]));
      else
        g_string_append_printf (name, "\\%03u", label[i]);
    }
}

/* A name with its compression undone; "." for the root.  NULL when it cannot be one. */
static char *
read_name (Reader *reader)
{
  g_autoptr (GString) name = g_string_new (NULL);
  gsize at = reader->at;
  gsize wire_bytes = 0;
  guint jumps = 0;

  while (at < reader->length)
    {
      guint length = reader->bytes[at];

      if (length >= 0xc0)
        {
          gsize target;

          if (at + 2 > reader->length || ++jumps > MAX_JUMPS)
            return NULL;
          if (jumps == 1)
            reader->at = at + 2;
          target = (gsize) (length & 0x3f) << 8 | reader->bytes[at + 1];
          if (target >= at)
            return NULL;
          at = target;
          continue;
        }
      wire_bytes += length + 1;
      if (length > 63 || wire_bytes > MAX_NAME_BYTES || at + 1 + length > reader->length)
        return NULL;
      if (length == 0)
        {
          if (jumps == 0)
            reader->at = at + 1;
          return g_strdup (name->len > 0 ? name->str : ".");
        }
      if (name->len > 0)
        g_string_append_c (name, '.');
      append_label (name, reader->bytes + at + 1, length);
      at += 1 + length;
    }
  return NULL;
}

/* The part of the message that ends with this record's data; names in it may still point back. */
static Reader
record_reader (const Reader *whole, const RawRecord *raw)
{
  return (Reader) { .bytes = whole->bytes, .length = raw->from + raw->length, .at = raw->from };
}

static gboolean
read_raw (Reader *reader, RawRecord *raw)
{
  guint class, ttl_high, ttl_low, length;

  raw->owner = read_name (reader);
  if (raw->owner == NULL || !read_u16 (reader, &raw->type) || !read_u16 (reader, &class)
      || !read_u16 (reader, &ttl_high) || !read_u16 (reader, &ttl_low)
      || !read_u16 (reader, &length) || reader->at + length > reader->length)
    return FALSE;
  if (class != CLASS_IN)
    raw->type = 0;
  raw->ttl = (guint32) ttl_high << 16 | ttl_low;
  raw->from = reader->at;
  raw->length = length;
  reader->at += length;
  return TRUE;
}

static gboolean
read_address (Reader *reader, int family, gsize wanted, MdDnsRecord *record)
{
  char text[INET6_ADDRSTRLEN];

  if (reader->length - reader->at != wanted)
    return FALSE;
  inet_ntop (family, reader->bytes + reader->at, text, sizeof text);
  record->text = g_strdup (text);
  return TRUE;
}

static gboolean
read_txt (Reader *reader, MdDnsRecord *record)
{
  g_autoptr (GString) joined = g_string_new (NULL);
  guint length;

  while (read_u8 (reader, &length))
    {
      if (reader->at + length > reader->length)
        return FALSE;
      /* A NUL must not hide what follows it. */
      for (guint i = 0; i < length; i++)
        g_string_append_len (joined, reader->bytes[reader->at + i] != 0 ? (const char *) reader->bytes + reader->at + i
                                                                        : "\357\277\275",
                             reader->bytes[reader->at + i] != 0 ? 1 : 3);
      reader->at += length;
    }
  record->text = g_strdup (joined->str);
  return TRUE;
}

static gboolean
read_host_record (Reader *reader, MdDnsRecord *record)
{
  record->text = read_name (reader);
  return record->text != NULL && reader->at == reader->length;
}

static gboolean
read_srv (Reader *reader, MdDnsRecord *record)
{
  guint priority, weight, port;

  if (!read_u16 (reader, &priority) || !read_u16 (reader, &weight) || !read_u16 (reader, &port))
    return FALSE;
  record->priority = (guint16) priority;
  record->weight = (guint16) weight;
  record->port = (guint16) port;
  return read_host_record (reader, record);
}

static gboolean
read_mx (Reader *reader, MdDnsRecord *record)
{
  guint preference;

  if (!read_u16 (reader, &preference))
    return FALSE;
  record->priority = (guint16) preference;
  return read_host_record (reader, record);
}

/* RFC 6698 2.1 */
static gboolean
read_tlsa (Reader *reader, MdDnsRecord *record)
{
  g_autoptr (GString) hexadecimal = g_string_new (NULL);
  guint usage, selector, matching;

  if (!read_u8 (reader, &usage) || !read_u8 (reader, &selector) || !read_u8 (reader, &matching))
    return FALSE;
  record->priority = (guint16) usage;
  record->weight = (guint16) selector;
  record->port = (guint16) matching;
  for (; reader->at < reader->length; reader->at++)
    g_string_append_printf (hexadecimal, "%02x", reader->bytes[reader->at]);
  record->text = g_strdup (hexadecimal->str);
  return TRUE;
}

/* RFC 8659 4.1 */
static gboolean
read_caa (Reader *reader, MdDnsRecord *record)
{
  guint flags, tag_length;

  if (!read_u8 (reader, &flags) || !read_u8 (reader, &tag_length) || tag_length == 0
      || reader->at + tag_length > reader->length)
    return FALSE;
  record->priority = (guint16) flags;
  record->tag = g_ascii_strdown ((const char *) reader->bytes + reader->at, tag_length);
  reader->at += tag_length;
  record->text = g_strndup ((const char *) reader->bytes + reader->at, reader->length - reader->at);
  return TRUE;
}

static gboolean
read_record (Reader *reader, MdDnsRecord *record)
{
  switch (record->type)
    {
    case MD_DNS_A:
      return read_address (reader, AF_INET, 4, record);
    case MD_DNS_AAAA:
      return read_address (reader, AF_INET6, 16, record);
    case MD_DNS_CNAME:
    case MD_DNS_PTR:
      return read_host_record (reader, record);
    case MD_DNS_MX:
      return read_mx (reader, record);
    case MD_DNS_SRV:
      return read_srv (reader, record);
    case MD_DNS_TXT:
      return read_txt (reader, record);
    case MD_DNS_TLSA:
      return read_tlsa (reader, record);
    case MD_DNS_CAA:
      return read_caa (reader, record);
    default:
      return FALSE;
    }
}

static void
record_free (gpointer data)
{
  MdDnsRecord *record = data;

  g_free (record->text);
  g_free (record->tag);
  g_free (record);
}

MdDnsAnswer *
md_dns_answer_new (const char *name, MdDnsType type)
{
  MdDnsAnswer *self = g_new0 (MdDnsAnswer, 1);

  self->name = g_strdup (name);
  self->type = type;
  self->status = MD_DNS_TIMED_OUT;
  self->records = g_ptr_array_new_with_free_func (record_free);
  return self;
}

void
md_dns_answer_free (MdDnsAnswer *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->canonical);
  g_ptr_array_unref (self->records);
  g_free (self);
}

/* Where the aliases of @name lead; NULL when they go round in circles or cannot be read.  RFC 1034 3.6.2 */
static char *
follow_aliases (const Reader *whole, GArray *raws, const char *name)
{
  g_autofree char *here = g_strdup (name);

  for (guint step = 0; step <= MAX_ALIASES; step++)
    {
      const RawRecord *alias = NULL;
      Reader reader;

      for (guint i = 0; i < raws->len && alias == NULL; i++)
        {
          const RawRecord *raw = &g_array_index (raws, RawRecord, i);

          if (raw->type == MD_DNS_CNAME && g_str_equal (raw->owner, here))
            alias = raw;
        }
      if (alias == NULL)
        return g_steal_pointer (&here);
      reader = record_reader (whole, alias);
      g_free (here);
      here = read_name (&reader);
      if (here == NULL)
        return NULL;
    }
  return NULL;
}

static int
compare_records (gconstpointer a, gconstpointer b)
{
  const MdDnsRecord *one = *(const MdDnsRecord *const *) a;
  const MdDnsRecord *two = *(const MdDnsRecord *const *) b;

  if (one->priority != two->priority)
    return one->priority < two->priority ? -1 : 1;
  if (one->type == MD_DNS_SRV && one->weight != two->weight)
    return one->weight > two->weight ? -1 : 1;
  return 0;
}

static gboolean
collect (MdDnsAnswer *answer, const Reader *whole, GArray *raws, const char *owner)
{
  for (guint i = 0; i < raws->len; i++)
    {
      const RawRecord *raw = &g_array_index (raws, RawRecord, i);
      Reader reader = record_reader (whole, raw);
      MdDnsRecord *record;

      if (raw->type != (guint) answer->type || !g_str_equal (raw->owner, owner))
        continue;
      record = g_new0 (MdDnsRecord, 1);
      record->type = answer->type;
      record->ttl = raw->ttl;
      g_ptr_array_add (answer->records, record);
      if (!read_record (&reader, record))
        return FALSE;
    }
  if (answer->type == MD_DNS_MX || answer->type == MD_DNS_SRV)
    g_ptr_array_sort (answer->records, compare_records);
  return TRUE;
}

static gboolean
read_answers (MdDnsAnswer *answer, Reader *reader, guint n_questions, guint n_answers)
{
  g_autoptr (GArray) raws = g_array_new (FALSE, TRUE, sizeof (RawRecord));
  g_autofree char *asked = read_name (reader);
  g_autofree char *owner = NULL;

  g_array_set_clear_func (raws, raw_record_clear);
  if (n_questions != 1 || asked == NULL)
    return FALSE;
  reader->at += 4;
  for (guint i = 0; i < MIN (n_answers, MAX_RECORDS); i++)
    {
      RawRecord raw = { NULL };
      gboolean good = read_raw (reader, &raw);

      g_array_append_val (raws, raw);
      if (!good)
        return FALSE;
    }
  owner = answer->type == MD_DNS_CNAME ? g_strdup (asked) : follow_aliases (reader, raws, asked);
  if (owner == NULL || !collect (answer, reader, raws, owner))
    return FALSE;
  if (!g_str_equal (owner, asked))
    answer->canonical = g_steal_pointer (&owner);
  return TRUE;
}

static MdDnsStatus
status_of_rcode (guint rcode)
{
  switch (rcode)
    {
    case 0:
      return MD_DNS_OK;
    case 3:
      return MD_DNS_NXDOMAIN;
    case 5:
      return MD_DNS_REFUSED;
    default:
      return MD_DNS_SERVFAIL;
    }
}

void
md_dns_answer_parse (MdDnsAnswer *answer, const guchar *bytes, gsize length)
{
  Reader reader = { .bytes = bytes, .length = length };
  guint id, flags, n_questions, n_answers;

  g_ptr_array_set_size (answer->records, 0);
  g_clear_pointer (&answer->canonical, g_free);
  answer->status = MD_DNS_MALFORMED;
  answer->authentic = FALSE;
  if (length < HEADER_BYTES || !read_u16 (&reader, &id) || !read_u16 (&reader, &flags)
      || !read_u16 (&reader, &n_questions) || !read_u16 (&reader, &n_answers) || (flags & 0x8000) == 0)
    return;
  reader.at = HEADER_BYTES;
  answer->status = status_of_rcode (flags & 0xf);
  if (answer->status != MD_DNS_OK && answer->status != MD_DNS_NXDOMAIN)
    return;
  answer->authentic = (flags & FLAG_AUTHENTIC) != 0;
  if (n_answers > 0 && !read_answers (answer, &reader, n_questions, n_answers))
    {
      g_ptr_array_set_size (answer->records, 0);
      answer->status = MD_DNS_MALFORMED;
      answer->authentic = FALSE;
    }
  else if (answer->status == MD_DNS_NXDOMAIN)
    g_ptr_array_set_size (answer->records, 0);
  else if (answer->records->len == 0)
    answer->status = MD_DNS_NO_DATA;
}
