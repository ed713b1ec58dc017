/* route.c - is this computer connected to a network at all, and through what?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-route"

#include "config.h"

#include "checks/network.h"
#include "core/context.h"

#include <string.h>

#define PROC_NET "/proc/net"

/* "http://proxy.example:3128" of a variable's value, without user and password; NULL when it is none. */
static char *
proxy_for_people (const char *value)
{
  const char *at;
  const char *scheme_end;

  if (value == NULL || value[0] == '\0')
    return NULL;
  at = strrchr (value, '@');
  scheme_end = strstr (value, "://");
  if (at == NULL)
    return g_utf8_make_valid (value, -1);
  return scheme_end != NULL && scheme_end < at
             ? g_strdup_printf ("%.*s://%s", (int) (scheme_end - value), value, at + 1)
             : g_strdup (at + 1);
}

static void
report_proxy (MdContext *context)
{
  const char *const names[] = { "all_proxy", "ALL_PROXY", "https_proxy", "HTTPS_PROXY", "http_proxy" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *proxy = proxy_for_people (g_getenv (names[i]));

      if (proxy == NULL)
        continue;
      md_context_report (context, MD_FINDING_PROXY_SET, "proxy", proxy, NULL);
      return;
    }
}

static void
add_evidence (MdContext *context, const MdNetwork *network, const char *way_out, gint64 micros)
{
  MdEvidence *evidence = md_evidence_new (MD_STEP_S1, "route", "default", way_out != NULL ? "found" : "none", micros);
  g_autofree char *ipv4
      = g_strdup_printf ("IPv4: %s", network->ipv4_interface != NULL ? network->ipv4_interface : "-");
  g_autofree char *ipv6
      = g_strdup_printf ("IPv6: %s%s", network->ipv6_interface != NULL ? network->ipv6_interface : "-",
                         network->ipv6_address ? " (global address)" : "");

  md_evidence_add_line (evidence, ipv4);
  md_evidence_add_line (evidence, ipv6);
  md_context_add_evidence (context, evidence);
}

static gboolean
run (MdContext *context, GError **error)
{
  gint64 started = g_get_monotonic_time ();
  g_autoptr (MdNetwork) network = NULL;
  g_autofree char *exit_ipv4 = NULL;
  g_autofree char *exit_ipv6 = NULL;
  const char *way_out;

  if (md_world_is_practice (md_context_get_world (context)))
    {
      md_context_report (context, MD_FINDING_ROUTE_FOUND, "interface", "lo", NULL);
      return TRUE;
    }
  network = md_network_read (PROC_NET);
  exit_ipv4 = md_network_exit (FALSE);
  exit_ipv6 = md_network_exit (TRUE);
  way_out = exit_ipv4 != NULL ? exit_ipv4 : network->ipv4_interface;
  if (way_out == NULL)
    way_out = exit_ipv6 != NULL ? exit_ipv6 : network->ipv6_interface;
  add_evidence (context, network, way_out, g_get_monotonic_time () - started);
  if (way_out == NULL)
    {
      md_context_report (context, MD_FINDING_NO_ROUTE, NULL);
      return TRUE;
    }
  md_context_report (context, MD_FINDING_ROUTE_FOUND, "interface", way_out, NULL);
  if (md_network_is_tunnel (way_out, network))
    md_context_report (context, MD_FINDING_VPN_ACTIVE, "interface", way_out, NULL);
  report_proxy (context);
  return TRUE;
}

const MdCheck md_check_route = {
  .id = "route",
  .step = MD_STEP_S1,
  .subject = MD_SUBJECT_NETWORK,
  .budget_ms = 2000,
  .run = run,
};
