/* account.c - the address, what was found for it, and what the person's program shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-account-page"

#include "config.h"

#include "ui/pages/account.h"

#include "ui/looks.h"
#include "ui/program-list.h"

#include <string.h>

struct _MdAccountPage
{
  MdPage parent_instance;

  GtkWidget *email;
  GtkWidget *programs;
  GtkWidget *spinner;
  GtkWidget *found;
  GtkWidget *edit;
  GtkWidget *out_host, *out_port, *out_security;
  GtkWidget *in_host, *in_port, *in_security, *in_protocol;
  GtkWidget *user;
  GtkWidget *no_auth;
  GtkWidget *third_parties;
  GtkWidget *third_parties_group;
  GtkWidget *complaint;
  gboolean is_filling;   /* the fields are being set by us */
};

G_DEFINE_FINAL_TYPE (MdAccountPage, md_account_page, MD_TYPE_PAGE)

/* ── draft → fields ── */

static void
show_server (GtkWidget *host, GtkWidget *port, GtkWidget *security, const MdServerDraft *server)
{
  gtk_editable_set_text (GTK_EDITABLE (host), server->host);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (port), server->port);
  adw_combo_row_set_selected (ADW_COMBO_ROW (security), server->security);
}

static void
fill_fields (MdAccountPage *self)
{
  MdSession *session = md_page_get_session (MD_PAGE (self));
  const MdAccountDraft *draft = md_session_get_draft (session);

  self->is_filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->email), draft->email);
  gtk_editable_set_text (GTK_EDITABLE (self->user), draft->user);
  show_server (self->out_host, self->out_port, self->out_security, &draft->outgoing);
  show_server (self->in_host, self->in_port, self->in_security, &draft->incoming);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->in_protocol), draft->incoming.protocol == MD_PROTOCOL_POP3 ? 1 : 0);
  gtk_switch_set_active (GTK_SWITCH (self->no_auth), draft->no_auth);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->edit), draft->edited);
  self->is_filling = FALSE;
}

/* ── fields → draft ── */

static void
take_server (GtkWidget *host, GtkWidget *port, GtkWidget *security, MdServerDraft *server)
{
  g_free (server->host);
  server->host = g_strdup (gtk_editable_get_text (GTK_EDITABLE (host)));
  server->port = (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (port));
  server->security = (MdSecurity) adw_combo_row_get_selected (ADW_COMBO_ROW (security));
}

static void
on_email_changed (GtkEditable *editable, MdAccountPage *self)
{
  MdSession *session = md_page_get_session (MD_PAGE (self));
  MdAccountDraft *draft = md_session_get_draft (session);

  if (self->is_filling)
    return;
  g_free (draft->email);
  draft->email = g_strdup (gtk_editable_get_text (editable));
  md_account_draft_forget_program (draft);
  gtk_widget_set_visible (self->complaint, FALSE);
  md_session_draft_changed (session);
  md_page_refresh (MD_PAGE (self));
}

static void
take_fields (MdAccountPage *self)
{
  MdAccountDraft *draft = md_session_get_draft (md_page_get_session (MD_PAGE (self)));

  if (self->is_filling)
    return;
  take_server (self->out_host, self->out_port, self->out_security, &draft->outgoing);
  take_server (self->in_host, self->in_port, self->in_security, &draft->incoming);
  draft->incoming.protocol
      = adw_combo_row_get_selected (ADW_COMBO_ROW (self->in_protocol)) == 1 ? MD_PROTOCOL_POP3 : MD_PROTOCOL_IMAP;
  if (strcmp (draft->user, gtk_editable_get_text (GTK_EDITABLE (self->user))) != 0)
    g_clear_pointer (&draft->outgoing_user, g_free);
  g_free (draft->user);
  draft->user = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->user)));
  draft->no_auth = gtk_switch_get_active (GTK_SWITCH (self->no_auth));
  draft->edited = draft->outgoing.host[0] != '\0' || draft->incoming.host[0] != '\0';
  gtk_widget_set_visible (self->complaint, FALSE);
}

