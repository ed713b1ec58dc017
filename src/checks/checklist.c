/* checklist.c - a guide's checks under the pages of that guide; see checklist.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-checks"

#include "config.h"

#include "checks/checklist-rows.h"

#include <string.h>

struct _MdChecklist
{
  MdCheck *checks;        /* (owned) as many as there are rows */
  const MdCheck **list;   /* (owned) NULL-terminated, into checks */
};

static gboolean
is_in (const MdChecklistRow *rows, const char *id)
{
  for (; rows->check != NULL; rows++)
    if (strcmp (rows->check->id, id) == 0)
      return TRUE;
  return FALSE;
}

static MdCheck
adapt (const MdChecklistRow *rows, const MdChecklistRow *row)
{
  MdCheck check = *row->check;
  guint kept = 0;

  if (row->step != NULL && !md_step_id_from_name (row->step, &check.step))
    g_error ("%s: no such step: %s", check.id, row->step);
  memset (check.needs, 0, sizeof check.needs);
  for (guint i = 0; row->check->needs[i] != NULL; i++)
    if (is_in (rows, row->check->needs[i]))
      check.needs[kept++] = row->check->needs[i];
  return check;
}

MdChecklist *
md_checklist_new (MdGuide guide)
{
  MdChecklist *self = g_new0 (MdChecklist, 1);
  const MdChecklistRow *rows = md_checklist_rows[guide];
  guint n = 0;

  while (rows[n].check != NULL)
    n++;
  self->checks = g_new0 (MdCheck, n);
  self->list = g_new0 (const MdCheck *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      self->checks[i] = adapt (rows, &rows[i]);
      self->list[i] = &self->checks[i];
    }
  return self;
}

void
md_checklist_free (MdChecklist *self)
{
  if (self == NULL)
    return;
  g_free (self->list);
  g_free (self->checks);
  g_free (self);
}

const MdCheck *const *
md_checklist_get (const MdChecklist *self)
{
  return self->list;
}
