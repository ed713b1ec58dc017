/* test-chaos.c - a person who does everything at the wrong moment: random walks through the window while it works
 *
 * Cancel, check again, another language, back, another guide, another practice case, answers, yeses, pasted nonsense,
 * closing the window in the middle of everything.  MD_CHAOS_WALKS (30) walks of 14 actions each; MD_CHAOS_SEED (1)
 * repeats one that went wrong.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stage.h"

#include "practice/practice.h"
#include "ui/page-table.h"

#include <stdlib.h>

#define WALKS 30
#define ACTIONS 14
#define STOP_SECONDS 5.0     /* everything that ran has let go by then; the program's promise is 0.1 s */
#define LONGEST_TURN 5.0     /* of the main loop, under sanitizers on a busy machine */

typedef void (*Act) (Stage *stage, GRand *rand);

static void
act_page (Stage *stage, GRand *rand)
{
  const MdPageRow *row = NULL;

  while (row == NULL)
    row = md_page_table_get ((guint) g_rand_int_range (rand, 0, 48));
  md_session_go (stage->session, row->id);
}

static void
act_back (Stage *stage, GRand *rand)
{
  gtk_widget_activate_action (GTK_WIDGET (stage->window), "win.back", NULL);
}

static void
act_proceed (Stage *stage, GRand *rand)
{
  gtk_widget_activate_action (GTK_WIDGET (stage->window), "win.proceed", NULL);
}

static void
act_repeat (Stage *stage, GRand *rand)
{
  gtk_widget_activate_action (GTK_WIDGET (stage->window), "win.repeat", NULL);
}

static void
act_stop (Stage *stage, GRand *rand)
{
  md_session_stop (stage->session);
}

static void
act_mended (Stage *stage, GRand *rand)
{
  md_session_repeat_cause (stage->session);
}

static void
act_speak (Stage *stage, GRand *rand)
{
  stage_speak (stage, g_rand_boolean (rand) ? MD_LANG_ES : MD_LANG_EN);
}

static void
act_guide (Stage *stage, GRand *rand)
{
  md_session_set_guide (stage->session, (MdGuide) g_rand_int_range (rand, 0, MD_N_GUIDES));
}

static void
act_practise (Stage *stage, GRand *rand)
{
  static const char *const faults[] = { "healthy", "old-sending-password", "bounce-full", "rule-deletes",
                                        "provider-down", "cert-expired", "own-spf-broken", "message-in-spam" };

  md_session_start_practice (stage->session, faults[g_rand_int_range (rand, 0, G_N_ELEMENTS (faults))]);
}

static void
act_confirm (Stage *stage, GRand *rand)
{
  md_session_confirm_account (stage->session);
}

static void
act_answer (Stage *stage, GRand *rand)
{
  md_session_answer (stage->session, (MdQuestion) g_rand_int_range (rand, 0, MD_N_QUESTIONS),
                     (MdAnswer) g_rand_int_range (rand, 0, 3));
}

static void
act_agree (Stage *stage, GRand *rand)
{
  const MdConsent consents[] = { MD_CONSENT_SEND_TEST, MD_CONSENT_SEND_DRAFT, MD_CONSENT_CHANGE_MAILBOX,
                                 MD_CONSENT_THIRD_PARTY };

  /* Only a pretend account is asked for real: nothing may leave this computer. */
  if (stage_has_practice (stage))
    md_session_agree (stage->session, consents[g_rand_int_range (rand, 0, G_N_ELEMENTS (consents))],
                      g_rand_boolean (rand));
}

static void
act_protection (Stage *stage, GRand *rand)
{
  if (g_rand_boolean (rand))
    md_session_protection_off (stage->session);
  else
    md_session_protection_on (stage->session);
}

static void
act_start_over (Stage *stage, GRand *rand)
{
  gtk_widget_activate_action (GTK_WIDGET (stage->window), "win.start-over", NULL);
}

static void
act_resize (Stage *stage, GRand *rand)
{
  gtk_window_set_default_size (stage->window, g_rand_boolean (rand) ? 370 : 1000, 700);
}

/* Ordinary walking is more frequent than the rest. */
static const struct
{
  Act act;
  const char *name;
  guint weight;
} acts[] = {
  { act_page, "page", 8 },         { act_back, "back", 4 },         { act_proceed, "proceed", 6 },
  { act_repeat, "repeat", 4 },     { act_stop, "stop", 3 },         { act_mended, "mended", 2 },
  { act_speak, "speak", 4 },       { act_guide, "guide", 3 },       { act_practise, "practise", 2 },
  { act_confirm, "confirm", 4 },   { act_answer, "answer", 3 },     { act_agree, "agree", 2 },
  { act_protection, "protection", 1 }, { act_start_over, "start over", 1 }, { act_resize, "resize", 2 },
};

static gsize
choose_act (GRand *rand)
{
  guint total = 0;
  guint at;
  gsize i = 0;

  for (gsize j = 0; j < G_N_ELEMENTS (acts); j++)
    total += acts[j].weight;
  at = (guint) g_rand_int_range (rand, 0, (gint32) total);
  while (at >= acts[i].weight)
    at -= acts[i++].weight;
  return i;
}

/* Closes the window in the middle of whatever runs, ends that, and opens another one. */
static void
reopen (Stage *stage)
{
  gtk_window_destroy (stage->window);
  md_session_start_over (stage->session);
  g_application_activate (G_APPLICATION (stage->application));
  stage->window = gtk_application_get_active_window (GTK_APPLICATION (stage->application));
  g_assert_nonnull (stage->window);
}

static void
walk (Stage *stage, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GString) story = g_string_new (NULL);
  gint64 before;
  double seconds;

  stage_speak (stage, g_rand_boolean (rand) ? MD_LANG_ES : MD_LANG_EN);
  act_practise (stage, rand);
  for (guint i = 0; i < ACTIONS; i++)
    {
      gsize chosen = choose_act (rand);

      g_string_append_printf (story, "%s%s", i > 0 ? ", " : "", acts[chosen].name);
      before = g_get_monotonic_time ();
      acts[chosen].act (stage, rand);
      seconds = (double) (g_get_monotonic_time () - before) / 1e6;
      if (seconds > LONGEST_TURN)
        g_error ("seed %u: “%s” held the window up for %.1f s", seed, acts[chosen].name, seconds);
      stage_settle (g_rand_double_range (rand, 0.005, 0.15));
    }
  g_test_message ("seed %u: %s", seed, story->str);
  before = g_get_monotonic_time ();
  reopen (stage);
  seconds = (double) (g_get_monotonic_time () - before) / 1e6;
  if (seconds > STOP_SECONDS)
    g_error ("seed %u: %.1f s to stop after: %s", seed, seconds, story->str);
}

static guint
number_of (const char *variable, guint otherwise)
{
  const char *value = g_getenv (variable);

  return value != NULL ? (guint) strtoul (value, NULL, 10) : otherwise;
}

static void
test_walks (gconstpointer data)
{
  Stage *stage = (Stage *) data;
  guint walks = number_of ("MD_CHAOS_WALKS", WALKS);
  guint seed = number_of ("MD_CHAOS_SEED", 1);

  for (guint i = 0; i < walks; i++)
    walk (stage, seed + i);
}

int
main (int argc, char **argv)
{
  Stage stage;
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!stage_prepare ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  stage_open (&stage, MD_LANG_EN);
  g_test_add_data_func ("/chaos/walks", &stage, test_walks);
  status = g_test_run ();
  stage_close (&stage);
  return status;
}
