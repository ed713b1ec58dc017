/* test-text.c - transcripts and redaction: what may be shown, and nothing else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/redact.h"
#include "base/transcript.h"
#include "base/wait.h"
#include "base/world.h"

#include <string.h>

static void
test_transcript (void)
{
  g_autoptr (MdTranscript) transcript = md_transcript_new ();
  g_autofree char *long_line = g_strnfill (5000, 'a');
  g_auto (GStrv) lines = NULL;

  md_transcript_add (transcript, MD_LINE_SENT, "EHLO [192.0.2.1]");
  md_transcript_add (transcript, MD_LINE_RECEIVED, "250 señor\x01\xff");
  md_transcript_add (transcript, MD_LINE_RECEIVED, long_line);
  for (guint i = 0; i < 1000; i++)
    md_transcript_note (transcript, "note %u", i);
  lines = md_transcript_to_lines (transcript);
  g_assert_nonnull (strstr (lines[0], "C: EHLO [192.0.2.1]"));
  g_assert_nonnull (strstr (lines[1], "S: 250 señor\\x01\\xff"));
  g_assert_cmpuint (strlen (lines[2]), <, 1100);
  g_assert_cmpuint (g_strv_length (lines), ==, 401);
  g_assert_nonnull (strstr (lines[400], "(+603)"));
}

static void
test_redact_secret (void)
{
  g_autoptr (MdSecret) secret = md_secret_new ("s3cret pass", -1);
  MdSecret *secrets[] = { secret, NULL };
  g_autofree char *raw = md_redact ("you sent s3cret pass, twice: s3cret pass", secrets, 2);
  g_autofree char *encoded = md_redact ("334 czNjcmV0IHBhc3M=", secrets, 2);
  g_autofree char *clean = md_redact ("nothing here", secrets, 2);

  g_assert_cmpstr (raw, ==, "you sent [password], twice: [password]");
  g_assert_cmpstr (encoded, ==, "334 [password]");
  g_assert_cmpstr (clean, ==, "nothing here");
}

/* What a server echoes is in a report as that report's format writes it. */
static void
test_redact_escaped (void)
{
  g_autoptr (MdSecret) secret = md_secret_new ("a\"b\\c<d>&'", -1);
  g_autofree char *json = md_redact ("{\"reply\":\"no a\\\"b\\\\c<d>&'\"}", &secret, 1);
  g_autofree char *html = md_redact ("<p>no a&quot;b\\c&lt;d&gt;&amp;&apos;</p>", &secret, 1);

  g_assert_cmpstr (json, ==, "{\"reply\":\"no [password]\"}");
  g_assert_cmpstr (html, ==, "<p>no [password]</p>");
}

static void
test_redact_addresses (void)
{
  static const struct
  {
    const char *input, *want;
  } stories[] = {
    { "write to ana@example.org today", "write to a…@….org today" },
    { "<ñandú@correo.example>", "<ñ…@….example>" },
    { "a@b.example, c.d+e@f.g.example", "a…@….example, c…@….example" },
    { "no address: @ and x@y", "no address: @ and x@y" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autofree char *got = md_redact_addresses (stories[i].input);

      g_assert_cmpstr (got, ==, stories[i].want);
    }
}

static void
test_wait_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  MdWait wait = { cancellable, G_MAXINT64 };
  MdWait shorter = md_wait_within (&wait, 30);
  gint64 started = g_get_monotonic_time ();

  g_assert_cmpint (md_wait_poll (&shorter, NULL, 0), ==, MD_WAIT_TIMED_OUT);
  g_assert_cmpint (g_get_monotonic_time () - started, >=, 25000);
  g_assert_false (md_wait_sleep (&shorter, 1000));
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (md_wait_poll (&wait, NULL, 0), ==, MD_WAIT_CANCELLED);
}

static void
test_world_maps_loopback_only (void)
{
  g_autoptr (MdWorld) world = md_world_new ();

  md_world_map_port (world, 587, 40587);
  g_assert_cmpuint (md_world_map (world, "127.0.0.2", 587), ==, 40587);
  g_assert_cmpuint (md_world_map (world, "::1", 587), ==, 40587);
  g_assert_cmpuint (md_world_map (world, "192.0.2.1", 587), ==, 587);
  g_assert_cmpuint (md_world_map (world, "127.0.0.2", 465), ==, 465);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/transcript", test_transcript);
  g_test_add_func ("/text/redact-secret", test_redact_secret);
  g_test_add_func ("/text/redact-escaped", test_redact_escaped);
  g_test_add_func ("/text/redact-addresses", test_redact_addresses);
  g_test_add_func ("/wait/cancel", test_wait_cancel);
  g_test_add_func ("/world/maps-loopback-only", test_world_maps_loopback_only);
  return g_test_run ();
}
