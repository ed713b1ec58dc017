/* mail-dns.c - the answers that judging a message needs, asked for at once
 *
 * Keys of signatures and seals, and the DMARC records from the From domain up: nothing of it depends on another answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mail-dns"

#include "config.h"

#include "mailauth/dkim-internal.h"
#include "mailauth/dmarc-eval.h"
#include "mailauth/spf-internal.h"

#define MAX_KEY_QUESTIONS 64

struct _MdMailDns
{
  MdSpfDns book;
};

MdMailDns *
md_mail_dns_new (MdWorld *world, const MdWait *wait, MdSpfAsk ask, gpointer user_data)
{
  MdMailDns *self = g_new0 (MdMailDns, 1);

  md_spf_dns_init (&self->book, world, wait, ask, user_data);
  return self;
}

void
md_mail_dns_free (MdMailDns *self)
{
  if (self == NULL)
    return;
  md_spf_dns_clear (&self->book);
  g_free (self);
}

const MdDnsAnswer *
md_mail_dns_get (MdMailDns *self, const char *name, MdDnsType type)
{
  return md_spf_dns_get (&self->book, name, type);
}

static void
want (GArray *questions, GPtrArray *names, char *name, MdDnsType type)
{
  MdDnsQuestion question = { name, type };

  g_ptr_array_add (names, name);
  for (guint i = 0; i < questions->len; i++)
    {
      const MdDnsQuestion *other = &g_array_index (questions, MdDnsQuestion, i);

      if (other->type == type && g_ascii_strcasecmp (other->name, name) == 0)
        return;
    }
  if (md_spf_is_name (name))
    g_array_append_val (questions, question);
}

static void
want_keys (GArray *questions, GPtrArray *names, const MdRawMessage *message)
{
  static const struct { const char *field; MdSignedKind kind; } kinds[] = {
    { "DKIM-Signature", MD_SIGNED_DKIM },
    { "ARC-Message-Signature", MD_SIGNED_ARC },
    { "ARC-Seal", MD_SIGNED_SEAL },
  };

  for (guint i = 0; i < message->fields->len && questions->len < MAX_KEY_QUESTIONS; i++)
    {
      const MdRawField *field = &g_array_index (message->fields, MdRawField, i);

      for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
        {
          g_autoptr (MdSigned) signature = NULL;
          char *name;

          if (!md_raw_field_is (field, kinds[k].field))
            continue;
          signature = md_signed_read (field, kinds[k].kind);
          name = md_signed_key_name (signature);
          if (name != NULL)
            want (questions, names, name, MD_DNS_TXT);
        }
    }
}

void
md_mail_dns_prefetch (MdMailDns *self, const MdRawMessage *message, const char *from_domain)
{
  g_autoptr (GArray) questions = g_array_new (FALSE, FALSE, sizeof (MdDnsQuestion));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  /* Answers from a table are at hand anyway. */
  if (self->book.ask != NULL)
    return;
  want_keys (questions, names, message);
  if (from_domain != NULL)
    {
      g_auto (GStrv) walk = md_dmarc_walk (from_domain);

      for (gsize i = 0; walk[i] != NULL; i++)
        want (questions, names, g_strconcat ("_dmarc.", walk[i], NULL), MD_DNS_TXT);
      want (questions, names, g_strdup (from_domain), MD_DNS_A);
    }
  md_spf_dns_fetch (&self->book, questions);
}
