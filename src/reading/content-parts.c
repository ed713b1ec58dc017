/* content-parts.c - the parts of a message: texts, pictures, attachments; see content-private.h
 *
 * GMime splits and decodes.  Its objects are made, used and let go within one call, in one thread.  Messages within the
 * message are attachments and not opened.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-content"

#include "config.h"

#include "reading/content-private.h"

#include <gmime/gmime.h>
#include <string.h>

#define MAX_PARTS 200
#define MAX_DEPTH 10

/* Many servers refuse these, also inside archives: programs, scripts, installers, shortcuts, disk images. */
static const char *const risky[] = {
  "ade", "adp", "apk",  "appx", "bat", "cab", "chm",  "cmd", "com", "cpl", "dll", "dmg", "exe", "hta", "img",
  "ins", "iso", "isp",  "jar",  "jnlp", "js", "jse",  "lnk", "mde", "msc", "msi", "msix", "msp", "mst", "nsh",
  "pif", "ps1", "psm1", "reg",  "scf", "scr", "sct",  "shb", "sys", "vb",  "vbe", "vbs", "vhd", "vhdx", "vxd",
  "wsc", "wsf", "wsh",  "xll",  NULL,
};
static const char *const macros[] = { "docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppsm", NULL };
static const char *const documents[] = { "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "rtf", "txt",
                                         "csv", "jpg", "jpeg", "png", "gif", "mp3", "mp4", "zip", "html", "htm", NULL };

/* Lower-cased ending behind the last dot before @end; NULL when there is none. */
static char *
ending_before (const char *name, gsize end)
{
  const char *dot = g_strrstr_len (name, (gssize) end, ".");

  if (dot == NULL)
    return NULL;
  return g_strstrip (g_ascii_strdown (dot + 1, (gssize) (name + end - dot - 1)));
}

static void
check_name (MdContent *content, const char *raw)
{
  g_autofree char *name = g_strchomp (g_utf8_make_valid (raw, -1));
  g_autofree char *ending = ending_before (name, strlen (name));
  g_autofree char *inner = NULL;

  /* Written from right to left, "gpj.exe" reads "exe.jpg". */
  if (strstr (name, "\u202e") != NULL)
    {
      md_content_note (content, MD_NOTE_ATTACHMENT_DISGUISED, name);
      return;
    }
  if (ending == NULL)
    return;
  inner = ending_before (name, strlen (name) - strlen (ending) - 1);
  if (g_strv_contains (risky, ending) && inner != NULL && g_strv_contains (documents, inner))
    md_content_note (content, MD_NOTE_ATTACHMENT_DISGUISED, name);
  else if (g_strv_contains (risky, ending))
    md_content_note (content, MD_NOTE_ATTACHMENT_RISKY, name);
  else if (g_strv_contains (macros, ending))
    md_content_note (content, MD_NOTE_ATTACHMENT_MACROS, name);
}

/* The decoded bytes of @part, at most MD_CONTENT_MAX_TEXT, and a NUL behind them. */
static GByteArray *
read_part (GMimePart *part)
{
  GMimeDataWrapper *wrapper = g_mime_part_get_content (part);
  GByteArray *bytes = g_byte_array_new ();
  GMimeStream *stream = g_mime_stream_mem_new_with_byte_array (bytes);

  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), FALSE);
  if (wrapper != NULL)
    g_mime_data_wrapper_write_to_stream (wrapper, stream);
  g_object_unref (stream);
  if (bytes->len > MD_CONTENT_MAX_TEXT)
    g_byte_array_set_size (bytes, MD_CONTENT_MAX_TEXT);
  /* Even of an empty part there is something to point to. */
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  g_byte_array_set_size (bytes, bytes->len - 1);
  return bytes;
}

