/* journey-state.h - which part of mail's way works, read from the findings
 *
 * A pure function, so that the picture and the sentence say the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/record.h"

G_BEGIN_DECLS

typedef enum
{
  MD_LEG_TO_OUTGOING,   /* from here to the outgoing server: network, settings, sign-in */
  MD_LEG_ONWARD,        /* from there to the recipient */
  MD_LEG_FROM_INCOMING, /* from the incoming server to here */
  MD_LEG_INBOUND,       /* from whoever writes to the incoming server */
  MD_N_LEGS,
} MdLeg;

typedef struct
{
  MdStatus legs[MD_N_LEGS];  /* OK, WARNING, PROBLEM; WAITING: not tested */
  char *outgoing;            /* (owned) (nullable) host */
  char *incoming;            /* (owned) (nullable) host */
} MdJourneyState;

/* @record: (nullable) nothing tested yet. */
void md_journey_state_read (MdJourneyState *self, const MdRecord *record);
void md_journey_state_clear (MdJourneyState *self);

G_END_DECLS
