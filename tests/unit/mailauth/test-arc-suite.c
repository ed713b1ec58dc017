/* test-arc-suite.c - the public test suite of ARC (RFC 8617), where it is at hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mailauth/signatures.h"
#include "pretend-dns.h"

#include <string.h>
#include <sys/wait.h>

/* Where the suite wants nothing said, the last seal itself says that the chain has failed, and so it has: a validator
 * stops there with "fail" (section 5.2, step 2). */
static const char *
wanted (const char *result)
{
  if (result[0] == '\0' || strcmp (result, "Fail") == 0)
    return "fail";
  return strcmp (result, "Pass") == 0 ? "pass" : "none";
}

static void
check_one (PretendDns *pretend, char **fields)
{
  const MdWait wait = { NULL, G_MAXINT64 };
  g_autoptr (MdRawMessage) message = md_raw_message_new (fields[3], strlen (fields[3]));
  g_autoptr (MdMailDns) dns = md_mail_dns_new (NULL, &wait, pretend_dns_ask, pretend);
  g_autoptr (MdArc) arc = md_arc_validate (message, dns);
  const char *got = md_arc_result_name (arc->result);

  if (strcmp (got, wanted (fields[2])) != 0)
    {
      g_test_message ("%s: want %s, got %s (%s, %s, instance %u)", fields[1], wanted (fields[2]), got, arc->reason,
                      md_dkim_reason_name (arc->detail), arc->fault);
      g_test_fail ();
    }
  /* What changed on the way is told apart from what is wrong. */
  if (strcmp (fields[1], "cv_pass_i2_1_ams1_invalid") == 0)
    g_assert_cmpuint (arc->oldest_pass, ==, 2);
}

static void
run_suite (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (PretendDns) dns = pretend_dns_new ();
  guint n = 0;

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", -1);

      for (gsize f = 0; fields[f] != NULL; f++)
        {
          char *plain = g_strcompress (fields[f]);

          g_free (fields[f]);
          fields[f] = plain;
        }
      if (g_strcmp0 (fields[0], "S") == 0)
        {
          pretend_dns_free (dns);
          dns = pretend_dns_new ();
        }
      else if (g_strcmp0 (fields[0], "Z") == 0)
        {
          pretend_dns_add (dns, fields[1], "TXT", fields[2]);
        }
      else if (g_strcmp0 (fields[0], "T") == 0)
        {
          check_one (dns, fields);
          n++;
        }
    }
  g_test_message ("%u tests", n);
  g_assert_cmpuint (n, >=, 89);
}

static void
test_suite (void)
{
  const char *corpora = g_getenv ("MD_CORPORA");
  const char *folder = g_getenv ("MD_SOURCE_DIR");
  g_autofree char *suite = g_build_filename (corpora != NULL ? corpora : ".", "auth", "arc", "arc-validation.yml", NULL);
  g_autofree char *script = NULL;
  g_autofree char *text = NULL;
  int status = 0;

  if (corpora == NULL || folder == NULL || !g_file_test (suite, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the suite is not at hand");
      return;
    }
  script = g_build_filename (folder, "tests", "unit", "mailauth", "arc-suite.py", NULL);
  g_assert_true (g_spawn_sync (NULL, (char *[]) { (char *) PYTHON, script, suite, NULL }, NULL, 0, NULL, NULL, &text,
                               NULL, &status, NULL));
  if (WIFEXITED (status) && WEXITSTATUS (status) == 77)
    {
      g_test_skip ("the YAML module of Python is missing");
      return;
    }
  g_assert_cmpint (status, ==, 0);
  run_suite (text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailauth/arc/suite", test_suite);
  return g_test_run ();
}
