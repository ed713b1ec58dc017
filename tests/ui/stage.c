/* stage.c - a window on a pretend account; see stage.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stage.h"

#include "checks/checklist.h"
#include "ui/language.h"

#include <string.h>

gboolean
stage_prepare (void)
{
  md_language_prepare ();
  md_language_use (MD_LANG_EN);
  if (!gtk_init_check ())
    return FALSE;
  adw_init ();
  return TRUE;
}

void
stage_open (Stage *stage, MdLang lang)
{
  const MdCheck *const *checks[MD_N_GUIDES];
  g_autoptr (GError) error = NULL;

  for (guint guide = 0; guide < MD_N_GUIDES; guide++)
    {
      stage->lists[guide] = md_checklist_new ((MdGuide) guide);
      checks[guide] = md_checklist_get (stage->lists[guide]);
    }
  stage->application = md_application_new (checks);
  g_application_set_flags (G_APPLICATION (stage->application),
                           G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (stage->application), NULL, &error);
  g_assert_no_error (error);
  stage->session = md_application_get_session (stage->application);
  stage_speak (stage, lang);
  g_application_activate (G_APPLICATION (stage->application));
  stage->window = gtk_application_get_active_window (GTK_APPLICATION (stage->application));
  g_assert_nonnull (stage->window);
}

void
stage_speak (Stage *stage, MdLang lang)
{
  g_action_group_activate_action (G_ACTION_GROUP (stage->application), "lang",
                                  g_variant_new_string (md_lang_code (lang)));
}

void
stage_reset (Stage *stage, MdLang lang)
{
  md_session_start_over (stage->session);
  stage_speak (stage, lang);
  stage_settle (0.1);
}

void
stage_close (Stage *stage)
{
  gtk_window_destroy (stage->window);
  stage_settle (0.05);
  md_session_close (stage->session);
  stage_settle (0.2); /* cancelled checks let go of their runner */
  g_clear_object (&stage->application);
  stage->session = NULL;
  for (guint guide = 0; guide < MD_N_GUIDES; guide++)
    g_clear_pointer (&stage->lists[guide], md_checklist_free);
}

static gboolean
on_time (gpointer passed)
{
  *(gboolean *) passed = TRUE;
  return G_SOURCE_REMOVE;
}

gboolean
stage_wait (Stage *stage, StageCondition condition, double seconds)
{
  gboolean passed = FALSE;
  guint timer = g_timeout_add ((guint) (seconds * 1000), on_time, &passed);
  gboolean held;

  while (!(held = condition (stage)) && !passed)
    g_main_context_iteration (NULL, TRUE);
  if (!passed)
    g_source_remove (timer);
  return held;
}

void
stage_settle (double seconds)
{
  gboolean passed = FALSE;

  g_timeout_add ((guint) (seconds * 1000), on_time, &passed);
  while (!passed)
    g_main_context_iteration (NULL, TRUE);
}

gboolean
stage_is_settled (Stage *stage)
{
  return md_session_is_settled (stage->session) && !md_runner_is_running (md_session_get_runner (stage->session));
}

gboolean
stage_has_practice (Stage *stage)
{
  return md_session_get_practice (stage->session) != NULL;
}

/* ── looking at the screen ── */

typedef gboolean (*Visit) (GtkWidget *widget, gpointer data);

/* Depth first over what is on the screen, until @visit returns TRUE. */
static GtkWidget *
walk (GtkWidget *widget, Visit visit, gpointer data)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (visit (widget, data))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = walk (child, visit, data);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
has_id (GtkWidget *widget, gpointer id)
{
  return g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0
         || g_strcmp0 (G_OBJECT_TYPE_NAME (widget), id) == 0;
}

GtkWidget *
stage_find (Stage *stage, const char *id)
{
  return walk (GTK_WIDGET (stage->window), has_id, (gpointer) id);
}

static gboolean
read_label (GtkWidget *widget, gpointer text)
{
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  return FALSE;
}

char *
stage_read (Stage *stage)
{
  GString *text = g_string_new (NULL);

  walk (GTK_WIDGET (stage->window), read_label, text);
  return g_string_free (text, FALSE);
}

gboolean
stage_shows (Stage *stage, const char *words)
{
  g_autofree char *text = stage_read (stage);

  return strstr (text, words) != NULL;
}

gboolean
stage_will_show (Stage *stage, const char *words)
{
  for (int tries = 0; tries < 200; tries++)
    if (stage_shows (stage, words))
      return TRUE;
    else
      stage_settle (0.05);
  return FALSE;
}

GtkWidget *
stage_await (Stage *stage, const char *id)
{
  GtkWidget *found = NULL;

  for (int tries = 0; tries < 200 && (found = stage_find (stage, id)) == NULL; tries++)
    stage_settle (0.05);
  return found;
}

void
stage_save_picture (Stage *stage, const char *path)
{
  GtkWidget *widget = GTK_WIDGET (stage->window);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  gtk_widget_queue_draw (widget);
  stage_settle (0.15);
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (widget)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

void
stage_press (Stage *stage, const char *id)
{
  GtkWidget *button = stage_await (stage, id);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  stage_settle (0.05);
}

/* What is in the other language on purpose says so by its class. */
static void
assert_spanish_below (Stage *stage, GtkWidget *widget)
{
  const char *text = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : NULL;

  if (!gtk_widget_get_mapped (widget) || gtk_widget_has_css_class (widget, "md-other-language"))
    return;
  if (text != NULL && text[0] != '\0' && strcmp (md_text (MD_LANG_ES, text), text) != 0)
    g_error ("page %s: “%s” is not in Spanish", md_session_get_page (stage->session), text);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_spanish_below (stage, child);
}

void
stage_assert_spanish (Stage *stage)
{
  assert_spanish_below (stage, GTK_WIDGET (stage->window));
}

void
stage_practise (Stage *stage, const char *fault)
{
  md_session_go (stage->session, "practice");
  md_session_start_practice (stage->session, fault);
  g_assert_true (stage_wait (stage, stage_has_practice, 10));
  stage_settle (0.05);
  g_assert_cmpstr (md_session_get_page (stage->session), ==, "account");
}
