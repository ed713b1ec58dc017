/* verdict.c - the cause, what to do, why we say so, what was ruled out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-verdict-page"

#include "config.h"

#include "ui/pages/verdict.h"

#include "report/report.h"
#include "ui/advice-box.h"
#include "ui/change-box.h"
#include "ui/frame.h"
#include "ui/journey.h"
#include "ui/letter-box.h"
#include "ui/looks.h"

#define MAX_OTHERS 4

struct _MdVerdictPage
{
  MdPage parent_instance;

  GtkWidget *icon;
  GtkWidget *spinner;
  GtkWidget *heading;
  GtkWidget *who;
  GtkWidget *before;
  AdwBin *steps;
  AdwBin *buttons;
  MdJourney *journey;
  GtkWidget *because;
  GtkWidget *since;
  GtkWidget *ruled_out;
  GtkWidget *others;
  AdwBin *letter;
  GtkWidget *prevention;
  GtkWidget *helper;
  GtkWidget *code;
  GtkWidget *copy;
  char *shown;   /* (owned) (nullable) the verdict that stands there, to leave an unchanged page alone */
};

G_DEFINE_FINAL_TYPE (MdVerdictPage, md_verdict_page, MD_TYPE_PAGE)

static const MdCause *
first_cause (const MdVerdict *verdict)
{
  return verdict != NULL && verdict->causes->len > 0 ? g_ptr_array_index (verdict->causes, 0) : NULL;
}

static void
empty (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    if (GTK_IS_LIST_BOX (box))
      gtk_list_box_remove (GTK_LIST_BOX (box), child);
    else
      gtk_box_remove (GTK_BOX (box), child);
}

static void
add_title (GtkWidget *box, const char *title)
{
  gtk_box_append (GTK_BOX (box), md_label_new (title, "title-4"));
}

/* ── the head: cause or not, who must act, what to do ── */

static MdStatus
icon_status (MdSession *session, const MdVerdict *verdict)
{
  if (verdict->status == MD_VERDICT_PROBLEM)
    return MD_STATUS_PROBLEM;
  if (!md_session_is_settled (session))
    return MD_STATUS_RUNNING;
  return verdict->status == MD_VERDICT_OK ? MD_STATUS_OK : MD_STATUS_BROKEN;
}

static void
show_icon (MdVerdictPage *self, MdStatus status)
{
  gboolean running = status == MD_STATUS_RUNNING;

  gtk_widget_set_visible (self->icon, !running);
  gtk_widget_set_visible (self->spinner, running);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), running);
  md_image_set_status (GTK_IMAGE (self->icon), status);
}

static void
show_cause (MdVerdictPage *self, MdSession *session, const MdCause *cause)
{
  MdLang lang = md_session_get_lang (session);
  g_autofree char *title = md_advice_title (lang, cause);
  g_autofree char *who = md_advice_who_text (lang, cause);
  g_auto (GStrv) steps = md_advice_steps (lang, cause);

  gtk_label_set_text (GTK_LABEL (self->heading), title);
  gtk_label_set_text (GTK_LABEL (self->who), who);
  gtk_widget_set_visible (self->who, TRUE);
  adw_bin_set_child (self->steps, md_numbered_steps_new (steps));
  adw_bin_set_child (self->buttons, md_advice_buttons_new (session, cause));
}

static void
show_no_cause (MdVerdictPage *self, MdSession *session, const MdVerdict *verdict)
{
  MdLang lang = md_session_get_lang (session);
  g_autofree char *title = md_advice_verdict_title (lang, verdict, md_session_get_record (session));
  g_auto (GStrv) steps = md_advice_verdict_steps (lang, verdict, md_session_get_record (session));

  gtk_label_set_text (GTK_LABEL (self->heading), title);
  gtk_widget_set_visible (self->who, FALSE);
  adw_bin_set_child (self->steps, steps != NULL && steps[0] != NULL ? md_numbered_steps_new (steps) : NULL);
  adw_bin_set_child (self->buttons, NULL);
}

