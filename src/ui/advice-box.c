/* advice-box.c - what to do; see advice-box.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice-box"

#include "config.h"

#include "ui/advice-box.h"

#include "ui/looks.h"
#include "ui/open.h"
#include "ui/pictures/marked-record.h"

/* What a button does; addresses come from the provider's facts, or from a finding of the cause. */
typedef enum
{
  ACT_ACCOUNT,
  ACT_FINDING_URL,
  ACT_WEBMAIL,
  ACT_APP_PASSWORD,
  ACT_ACCESS,
  ACT_STATUS,
  ACT_HELP,
} Act;

typedef struct
{
  MdCauseCode cause;
  Act act;
} Row;

static const Row rows[] = {
  { MD_CAUSE_CAPTIVE_PORTAL, ACT_FINDING_URL },
  { MD_CAUSE_SMTP_HOST_NOT_FOUND, ACT_ACCOUNT },
  { MD_CAUSE_WRONG_PORT, ACT_ACCOUNT },
  { MD_CAUSE_CONNECTION_REFUSED, ACT_ACCOUNT },
  { MD_CAUSE_PORT25_BLOCKED, ACT_ACCOUNT },
  { MD_CAUSE_SETTINGS_DIFFER, ACT_ACCOUNT },
  { MD_CAUSE_TLS_MODE_MISMATCH, ACT_ACCOUNT },
  { MD_CAUSE_TLS_REQUIRED, ACT_ACCOUNT },
  { MD_CAUSE_CERTIFICATE_NAME_MISMATCH, ACT_ACCOUNT },
  { MD_CAUSE_AUTH_NOT_ENABLED, ACT_ACCOUNT },
  { MD_CAUSE_WRONG_USERNAME_FORM, ACT_ACCOUNT },
  { MD_CAUSE_WRONG_OUTGOING_SERVER, ACT_ACCOUNT },
  { MD_CAUSE_BAD_CREDENTIALS, ACT_WEBMAIL },
  { MD_CAUSE_WEB_LOGIN_REQUIRED, ACT_WEBMAIL },
  { MD_CAUSE_ACCOUNT_COMPROMISED, ACT_WEBMAIL },
  { MD_CAUSE_SENDER_MAILBOX_FULL, ACT_WEBMAIL },
  { MD_CAUSE_APP_PASSWORD_REQUIRED, ACT_APP_PASSWORD },
  { MD_CAUSE_SMTP_ACCESS_DISABLED, ACT_ACCESS },
  { MD_CAUSE_SMTP_ACCESS_DISABLED, ACT_WEBMAIL },
  { MD_CAUSE_IP_BLOCKLISTED, ACT_FINDING_URL },
  { MD_CAUSE_DYNAMIC_IP_LISTED, ACT_FINDING_URL },
  { MD_CAUSE_SMTP_SERVICE_DOWN, ACT_STATUS },
  { MD_CAUSE_SERVER_UNREACHABLE, ACT_STATUS },
  { MD_CAUSE_SERVER_SLOW, ACT_STATUS },
  { MD_CAUSE_PROVIDER_OUTAGE, ACT_STATUS },
  { MD_CAUSE_SERVER_TEMPORARY_FAILURE, ACT_STATUS },
  { MD_CAUSE_AUTH_TEMPORARY_FAILURE, ACT_STATUS },
  { MD_CAUSE_SENDING_LIMIT_EXCEEDED, ACT_HELP },
  { MD_CAUSE_ACCOUNT_SUSPENDED, ACT_WEBMAIL },
};

static const char *
label_of (MdLang lang, Act act)
{
  static const char *const labels[] = {
    [ACT_ACCOUNT] = N_ ("Go to the _account settings"),
    [ACT_FINDING_URL] = N_ ("_Open the page in the browser"),
    [ACT_WEBMAIL] = N_ ("Open _webmail"),
    [ACT_APP_PASSWORD] = N_ ("Open the page for app _passwords"),
    [ACT_ACCESS] = N_ ("Open the page that _switches access on"),
    [ACT_STATUS] = N_ ("Open the provider’s _status page"),
    [ACT_HELP] = N_ ("Open the provider’s _help"),
  };

  return md_text (lang, labels[act]);
}

