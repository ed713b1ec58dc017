/* field-boxes.c - an address, a domain, who should have written; see input-boxes.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-field-boxes"

#include "config.h"

#include "ui/input-boxes.h"

#include "ui/looks.h"

#include <adwaita.h>
#include <string.h>

#define MAX_FIELDS 2
#define DAY (24 * 60 * 60)

typedef struct
{
  MdSession *session;    /* (owned) */
  GtkWidget *fields[MAX_FIELDS];
  GtkWidget *when;       /* (nullable) */
  GtkWidget *complaint;
  void (*take) (GtkWidget *box);
} FieldBox;

static void
field_box_free (gpointer data)
{
  FieldBox *self = data;

  g_object_unref (self->session);
  g_free (self);
}

static FieldBox *
get (GtkWidget *box)
{
  return g_object_get_data (G_OBJECT (box), "field-box");
}

static const char *
words (FieldBox *self, const char *msgid)
{
  return md_text (md_session_get_lang (self->session), msgid);
}

/* What stands in the field, without blanks at its ends; NULL when nothing does. */
static char *
take_field (FieldBox *self, guint index)
{
  char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->fields[index]))));

  if (text[0] == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

static void
complain (FieldBox *self, const char *msgid)
{
  gtk_label_set_text (GTK_LABEL (self->complaint), msgid != NULL ? words (self, msgid) : "");
  gtk_widget_set_visible (self->complaint, msgid != NULL);
  if (msgid != NULL)
    gtk_widget_grab_focus (self->fields[0]);
}

static void
on_take (GtkWidget *box)
{
  FieldBox *self = get (box);

  complain (self, NULL);
  md_session_begin (self->session);
  self->take (box);
}

static GtkWidget *
field_box_new (MdSession *session, const char *const *titles, const char *label, void (*take) (GtkWidget *box))
{
  FieldBox *self = g_new0 (FieldBox, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *button;

  self->session = g_object_ref (session);
  self->take = take;
  g_object_set_data_full (G_OBJECT (box), "field-box", self, field_box_free);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  for (guint i = 0; i < MAX_FIELDS && titles[i] != NULL; i++)
    {
      self->fields[i] = adw_entry_row_new ();
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->fields[i]), words (self, titles[i]));
      g_signal_connect_object (self->fields[i], "entry-activated", G_CALLBACK (on_take), box, G_CONNECT_SWAPPED);
      gtk_list_box_append (GTK_LIST_BOX (list), self->fields[i]);
    }
  g_object_set_data (G_OBJECT (box), "list", list);
  self->complaint = md_label_new ("", "error");
  gtk_widget_set_visible (self->complaint, FALSE);
  button = gtk_button_new_with_mnemonic (words (self, label));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_take), box, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), self->complaint);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

/* The fields show what the case has, unless the person is writing in them. */
static void
show_field (FieldBox *self, guint index, const char *value)
{
  GtkWidget *field = self->fields[index];
  gboolean is_written = gtk_widget_get_state_flags (field) & GTK_STATE_FLAG_FOCUS_WITHIN;

  if (!is_written && value != NULL && gtk_editable_get_text (GTK_EDITABLE (field))[0] == '\0')
    gtk_editable_set_text (GTK_EDITABLE (field), value);
}

/* ── D3, D5: the recipient ── */

static void
take_recipient (GtkWidget *box)
{
  FieldBox *self = get (box);
  MdCase *changed = md_case_copy (md_session_get_case (self->session));

  g_free (changed->to);
  changed->to = take_field (self, 0);
  md_session_take_case (self->session, changed);
}

GtkWidget *
md_recipient_box_new (MdSession *session)
{
  static const char *const titles[] = { N_ ("Address of the recipient"), NULL };

  return field_box_new (session, titles, N_ ("_Look at this address"), take_recipient);
}

gboolean
md_recipient_box_refresh (GtkWidget *box, MdSession *session)
{
  show_field (get (box), 0, md_session_get_case (session)->to);
  return TRUE;
}

/* ── D5: another address of one's own ── */

static void
take_test_to (GtkWidget *box)
{
  FieldBox *self = get (box);
  g_autofree char *typed = take_field (self, 0);
  MdCase *changed;

  if (typed != NULL && !md_address_has_form (typed))
    {
      complain (self, N_ ("Write the whole address, like name@example.org."));
      return;
    }
  changed = md_case_copy (md_session_get_case (self->session));
  g_free (changed->test_to);
  changed->test_to = g_steal_pointer (&typed);
  /* The yes was for another address. */
  changed->consents &= ~(MdConsent) (MD_CONSENT_SEND_TEST | MD_CONSENT_SEND_DRAFT);
  md_session_take_case (self->session, changed);
}

