/* spf-terms.c - does one mechanism of an SPF record match?
 *
 * With an address a term is judged as the RFC has it; without one ("reading") only what lets everybody in matches, and
 * every lookup is counted.  RFC 7208 sections 4.6.4 and 5.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-spf"

#include "config.h"

#include "mailauth/spf-internal.h"

#include <arpa/inet.h>
#include <string.h>

#define READING_MAX_LOOKUPS 40

/* The first fault counts. */
void
md_spf_set_fault (const MdSpfPlace *place, MdSpfFault fault, const char *word, guint position)
{
  MdSpf *out = place->run->out;

  if (out->fault != MD_SPF_FAULT_NONE)
    return;
  out->fault = fault;
  out->word = g_strdup (word);
  out->position = position;
  out->fault_domain = g_strdup (place->domain);
  out->fault_record = g_strdup (place->record);
}

/* FALSE when the term may not be evaluated any more. */
gboolean
md_spf_count_lookup (const MdSpfPlace *place, const char *word, guint position)
{
  MdSpfRun *run = place->run;

  run->out->lookups++;
  if (run->out->lookups <= MD_SPF_MAX_LOOKUPS)
    return TRUE;
  md_spf_set_fault (place, MD_SPF_FAULT_LOOKUPS, word, position);
  return run->reading && run->out->lookups < READING_MAX_LOOKUPS;
}

static gboolean
count_void (const MdSpfPlace *place, const MdSpfTerm *term)
{
  MdSpfRun *run = place->run;

  run->out->void_lookups++;
  if (run->out->void_lookups <= MD_SPF_MAX_VOID_LOOKUPS)
    return TRUE;
  md_spf_set_fault (place, MD_SPF_FAULT_VOID_LOOKUPS, term->text, term->position);
  return run->reading;
}

static gboolean
same_network (const guint8 *a, const guint8 *b, guint prefix)
{
  guint bytes = prefix / 8, bits = prefix % 8;
  guint8 mask = bits == 0 ? 0 : (guint8) (0xff << (8 - bits));

  return memcmp (a, b, bytes) == 0 && (bits == 0 || (a[bytes] & mask) == (b[bytes] & mask));
}

static gboolean
matches_address (const MdSpfRun *run, const MdSpfTerm *term, gboolean is_ip6, const guint8 *address)
{
  guint prefix = is_ip6 ? term->prefix6 : term->prefix4;

  if (run->reading)
    return prefix == 0;
  return run->is_ip6 == is_ip6 && same_network (run->address, address, prefix);
}

static gboolean
any_address_matches (const MdSpfRun *run, const MdSpfTerm *term, const MdDnsAnswer *answer)
{
  gboolean is_ip6 = answer->type == MD_DNS_AAAA;

  for (guint i = 0; i < answer->records->len; i++)
    {
      const MdDnsRecord *record = g_ptr_array_index (answer->records, i);
      guint8 address[16];

      if (inet_pton (is_ip6 ? AF_INET6 : AF_INET, record->text, address) == 1
          && matches_address (run, term, is_ip6, address))
        return TRUE;
    }
  return FALSE;
}

/* ── a, mx ── */

static MdSpfOutcome
check_addresses (const MdSpfPlace *place, const MdSpfTerm *term, const char *name, gboolean counts_void)
{
  MdSpfRun *run = place->run;
  gboolean both = run->reading;
  gboolean all_void = TRUE, failed = FALSE, match = FALSE;

  for (guint i = 0; i < 2; i++)
    {
      const MdDnsAnswer *answer;

      if (!both && run->is_ip6 != (i == 1))
        continue;
      answer = md_spf_dns_get (&run->dns, name, i == 1 ? MD_DNS_AAAA : MD_DNS_A);
      failed = failed || md_spf_answer_failed (answer);
      all_void = all_void && md_spf_answer_is_void (answer);
      match = match || any_address_matches (run, term, answer);
    }
  if (match)
    return MD_SPF_MATCH;
  if (failed)
    return MD_SPF_TERM_TEMPERROR;
  if (all_void && counts_void && !count_void (place, term))
    return MD_SPF_TERM_PERMERROR;
  return MD_SPF_NO_MATCH;
}

