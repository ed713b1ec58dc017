/* reference.c - the code of a verdict to read aloud on the phone
 *
 * Eight characters of 32 that cannot be mistaken for one another (no 0, O, 1, I): 40 bits, of which 28 say version,
 * status, practice and the first two causes, and 12 check that no letter was misheard.  It says nothing about the
 * person.
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

char *
md_reference_code (const MdRecord *record, const MdVerdict *verdict)
{
  guint first = NO_CAUSE, second = NO_CAUSE;
  guint64 bits;
  guint32 value;
  char code[CODE_LENGTH + 2];

  if (verdict->causes->len > 0)
    first = ((MdCause *) g_ptr_array_index (verdict->causes, 0))->code;
  if (verdict->causes->len > 1)
    second = ((MdCause *) g_ptr_array_index (verdict->causes, 1))->code;
  value = (guint32) CODE_VERSION << 24 | (guint32) verdict->status << 21 | (guint32) record->practice << 20
          | first << 10
          | second;
  bits = (guint64) value << 12 | check_bits (value);
  for (int i = CODE_LENGTH - 1, at = CODE_LENGTH; i >= 0; i--, at--)
    {
      code[at] = alphabet[bits & 31];
      bits >>= 5;
      if (i == CODE_LENGTH / 2)
        code[--at] = '-';
    }
  code[CODE_LENGTH + 1] = '\0';
  return g_strdup (code);
}

gboolean
md_reference_parse (const char *typed, MdReference *reference)
{
  guint64 bits = 0;
  guint length = 0;
  guint32 value;

  for (; *typed != '\0'; typed++)
    {
      const char *place;

      if (*typed == '-' || *typed == ' ')
        continue;
      place = strchr (alphabet, g_ascii_toupper (*typed));
      if (place == NULL || ++length > CODE_LENGTH)
        return FALSE;
      bits = bits << 5 | (guint64) (place - alphabet);
    }
  value = (guint32) (bits >> 12);
  if (length != CODE_LENGTH || value >> 24 != CODE_VERSION || check_bits (value) != (bits & 0xfff))
    return FALSE;
  reference->status = (MdVerdictStatus) (value >> 21 & 7);
  reference->practice = (value >> 20 & 1) != 0;
  reference->cause = (MdCauseCode) (value >> 10 & 0x3ff);
  reference->second = (MdCauseCode) (value & 0x3ff);
  reference->has_cause = (guint) reference->cause < MD_N_CAUSES;
  reference->has_second = (guint) reference->second < MD_N_CAUSES;
  return reference->status <= MD_VERDICT_UNSURE;
}
