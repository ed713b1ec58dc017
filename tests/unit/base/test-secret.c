/* test-secret.c - a secret stays whole, is compared in full, and leaves no copy
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/secret.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
test_base64 (void)
{
  static const struct
  {
    const char *input, *want;
  } stories[] = { { "", "" },           { "f", "Zg==" },         { "fo", "Zm8=" },      { "foo", "Zm9v" },
                  { "foob", "Zm9vYg==" }, { "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" } };

  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autoptr (MdSecret) plain = md_secret_new (stories[i].input, -1);
      g_autoptr (MdSecret) encoded = md_secret_to_base64 (plain);

      g_assert_cmpstr (md_secret_peek (encoded, NULL), ==, stories[i].want);
    }
}

static void
test_read_fd (void)
{
  static const struct
  {
    const char *input;
    gsize length;
    const char *want; /* NULL: refused */
  } stories[] = {
    { "plain", 5, "plain" },        { "line end\n", 9, "line end" },     { "crlf\r\n", 6, "crlf" },
    { " blanks ", 8, " blanks " }, { "two\nlines\n", 10, "two\nlines" }, { "", 0, NULL },
    { "\n", 1, NULL },              { "nul\0inside", 10, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MdSecret) secret = NULL;
      int ends[2];

      g_assert_cmpint (pipe (ends), ==, 0);
      g_assert_cmpint (write (ends[1], stories[i].input, stories[i].length), ==, (gssize) stories[i].length);
      close (ends[1]);
      secret = md_secret_read_fd (ends[0], &error);
      close (ends[0]);
      if (stories[i].want == NULL)
        g_assert_nonnull (error);
      else
        g_assert_cmpstr (md_secret_peek (secret, NULL), ==, stories[i].want);
    }
}

static void
test_too_long (void)
{
  g_autofree char *long_text = g_strnfill (70000, 'x');
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("md-secret-XXXXXX", &path, NULL);

  g_assert_cmpint (write (fd, long_text, 70000), ==, 70000);
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  g_assert_null (md_secret_read_fd (fd, &error));
  g_assert_nonnull (error);
  close (fd);
  g_assert_cmpint (unlink (path), ==, 0);
}

static void
test_equal_and_blanks (void)
{
  g_autoptr (MdSecret) a = md_secret_new ("one two", -1);
  g_autoptr (MdSecret) b = md_secret_new ("one two", -1);
  g_autoptr (MdSecret) c = md_secret_new (" one", -1);

  g_assert_true (md_secret_equal (a, b));
  g_assert_false (md_secret_equal (a, c));
  g_assert_false (md_secret_equal (a, NULL));
  g_assert_true (md_secret_equal (NULL, NULL));
  g_assert_true (md_secret_has_inner_blanks (a));
  g_assert_false (md_secret_has_outer_blanks (a));
  g_assert_true (md_secret_has_outer_blanks (c));
  g_assert_false (md_secret_has_inner_blanks (c));
}

static void
test_join (void)
{
  g_autoptr (MdSecret) password = md_secret_new ("pä ss", -1);
  const MdSecretPart parts[] = { { NULL, "\0user\0", 6 }, { password, NULL, 0 } };
  g_autoptr (MdSecret) joined = md_secret_join (parts, G_N_ELEMENTS (parts));
  gsize length;
  const char *bytes = md_secret_peek (joined, &length);

  g_assert_cmpmem (bytes, length, "\0user\0p\xc3\xa4 ss", 12);
}

/* After the last reference is gone, a fresh mapping of the same size holds no byte of it, and the page is unmapped. */
static void
test_wiped (void)
{
  MdSecret *secret = md_secret_new ("gone for good", -1);
  const char *place = md_secret_peek (secret, NULL);
  g_autofree char *line = g_strdup_printf ("%lx-", (gulong) place);
  g_autofree char *maps = NULL;

  md_secret_unref (secret);
  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  g_assert_null (strstr (maps, line));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret/base64", test_base64);
  g_test_add_func ("/secret/read-fd", test_read_fd);
  g_test_add_func ("/secret/too-long", test_too_long);
  g_test_add_func ("/secret/equal-and-blanks", test_equal_and_blanks);
  g_test_add_func ("/secret/join", test_join);
  g_test_add_func ("/secret/wiped", test_wiped);
  return g_test_run ();
}
