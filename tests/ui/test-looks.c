/* test-looks.c - no page cuts a word, shows a box for a letter, or lays one text over another
 *
 * Every page in both languages, light and dark, narrow and wide, at the usual and at twice the size of letters, and in high
 * contrast: what the widgets say of their own words is asserted; MD_PICTURES=FOLDER keeps a picture of each for the eye.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stage.h"
#include "ui/page-table.h"

#include <string.h>

#define FRAME 10 /* what the shadow takes where nothing composes it */
#define MAX_TEXTS 600

typedef struct
{
  int width, height;
  gboolean large, dark;
  MdLang lang;
} Look;

typedef struct
{
  Stage *stage;
  const Look *look;
  const char *page;
  GtkWidget *texts[MAX_TEXTS];
  guint n_texts;
  guint faults;
} Judge;

static void G_GNUC_PRINTF (2, 3)
fault (Judge *self, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  self->faults++;
  g_printerr ("# %s, %s, %d px%s: %s\n", self->page, md_lang_code (self->look->lang), self->look->width,
              self->look->large ? ", large" : "", what);
}

static gboolean
bounds_in (GtkWidget *widget, GtkWidget *in, graphene_rect_t *bounds)
{
  return gtk_widget_compute_bounds (widget, in, bounds);
}

/* A field lays its title and text over each other itself, and shows part of a long text; what it says is its own. */
static gboolean
is_in_field (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, GTK_TYPE_EDITABLE) != NULL
         || gtk_widget_get_ancestor (widget, GTK_TYPE_TEXT_VIEW) != NULL;
}

static void
judge_label (Judge *self, GtkLabel *label)
{
  GtkWidget *widget = GTK_WIDGET (label);
  PangoLayout *layout = gtk_label_get_layout (label);
  const char *text = gtk_label_get_text (label);
  graphene_rect_t bounds;
  int width, height;

  if (text[0] == '\0')
    return;
  pango_layout_get_pixel_size (layout, &width, &height);
  /* The toolkit's fields cannot break the lines of their titles: these are whole at the usual size alone. */
  if (pango_layout_is_ellipsized (layout) && !(self->look->large && is_in_field (widget)))
    fault (self, "“%s” is cut short", text);
  if (pango_layout_get_unknown_glyphs_count (layout) > 0)
    fault (self, "“%s” has letters that no font has", text);
  if (gtk_widget_get_opacity (widget) <= 0 || is_in_field (widget))
    return;
  if (width > gtk_widget_get_width (widget) + 1 || height > gtk_widget_get_height (widget) + 1)
    fault (self, "“%s” is %d × %d in a place of %d × %d", text, width, height, gtk_widget_get_width (widget),
           gtk_widget_get_height (widget));
  if (bounds_in (widget, GTK_WIDGET (self->stage->window), &bounds)
      && (bounds.origin.x < -1 || bounds.origin.x + bounds.size.width > (float) self->look->width + FRAME + 1))
    fault (self, "“%s” is outside: from %.0f to %.0f", text, (double) bounds.origin.x,
           (double) (bounds.origin.x + bounds.size.width));
  /* Nor do newer toolkits give a chosen value the height that it takes at twice the size. */
  if (self->n_texts < MAX_TEXTS
      && !(self->look->large && gtk_widget_get_ancestor (widget, ADW_TYPE_COMBO_ROW) != NULL))
    self->texts[self->n_texts++] = widget;
}

static void
judge_scroller (Judge *self, GtkScrolledWindow *scroller)
{
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (scroller);

  if (gtk_adjustment_get_upper (across) > gtk_adjustment_get_page_size (across) + 1)
    fault (self, "something is %.0f px wide where there are %.0f", gtk_adjustment_get_upper (across),
           gtk_adjustment_get_page_size (across));
}

static void
judge_widget (Judge *self, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || GTK_IS_POPOVER (widget))
    return;
  if (GTK_IS_LABEL (widget))
    judge_label (self, GTK_LABEL (widget));
  else if (GTK_IS_SCROLLED_WINDOW (widget))
    judge_scroller (self, GTK_SCROLLED_WINDOW (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    judge_widget (self, child);
}

/* Two texts of one page; a toast lies over the page, and the page's end under the buttons, on purpose. */
static void
judge_overlaps (Judge *self)
{
  GtkWidget *page = stage_find (self->stage, "pages");

  for (guint i = 0; i < self->n_texts; i++)
    for (guint j = i + 1; j < self->n_texts; j++)
      {
        graphene_rect_t one, other, both;

        if (page == NULL || !gtk_widget_is_ancestor (self->texts[i], page)
            || !gtk_widget_is_ancestor (self->texts[j], page) || !bounds_in (self->texts[i], page, &one)
            || !bounds_in (self->texts[j], page, &other) || !graphene_rect_intersection (&one, &other, &both))
          continue;
        if (both.size.width > 2 && both.size.height > 2)
          fault (self, "“%s” lies over “%s”", gtk_label_get_text (GTK_LABEL (self->texts[i])),
                 gtk_label_get_text (GTK_LABEL (self->texts[j])));
      }
}

static void
keep_picture (Judge *self)
{
  const char *folder = g_getenv ("MD_PICTURES");
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  if (folder == NULL)
    return;
  name = g_strdup_printf ("%s-%s-%s-%d%s%s.png", self->page, md_lang_code (self->look->lang),
                          self->look->dark ? "dark" : "light", self->look->width, self->look->large ? "-large" : "",
                          g_getenv ("ADW_DEBUG_HIGH_CONTRAST") != NULL ? "-contrast" : "");
  path = g_build_filename (folder, name, NULL);
  stage_save_picture (self->stage, path);
}

static void
wait_for_frames (Stage *stage, int n)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (stage->window));
  gint64 from = gdk_frame_clock_get_frame_counter (clock);

  for (int tries = 0; tries < 200 && gdk_frame_clock_get_frame_counter (clock) < from + n; tries++)
    {
      gtk_widget_queue_draw (GTK_WIDGET (stage->window));
      stage_settle (0.01);
    }
}

