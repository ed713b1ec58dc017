/* finding-texts-account.c - one line for every finding about accounts: programs, tokens, saved passwords
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/finding-text.h"

const MdFindingRow md_account_texts[] = {
  { MD_FINDING_PROVIDER_INSTRUCTIONS,
    { N_ ("How {domain} wants mail programs to be set up: {url}"), NULL } },
  { MD_FINDING_PROGRAMS_DIFFER,
    { N_ ("{first} and {second} do not have the same set for sending ({field}): {one} and {other}."),
      N_ ("{first} and {second} do not have the same set for receiving ({field}): {one} and {other}.") } },

  /* S3: tokens, and passwords that programs have saved */
  { MD_FINDING_STORED_LOGIN_ACCEPTED,
    { N_ ("{host} accepts the password that {program} has saved for sending."), NULL } },
  { MD_FINDING_STORED_LOGIN_REFUSED,
    { N_ ("{host} does not accept the password that {program} has saved for sending."), NULL } },
  { MD_FINDING_TOKEN_GIVEN,
    { N_ ("{program} has given its permission to sign in (OAuth2)."), NULL } },
  { MD_FINDING_TOKEN_NOT_GIVEN,
    { N_ ("{program} has given no permission to sign in: {reason}."), NULL } },
  { MD_FINDING_TOKEN_SIGN_IN_AGAIN,
    { N_ ("{program} says that you have to sign in to this account again."), NULL } },
  { MD_FINDING_TOKEN_REFUSED,
    { N_ ("{host} no longer accepts the permission to sign in (OAuth2)."), NULL } },
  { MD_FINDING_TOKEN_EXPIRED,
    { N_ ("{host} says that the permission to sign in has expired."), NULL } },
  { MD_FINDING_TOKEN_REVOKED,
    { N_ ("The permission to sign in is fresh, but {host} says that it no longer holds: it was withdrawn."), NULL } },
  { MD_FINDING_TOKEN_LACKS_SCOPE,
    { N_ ("The permission to sign in does not include sending through {host}."),
      N_ ("The permission to sign in does not include reading mail at {host}.") } },

  /* Accounts of the mail programs on this computer */
  { MD_FINDING_ACCOUNT,
    /* Translators: {id} is what one writes behind the option --account. */
    { N_ ("From {program}: {email}. Receiving: {incoming}. Sending: {outgoing}. (--account {id})"), NULL } },
  { MD_FINDING_ACCOUNT_FILE_UNREADABLE,
    { N_ ("A file of {program} was left out or read in part: {file} ({reason})."), NULL } },
  { MD_FINDING_ACCOUNT_FILE_DAMAGED,
    { N_ ("A file of {program} makes no sense in line {line}; the rest was read: {file}"), NULL } },
  { MD_FINDING_NO_ACCOUNTS,
    { N_ ("No mail program with an account was found on this computer."), NULL } },
  { MD_FINDING_NONE, { NULL, NULL } },
};
