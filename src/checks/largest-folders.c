/* largest-folders.c - which folders take up the space in the own mailbox?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-largest-folders"

#include "config.h"

#include "checks/mailbox.h"
#include "checks/sign-in.h"

#define MAX_REPORTED 5

/* The largest first; where the server tells no sizes, those with the most messages. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const MdMailboxFolder *first = *(MdMailboxFolder *const *) a, *second = *(MdMailboxFolder *const *) b;

  if (first->bytes != second->bytes)
    return first->bytes > second->bytes ? -1 : 1;
  return first->n_messages > second->n_messages ? -1 : first->n_messages < second->n_messages;
}

static void
report (MdContext *context, const MdMailboxFolder *folder)
{
  g_autofree char *messages = g_strdup_printf ("%u", folder->n_messages);
  g_autofree char *size = g_format_size_full (folder->bytes, G_FORMAT_SIZE_IEC_UNITS);

  if (folder->measured)
    md_context_report (context, MD_FINDING_FOLDER_SIZE, "folder", folder->name, "size", size, "messages", messages,
                       "role", md_mailbox_role_name (folder->role), NULL);
  else
    md_context_report (context, MD_FINDING_FOLDER_COUNT, "folder", folder->name, "messages", messages, "role",
                       md_mailbox_role_name (folder->role), NULL);
}

static gboolean
run (MdContext *context, GError **error)
{
  const MdMailbox *mailbox = md_mailbox_of (context);
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();

  for (guint i = 0; mailbox != NULL && i < mailbox->folders->len; i++)
    {
      MdMailboxFolder *folder = g_ptr_array_index (mailbox->folders, i);

      /* A view shows again what other folders hold. */
      if (folder->counted && folder->n_messages > 0 && folder->role != MD_ROLE_ALL && folder->role != MD_ROLE_VIEW)
        g_ptr_array_add (folders, folder);
    }
  g_ptr_array_sort (folders, compare);
  for (guint i = 0; i < folders->len && i < MAX_REPORTED; i++)
    report (context, g_ptr_array_index (folders, i));
  return TRUE;
}

const MdCheck md_check_largest_folders = {
  .id = "largest-folders",
  .step = MD_STEP_R3,
  .subject = MD_SUBJECT_ACCOUNT,
  .needs = { "mailbox-survey" },
  .inputs = MD_INPUT_PASSWORD,
  .budget_ms = 5000,
  .waives = md_token_waives,
  .run = run,
};
