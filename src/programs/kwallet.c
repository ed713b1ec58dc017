/* kwallet.c - the passwords that KMail keeps in KWallet; see kwallet.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-kwallet"

#include "config.h"

#include "programs/kwallet.h"

#include "programs/session-bus.h"

#include <string.h>

#define APPLICATION "Mail Doctor"
#define MAX_SECRET_BYTES 65536

typedef struct
{
  MdBus bus;
  const MdWait *wait;
  const char *service, *path;  /* of the one that runs */
  GError *error;               /* (owned) (nullable) the first that came */
} Wallet;

static GVariant *
call (Wallet *self, const char *method, GVariant *parameters, const char *reply)
{
  const MdBusCall what = { self->service, self->path, "org.kde.KWallet", method, reply, TRUE };

  if (self->error == NULL)
    return md_bus_call (&self->bus, &what, parameters, &self->error);
  g_variant_unref (g_variant_ref_sink (parameters));
  return NULL;
}

static gboolean
ask_truth (Wallet *self, const char *method, GVariant *parameters)
{
  g_autoptr (GVariant) reply = call (self, method, parameters, "(b)");
  gboolean truth = FALSE;

  if (reply != NULL)
    g_variant_get (reply, "(b)", &truth);
  return truth;
}

/* FALSE when no version of it runs. */
static gboolean
find_service (Wallet *self)
{
  static const char *const versions[][2] = {
    { "org.kde.kwalletd6", "/modules/kwalletd6" },
    { "org.kde.kwalletd5", "/modules/kwalletd5" },
    { "org.kde.kwalletd", "/modules/kwalletd" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      static const MdBusCall has_owner
          = { "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner", "(b)", TRUE };
      g_autoptr (GVariant) reply
          = md_bus_call (&self->bus, &has_owner, g_variant_new ("(s)", versions[i][0]), &self->error);
      gboolean runs = FALSE;

      if (reply == NULL)
        return FALSE;
      g_variant_get (reply, "(b)", &runs);
      if (!runs)
        continue;
      self->service = versions[i][0];
      self->path = versions[i][1];
      return TRUE;
    }
  return FALSE;
}

/* The reply is wiped: it is ours alone, and nobody reads it again. */
static MdSecret *
take_password (GVariant *reply)
{
  MdSecret *secret = NULL;
  const char *text;
  gsize length;

  g_variant_get (reply, "(&s)", &text);
  length = strlen (text);
  if (length > 0 && length <= MAX_SECRET_BYTES)
    secret = md_secret_new (text, (gssize) length);
  md_wipe ((char *) text, length);
  return secret;
}

static MdStored
read_entry (Wallet *self, int handle, const char *folder, const char *key, MdSecret **secret)
{
  g_autoptr (GVariant) reply = NULL;

  if (!ask_truth (self, "hasEntry", g_variant_new ("(isss)", handle, folder, key, APPLICATION)))
    return MD_STORED_MISSING;
  reply = call (self, "readPassword", g_variant_new ("(isss)", handle, folder, key, APPLICATION), "(s)");
  *secret = reply != NULL ? take_password (reply) : NULL;
  return *secret != NULL ? MD_STORED_EQUAL : MD_STORED_MISSING;
}

static MdStored
read_wallet (Wallet *self, const char *folder, const char *key, gboolean may_ask, MdSecret **secret)
{
  g_autoptr (GVariant) name_reply = call (self, "networkWallet", g_variant_new ("()"), "(s)");
  g_autoptr (GVariant) open_reply = NULL;
  const char *name = NULL;
  MdStored stored;
  int handle = -1;

  if (name_reply == NULL)
    return MD_STORED_NO_SERVICE;
  g_variant_get (name_reply, "(&s)", &name);
  if (!may_ask && !ask_truth (self, "isOpen", g_variant_new ("(s)", name)))
    return MD_STORED_LOCKED;
  open_reply = call (self, "open", g_variant_new ("(sxs)", name, (gint64) 0, APPLICATION), "(i)");
  if (open_reply != NULL)
    g_variant_get (open_reply, "(i)", &handle);
  if (handle < 0)
    return MD_STORED_LOCKED;
  stored = read_entry (self, handle, folder, key, secret);
  if (self->error == NULL)
    {
      g_autoptr (GVariant) closed
          = call (self, "close", g_variant_new ("(ibs)", handle, FALSE, APPLICATION), "(i)");
    }
  return stored;
}

MdStored
md_kwallet_read (const char *folder, const char *key, gboolean may_ask, const MdWait *wait, MdSecret **secret)
{
  Wallet wallet = { .wait = wait };
  MdStored stored = MD_STORED_NO_SERVICE;

  *secret = NULL;
  if (md_bus_open (&wallet.bus, wait, &wallet.error) && find_service (&wallet))
    stored = read_wallet (&wallet, folder, key, may_ask, secret);
  if (*secret == NULL && md_wait_is_cancelled (wait))
    stored = MD_STORED_CANCELLED;
  else if (*secret == NULL && g_error_matches (wallet.error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    stored = MD_STORED_NO_ANSWER;
  if (wallet.error != NULL)
    g_info ("KWallet not read: %s", wallet.error->message);
  g_clear_error (&wallet.error);
  md_bus_close (&wallet.bus);
  return stored;
}