static MdSpfOutcome
check_mx (const MdSpfPlace *place, const MdSpfTerm *term, const char *name)
{
  MdSpfRun *run = place->run;
  const MdDnsAnswer *answer = md_spf_dns_get (&run->dns, name, MD_DNS_MX);

  if (md_spf_answer_failed (answer))
    return MD_SPF_TERM_TEMPERROR;
  if (md_spf_answer_is_void (answer))
    return count_void (place, term) ? MD_SPF_NO_MATCH : MD_SPF_TERM_PERMERROR;
  if (run->reading)
    return term->prefix4 == 0 || term->prefix6 == 0 ? MD_SPF_MATCH : MD_SPF_NO_MATCH;
  for (guint i = 0; i < answer->records->len; i++)
    {
      const MdDnsRecord *mx = g_ptr_array_index (answer->records, i);
      MdSpfOutcome outcome;

      if (i == MD_SPF_MAX_NAMES)
        {
          md_spf_set_fault (place, MD_SPF_FAULT_LOOKUPS, term->text, term->position);
          return MD_SPF_TERM_PERMERROR;
        }
      if (!md_spf_is_name (mx->text))
        continue;
      outcome = check_addresses (place, term, mx->text, FALSE);
      if (outcome != MD_SPF_NO_MATCH)
        return outcome;
    }
  return MD_SPF_NO_MATCH;
}

/* ── ptr, %{p} ── */

/* The names of the address whose own addresses lead back to it, at most ten looked at; (transfer full) */
static GPtrArray *
validated_names (MdSpfRun *run, gboolean *is_void)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  MdSpfTerm exact = { .prefix4 = 32, .prefix6 = 128 };
  char text[INET6_ADDRSTRLEN] = "";
  g_autofree char *reverse = NULL;
  const MdDnsAnswer *answer;

  inet_ntop (run->is_ip6 ? AF_INET6 : AF_INET, run->address, text, sizeof text);
  reverse = md_dns_reverse_name (text);
  answer = md_spf_dns_get (&run->dns, reverse, MD_DNS_PTR);
  *is_void = md_spf_answer_is_void (answer);
  for (guint i = 0; i < MIN (answer->records->len, MD_SPF_MAX_NAMES); i++)
    {
      const MdDnsRecord *record = g_ptr_array_index (answer->records, i);

      if (!md_spf_is_name (record->text))
        continue;
      if (any_address_matches (run, &exact, md_spf_dns_get (&run->dns, record->text,
                                                            run->is_ip6 ? MD_DNS_AAAA : MD_DNS_A)))
        g_ptr_array_add (names, g_strdup (record->text));
    }
  return names;
}

static gboolean
is_within (const char *name, const char *domain)
{
  gsize n = strlen (name), d = strlen (domain);

  if (n < d || g_ascii_strcasecmp (name + n - d, domain) != 0)
    return FALSE;
  return n == d || name[n - d - 1] == '.';
}

static MdSpfOutcome
check_ptr (const MdSpfPlace *place, const MdSpfTerm *term, const char *name)
{
  g_autoptr (GPtrArray) names = NULL;
  gboolean is_void = FALSE;

  if (place->run->reading)
    return MD_SPF_NO_MATCH;
  names = validated_names (place->run, &is_void);
  if (is_void && !count_void (place, term))
    return MD_SPF_TERM_PERMERROR;
  for (guint i = 0; i < names->len; i++)
    if (is_within (g_ptr_array_index (names, i), name))
      return MD_SPF_MATCH;
  return MD_SPF_NO_MATCH;
}

/* %{p}: the domain itself if it is among the names, else a name below it, else any; section 7.3. */
char *
md_spf_validated_name (gpointer user_data)
{
  const MdSpfPlace *place = user_data;
  g_autoptr (GPtrArray) names = NULL;
  const char *best = NULL;
  gboolean is_void;

  if (place->run->reading)
    return g_strdup ("unknown");
  names = validated_names (place->run, &is_void);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (g_ascii_strcasecmp (name, place->domain) == 0)
        return g_strdup (name);
      if (best == NULL || (is_within (name, place->domain) && !is_within (best, place->domain)))
        best = name;
    }
  return g_strdup (best != NULL ? best : "unknown");
}

