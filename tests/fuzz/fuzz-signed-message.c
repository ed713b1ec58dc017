/* fuzz-signed-message.c - any bytes as a message: its DKIM signatures and its ARC chain
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "mailauth/signatures.h"

#include <string.h>

#define RSA_KEY                                                                                                       \
  "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCK"    \
  "G9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYc" \
  "kcQ2QIDAQAB"
#define ED25519_KEY "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="

static void
record_free (gpointer data)
{
  MdDnsRecord *record = data;

  g_free (record->text);
  g_free (record);
}

/* Every other name has a key of either kind. */
static MdDnsAnswer *
ask (const char *name, MdDnsType type, gpointer user_data)
{
  MdDnsAnswer *answer = g_new0 (MdDnsAnswer, 1);
  MdDnsRecord *record = g_new0 (MdDnsRecord, 1);

  record->type = type;
  record->text = g_strdup (g_str_hash (name) % 2 == 0 ? RSA_KEY : ED25519_KEY);
  answer->name = g_strdup (name);
  answer->type = type;
  answer->status = MD_DNS_OK;
  answer->records = g_ptr_array_new_with_free_func (record_free);
  g_ptr_array_add (answer->records, record);
  return answer;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const MdWait wait = { NULL, G_MAXINT64 };
  g_autoptr (MdRawMessage) message = md_raw_message_new ((const char *) data, size);
  g_autoptr (MdMailDns) dns = md_mail_dns_new (NULL, &wait, ask, NULL);
  g_autoptr (GPtrArray) found = md_dkim_verify (message, dns, 0);
  g_autoptr (MdArc) arc = md_arc_validate (message, dns);

  g_assert_cmpuint (message->body_length, <=, message->length);
  for (guint i = 0; i < found->len; i++)
    {
      const MdDkimSignature *signature = g_ptr_array_index (found, i);

      g_assert_true (signature->domain != NULL && signature->selector != NULL && signature->algorithm != NULL);
      g_assert_true (signature->result != MD_DKIM_PASS || signature->verified);
    }
  g_assert_true (arc->result != MD_ARC_PASS || arc->oldest_pass > 0);
  return 0;
}