/* The usual port of a way to encrypt, so that nobody needs to know it. */
static void
on_out_security (MdAccountPage *self)
{
  static const guint ports[] = { [MD_SECURITY_PLAIN] = 25, [MD_SECURITY_STARTTLS] = 587, [MD_SECURITY_TLS] = 465 };

  if (self->is_filling)
    return;
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->out_port),
                             ports[adw_combo_row_get_selected (ADW_COMBO_ROW (self->out_security))]);
  take_fields (self);
}

static void
on_in_security (MdAccountPage *self)
{
  static const guint imap[] = { [MD_SECURITY_PLAIN] = 143, [MD_SECURITY_STARTTLS] = 143, [MD_SECURITY_TLS] = 993 };
  static const guint pop3[] = { [MD_SECURITY_PLAIN] = 110, [MD_SECURITY_STARTTLS] = 110, [MD_SECURITY_TLS] = 995 };
  guint security = adw_combo_row_get_selected (ADW_COMBO_ROW (self->in_security));

  if (self->is_filling)
    return;
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->in_port),
                             adw_combo_row_get_selected (ADW_COMBO_ROW (self->in_protocol)) == 1 ? pop3[security]
                                                                                                 : imap[security]);
  take_fields (self);
}

/* Unfolding offers what was found, so that only what differs must be typed. */
static void
on_unfolded (MdAccountPage *self)
{
  MdSession *session = md_page_get_session (MD_PAGE (self));
  MdAccountDraft *draft = md_session_get_draft (session);
  const MdSettings *found = md_session_get_found_settings (session);

  if (self->is_filling || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self->edit)) || found == NULL)
    return;
  if (draft->outgoing.host[0] == '\0' && found->outgoing->len > 0)
    md_account_draft_set_server (&draft->outgoing, g_ptr_array_index (found->outgoing, 0));
  if (draft->incoming.host[0] == '\0' && found->incoming->len > 0)
    md_account_draft_set_server (&draft->incoming, g_ptr_array_index (found->incoming, 0));
  draft->edited = TRUE;
  fill_fields (self);
}

static void
on_third_parties (MdAccountPage *self)
{
  if (!self->is_filling)
    md_session_agree (md_page_get_session (MD_PAGE (self)), MD_CONSENT_THIRD_PARTY,
                      gtk_switch_get_active (GTK_SWITCH (self->third_parties)));
}

static void
show_third_parties (MdAccountPage *self)
{
  MdSession *session = md_page_get_session (MD_PAGE (self));

  self->is_filling = TRUE;
  gtk_widget_set_visible (self->third_parties_group, md_session_may_ask_others (session));
  gtk_switch_set_active (GTK_SWITCH (self->third_parties),
                         (md_session_get_case (session)->consents & MD_CONSENT_THIRD_PARTY) != 0);
  self->is_filling = FALSE;
}

/* ── what was found ── */

static const char *
source_pattern (MdSettingsSource source)
{
  static const char *const patterns[] = {
    [MD_SOURCE_FACTS] = N_ ("Known settings of {provider}: sending by {outgoing}, receiving by {incoming}."),
    [MD_SOURCE_FACTS_MX]
    = N_ ("The domain’s mail is kept by {provider}, whose settings are known: sending by {outgoing}, receiving by "
          "{incoming}."),
    [MD_SOURCE_AUTOCONFIG] = N_ ("Published by the domain itself: sending by {outgoing}, receiving by {incoming}."),
    [MD_SOURCE_WELL_KNOWN] = N_ ("Published by the domain itself: sending by {outgoing}, receiving by {incoming}."),
    [MD_SOURCE_AUTODISCOVER]
    = N_ ("Published by your domain for Exchange: sending by {outgoing}, receiving by {incoming}."),
    [MD_SOURCE_ISPDB] = N_ ("From Mozilla’s directory: sending by {outgoing}, receiving by {incoming}."),
    [MD_SOURCE_SRV] = N_ ("From the domain’s service records: sending by {outgoing}, receiving by {incoming}."),
    [MD_SOURCE_CANDIDATE] = N_ ("Found by trying the usual names: sending by {outgoing}, receiving by {incoming}."),
  };

  return patterns[source];
}

