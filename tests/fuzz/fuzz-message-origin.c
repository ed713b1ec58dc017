/* fuzz-message-origin.c - any header: who it says it is from, and which server handed it over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "checks/message-origin.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const MdMessageOrigin nothing = { 0 };
  g_autoptr (MdHeaders) headers = md_headers_parse ((const char *) data, size);
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func ((GDestroyNotify) md_authres_free);
  g_autoptr (MdMessageBorder) border = NULL;
  const char *from = md_headers_get (headers, "From");
  const char *value;

  for (guint i = 0; i < 4 && (value = md_headers_get_nth (headers, "Authentication-Results", i)) != NULL; i++)
    g_ptr_array_add (results, md_authres_parse (value));
  border = md_message_border (headers, results, &nothing);
  g_assert_true (border->address == NULL || g_hostname_is_ip_address (border->address));
  if (from != NULL)
    {
      g_autoptr (GPtrArray) domains = md_message_from_domains (from);

      g_assert_cmpuint (domains->len, <=, 16);
    }
  return 0;
}
