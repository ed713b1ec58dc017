/* fuzz-address.c - any bytes as an address; what is made of a wrong one is right
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "reading/address.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (MdAddress) address = md_address_parse (text);
  g_autofree char *repaired = md_address_repair (text);

  g_assert_true ((address->fault == MD_ADDRESS_VALID) == (address->domain != NULL && address->local != NULL));
  if (repaired != NULL)
    {
      g_autoptr (MdAddress) mended = md_address_parse (repaired);

      g_assert_cmpint (mended->fault, ==, MD_ADDRESS_VALID);
    }
  if (address->domain != NULL)
    g_assert_true (strlen (md_host_house (address->domain)) <= strlen (address->domain));
  return 0;
}
