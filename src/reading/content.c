/* content.c - the header of a draft, and all that was found in it; see content.h
 *
 * RFC 5322 section 3.6 (what must be there, and once), RFC 2369 and 8058 (leaving a list), RFC 1870 (SIZE).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-content"

#include "config.h"

#include "reading/content-private.h"

#include "reading/address.h"

#include <string.h>

#define MAX_NOTES 40
#define MAX_WHERE 120        /* characters */
#define MIN_CAPITALS 10      /* letters; "RE: IVA" is none */
#define MIN_EXCLAMATIONS 3
#define MIN_LETTERS 20       /* of a message that is more than its pictures */
#define MANY_RECIPIENTS 50
#define MAX_LINE 998         /* RFC 5322 section 2.1.1 */
#define DATE_SLACK (24 * 3600)

static const struct
{
  const char *word;
  MdContentGroup group;
} kinds[MD_N_NOTES] = {
  [MD_NOTE_SUBJECT_CAPITALS] = { "subject-capitals", MD_CONTENT_LOOKS },
  [MD_NOTE_SUBJECT_EXCLAMATION] = { "subject-exclamation", MD_CONTENT_LOOKS },
  [MD_NOTE_SUBJECT_MISSING] = { "subject-missing", MD_CONTENT_LOOKS },
  [MD_NOTE_LINK_MISMATCH] = { "link-mismatch", MD_CONTENT_LOOKS },
  [MD_NOTE_LINK_SHORTENED] = { "link-shortened", MD_CONTENT_LOOKS },
  [MD_NOTE_LINK_NUMERIC] = { "link-numeric", MD_CONTENT_LOOKS },
  [MD_NOTE_IMAGES_ONLY] = { "images-only", MD_CONTENT_LOOKS },
  [MD_NOTE_ACTIVE_HTML] = { "active-html", MD_CONTENT_LOOKS },
  [MD_NOTE_ATTACHMENT_RISKY] = { "attachment-risky", MD_CONTENT_ATTACHMENT },
  [MD_NOTE_ATTACHMENT_DISGUISED] = { "attachment-disguised", MD_CONTENT_ATTACHMENT },
  [MD_NOTE_ATTACHMENT_MACROS] = { "attachment-macros", MD_CONTENT_ATTACHMENT },
  [MD_NOTE_TOO_LARGE] = { "too-large", MD_CONTENT_SIZE },
  [MD_NOTE_DATE_MISSING] = { "date-missing", MD_CONTENT_ABSENT },
  [MD_NOTE_DATE_WRONG] = { "date-wrong", MD_CONTENT_FORM },
  [MD_NOTE_MESSAGE_ID_MISSING] = { "message-id-missing", MD_CONTENT_ABSENT },
  [MD_NOTE_FROM_MISSING] = { "from-missing", MD_CONTENT_FORM },
  [MD_NOTE_FROM_OTHER_DOMAIN] = { "from-other-domain", MD_CONTENT_LOOKS },
  [MD_NOTE_FIELD_REPEATED] = { "field-repeated", MD_CONTENT_FORM },
  [MD_NOTE_HEADER_BROKEN] = { "header-broken", MD_CONTENT_FORM },
  [MD_NOTE_ADDRESS_BROKEN] = { "address-broken", MD_CONTENT_FORM },
  [MD_NOTE_MANY_RECIPIENTS] = { "many-recipients", MD_CONTENT_LOOKS },
  [MD_NOTE_UNSUBSCRIBE_MISSING] = { "unsubscribe-missing", MD_CONTENT_LOOKS },
  [MD_NOTE_RAW_BYTES] = { "raw-bytes", MD_CONTENT_FORM },
  [MD_NOTE_CHARSET_WRONG] = { "charset-wrong", MD_CONTENT_FORM },
  [MD_NOTE_LINE_TOO_LONG] = { "line-too-long", MD_CONTENT_FORM },
};

static const char *const words[MD_N_NOTES + 1] = {
  "subject-capitals",   "subject-exclamation", "subject-missing",   "link-mismatch",        "link-shortened",
  "link-numeric",       "images-only",         "active-html",       "attachment-risky",     "attachment-disguised",
  "attachment-macros",  "too-large",           "date-missing",      "date-wrong",           "message-id-missing",
  "from-missing",       "from-other-domain",   "field-repeated",    "header-broken",        "address-broken",
  "many-recipients",    "unsubscribe-missing", "raw-bytes",         "charset-wrong",        "line-too-long",
  NULL,
};

const char *const *
md_content_words (void)
{
  return words;
}

