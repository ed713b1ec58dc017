/* main.c - maildoctor-cli: the same engine without a window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "maildoctor-cli"

#include "config.h"

#include "cli/options.h"
#include "cli/run.h"
#include "protocols/http.h"

#include <signal.h>
#include <stdio.h>

/* UTF-8 whatever the locale is: GLib would write a question mark for every accent where none is installed. */
static void
print_error (const char *text)
{
  (void) fputs (text, stderr);
}

int
main (int argc, char **argv)
{
  g_autoptr (MdOptions) options = NULL;
  int status = MD_EXIT_USAGE;

  signal (SIGPIPE, SIG_IGN);
  g_set_printerr_handler (print_error);
  md_secret_forbid_core_files ();
  md_http_global_init ();
  options = md_options_read (argc, argv, &status);
  if (options == NULL)
    return status;
  status = options->run (options);
  return md_flush_output (options->lang) ? status : MD_EXIT_FAILED;
}
