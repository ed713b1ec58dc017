/* probe-row.c - one check on a page; see probe-row.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-probe-row"

#include "config.h"

#include "ui/probe-row.h"

#include "ui/evidence-view.h"
#include "ui/looks.h"
#include "ui/pictures/marked-record.h"

struct _MdProbeRow
{
  AdwExpanderRow parent_instance;

  GtkWidget *icon;
  GtkWidget *spinner;
  GtkWidget *inside;    /* a box, filled when the row is opened */
  GPtrArray *findings;  /* (owned) of MdFinding: this check's */
  GPtrArray *evidence;  /* (owned) of MdEvidence: this check's */
  MdLang lang;
  MdStatus status;
  gboolean token_only;  /* a password would be of no use */
  gboolean alone;       /* third parties are never asked */
  gboolean is_shown;    /* something was shown already */
};

G_DEFINE_FINAL_TYPE (MdProbeRow, md_probe_row, ADW_TYPE_EXPANDER_ROW)

static void
add_finding_line (MdProbeRow *self, const MdFinding *finding)
{
  g_autofree char *line = md_finding_line (self->lang, finding);
  MdSeverity severity = md_finding_get_severity (finding);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *label = md_label_new (line, NULL);
  GtkWidget *record = md_marked_record_new (finding, self->lang);

  md_image_set_status (GTK_IMAGE (icon), md_severity_status (severity));
  md_set_accessible_name (icon, md_severity_word (self->lang, severity));
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (self->inside), box);
  if (record != NULL)
    gtk_box_append (GTK_BOX (self->inside), record);
}

static void
fill_inside (MdProbeRow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->inside)) != NULL)
    gtk_box_remove (GTK_BOX (self->inside), child);
  for (guint i = 0; i < self->findings->len; i++)
    add_finding_line (self, g_ptr_array_index (self->findings, i));
  if (self->evidence->len > 0)
    gtk_box_append (GTK_BOX (self->inside), md_evidence_view_new (self->evidence, self->lang));
  else if (self->findings->len == 0)
    gtk_box_append (GTK_BOX (self->inside),
                    md_label_new (md_text (self->lang, N_ ("Nothing has been measured here yet.")), "dim-label"));
}

static void
on_expanded (MdProbeRow *self)
{
  if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    fill_inside (self);
}

/* The finding that stands for the row: the worst, and of equals the first. */
static const MdFinding *
worst_finding (const GPtrArray *findings)
{
  const MdFinding *worst = NULL;

  for (guint i = 0; i < findings->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (findings, i);
      gboolean is_news = md_finding_get_severity (finding) != MD_SEVERITY_INFO;

      if (worst == NULL || md_finding_get_severity (finding) > md_finding_get_severity (worst)
          || (is_news && md_finding_get_severity (worst) == MD_SEVERITY_INFO))
        if (worst == NULL || md_finding_get_severity (finding) != MD_SEVERITY_INFO)
          worst = finding;
    }
  return worst;
}

static const char *
waiting_word (const MdProbeRow *self, const MdCheckState *state, const MdCase *kase)
{
  static const struct
  {
    MdInput input;
    const char *words;
  } rows[] = {
    { MD_INPUT_EMAIL, N_ ("needs your address") },
    { MD_INPUT_DOMAIN, N_ ("needs your address") },
    { MD_INPUT_OUTGOING | MD_INPUT_INCOMING, N_ ("needs the server from your mail program") },
    { MD_INPUT_PASSWORD, N_ ("needs your password") },
    { MD_INPUT_BOUNCE, N_ ("needs the error message, if there is one") },
    { MD_INPUT_RECIPIENT, N_ ("needs the recipient’s address") },
    { MD_INPUT_DRAFT, N_ ("needs the message that you want to send") },
    { MD_INPUT_LOGS, N_ ("needs the server’s log, if it is yours") },
    { MD_INPUT_SENDER, N_ ("needs to know who should have written") },
  };
  MdInput missing = state->check->inputs & ~md_case_get_inputs (kase);
  MdConsent unsaid = state->check->asks_first & ~kase->consents;

  if (missing == MD_INPUT_PASSWORD && self->token_only)
    return md_text (self->lang, N_ ("takes no password: your mail program signs in through the provider’s page"));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if ((missing & rows[i].input) != 0)
      return md_text (self->lang, rows[i].words);
  if ((unsaid & MD_CONSENT_THIRD_PARTY) != 0 && self->alone)
    return md_text (self->lang, N_ ("left out by your preferences"));
  if (unsaid != 0)
    return md_text (self->lang, N_ ("needs your yes"));
  return md_text (self->lang, N_ ("waits for an earlier check"));
}

static gboolean
has_measured (MdStatus status)
{
  return status != MD_STATUS_WAITING && status != MD_STATUS_RUNNING && status != MD_STATUS_SKIPPED
         && status != MD_STATUS_CANCELLED;
}