static char *
endpoint_text (const GPtrArray *endpoints)
{
  return endpoints->len > 0 ? md_endpoint_to_string (g_ptr_array_index (endpoints, 0)) : g_strdup ("—");
}

static char *
found_text (MdPage *page, const MdSettings *found)
{
  g_autofree char *outgoing = endpoint_text (found->outgoing);
  g_autofree char *incoming = endpoint_text (found->incoming);

  return md_fill_with (md_page_text (page, source_pattern (found->source)), "provider", found->provider_name,
                       "outgoing", outgoing, "incoming", incoming, NULL);
}

/* Sources that do not agree, and what is worth knowing before a password is typed; each on a line of its own. */
static char *
with_notes (MdPage *page, const char *words)
{
  static const MdFindingCode codes[]
      = { MD_FINDING_SETTINGS_CONFLICT, MD_FINDING_PROVIDER_WANTS_OAUTH2, MD_FINDING_PROVIDER_INSTRUCTIONS };
  MdSession *session = md_page_get_session (page);
  GPtrArray *findings = md_session_get_account_findings (session);
  GString *text = g_string_new (words);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (codes); j++)
      if (md_finding_get_code (g_ptr_array_index (findings, i)) == codes[j])
        {
          g_autofree char *line
              = md_finding_line (md_session_get_lang (session), g_ptr_array_index (findings, i));

          g_string_append_printf (text, "\n%s", line);
        }
  return g_string_free (text, FALSE);
}

static void
md_account_page_refresh (MdPage *page)
{
  MdAccountPage *self = MD_ACCOUNT_PAGE (page);
  MdSession *session = md_page_get_session (page);
  const MdSettings *found = md_session_get_found_settings (session);
  gboolean looking = md_session_is_looking (session);
  g_autofree char *words = NULL;

  show_third_parties (self);
  if (md_account_draft_check (md_session_get_draft (session)) == MD_DRAFT_NO_ADDRESS)
    words = g_strdup (md_page_text (page, N_ ("Type your address: its settings are looked for while you type.")));
  else if (found != NULL)
    {
      g_autofree char *main_words = found_text (page, found);

      words = with_notes (page, main_words);
    }
  else if (looking)
    words = g_strdup (md_page_text (page, N_ ("Looking for the settings of this address…")));
  else
    words = g_strdup (
        md_page_text (page, N_ ("No published settings were found. Enter what your mail program shows, below.")));
  gtk_label_set_text (GTK_LABEL (self->found), words);
  gtk_widget_set_visible (self->spinner, looking);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), looking);
  md_program_list_refresh (MD_PROGRAM_LIST (self->programs), session, md_session_get_draft (session)->email);
}

static const char *
md_account_page_primary_label (MdPage *page)
{
  return md_page_text (page, N_ ("_Next"));
}

static gboolean
md_account_page_proceed (MdPage *page)
{
  static const char *const complaints[] = {
    [MD_DRAFT_GOOD] = "",
    [MD_DRAFT_NO_ADDRESS] = N_ ("Write the whole address, like name@example.org."),
    [MD_DRAFT_BAD_OUTGOING] = N_ ("The outgoing server is a name like smtp.example.org."),
    [MD_DRAFT_BAD_INCOMING] = N_ ("The incoming server is a name like imap.example.org."),
  };
  MdAccountPage *self = MD_ACCOUNT_PAGE (page);
  MdSession *session = md_page_get_session (page);
  MdDraftState state = md_account_draft_check (md_session_get_draft (session));
  GtkWidget *field = state == MD_DRAFT_NO_ADDRESS ? self->email : self->out_host;

  if (state == MD_DRAFT_GOOD)
    return md_session_confirm_account (session);
  gtk_label_set_text (GTK_LABEL (self->complaint), md_page_text (page, complaints[state]));
  gtk_widget_set_visible (self->complaint, TRUE);
  gtk_widget_grab_focus (state == MD_DRAFT_BAD_INCOMING ? self->in_host : field);
  return FALSE;
}

/* ── life ── */

static void
md_account_page_setup (MdPage *page)
{
  fill_fields (MD_ACCOUNT_PAGE (page));
}