GtkWidget *
md_test_to_box_new (MdSession *session)
{
  static const char *const titles[] = { N_ ("A second address of yours, for the test"), NULL };

  return field_box_new (session, titles, N_ ("_Use this address"), take_test_to);
}

gboolean
md_test_to_box_refresh (GtkWidget *box, MdSession *session)
{
  show_field (get (box), 0, md_session_get_case (session)->test_to);
  return md_session_has_account (session);
}

/* ── D4: another domain than the address's ── */

static void
take_domain (GtkWidget *box)
{
  FieldBox *self = get (box);
  MdCase *changed = md_case_copy (md_session_get_case (self->session));
  g_autofree char *typed = take_field (self, 0);
  const char *at = typed != NULL ? strrchr (typed, '@') : NULL;
  g_autofree char *domain = typed != NULL ? md_host_normalize (at != NULL ? at + 1 : typed) : NULL;

  if (typed != NULL && (domain == NULL || strchr (domain, '.') == NULL))
    {
      md_case_unref (changed);
      complain (self, N_ ("This is not a domain. Write it like example.org, the part of an address behind the @."));
      return;
    }
  g_free (changed->domain);
  changed->domain = g_steal_pointer (&domain);
  md_session_take_case (self->session, changed);
}

GtkWidget *
md_domain_box_new (MdSession *session)
{
  static const char *const titles[] = { N_ ("Domain"), NULL };

  return field_box_new (session, titles, N_ ("_Look at this domain"), take_domain);
}

gboolean
md_domain_box_refresh (GtkWidget *box, MdSession *session)
{
  const MdCase *kase = md_session_get_case (session);
  g_autofree char *domain = kase->domain != NULL ? g_strdup (kase->domain) : md_case_dup_domain (kase);

  show_field (get (box), 0, domain);
  return TRUE;
}

/* ── R1: who should have written ── */

static const int days_back[] = { 1, 7, 31, 0 };

static void
take_wanted (GtkWidget *box)
{
  FieldBox *self = get (box);
  MdCase *changed = md_case_copy (md_session_get_case (self->session));
  g_autofree char *sender = take_field (self, 0);
  g_autofree char *domain = sender != NULL && strchr (sender, '@') == NULL ? md_host_normalize (sender) : NULL;
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->when));
  int days = selected < G_N_ELEMENTS (days_back) ? days_back[selected] : 0;

  if (sender == NULL
      || !(domain != NULL ? strchr (domain, '.') != NULL : md_address_has_form (sender)))
    {
      md_case_unref (changed);
      complain (self, N_ ("Write the sender's whole address, like name@example.org."));
      return;
    }
  g_free (changed->sender);
  changed->sender = g_steal_pointer (&sender);
  g_free (changed->subject);
  changed->subject = take_field (self, 1);
  changed->sent = days > 0 ? g_get_real_time () / G_USEC_PER_SEC / DAY * DAY - (gint64) (days - 1) * DAY : 0;
  md_session_take_case (self->session, changed);
}

GtkWidget *
md_wanted_box_new (MdSession *session)
{
  static const char *const titles[]
      = { N_ ("Who should have written (address)"), N_ ("Words of the subject, if known"), NULL };
  static const char *const spans[]
      = { N_ ("Today"), N_ ("This week"), N_ ("This month"), N_ ("Earlier, or not known") };
  GtkWidget *box = field_box_new (session, titles, N_ ("_Search for it"), take_wanted);
  FieldBox *self = get (box);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (spans); i++)
    gtk_string_list_append (list, words (self, spans[i]));
  self->when = adw_combo_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->when), words (self, N_ ("When it was sent")));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->when), G_LIST_MODEL (list));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->when), 1);
  gtk_list_box_append (GTK_LIST_BOX (g_object_get_data (G_OBJECT (box), "list")), self->when);
  return box;
}

gboolean
md_wanted_box_refresh (GtkWidget *box, MdSession *session)
{
  const MdCase *kase = md_session_get_case (session);

  show_field (get (box), 0, kase->sender);
  show_field (get (box), 1, kase->subject);
  return TRUE;
}
