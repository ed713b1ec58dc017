/* program-menus.c - where each mail program keeps its settings for sending; see program-menus.h
 *
 * The words are those the programs show themselves, in English and in Spanish.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/program-menus.h"

#include <string.h>

static const char *const general[] = {
  N_ ("In your mail program, open the settings of this account and go to the outgoing server (SMTP)."),
  N_ ("In your mail program, open the identity of this account and choose its own outgoing server."),
};

static const struct
{
  const char *program;
  const char *menus[MD_N_PLACES];
} programs[] = {
  { "thunderbird",
    { [MD_PLACE_SERVER] = N_ ("In Thunderbird, open Account Settings › Outgoing Server (SMTP), choose the server, and "
                              "press Edit…: name, port and connection security are there."),
      [MD_PLACE_SIGN_IN] = N_ ("In Thunderbird, open Account Settings › Outgoing Server (SMTP), choose the server, "
                               "and press Edit…: authentication method and user name are there."),
      [MD_PLACE_PASSWORD] = N_ ("In Thunderbird, open Settings › Privacy & Security › Saved Passwords…, remove the "
                                "entry that begins with smtp://, and send: it asks for the new one."),
      [MD_PLACE_CHOICE] = N_ ("In Thunderbird, open Account Settings, choose the account on the left, and pick its "
                              "own server under Outgoing Server (SMTP).") } },
  { "evolution",
    { [MD_PLACE_SERVER] = N_ ("In Evolution, open Edit › Accounts, choose the account, and press Edit: server, port "
                              "and encryption are under Sending Email."),
      [MD_PLACE_SIGN_IN] = N_ ("In Evolution, open Edit › Accounts, choose the account, and press Edit: "
                               "authentication and user name are under Sending Email."),
      [MD_PLACE_PASSWORD] = N_ ("Evolution keeps the password in the keyring: when sending is refused it asks for it "
                                "anew; type the right one there and let it be remembered.") } },
  { "geary",
    { [MD_PLACE_SERVER] = N_ ("In Geary, open Accounts in the main menu, choose the account and its Server Settings: "
                              "the outgoing server is under Sending."),
      [MD_PLACE_SIGN_IN] = N_ ("In Geary, open Accounts in the main menu, choose the account and its Server Settings: "
                               "Login is under Sending."),
      [MD_PLACE_PASSWORD] = N_ ("In Geary, open Accounts in the main menu, choose the account and its Server Settings: "
                                "the password for sending is under Sending, Login.") } },
  { "kmail",
    { [MD_PLACE_SERVER] = N_ ("In KMail, open Settings › Configure KMail… › Accounts › Sending, choose the server, "
                              "and press Modify…: port and encryption are under Advanced."),
      [MD_PLACE_SIGN_IN] = N_ ("In KMail, open Settings › Configure KMail… › Accounts › Sending, choose the server, "
                               "and press Modify…: the authentication is under Advanced."),
      [MD_PLACE_PASSWORD] = N_ ("In KMail, open Settings › Configure KMail… › Accounts › Sending, choose the server, "
                                "and press Modify…: the password is under General.") } },
  { "claws",
    { [MD_PLACE_SERVER] = N_ ("In Claws Mail, open Configuration › Preferences for current account…: the SMTP server "
                              "is under Basic, the encryption under TLS, the port under Advanced."),
      [MD_PLACE_SIGN_IN] = N_ ("In Claws Mail, open Configuration › Preferences for current account… › Send: SMTP "
                               "Authentication (SMTP AUTH), its method and user are there."),
      [MD_PLACE_PASSWORD] = N_ ("In Claws Mail, open Configuration › Preferences for current account… › Send: the "
                                "password stands below SMTP Authentication (SMTP AUTH).") } },
  { "sylpheed",
    { [MD_PLACE_SERVER] = N_ ("In Sylpheed, open Configuration › Preferences for current account…: the SMTP server is "
                              "under Basic, the encryption under SSL, the port under Advanced."),
      [MD_PLACE_SIGN_IN] = N_ ("In Sylpheed, open Configuration › Preferences for current account… › Send: SMTP "
                               "Authentication (SMTP AUTH), its method and user are there."),
      [MD_PLACE_PASSWORD] = N_ ("In Sylpheed, open Configuration › Preferences for current account… › Send: the "
                                "password stands below SMTP Authentication (SMTP AUTH).") } },
  { "balsa",
    { [MD_PLACE_SERVER] = N_ ("In Balsa, open Preferences, go to the outgoing mail servers, choose the server and "
                              "modify it: name, port and encryption are there."),
      [MD_PLACE_SIGN_IN] = N_ ("In Balsa, open Preferences, go to the outgoing mail servers, choose the server and "
                               "modify it: user name and sign-in are there."),
      [MD_PLACE_PASSWORD] = N_ ("In Balsa, open Preferences, go to the outgoing mail servers, choose the server and "
                                "modify it: the password is there.") } },
  { "msmtp",
    { [MD_PLACE_SERVER] = N_ ("For msmtp, open its file .msmtprc (or .config/msmtp/config): the lines host, port, tls "
                              "and tls_starttls of this account."),
      [MD_PLACE_SIGN_IN] = N_ ("For msmtp, open its file .msmtprc (or .config/msmtp/config): the lines auth and user "
                               "of this account."),
      [MD_PLACE_PASSWORD] = N_ ("For msmtp, open its file .msmtprc (or .config/msmtp/config): the line passwordeval or "
                                "password of this account tells where the password is kept.") } },
  { "mutt",
    { [MD_PLACE_SERVER] = N_ ("For Mutt, open its file .muttrc (or .config/mutt/muttrc): smtp_url holds server and "
                              "port, ssl_starttls and ssl_force_tls the encryption."),
      [MD_PLACE_SIGN_IN] = N_ ("For Mutt, open its file .muttrc (or .config/mutt/muttrc): smtp_url holds the user "
                               "name, smtp_authenticators the way to sign in."),
      [MD_PLACE_PASSWORD] = N_ ("For Mutt, open its file .muttrc (or .config/mutt/muttrc): smtp_pass tells where the "
                                "password is kept.") } },
  { "goa",
    { [MD_PLACE_SERVER] = N_ ("In GNOME, open Settings › Online Accounts and choose the account: the SMTP server is "
                              "there; if it cannot be changed, remove the account and add it again."),
      [MD_PLACE_SIGN_IN] = N_ ("In GNOME, open Settings › Online Accounts and choose the account: the user name is "
                               "there; if it cannot be changed, remove the account and add it again."),
      [MD_PLACE_PASSWORD] = N_ ("In GNOME, open Settings › Online Accounts, choose the account, and sign in again with "
                                "the right password.") } },
};

gboolean
md_program_menu_is_general (const char *msgid)
{
  for (gsize i = 0; i < G_N_ELEMENTS (general); i++)
    if (strcmp (msgid, general[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Where a program has one outgoing server an account, choosing it is changing it. */
const char *
md_program_menu (const char *program, MdPlace place)
{
  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    if (strcmp (programs[i].program, program) == 0)
      {
        gboolean is_change = place == MD_PLACE_CHOICE && programs[i].menus[place] == NULL;

        return programs[i].menus[is_change ? MD_PLACE_SERVER : place];
      }
  return NULL;
}
