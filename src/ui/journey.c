/* journey.c - the picture "how mail travels"; see journey.h
 *
 * Each way is a row of three places (a column where it is narrow) with two arrows between them.  Places and words are
 * labels, so that they follow font, size and contrast; only the arrows are drawn.  A screen reader gets one sentence.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-journey"

#include "config.h"

#include "ui/journey.h"

#include "ui/journey-state.h"
#include "ui/looks.h"

#include <math.h>

#define N_WAYS 2
#define N_PLACES 3
#define N_ARROWS 2
#define WIDE_FROM 520
#define GAP 8
#define WAY_GAP 18
#define ARROW_ROOM 26

typedef struct
{
  GtkWidget *place[N_PLACES];  /* labels */
  GtkWidget *mark[N_ARROWS];   /* icon and word at each arrow */
  GtkWidget *icon[N_ARROWS];
  GtkWidget *word[N_ARROWS];
  MdStatus status[N_ARROWS];
  graphene_rect_t arrow[N_ARROWS];
} Way;

struct _MdJourney
{
  GtkWidget parent_instance;

  Way ways[N_WAYS];   /* sending, receiving */
  gboolean is_wide;   /* as allocated */
};

G_DEFINE_FINAL_TYPE (MdJourney, md_journey, GTK_TYPE_WIDGET)

/* ── size ── */

static int
height_of (GtkWidget *child, int width)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &minimum, &natural, NULL, NULL);
  return natural;
}

static int
width_of (GtkWidget *child)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return minimum;
}

/* The width that a place has when the whole has @width. */
static int
place_width (int width, gboolean wide)
{
  return wide ? (width * 24) / 100 : (width - WAY_GAP) / 2;
}

static int
tallest_place (const Way *way, int width)
{
  int tallest = 0;

  for (guint i = 0; i < N_PLACES; i++)
    tallest = MAX (tallest, height_of (way->place[i], width));
  return tallest;
}

static int
arrow_width (int width)
{
  return (width - N_PLACES * place_width (width, TRUE)) / N_ARROWS;
}

static int
tallest_mark (const Way *way, int width)
{
  return MAX (height_of (way->mark[0], width), height_of (way->mark[1], width));
}

/* In a column: beside the arrow, which is at least this long. */
static int
column_mark (const Way *way, int place)
{
  return MAX (tallest_mark (way, place - ARROW_ROOM), 30);
}

static int
way_height (const Way *way, int width, gboolean wide)
{
  int place = place_width (width, wide);

  if (wide)
    return MAX (tallest_place (way, place), 2 * (tallest_mark (way, arrow_width (width)) + GAP));
  return N_PLACES * tallest_place (way, place) + N_ARROWS * (column_mark (way, place) + GAP);
}

/* Whether rows fit: wide enough for everybody, and for the letters at hand. */
static gboolean
fits_in_rows (MdJourney *self, int width)
{
  if (width < WIDE_FROM)
    return FALSE;
  for (guint w = 0; w < N_WAYS; w++)
    {
      for (guint i = 0; i < N_PLACES; i++)
        if (width_of (self->ways[w].place[i]) > place_width (width, TRUE))
          return FALSE;
      for (guint i = 0; i < N_ARROWS; i++)
        if (width_of (self->ways[w].mark[i]) > arrow_width (width))
          return FALSE;
    }
  return TRUE;
}

static GtkSizeRequestMode
md_journey_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
md_journey_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                    int *minimum_baseline, int *natural_baseline)
{
  MdJourney *self = MD_JOURNEY (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int widest = 0;

      for (guint w = 0; w < N_WAYS; w++)
        for (guint i = 0; i < N_PLACES; i++)
          widest = MAX (widest, width_of (self->ways[w].place[i]));
      *minimum = 2 * widest + WAY_GAP;
      *natural = MAX (*minimum, 640);
    }
  else
    {
      int width = for_size > 0 ? for_size : 640;
      gboolean wide = fits_in_rows (self, width);
      int first = way_height (&self->ways[0], width, wide), second = way_height (&self->ways[1], width, wide);

      *minimum = *natural = wide ? first + WAY_GAP + second : MAX (first, second);
    }
}

static void
put (GtkWidget *child, int x, int y, int width, int height)
{
  int minimum;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, MAX (width, minimum), height }, -1);
}

