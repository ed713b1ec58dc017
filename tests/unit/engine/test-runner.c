/* test-runner.c - the engine with a handful of pretend checks and no network
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/context.h"
#include "engine/runner.h"

/* ── pretend checks ── */

static gboolean
run_quick (MdContext *context, GError **error)
{
  md_context_report (context, MD_FINDING_INTERNET_REACHED, NULL);
  md_context_leave (context, g_strdup ("left by quick"), g_free);
  return TRUE;
}

static gboolean
run_reader (MdContext *context, GError **error)
{
  g_assert_cmpstr (md_context_get_product (context, "quick"), ==, "left by quick");
  g_assert_true (md_context_has_found (context, MD_FINDING_INTERNET_REACHED, MD_SUBJECT_NETWORK));
  md_context_report (context, MD_FINDING_NO_PORTAL, NULL);
  return TRUE;
}

static gboolean
run_slow (MdContext *context, GError **error)
{
  if (md_wait_sleep (md_context_get_wait (context), 10000))
    g_assert_not_reached ();
  return TRUE;
}

static gboolean
run_trouble (MdContext *context, GError **error)
{
  md_context_report (context, MD_FINDING_NO_ROUTE, NULL);
  return TRUE;
}

static gboolean
run_broken (MdContext *context, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "out of ideas");
  return FALSE;
}

static gboolean
waives_password (const MdCase *kase, const char *need)
{
  return g_str_equal (need, "password") && kase->no_auth;
}

static const MdCheck quick = {
  .id = "quick", .step = MD_STEP_S1, .subject = MD_SUBJECT_NETWORK, .budget_ms = 1000, .run = run_quick,
};
static const MdCheck reader = {
  .id = "reader", .step = MD_STEP_S2, .subject = MD_SUBJECT_NETWORK, .needs = { "quick" }, .budget_ms = 1000,
  .run = run_reader,
};
static const MdCheck slow = {
  .id = "slow", .step = MD_STEP_S3, .subject = MD_SUBJECT_NETWORK, .budget_ms = 20000, .run = run_slow,
};
static const MdCheck refining = {
  .id = "refining", .step = MD_STEP_S3, .subject = MD_SUBJECT_NETWORK, .budget_ms = 20000, .refines = TRUE,
  .run = run_slow,
};
static const MdCheck trouble = {
  .id = "trouble", .step = MD_STEP_S4, .subject = MD_SUBJECT_NETWORK, .budget_ms = 1000, .run = run_trouble,
};
static const MdCheck broken = {
  .id = "broken", .step = MD_STEP_S5, .subject = MD_SUBJECT_NETWORK, .budget_ms = 1000, .run = run_broken,
};
static const MdCheck hungry = {
  .id = "hungry", .step = MD_STEP_S6, .subject = MD_SUBJECT_ACCOUNT, .inputs = MD_INPUT_PASSWORD,
  .budget_ms = 1000, .waives = waives_password, .run = run_quick,
};
static const MdCheck shy = {
  .id = "shy", .step = MD_STEP_S7, .subject = MD_SUBJECT_ACCOUNT, .asks_first = MD_CONSENT_SEND_TEST,
  .budget_ms = 1000, .run = run_quick,
};

/* ── helpers ── */

typedef struct
{
  MdRunner *runner;
  MdCase *kase;
  MdWorld *world;
  guint settled;
} Fixture;

static void
on_settled (MdRunner *runner, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->settled++;
}

static void
open_fixture (Fixture *fixture, const MdCheck *const *checks)
{
  fixture->kase = md_case_new ();
  fixture->world = md_world_new ();
  fixture->runner = md_runner_new (checks, fixture->kase, fixture->world);
  fixture->settled = 0;
  g_signal_connect (fixture->runner, "settled", G_CALLBACK (on_settled), fixture);
}

static void
close_fixture (Fixture *fixture)
{
  md_runner_cancel (fixture->runner);
  while (md_runner_is_running (fixture->runner))
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (fixture->runner);
  md_case_unref (fixture->kase);
  md_world_unref (fixture->world);
}