static void
show_looking (MdVerdictPage *self, MdSession *session)
{
  MdLang lang = md_session_get_lang (session);

  gtk_label_set_text (GTK_LABEL (self->heading), md_session_has_something (session)
                                                     ? md_text (lang, N_ ("Still looking…"))
                                                     : md_text (lang, N_ ("The result needs your account first")));
  gtk_widget_set_visible (self->who, FALSE);
  adw_bin_set_child (self->steps, NULL);
  adw_bin_set_child (self->buttons, NULL);
}

static void
show_before (MdVerdictPage *self, MdSession *session, const MdCause *cause)
{
  MdLang lang = md_session_get_lang (session);
  g_autofree char *words = NULL;
  MdCauseCode before;
  gboolean has = md_session_get_before (session, &before) && md_session_is_settled (session);

  gtk_widget_set_visible (self->before, has);
  if (!has)
    return;
  words = md_fill_with (cause != NULL && cause->code == before ? md_text (lang, N_ ("Before: {cause}. It is still so."))
                                                               : md_text (lang, N_ ("Before: {cause}. That is gone.")),
                        "cause", md_advice_short_name (lang, before), NULL);
  gtk_label_set_text (GTK_LABEL (self->before), words);
}

/* ── below it: why, what was ruled out, what else, prevention ── */

static void
show_because (MdVerdictPage *self, MdLang lang, const MdCause *cause)
{
  empty (self->because);
  gtk_widget_set_visible (self->because, cause != NULL && cause->because->len > 0);
  if (cause == NULL || cause->because->len == 0)
    return;
  add_title (self->because, md_text (lang, N_ ("Why we say so")));
  for (guint i = 0; i < cause->because->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (cause->because, i);
      g_autofree char *line = md_finding_line (lang, finding);
      g_autofree char *words = g_strdup_printf ("• %s (%s)", line, md_step_id_name (md_finding_get_step (finding)));

      gtk_box_append (GTK_BOX (self->because), md_label_new (words, NULL));
    }
}

static void
show_ruled_out (MdVerdictPage *self, MdLang lang, const MdVerdict *verdict)
{
  g_autoptr (GString) names = g_string_new (NULL);

  empty (self->ruled_out);
  for (guint i = 0; verdict != NULL && i < verdict->ruled_out->len; i++)
    g_string_append_printf (names, "%s%s", names->len > 0 ? " · " : "",
                            md_advice_short_name (lang, g_array_index (verdict->ruled_out, MdCauseCode, i)));
  gtk_widget_set_visible (self->ruled_out, names->len > 0);
  if (names->len == 0)
    return;
  add_title (self->ruled_out, md_text (lang, N_ ("Ruled out")));
  gtk_box_append (GTK_BOX (self->ruled_out), md_label_new (names->str, NULL));
}

static void
show_others (MdVerdictPage *self, MdSession *session, const MdVerdict *verdict)
{
  MdLang lang = md_session_get_lang (session);
  guint n = verdict != NULL ? verdict->causes->len : 0;

  empty (self->others);
  gtk_widget_set_visible (self->others, n > 1);
  for (guint i = 1; i < MIN (n, MAX_OTHERS + 1); i++)
    {
      const MdCause *cause = g_ptr_array_index (verdict->causes, i);
      GtkWidget *row = adw_expander_row_new ();
      GtkWidget *inside = adw_preferences_row_new ();
      g_autofree char *title = md_advice_title (lang, cause);
      g_autofree char *subtitle = md_fill_with (md_text (lang, N_ ("We also saw · {confidence}")), "confidence",
                                                md_advice_confidence (lang, cause->confidence), NULL);

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
      md_set_accessible_name (row, title);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (inside), FALSE);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (inside), md_advice_box_new (session, cause));
      adw_expander_row_add_row (ADW_EXPANDER_ROW (row), inside);
      gtk_list_box_append (GTK_LIST_BOX (self->others), row);
    }
}

