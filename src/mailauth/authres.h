/* authres.h - what a receiving server wrote about a message: Authentication-Results (RFC 8601)
 *
 * Also the ARC-Authentication-Results of RFC 8617.  Read leniently where servers stray from the grammar in ways that
 * leave no doubt (properties without a type, results without a value); nothing here says whether the field can be
 * trusted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *type;       /* (owned) "smtp", "header", "body", "policy", lower case; "" where the server left it out */
  char *name;       /* (owned) lower case */
  char *value;      /* (owned) */
} MdAuthProperty;

typedef struct
{
  char *method;     /* (owned) lower case */
  char *version;    /* (owned) (nullable) of the method */
  char *result;     /* (owned) lower case; "" where the server left it out */
  char *reason;     /* (owned) (nullable) */
  char *comment;    /* (owned) (nullable) the first remark in brackets behind the result */
  GPtrArray *properties; /* (owned) of MdAuthProperty */
} MdAuthResult;

typedef struct
{
  gboolean valid;   /* FALSE: the grammar is broken; what was read before that is here all the same */
  char *server;     /* (owned) authserv-id; "" */
  char *version;    /* (owned) (nullable) */
  guint instance;   /* i= of ARC-Authentication-Results; 0 */
  GPtrArray *results; /* (owned) of MdAuthResult; empty: "none" */
} MdAuthRes;

/* @value: what stands behind the colon, folded or not; at most 64 KiB, 100 results and 64 properties each. */
MdAuthRes   *md_authres_parse (const char *value);
/* The same for ARC-Authentication-Results, which begins with "i=1;". */
MdAuthRes   *md_authres_parse_arc (const char *value);
void         md_authres_free (MdAuthRes *self);
/* The value of the property; NULL. */
const char  *md_auth_result_get (const MdAuthResult *self, const char *type, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdAuthRes, md_authres_free)

G_END_DECLS
