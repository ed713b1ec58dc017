/* test-content.c - what in a draft gets a note, and what must not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reading/content.h"

#include <string.h>

#define NOW 1751364000 /* 1 Jul 2025 10:00 UTC */
#define HEAD_BUT_SUBJECT \
  "From: Ana <ana@example.org>\r\nTo: eva@example.net\r\nDate: Tue, 1 Jul 2025 10:00:00 +0000\r\n" \
  "Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n"
#define HEAD HEAD_BUT_SUBJECT "Subject: The minutes of Monday\r\n"
#define HTML HEAD "Content-Type: text/html; charset=utf-8\r\n\r\n"
#define MIXED HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHere are the minutes, as promised.\r\n--b\r\n"
#define ATTACHED(name) \
  "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"" name "\"\r\n\r\nx\r\n--b--\r\n"
#define LETTER "\r\nDear Eva,\r\n\r\nhere are the minutes of Monday, as promised.\r\n\r\nAna\r\n"

/* All notes as "what (where)", one a line. */
static char *
all_notes (const MdContent *content)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < content->notes->len; i++)
    {
      const MdContentNote *note = g_ptr_array_index (content->notes, i);

      g_string_append_printf (out, "%s%s (%s)", i > 0 ? "\n" : "", note->what, note->where);
    }
  return g_string_free (out, FALSE);
}

