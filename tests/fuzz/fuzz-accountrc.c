/* fuzz-accountrc.c - any bytes as the settings of Sylpheed and Claws Mail
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "programs/accountrc.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const auth[] = { "LOGIN", "CRAM-MD5", "OAUTH2", NULL };
  g_autoptr (MdPrograms) found = md_programs_new ();
  g_autoptr (MdLines) lines = md_lines_new ((const char *) data, size);
  g_autoptr (GPtrArray) ini = md_ini_parse (lines);
  const MdReader reader = { "claws", "/nonexistent", "/nonexistent", found };
  const MdAccountrcDialect dialect
    = { .renumbered = size % 2 == 0, .smtp_auth = auth, .imap_auth = auth, .pop_auth = auth };

  md_accountrc_read (&reader, &dialect, ini);
  md_lines_report (lines, &reader, "accountrc");
  for (guint i = 0; i < found->accounts->len; i++)
    {
      const MdProgramAccount *account = g_ptr_array_index (found->accounts, i);

      g_assert_true (account->email == NULL || g_utf8_validate (account->email, -1, NULL));
      g_assert_true ((account->outgoing.way == MD_WAY_SERVER) == (account->outgoing.endpoint != NULL));
      g_assert_true ((account->incoming.way == MD_WAY_SERVER) == (account->incoming.endpoint != NULL));
    }
  return 0;
}
