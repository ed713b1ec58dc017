/* password-box.c - asks for the password; see password-box.h
 *
 * The text leaves the field for an MdSecret and the field is cleared in the same breath.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-password-box"

#include "config.h"

#include "ui/password-box.h"

#include "ui/keyring.h"
#include "ui/looks.h"

#include <adwaita.h>

#define MD_TYPE_PASSWORD_BOX (md_password_box_get_type ())
G_DECLARE_FINAL_TYPE (MdPasswordBox, md_password_box, MD, PASSWORD_BOX, AdwBin)

struct _MdPasswordBox
{
  AdwBin parent_instance;

  MdSession *session;   /* (owned) */
  GtkWidget *password;
  GtkWidget *remember;
  GtkWidget *use;
  GtkWidget *stored;
  GtkWidget *outcome;
  GtkWidget *asking;      /* all of what asks for a password */
  GtkWidget *no_password; /* why none is asked for */
};

G_DEFINE_FINAL_TYPE (MdPasswordBox, md_password_box, ADW_TYPE_BIN)

static void
on_use (MdPasswordBox *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->password));
  const char *email = md_session_get_case (self->session)->email;
  MdSecret *secret;

  if (typed[0] == '\0')
    {
      gtk_widget_grab_focus (self->password);
      return;
    }
  secret = md_secret_new (typed, -1);
  if (gtk_switch_get_active (GTK_SWITCH (self->remember)) && email != NULL)
    {
      g_autofree char *label = md_fill_with (
          md_text (md_session_get_lang (self->session), N_ ("Mail Doctor: {address}")), "address", email, NULL);

      md_keyring_store (email, label, typed);
    }
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  md_session_take_password (self->session, secret);
}

static void
on_found (MdSecret *password, gpointer data)
{
  g_autoptr (MdPasswordBox) self = data;

  if (self->session == NULL)
    {
      md_secret_unref (password);
      return;
    }
  gtk_widget_set_sensitive (self->stored, TRUE);
  gtk_widget_set_visible (self->outcome, password == NULL);
  if (password != NULL)
    md_session_take_password (self->session, password);
  else
    gtk_label_set_text (GTK_LABEL (self->outcome),
                        md_text (md_session_get_lang (self->session),
                                 N_ ("The keyring has no password for this address. Type it above.")));
}

static void
on_stored (MdPasswordBox *self)
{
  const char *email = md_session_get_case (self->session)->email;

  if (email == NULL)
    return;
  gtk_widget_set_sensitive (self->stored, FALSE);
  md_keyring_look_up (email, on_found, g_object_ref (self));
}

static void
md_password_box_dispose (GObject *object)
{
  MdPasswordBox *self = MD_PASSWORD_BOX (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), MD_TYPE_PASSWORD_BOX);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (md_password_box_parent_class)->dispose (object);
}

static void
md_password_box_class_init (MdPasswordBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = md_password_box_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/maildoctor/MailDoctor/ui/password-box.ui");
  gtk_widget_class_bind_template_child (widget_class, MdPasswordBox, password);
  gtk_widget_class_bind_template_child (widget_class, MdPasswordBox, remember);
  gtk_widget_class_bind_template_child (widget_class, MdPasswordBox, use);
  gtk_widget_class_bind_template_child (widget_class, MdPasswordBox, stored);
  gtk_widget_class_bind_template_child (widget_class, MdPasswordBox, outcome);
  gtk_widget_class_bind_template_child (widget_class, MdPasswordBox, asking);
  gtk_widget_class_bind_template_child (widget_class, MdPasswordBox, no_password);
}

static void
md_password_box_init (MdPasswordBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->password, "entry-activated", G_CALLBACK (on_use), self);
  g_signal_connect_swapped (self->use, "clicked", G_CALLBACK (on_use), self);
  g_signal_connect_swapped (self->stored, "clicked", G_CALLBACK (on_stored), self);
}

GtkWidget *
md_password_box_new (MdSession *session)
{
  MdPasswordBox *self = g_object_new (MD_TYPE_PASSWORD_BOX, NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}

const char *
md_password_box_token_only (MdSession *session)
{
  MdRunner *runner = md_session_get_runner (session);
  const MdSettings *settings = md_session_get_found_settings (session);
  GPtrArray *findings = runner != NULL ? md_runner_get_findings (runner, MD_STEP_S2) : NULL;

  if (settings != NULL && settings->oauth2_only)
    return settings->provider_name != NULL ? settings->provider_name : md_session_get_case (session)->email;
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const MdFinding *finding = g_ptr_array_index (findings, i);

      if (md_finding_get_code (finding) == MD_FINDING_AUTH_ONLY_OAUTH2
          && md_finding_get_subject (finding) == MD_SUBJECT_OUTGOING)
        return md_finding_get (finding, "host");
    }
  return NULL;
}

/* A password that cannot be of use is not asked for. */
static void
show_what_is_taken (MdPasswordBox *self)
{
  const char *who = md_password_box_token_only (self->session);
  g_autofree char *words = NULL;

  gtk_widget_set_visible (self->asking, who == NULL);
  gtk_widget_set_visible (self->no_password, who != NULL);
  if (who == NULL)
    return;
  words = md_fill_with (md_text (md_session_get_lang (self->session),
                                 N_ ("{provider} takes no password from mail programs, only its own sign-in page "
                                     "(OAuth2). There is nothing to type here.")),
                        "provider", who, NULL);
  gtk_label_set_text (GTK_LABEL (self->no_password), words);
}

/* The page that asks for it. */
static MdStepId
step_of (MdGuide guide)
{
  static const MdStepId steps[]
      = { [MD_GUIDE_SEND] = MD_STEP_S3, [MD_GUIDE_DELIVERY] = MD_STEP_D1, [MD_GUIDE_RECEIVE] = MD_STEP_R1 };

  return steps[guide];
}

/* Wanted while a check waits for a password, and where the one we have was refused, to try another. */
gboolean
md_password_box_refresh (GtkWidget *box, MdSession *session)
{
  MdRunner *runner = md_session_get_runner (session);
  MdStepId step = step_of (md_session_get_guide (session));
  MdStatus status = md_session_get_status (session, step);

  if (runner == NULL || !md_session_has_account (session))
    return FALSE;
  show_what_is_taken (MD_PASSWORD_BOX (box));
  return (md_runner_get_missing_inputs (runner, step) & MD_INPUT_PASSWORD) != 0
         || (step == MD_STEP_S3 && status == MD_STATUS_PROBLEM && md_session_get_practice (session) == NULL);
}