static const char *
url_of (const MdSettings *settings, const MdCause *cause, Act act)
{
  if (act == ACT_FINDING_URL)
    return md_cause_get_parameter (cause, "url");
  if (settings == NULL)
    return NULL;
  if (act == ACT_WEBMAIL)
    return settings->webmail_url;
  if (act == ACT_APP_PASSWORD)
    return settings->app_password_url;
  if (act == ACT_ACCESS)
    return settings->access_url;
  if (act == ACT_STATUS)
    return settings->status_url;
  return act == ACT_HELP ? settings->help_url : NULL;
}

static GtkWidget *
button_for (MdSession *session, const MdCause *cause, Act act)
{
  const char *url = url_of (md_session_get_found_settings (session), cause, act);
  const char *label = label_of (md_session_get_lang (session), act);
  GtkWidget *button;

  if (act != ACT_ACCOUNT)
    return url != NULL && url[0] != '\0' ? md_link_button_new (label, url) : NULL;
  button = gtk_button_new_with_mnemonic (label);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-account");
  return button;
}

/* The first corrected record among what the cause rests on; NULL when there is none. */
static GtkWidget *
copy_button_for (MdLang lang, const MdCause *cause)
{
  for (guint i = 0; i < cause->because->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (cause->because, i);
      const char *corrected = md_finding_get (finding, "corrected");

      if (corrected != NULL && corrected[0] != '\0')
        return md_copy_record_button_new (md_finding_get_code (finding), corrected, lang);
    }
  return NULL;
}

GtkWidget *
md_advice_buttons_new (MdSession *session, const MdCause *cause)
{
  GtkWidget *copy = copy_button_for (md_session_get_lang (session), cause);
  GtkWidget *box = copy != NULL ? gtk_box_new (GTK_ORIENTATION_VERTICAL, 6) : NULL;

  if (copy != NULL)
    gtk_box_append (GTK_BOX (box), copy);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *button = rows[i].cause == cause->code ? button_for (session, cause, rows[i].act) : NULL;

      if (button == NULL)
        continue;
      if (box == NULL)
        box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
      gtk_box_append (GTK_BOX (box), button);
    }
  return box;
}

GtkWidget *
md_numbered_steps_new (char **steps)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 10);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  for (int i = 0; steps[i] != NULL; i++)
    {
      g_autofree char *number = g_strdup_printf ("%d.", i + 1);
      GtkWidget *label = md_label_new (steps[i], NULL);
      GtkWidget *count = gtk_label_new (number);

      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      gtk_widget_set_can_focus (label, FALSE);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_widget_set_valign (count, GTK_ALIGN_START);
      gtk_widget_add_css_class (count, "heading");
      gtk_grid_attach (GTK_GRID (grid), count, 0, i, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), label, 1, i, 1, 1);
    }
  return grid;
}

char *
md_advice_who_text (MdLang lang, const MdCause *cause)
{
  return md_fill_with (md_text (lang, N_ ("Who must act: {actor} · {confidence}")), "actor",
                       md_advice_actor (lang, md_cause_get_actor (cause)), "confidence",
                       md_advice_confidence (lang, cause->confidence), NULL);
}

GtkWidget *
md_advice_box_new (MdSession *session, const MdCause *cause)
{
  MdLang lang = md_session_get_lang (session);
  g_autofree char *title = md_advice_title (lang, cause);
  g_autofree char *who = md_advice_who_text (lang, cause);
  g_auto (GStrv) steps = md_advice_steps (lang, cause);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *head = md_label_new (title, "title-4");
  GtkWidget *buttons = md_advice_buttons_new (session, cause);

  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "md-advice");
  gtk_box_append (GTK_BOX (box), md_label_new (md_text (lang, N_ ("What to do")), "caption-heading"));
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), md_label_new (who, "dim-label"));
  gtk_box_append (GTK_BOX (box), md_numbered_steps_new (steps));
  if (buttons != NULL)
    gtk_box_append (GTK_BOX (box), buttons);
  return box;
}
