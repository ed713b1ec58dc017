/* command.h - another program of this computer, asked once: text in, text out
 *
 * Blocking and cancellable; never through a shell.  It is ended when it takes too long or is cancelled.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/wait.h"

G_BEGIN_DECLS

typedef enum
{
  MD_COMMAND_DONE,       /* it ended by itself, whatever its exit status */
  MD_COMMAND_NOT_THERE,  /* it could not be started */
  MD_COMMAND_CUT_OFF,    /* deadline or cancel */
} MdCommandResult;

/* Runs @argv (NULL-terminated; the first is a name looked up in PATH) with @input on its standard input.  @output
 * (transfer full): what it wrote to standard output, at most @max_output bytes, closed by a NUL. */
MdCommandResult md_command_run (const char *const *argv, const char *input, gsize length, gsize max_output,
                                const MdWait *wait, GString **output, int *exit_status);

G_END_DECLS
