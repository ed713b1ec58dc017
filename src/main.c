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

  md_secret_forbid_core_files ();
  md_http_global_init ();
  md_language_prepare ();
  md_language_use (md_lang_from_environment ());
  application = md_application_new (md_checklist ());
  return g_application_run (G_APPLICATION (application), argc, argv);
}
