/* spf.c - SPF for a sender and an address, or for a record alone; see mailauth.h
 *
 * The work is in spf-parse.c (grammar), spf-macro.c, spf-dns.c (asking) and spf-eval.c (check_host).
 * RFC 7208.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-spf"

#include "config.h"

#include "mailauth/spf-internal.h"

#include <arpa/inet.h>
#include <string.h>

static const char *const result_names[] = {
  [MD_SPF_NONE] = "none",
  [MD_SPF_NEUTRAL] = "neutral",
  [MD_SPF_PASS] = "pass",
  [MD_SPF_FAIL] = "fail",
  [MD_SPF_SOFTFAIL] = "softfail",
  [MD_SPF_TEMPERROR] = "temperror",
  [MD_SPF_PERMERROR] = "permerror",
};

const char *
md_spf_result_name (MdSpfResult result)
{
  return result_names[result];
}

void
md_spf_free (MdSpf *self)
{
  if (self == NULL)
    return;
  g_free (self->record);
  g_free (self->mechanism);
  g_free (self->word);
  g_free (self->fault_domain);
  g_free (self->fault_record);
  g_free (self->explanation);
  g_ptr_array_unref (self->trace);
  g_free (self);
}

/* An IPv4 address in IPv6 clothes counts as IPv4 (section 5). */
static gboolean
read_address (const char *text, MdSpfRun *run)
{
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };

  if (inet_pton (AF_INET, text, run->address) == 1)
    return TRUE;
  if (inet_pton (AF_INET6, text, run->address) != 1)
    return FALSE;
  run->is_ip6 = memcmp (run->address, mapped, sizeof mapped) != 0;
  if (!run->is_ip6)
    memmove (run->address, run->address + sizeof mapped, 4);
  return TRUE;
}

static void
step_free (gpointer data)
{
  MdSpfStep *self = data;

  g_free (self->text);
  g_free (self->outcome);
  g_free (self);
}

static MdSpf *
spf_new (void)
{
  MdSpf *self = g_new0 (MdSpf, 1);

  self->trace = g_ptr_array_new_with_free_func (step_free);
  return self;
}

static MdSpf *
evaluate (MdSpfRun *run, const char *domain)
{
  MdSpf *self = spf_new ();
  g_autofree char *name = g_strdup (domain);
  gsize length = strlen (name);

  if (length > 0 && name[length - 1] == '.')
    name[length - 1] = '\0';
  run->out = self;
  md_spf_prefetch (run, name);
  self->result = md_spf_evaluate (run, name);
  g_free (run->explanation);
  g_free (run->explanation_domain);
  md_spf_dns_clear (&run->dns);
  return self;
}

MdSpf *
md_spf_check (MdWorld *world, const char *address, const char *domain, const char *sender, const char *helo,
              const MdWait *wait, MdSpfAsk ask, gpointer user_data)
{
  const char *at = sender != NULL ? strrchr (sender, '@') : NULL;
  g_autofree char *whole = NULL;
  MdSpfRun run = { .helo = helo != NULL ? helo : domain };

  /* Without a local part it is the postmaster's mail (section 4.3). */
  if (at == NULL)
    whole = g_strdup_printf ("postmaster@%s", domain);
  else
    whole = at == sender ? g_strdup_printf ("postmaster%s", sender) : g_strdup (sender);
  run.sender = whole;
  if (!read_address (address, &run))
    return spf_new ();
  md_spf_dns_init (&run.dns, world, wait, ask, user_data);
  return evaluate (&run, domain);
}

MdSpf *
md_spf_read (MdWorld *world, const char *domain, const MdWait *wait, MdSpfAsk ask, gpointer user_data)
{
  g_autofree char *sender = g_strdup_printf ("postmaster@%s", domain);
  MdSpfRun run = { .reading = TRUE, .sender = sender, .helo = domain };

  md_spf_dns_init (&run.dns, world, wait, ask, user_data);
  return evaluate (&run, domain);
}
