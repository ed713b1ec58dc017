/* round-trip.h - one message sent with consent and looked for in the mailbox: the plain one, and the person's own draft
 *
 * The same way for both, so that they can be compared.  The mailbox is not changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/mailbox.h"
#include "checks/products.h"
#include "protocols/message.h"

G_BEGIN_DECLS

/* The findings of one kind of message. */
typedef struct
{
  MdFindingCode sent, refused, stalled, not_possible;
  MdFindingCode arrived, in_spam, not_arrived, not_watched, authenticated;
} MdTripCodes;

/* A way to send that has signed in; the configured one when the mail program does not sign in at all; NULL. */
const MdSignedIn *md_trip_choose_way (MdContext *context);
/* Who gets it: the second address if one is given, else the own one; (nullable). */
const char       *md_trip_recipient (const MdCase *kase);
/* TRUE when it goes to an address whose mailbox is not the one that is read. */
gboolean          md_trip_is_elsewhere (const MdCase *kase);
/* Says that such a message was not watched, and what to look at there. */
void              md_trip_report_elsewhere (MdContext *context, const MdTripCodes *codes);
/* Hands @message to @way and reports how that went; TRUE when the server took it. */
gboolean          md_trip_send (MdContext *context, const MdTripCodes *codes, const MdSignedIn *way,
                                const MdMessage *message);
/* Waits for the message in @arrival to be seen, over @imap (transfer full) (nullable: one more sign-in with what was
 * accepted already), fills in the rest of @arrival and reports. */
void              md_trip_watch (MdContext *context, const MdTripCodes *codes, MdImap *imap, MdArrival *arrival);

G_END_DECLS