static void
lay_in_row (Way *way, int width, int y, int height)
{
  int place = place_width (width, TRUE);
  int arrow = arrow_width (width);

  for (int i = 0; i < N_PLACES; i++)
    put (way->place[i], i * (place + arrow), y, place, height);
  for (int i = 0; i < N_ARROWS; i++)
    {
      int x = (i + 1) * place + i * arrow;
      int mark = height_of (way->mark[i], arrow);

      put (way->mark[i], x, y + height / 2 - mark - 5, arrow, mark);
      graphene_rect_init (&way->arrow[i], (float) (x + GAP), (float) (y + height / 2), (float) (arrow - 2 * GAP), 0);
    }
}

static void
lay_in_column (Way *way, int x, int width)
{
  int place = tallest_place (way, width);
  int y = 0;

  for (int i = 0; i < N_PLACES; i++)
    {
      put (way->place[i], x, y, width, place);
      y += place;
      if (i < N_ARROWS)
        {
          int mark = column_mark (way, width);

          put (way->mark[i], x + ARROW_ROOM, y + GAP / 2, width - ARROW_ROOM, mark);
          graphene_rect_init (&way->arrow[i], (float) (x + 16), (float) (y + GAP / 2), 0, (float) mark);
          y += mark + GAP;
        }
    }
}

static void
md_journey_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MdJourney *self = MD_JOURNEY (widget);

  self->is_wide = fits_in_rows (self, width);
  if (self->is_wide)
    {
      int first = way_height (&self->ways[0], width, TRUE);

      lay_in_row (&self->ways[0], width, 0, first);
      lay_in_row (&self->ways[1], width, first + WAY_GAP, way_height (&self->ways[1], width, TRUE));
    }
  else
    {
      int half = place_width (width, FALSE);

      lay_in_column (&self->ways[0], 0, half);
      lay_in_column (&self->ways[1], half + WAY_GAP, half);
    }
}

/* ── arrows ── */

static void
colour_of (GtkWidget *widget, MdStatus status, GdkRGBA *colour)
{
  static const char *const names[] = {
    [MD_STATUS_OK] = "success_color", [MD_STATUS_WARNING] = "warning_color", [MD_STATUS_PROBLEM] = "error_color",
  };
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  const char *name = status < G_N_ELEMENTS (names) ? names[status] : NULL;

  if (name != NULL && gtk_style_context_lookup_color (context, name, colour))
    return;
  gtk_style_context_get_color (context, colour);
  colour->alpha *= 0.5f;
}

/* A line along @way with its head at the end, or at the start when mail comes towards us. */
static void
draw_arrow (cairo_t *cairo, const graphene_rect_t *line, gboolean towards_us)
{
  double x0 = line->origin.x, y0 = line->origin.y;
  double x1 = x0 + (double) line->size.width, y1 = y0 + (double) line->size.height;
  double tip_x = towards_us ? x0 : x1, tip_y = towards_us ? y0 : y1;
  double angle = atan2 (y1 - y0, x1 - x0) + (towards_us ? G_PI : 0);

  cairo_move_to (cairo, x0, y0);
  cairo_line_to (cairo, x1, y1);
  cairo_stroke (cairo);
  cairo_set_dash (cairo, NULL, 0, 0);
  cairo_move_to (cairo, tip_x + 7 * cos (angle + 2.6), tip_y + 7 * sin (angle + 2.6));
  cairo_line_to (cairo, tip_x, tip_y);
  cairo_line_to (cairo, tip_x + 7 * cos (angle - 2.6), tip_y + 7 * sin (angle - 2.6));
  cairo_stroke (cairo);
}

static void
md_journey_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MdJourney *self = MD_JOURNEY (widget);
  graphene_rect_t whole = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                              (float) gtk_widget_get_height (widget));
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &whole);

  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  for (guint w = 0; w < N_WAYS; w++)
    for (guint i = 0; i < N_ARROWS; i++)
      {
        static const double dashes[] = { 1, 6 };
        MdStatus status = self->ways[w].status[i];
        GdkRGBA colour;

        colour_of (widget, status, &colour);
        gdk_cairo_set_source_rgba (cairo, &colour);
        cairo_set_line_width (cairo, status == MD_STATUS_PROBLEM ? 3 : 2);
        cairo_set_dash (cairo, dashes, status == MD_STATUS_WAITING ? 2 : 0, 0);
        draw_arrow (cairo, &self->ways[w].arrow[i], w == 1);
      }
  cairo_destroy (cairo);
  GTK_WIDGET_CLASS (md_journey_parent_class)->snapshot (widget, snapshot);
}

/* ── words ── */

