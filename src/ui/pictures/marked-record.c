/* marked-record.c - a record with the wrong place marked; see marked-record.h
 *
 * The place comes with the finding, as does the correction; nothing is read or judged here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-marked-record"

#include "config.h"

#include "ui/pictures/marked-record.h"

#include "ui/frame.h"
#include "ui/looks.h"
#include "ui/pictures/picture.h"

#include <string.h>

#define RED 0xe000, 0x1b00, 0x2400
#define GREEN 0x2e00, 0xc200, 0x7e00
#define TINT 0x5000
#define BETWEEN_WORDS " ;\r\n"

/* Where the record is published. */
static char *
place_of (const MdFinding *finding)
{
  static const struct
  {
    MdFindingCode code;
    const char *prefix;
    const char *parameter;
  } rows[] = {
    { MD_FINDING_DMARC_MISSING, "_dmarc.", "domain" },
    { MD_FINDING_DMARC_SYNTAX, "_dmarc.", "domain" },
    { MD_FINDING_DMARC_REPORTS_UNAUTHORISED, "", "name" },
    { MD_FINDING_MTA_STS_SYNTAX, "_mta-sts.", "domain" },
    { MD_FINDING_MTA_STS_POLICY_SYNTAX, "", "url" },
    { MD_FINDING_TLS_RPT_SYNTAX, "_smtp._tls.", "domain" },
    { MD_FINDING_DANE_MISMATCH, "_25._tcp.", "host" },
  };
  MdFindingCode code = md_finding_get_code (finding);

  if (code == MD_FINDING_DKIM_SYNTAX)
    return g_strdup_printf ("%s._domainkey.%s", md_finding_get (finding, "selector"),
                            md_finding_get (finding, "domain"));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].code == code)
      return g_strconcat (rows[i].prefix, md_finding_get (finding, rows[i].parameter), NULL);
  return g_strdup (md_finding_get (finding, "domain"));
}

static gboolean
is_policy (MdFindingCode code)
{
  return code == MD_FINDING_MTA_STS_POLICY_SYNTAX || code == MD_FINDING_MTA_STS_MISMATCH;
}

/* ── marks in the text ── */

static void
mark (PangoAttrList *list, PangoAttribute *attribute, gsize from, gsize until)
{
  attribute->start_index = (guint) from;
  attribute->end_index = (guint) until;
  pango_attr_list_insert (list, attribute);
}

static PangoAttrList *
marks_of (GtkWidget *label)
{
  return pango_attr_list_copy (gtk_label_get_attributes (GTK_LABEL (label)));
}

static void
take_marks (GtkWidget *label, PangoAttrList *list)
{
  gtk_label_set_attributes (GTK_LABEL (label), list);
  pango_attr_list_unref (list);
}

/* How far the mistake goes from @at: over @word when that is what stands there, else to the end of the word. */
static gsize
length_of_mistake (const char *at, const char *word)
{
  gsize length = strcspn (at, BETWEEN_WORDS);

  if (word != NULL && word[0] != '\0' && g_str_has_prefix (at, word))
    return strlen (word);
  return MAX (length, at[0] != '\0' ? 1 : 0);
}

/* Bold and underlined twice, on a tint: seen without colours, too. */
static void
mark_mistake (GtkWidget *label, const char *record, gsize at, const char *word)
{
  PangoAttrList *list = marks_of (label);
  gsize until = at + length_of_mistake (record + at, word);

  mark (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD), at, until);
  mark (list, pango_attr_underline_new (PANGO_UNDERLINE_DOUBLE), at, until);
  mark (list, pango_attr_background_new (RED), at, until);
  mark (list, pango_attr_background_alpha_new (TINT), at, until);
  take_marks (label, list);
}

static gboolean
has_word (const char *record, const char *word, gsize length)
{
  for (const char *at = record + strspn (record, BETWEEN_WORDS); *at != '\0'; at += strspn (at, BETWEEN_WORDS))
    {
      gsize here = strcspn (at, BETWEEN_WORDS);

      if (here == length && strncmp (at, word, length) == 0)
        return TRUE;
      at += here;
    }
  return FALSE;
}

/* What is not in the record as it is. */
static void
mark_news (GtkWidget *label, const char *corrected, const char *record)
{
  PangoAttrList *list = marks_of (label);

  for (const char *at = corrected + strspn (corrected, BETWEEN_WORDS); *at != '\0'; at += strspn (at, BETWEEN_WORDS))
    {
      gsize length = strcspn (at, BETWEEN_WORDS), from = (gsize) (at - corrected);

      if (!has_word (record, at, length))
        {
          mark (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD), from, from + length);
          mark (list, pango_attr_background_new (GREEN), from, from + length);
          mark (list, pango_attr_background_alpha_new (TINT), from, from + length);
        }
      at += length;
    }
  take_marks (label, list);
}

