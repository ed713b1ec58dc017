/* fuzz-dmarc-eval.c - DMARC for any From domain (the first line) with the other lines as records on the way up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "mailauth/dmarc-eval.h"

#include <string.h>

static void
record_free (gpointer data)
{
  MdDnsRecord *record = data;

  g_free (record->text);
  g_free (record);
}

/* The name's length chooses the line. */
static MdDnsAnswer *
ask (const char *name, MdDnsType type, gpointer user_data)
{
  char **lines = user_data;
  gsize n = g_strv_length (lines);
  MdDnsAnswer *answer = g_new0 (MdDnsAnswer, 1);
  MdDnsRecord *record = g_new0 (MdDnsRecord, 1);

  record->type = type;
  record->text = g_strdup (n > 0 ? lines[strlen (name) % n] : "");
  answer->name = g_strdup (name);
  answer->type = type;
  answer->status = type == MD_DNS_TXT ? MD_DNS_OK : MD_DNS_NXDOMAIN;
  answer->records = g_ptr_array_new_with_free_func (record_free);
  g_ptr_array_add (answer->records, record);
  return answer;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const MdWait wait = { NULL, G_MAXINT64 };
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 16);
  const char *from = lines[0] != NULL ? lines[0] : "";
  const char *passed[] = { "example.org", from, NULL };
  g_autoptr (MdMailDns) dns = md_mail_dns_new (NULL, &wait, ask, lines);
  g_autoptr (MdDmarcVerdict) verdict = md_dmarc_evaluate (from, passed, NULL, dns);

  g_assert_nonnull (verdict->organization);
  g_assert_true (verdict->result != MD_DMARC_FAIL || verdict->policy != NULL);
  return 0;
}
