/* fuzz-replies.c - any bytes as a server's refusal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "knowledge/knowledge.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  MdReplyPhase phase = (MdReplyPhase) (size % (MD_PHASE_BOUNCE + 1));
  MdReplyMeaning meaning = { 0 };

  if (md_replies_classify (0, NULL, text, phase, size % 2 == 0 ? "gmail" : NULL, &meaning))
    g_assert (meaning.cause != NULL && meaning.entry != NULL);
  (void) md_interception_by_banner (text);
  (void) md_interception_by_issuer (text);
  (void) md_typos_suggest (text);
  return 0;
}