static void
note_free (gpointer data)
{
  MdContentNote *self = data;

  g_free (self->where);
  g_free (self);
}

void
md_content_free (MdContent *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->notes);
  g_free (self);
}

/* At most MAX_WHERE characters, without line ends. */
static char *
shorten (const char *text)
{
  g_autofree char *valid = md_header_decode (text);

  g_strstrip (valid);
  if (g_utf8_strlen (valid, -1) <= MAX_WHERE)
    return g_steal_pointer (&valid);
  *g_utf8_offset_to_pointer (valid, MAX_WHERE - 1) = '\0';
  return g_strconcat (valid, "…", NULL);
}

void
md_content_note (MdContent *self, MdNote note, const char *where)
{
  g_autofree char *place = shorten (where);
  gboolean is_new = TRUE;
  MdContentNote *row;

  for (guint i = 0; i < self->notes->len; i++)
    {
      const MdContentNote *other = g_ptr_array_index (self->notes, i);

      if (strcmp (other->what, kinds[note].word) != 0)
        continue;
      is_new = FALSE;
      if (strcmp (other->where, place) == 0)
        return;
    }
  if (self->notes->len == MAX_NOTES)
    return;
  row = g_new0 (MdContentNote, 1);
  row->what = kinds[note].word;
  row->group = kinds[note].group;
  row->where = place[0] != '\0' ? g_steal_pointer (&place) : g_strdup ("-");
  g_ptr_array_add (self->notes, row);
  self->counts[row->group] += is_new ? 1 : 0;
}

static void
note_count (MdContent *self, MdNote note, guint count)
{
  g_autofree char *text = g_strdup_printf ("%u", count);

  md_content_note (self, note, text);
}

/* ── subject ── */

static void
check_subject (MdContent *self, const MdHeaders *headers)
{
  g_autofree char *subject = md_headers_dup_text (headers, "Subject");
  guint letters = 0, capitals = 0, exclamations = 0;

  if (subject == NULL || *g_strstrip (subject) == '\0')
    {
      md_content_note (self, MD_NOTE_SUBJECT_MISSING, "Subject");
      return;
    }
  for (const char *at = subject; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      letters += g_unichar_isupper (c) || g_unichar_islower (c) ? 1 : 0;
      capitals += g_unichar_isupper (c) ? 1 : 0;
      exclamations += c == '!' || c == 0xFF01 ? 1 : 0;
    }
  if (letters >= MIN_CAPITALS && capitals * 10 >= letters * 9)
    md_content_note (self, MD_NOTE_SUBJECT_CAPITALS, subject);
  if (exclamations >= MIN_EXCLAMATIONS || strstr (subject, "!!") != NULL)
    md_content_note (self, MD_NOTE_SUBJECT_EXCLAMATION, subject);
}

/* ── dates, names, addresses ── */

static void
check_date (MdContent *self, const MdHeaders *headers, gint64 now)
{
  const char *date = md_headers_get (headers, "Date");
  gint64 seconds;

  if (date == NULL)
    md_content_note (self, MD_NOTE_DATE_MISSING, "Date");
  else if (!md_header_read_date (date, &seconds) || (now > 0 && seconds > now + DATE_SLACK))
    md_content_note (self, MD_NOTE_DATE_WRONG, date);
}

static void
check_from (MdContent *self, const MdHeaders *headers, const char *sender)
{
  const char *from = md_headers_get (headers, "From");
  g_autofree char *address = from != NULL ? md_header_dup_address (from) : NULL;
  g_autoptr (MdAddress) own = sender != NULL ? md_address_parse (sender) : NULL;
  g_autoptr (MdAddress) parsed = address != NULL ? md_address_parse (address) : NULL;

  if (address == NULL)
    md_content_note (self, MD_NOTE_FROM_MISSING, from != NULL ? from : "From");
  else if (parsed->fault != MD_ADDRESS_VALID)
    md_content_note (self, MD_NOTE_ADDRESS_BROKEN, address);
  else if (own != NULL && own->domain != NULL
           && strcmp (md_host_house (own->domain), md_host_house (parsed->domain)) != 0)
    md_content_note (self, MD_NOTE_FROM_OTHER_DOMAIN, address);
}

/* Fields that may stand once: RFC 5322 section 3.6. */
static void
check_repeated (MdContent *self, const MdHeaders *headers)
{
  static const char *const once[] = { "From", "Sender", "Reply-To", "To", "Cc", "Message-ID", "Date", "Subject",
                                      "In-Reply-To", "References", "MIME-Version", "Content-Type" };

  for (guint i = 0; i < G_N_ELEMENTS (once); i++)
    if (md_headers_count (headers, once[i]) > 1)
      md_content_note (self, MD_NOTE_FIELD_REPEATED, once[i]);
}

