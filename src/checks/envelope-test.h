/* envelope-test.h - MAIL FROM and RCPT TO the own address, then RSET: nothing is sent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/products.h"

G_BEGIN_DECLS

/* Uses up the live session of @way. */
void md_envelope_test (MdContext *context, MdSubject subject, MdSignedIn *way);

G_END_DECLS
