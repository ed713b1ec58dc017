/* certificate-card.c - the certificate of a server as a card; see certificate-card.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-certificate-card"

#include "config.h"

#include "ui/pictures/certificate-card.h"

#include "ui/looks.h"
#include "ui/pictures/picture.h"

#define MAX_NAMES 6
#define DAY (24 * 3600)
#define SOON_DAYS 14

typedef struct
{
  const MdShownChain *chain;
  const MdShownCertificate *own;
  MdLang lang;
  GtkBox *rows;
  GString *sentence;
} Card;

static char *
date_of (gint64 seconds)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (seconds);

  return date != NULL ? g_date_time_format (date, "%Y-%m-%d") : g_strdup ("?");
}

/* One row: a caption, what it says below, and a mark (nullable): names are long, letters may be large. */
static void
add_row (Card *self, const char *caption, const char *value, MdStatus status, const char *mark)
{
  GtkWidget *name = md_label_new (caption, "caption");
  GtkWidget *words = md_name_new (value, NULL);
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);

  gtk_widget_add_css_class (name, "dim-label");
  gtk_label_set_selectable (GTK_LABEL (words), TRUE);
  gtk_widget_set_can_focus (words, FALSE);
  gtk_box_append (GTK_BOX (cell), name);
  gtk_box_append (GTK_BOX (cell), words);
  if (mark != NULL)
    gtk_box_append (GTK_BOX (cell), md_mark_new (status, mark));
  gtk_box_append (self->rows, cell);
  g_string_append_printf (self->sentence, " %s: %s", caption, value);
  if (mark != NULL)
    g_string_append_printf (self->sentence, " (%s)", mark);
  g_string_append_c (self->sentence, '.');
}

static void
add_names (Card *self)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *mark = NULL;
  guint n = g_strv_length (self->own->names);

  for (guint i = 0; i < MIN (n, MAX_NAMES); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", self->own->names[i]);
  if (n > MAX_NAMES)
    {
      g_autofree char *more
          = md_count_text (self->lang, n - MAX_NAMES, N_ ("and one more"), N_ ("and {count} more"));

      g_string_append_printf (names, " %s", more);
    }
  if ((self->chain->faults & MD_CHAIN_WRONG_NAME) != 0)
    mark = md_fill_with (md_text (self->lang, N_ ("not for {host}")), "host", self->chain->host, NULL);
  add_row (self, md_text (self->lang, N_ ("For")), names->len > 0 ? names->str : self->own->subject, MD_STATUS_PROBLEM,
           mark);
}

static void
add_issuer (Card *self)
{
  const char *mark = NULL;

  if ((self->chain->faults & MD_CHAIN_SELF_SIGNED) != 0)
    mark = md_text (self->lang, N_ ("it vouches for itself: nobody else does"));
  else if ((self->chain->faults & MD_CHAIN_UNKNOWN_AUTHORITY) != 0)
    mark = md_text (self->lang, N_ ("this computer does not know this authority"));
  else if ((self->chain->faults & MD_CHAIN_OTHER) != 0)
    mark = md_text (self->lang, N_ ("this computer does not accept it"));
  add_row (self, md_text (self->lang, N_ ("Issued by")), self->own->issuer, MD_STATUS_PROBLEM, mark);
}

/* "still 43 days", "expired 3 days ago", in whole days of that moment. */
static char *
time_left (MdLang lang, const MdShownCertificate *certificate, gint64 now, MdStatus *status)
{
  gint64 left = (certificate->not_after - now) / DAY, ago = (now - certificate->not_after) / DAY;
  gint64 starts = (certificate->not_before - now + DAY - 1) / DAY;

  *status = MD_STATUS_PROBLEM;
  if (certificate->not_after < now && ago == 0)
    return g_strdup (md_text (lang, N_ ("expired today")));
  if (certificate->not_after < now)
    return md_count_text (lang, ago, N_ ("expired yesterday"), N_ ("expired {count} days ago"));
  if (certificate->not_before > now)
    return md_count_text (lang, starts, N_ ("valid from tomorrow on"), N_ ("valid only in {count} days"));
  *status = left < SOON_DAYS ? MD_STATUS_WARNING : MD_STATUS_OK;
  if (left == 0)
    return g_strdup (md_text (lang, N_ ("expires today")));
  return md_count_text (lang, left, N_ ("still one day"), N_ ("still {count} days"));
}

static void
add_dates (Card *self)
{
  MdStatus status;
  g_autofree char *from = date_of (self->own->not_before);
  g_autofree char *until = date_of (self->own->not_after);
  g_autofree char *mark = time_left (self->lang, self->own, self->chain->looked_at, &status);
  g_autofree char *value = md_fill_with (md_text (self->lang, N_ ("from {from} until {until}")), "from", from, "until",
                                         until, NULL);

  add_row (self, md_text (self->lang, N_ ("Valid")), value, status, mark);
}

/* What the server sent, each vouched for by the next. */
static void
add_chain (Card *self)
{
  g_autoptr (GString) names = g_string_new (NULL);
  const MdShownCertificate *last = g_ptr_array_index (self->chain->chain, self->chain->chain->len - 1);
  gboolean is_short = (self->chain->faults & MD_CHAIN_INCOMPLETE) != 0;
  g_autofree char *mark = NULL;

  if ((self->chain->faults & MD_CHAIN_SELF_SIGNED) != 0)
    return;
  for (guint i = 0; i < self->chain->chain->len; i++)
    {
      const MdShownCertificate *one = g_ptr_array_index (self->chain->chain, i);

      g_string_append_printf (names, "%s%s", i > 0 ? " → " : "", one->subject);
    }
  if (g_strcmp0 (last->subject, last->issuer) != 0)
    g_string_append_printf (names, " → %s", last->issuer);
  if (is_short)
    mark = md_fill_with (md_text (self->lang, N_ ("the server did not send the certificate of {issuer}")), "issuer",
                         last->issuer, NULL);
  add_row (self, md_text (self->lang, N_ ("Chain")), names->str, MD_STATUS_PROBLEM, mark);
}

GtkWidget *
md_certificate_card_new (const MdShownChain *chain, MdLang lang)
{
  g_autoptr (GString) sentence = g_string_new (NULL);
  g_autofree char *title = md_fill_with (md_text (lang, N_ ("Certificate of {host}")), "host", chain->host, NULL);
  Card self = { chain, g_ptr_array_index (chain->chain, 0), lang, NULL, sentence };
  MdStatus status = chain->faults == 0 ? MD_STATUS_OK : MD_STATUS_PROBLEM;
  const char *word = chain->faults == 0 ? md_text (lang, N_ ("in order")) : md_text (lang, N_ ("not in order"));
  GtkWidget *picture, *card, *head;

  g_string_append_printf (sentence, "%s: %s.", title, word);
  self.rows = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  add_names (&self);
  add_issuer (&self);
  add_dates (&self);
  add_chain (&self);
  picture = md_picture_new (NULL, sentence->str);
  card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  head = md_name_new (title, "heading");
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "md-card");
  gtk_box_append (GTK_BOX (card), head);
  gtk_box_append (GTK_BOX (card), md_mark_new (status, word));
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self.rows));
  gtk_box_append (GTK_BOX (picture), card);
  return picture;
}
