/* fuzz-spf-record.c - any record, evaluated and read, with its own bytes as the only DNS answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "mailauth/mailauth.h"

static void
record_free (gpointer data)
{
  MdDnsRecord *record = data;

  g_free (record->text);
  g_free (record);
}

/* Half of all names hold the record, the other half do not exist. */
static MdDnsAnswer *
ask (const char *name, MdDnsType type, gpointer user_data)
{
  MdDnsAnswer *answer = g_new0 (MdDnsAnswer, 1);
  gboolean there = type == MD_DNS_TXT || g_str_hash (name) % 2 == 0;

  answer->name = g_strdup (name);
  answer->type = type;
  answer->records = g_ptr_array_new_with_free_func (record_free);
  answer->status = there ? MD_DNS_OK : MD_DNS_NXDOMAIN;
  if (there)
    {
      MdDnsRecord *record = g_new0 (MdDnsRecord, 1);

      record->type = type;
      record->text = g_strdup (type == MD_DNS_A ? "192.0.2.1" : user_data);
      g_ptr_array_add (answer->records, record);
    }
  return answer;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const addresses[] = { "192.0.2.1", "2001:db8::1" };
  const MdWait wait = { NULL, G_MAXINT64 };
  g_autofree char *body = g_strndup ((const char *) data, MIN (size, 4096));
  g_autofree char *record = g_strconcat ("v=spf1 ", body, NULL);
  g_autoptr (MdSpf) read = md_spf_read (NULL, "a.example", &wait, ask, record);

  g_assert_nonnull (read);
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (MdSpf) spf = md_spf_check (NULL, addresses[i], "a.example", body, "h.example", &wait, ask, record);

      g_assert_nonnull (spf->trace);
      g_assert_cmpuint (spf->lookups, <=, 11);
    }
  return 0;
}
