/* test-spf-suite.c - the public test suite of RFC 7208, where it is at hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mailauth/mailauth.h"
#include "pretend-dns.h"

#include <string.h>
#include <sys/wait.h>

static void
check_one (PretendDns *dns, char **fields)
{
  const MdWait wait = { NULL, G_MAXINT64 };
  const char *at = strrchr (fields[4], '@');
  const char *domain = at != NULL ? at + 1 : fields[2];
  g_autofree char *sender = at != NULL ? g_strdup (fields[4]) : g_strconcat ("postmaster@", fields[2], NULL);
  g_auto (GStrv) results = g_strsplit (fields[5], ",", -1);
  g_autoptr (MdSpf) spf = md_spf_check (NULL, fields[3], domain, sender, fields[2], &wait, pretend_dns_ask, dns);
  const char *got = md_spf_result_name (spf->result);
  const char *explanation = spf->explanation != NULL ? spf->explanation : "DEFAULT";

  if (!g_strv_contains ((const char *const *) results, got))
    {
      g_test_message ("%s: want %s, got %s", fields[1], fields[5], got);
      g_test_fail ();
    }
  if (fields[6][0] != '\0' && strcmp (fields[6], explanation) != 0)
    {
      g_test_message ("%s: want explanation %s, got %s", fields[1], fields[6], explanation);
      g_test_fail ();
    }
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
          g_test_message ("scenario: %s", fields[1]);
          pretend_dns_free (dns);
          dns = pretend_dns_new ();
        }
      else if (g_strcmp0 (fields[0], "Z") == 0)
        {
          pretend_dns_add (dns, fields[1], fields[2], fields[3]);
        }
      else if (g_strcmp0 (fields[0], "T") == 0)
        {
          check_one (dns, fields);
          n++;
        }
    }
  g_test_message ("%u tests", n);
  g_assert_cmpuint (n, >=, 100);
}

static void
test_suite (void)
{
  const char *corpora = g_getenv ("MD_CORPORA");
  const char *folder = g_getenv ("MD_SOURCE_DIR");
  g_autofree char *suite = g_build_filename (corpora != NULL ? corpora : ".", "spf", "rfc7208.yml", NULL);
  g_autofree char *script = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (corpora == NULL || folder == NULL || !g_file_test (suite, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the suite is not at hand");
      return;
    }
  script = g_build_filename (folder, "tests", "unit", "mailauth", "spf-suite.py", NULL);
  g_assert_true (g_spawn_sync (NULL, (char *[]) { (char *) PYTHON, script, suite, NULL }, NULL, G_SPAWN_DEFAULT, NULL,
                               NULL, &output, NULL, &status, &error));
  g_assert_no_error (error);
  if (WIFEXITED (status) && WEXITSTATUS (status) == 77)
    {
      g_test_skip ("python3-yaml is not installed");
      return;
    }
  g_assert_cmpint (status, ==, 0);
  run_suite (output);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailauth/spf/rfc7208-suite", test_suite);
  return g_test_run ();
}
