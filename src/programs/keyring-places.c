/* keyring-places.c - where each program files its passwords in the keyring; see keyring.h
 *
 * Evolution: by the uid of the source, or of the collection it belongs to.  Geary: by protocol, host and user.  Online
 * Accounts: one item an account, with both passwords.  KMail (through the Secret Service of KWallet, or QtKeychain): by
 * the transport's number and the resource's name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-keyring"

#include "config.h"

#include "programs/keyring.h"

#include <string.h>

void
md_keyring_place_free (MdKeyringPlace *self)
{
  if (self == NULL)
    return;
  g_free (self->program);
  g_free (self->schema);
  g_free (self->identity_end);
  g_hash_table_unref (self->attributes);
  g_free (self);
}

static MdKeyringPlace *
place_new (const char *program, gboolean outgoing, const char *schema)
{
  MdKeyringPlace *self = g_new0 (MdKeyringPlace, 1);

  self->program = g_strdup (program);
  self->outgoing = outgoing;
  self->schema = g_strdup (schema);
  self->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

static void
with (MdKeyringPlace *self, const char *name, const char *value)
{
  g_hash_table_insert (self->attributes, g_strdup (name), g_strdup (value));
}

MdKeyringPlace *
md_keyring_place_own (const char *email)
{
  MdKeyringPlace *self = place_new ("maildoctor", FALSE, MD_APP_ID);

  with (self, "email", email);
  return self;
}

static MdKeyringPlace *
evolution (const MdProgramServer *server, gboolean outgoing)
{
  MdKeyringPlace *self;

  if (server->keyring_id == NULL)
    return NULL;
  self = place_new ("evolution", outgoing, "org.gnome.Evolution.Data.Source");
  with (self, "e-source-uid", server->keyring_id);
  return self;
}

static MdKeyringPlace *
geary (const MdProgramServer *server, gboolean outgoing)
{
  MdKeyringPlace *self;

  if (server->endpoint == NULL || server->user == NULL)
    return NULL;
  self = place_new ("geary", outgoing, "org.gnome.Geary");
  with (self, "proto", outgoing ? "SMTP" : "IMAP");
  with (self, "host", server->endpoint->host);
  with (self, "login", server->user);
  return self;
}

static MdKeyringPlace *
online_accounts (const MdProgramServer *server, gboolean outgoing)
{
  MdKeyringPlace *self;

  if (server->keyring_id == NULL)
    return NULL;
  self = place_new ("goa", outgoing, "org.gnome.OnlineAccounts");
  self->identity_end = g_strconcat (":", server->keyring_id, NULL);
  self->member = outgoing ? "smtp-password" : "imap-password";
  return self;
}

static MdKeyringPlace *
kmail (const MdProgramServer *server, gboolean outgoing)
{
  const char *incoming_folder = "imap";
  MdKeyringPlace *self;

  if (server->keyring_id == NULL)
    return NULL;
  if (server->endpoint != NULL && server->endpoint->protocol == MD_PROTOCOL_POP3)
    incoming_folder = "pop3";
  self = place_new ("kmail", outgoing, NULL);
  with (self, "server", outgoing ? "mailtransports" : incoming_folder);
  with (self, "user", server->keyring_id);
  return self;
}

static const struct
{
  const char *program;
  MdKeyringPlace *(*place) (const MdProgramServer *server, gboolean outgoing);
} keepers[] = {
  { "evolution", evolution },
  { "geary", geary },
  { "goa", online_accounts },
  { "kmail", kmail },
};

GPtrArray *
md_keyring_places_of (const MdProgramAccount *account)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) md_keyring_place_free);

  for (gsize i = 0; i < G_N_ELEMENTS (keepers); i++)
    if (strcmp (keepers[i].program, account->program) == 0)
      for (guint side = 0; side < 2; side++)
        {
          const MdProgramServer *server = side == 0 ? &account->incoming : &account->outgoing;
          MdKeyringPlace *place
              = server->way == MD_WAY_SERVER && !account->oauth2 ? keepers[i].place (server, side == 1) : NULL;

          if (place != NULL)
            g_ptr_array_add (places, place);
        }
  return places;
}