static void
show_words (MdProbeRow *self, const MdCheckState *state, const MdCase *kase)
{
  const char *check_title = md_check_title (self->lang, state->check->id);
  const MdFinding *worst = worst_finding (self->findings);
  g_autofree char *line = worst != NULL ? md_finding_line (self->lang, worst) : g_strdup (check_title);
  g_autofree char *seconds = md_seconds_text (has_measured (state->status) ? state->seconds : 0,
                                              self->lang == MD_LANG_ES);
  const char *word = state->status == MD_STATUS_WAITING ? waiting_word (self, state, kase)
                                                        : md_status_word (self->lang, state->status);
  g_autoptr (GString) subtitle = g_string_new (word);
  g_autofree char *name = NULL;

  if (worst != NULL)
    g_string_append_printf (subtitle, " · %s", check_title);
  if (seconds[0] != '\0')
    g_string_append_printf (subtitle, " · %s", seconds);
  if (state->status == MD_STATUS_RUNNING && state->percent > 0)
    g_string_append_printf (subtitle, "%s%u %%", subtitle->len > 0 ? " · " : "", state->percent);
  name = g_strdup_printf ("%s%s %s", line, g_str_has_suffix (line, ".") ? "" : ".", subtitle->str);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), line);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle->str);
  md_set_accessible_name (GTK_WIDGET (self), name);
}

static void
show_icon (MdProbeRow *self)
{
  gboolean running = self->status == MD_STATUS_RUNNING;

  gtk_widget_set_visible (self->icon, !running);
  gtk_widget_set_visible (self->spinner, running);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), running);
  md_image_set_status (GTK_IMAGE (self->icon), self->status);
}

static gboolean
takes_findings (MdProbeRow *self, const char *check, GPtrArray *findings)
{
  guint before = self->findings->len;

  g_ptr_array_set_size (self->findings, 0);
  for (guint i = 0; i < findings->len; i++)
    {
      MdFinding *finding = g_ptr_array_index (findings, i);
      const char *of = md_finding_get_check (finding);

      if (of == NULL)
        of = md_finding_get (finding, "check"); /* the runner's own: broken, skipped */
      if (g_strcmp0 (of, check) == 0)
        g_ptr_array_add (self->findings, md_finding_ref (finding));
    }
  return self->findings->len != before;
}

static gboolean
takes_evidence (MdProbeRow *self, const char *check, GPtrArray *evidence)
{
  guint before = self->evidence->len;

  g_ptr_array_set_size (self->evidence, 0);
  for (guint i = 0; i < evidence->len; i++)
    if (g_strcmp0 (md_evidence_get_check (g_ptr_array_index (evidence, i)), check) == 0)
      g_ptr_array_add (self->evidence, md_evidence_ref (g_ptr_array_index (evidence, i)));
  return self->evidence->len != before;
}

void
md_probe_row_set_token_only (MdProbeRow *self, gboolean token_only)
{
  self->token_only = token_only;
}

void
md_probe_row_set_alone (MdProbeRow *self, gboolean alone)
{
  self->alone = alone;
}

void
md_probe_row_show (MdProbeRow *self, MdLang lang, const MdCheckState *state, const MdCase *kase, GPtrArray *findings,
                   GPtrArray *evidence)
{
  gboolean is_new = !self->is_shown || self->status != state->status || self->lang != lang;

  self->lang = lang;
  self->status = state->status;
  self->is_shown = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self), state->check->concerns == NULL || state->check->concerns (kase));
  is_new |= takes_findings (self, state->check->id, findings);
  is_new |= takes_evidence (self, state->check->id, evidence);
  show_words (self, state, kase);
  if (!is_new)
    return;
  show_icon (self);
  on_expanded (self);
}

static void
md_probe_row_finalize (GObject *object)
{
  MdProbeRow *self = MD_PROBE_ROW (object);

  g_ptr_array_unref (self->findings);
  g_ptr_array_unref (self->evidence);
  G_OBJECT_CLASS (md_probe_row_parent_class)->finalize (object);
}

static void
md_probe_row_class_init (MdProbeRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = md_probe_row_finalize;
}

static void
md_probe_row_init (MdProbeRow *self)
{
  GtkWidget *state = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *row = adw_preferences_row_new ();

  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) md_finding_unref);
  self->evidence = g_ptr_array_new_with_free_func ((GDestroyNotify) md_evidence_unref);
  self->icon = md_silent_icon_new ();
  self->spinner = gtk_spinner_new ();
  gtk_box_append (GTK_BOX (state), self->icon);
  gtk_box_append (GTK_BOX (state), self->spinner);
  gtk_widget_set_size_request (state, 16, -1);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), state);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  self->inside = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_add_css_class (self->inside, "md-inside");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), self->inside);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_signal_connect (self, "notify::expanded", G_CALLBACK (on_expanded), NULL);
}

GtkWidget *
md_probe_row_new (void)
{
  return g_object_new (MD_TYPE_PROBE_ROW, NULL);
}