static void
until_settled (Fixture *fixture)
{
  guint before = fixture->settled;

  while (fixture->settled == before)
    g_main_context_iteration (NULL, TRUE);
}

/* ── stories ── */

static void
test_needs_and_products (void)
{
  const MdCheck *const checks[] = { &quick, &reader, NULL };
  Fixture fixture;

  open_fixture (&fixture, checks);
  md_runner_start (fixture.runner, 0);
  until_settled (&fixture);
  g_assert_cmpint (md_runner_get_status (fixture.runner, MD_STEP_S1), ==, MD_STATUS_OK);
  g_assert_cmpint (md_runner_get_status (fixture.runner, MD_STEP_S2), ==, MD_STATUS_OK);
  g_assert_cmpuint (md_runner_get_findings (fixture.runner, MD_STEP_S2)->len, ==, 1);
  close_fixture (&fixture);
}

static void
test_cancel_is_quick (void)
{
  const MdCheck *const checks[] = { &slow, &quick, &reader, NULL };
  Fixture fixture;
  gint64 started;

  open_fixture (&fixture, checks);
  md_runner_start (fixture.runner, 0);
  while (md_runner_get_status (fixture.runner, MD_STEP_S2) != MD_STATUS_OK)
    g_main_context_iteration (NULL, TRUE);
  started = g_get_monotonic_time ();
  md_runner_cancel (fixture.runner);
  while (md_runner_is_running (fixture.runner))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 100000);
  g_assert_cmpint (md_runner_get_status (fixture.runner, MD_STEP_S3), ==, MD_STATUS_CANCELLED);
  close_fixture (&fixture);
}

static void
test_healthy_does_not_wait_for_refining (void)
{
  const MdCheck *const checks[] = { &refining, &quick, NULL };
  Fixture fixture;

  open_fixture (&fixture, checks);
  md_runner_start (fixture.runner, 0);
  until_settled (&fixture);
  g_assert_true (md_runner_is_running (fixture.runner));
  md_runner_stop_refining (fixture.runner);
  while (md_runner_is_running (fixture.runner))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (md_runner_get_status (fixture.runner, MD_STEP_S3), ==, MD_STATUS_SKIPPED);
  close_fixture (&fixture);
}

static void
test_a_problem_waits_for_refining (void)
{
  const MdCheck *const checks[] = { &refining, &trouble, NULL };
  Fixture fixture;

  open_fixture (&fixture, checks);
  md_runner_start (fixture.runner, 0);
  while (md_runner_get_status (fixture.runner, MD_STEP_S4) != MD_STATUS_PROBLEM)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture.settled, ==, 0);
  close_fixture (&fixture);
}

static void
test_our_failure_is_said (void)
{
  const MdCheck *const checks[] = { &broken, NULL };
  Fixture fixture;
  const MdFinding *finding;

  open_fixture (&fixture, checks);
  md_runner_start (fixture.runner, 0);
  until_settled (&fixture);
  g_assert_cmpint (md_runner_get_status (fixture.runner, MD_STEP_S5), ==, MD_STATUS_BROKEN);
  finding = g_ptr_array_index (md_runner_get_findings (fixture.runner, MD_STEP_S5), 0);
  g_assert_cmpint (md_finding_get_code (finding), ==, MD_FINDING_CHECK_BROKEN);
  close_fixture (&fixture);
}

