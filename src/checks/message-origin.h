/* message-origin.h - who a message says it is from, and which server handed it over; for message-auth.c and its tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/message-auth.h"
#include "reading/headers.h"

G_BEGIN_DECLS

/* The different domains in a From value, in lower case; at most 16; (transfer full) (element-type utf8). */
GPtrArray *md_message_from_domains (const char *value);

/* Where the message came over the border. */
typedef struct
{
  char *address;       /* (owned) (nullable) numeric */
  char *helo;          /* (owned) (nullable) */
  char *sender;        /* (owned) (nullable) of the envelope; "" for reports, which have none */
  const char *source;  /* (static) as in MdMessageAuth */
} MdMessageBorder;

/* What @given says counts, then what the receiver noted: Received-SPF, Authentication-Results, Received.
 * @results: of MdAuthRes. */
MdMessageBorder *md_message_border (const MdHeaders *headers, const GPtrArray *results, const MdMessageOrigin *given);
void             md_message_border_free (MdMessageBorder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdMessageBorder, md_message_border_free)

G_END_DECLS