static void
test_notes (void)
{
  static const struct
  {
    const char *story, *input, *want;
  } cases[] = {
    { "a normal letter", HEAD LETTER, "" },
    { "a normal letter with line feeds", "From: ana@example.org\nDate: Tue, 1 Jul 2025 10:00:00 +0000\nMessage-ID: <a@b>\n"
                                         "Subject: Hi\n\nHello\n",
      "" },
    { "a letter in two forms",
      HEAD "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSeñora,"
           " https://example.org/x\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Señora, <a "
           "href=\"https://www.example.org/x\">https://example.org/x</a> <img src=\"cid:logo\"></p>\r\n--b--\r\n",
      "" },
    { "capitals that are a name", HEAD_BUT_SUBJECT "Subject: RE: IVA 2025\r\n" LETTER, "" },
    { "one shout", HEAD_BUT_SUBJECT "Subject: =?utf-8?q?=C2=A1Felicidades!?=\r\n" LETTER, "" },
    { "capitals", HEAD_BUT_SUBJECT "Subject: OFERTA ESPECIAL PARA TI\r\n" LETTER, "subject-capitals (OFERTA ESPECIAL PARA TI)" },
    { "shouts", HEAD_BUT_SUBJECT "Subject: Win now!!!\r\n" LETTER, "subject-exclamation (Win now!!!)" },
    { "no subject", HEAD_BUT_SUBJECT LETTER, "subject-missing (Subject)" },
    { "a link that leads elsewhere", HTML "<a href='https://evil.example.net/x'>www.bank.example</a> and much more text",
      "link-mismatch (www.bank.example → evil.example.net)" },
    { "a link within one house", HTML "<a href='https://click.ibm.com/x'>www.ibm.com</a> and much more text here", "" },
    { "a link with words", HTML "<a href='https://example.net/x'>the minutes of Monday, at length</a>", "" },
    { "a file name as link", HTML "<a href='https://example.net/x'>minutes.pdf</a> and much more text here", "" },
    { "a short link", HEAD "\r\nLook here: https://bit.ly/abc, it is worth the time.\r\n", "link-shortened (bit.ly)" },
    { "a numeric link", HEAD "\r\nLook here: http://192.0.2.1/abc, it is worth the time.\r\n", "link-numeric (192.0.2.1)" },
    { "only a picture", HTML "<a href=https://example.org/><img src=x></a>", "images-only (1)" },
    { "a script", HTML "<script>alert('unsubscribe')</script><p>The minutes of Monday</p>", "active-html (script)" },
    { "a document", MIXED ATTACHED ("minutes.pdf"), "" },
    { "a program", MIXED ATTACHED ("setup.exe"), "attachment-risky (setup.exe)" },
    { "a program in disguise", MIXED ATTACHED ("invoice.pdf.exe"), "attachment-disguised (invoice.pdf.exe)" },
    { "macros", MIXED ATTACHED ("table.xlsm"), "attachment-macros (table.xlsm)" },
    { "an encoded name",
      MIXED "Content-Type: application/octet-stream\r\nContent-Disposition: attachment;\r\n filename*0*=utf-8''fotos%20de%20;\r\n"
            " filename*1=\"boda.jpg.scr\"\r\n\r\nx\r\n--b--\r\n",
      "attachment-disguised (fotos de boda.jpg.scr)" },
    { "nothing in it", HEAD "Content-Type: text/html\r\n\r\n", "" },
    { "no date, no number", "From: ana@example.org\r\nSubject: x\r\n" LETTER, "date-missing (Date)\nmessage-id-missing (Message-ID)" },
    { "next year", "From: ana@example.org\r\nSubject: x\r\nMessage-ID: <a@b>\r\nDate: Wed, 1 Jul 2026 10:00:00 +0000\r\n" LETTER,
      "date-wrong (Wed, 1 Jul 2026 10:00:00 +0000)" },
    { "two senders", HEAD "From: eva@example.org\r\n" LETTER, "field-repeated (From)" },
    { "somebody else's address", "From: a@other.example\r\nDate: Tue, 1 Jul 2025 10:00:00 +0000\r\nMessage-ID: <a@b>\r\nSubject: x\r\n"
      LETTER, "from-other-domain (a@other.example)" },
    { "a list nobody can leave", HEAD "Precedence: bulk\r\n" LETTER, "unsubscribe-missing (List-Unsubscribe)" },
    { "a list", HEAD "Precedence: bulk\r\nList-Unsubscribe: <https://example.org/u>\r\n" LETTER, "" },
    { "leaving by a link in the text", HEAD "\r\nTo unsubscribe from these letters, write to us.\r\n",
      "unsubscribe-missing (List-Unsubscribe)" },
    { "letters that do not fit", HEAD "Content-Type: text/plain; charset=utf-8\r\n\r\nSe\xf1ora, here are the minutes\r\n",
      "charset-wrong (utf-8)" },
    { "Latin letters that fit", HEAD "Content-Type: text/plain; charset=iso-8859-1\r\n\r\nSe\xf1ora, here are the minutes\r\n", "" },
    { "nobody's letters", HEAD "Content-Type: text/plain; charset=x-none\r\n\r\nHere are the minutes of Monday\r\n",
      "charset-wrong (x-none)" },
    { "raw bytes in the header", HEAD "X-Note: Se\xf1ora\r\n" LETTER, "raw-bytes (X-Note)" },
    { "an address that is none", "From: ana@example..org\r\nDate: Tue, 1 Jul 2025 10:00:00 +0000\r\nMessage-ID: <a@b>\r\nSubject: x\r\n"
      LETTER, "address-broken (ana@example..org)" },
  };
  const MdContentAbout about = { .sender = "ana@example.org", .now = NOW };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MdContent) content = md_content_check (cases[i].input, strlen (cases[i].input), &about);
      g_autofree char *notes = all_notes (content);

      g_test_message ("%s", cases[i].story);
      g_assert_cmpstr (notes, ==, cases[i].want);
      g_assert_cmpuint (content->n_parts, >, 0);
    }
}

static void
test_limits (void)
{
  const MdContentAbout about = { .size_limit = 1000 };
  g_autofree char *filler = g_strnfill (1200, 'x');
  g_autofree char *large = g_strconcat (HEAD, "\r\n", filler, "\r\n", NULL);
  g_autoptr (GString) deep = g_string_new (HEAD);
  g_autoptr (MdContent) content = md_content_check (large, strlen (large), &about), none = NULL, nested = NULL;
  g_autofree char *notes = all_notes (content);

  g_assert_cmpstr (notes, ==, "line-too-long (8)\ntoo-large (1.3\u00a0KiB)");
  none = md_content_check ("I could not send it", 19, &about);
  g_assert_cmpuint (none->n_parts + none->notes->len, ==, 0);
  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (deep, "Content-Type: multipart/mixed; boundary=b%u\r\n\r\n--b%u\r\n", i, i);
  nested = md_content_check (deep->str, deep->len, &about);
  g_assert_cmpuint (nested->n_parts, <=, 201);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/content/notes", test_notes);
  g_test_add_func ("/content/limits", test_limits);
  return g_test_run ();
}
