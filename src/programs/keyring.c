/* keyring.c - what is stored in the person's keyring; see keyring.h
 *
 * libsecret's blocking calls neither know a deadline nor give up a prompt that nobody answers; so its asynchronous ones
 * run here in a main context of this thread's own, beside a timer and the caller's cancellable.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-keyring"

#include "config.h"

#include "programs/keyring.h"

#include "programs/keyring-member.h"
#include "programs/kwallet.h"

#include <string.h>

/* Items of Online Accounts are looked through; nobody has more accounts than that. */
#define MAX_ITEMS 500
#define MAX_SECRET_BYTES 65536

const SecretSchema *
md_keyring_own_schema (void)
{
  static const SecretSchema schema = {
    .name = MD_APP_ID,
    .flags = SECRET_SCHEMA_NONE,
    .attributes = { { "email", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
  };

  return &schema;
}

/* ── a call that ends ── */

typedef struct
{
  GMainContext *context;     /* (owned) */
  GCancellable *cancellable; /* (owned) what the call looks at */
  GSource *timer;            /* (owned) (nullable) */
  GSource *by_caller;        /* (owned) (nullable) */
  const MdWait *wait;        /* (not owned) */
  GAsyncResult *result;      /* (owned) (nullable) set when the call has come back */
} Call;

static gboolean
on_too_long (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_caller_cancelled (GCancellable *cancellable, gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static GSource *
attach (Call *call, GSource *source, GSourceFunc function)
{
  g_source_set_callback (source, function, g_object_ref (call->cancellable), g_object_unref);
  g_source_attach (source, call->context);
  return source;
}

static void
call_begin (Call *call, const MdWait *wait)
{
  int left = md_wait_left_ms (wait);

  *call = (Call) { .context = g_main_context_new (), .cancellable = g_cancellable_new (), .wait = wait };
  g_main_context_push_thread_default (call->context);
  if (left >= 0)
    call->timer = attach (call, g_timeout_source_new ((guint) left), on_too_long);
  if (wait->cancellable != NULL)
    call->by_caller
        = attach (call, g_cancellable_source_new (wait->cancellable), G_SOURCE_FUNC (on_caller_cancelled));
}

static void
on_back (GObject *source, GAsyncResult *result, gpointer data)
{
  Call *call = data;

  call->result = g_object_ref (result);
}

/* The timer ends this wait: a cancelled call comes back at once. */
static GAsyncResult *
call_result (Call *call)
{
  while (call->result == NULL)
    g_main_context_iteration (call->context, TRUE);
  return g_steal_pointer (&call->result);
}

static void
source_end (GSource *source)
{
  if (source == NULL)
    return;
  g_source_destroy (source);
  g_source_unref (source);
}

static void
call_end (Call *call)
{
  source_end (call->timer);
  source_end (call->by_caller);
  while (g_main_context_iteration (call->context, FALSE))
    ;
  g_main_context_pop_thread_default (call->context);
  g_main_context_unref (call->context);
  g_object_unref (call->cancellable);
}

static MdStored
stored_of_error (const Call *call, const GError *error)
{
  if (md_wait_is_cancelled (call->wait))
    return MD_STORED_CANCELLED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return MD_STORED_NO_ANSWER;
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return MD_STORED_LOCKED;
  g_info ("keyring not read: %s", error->message);
  return MD_STORED_NO_SERVICE;
}

/* ── the item ── */

static SecretService *
open_service (Call *call, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  /* Of this call alone: the shared one would live in the main context of whoever asked first. */
  secret_service_open (SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION, call->cancellable, on_back, call);
  result = call_result (call);
  return secret_service_open_finish (result, error);
}

static GList *
search (Call *call, SecretService *service, const MdKeyringPlace *place, gboolean may_ask, GError **error)
{
  SecretSchema schema = { .name = place->schema != NULL ? place->schema : "", .flags = SECRET_SCHEMA_NONE };
  SecretSearchFlags flags = SECRET_SEARCH_ALL | SECRET_SEARCH_LOAD_SECRETS | (may_ask ? SECRET_SEARCH_UNLOCK : 0);
  g_autoptr (GAsyncResult) result = NULL;
  GHashTableIter iter;
  gpointer name;
  guint n = 0;

  g_hash_table_iter_init (&iter, place->attributes);
  while (n + 1 < G_N_ELEMENTS (schema.attributes) && g_hash_table_iter_next (&iter, &name, NULL))
    schema.attributes[n++] = (SecretSchemaAttribute) { name, SECRET_SCHEMA_ATTRIBUTE_STRING };
  secret_service_search (service, place->schema != NULL ? &schema : NULL, place->attributes, flags,
                         call->cancellable, on_back, call);
  result = call_result (call);
  return secret_service_search_finish (service, result, error);
}

/* The first item of @items that is meant. */
static SecretItem *
choose (GList *items, const MdKeyringPlace *place)
{
  guint n = 0;

  for (GList *at = items; at != NULL && n < MAX_ITEMS; at = at->next, n++)
    {
      g_autoptr (GHashTable) attributes = secret_item_get_attributes (at->data);
      const char *identity = g_hash_table_lookup (attributes, "goa-identity");

      if (place->identity_end == NULL || (identity != NULL && g_str_has_suffix (identity, place->identity_end)))
        return at->data;
    }
  return NULL;
}

static MdStored
take (SecretItem *item, const MdKeyringPlace *place, MdSecret **secret)
{
  SecretValue *value;
  const char *text;
  gsize length;

  if (item == NULL)
    return MD_STORED_MISSING;
  if (secret_item_get_locked (item))
    return MD_STORED_LOCKED;
  value = secret_item_get_secret (item);
  if (value == NULL)
    return MD_STORED_MISSING;
  text = secret_value_get (value, &length);
  if (place->member != NULL)
    *secret = md_keyring_member (text, MIN (length, MAX_SECRET_BYTES), place->member);
  else if (length > 0 && length <= MAX_SECRET_BYTES)
    *secret = md_secret_new (text, (gssize) length);
  secret_value_unref (value); /* wipes it */
  return *secret != NULL ? MD_STORED_EQUAL : MD_STORED_MISSING;
}

static MdStored
read_item (const MdKeyringPlace *place, gboolean may_ask, const MdWait *wait, MdSecret **secret)
{
  g_autoptr (GError) error = NULL;
  SecretService *service;
  GList *items = NULL;
  MdStored stored;
  Call call;

  *secret = NULL;
  if (md_wait_is_cancelled (wait))
    return MD_STORED_CANCELLED;
  call_begin (&call, wait);
  service = open_service (&call, &error);
  if (service != NULL)
    items = search (&call, service, place, may_ask, &error);
  stored = error != NULL ? stored_of_error (&call, error) : take (choose (items, place), place, secret);
  g_list_free_full (items, g_object_unref);
  g_clear_object (&service);
  call_end (&call);
  return stored;
}

/* KMail's are in KWallet, which need not be the Secret Service as well. */
static MdStored
read_wallet (const MdKeyringPlace *place, gboolean may_ask, const MdWait *wait, MdSecret **secret)
{
  const char *folder = g_hash_table_lookup (place->attributes, "server");
  const char *key = g_hash_table_lookup (place->attributes, "user");

  return md_kwallet_read (folder, key, may_ask, wait, secret);
}

MdStored
md_keyring_read (const MdKeyringPlace *place, gboolean may_ask, const MdWait *wait, MdSecret **secret)
{
  MdStored stored = read_item (place, may_ask, wait, secret);
  MdStored in_wallet;

  if (strcmp (place->program, "kmail") != 0 || (stored != MD_STORED_MISSING && stored != MD_STORED_NO_SERVICE))
    return stored;
  in_wallet = read_wallet (place, may_ask, wait, secret);
  return in_wallet == MD_STORED_NO_SERVICE ? stored : in_wallet;
}

MdStored
md_keyring_compare (const MdKeyringPlace *place, const MdSecret *with, gboolean may_ask, const MdWait *wait)
{
  g_autoptr (MdSecret) stored = NULL;
  MdStored result = md_keyring_read (place, may_ask, wait, &stored);

  if (result != MD_STORED_EQUAL)
    return result;
  return md_secret_equal (stored, with) ? MD_STORED_EQUAL : MD_STORED_DIFFERENT;
}