static void
show_prevention (MdVerdictPage *self, MdSession *session, const MdVerdict *verdict)
{
  MdLang lang = md_session_get_lang (session);
  g_auto (GStrv) habits
      = verdict != NULL ? md_advice_prevention (lang, verdict, md_session_get_record (session)) : NULL;
  gboolean any = habits != NULL && habits[0] != NULL && md_session_is_settled (session);

  empty (self->prevention);
  gtk_widget_set_visible (self->prevention, any);
  if (!any)
    return;
  add_title (self->prevention, md_text (lang, N_ ("So that it does not happen again")));
  for (gsize i = 0; habits[i] != NULL; i++)
    {
      g_autofree char *line = g_strdup_printf ("• %s", habits[i]);

      gtk_box_append (GTK_BOX (self->prevention), md_label_new (line, NULL));
    }
}

static void
show_letter (MdVerdictPage *self, MdSession *session)
{
  GtkWidget *box = md_session_is_settled (session) ? md_letter_box_new_for_verdict (session) : NULL;

  adw_bin_set_child (self->letter, box);
  gtk_widget_set_visible (GTK_WIDGET (self->letter), box != NULL);
}

/* What the page says, in short: when it is the same as before, nothing needs to be made anew. */
static char *
fingerprint (MdSession *session, const MdVerdict *verdict)
{
  GString *text = g_string_new (NULL);
  MdLang lang = md_session_get_lang (session);
  const MdCause *first = first_cause (verdict);
  g_autofree char *title = NULL;

  if (first != NULL)
    title = md_advice_title (lang, first);
  else if (verdict != NULL)
    title = md_advice_verdict_title (lang, verdict, md_session_get_record (session));

  g_string_append_printf (text, "%d %d %d", md_session_has_something (session), md_session_is_settled (session),
                          verdict != NULL ? (int) verdict->status : -1);
  for (guint i = 0; verdict != NULL && i < verdict->causes->len; i++)
    {
      const MdCause *cause = g_ptr_array_index (verdict->causes, i);

      g_string_append_printf (text, " %d/%.2f/%u", (int) cause->code, cause->confidence, cause->because->len);
    }
  if (md_last_well_of (session) != NULL)
    g_string_append_printf (text, " %" G_GINT64_FORMAT, md_last_well_of (session)->started);
  g_string_append_printf (text, " %u %s", verdict != NULL ? verdict->ruled_out->len : 0, title != NULL ? title : "");
  return g_string_free (text, FALSE);
}

