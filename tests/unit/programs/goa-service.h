/* goa-service.h - GNOME Online Accounts, told by a service of the test's own on a bus of the test's own
 *
 * Implements what is published of ObjectManager and OAuth2Based.  Its accounts: account_1 is ana@gmail.com, with tokens;
 * the others are in goa-service.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#define GOA_TOKEN "ya29.c4nary-token"

typedef enum
{
  GOA_WELL,
  GOA_NOT_AUTHORIZED,
  GOA_FAILED,
  GOA_EMPTY,
  GOA_SILENT,
  GOA_ODD,
} GoaMode;

typedef struct _GoaService GoaService;

/* In a thread of its own, on the bus with that address. */
GoaService *goa_service_start (const char *address);
void        goa_service_stop (GoaService *service);
void        goa_service_set_mode (GoaService *service, GoaMode mode);
int         goa_service_count_tokens (GoaService *service);
