/* arc.c - the chain of those who passed a message on and vouch for what they saw
 *
 * RFC 8617 section 5.2.  At most 50 sets (section 4.2.1); a broken structure is not looked into.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-arc"

#include "config.h"

#include "mailauth/dkim-internal.h"

#include <string.h>

/* Of bodies, while looking for the oldest signature that still fits: a large message may carry fifty. */
#define MAX_HASHED_BYTES ((gsize) 256 * 1024 * 1024)

/* One instance while it is being put together. */
typedef struct
{
  const MdRawField *results;  /* (nullable) ARC-Authentication-Results */
  MdSigned *message;          /* (owned) (nullable) ARC-Message-Signature */
  MdSigned *seal;             /* (owned) (nullable) ARC-Seal */
} Set;

typedef struct
{
  const MdRawMessage *raw;
  MdMailDns *dns;
  MdArc *out;
  Set sets[MD_ARC_MAX_SETS + 1]; /* counted from 1 */
  guint n;                       /* the highest instance */
  gboolean broken;
} Chain;

static const char *const result_names[] = {
  [MD_ARC_NONE] = "none",
  [MD_ARC_PASS] = "pass",
  [MD_ARC_FAIL] = "fail",
  [MD_ARC_TEMPERROR] = "temperror",
};

const char *
md_arc_result_name (MdArcResult result)
{
  return result_names[result];
}

static void
set_free (gpointer data)
{
  MdArcSet *set = data;

  g_free (set->domain);
  g_free (set->selector);
  g_free (set->results);
  g_free (set);
}

void
md_arc_free (MdArc *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->sets);
  g_free (self);
}

/* ── putting together ── */

/* "i=1; …": the number; 0 when it is none.  *@rest: behind the semicolon. */
static guint
read_instance (const char *value, const char **rest)
{
  g_auto (GStrv) parts = g_strsplit (value, ";", 2);
  const char *semicolon = strchr (value, ';');
  g_auto (GStrv) sides = parts[0] != NULL ? g_strsplit (parts[0], "=", 2) : NULL;
  guint64 number;

  *rest = semicolon != NULL ? semicolon + 1 : value + strlen (value);
  if (sides == NULL || sides[0] == NULL || sides[1] == NULL || strcmp (g_strstrip (sides[0]), "i") != 0)
    return 0;
  return g_ascii_string_to_unsigned (g_strstrip (sides[1]), 10, 1, MD_ARC_MAX_SETS, &number, NULL) ? (guint) number : 0;
}

static void
take_signed (Chain *chain, const MdRawField *field, MdSignedKind kind)
{
  g_autoptr (MdSigned) signature = md_signed_read (field, kind);
  Set *set = &chain->sets[signature->instance];
  MdSigned **slot = kind == MD_SIGNED_SEAL ? &set->seal : &set->message;

  chain->n = MAX (chain->n, signature->instance);
  if (signature->instance == 0 || *slot != NULL)
    chain->broken = TRUE;
  else
    *slot = g_steal_pointer (&signature);
}

static void
take_results (Chain *chain, const MdRawField *field)
{
  g_autofree char *value = md_raw_field_dup_value (field);
  const char *rest;
  guint instance = read_instance (value, &rest);

  chain->n = MAX (chain->n, instance);
  if (instance == 0 || chain->sets[instance].results != NULL)
    chain->broken = TRUE;
  else
    chain->sets[instance].results = field;
}

/* FALSE when there is no ARC field at all. */
static gboolean
collect (Chain *chain)
{
  gboolean any = FALSE;

  for (guint i = 0; i < chain->raw->fields->len; i++)
    {
      const MdRawField *field = &g_array_index (chain->raw->fields, MdRawField, i);
      gboolean seal = md_raw_field_is (field, "ARC-Seal");
      gboolean message = md_raw_field_is (field, "ARC-Message-Signature");
      gboolean results = md_raw_field_is (field, "ARC-Authentication-Results");

      if (seal || message)
        take_signed (chain, field, seal ? MD_SIGNED_SEAL : MD_SIGNED_ARC);
      else if (results)
        take_results (chain, field);
      any = any || seal || message || results;
    }
  return any;
}

/* The instance at which something is missing, or the first seal says more than it may; 0: none. */
static guint
find_gap (const Chain *chain)
{
  for (guint i = 1; i <= chain->n; i++)
    {
      const Set *set = &chain->sets[i];

      if (set->results == NULL || set->message == NULL || set->seal == NULL)
        return i;
      if (g_ascii_strcasecmp (set->seal->chain != NULL ? set->seal->chain : "", i == 1 ? "none" : "pass") != 0)
        return i;
    }
  return 0;
}

static void
fill_sets (Chain *chain)
{
  for (guint i = 1; i <= chain->n; i++)
    {
      const Set *set = &chain->sets[i];
      MdArcSet *out = g_new0 (MdArcSet, 1);

      if (set->seal != NULL)
        {
          out->domain = g_strdup (set->seal->domain);
          out->selector = g_strdup (set->seal->selector);
        }
      if (set->results != NULL)
        {
          g_autofree char *value = md_raw_field_dup_value (set->results);
          const char *rest;

          read_instance (value, &rest);
          out->results = g_strstrip (g_strdup (rest));
        }
      g_ptr_array_add (chain->out->sets, out);
    }
}

