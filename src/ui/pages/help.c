/* help.c - what each step tests, what leaves this computer for it, how long it takes, what it can tell apart
 *
 * Opened from a step's page, that step stands first and open.  What is inside a row is made when it is opened.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-help-page"

#include "config.h"

#include "ui/pages/help.h"

#include "advice/help-texts.h"
#include "ui/fit.h"
#include "ui/gradual.h"
#include "ui/looks.h"

#include <string.h>

#define FILES_SECONDS 600 /* a limit beyond that is for files of any size, not for waiting */
#define MANY_SECONDS 90   /* from here on people count in minutes */
#define MAX_CHECKS 64

struct _MdHelpPage
{
  MdPage parent_instance;

  GtkWidget *search;
  GtkWidget *groups;
  GtkWidget *nothing;
  const char *opened; /* (interned) (nullable) the page that it was opened from, as shown */
  GtkWidget *group;   /* (not owned) where the next row goes */
  guint next;         /* step */
  gboolean is_adding;
};

G_DEFINE_FINAL_TYPE (MdHelpPage, md_help_page, MD_TYPE_PAGE)

/* ── what a step's help says ── */

guint
md_help_seconds (const MdCheck *const *checks, MdStepId step)
{
  guint ends[MAX_CHECKS] = { 0 };
  guint most = 0;

  for (guint i = 0; checks[i] != NULL && i < MAX_CHECKS; i++)
    {
      guint start = 0;

      if (checks[i]->step != step)
        continue;
      for (guint n = 0; checks[i]->needs[n] != NULL; n++)
        for (guint j = 0; j < i; j++)
          if (checks[j]->step == step && strcmp (checks[j]->id, checks[i]->needs[n]) == 0)
            start = MAX (start, ends[j]);
      ends[i] = start + checks[i]->budget_ms;
      most = MAX (most, ends[i]);
    }
  return (most + 999) / 1000;
}

static char *
time_text (MdLang lang, guint seconds)
{
  g_autofree char *number = g_strdup_printf ("%u", seconds < MANY_SECONDS ? seconds : (seconds + 59) / 60);

  if (seconds == 0)
    return g_strdup (md_text (lang, N_ ("Nothing is tested here: it is about what only people can tell.")));
  if (seconds > FILES_SECONDS)
    return g_strdup (md_text (lang, N_ ("It takes as long as the files are large; you can stop it at any moment.")));
  return md_fill_with (seconds < MANY_SECONDS ? md_text (lang, N_ ("It takes {number} seconds at most; mostly much "
                                                                   "less."))
                                              : md_text (lang, N_ ("It takes {number} minutes at most; mostly much "
                                                                   "less.")),
                       "number", number, NULL);
}

static char *
checks_text (MdLang lang, const MdCheck *const *checks, MdStepId step)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; checks[i] != NULL; i++)
    if (checks[i]->step == step)
      {
        const char *text = md_help_check (lang, checks[i]->id);

        g_string_append_printf (out, "%s• %s: %s", out->len > 0 ? "\n" : "", md_check_title (lang, checks[i]->id),
                                text != NULL ? text : "");
      }
  return g_string_free (out, FALSE);
}

/* All of it, to be searched. */
static char *
all_text (MdSession *session, MdStepId step)
{
  MdLang lang = md_session_get_lang (session);
  g_autofree char *checks = checks_text (lang, md_session_get_checks (session, md_step_guide (step)), step);

  return g_strjoin ("\n", md_step_id_name (step), md_step_short_title (lang, step), md_step_heading (lang, step),
                    md_step_why (lang, step), checks, md_step_leaves (lang, step), md_help_tells_apart (lang, step),
                    NULL);
}

static void
add_part (GtkWidget *box, const char *title, const char *text)
{
  if (text[0] == '\0')
    return;
  gtk_box_append (GTK_BOX (box), md_label_new (title, "heading"));
  gtk_box_append (GTK_BOX (box), md_label_new (text, NULL));
}

static GtkWidget *
inside_of (MdSession *session, MdStepId step)
{
  MdLang lang = md_session_get_lang (session);
  const MdCheck *const *list = md_session_get_checks (session, md_step_guide (step));
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  g_autofree char *checks = checks_text (lang, list, step);
  g_autofree char *seconds = time_text (lang, md_help_seconds (list, step));

  gtk_widget_add_css_class (box, "md-inside");
  gtk_box_append (GTK_BOX (box), md_label_new (md_step_why (lang, step), NULL));
  add_part (box, md_text (lang, N_ ("What it tests")), checks);
  add_part (box, md_text (lang, N_ ("What leaves this computer")), md_step_leaves (lang, step));
  add_part (box, md_text (lang, N_ ("How long it takes")), seconds);
  add_part (box, md_text (lang, N_ ("What it can tell apart")), md_help_tells_apart (lang, step));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  return row;
}

/* ── rows ── */

static MdStepId
step_of (GtkWidget *row)
{
  return (MdStepId) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "step"));
}

static void
on_expanded (AdwExpanderRow *row, GParamSpec *property, MdHelpPage *self)
{
  if (!adw_expander_row_get_expanded (row) || g_object_get_data (G_OBJECT (row), "filled") != NULL)
    return;
  g_object_set_data (G_OBJECT (row), "filled", row);
  adw_expander_row_add_row (row, inside_of (md_page_get_session (MD_PAGE (self)), step_of (GTK_WIDGET (row))));
}

