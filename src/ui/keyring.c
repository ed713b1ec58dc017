/* keyring.c - the person's keyring; see keyring.h
 *
 * The Secret Service itself, by name: in a sandbox the library's simpler calls may choose a file of their own instead,
 * where the command and the comparison with mail programs' passwords would not find it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-keyring"

#include "config.h"

#include "ui/keyring.h"

#include "programs/keyring.h"

#define KEYRING_SECONDS 20

typedef struct
{
  GCancellable *cancellable; /* (owned) */
  guint timer;
  MdKeyringFound done;       /* (nullable) */
  gpointer user_data;
} Asking;

static gboolean
on_too_long (gpointer data)
{
  Asking *asking = data;

  asking->timer = 0;
  g_cancellable_cancel (asking->cancellable);
  return G_SOURCE_REMOVE;
}

static Asking *
asking_new (MdKeyringFound done, gpointer user_data)
{
  Asking *asking = g_new0 (Asking, 1);

  asking->cancellable = g_cancellable_new ();
  asking->timer = g_timeout_add_seconds (KEYRING_SECONDS, on_too_long, asking);
  asking->done = done;
  asking->user_data = user_data;
  return asking;
}

static void
asking_free (Asking *asking)
{
  g_clear_handle_id (&asking->timer, g_source_remove);
  g_object_unref (asking->cancellable);
  g_free (asking);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer data)
{
  Asking *asking = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = secret_service_lookup_finish (NULL, result, &error); /* wiped when let go */
  const char *text = value != NULL ? secret_value_get_text (value) : NULL;
  MdSecret *password = text != NULL ? md_secret_new (text, -1) : NULL;

  if (error != NULL)
    g_info ("keyring not read: %s", error->message);
  asking->done (password, asking->user_data);
  asking_free (asking);
}

void
md_keyring_look_up (const char *email, MdKeyringFound done, gpointer user_data)
{
  Asking *asking = asking_new (done, user_data);
  g_autoptr (GHashTable) attributes = secret_attributes_build (md_keyring_own_schema (), "email", email, NULL);

  secret_service_lookup (NULL, md_keyring_own_schema (), attributes, asking->cancellable, on_looked_up, asking);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!secret_service_store_finish (NULL, result, &error))
    g_info ("keyring not written: %s", error->message);
  asking_free (data);
}

void
md_keyring_store (const char *email, const char *label, const char *text)
{
  Asking *asking = asking_new (NULL, NULL);
  g_autoptr (GHashTable) attributes = secret_attributes_build (md_keyring_own_schema (), "email", email, NULL);
  g_autoptr (SecretValue) value = secret_value_new (text, -1, "text/plain");

  secret_service_store (NULL, md_keyring_own_schema (), attributes, SECRET_COLLECTION_DEFAULT, label, value,
                        asking->cancellable, on_stored, asking);
}