static void
md_account_page_map (GtkWidget *widget)
{
  fill_fields (MD_ACCOUNT_PAGE (widget)); /* practice may have changed the draft meanwhile */
  md_session_read_programs (md_page_get_session (MD_PAGE (widget)));
  GTK_WIDGET_CLASS (md_account_page_parent_class)->map (widget);
}

static void
on_chosen (MdAccountPage *self)
{
  fill_fields (self);
  gtk_widget_set_visible (self->complaint, FALSE);
  md_page_refresh (MD_PAGE (self));
}

static void
on_email_activated (MdAccountPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.proceed", NULL);
}

static void
md_account_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MD_TYPE_ACCOUNT_PAGE);
  G_OBJECT_CLASS (md_account_page_parent_class)->dispose (object);
}

static void
md_account_page_class_init (MdAccountPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_account_page_dispose;
  widget_class->map = md_account_page_map;
  MD_PAGE_CLASS (klass)->setup = md_account_page_setup;
  MD_PAGE_CLASS (klass)->refresh = md_account_page_refresh;
  MD_PAGE_CLASS (klass)->primary_label = md_account_page_primary_label;
  MD_PAGE_CLASS (klass)->proceed = md_account_page_proceed;
  g_type_ensure (MD_TYPE_PROGRAM_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/maildoctor/MailDoctor/ui/pages/account.ui");
  gtk_widget_class_bind_template_child (widget_class, MdAccountPage, email);
  gtk_widget_class_bind_template_child (widget_class, MdAccountPage, programs);
  gtk_widget_class_bind_template_child (widget_class, MdAccountPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, MdAccountPage, found);
  gtk_widget_class_bind_template_child (widget_class, MdAccountPage, edit);
  gtk_widget_class_bind_template_child (widget_class, MdAccountPage, out_host);
  gtk_widget_class_bind_template_child (widget_class, MdAccountPage, out_port);
  gtk_widget_class_bind_template_child (widget_class, MdAccountPage, out_security);
  gtk_widget_class_bind_template_child (widget_class, MdAccountPage, in_host);
  gtk_widget_class_bind_template_child (widget_class, MdAccountPage, in_port);
  gtk_widget_class_bind_template_child (widget_class, MdAccountPage, in_security);
  gtk_widget_class_bind_template_child (widget_class, MdAccountPage, in_protocol);
  gtk_widget_class_bind_template_child (widget_class, MdAccountPage, user);
  gtk_widget_class_bind_template_child (widget_class, MdAccountPage, no_auth);
  gtk_widget_class_bind_template_child (widget_class, MdAccountPage, third_parties);
  gtk_widget_class_bind_template_child (widget_class, MdAccountPage, third_parties_group);
  gtk_widget_class_bind_template_child (widget_class, MdAccountPage, complaint);
}

static void
md_account_page_init (MdAccountPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self->email, "changed", G_CALLBACK (on_email_changed), self);
  g_signal_connect_swapped (self->email, "entry-activated", G_CALLBACK (on_email_activated), self);
  g_signal_connect_swapped (self->programs, "chosen", G_CALLBACK (on_chosen), self);
  g_signal_connect_swapped (self->edit, "notify::expanded", G_CALLBACK (on_unfolded), self);
  g_signal_connect_swapped (self->out_host, "changed", G_CALLBACK (take_fields), self);
  g_signal_connect_swapped (self->out_port, "value-changed", G_CALLBACK (take_fields), self);
  g_signal_connect_swapped (self->out_security, "notify::selected", G_CALLBACK (on_out_security), self);
  g_signal_connect_swapped (self->in_host, "changed", G_CALLBACK (take_fields), self);
  g_signal_connect_swapped (self->in_port, "value-changed", G_CALLBACK (take_fields), self);
  g_signal_connect_swapped (self->in_security, "notify::selected", G_CALLBACK (on_in_security), self);
  g_signal_connect_swapped (self->in_protocol, "notify::selected", G_CALLBACK (on_in_security), self);
  g_signal_connect_swapped (self->user, "changed", G_CALLBACK (take_fields), self);
  g_signal_connect_swapped (self->no_auth, "notify::active", G_CALLBACK (take_fields), self);
  g_signal_connect_swapped (self->third_parties, "notify::active", G_CALLBACK (on_third_parties), self);
}
