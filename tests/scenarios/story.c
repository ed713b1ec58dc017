/* story.c - what every story told with the pretend provider needs; see story.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "story.h"

#include <string.h>

/* The part of a pretend password that is different each time. */
#define RANDOM_TAIL_BYTES 12
#define BASE64_TAIL_BYTES 16

#if defined(__SANITIZE_ADDRESS__)
/* It keeps what was freed, in order to catch its use. */
#define MEMORY_IS_KEPT TRUE
#else
#define MEMORY_IS_KEPT FALSE
#endif

MdCase *
md_story_make_case (const MdPracticeAccount *account)
{
  MdCase *kase = md_case_new ();

  kase->email = g_strdup (account->email);
  kase->user = g_strdup (account->user);
  kase->outgoing = md_endpoint_copy (account->outgoing);
  kase->incoming = md_endpoint_copy (account->incoming);
  kase->password = md_secret_ref (account->password);
  kase->outgoing_password = account->outgoing_password != NULL ? md_secret_ref (account->outgoing_password) : NULL;
  kase->no_auth = account->no_auth;
  kase->from = g_strdup (account->from);
  kase->message_size = account->message_size;
  kase->to = g_strdup (account->to);
  kase->sender = g_strdup (account->sender);
  kase->subject = g_strdup (account->subject);
  kase->draft = g_strdup (account->draft);
  if (account->log != NULL)
    kase->logs = g_strdupv ((char *[]) { (char *) account->log, NULL });
  kase->consents = MD_CONSENT_SEND_TEST | MD_CONSENT_THIRD_PARTY | MD_CONSENT_SEND_DRAFT | MD_CONSENT_CHANGE_MAILBOX;
  return kase;
}

static void
add_tail (GPtrArray *needles, const MdSecret *secret, gsize tail)
{
  gsize length;
  const char *text = md_secret_peek (secret, &length);

  g_ptr_array_add (needles, md_needle_new (text + length - tail, tail));
}

/* As it is, in base64 (LOGIN), and at the end of PLAIN's message. */
static void
add_forms (GPtrArray *needles, const char *email, const MdSecret *secret)
{
  MdSecretPart parts[] = { { NULL, "", 1 }, { NULL, email, strlen (email) }, { NULL, "", 1 }, { secret, NULL, 0 } };
  g_autoptr (MdSecret) base64 = md_secret_to_base64 (secret);
  g_autoptr (MdSecret) plain = md_secret_join (parts, G_N_ELEMENTS (parts));
  g_autoptr (MdSecret) plain64 = md_secret_to_base64 (plain);

  add_tail (needles, secret, RANDOM_TAIL_BYTES);
  add_tail (needles, base64, BASE64_TAIL_BYTES);
  add_tail (needles, plain64, BASE64_TAIL_BYTES);
}

void
md_story_add_needles (GPtrArray *needles, const MdPracticeAccount *account)
{
  add_forms (needles, account->email, account->password);
  if (account->outgoing_password != NULL)
    add_forms (needles, account->email, account->outgoing_password);
}

void
md_story_assert_forgotten (GPtrArray *needles, const char *story)
{
  if (MEMORY_IS_KEPT)
    return;
  for (guint i = 0; i < needles->len; i++)
    {
      g_autofree char *place = md_needle_find_in_memory (g_ptr_array_index (needles, i));

      if (place != NULL)
        g_error ("%s: form %u of the password is still in memory: %s", story, i, place);
    }
}