static GtkWidget *
step_row (MdHelpPage *self, MdStepId step)
{
  MdLang lang = md_session_get_lang (md_page_get_session (MD_PAGE (self)));
  GtkWidget *row = adw_expander_row_new ();
  g_autofree char *title = step == MD_STEP_ACCOUNT ? g_strdup (md_step_short_title (lang, step))
                                                   : g_strdup_printf ("%s · %s", md_step_id_name (step),
                                                                      md_step_short_title (lang, step));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), md_step_heading (lang, step));
  md_set_accessible_name (row, title);
  g_object_set_data (G_OBJECT (row), "step", GUINT_TO_POINTER (step));
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (on_expanded), self, 0);
  return row;
}

static GtkWidget *
add_group (MdHelpPage *self, const char *msgid)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), md_page_text (MD_PAGE (self), msgid));
  gtk_box_append (GTK_BOX (self->groups), group);
  return group;
}

static const MdPageRow *
opened_from (MdHelpPage *self)
{
  const char *page = md_session_get_subject_page (md_page_get_session (MD_PAGE (self)));
  const MdPageRow *row = page != NULL ? md_page_table_find (page) : NULL;

  return row != NULL && md_page_row_is_step (row) ? row : NULL;
}

/* ── search ── */

/* Shows the rows below @widget that have @words; returns how many. */
static guint
filter (MdHelpPage *self, GtkWidget *widget, const char *words)
{
  guint n = 0;

  if (ADW_IS_EXPANDER_ROW (widget))
    {
      g_autofree char *text = all_text (md_page_get_session (MD_PAGE (self)), step_of (widget));
      gboolean wanted = words[0] == '\0' || g_str_match_string (words, text, TRUE);

      gtk_widget_set_visible (widget, wanted);
      return wanted;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += filter (self, child, words);
  return n;
}

static void
on_search (MdHelpPage *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->search));
  guint n = 0;

  for (GtkWidget *group = gtk_widget_get_first_child (self->groups); group != NULL;
       group = gtk_widget_get_next_sibling (group))
    {
      guint here = filter (self, group, words);

      gtk_widget_set_visible (group, here > 0);
      n += here;
    }
  gtk_widget_set_visible (self->nothing, n == 0);
}

/* ── all of it ── */

/* The next step's row, in a group of its guide; FALSE when all are there. */
static gboolean
add_next (GtkWidget *page, gpointer data)
{
  static const char *const titles[] = {
    [MD_GUIDE_SEND] = N_ ("I can receive mail, but I cannot send it"),
    [MD_GUIDE_DELIVERY] = N_ ("My messages don’t always arrive"),
    [MD_GUIDE_RECEIVE] = N_ ("I’m waiting for a message that doesn’t come"),
  };
  MdHelpPage *self = MD_HELP_PAGE (page);
  MdStepId step = (MdStepId) self->next;

  self->is_adding = self->next < MD_N_STEPS && md_page_get_session (MD_PAGE (page)) != NULL;
  if (!self->is_adding)
    return FALSE;
  self->next++;
  if (step == MD_STEP_ACCOUNT)
    self->group = add_group (self, N_ ("Before every guide"));
  else if (step == md_guide_first_step (md_step_guide (step)))
    self->group = add_group (self, titles[md_step_guide (step)]);
  if (g_strcmp0 (md_step_id_name (step), self->opened) == 0)
    return TRUE; /* it stands above */
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), step_row (self, step));
  md_fit_words (self->group);
  if (gtk_editable_get_text (GTK_EDITABLE (self->search))[0] != '\0')
    on_search (self);
  return TRUE;
}

/* The step that the person comes from first and open, then all of them in order. */
static void
build (MdHelpPage *self)
{
  const MdPageRow *from = opened_from (self);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->groups)) != NULL)
    gtk_box_remove (GTK_BOX (self->groups), child);
  if (from != NULL)
    {
      GtkWidget *row = step_row (self, from->step);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (add_group (self, N_ ("Where you were"))), row);
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
    }
  self->next = MD_STEP_ACCOUNT;
  if (self->is_adding)
    return;
  self->is_adding = TRUE;
  md_gradually (GTK_WIDGET (self), add_next, NULL);
}

static void
md_help_page_refresh (MdPage *page)
{
  MdHelpPage *self = MD_HELP_PAGE (page);
  const MdPageRow *from = opened_from (self);
  const char *opened = from != NULL ? from->id : "";

  if (self->opened == opened)
    return;
  self->opened = opened;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  build (self);
}

static void
md_help_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MD_TYPE_HELP_PAGE);
  G_OBJECT_CLASS (md_help_page_parent_class)->dispose (object);
}

static void
md_help_page_class_init (MdHelpPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_help_page_dispose;
  MD_PAGE_CLASS (klass)->refresh = md_help_page_refresh;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/maildoctor/MailDoctor/ui/pages/help.ui");
  gtk_widget_class_bind_template_child (widget_class, MdHelpPage, search);
  gtk_widget_class_bind_template_child (widget_class, MdHelpPage, groups);
  gtk_widget_class_bind_template_child (widget_class, MdHelpPage, nothing);
}

static void
md_help_page_init (MdHelpPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->search, "changed", G_CALLBACK (on_search), self);
}
