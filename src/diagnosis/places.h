/* places.h - where in the mail program a cause is mended
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "diagnosis/diagnosis.h"

G_BEGIN_DECLS

typedef enum
{
  MD_PLACE_NONE,     /* not in the mail program */
  MD_PLACE_SERVER,   /* name, port and encryption of the outgoing server */
  MD_PLACE_SIGN_IN,  /* its user name and the way to sign in */
  MD_PLACE_PASSWORD, /* the password saved for it */
  MD_PLACE_CHOICE,   /* which of several outgoing servers the account uses */
  MD_N_PLACES,
} MdPlace;

MdPlace md_cause_get_place (MdCauseCode cause);

/* Adds to the reasons of the causes that have a place which program it is, when the findings tell. */
void    md_places_add_program (GPtrArray *causes, GPtrArray *findings);

G_END_DECLS
