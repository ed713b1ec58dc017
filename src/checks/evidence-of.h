/* evidence-of.h - what protocols and parsers measured, put into evidence in parts that can be drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evidence.h"
#include "mailauth/mailauth.h"
#include "protocols/dialogue.h"
#include "protocols/http.h"
#include "protocols/managesieve.h"
#include "protocols/message.h"

G_BEGIN_DECLS

/* The stages of the connection: first the lookup of its name, and where it ended when it did not get ready. */
void md_evidence_add_dialogue_stages (MdEvidence *evidence, const MdDialogue *dialogue);
/* The same with the sign-in behind them, however long it was waited for; @dialogue (nullable). */
void md_evidence_add_login_stages (MdEvidence *evidence, const MdDialogue *dialogue, double seconds,
                                   gboolean accepted);
/* The same for the server of the rules; @login_seconds: 0 when it was not signed in to. */
void md_evidence_add_managesieve_stages (MdEvidence *evidence, const MdManageSieveTalk *talk, double lookup_seconds,
                                         double login_seconds, gboolean accepted);
void md_evidence_add_http_stages (MdEvidence *evidence, const MdHttpResult *result);
void md_evidence_add_send_stages (MdEvidence *evidence, const MdSendResult *result);
/* The certificates that the server named @host showed, and why TLS failed; @tls (nullable). */
void md_evidence_add_tls (MdEvidence *evidence, const MdTls *tls, const char *host);
/* How the record was evaluated for @address; NULL: read to its end. */
void md_evidence_add_spf (MdEvidence *evidence, const MdSpf *spf, const char *address);

G_END_DECLS
