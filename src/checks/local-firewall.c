/* local-firewall.c - is a firewall active on this computer?
 *
 * Only what everybody may read is looked at: names of processes, the units that systemd has started, ufw's own switch.
 * An active firewall is no fault; it matters when connections fail.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-local-firewall"

#include "config.h"

#include "checks/products.h"

#include <string.h>

#define MAX_PROCESSES 32768

/* Started units leave a link here, which anybody may see. */
#define UNITS "/run/systemd/units/invocation:"

static const struct
{
  const char *process; /* (nullable) as in /proc/PID/comm */
  const char *unit;    /* (nullable) */
  const char *name;
} firewalls[] = {
  { "firewalld", NULL, "firewalld" },
  { "opensnitchd", NULL, "OpenSnitch" },
  { NULL, "nftables.service", "nftables" },
  { NULL, "iptables.service", "iptables" },
  { NULL, "netfilter-persistent.service", "iptables" },
};

static GHashTable *
process_names (void)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *entry;
  guint n = 0;

  while (dir != NULL && n < MAX_PROCESSES && (entry = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc", entry, "comm", NULL);
      g_autofree char *comm = NULL;

      if (!g_ascii_isdigit (entry[0]) || !g_file_get_contents (path, &comm, NULL, NULL))
        continue;
      n++;
      g_hash_table_add (names, g_strdup (g_strchomp (comm)));
    }
  return names;
}

static gboolean
is_started (const char *unit)
{
  g_autofree char *path = g_strconcat (UNITS, unit, NULL);

  return g_file_test (path, G_FILE_TEST_IS_SYMLINK);
}

static gboolean
ufw_is_enabled (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents ("/etc/ufw/ufw.conf", &text, NULL, NULL))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (g_ascii_strcasecmp (g_strstrip (lines[i]), "ENABLED=yes") == 0)
      return TRUE;
  return FALSE;
}

static gboolean
run (MdContext *context, GError **error)
{
  g_autoptr (GHashTable) processes = NULL;
  gboolean any = FALSE;

  /* The pretend computer has none. */
  if (!md_world_is_practice (md_context_get_world (context)))
    {
      processes = process_names ();
      for (gsize i = 0; i < G_N_ELEMENTS (firewalls); i++)
        if ((firewalls[i].process != NULL && g_hash_table_contains (processes, firewalls[i].process))
            || (firewalls[i].unit != NULL && is_started (firewalls[i].unit)))
          {
            md_context_report (context, MD_FINDING_FIREWALL_ACTIVE, "name", firewalls[i].name, NULL);
            any = TRUE;
          }
      if (ufw_is_enabled ())
        {
          md_context_report (context, MD_FINDING_FIREWALL_ACTIVE, "name", "ufw", NULL);
          any = TRUE;
        }
    }
  if (!any)
    md_context_report (context, MD_FINDING_FIREWALL_NONE_SEEN, NULL);
  return TRUE;
}

const MdCheck md_check_local_firewall = {
  .id = "local-firewall",
  .step = MD_STEP_S4,
  .subject = MD_SUBJECT_NETWORK,
  .budget_ms = 3000,
  .run = run,
};
