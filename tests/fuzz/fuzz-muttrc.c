/* fuzz-muttrc.c - any bytes as the settings of mutt
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "programs/muttrc.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const MdWait wait = { NULL, G_MAXINT64 };
  g_autoptr (MdPrograms) found = md_programs_new ();
  g_autoptr (MdLines) lines = md_lines_new ((const char *) data, size);
  const MdReader reader = { "mutt", "/nonexistent", "/nonexistent", found };

  md_mutt_parse (&reader, lines, "muttrc", &wait);
  for (guint i = 0; i < found->accounts->len; i++)
    {
      const MdProgramAccount *account = g_ptr_array_index (found->accounts, i);

      g_assert_nonnull (account->id);
      g_assert_true (account->email == NULL || g_utf8_validate (account->email, -1, NULL));
      g_assert_true ((account->outgoing.way == MD_WAY_SERVER) == (account->outgoing.endpoint != NULL));
    }
  return 0;
}