/* The text as UTF-8; a charset that nobody knows or that does not fit its bytes gets a note. */
static char *
to_utf8 (MdContent *content, GByteArray *bytes, const char *charset)
{
  const char *declared = charset != NULL ? charset : "us-ascii";
  gboolean plain = g_ascii_strcasecmp (declared, "us-ascii") == 0;
  gboolean utf8 = g_ascii_strcasecmp (declared, "utf-8") == 0;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const char *end = NULL;

  if (plain || utf8)
    {
      gboolean valid = g_utf8_validate_len ((const char *) bytes->data, bytes->len, &end);

      /* A character cut in two by the limit is no fault. */
      valid = valid || (bytes->len == MD_CONTENT_MAX_TEXT && (const char *) bytes->data + bytes->len - end < 4);
      for (guint i = 0; plain && valid && i < bytes->len; i++)
        valid = bytes->data[i] < 128;
      if (!valid)
        md_content_note (content, MD_NOTE_CHARSET_WRONG, declared);
      return g_utf8_make_valid ((const char *) bytes->data, bytes->len);
    }
  text = g_convert ((const char *) bytes->data, bytes->len, "UTF-8", declared, NULL, NULL, &error);
  if (text != NULL)
    return g_steal_pointer (&text);
  if (bytes->len < MD_CONTENT_MAX_TEXT)
    md_content_note (content, MD_NOTE_CHARSET_WRONG, declared);
  return g_utf8_make_valid ((const char *) bytes->data, bytes->len);
}

static void
read_text (MdContentWalk *walk, GMimePart *part, GMimeContentType *type)
{
  g_autoptr (GByteArray) bytes = read_part (part);
  g_autofree char *text
      = to_utf8 (walk->content, bytes, g_mime_content_type_get_parameter (type, "charset"));

  if (g_mime_content_type_is_type (type, "text", "html"))
    md_content_read_html (walk, text);
  else
    md_content_read_plain (walk, text);
}

static void
look_at_part (MdContentWalk *walk, GMimePart *part)
{
  GMimeContentType *type = g_mime_object_get_content_type (GMIME_OBJECT (part));
  const char *disposition = g_mime_object_get_disposition (GMIME_OBJECT (part));
  const char *name = g_mime_part_get_filename (part);
  gboolean attached = disposition != NULL && g_ascii_strcasecmp (disposition, "attachment") == 0;

  if (name != NULL)
    check_name (walk->content, name);
  if (type != NULL && g_mime_content_type_is_type (type, "image", "*"))
    walk->images++;
  if (attached || name != NULL)
    walk->content->n_attachments++;
  else if (type != NULL && g_mime_content_type_is_type (type, "text", "*"))
    read_text (walk, part, type);
}

static void
look_at (MdContentWalk *walk, GMimeObject *object, guint depth)
{
  if (object == NULL || ++walk->content->n_parts > MAX_PARTS)
    return;
  if (GMIME_IS_MULTIPART (object) && depth < MAX_DEPTH)
    {
      GMimeMultipart *multipart = GMIME_MULTIPART (object);

      for (int i = 0; i < g_mime_multipart_get_count (multipart) && walk->content->n_parts < MAX_PARTS; i++)
        look_at (walk, g_mime_multipart_get_part (multipart, i), depth + 1);
    }
  else if (GMIME_IS_PART (object))
    look_at_part (walk, GMIME_PART (object));
  else if (GMIME_IS_MESSAGE_PART (object))
    walk->content->n_attachments++;
}

static gpointer
prepare_gmime (gpointer unused)
{
  g_mime_init ();
  return NULL;
}

void
md_content_walk (MdContentWalk *walk, const char *message, gsize length)
{
  static GOnce once = G_ONCE_INIT; /* GMime's types and charsets, set up once */
  GMimeStream *stream;
  GMimeParser *parser;
  GMimeMessage *parsed;

  g_once (&once, prepare_gmime, NULL);
  stream = g_mime_stream_mem_new_with_buffer (message, length);
  parser = g_mime_parser_new_with_stream (stream);
  g_mime_parser_set_persist_stream (parser, TRUE);
  parsed = g_mime_parser_construct_message (parser, NULL);
  if (parsed != NULL)
    look_at (walk, g_mime_message_get_mime_part (parsed), 0);
  g_clear_object (&parsed);
  g_object_unref (parser);
  g_object_unref (stream);
}
