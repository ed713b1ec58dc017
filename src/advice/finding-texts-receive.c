/* finding-texts-receive.c - one line for every finding of guide R, and the words that they carry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/finding-text.h"

const MdFindingRow md_receive_texts[] = {
  /* R1 Where the message is; R3 space by folder; R5 delay */
  { MD_FINDING_MAILBOX_READ, { N_ ("Your mailbox was read: {folders} folders, {messages} messages."), NULL } },
  { MD_FINDING_MAILBOX_NOT_READ, { N_ ("Your mailbox could not be read: {reason}."), NULL } },
  { MD_FINDING_MESSAGE_IN_INBOX, { N_ ("It is in your inbox: “{subject}” from {from}, {date}."), NULL } },
  { MD_FINDING_MESSAGE_IN_SPAM,
    { N_ ("It is in the spam folder ({folder}): “{subject}” from {from}, {date}."), NULL } },
  { MD_FINDING_MESSAGE_IN_TRASH, { N_ ("It is in the bin ({folder}): “{subject}” from {from}, {date}."), NULL } },
  { MD_FINDING_MESSAGE_IN_ARCHIVE,
    { N_ ("It is in the archive ({folder}): “{subject}” from {from}, {date}."), NULL } },
  { MD_FINDING_MESSAGE_IN_FOLDER,
    { N_ ("It is in the folder {folder}: “{subject}” from {from}, {date}."), NULL } },
  { MD_FINDING_MESSAGE_NOT_THERE, { N_ ("It is in none of your {folders} folders."), NULL } },
  { MD_FINDING_MESSAGE_NOT_SEARCHED, { N_ ("The message could not be looked for everywhere: {reason}."), NULL } },
  { MD_FINDING_SENDER_WROTE_BEFORE, { N_ ("Earlier messages from this sender are there ({count})."), NULL } },
  { MD_FINDING_MESSAGE_SPAM_RULES, { N_ ("{product} took it for spam with {score} points: {rules}."), NULL } },
  { MD_FINDING_MESSAGE_SPAM_SCORE, { N_ ("{product} took it for spam with {score} points."), NULL } },
  { MD_FINDING_MESSAGE_SPAM_MARK, { N_ ("{product} took it for spam ({field})."), NULL } },
  { MD_FINDING_MESSAGE_FAILED_CHECKS, { N_ ("The sender could not prove who they are: {checks}."), NULL } },
  { MD_FINDING_MESSAGE_RESULTS, { N_ ("Your server checked the message: {results}."), NULL } },
  { MD_FINDING_MESSAGE_MOVED_BACK,
    { N_ ("It was marked as no spam and moved from {folder} to your inbox."), NULL } },
  { MD_FINDING_MESSAGE_COPIED_BACK,
    { N_ ("It was copied to your inbox; in {folder} it is marked as deleted."), NULL } },
  { MD_FINDING_MESSAGE_NOT_MOVED, { N_ ("It could not be moved out of {folder}."), NULL } },
  { MD_FINDING_NOTHING_TO_MOVE, { N_ ("There is nothing to move back."), NULL } },
  { MD_FINDING_MAILBOX_FULL, { N_ ("Your mailbox is full: {used} of {limit} ({percent} %)."), NULL } },
  { MD_FINDING_FOLDER_SIZE, { N_ ("{folder}: {size} in {messages} messages."), NULL } },
  { MD_FINDING_FOLDER_COUNT, { N_ ("{folder}: {messages} messages."), NULL } },

  /* R2 Rules; R4 the sender among contacts and blocked */
  { MD_FINDING_ANSWER_SENDER_GOT_ERROR, { N_ ("The sender got an error message."), NULL } },

  /* R6 Own reception */
  { MD_FINDING_RECEPTION_ACCEPTED, { N_ ("{host} would take a message for {recipient}."), NULL } },
  { MD_FINDING_RECEPTION_REFUSED, { N_ ("{host} would not take a message for {recipient}: {reply}"), NULL } },
  { MD_FINDING_RECEPTION_DEFERRED, { N_ ("{host} wants to be asked later about {recipient}: {reply}"), NULL } },
  { MD_FINDING_ANSWER_OTHERS_ARRIVE, { N_ ("Messages from other people arrive."), NULL } },
  { MD_FINDING_ANSWER_NOTHING_ARRIVES, { N_ ("Messages from other people do not arrive either."), NULL } },

  { 0, { NULL, NULL } },
};

const MdWordText md_receive_words[] = {
  { "reason", "not-described", N_ ("the sender, the subject or the Message-ID is needed for that") },
  { "reason", "incomplete", N_ ("some folders did not let themselves be searched") },
  { "reason", "refused", N_ ("the server refused it") },
  { "missing", "sender", N_ ("the sender is not given") },
  { "missing", "change-mailbox", N_ ("you have not agreed to a change in the mailbox") },
  { NULL, NULL, NULL },
};
