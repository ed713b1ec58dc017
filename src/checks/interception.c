/* interception.c - does somebody on the way answer in the servers' place?
 *
 * Two providers that have nothing to do with each other never greet with the same host name, and never show the same
 * certificate that is wrong for both.  Where they seem to, a transparent proxy answers for both.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-interception"

#include "config.h"

#include "checks/products.h"

#include <string.h>

/* The host name that a greeting announces (RFC 5321 4.2); NULL when it names none. */
static char *
announced_name (const char *banner)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *name = NULL;

  if (banner == NULL || strlen (banner) < 4)
    return NULL;
  words = g_strsplit (banner + 4, " ", 2);
  if (words[0] == NULL || strchr (words[0], '.') == NULL)
    return NULL;
  name = md_host_normalize (words[0]);
  return name == NULL || g_hostname_is_ip_address (name) ? NULL : g_steal_pointer (&name);
}

/* Who runs a server: a known provider's id, else the last two labels of its name. */
static char *
operator_of (const char *host)
{
  g_autoptr (MdSettings) known = md_providers_find_by_server (host);
  const char *tail = strrchr (host, '.');

  if (known != NULL)
    return g_strdup (known->provider);
  while (tail != NULL && tail > host && tail[-1] != '.')
    tail--;
  return g_strdup (tail == NULL ? host : tail);
}

static gboolean
is_same_certificate (const MdDialogue *a, const MdDialogue *b)
{
  if (a->trusted || b->trusted) /* it rightly belongs to one of them, who may serve the other */
    return FALSE;
  return a->fingerprint != NULL && g_strcmp0 (a->fingerprint, b->fingerprint) == 0;
}

static gboolean
has_same_operator (const char *host, const char *other)
{
  g_autofree char *operator = operator_of (host);
  g_autofree char *other_operator = operator_of (other);

  return strcmp (operator, other_operator) == 0;
}

/* Both greet with one name, and it is the name of neither: one provider may run another's servers under its own. */
static gboolean
is_same_greeting (const MdDialogue *a, const MdDialogue *b)
{
  g_autofree char *name_a = announced_name (a->banner);
  g_autofree char *name_b = announced_name (b->banner);

  return name_a != NULL && g_strcmp0 (name_a, name_b) == 0 && !has_same_operator (name_a, a->endpoint->host)
         && !has_same_operator (name_a, b->endpoint->host);
}

static gboolean
are_unrelated (const MdDialogue *a, const MdDialogue *b)
{
  return !has_same_operator (a->endpoint->host, b->endpoint->host) && g_strcmp0 (a->address, b->address) != 0;
}

/* TRUE when @own and one of @others are really one server; reported once. */
static gboolean
report_same (MdContext *context, const MdDialogue *own, const GPtrArray *others)
{
  for (guint i = 0; i < others->len; i++)
    {
      const MdDialogue *other = g_ptr_array_index (others, i);
      g_autofree char *port = g_strdup_printf ("%u", own->endpoint->port);

      if (own == other || !(is_same_greeting (own, other) || is_same_certificate (own, other))
          || !are_unrelated (own, other))
        continue;
      md_context_report (context, MD_FINDING_SAME_BANNER_ELSEWHERE, "host", own->endpoint->host, "other_host",
                         other->endpoint->host, "port", port, "banner", own->banner != NULL ? own->banner : "", NULL);
      return TRUE;
    }
  return FALSE;
}

static gboolean
has_spoken (const MdDialogue *dialogue)
{
  return dialogue->banner != NULL || dialogue->fingerprint != NULL;
}

static gboolean
any_has_spoken (const GPtrArray *dialogues)
{
  for (guint i = 0; i < dialogues->len; i++)
    if (has_spoken (g_ptr_array_index (dialogues, i)))
      return TRUE;
  return FALSE;
}

static gboolean
was_tampered_with (const MdContext *context)
{
  return md_context_has_found (context, MD_FINDING_CERT_INTERCEPTED, MD_SUBJECT_ANY)
         || md_context_has_found (context, MD_FINDING_GREETING_MASKED, MD_SUBJECT_ANY)
         || md_context_has_found (context, MD_FINDING_STARTTLS_MASKED, MD_SUBJECT_ANY);
}

/* The dialogues with the person's own server, one by one, then those elsewhere among each other. */
static GPtrArray *
gather (const MdContext *context, const GPtrArray *elsewhere)
{
  GPtrArray *all = g_ptr_array_new ();
  MdDialogue *configured = md_context_get_product (context, "outgoing-configured");
  const GPtrArray *ports = md_context_get_product (context, "outgoing-ports");

  if (configured != NULL)
    g_ptr_array_add (all, configured);
  for (guint i = 0; ports != NULL && i < ports->len; i++)
    g_ptr_array_add (all, g_ptr_array_index (ports, i));
  for (guint i = 0; i < elsewhere->len; i++)
    g_ptr_array_add (all, g_ptr_array_index (elsewhere, i));
  return all;
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdElsewhere *elsewhere = md_context_get_product (context, "other-providers");
  g_autoptr (GPtrArray) all = NULL;

  if (elsewhere == NULL)
    return TRUE;
  all = gather (context, elsewhere->dialogues);
  for (guint i = 0; i < all->len; i++)
    if (has_spoken (g_ptr_array_index (all, i))
        && report_same (context, g_ptr_array_index (all, i), elsewhere->dialogues))
      return TRUE;
  if (all->len > elsewhere->dialogues->len && has_spoken (g_ptr_array_index (all, 0))
      && any_has_spoken (elsewhere->dialogues) && !was_tampered_with (context))
    md_context_report (context, MD_FINDING_NO_INTERFERENCE, NULL);
  return TRUE;
}

const MdCheck md_check_interception = {
  .id = "interception",
  .step = MD_STEP_S4,
  .subject = MD_SUBJECT_NETWORK,
  .needs = { "outgoing-configured", "outgoing-ports", "other-providers" },
  .budget_ms = 2000,
  .refines = TRUE,
  .run = run,
};
