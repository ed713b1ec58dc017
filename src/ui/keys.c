/* keys.c - the keyboard shortcuts; see keys.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-keys"

#include "config.h"

#include "ui/keys.h"

#include "advice/text.h"

static const MdKey keys[] = {
  { "win.back", { "<Alt>Left", "Back" }, N_ ("Back") },
  { "win.proceed", { "<Control>Return" }, N_ ("Next") },
  { "win.repeat", { "<Control>r", "F5" }, N_ ("Check this step again") },
  { "win.paste", { "<Control>v" }, N_ ("Paste an error message") },
  { "win.undo", { "<Control>z" }, N_ ("Undo") },
  { "win.show-help", { "F1" }, N_ ("Help for this step") },
  { "app.preferences", { "<Control>comma" }, N_ ("Preferences") },
  { NULL, { "F10" }, N_ ("Main menu") },
  { "app.shortcuts", { "<Control>question" }, N_ ("This list") },
  { "window.close", { "<Control>w" }, N_ ("Close the window") },
  { "app.quit", { "<Control>q" }, N_ ("Quit") },
};

const MdKey *
md_key_get (guint index)
{
  return index < G_N_ELEMENTS (keys) ? &keys[index] : NULL;
}

char *
md_key_label (const MdKey *key)
{
  GString *label = g_string_new (NULL);

  for (guint i = 0; key->accels[i] != NULL; i++)
    {
      g_autofree char *name = NULL;
      GdkModifierType modifiers;
      guint value;

      if (!gtk_accelerator_parse (key->accels[i], &value, &modifiers))
        continue;
      name = gtk_accelerator_get_label (value, modifiers);
      g_string_append_printf (label, "%s%s", label->len > 0 ? ", " : "", name);
    }
  return g_string_free (label, FALSE);
}

static gboolean
is_of_window (const MdKey *key)
{
  return key->action != NULL && g_str_has_prefix (key->action, "win.");
}

void
md_keys_install_window (GtkWidgetClass *klass)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    for (guint j = 0; is_of_window (&keys[i]) && keys[i].accels[j] != NULL; j++)
      {
        GdkModifierType modifiers;
        guint value;

        if (gtk_accelerator_parse (keys[i].accels[j], &value, &modifiers))
          gtk_widget_class_add_binding_action (klass, value, modifiers, keys[i].action, NULL);
      }
}

void
md_keys_install_application (GtkApplication *application)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].action != NULL && !is_of_window (&keys[i]))
      gtk_application_set_accels_for_action (application, keys[i].action, keys[i].accels);
}
