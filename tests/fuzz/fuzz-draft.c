/* fuzz-draft.c - the person's draft, made ready to be sent: nothing of it can become a second header or end the message
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "protocols/message.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (MdMessage) message
      = md_message_new_draft ("ana@example.org", "dos@example.org", (const char *) data, size);
  const char *body = strstr (message->text, "\r\n\r\n");
  gboolean bare = FALSE;

  g_assert_nonnull (body);
  g_assert_nonnull (strstr (message->text, message->message_id));
  for (const char *at = message->text; *at != '\0'; at++)
    bare = bare || (*at == '\n' && (at == message->text || at[-1] != '\r')) || (*at == '\r' && at[1] != '\n');
  g_assert_false (bare);
  return 0;
}