MdSpfMacros
md_spf_run_macros (MdSpfRun *run, const char *domain)
{
  return (MdSpfMacros) {
    .sender = run->sender,
    .domain = domain,
    .helo = run->helo,
    .address = run->reading ? NULL : run->address,
    .is_ip6 = run->is_ip6,
  };
}

/* The name a term asks for. */
char *
md_spf_expand_target (const MdSpfPlace *place, const char *target)
{
  MdSpfMacros macros = md_spf_run_macros (place->run, place->domain);

  if (target == NULL)
    return g_strdup (place->domain);
  macros.validated = md_spf_validated_name;
  macros.user_data = (gpointer) place;
  return md_spf_macro_expand_domain (target, &macros);
}

/* ── include, exists ── */

static MdSpfOutcome
check_include (const MdSpfPlace *place, const MdSpfTerm *term, const char *name)
{
  switch (md_spf_check_host (place->run, name, place->depth + 1, FALSE))
    {
    case MD_SPF_PASS:
      return MD_SPF_MATCH;
    case MD_SPF_FAIL:
    case MD_SPF_SOFTFAIL:
    case MD_SPF_NEUTRAL:
      return MD_SPF_NO_MATCH;
    case MD_SPF_TEMPERROR:
      return MD_SPF_TERM_TEMPERROR;
    case MD_SPF_NONE:
      md_spf_set_fault (place, MD_SPF_FAULT_INCLUDE, term->text, term->position);
      return MD_SPF_TERM_PERMERROR;
    case MD_SPF_PERMERROR:
    default:
      return MD_SPF_TERM_PERMERROR;
    }
}

static MdSpfOutcome
check_exists (const MdSpfPlace *place, const MdSpfTerm *term, const char *name)
{
  const MdDnsAnswer *answer = md_spf_dns_get (&place->run->dns, name, MD_DNS_A);

  if (md_spf_answer_failed (answer))
    return MD_SPF_TERM_TEMPERROR;
  if (md_spf_answer_is_void (answer))
    return count_void (place, term) ? MD_SPF_NO_MATCH : MD_SPF_TERM_PERMERROR;
  return place->run->reading ? MD_SPF_NO_MATCH : MD_SPF_MATCH;
}

static MdSpfOutcome
check_asking_term (const MdSpfPlace *place, const MdSpfTerm *term)
{
  g_autofree char *name = NULL;

  if (!md_spf_count_lookup (place, term->text, term->position))
    return MD_SPF_TERM_PERMERROR;
  /* Without an address nobody knows which name a macro makes. */
  if (place->run->reading && term->target != NULL && strchr (term->target, '%') != NULL)
    return MD_SPF_NO_MATCH;
  name = md_spf_expand_target (place, term->target);
  if (!md_spf_is_name (name) && term->kind != MD_SPF_INCLUDE)
    return MD_SPF_NO_MATCH;
  switch (term->kind)
    {
    case MD_SPF_INCLUDE:
      return check_include (place, term, name);
    case MD_SPF_A:
      return check_addresses (place, term, name, TRUE);
    case MD_SPF_MX:
      return check_mx (place, term, name);
    case MD_SPF_PTR:
      return check_ptr (place, term, name);
    case MD_SPF_EXISTS:
      return check_exists (place, term, name);
    case MD_SPF_ALL:
    case MD_SPF_IP4:
    case MD_SPF_IP6:
    default:
      g_assert_not_reached ();
    }
}

MdSpfOutcome
md_spf_check_term (const MdSpfPlace *place, const MdSpfTerm *term)
{
  if (md_spf_mechanism_asks (term->kind))
    return check_asking_term (place, term);
  if (term->kind == MD_SPF_ALL)
    return MD_SPF_MATCH;
  return matches_address (place->run, term, term->kind == MD_SPF_IP6, term->address) ? MD_SPF_MATCH : MD_SPF_NO_MATCH;
}