/* Long pages are built a little with every frame. */
static void
settle (Stage *stage)
{
  g_autofree char *before = NULL;
  g_autofree char *now = stage_read (stage);

  for (int tries = 0; tries < 50 && g_strcmp0 (before, now) != 0; tries++)
    {
      g_free (before);
      before = g_steal_pointer (&now);
      stage_settle (0.03);
      wait_for_frames (stage, 3);
      now = stage_read (stage);
    }
}

static void
judge (Stage *stage, const Look *look, const char *page, guint *faults)
{
  Judge self = { .stage = stage, .look = look, .page = page };

  settle (stage);
  if (gtk_widget_get_width (GTK_WIDGET (stage->window)) != look->width)
    fault (&self, "the window is %d wide", gtk_widget_get_width (GTK_WIDGET (stage->window)));
  judge_widget (&self, GTK_WIDGET (stage->window));
  judge_overlaps (&self);
  keep_picture (&self);
  *faults += self.faults;
}

static void
look_at (Stage *stage, const Look *look, guint *faults)
{
  GtkSettings *settings = gtk_settings_get_default ();
  MdGuide guide = md_session_get_guide (stage->session);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      look->dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_object_set (settings, "gtk-xft-dpi", (look->large ? 2 : 1) * 96 * 1024, NULL);
  stage_speak (stage, look->lang);
  gtk_window_set_default_size (stage->window, look->width + FRAME, look->height + FRAME);
  for (int tries = 0; tries < 30 && gtk_widget_get_width (GTK_WIDGET (stage->window)) != look->width; tries++)
    stage_settle (0.05);
  for (guint i = 0; md_page_table_get (i) != NULL; i++)
    {
      const MdPageRow *row = md_page_table_get (i);

      if (!md_guide_has_step (guide, row->step))
        continue;
      /* The pages beside the steps are the same in every guide. */
      if (guide != MD_GUIDE_SEND && !md_page_row_is_step (row) && !g_str_equal (row->id, "verdict"))
        continue;
      md_session_go (stage->session, row->id);
      judge (stage, look, row->id, faults);
    }
  g_object_set (settings, "gtk-xft-dpi", 96 * 1024, NULL);
}

typedef struct
{
  Stage *stage;
  const char *fault;
  MdGuide guide;
} LooksCase;

static void
test_looks (gconstpointer data)
{
  static const Look looks[] = {
    { 1000, 760, FALSE, FALSE, MD_LANG_ES }, { 1000, 760, FALSE, TRUE, MD_LANG_EN },
    { 360, 1300, FALSE, TRUE, MD_LANG_ES },  { 360, 1300, FALSE, FALSE, MD_LANG_EN },
    { 1000, 760, TRUE, FALSE, MD_LANG_EN },  { 360, 1300, TRUE, FALSE, MD_LANG_ES },
    { 360, 1300, TRUE, FALSE, MD_LANG_EN },  { 1000, 760, FALSE, FALSE, MD_LANG_EN },
    { 1000, 760, FALSE, TRUE, MD_LANG_ES },  { 360, 1300, FALSE, FALSE, MD_LANG_ES },
    { 360, 1300, FALSE, TRUE, MD_LANG_EN },  { 1000, 760, TRUE, FALSE, MD_LANG_ES },
  };
  const LooksCase *one = data;
  /* Half of them say all that the widgets can say of themselves; the others are for the eye. */
  gsize n = g_getenv ("MD_PICTURES") != NULL ? G_N_ELEMENTS (looks) : G_N_ELEMENTS (looks) / 2 + 1;
  guint faults = 0;

  stage_reset (one->stage, MD_LANG_ES);
  stage_practise (one->stage, one->fault);
  md_session_set_guide (one->stage->session, one->guide);
  g_assert_true (md_session_confirm_account (one->stage->session));
  md_session_go (one->stage->session, "verdict"); /* where no toast tells that the result is ready */
  g_assert_true (stage_wait (one->stage, stage_is_settled, 60));
  for (gsize i = 0; i < n; i++)
    look_at (one->stage, &looks[i], &faults);
  if (faults > 0)
    g_test_fail_printf ("%u faults, told above", faults);
}

int
main (int argc, char **argv)
{
  Stage stage;
  const LooksCase cases[] = {
    { &stage, "old-sending-password", MD_GUIDE_SEND },
    { &stage, "own-spf-broken", MD_GUIDE_DELIVERY },
    { &stage, "message-in-spam", MD_GUIDE_RECEIVE },
  };
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!stage_prepare ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  stage_open (&stage, MD_LANG_EN);
  g_test_add_data_func ("/looks/send", &cases[0], test_looks);
  g_test_add_data_func ("/looks/delivery", &cases[1], test_looks);
  g_test_add_data_func ("/looks/receive", &cases[2], test_looks);
  status = g_test_run ();
  stage_close (&stage);
  return status;
}
