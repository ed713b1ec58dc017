/* main.c - the window program: puts the parts together and runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "checks/checklist.h"
#include "protocols/http.h"
#include "ui/application.h"
#include "ui/language.h"

int
main (int argc, char **argv)
{
  g_autoptr (MdApplication) application = NULL;
  MdChecklist *lists[MD_N_GUIDES];
  const MdCheck *const *checks[MD_N_GUIDES];
  int status;

  md_secret_forbid_core_files ();
  md_http_global_init ();
  md_language_prepare ();
  md_language_use (md_lang_from_environment ());
  for (guint guide = 0; guide < MD_N_GUIDES; guide++)
    {
      lists[guide] = md_checklist_new ((MdGuide) guide);
      checks[guide] = md_checklist_get (lists[guide]);
    }
  application = md_application_new (checks);
  status = g_application_run (G_APPLICATION (application), argc, argv);
  for (guint guide = 0; guide < MD_N_GUIDES; guide++)
    md_checklist_free (lists[guide]);
  return status;
}
