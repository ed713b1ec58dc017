/* sasl-wire.c - the lines of an authentication exchange; see sasl-wire.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-sasl-wire"

#include "config.h"

#include "protocols/sasl-wire.h"

#include <string.h>

MdWireStatus
md_sasl_send_command (MdSasl *sasl, MdWire *wire, const MdWait *wait, const char *command, gboolean with_initial,
                      gsize max_bytes)
{
  g_autoptr (MdSecret) initial = with_initial ? md_sasl_initial (sasl) : NULL;
  g_autoptr (MdSecret) encoded = initial != NULL ? md_secret_to_base64 (initial) : NULL;
  g_autoptr (MdSecret) bytes = NULL;
  g_autofree char *recorded = NULL;
  gsize length = 0;

  if (encoded != NULL)
    (void) md_secret_peek (encoded, &length);
  if (encoded == NULL || strlen (command) + 1 + length > max_bytes)
    return md_wire_send (wire, wait, command);

  /* An empty response is written "=", so that it is one. */
  const MdSecretPart parts[] = { { .text = command, .length = strlen (command) },
                                 { .text = length > 0 ? " " : " =", .length = length > 0 ? 1 : 2 },
                                 { .secret = encoded } };

  md_wire_hide (wire, initial);
  bytes = md_secret_join (parts, G_N_ELEMENTS (parts));
  recorded = g_strdup_printf ("%s %s", command, md_sasl_describe (sasl));
  return md_wire_send_secret (wire, wait, bytes, recorded);
}

MdWireStatus
md_sasl_send_answer (MdSasl *sasl, MdWire *wire, const MdWait *wait, const char *challenge)
{
  gsize length = 0;
  g_autofree guchar *decoded = g_base64_decode (challenge, &length);
  g_autoptr (MdSecret) answer = md_sasl_respond (sasl, decoded, length);
  g_autoptr (MdSecret) encoded = NULL;
  g_autoptr (MdSecret) proof = NULL;

  if (answer == NULL)
    return md_wire_send (wire, wait, "*");
  md_wire_hide (wire, answer);
  proof = md_sasl_get_server_proof (sasl);
  if (proof != NULL)
    md_wire_hide (wire, proof);
  encoded = md_secret_to_base64 (answer);
  return md_wire_send_secret (wire, wait, encoded, md_sasl_describe (sasl));
}
