/* fuzz-managesieve.c - whole sessions with a server of filter rules that says whatever it likes and hangs up
 *
 * The first byte names the mechanism.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "protocols/managesieve.h"

#include <sys/socket.h>
#include <unistd.h>

static void
parse (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_memdup2 (size > 0 ? (const char *) data : "", size > 0 ? size : 1);
  G_GNUC_UNUSED g_autoptr (MdManageSieveReply) reply = md_managesieve_reply_parse (text, size);
  MdManageSieveScript *script = md_managesieve_script_parse (text, size);
  MdManageSieveFeatures features = { 0 };

  if (script != NULL)
    g_assert (g_utf8_validate (script->name, -1, NULL));
  md_managesieve_script_free (script);
  md_managesieve_features_add (&features, text, size);
  md_managesieve_features_clear (&features);
}

static void
talk (MdWire *wire, const MdWait *wait, MdSaslMechanisms mechanism)
{
  g_autoptr (MdSecret) password = md_secret_new ("c4nary ñ\"pass' word", -1);
  g_autoptr (MdManageSieve) sieve = md_managesieve_new (wire);
  g_autoptr (MdManageSieveReply) reply = NULL;
  g_autoptr (GPtrArray) scripts = NULL;

  if (md_managesieve_greeting (sieve, wait, &reply) != MD_WIRE_OK
      || md_managesieve_login (sieve, wait, mechanism, "user", password, &reply) != MD_WIRE_OK
      || md_managesieve_list (sieve, wait, &scripts, &reply) != MD_WIRE_OK)
    return;
  for (guint i = 0; i < scripts->len; i++)
    {
      g_autoptr (GBytes) script = NULL;

      if (md_managesieve_get (sieve, wait, ((MdManageSieveScript *) scripts->pdata[i])->name, &script, &reply)
          != MD_WIRE_OK)
        return;
      g_assert (script == NULL || g_bytes_get_size (script) <= 1024 * 1024);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (MdWorld) world = md_world_new ();
  const MdWait wait = { .deadline = g_get_monotonic_time () + 2 * G_USEC_PER_SEC };
  int ends[2];

  if (size == 0 || size > 100000 || socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    return 0;
  parse (data + 1, size - 1);
  if (send (ends[1], data + 1, size - 1, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
    g_debug ("the story was cut off");
  (void) shutdown (ends[1], SHUT_WR);
  md_world_set_practice (world, TRUE);
  talk (md_wire_new (world, ends[0], "mail.example.org"), &wait, 1 << (data[0] % 7));
  close (ends[1]);
  return 0;
}
