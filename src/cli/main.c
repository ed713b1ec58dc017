/* main.c - maildoctor-cli: the same engine without a window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "maildoctor-cli"

#include "config.h"

#include "advice/advice.h"
#include "cli/accounts.h"
#include "cli/options.h"
#include "cli/practice-run.h"
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
  g_autofree char *help = NULL;
  int status = MD_EXIT_USAGE;

  signal (SIGPIPE, SIG_IGN);
  g_set_printerr_handler (print_error);
  md_secret_forbid_core_files ();
  md_http_global_init ();
  options = md_options_read (argc, argv, &status);
  if (options == NULL)
    return status;
  switch (options->command)
    {
    case MD_COMMAND_HELP:
      help = md_cli_text (options->lang, "help", NULL);
      return md_write_output (options->lang, help) ? MD_EXIT_OK : MD_EXIT_FAILED;
    case MD_COMMAND_VERSION:
      return md_write_output (options->lang, "maildoctor " MD_VERSION "\n") ? MD_EXIT_OK : MD_EXIT_FAILED;
    case MD_COMMAND_ACCOUNTS:
      return md_run_accounts (options);
    case MD_COMMAND_PRACTICE_LIST:
      return md_list_practice (options);
    case MD_COMMAND_PRACTICE:
      return md_run_practice (options);
    case MD_COMMAND_CHECK_SEND:
    default:
      return md_run_guide (options, options->kase, options->world);
    }
}