/* ── checking ── */

static void
fail (MdArc *out, const char *reason, guint instance, MdDkimReason detail)
{
  out->result = detail == MD_DKIM_REASON_KEY_LOOKUP_FAILED ? MD_ARC_TEMPERROR : MD_ARC_FAIL;
  out->reason = reason;
  out->fault = instance;
  out->detail = detail;
}

static MdDkimReason
check_key (const MdSigned *signature, const GString *text, MdMailDns *dns)
{
  MdKeyTrial trial;

  if (signature->fault != MD_DKIM_REASON_GOOD)
    return signature->fault;
  if (signature->objection != MD_DKIM_REASON_GOOD)
    return signature->objection;
  trial = md_dkim_try_key (signature, text, dns);
  if (trial.fault != MD_DKIM_REASON_GOOD)
    return trial.fault;
  if (!trial.fits)
    return MD_DKIM_REASON_HEADER_CHANGED;
  return trial.objection;
}

static MdDkimReason
check_message (const Chain *chain, guint instance)
{
  const MdSigned *signature = chain->sets[instance].message;
  g_autoptr (GString) text = NULL;
  g_autofree guchar *hash = NULL;
  gsize length = 0;
  guint64 total = 0;

  if (signature->fault != MD_DKIM_REASON_GOOD)
    return signature->fault;
  hash = md_dkim_body_hash (chain->raw, signature, &length, &total);
  if (hash == NULL || length != signature->body_hash_length || memcmp (hash, signature->body_hash, length) != 0
      || (signature->has_limit && signature->limit > total))
    return MD_DKIM_REASON_BODY_CHANGED;
  text = md_dkim_header_text (chain->raw, signature);
  return check_key (signature, text, chain->dns);
}

/* Every set up to this one, results, signature and seal in turn; the seal's own b= is empty (section 5.1.1). */
static MdDkimReason
check_seal (const Chain *chain, guint instance)
{
  const MdSigned *seal = chain->sets[instance].seal;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 1; i <= instance; i++)
    {
      const Set *set = &chain->sets[i];
      gboolean own = i == instance;

      md_dkim_append_field (text, set->results, TRUE, 0, 0);
      g_string_append (text, "\r\n");
      md_dkim_append_field (text, set->message->field, TRUE, 0, 0);
      g_string_append (text, "\r\n");
      md_dkim_append_field (text, set->seal->field, TRUE, own ? seal->blank_from : 0, own ? seal->blank_to : 0);
      if (!own)
        g_string_append (text, "\r\n");
    }
  return check_key (seal, text, chain->dns);
}

static void
check_chain (const Chain *chain)
{
  MdArc *out = chain->out;
  MdDkimReason reason = check_message (chain, chain->n);
  gsize hashed = 0;

  if (reason != MD_DKIM_REASON_GOOD)
    {
      fail (out, "signature", chain->n, reason);
      return;
    }
  for (guint i = chain->n; i > 0; i--)
    {
      reason = check_seal (chain, i);
      if (reason != MD_DKIM_REASON_GOOD)
        {
          fail (out, "seal", i, reason);
          return;
        }
    }
  out->result = MD_ARC_PASS;
  out->reason = "good";
  out->oldest_pass = chain->n;
  while (out->oldest_pass > 1 && hashed + chain->raw->body_length <= MAX_HASHED_BYTES
         && check_message (chain, out->oldest_pass - 1) == MD_DKIM_REASON_GOOD)
    {
      hashed += chain->raw->body_length;
      out->oldest_pass--;
    }
}

static void
judge (const Chain *chain)
{
  const MdSigned *last = chain->sets[chain->n].seal;
  guint gap = find_gap (chain);

  if (chain->raw->cut)
    fail (chain->out, "structure", chain->n, MD_DKIM_REASON_TOO_LARGE);
  else if (chain->n > 0 && last != NULL && last->chain != NULL && strcmp (last->chain, "fail") == 0)
    fail (chain->out, "sealed-as-failed", chain->n, MD_DKIM_REASON_GOOD);
  else if (chain->broken || chain->n == 0 || gap != 0)
    fail (chain->out, "structure", gap, MD_DKIM_REASON_SYNTAX);
  else
    check_chain (chain);
}

MdArc *
md_arc_validate (const MdRawMessage *message, MdMailDns *dns)
{
  MdArc *self = g_new0 (MdArc, 1);
  g_autofree Chain *chain = g_new0 (Chain, 1);

  *chain = (Chain) { .raw = message, .dns = dns, .out = self };
  self->sets = g_ptr_array_new_with_free_func (set_free);
  self->reason = "no-sets";
  if (collect (chain))
    {
      fill_sets (chain);
      judge (chain);
    }
  for (guint i = 0; i <= MD_ARC_MAX_SETS; i++)
    {
      md_signed_free (chain->sets[i].message);
      md_signed_free (chain->sets[i].seal);
    }
  return self;
}
