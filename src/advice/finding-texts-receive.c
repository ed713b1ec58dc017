/* finding-texts-receive.c - one line for every finding of guide R, and the words that they carry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/finding-text.h"

const MdFindingRow md_receive_texts[] = {
  /* R1 Where the message is; R3 space by folder; R5 delay */

  /* R2 Rules; R4 the sender among contacts and blocked */
  { MD_FINDING_ANSWER_SENDER_GOT_ERROR, { N_ ("The sender got an error message."), NULL } },

  /* R6 Own reception */
  { MD_FINDING_ANSWER_OTHERS_ARRIVE, { N_ ("Messages from other people arrive."), NULL } },
  { MD_FINDING_ANSWER_NOTHING_ARRIVES, { N_ ("Messages from other people do not arrive either."), NULL } },

  { 0, { NULL, NULL } },
};

const MdWordText md_receive_words[] = {
  { "missing", "sender", N_ ("the sender is not given") },
  { "missing", "change-mailbox", N_ ("you have not agreed to a change in the mailbox") },
  { NULL, NULL, NULL },
};
