/* mailbox.c - what was read in the own mailbox; see mailbox.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-mailbox"

#include "config.h"

#include "checks/mailbox.h"

#include <string.h>

static const char *const role_names[] = {
  [MD_ROLE_OTHER] = "other", [MD_ROLE_INBOX] = "inbox",   [MD_ROLE_JUNK] = "junk",
  [MD_ROLE_TRASH] = "trash", [MD_ROLE_ARCHIVE] = "archive", [MD_ROLE_SENT] = "sent",
  [MD_ROLE_DRAFTS] = "drafts", [MD_ROLE_ALL] = "all",     [MD_ROLE_VIEW] = "view",
};

void
md_mailbox_folder_free (MdMailboxFolder *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->raw_name);
  g_free (self);
}

void
md_mailbox_message_free (MdMailboxMessage *self)
{
  if (self == NULL)
    return;
  g_free (self->folder_name);
  g_clear_pointer (&self->headers, g_bytes_unref);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_free (self);
}

void
md_mailbox_free (MdMailbox *self)
{
  if (self == NULL)
    return;
  g_free (self->host);
  g_ptr_array_unref (self->folders);
  g_ptr_array_unref (self->quotas);
  g_ptr_array_unref (self->bounces);
  md_imap_free (self->imap);
  g_free (self);
}

void
md_mailbox_search_free (MdMailboxSearch *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->found);
  g_ptr_array_unref (self->earlier);
  md_imap_free (self->imap);
  g_free (self);
}

void
md_arrival_free (MdArrival *self)
{
  if (self == NULL)
    return;
  g_free (self->message_id);
  g_free (self->folder);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_free (self->address);
  md_imap_free (self->imap);
  g_free (self);
}

const MdMailbox *
md_mailbox_of (const MdContext *context)
{
  const MdMailbox *self = md_context_get_product (context, "mailbox-survey");

  return self != NULL && self->obstacle == NULL ? self : NULL;
}

const MdMailboxSearch *
md_mailbox_search_of (const MdContext *context)
{
  const MdMailboxSearch *self = md_context_get_product (context, "mailbox-search");

  return self != NULL && self->obstacle == NULL ? self : NULL;
}

/* The names that servers without RFC 6154, and programs, give such folders; in lower case. */
static const struct
{
  const char *name;
  MdMailboxRole role;
} usual_names[] = {
  { "junk", MD_ROLE_JUNK },
  { "spam", MD_ROLE_JUNK },
  { "bulk", MD_ROLE_JUNK },
  { "bulk mail", MD_ROLE_JUNK },
  { "junk mail", MD_ROLE_JUNK },
  { "junk e-mail", MD_ROLE_JUNK },
  { "junk email", MD_ROLE_JUNK },
  { "correo no deseado", MD_ROLE_JUNK },
  { "correo basura", MD_ROLE_JUNK },
  { "no deseado", MD_ROLE_JUNK },
  { "spamverdacht", MD_ROLE_JUNK },
  { "indésirables", MD_ROLE_JUNK },
  { "courrier indésirable", MD_ROLE_JUNK },
  { "posta indesiderata", MD_ROLE_JUNK },
  { "trash", MD_ROLE_TRASH },
  { "papelera", MD_ROLE_TRASH },
  { "deleted", MD_ROLE_TRASH },
  { "deleted items", MD_ROLE_TRASH },
  { "deleted messages", MD_ROLE_TRASH },
  { "bin", MD_ROLE_TRASH },
  { "elementos eliminados", MD_ROLE_TRASH },
  { "eliminados", MD_ROLE_TRASH },
  { "papierkorb", MD_ROLE_TRASH },
  { "corbeille", MD_ROLE_TRASH },
  { "cestino", MD_ROLE_TRASH },
  { "lixeira", MD_ROLE_TRASH },
  { "archive", MD_ROLE_ARCHIVE },
  { "archives", MD_ROLE_ARCHIVE },
  { "archivo", MD_ROLE_ARCHIVE },
  { "archivados", MD_ROLE_ARCHIVE },
  { "archiv", MD_ROLE_ARCHIVE },
  { "sent", MD_ROLE_SENT },
  { "sent mail", MD_ROLE_SENT },
  { "sent items", MD_ROLE_SENT },
  { "sent messages", MD_ROLE_SENT },
  { "enviados", MD_ROLE_SENT },
  { "elementos enviados", MD_ROLE_SENT },
  { "gesendet", MD_ROLE_SENT },
  { "envoyés", MD_ROLE_SENT },
  { "drafts", MD_ROLE_DRAFTS },
  { "draft", MD_ROLE_DRAFTS },
  { "borradores", MD_ROLE_DRAFTS },
  { "entwürfe", MD_ROLE_DRAFTS },
  { "brouillons", MD_ROLE_DRAFTS },
};

static const struct
{
  const char *special;
  MdMailboxRole role;
} special_uses[] = {
  { "\\Junk", MD_ROLE_JUNK },     { "\\Trash", MD_ROLE_TRASH },   { "\\Archive", MD_ROLE_ARCHIVE },
  { "\\Sent", MD_ROLE_SENT },     { "\\Drafts", MD_ROLE_DRAFTS }, { "\\All", MD_ROLE_ALL },
  { "\\Flagged", MD_ROLE_VIEW },  { "\\Important", MD_ROLE_VIEW },
};

MdMailboxRole
md_mailbox_role (const char *special, const char *name)
{
  const char *leaf = name;
  g_autofree char *lower = NULL;

  if (g_ascii_strcasecmp (name, "INBOX") == 0)
    return MD_ROLE_INBOX;
  for (gsize i = 0; special != NULL && i < G_N_ELEMENTS (special_uses); i++)
    if (g_ascii_strcasecmp (special, special_uses[i].special) == 0)
      return special_uses[i].role;
  for (const char *at = name; *at != '\0'; at++)
    if ((*at == '/' || *at == '.') && at[1] != '\0')
      leaf = at + 1;
  lower = g_utf8_strdown (leaf, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (usual_names); i++)
    if (g_str_equal (lower, usual_names[i].name))
      return usual_names[i].role;
  return MD_ROLE_OTHER;
}

const char *
md_mailbox_role_name (MdMailboxRole role)
{
  return role_names[role];
}