static void
check_recipients (MdContent *self, const MdHeaders *headers)
{
  static const char *const fields[] = { "To", "Cc", "Bcc" };
  guint n_recipients = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = md_headers_get (headers, fields[i]);
      g_autofree char *address = value != NULL ? md_header_dup_address (value) : NULL;
      g_autoptr (MdAddress) parsed = address != NULL ? md_address_parse (address) : NULL;

      if (parsed != NULL && parsed->fault != MD_ADDRESS_VALID)
        md_content_note (self, MD_NOTE_ADDRESS_BROKEN, address);
      for (const char *at = value; at != NULL && (at = strchr (at, '@')) != NULL; at++)
        n_recipients++;
    }
  if (n_recipients >= MANY_RECIPIENTS)
    note_count (self, MD_NOTE_MANY_RECIPIENTS, n_recipients);
}

/* ── letters and lines ── */

static void
check_raw_bytes (MdContent *self, const MdHeaders *headers)
{
  for (guint i = 0; i < headers->fields->len; i++)
    {
      const MdHeader *field = &g_array_index (headers->fields, MdHeader, i);

      if (!g_utf8_validate (field->value, -1, NULL))
        md_content_note (self, MD_NOTE_RAW_BYTES, field->name);
    }
}

static void
check_lines (MdContent *self, const char *message, gsize length)
{
  gsize number = 1;

  for (gsize at = 0; at < length; number++)
    {
      const char *newline = memchr (message + at, '\n', length - at);
      gsize line = newline != NULL ? (gsize) (newline - message) - at : length - at;

      if (line > MAX_LINE + 1)
        {
          g_autofree char *text = g_strdup_printf ("%" G_GSIZE_FORMAT, number);

          md_content_note (self, MD_NOTE_LINE_TOO_LONG, text);
          return;
        }
      at += line + 1;
    }
}

/* ── the whole ── */

static gboolean
is_bulk (const MdHeaders *headers)
{
  static const char *const fields[] = { "List-Id", "List-Unsubscribe", "Feedback-ID", "X-Campaign", "X-CampaignID",
                                        "X-Mailgun-Sid", "X-MC-User", "X-SG-EID", "X-CSA-Complaints" };
  const char *precedence = md_headers_get (headers, "Precedence");

  if (precedence != NULL
      && (g_ascii_strcasecmp (precedence, "bulk") == 0 || g_ascii_strcasecmp (precedence, "list") == 0))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (md_headers_get (headers, fields[i]) != NULL)
      return TRUE;
  return FALSE;
}

static void
check_size (MdContent *self, gsize length, guint64 limit)
{
  g_autofree char *size = g_format_size_full (length, G_FORMAT_SIZE_IEC_UNITS);

  if (limit > 0 && length > limit)
    md_content_note (self, MD_NOTE_TOO_LARGE, size);
}

MdContent *
md_content_check (const char *message, gsize length, const MdContentAbout *about)
{
  MdContent *self = g_new0 (MdContent, 1);
  gsize bytes = MIN (length, MD_CONTENT_MAX_BYTES);
  g_autoptr (MdHeaders) headers = md_headers_parse (message, bytes);
  MdContentWalk walk = { .content = self };

  self->notes = g_ptr_array_new_with_free_func (note_free);
  if (headers->fields->len == 0)
    return self;
  check_subject (self, headers);
  check_date (self, headers, about->now);
  check_from (self, headers, about->sender);
  if (md_headers_get (headers, "Message-ID") == NULL)
    md_content_note (self, MD_NOTE_MESSAGE_ID_MISSING, "Message-ID");
  check_repeated (self, headers);
  check_recipients (self, headers);
  if (headers->n_broken > 0)
    note_count (self, MD_NOTE_HEADER_BROKEN, headers->n_broken);
  check_raw_bytes (self, headers);
  check_lines (self, message, bytes);
  check_size (self, length, about->size_limit);
  md_content_walk (&walk, message, bytes);
  if (walk.images > 0 && walk.letters < MIN_LETTERS)
    note_count (self, MD_NOTE_IMAGES_ONLY, walk.images);
  self->is_bulk = is_bulk (headers) || walk.speaks_of_leaving;
  if (self->is_bulk && md_headers_get (headers, "List-Unsubscribe") == NULL)
    md_content_note (self, MD_NOTE_UNSUBSCRIBE_MISSING, "List-Unsubscribe");
  return self;
}