static void
test_inputs_and_consents (void)
{
  const MdCheck *const checks[] = { &hungry, &shy, NULL };
  g_autoptr (MdCase) kase = NULL;
  Fixture fixture;

  open_fixture (&fixture, checks);
  md_runner_start (fixture.runner, 0);
  g_assert_cmpint (md_runner_get_status (fixture.runner, MD_STEP_S6), ==, MD_STATUS_WAITING);
  g_assert_cmpint (md_runner_get_missing_inputs (fixture.runner, MD_STEP_S6), ==, MD_INPUT_PASSWORD);
  g_assert_cmpint (md_runner_get_missing_consents (fixture.runner, MD_STEP_S7), ==, MD_CONSENT_SEND_TEST);
  kase = md_case_copy (fixture.kase);
  kase->password = md_secret_new ("a", -1);
  md_runner_set_case (fixture.runner, kase);
  until_settled (&fixture);
  g_assert_cmpint (md_runner_get_status (fixture.runner, MD_STEP_S6), ==, MD_STATUS_OK);
  md_runner_close_inputs (fixture.runner);
  g_assert_cmpint (md_runner_get_status (fixture.runner, MD_STEP_S7), ==, MD_STATUS_SKIPPED);
  close_fixture (&fixture);
}

static void
test_waived_input (void)
{
  const MdCheck *const checks[] = { &hungry, NULL };
  Fixture fixture;

  open_fixture (&fixture, checks);
  fixture.kase->no_auth = TRUE;
  md_runner_start (fixture.runner, 0);
  until_settled (&fixture);
  g_assert_cmpint (md_runner_get_status (fixture.runner, MD_STEP_S6), ==, MD_STATUS_OK);
  close_fixture (&fixture);
}

static void
test_only_runs_what_is_needed (void)
{
  const MdCheck *const checks[] = { &quick, &reader, &trouble, NULL };
  Fixture fixture;

  open_fixture (&fixture, checks);
  md_runner_start (fixture.runner, 1u << MD_STEP_S2);
  until_settled (&fixture);
  g_assert_cmpint (md_runner_get_status (fixture.runner, MD_STEP_S1), ==, MD_STATUS_OK);
  g_assert_cmpint (md_runner_get_status (fixture.runner, MD_STEP_S2), ==, MD_STATUS_OK);
  g_assert_cmpint (md_runner_get_status (fixture.runner, MD_STEP_S4), ==, MD_STATUS_SKIPPED);
  close_fixture (&fixture);
}

static void
test_repeat_replaces (void)
{
  const MdCheck *const checks[] = { &quick, &reader, &trouble, NULL };
  Fixture fixture;

  open_fixture (&fixture, checks);
  md_runner_start (fixture.runner, 0);
  until_settled (&fixture);
  md_runner_repeat (fixture.runner, MD_STEP_S1);
  until_settled (&fixture);
  g_assert_cmpuint (md_runner_get_findings (fixture.runner, MD_STEP_S1)->len, ==, 1);
  g_assert_cmpuint (md_runner_get_findings (fixture.runner, MD_STEP_S2)->len, ==, 1);
  g_assert_cmpuint (md_runner_get_findings (fixture.runner, MD_STEP_S4)->len, ==, 1);
  close_fixture (&fixture);
}

/* Repeats and cancels at random while things run: every run ends, none is mixed up with another. */
static void
test_chaos (void)
{
  const MdCheck *const checks[] = { &quick, &reader, &slow, &refining, &trouble, NULL };
  Fixture fixture;

  open_fixture (&fixture, checks);
  md_runner_start (fixture.runner, 0);
  for (guint i = 0; i < 300; i++)
    {
      switch (g_test_rand_int_range (0, 4))
        {
        case 0:
          md_runner_repeat (fixture.runner, (MdStepId) g_test_rand_int_range (MD_STEP_S1, MD_STEP_S5));
          break;
        case 1:
          md_runner_cancel (fixture.runner);
          break;
        case 2:
          md_runner_stop_refining (fixture.runner);
          break;
        default:
          g_main_context_iteration (NULL, FALSE);
          break;
        }
    }
  md_runner_cancel (fixture.runner);
  while (md_runner_is_running (fixture.runner))
    g_main_context_iteration (NULL, TRUE);
  md_runner_repeat (fixture.runner, MD_STEP_S1);
  while (md_runner_get_status (fixture.runner, MD_STEP_S2) != MD_STATUS_OK)
    g_main_context_iteration (NULL, TRUE);
  close_fixture (&fixture);
}

