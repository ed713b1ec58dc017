/* accountrc.c - the settings file that Sylpheed and Claws Mail share; see accountrc.h
 *
 * One "[Account: N]" a mailbox.  The passwords that may stand there, lightly hidden, are not looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-accountrc"

#include "config.h"

#include "programs/accountrc.h"

#include <string.h>

/* As Claws Mail numbers them since config_version 1. */
enum
{
  BOX_POP3,
  BOX_IMAP,
  BOX_NEWS,
  BOX_LOCAL,
  BOX_NONE,
};

static int
box_of (const MdIniGroup *group, const MdAccountrcDialect *dialect)
{
  gint64 number = md_ini_number (group, "protocol", 0);
  gint64 version = md_ini_number (group, "config_version", dialect->version);

  if (dialect->renumbered && version >= 1)
    return (int) number;
  if (number <= 2) /* POP3 with two old ways to sign in */
    return BOX_POP3;
  return (int) number - 2;
}

static MdSecurity
security_of (const MdIniGroup *group, const char *key)
{
  switch (md_ini_number (group, key, 0))
    {
    case 1:
      return MD_SECURITY_TLS;
    case 2:
      return MD_SECURITY_STARTTLS;
    default:
      return MD_SECURITY_PLAIN;
    }
}

/* The chosen mechanism is one bit; none set means that the program chooses. */
static char *
auth_of (const MdIniGroup *group, const char *key, const char *const *mechanisms)
{
  gint64 bits = md_ini_number (group, key, 0);

  for (gsize i = 0; mechanisms[i] != NULL; i++)
    if (bits == ((gint64) 1 << i))
      return g_strdup (md_program_auth_word (mechanisms[i]));
  return g_strdup (bits == 0 ? "password" : "other");
}

static gint64
port_of (const MdIniGroup *group, const char *set, const char *port)
{
  return md_ini_truth (group, set, FALSE) ? md_ini_number (group, port, 0) : 0;
}

static void
read_incoming (const MdIniGroup *group, const MdAccountrcDialect *dialect, int box, MdProgramServer *incoming)
{
  const char *host = md_ini_get (group, "receive_server");

  if (box == BOX_LOCAL)
    {
      incoming->way = MD_WAY_LOCAL;
      incoming->kind = g_strdup ("local");
      return;
    }
  if (box == BOX_IMAP)
    {
      md_program_server_set (incoming, MD_PROTOCOL_IMAP, host, port_of (group, "set_imapport", "imap_port"),
                             security_of (group, "ssl_imap"));
      incoming->auth = auth_of (group, "imap_auth_method", dialect->imap_auth);
    }
  else
    {
      md_program_server_set (incoming, MD_PROTOCOL_POP3, host, port_of (group, "set_popport", "pop_port"),
                             security_of (group, "ssl_pop"));
      if (md_ini_truth (group, "use_apop_auth", FALSE))
        incoming->auth = g_strdup ("encrypted-password");
      else
        incoming->auth = auth_of (group, "pop_auth_method", dialect->pop_auth);
    }
  incoming->user = md_program_text (md_ini_get (group, "user_id"));
}

static void
read_outgoing (const MdIniGroup *group, const MdAccountrcDialect *dialect, MdProgramServer *outgoing)
{
  const char *user = md_ini_get (group, "smtp_user_id");

  if (md_ini_truth (group, "use_mail_command", FALSE))
    {
      outgoing->way = MD_WAY_COMMAND;
      outgoing->kind = g_strdup ("mail_command");
      return;
    }
  md_program_server_set (outgoing, MD_PROTOCOL_SMTP, md_ini_get (group, "smtp_server"),
                         port_of (group, "set_smtpport", "smtp_port"), security_of (group, "ssl_smtp"));
  if (!md_ini_truth (group, "use_smtp_auth", FALSE))
    {
      outgoing->auth = g_strdup ("none");
      return;
    }
  outgoing->auth = auth_of (group, "smtp_auth_method", dialect->smtp_auth);
  outgoing->user = md_program_text (user != NULL ? user : md_ini_get (group, "user_id"));
}

static gboolean
read_account (const MdReader *reader, const MdAccountrcDialect *dialect, const MdIniGroup *group, const char *number)
{
  int box = box_of (group, dialect);
  MdProgramAccount *account;

  if (box == BOX_NEWS)
    return TRUE;
  account = md_program_account_new (reader->program);
  account->id = g_strdup_printf ("%s/%s", reader->program, number);
  account->email = md_program_text (md_ini_get (group, "address"));
  account->name = md_program_text (md_ini_get (group, "name"));
  account->label = md_program_text (md_ini_get (group, "account_name"));
  account->is_default = md_ini_truth (group, "is_default", FALSE);
  if (box != BOX_NONE)
    read_incoming (group, dialect, box, &account->incoming);
  read_outgoing (group, dialect, &account->outgoing);
  return md_reader_add (reader, account, "accountrc");
}

void
md_accountrc_read (const MdReader *reader, const MdAccountrcDialect *dialect, const GPtrArray *ini)
{
  for (guint i = 0; i < ini->len; i++)
    {
      const MdIniGroup *group = g_ptr_array_index (ini, i);
      g_autofree char *number = NULL;

      if (!g_str_has_prefix (group->name, "Account:"))
        continue;
      number = md_program_text (group->name + strlen ("Account:"));
      if (number != NULL && !read_account (reader, dialect, group, number))
        return;
    }
}
