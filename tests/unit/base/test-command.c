/* test-command.c - another program asked: what it answers, when it does not, when it does not stop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/command.h"

#include <string.h>

static MdWait
within (guint milliseconds)
{
  return (MdWait) { NULL, g_get_monotonic_time () + milliseconds * 1000 };
}

static void
test_echo (void)
{
  g_autofree char *text = g_strnfill (300000, 'x');
  const MdWait wait = within (20000);
  GString *output = NULL;
  int status = -1;

  g_assert_cmpint (md_command_run ((const char *const[]) { "cat", NULL }, text, 300000, 1000000, &wait, &output, &status),
                   ==, MD_COMMAND_DONE);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpuint (output->len, ==, 300000);
  g_string_free (output, TRUE);
  g_assert_cmpint (md_command_run ((const char *const[]) { "cat", NULL }, text, 300000, 1000, &wait, &output, &status), ==,
                   MD_COMMAND_DONE);
  g_assert_cmpuint (output->len, ==, 1000);
  g_string_free (output, TRUE);
}

static void
test_status (void)
{
  const MdWait wait = within (20000);
  g_autofree char *text = g_strnfill (300000, 'x');
  GString *output = NULL;
  int status = -1;

  /* It does not want its input. */
  g_assert_cmpint (md_command_run ((const char *const[]) { "false", NULL }, text, 300000, 10, &wait, &output, &status), ==,
                   MD_COMMAND_DONE);
  g_assert_cmpint (status, ==, 1);
  g_string_free (output, TRUE);
  g_assert_cmpint (
      md_command_run ((const char *const[]) { "no-such-program-here", NULL }, "", 0, 10, &wait, &output, &status), ==,
      MD_COMMAND_NOT_THERE);
  g_assert_null (output);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (100000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cut_off (void)
{
  static const char *const argv[] = { "sleep", "100", NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const MdWait brief = within (100);
  const MdWait stopped = { cancellable, G_MAXINT64 };
  gint64 started = g_get_monotonic_time ();
  GString *output = NULL;
  int status = 0;
  GThread *thread;

  g_assert_cmpint (md_command_run (argv, "", 0, 10, &brief, &output, &status), ==, MD_COMMAND_CUT_OFF);
  g_string_free (output, TRUE);
  thread = g_thread_new ("stop", cancel_soon, cancellable);
  g_assert_cmpint (md_command_run (argv, "", 0, 10, &stopped, &output, &status), ==, MD_COMMAND_CUT_OFF);
  g_thread_join (thread);
  g_string_free (output, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 10 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command/echo", test_echo);
  g_test_add_func ("/command/status", test_status);
  g_test_add_func ("/command/cut-off", test_cut_off);
  return g_test_run ();
}