static const char *
leg_word (MdLang lang, MdStatus status)
{
  if (status == MD_STATUS_OK)
    return md_text (lang, N_ ("works"));
  if (status == MD_STATUS_WARNING)
    return md_text (lang, N_ ("attention"));
  return status == MD_STATUS_PROBLEM ? md_text (lang, N_ ("the fault is here")) : md_text (lang, N_ ("not tested"));
}

static void
show_arrow (MdJourney *self, guint way, guint arrow, MdLang lang, MdStatus status)
{
  Way *shown = &self->ways[way];

  shown->status[arrow] = status;
  md_image_set_status (GTK_IMAGE (shown->icon[arrow]), status);
  gtk_label_set_text (GTK_LABEL (shown->word[arrow]), leg_word (lang, status));
}

static void
show_place (MdJourney *self, guint way, guint place, const char *what, const char *host)
{
  g_autofree char *words = host != NULL ? g_markup_printf_escaped ("%s\n<small>%s</small>", what, host)
                                        : g_markup_escape_text (what, -1);

  gtk_label_set_markup (GTK_LABEL (self->ways[way].place[place]), words);
}

static void
show_sentence (MdJourney *self, MdLang lang, const MdJourneyState *state)
{
  g_autofree char *sentence = md_fill_with (
      md_text (lang,
               N_ ("How mail travels. Sending: from you to the outgoing server: {out}; from there to the recipient: "
                   "{onward}. Receiving: from the sender to the incoming server: {inbound}; from there to you: {in}.")),
      "out", leg_word (lang, state->legs[MD_LEG_TO_OUTGOING]), "onward", leg_word (lang, state->legs[MD_LEG_ONWARD]),
      "inbound", leg_word (lang, state->legs[MD_LEG_INBOUND]), "in", leg_word (lang, state->legs[MD_LEG_FROM_INCOMING]),
      NULL);

  md_set_accessible_name (GTK_WIDGET (self), sentence);
}

void
md_journey_show (MdJourney *self, MdSession *session)
{
  MdLang lang = md_session_get_lang (session);
  MdJourneyState state;

  md_journey_state_read (&state, md_session_get_record (session));
  show_place (self, 0, 0, md_text (lang, N_ ("You send")), NULL);
  show_place (self, 0, 1, md_text (lang, N_ ("Outgoing server (SMTP)")), state.outgoing);
  show_place (self, 0, 2, md_text (lang, N_ ("The recipient’s mailbox")), NULL);
  show_place (self, 1, 0, md_text (lang, N_ ("You receive")), NULL);
  show_place (self, 1, 1, md_text (lang, N_ ("Incoming server (IMAP or POP)")), state.incoming);
  show_place (self, 1, 2, md_text (lang, N_ ("Whoever writes to you")), NULL);
  show_arrow (self, 0, 0, lang, state.legs[MD_LEG_TO_OUTGOING]);
  show_arrow (self, 0, 1, lang, state.legs[MD_LEG_ONWARD]);
  show_arrow (self, 1, 0, lang, state.legs[MD_LEG_FROM_INCOMING]);
  show_arrow (self, 1, 1, lang, state.legs[MD_LEG_INBOUND]);
  show_sentence (self, lang, &state);
  md_journey_state_clear (&state);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ── life ── */

static void
md_journey_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (md_journey_parent_class)->dispose (object);
}

static void
md_journey_class_init (MdJourneyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_journey_dispose;
  widget_class->get_request_mode = md_journey_get_request_mode;
  widget_class->measure = md_journey_measure;
  widget_class->size_allocate = md_journey_size_allocate;
  widget_class->snapshot = md_journey_snapshot;
  gtk_widget_class_set_css_name (widget_class, "journey");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
add_place (MdJourney *self, Way *way, guint index)
{
  GtkWidget *label = md_label_new (NULL, "md-place");
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE)); /* host names take none */
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_xalign (GTK_LABEL (label), 0.5f);
  gtk_label_set_width_chars (GTK_LABEL (label), 7);
  if (index == 1)
    gtk_widget_add_css_class (label, "md-server");
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  way->place[index] = label;
}

static void
add_mark (MdJourney *self, Way *way, guint index)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *label = gtk_label_new (NULL);

  way->icon[index] = md_silent_icon_new ();
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 12);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), way->icon[index]);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  way->mark[index] = box;
  way->word[index] = label;
}

static void
md_journey_init (MdJourney *self)
{
  for (guint w = 0; w < N_WAYS; w++)
    {
      for (guint i = 0; i < N_PLACES; i++)
        add_place (self, &self->ways[w], i);
      for (guint i = 0; i < N_ARROWS; i++)
        add_mark (self, &self->ways[w], i);
    }
}
