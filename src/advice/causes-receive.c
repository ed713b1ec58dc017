/* causes-receive.c - causes that read otherwise for a person who waits for a message: there the recipient is "you"
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/cause-text.h"

#define STEP_SPAM                                                                                                     \
  N_ ("Open the folder {folder}, mark the message as ‘Not spam’ and it goes to your inbox; your provider learns from " \
      "it.")

const MdCauseVariant md_causes_receive[] = {
  { MD_FINDING_MESSAGE_IN_SPAM,
    { MD_CAUSE_IN_SPAM_FOLDER,
      NULL,
      N_ ("The message is in your spam folder."),
      { { STEP_SPAM, MD_FINDING_MESSAGE_IN_SPAM },
        { N_ ("Add {from} to your contacts, so that the next one is not taken for spam."),
          MD_FINDING_MESSAGE_IN_SPAM } } } },
  { MD_FINDING_MESSAGE_IN_FOLDER,
    { MD_CAUSE_OWN_RULE,
      NULL,
      N_ ("The message is in another of your folders."),
      { { N_ ("It is in {folder}. If you did not put it there, one of your rules or another program with this mailbox "
              "did: look through the rules."),
          MD_FINDING_MESSAGE_IN_FOLDER } } } },
  { MD_FINDING_MESSAGE_IN_ARCHIVE,
    { MD_CAUSE_OWN_RULE,
      NULL,
      N_ ("The message is in another of your folders."),
      { { N_ ("It is in {folder}. If you did not put it there, one of your rules or another program with this mailbox "
              "did: look through the rules."),
          MD_FINDING_MESSAGE_IN_ARCHIVE } } } },
  { MD_FINDING_MESSAGE_IN_TRASH,
    { MD_CAUSE_OWN_RULE,
      NULL,
      N_ ("The message is in your bin."),
      { { N_ ("It is in {folder}: move it to your inbox before the bin is emptied."), MD_FINDING_MESSAGE_IN_TRASH },
        { N_ ("If you did not delete it, one of your rules or another program with this mailbox did: look through the "
              "rules."),
          MD_FINDING_NONE } } } },
  { MD_FINDING_MAILBOX_FULL,
    { MD_CAUSE_RECIPIENT_MAILBOX_FULL,
      NULL,
      N_ ("Your mailbox is full, so it takes in nothing new."),
      { { N_ ("{used} of {limit} are in use: empty the bin and the spam folder, then delete messages with large "
              "attachments."),
          MD_FINDING_MAILBOX_FULL },
        { N_ ("Then ask the sender to send the message again: what came while it was full went back to them."),
          MD_FINDING_NONE } } } },
  { MD_FINDING_SENDER_RECORDS_BROKEN,
    { MD_CAUSE_UNAUTHENTICATED_MAIL,
      NULL,
      N_ ("The sender's domain is not set up right, so servers may refuse its mail or take it for spam."),
      { { N_ ("Look into your spam folder: such messages often land there."), MD_FINDING_NONE },
        { N_ ("Tell the sender by another way that the mail records of {domain} are wrong: its administrator can mend "
              "them."),
          MD_FINDING_SENDER_RECORDS_BROKEN } } } },
  { MD_FINDING_MX_MISSING,
    { MD_CAUSE_SENDER_DOMAIN_INVALID,
      NULL,
      N_ ("The sender's domain does not exist or cannot receive mail."),
      { { N_ ("Ask the sender by another way for the right address: many servers refuse mail from a domain that takes "
              "none."),
          MD_FINDING_NONE } } } },
  { MD_FINDING_NONE, { MD_N_CAUSES, NULL, NULL, { { NULL, MD_FINDING_NONE } } } },
};
