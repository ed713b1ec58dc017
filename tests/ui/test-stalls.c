/* test-stalls.c - the main loop is never busy for longer than a frame of the screen while a guide runs
 *
 * Every turn of the main loop, from the end of one wait to the beginning of the next, is timed by the processor time that
 * the main thread took in it, which other programs on a busy computer do not change; the time on the clock is told beside it.
 * What the frame clock spends on drawing itself is told apart: here the processor draws, elsewhere the graphics card does.
 * The first showing of the window is left out; every later change of page counts.  Other programs disturb the processor's
 * caches, so that a turn can seem long once; a stall of ours is there in every round: of each page the better round counts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stage.h"
#include "ui/page-table.h"

#include <string.h>
#include <time.h>

#define LIMIT_MS 16.0
#define PAGE_MS 60
#define MAX_PAGES 60
#define ROUNDS 6

typedef struct
{
  double cpu;  /* milliseconds of this thread */
  double wall; /* milliseconds */
} Moment;

typedef struct
{
  Stage stage;
  gboolean counts;
  Moment turn;        /* when the turn of the main loop began; 0: waiting */
  Moment painting;    /* when this frame began to be drawn */
  double drawn;       /* milliseconds that this turn spent on drawing */
  guint turns;
  Moment longest[MAX_PAGES]; /* work of the longest turn of this round, by the page's place in the table */
  Moment best[MAX_PAGES];    /* the shortest of these so far */
  double drawing;            /* milliseconds that the longest drawing took */
  const char *pages[MAX_PAGES];
  guint n_pages, page;
} Probe;

/* The poll function has no place for data. */
static Probe *probe_of_poll;

static Moment
now (void)
{
  struct timespec cpu;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &cpu);
  return (Moment) { (double) cpu.tv_sec * 1e3 + (double) cpu.tv_nsec / 1e6, (double) g_get_monotonic_time () / 1e3 };
}

static guint
place_of (const char *page)
{
  guint place = 0;

  while (place < MAX_PAGES - 1 && md_page_table_get (place) != md_page_table_find (page))
    place++;
  return place;
}

static void
end_turn (Probe *self)
{
  Moment end = now ();
  double work = end.cpu - self->turn.cpu - self->drawn;
  guint page;

  if (!self->counts || self->turn.wall <= 0)
    return;
  self->turns++;
  self->drawing = MAX (self->drawing, self->drawn);
  page = place_of (md_session_get_page (self->stage.session));
  if (work > self->longest[page].cpu)
    self->longest[page] = (Moment) { work, end.wall - self->turn.wall };
}

static int
poll_timed (GPollFD *fds, guint n, int timeout)
{
  Probe *self = probe_of_poll;
  int result;

  end_turn (self);
  result = g_poll (fds, n, timeout);
  self->drawn = 0;
  self->turn = now ();
  return result;
}

/* The last of these before a frame is drawn counts as its beginning. */
static void
on_before_drawing (GdkFrameClock *clock, Probe *self)
{
  self->painting = now ();
}

static void
on_drawn (GdkFrameClock *clock, Probe *self)
{
  self->drawn += now ().cpu - self->painting.cpu;
}

static void
watch_clock (Probe *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->stage.window));
  static const char *const before[] = { "before-paint", "update", "layout" };

  for (gsize i = 0; i < G_N_ELEMENTS (before); i++)
    g_signal_connect_after (clock, before[i], G_CALLBACK (on_before_drawing), self);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_drawn), self);
}

/* One page after the other, in turns of the main loop that are timed like all others. */
static gboolean
on_turn_page (gpointer data)
{
  Probe *self = data;

  if (self->page >= self->n_pages)
    return G_SOURCE_REMOVE;
  md_session_go (self->stage.session, self->pages[self->page++]);
  return G_SOURCE_CONTINUE;
}

static gboolean
has_turned_all (Stage *stage)
{
  Probe *self = (Probe *) stage;

  return self->page >= self->n_pages && stage_is_settled (stage);
}

/* The steps of the guide, then every page that has no step; each of them twice, built and then shown again. */
static void
list_pages (Probe *self, MdGuide guide)
{
  self->n_pages = 0;
  self->page = 0;
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; md_page_table_get (i) != NULL && self->n_pages < MAX_PAGES; i++)
      if (md_guide_has_step (guide, md_page_table_get (i)->step))
        self->pages[self->n_pages++] = md_page_table_get (i)->id;
}

typedef struct
{
  const char *story;
  const char *fault;
  MdGuide guide;
  Probe *probe;
} StallCase;

/* With every page built anew. */
static void
walk_once (Probe *self, const StallCase *one)
{
  Stage *stage = &self->stage;

  stage_reset (stage, MD_LANG_EN);
  stage_reset (stage, MD_LANG_ES);
  stage_practise (stage, one->fault);
  md_session_set_guide (stage->session, one->guide);
  stage_settle (0.2);
  memset (self->longest, 0, sizeof self->longest);
  self->counts = TRUE;
  g_assert_true (md_session_confirm_account (stage->session));
  list_pages (self, one->guide);
  g_timeout_add (PAGE_MS, on_turn_page, self);
  g_assert_true (stage_wait (stage, has_turned_all, 60));
  stage_settle (0.3);
  self->counts = FALSE;
}

/* The page with the longest turn of all. */
static guint
worst_page (const Probe *self)
{
  guint worst = 0;

  for (guint i = 0; i < MAX_PAGES; i++)
    if (self->best[i].cpu > self->best[worst].cpu)
      worst = i;
  return worst;
}

static void
test_stalls (gconstpointer data)
{
  const StallCase *one = data;
  Probe *self = one->probe;
  guint rounds = 0, worst;

  self->turns = 0;
  self->drawing = 0;
  do
    {
      walk_once (self, one);
      for (guint i = 0; i < MAX_PAGES; i++)
        if (rounds == 0 || self->longest[i].cpu < self->best[i].cpu)
          self->best[i] = self->longest[i];
      worst = worst_page (self);
    }
  while (++rounds < ROUNDS && self->best[worst].cpu >= LIMIT_MS);
  g_test_message ("%s: %u turns in %u rounds; the longest %.1f ms (%.1f ms on the clock) at page %s; drawing a frame took "
                  "up to %.1f ms more", one->story, self->turns, rounds, self->best[worst].cpu, self->best[worst].wall,
                  md_page_table_get (worst) != NULL ? md_page_table_get (worst)->id : "-", self->drawing);
  g_assert_cmpuint (self->turns, >, self->n_pages);
  g_assert_cmpfloat (self->best[worst].cpu, <, LIMIT_MS);
}

int
main (int argc, char **argv)
{
  Probe probe = { .counts = FALSE };
  StallCase cases[] = {
    { "/stalls/send", "old-sending-password", MD_GUIDE_SEND, &probe },
    { "/stalls/delivery", "healthy", MD_GUIDE_DELIVERY, &probe },
    { "/stalls/receive", "healthy", MD_GUIDE_RECEIVE, &probe },
  };
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!stage_prepare ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  stage_open (&probe.stage, MD_LANG_ES);
  probe_of_poll = &probe;
  g_main_context_set_poll_func (NULL, poll_timed);
  stage_settle (0.3);
  watch_clock (&probe);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].story, &cases[i], test_stalls);
  status = g_test_run ();
  g_main_context_set_poll_func (NULL, NULL);
  stage_close (&probe.stage);
  return status;
}