static gboolean
run_counting (MdContext *context, GError **error)
{
  for (guint percent = 0; percent <= 40; percent += 20)
    {
      md_context_set_progress (context, percent);
      md_context_set_progress (context, percent);
    }
  (void) md_wait_sleep (md_context_get_wait (context), 10000);
  return TRUE;
}

static void
test_progress (void)
{
  static const MdCheck counting = {
    .id = "counting", .step = MD_STEP_S1, .subject = MD_SUBJECT_NETWORK, .budget_ms = 20000, .run = run_counting,
  };
  const MdCheck *const checks[] = { &counting, NULL };
  MdCheckState state = { .percent = 0 };
  Fixture fixture;

  open_fixture (&fixture, checks);
  md_runner_start (fixture.runner, 0);
  while (state.percent < 40)
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_true (md_runner_get_check (fixture.runner, 0, &state));
    }
  g_assert_cmpint (state.status, ==, MD_STATUS_RUNNING);
  close_fixture (&fixture);
}

/* ── a slow line ── */

static gboolean
run_until_told (MdContext *context, GError **error)
{
  const MdWait *wait = md_context_get_wait (context);
  const MdWait inner = md_wait_within (wait, 50);

  g_assert_cmpint (md_wait_left_ms (&inner), >, 100); /* three times 50 */
  md_wait_poll (wait, NULL, 0);
  md_context_report (context, MD_FINDING_NO_PORTAL, NULL);
  return TRUE;
}

static const MdCheck patient = {
  .id = "patient", .step = MD_STEP_S1, .subject = MD_SUBJECT_NETWORK, .budget_ms = 150, .run = run_until_told,
};

/* The limit of the whole check, and every limit inside it, are three times as long. */
static void
test_slow_line (void)
{
  static const MdCheck *const checks[] = { &patient, NULL };
  g_autoptr (MdWorld) slow_world = md_world_new ();
  Fixture fixture;
  MdCheckState state;

  open_fixture (&fixture, checks);
  g_assert_cmpuint (md_world_get_patience (fixture.world), ==, 1);
  md_world_set_patience (slow_world, 3);
  md_runner_set_world (fixture.runner, slow_world);
  md_runner_start (fixture.runner, 0);
  until_settled (&fixture);
  g_assert_true (md_runner_get_check (fixture.runner, 0, &state));
  g_assert_cmpfloat (state.seconds, >=, 0.44);
  g_assert_cmpfloat (state.seconds, <, 3);
  close_fixture (&fixture);
}

/* A pause is a pause, on every line. */
static void
test_pause (void)
{
  const MdWait wait = { NULL, G_MAXINT64, 10 };
  gint64 before = g_get_monotonic_time ();

  g_assert_true (md_wait_sleep (&wait, 60));
  g_assert_cmpint (g_get_monotonic_time () - before, <, 500 * 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runner/needs-and-products", test_needs_and_products);
  g_test_add_func ("/runner/cancel-is-quick", test_cancel_is_quick);
  g_test_add_func ("/runner/healthy-does-not-wait-for-refining", test_healthy_does_not_wait_for_refining);
  g_test_add_func ("/runner/a-problem-waits-for-refining", test_a_problem_waits_for_refining);
  g_test_add_func ("/runner/our-failure-is-said", test_our_failure_is_said);
  g_test_add_func ("/runner/inputs-and-consents", test_inputs_and_consents);
  g_test_add_func ("/runner/waived-input", test_waived_input);
  g_test_add_func ("/runner/only-runs-what-is-needed", test_only_runs_what_is_needed);
  g_test_add_func ("/runner/repeat-replaces", test_repeat_replaces);
  g_test_add_func ("/runner/slow-line", test_slow_line);
  g_test_add_func ("/runner/pause", test_pause);
  g_test_add_func ("/runner/progress", test_progress);
  g_test_add_func ("/runner/chaos", test_chaos);
  return g_test_run ();
}