static void
md_verdict_page_refresh (MdPage *page)
{
  MdVerdictPage *self = MD_VERDICT_PAGE (page);
  MdSession *session = md_page_get_session (page);
  const MdVerdict *verdict = md_session_has_something (session) ? md_session_get_verdict (session) : NULL;
  const MdCause *cause = first_cause (verdict);
  MdLang lang = md_session_get_lang (session);
  g_autofree char *now = fingerprint (session, verdict);
  g_autofree char *code = verdict != NULL ? md_reference_code (md_session_get_record (session), verdict) : NULL;

  md_journey_show (self->journey, session);
  gtk_widget_set_visible (self->helper, verdict != NULL);
  gtk_label_set_text (GTK_LABEL (self->code), code != NULL ? code : "");
  if (g_strcmp0 (now, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&now);
  show_icon (self, verdict != NULL ? icon_status (session, verdict) : MD_STATUS_WAITING);
  if (cause != NULL)
    show_cause (self, session, cause);
  else if (verdict != NULL && md_session_is_settled (session))
    show_no_cause (self, session, verdict);
  else
    show_looking (self, session);
  show_before (self, session, cause);
  show_because (self, lang, cause);
  md_change_box_show_since (self->since, session);
  show_ruled_out (self, lang, verdict);
  show_others (self, session, verdict);
  show_prevention (self, session, verdict);
  show_letter (self, session);
  md_set_accessible_name (GTK_WIDGET (self), gtk_label_get_text (GTK_LABEL (self->heading)));
}

/* ── buttons ── */

static const char *
md_verdict_page_primary_label (MdPage *page)
{
  MdSession *session = md_page_get_session (page);

  if (!md_session_has_something (session))
    return md_page_text (page, N_ ("Enter the _account"));
  if (!md_session_is_settled (session) && md_runner_is_running (md_session_get_runner (session)))
    return md_page_text (page, N_ ("_Stop"));
  if (first_cause (md_session_get_verdict (session)) != NULL)
    return md_page_text (page, N_ ("I have _fixed it: check again"));
  return md_page_text (page, N_ ("_Check again"));
}

static gboolean
md_verdict_page_proceed (MdPage *page)
{
  MdSession *session = md_page_get_session (page);

  if (!md_session_has_something (session))
    md_session_go (session, "account");
  else if (!md_session_is_settled (session) && md_runner_is_running (md_session_get_runner (session)))
    md_session_stop (session);
  else
    md_session_repeat_cause (session);
  return FALSE;
}

static void
on_copy (MdVerdictPage *self)
{
  MdSession *session = md_page_get_session (MD_PAGE (self));
  const MdReportOptions options
      = { .lang = md_session_get_lang (session), .evidence = TRUE, .last_well = md_last_well_of (session) };
  g_autofree char *text = NULL;

  if (md_session_get_verdict (session) == NULL)
    return;
  text = md_report_text (md_session_get_record (session), md_session_get_verdict (session), &options);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  md_toast (GTK_WIDGET (self), N_ ("Report copied"));
}

/* ── life ── */

static void
md_verdict_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MD_TYPE_VERDICT_PAGE);
  G_OBJECT_CLASS (md_verdict_page_parent_class)->dispose (object);
}

static void
md_verdict_page_finalize (GObject *object)
{
  g_free (MD_VERDICT_PAGE (object)->shown);
  G_OBJECT_CLASS (md_verdict_page_parent_class)->finalize (object);
}

static void
md_verdict_page_class_init (MdVerdictPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_verdict_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = md_verdict_page_finalize;
  MD_PAGE_CLASS (klass)->refresh = md_verdict_page_refresh;
  MD_PAGE_CLASS (klass)->primary_label = md_verdict_page_primary_label;
  MD_PAGE_CLASS (klass)->proceed = md_verdict_page_proceed;
  g_type_ensure (MD_TYPE_JOURNEY);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/maildoctor/MailDoctor/ui/pages/verdict.ui");
  gtk_widget_class_bind_template_child (widget_class, MdVerdictPage, icon);
  gtk_widget_class_bind_template_child (widget_class, MdVerdictPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, MdVerdictPage, heading);
  gtk_widget_class_bind_template_child (widget_class, MdVerdictPage, who);
  gtk_widget_class_bind_template_child (widget_class, MdVerdictPage, before);
  gtk_widget_class_bind_template_child (widget_class, MdVerdictPage, steps);
  gtk_widget_class_bind_template_child (widget_class, MdVerdictPage, buttons);
  gtk_widget_class_bind_template_child (widget_class, MdVerdictPage, journey);
  gtk_widget_class_bind_template_child (widget_class, MdVerdictPage, because);
  gtk_widget_class_bind_template_child (widget_class, MdVerdictPage, since);
  gtk_widget_class_bind_template_child (widget_class, MdVerdictPage, ruled_out);
  gtk_widget_class_bind_template_child (widget_class, MdVerdictPage, others);
  gtk_widget_class_bind_template_child (widget_class, MdVerdictPage, letter);
  gtk_widget_class_bind_template_child (widget_class, MdVerdictPage, prevention);
  gtk_widget_class_bind_template_child (widget_class, MdVerdictPage, helper);
  gtk_widget_class_bind_template_child (widget_class, MdVerdictPage, code);
  gtk_widget_class_bind_template_child (widget_class, MdVerdictPage, copy);
}

static void
md_verdict_page_init (MdVerdictPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->copy, "clicked", G_CALLBACK (on_copy), self);
}
