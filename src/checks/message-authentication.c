/* message-authentication.c - would a receiver believe who this message is from?
 *
 * The message is the one that a file holds; the one that was sent and found again in the mailbox; or the one that is
 * waited for, or an earlier one of its sender, of which the header alone is known.  RFC 7208, 6376, 8617, 9989, 8601.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-message-authentication"

#include "config.h"

#include "checks/mailbox.h"
#include "checks/message-auth.h"
#include "checks/message-checks.h"

static gboolean
judge (MdContext *context, GBytes *bytes, const MdMessageOrigin *origin)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (MdMessageAuth) auth = md_message_authenticate (data, length, origin, md_context_get_world (context),
                                                            md_context_get_wait (context),
                                                            g_get_real_time () / G_USEC_PER_SEC);

  if (!md_wait_is_cancelled (md_context_get_wait (context)))
    md_message_auth_report (context, auth);
  return TRUE;
}

/* The likeliest that was found, else what came from that sender before. */
static GBytes *
found_headers (const MdMailboxSearch *search)
{
  const GPtrArray *places[] = { search->found, search->earlier };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    for (guint n = 0; places[i] != NULL && n < places[i]->len; n++)
      {
        const MdMailboxMessage *message = g_ptr_array_index (places[i], n);

        if (message->headers != NULL)
          return message->headers;
      }
  return NULL;
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdMailboxSearch *search = md_mailbox_search_of (context);
  GBytes *headers = search != NULL ? found_headers (search) : NULL;
  const char *const arrivals[] = { "draft-message", "test-message" };
  GBytes *file = md_context_get_product (context, MD_MESSAGE_FILE);

  if (file != NULL)
    return judge (context, file, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (arrivals); i++)
    {
      const MdArrival *arrival = md_context_get_product (context, arrivals[i]);
      MdMessageOrigin origin = { 0 };

      if (arrival == NULL || arrival->raw == NULL)
        continue;
      origin.address = arrival->address;
      origin.partial = g_bytes_get_size (arrival->raw) >= MD_MAILBOX_MESSAGE_BYTES;
      return judge (context, arrival->raw, &origin);
    }
  if (headers != NULL)
    return judge (context, headers, &(MdMessageOrigin) { .partial = TRUE });
  return TRUE;
}

const MdCheck md_check_message_authentication = {
  .id = "message-authentication",
  .step = MD_STEP_D5,
  .subject = MD_SUBJECT_MESSAGE,
  .needs = { "test-message", "draft-message", "mailbox-search" },
  .budget_ms = 12000,
  .refines = TRUE,
  .run = run,
};
