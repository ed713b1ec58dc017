/* style.c - the program's own style sheet and icons; see style.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-style"

#include "config.h"

#include "ui/style.h"

#include <gtk/gtk.h>

void
md_style_load (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/maildoctor/MailDoctor/ui/style.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display),
                                    "/io/github/maildoctor/MailDoctor/ui/icons");
  gtk_window_set_default_icon_name (MD_APP_ID);
}
