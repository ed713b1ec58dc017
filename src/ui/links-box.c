/* links-box.c - a button that opens the page a step speaks of; see links-box.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-links-box"

#include "config.h"

#include "ui/links-box.h"

#include "ui/open.h"

#include <adwaita.h>

typedef struct
{
  MdStepId step;        /* whose findings it looks through */
  MdFindingCode code;   /* its parameter "url" is the address */
  const char *label;
} Kind;

static const Kind kinds[] = {
  { MD_STEP_S1, MD_FINDING_PORTAL_FOUND, N_ ("_Open the network’s sign-in page") },
  { MD_STEP_ACCOUNT, MD_FINDING_PROVIDER_INSTRUCTIONS, N_ ("Open the provider’s _instructions") },
  { MD_STEP_S6, MD_FINDING_PROVIDER_WANTS_ACCESS_ON, N_ ("_Enable access on the provider’s page") },
  { MD_STEP_S5, MD_FINDING_WEBMAIL_REACHABLE, N_ ("Open _webmail in the browser") },
};

static GtkWidget *
new_of (const Kind *kind)
{
  GtkWidget *box = adw_bin_new ();

  g_object_set_data (G_OBJECT (box), "kind", (gpointer) kind);
  return box;
}

GtkWidget *
md_links_box_new_portal (MdSession *session)
{
  return new_of (&kinds[0]);
}

GtkWidget *
md_links_box_new_webmail (MdSession *session)
{
  return new_of (&kinds[3]);
}

GtkWidget *
md_links_box_new_instructions (MdSession *session)
{
  return new_of (&kinds[1]);
}

GtkWidget *
md_links_box_new_access (MdSession *session)
{
  return new_of (&kinds[2]);
}

static const char *
find_url (MdSession *session, const Kind *kind)
{
  MdRunner *runner = md_session_get_runner (session);
  GPtrArray *findings = runner != NULL ? md_runner_get_findings (runner, kind->step) : NULL;

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    if (md_finding_get_code (g_ptr_array_index (findings, i)) == kind->code)
      return md_finding_get (g_ptr_array_index (findings, i), "url");
  return NULL;
}

gboolean
md_links_box_refresh (GtkWidget *box, MdSession *session)
{
  const Kind *kind = g_object_get_data (G_OBJECT (box), "kind");
  const char *url = find_url (session, kind);
  GtkWidget *button = adw_bin_get_child (ADW_BIN (box));

  if (url == NULL || url[0] == '\0')
    return FALSE;
  if (button == NULL || g_strcmp0 (gtk_widget_get_tooltip_text (button), url) != 0)
    adw_bin_set_child (ADW_BIN (box),
                       md_link_button_new (md_text (md_session_get_lang (session), kind->label), url));
  return TRUE;
}
