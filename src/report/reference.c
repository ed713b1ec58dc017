/* reference.c - the code of a verdict to read aloud on the phone
 *
 * Eight characters of 32 that cannot be mistaken for one another (no 0, O, 1, I): 40 bits, of which 28 say version,
 * status, practice and the first two causes, and 12 check that no letter was misheard.  It says nothing about the
 * person.  A code with one letter misheard is found again when only one letter that sounds alike mends it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-reference"

#include "config.h"

#include "report/report.h"

#include <string.h>

#define CODE_LENGTH 8
#define CODE_VERSION 1
#define NO_CAUSE 0x3ff

static const char alphabet[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/* CRC-12 (polynomial 0x80f) of the 28 bits. */
static guint
check_bits (guint32 value)
{
  guint crc = 0;

  for (int bit = 27; bit >= 0; bit--)
    {
      guint top = (crc >> 11 ^ (value >> bit & 1)) & 1;

      crc = (crc << 1 & 0xfff) ^ (top != 0 ? 0x80f : 0);
    }
  return crc;
}

static void
write_code (guint64 bits, char *code)
{
  for (int i = CODE_LENGTH - 1, at = CODE_LENGTH; i >= 0; i--, at--)
    {
      code[at] = alphabet[bits & 31];
      bits >>= 5;
      if (i == CODE_LENGTH / 2)
        code[--at] = '-';
    }
  code[CODE_LENGTH + 1] = '\0';
}

char *
md_reference_code (const MdRecord *record, const MdVerdict *verdict)
{
  guint first = NO_CAUSE, second = NO_CAUSE;
  guint32 value;
  char code[MD_REFERENCE_SIZE];

  if (verdict->causes->len > 0)
    first = ((MdCause *) g_ptr_array_index (verdict->causes, 0))->code;
  if (verdict->causes->len > 1)
    second = ((MdCause *) g_ptr_array_index (verdict->causes, 1))->code;
  value = (guint32) CODE_VERSION << 24 | (guint32) verdict->status << 21 | (guint32) record->practice << 20
          | first << 10
          | second;
  write_code ((guint64) value << 12 | check_bits (value), code);
  return g_strdup (code);
}

/* What the 40 bits say; FALSE when they are no code. */
static gboolean
decode (guint64 bits, MdReference *reference)
{
  guint32 value = (guint32) (bits >> 12);

  if (value >> 24 != CODE_VERSION || check_bits (value) != (bits & 0xfff))
    return FALSE;
  reference->status = (MdVerdictStatus) (value >> 21 & 7);
  reference->practice = (value >> 20 & 1) != 0;
  reference->cause = (MdCauseCode) (value >> 10 & NO_CAUSE);
  reference->second = (MdCauseCode) (value & NO_CAUSE);
  reference->has_cause = (guint) reference->cause < MD_N_CAUSES;
  reference->has_second = (guint) reference->second < MD_N_CAUSES;
  reference->newer = (!reference->has_cause && (guint) reference->cause != NO_CAUSE)
                     || (!reference->has_second && (guint) reference->second != NO_CAUSE);
  return reference->status <= MD_VERDICT_UNSURE;
}

gboolean
md_reference_parse (const char *typed, MdReference *reference)
{
  MdReferenceReading reading;

  md_reference_read (typed, &reading);
  if (reading.good)
    *reference = reading.reference;
  return reading.good;
}

/* ── what was misheard ── */

/* Letters and digits whose names sound or look alike, in Spanish and in English. */
static const char *const confused[] = {
  "BCDEGPTVZ3", "AHJK8", "FSX6", "MNL", "59", "QUW2", "VUY", "CSZ", "GJ",
  "67",         "36",    "2Z",   "5S",  "8B", "DQ",   "LRE", "EF",
};

static gboolean
are_confused (char a, char b)
{
  for (gsize i = 0; i < G_N_ELEMENTS (confused); i++)
    if (strchr (confused[i], a) != NULL && strchr (confused[i], b) != NULL)
      return TRUE;
  return FALSE;
}

/* What no code has can stand for any letter. */
#define FOREIGN '?'

static guint64
to_bits (const char *letters)
{
  guint64 bits = 0;

  for (guint i = 0; i < CODE_LENGTH; i++)
    bits = bits << 5 | (guint64) (strchr (alphabet, letters[i]) - alphabet);
  return bits;
}

/* Tries every letter at @place that may have been meant; returns how many give a code, and writes the last of them. */
static guint
try_place (char *letters, guint place, char *suggestion)
{
  char was = letters[place];
  guint found = 0;

  for (const char *letter = alphabet; *letter != '\0'; letter++)
    {
      MdReference reference;

      if (*letter == was || (was != FOREIGN && !are_confused (was, *letter)))
        continue;
      letters[place] = *letter;
      if (!decode (to_bits (letters), &reference) || reference.newer)
        continue;
      found++;
      write_code (to_bits (letters), suggestion);
    }
  letters[place] = was;
  return found;
}

static void
suggest (char *letters, char *suggestion)
{
  const char *foreign = strchr (letters, FOREIGN);
  guint found = 0;

  if (foreign != NULL && strchr (foreign + 1, FOREIGN) == NULL)
    found = try_place (letters, (guint) (foreign - letters), suggestion);
  for (guint i = 0; foreign == NULL && i < CODE_LENGTH; i++)
    found += try_place (letters, i, suggestion);
  if (found != 1)
    suggestion[0] = '\0';
}

/* What people put between the letters: blanks, dashes of any length, dots. */
static gboolean
is_between (gunichar c)
{
  return g_unichar_isspace (c) || c == '.' || c == ',' || g_unichar_type (c) == G_UNICODE_DASH_PUNCTUATION;
}

/* The eight letters, in capitals, FOREIGN for what no code has; returns how many there are, at most nine. */
static guint
collect_letters (const char *typed, char *letters)
{
  guint length = 0;

  for (; *typed != '\0' && length <= CODE_LENGTH; typed = g_utf8_next_char (typed))
    {
      gunichar c = g_utf8_get_char_validated (typed, -1);
      gboolean ours = c != '\0' && c < 0x80 && strchr (alphabet, g_ascii_toupper ((char) c)) != NULL;

      if (c >= (gunichar) -2)
        return CODE_LENGTH + 1;
      if (is_between (c))
        continue;
      if (length < CODE_LENGTH)
        letters[length] = ours ? g_ascii_toupper ((char) c) : FOREIGN;
      length++;
    }
  letters[MIN (length, CODE_LENGTH)] = '\0';
  return length;
}

void
md_reference_read (const char *typed, MdReferenceReading *reading)
{
  char letters[CODE_LENGTH + 1] = "";
  guint length = collect_letters (typed, letters);

  *reading = (MdReferenceReading){ .length = length == CODE_LENGTH };
  reading->foreign = length <= CODE_LENGTH && strchr (letters, FOREIGN) != NULL;
  if (!reading->length)
    return;
  if (!reading->foreign)
    {
      write_code (to_bits (letters), reading->code);
      reading->good = decode (to_bits (letters), &reading->reference);
    }
  if (!reading->good)
    suggest (letters, reading->suggestion);
}

char *
md_reference_spell (const char *code)
{
  GString *out = g_string_new (NULL);

  for (; *code != '\0'; code++)
    g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", *code == '-' ? "–" : (const char[]){ *code, '\0' });
  return g_string_free (out, FALSE);
}