/* ── the copy ── */

static void
on_copy (GtkButton *button, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), text);
  md_toast (GTK_WIDGET (button), N_ ("Corrected record copied"));
}

static void
forget (gpointer text, GClosure *closure)
{
  g_free (text);
}

GtkWidget *
md_copy_record_button_new (MdFindingCode code, const char *corrected, MdLang lang)
{
  GtkWidget *button = gtk_button_new_with_label (is_policy (code) ? md_text (lang, N_ ("Copy corrected policy"))
                                                                  : md_text (lang, N_ ("Copy corrected record")));

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_copy), g_strdup (corrected), forget, 0);
  return button;
}

/* ── the picture ── */

/* "wrong from character 12 on: ip4:300.1.2.3", "one too many: …"; NULL when no place is known. */
static char *
mistake_text (const MdFinding *finding, MdLang lang)
{
  const char *position = md_finding_get (finding, "position"), *word = md_finding_get (finding, "word");

  if (position == NULL || g_str_equal (position, "0") || position[0] == '\0')
    return NULL;
  if (md_finding_get_code (finding) == MD_FINDING_SPF_MULTIPLE)
    return md_fill_with (md_text (lang, N_ ("too many, from here on: {word}")), "word", word, NULL);
  if (word == NULL || word[0] == '\0')
    return md_fill_with (md_text (lang, N_ ("wrong from character {position} on")), "position", position, NULL);
  return md_fill_with (md_text (lang, N_ ("wrong from character {position} on: {word}")), "position", position, "word",
                       word, NULL);
}

/* The button below copies: no stop for the keyboard. */
static GtkWidget *
verbatim_new (const char *text)
{
  g_autofree char *shown = g_strchomp (g_strdup (text));
  GtkWidget *label = md_verbatim_new (shown);

  gtk_widget_set_can_focus (label, FALSE);
  return label;
}

static void
append_record (GtkWidget *picture, const MdFinding *finding, const char *record, const char *mistake)
{
  const char *position = md_finding_get (finding, "position");
  GtkWidget *label = verbatim_new (record);
  gsize at = position != NULL ? (gsize) g_ascii_strtoull (position, NULL, 10) : 0;

  if (mistake != NULL && at > 0 && at <= strlen (record))
    mark_mistake (label, record, at - 1, md_finding_get (finding, "word"));
  gtk_box_append (GTK_BOX (picture), label);
}

GtkWidget *
md_marked_record_new (const MdFinding *finding, MdLang lang)
{
  const char *record = md_finding_get (finding, "record"), *corrected = md_finding_get (finding, "corrected");
  gboolean has_correction = corrected != NULL && corrected[0] != '\0';
  gboolean has_record = record != NULL && record[0] != '\0';
  g_autofree char *mistake = mistake_text (finding, lang);
  g_autofree char *place = NULL;
  g_autofree char *title = NULL;
  g_autofree char *sentence = NULL;
  GtkWidget *picture;

  if (corrected == NULL || (!has_correction && mistake == NULL))
    return NULL;
  place = place_of (finding);
  title = md_fill_with (is_policy (md_finding_get_code (finding)) ? md_text (lang, N_ ("Policy of {place}"))
                                                                  : md_text (lang, N_ ("Record of {place}")),
                        "place", place, NULL);
  sentence = g_strdup_printf ("%s: %s%s%s. %s", title, has_record ? record : md_text (lang, N_ ("none that counts")),
                              mistake != NULL ? ": " : "", mistake != NULL ? mistake : "",
                              has_correction ? md_text (lang, N_ ("A corrected record stands below.")) : "");
  picture = md_picture_new (title, sentence);
  if (has_record)
    append_record (picture, finding, record, mistake);
  if (mistake != NULL)
    gtk_box_append (GTK_BOX (picture), md_mark_new (MD_STATUS_PROBLEM, mistake));
  if (has_correction)
    {
      GtkWidget *label = verbatim_new (corrected);

      mark_news (label, corrected, has_record ? record : corrected);
      gtk_box_append (GTK_BOX (picture), md_mark_new (MD_STATUS_OK, md_text (lang, N_ ("corrected"))));
      gtk_box_append (GTK_BOX (picture), label);
      gtk_box_append (GTK_BOX (picture), md_copy_record_button_new (md_finding_get_code (finding), corrected, lang));
    }
  return picture;
}
