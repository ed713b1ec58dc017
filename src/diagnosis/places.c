/* places.c - where in the mail program a cause is mended; see places.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-diagnosis"

#include "config.h"

#include "diagnosis/places.h"

MdPlace
md_cause_get_place (MdCauseCode cause)
{
  static const MdPlace places[MD_N_CAUSES] = {
    [MD_CAUSE_SMTP_HOST_NOT_FOUND] = MD_PLACE_SERVER,
    [MD_CAUSE_CONNECTION_REFUSED] = MD_PLACE_SERVER,
    [MD_CAUSE_WRONG_PORT] = MD_PLACE_SERVER,
    [MD_CAUSE_PORT25_BLOCKED] = MD_PLACE_SERVER,
    [MD_CAUSE_SETTINGS_DIFFER] = MD_PLACE_SERVER,
    [MD_CAUSE_TLS_MODE_MISMATCH] = MD_PLACE_SERVER,
    [MD_CAUSE_TLS_REQUIRED] = MD_PLACE_SERVER,
    [MD_CAUSE_STARTTLS_NOT_OFFERED] = MD_PLACE_SERVER,
    [MD_CAUSE_CERTIFICATE_NAME_MISMATCH] = MD_PLACE_SERVER,
    [MD_CAUSE_WRONG_OUTGOING_SERVER] = MD_PLACE_CHOICE,
    [MD_CAUSE_AUTH_NOT_ENABLED] = MD_PLACE_SIGN_IN,
    [MD_CAUSE_AUTH_METHOD_UNSUPPORTED] = MD_PLACE_SIGN_IN,
    [MD_CAUSE_WRONG_USERNAME_FORM] = MD_PLACE_SIGN_IN,
    [MD_CAUSE_OAUTH2_REQUIRED] = MD_PLACE_SIGN_IN,
    [MD_CAUSE_RELAY_DENIED] = MD_PLACE_SIGN_IN,
    [MD_CAUSE_DYNAMIC_IP_LISTED] = MD_PLACE_SERVER,
    [MD_CAUSE_STALE_SENDING_PASSWORD] = MD_PLACE_PASSWORD,
    [MD_CAUSE_BAD_CREDENTIALS] = MD_PLACE_PASSWORD,
    [MD_CAUSE_APP_PASSWORD_REQUIRED] = MD_PLACE_PASSWORD,
  };

  return places[cause];
}

void
md_places_add_program (GPtrArray *causes, GPtrArray *findings)
{
  MdFinding *program = NULL;

  for (guint i = 0; i < findings->len && program == NULL; i++)
    if (md_finding_get_code (g_ptr_array_index (findings, i)) == MD_FINDING_PROGRAM_KNOWN)
      program = g_ptr_array_index (findings, i);
  for (guint i = 0; program != NULL && i < causes->len; i++)
    {
      const MdCause *cause = g_ptr_array_index (causes, i);

      if (md_cause_get_place (cause->code) != MD_PLACE_NONE)
        g_ptr_array_add (cause->because, md_finding_ref (program));
    }
}
