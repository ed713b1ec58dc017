/* fuzz-smtp-reply.c - SMTP replies and EHLO offers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "protocols/smtp.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 1000);
  g_autoptr (MdSmtpReply) reply = md_smtp_reply_parse ((const char *const *) lines);
  MdSmtpFeatures features = { 0 };

  if (reply == NULL)
    return 0;
  g_assert (reply->code >= 200 && reply->code < 600);
  md_smtp_features_parse (&features, reply);
  md_smtp_features_clear (&features);
  return 0;
}
