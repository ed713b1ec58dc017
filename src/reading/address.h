/* address.h - is this how an e-mail address is written?  And if not, what is wrong, and where
 *
 * The mailbox of RFC 5321 section 4.1.2 with the lengths of 4.5.3.1, Unicode as in RFC 6531, domain names as in RFC
 * 1123 and RFC 5890.  Comments and folded blanks, which RFC 5322 lets a header hold, are no part of an address.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MD_ADDRESS_VALID,
  MD_ADDRESS_EMPTY,
  MD_ADDRESS_NO_AT,
  MD_ADDRESS_NO_LOCAL_PART,
  MD_ADDRESS_NO_DOMAIN,
  MD_ADDRESS_BLANK,           /* a space, a tab, a line end */
  MD_ADDRESS_COMMA,           /* or a semicolon */
  MD_ADDRESS_BRACKET,         /* a < or > */
  MD_ADDRESS_CONTROL,         /* a control character, or bytes that are no UTF-8 */
  MD_ADDRESS_DOT_FIRST,
  MD_ADDRESS_DOT_LAST,
  MD_ADDRESS_DOTS,            /* two in a row */
  MD_ADDRESS_TWO_ATS,
  MD_ADDRESS_CHARACTER,       /* another one that may not stand there */
  MD_ADDRESS_QUOTES,          /* not closed, or text beside them */
  MD_ADDRESS_LOCAL_TOO_LONG,  /* over 64 bytes */
  MD_ADDRESS_HYPHEN,          /* a label of the domain begins or ends with one */
  MD_ADDRESS_LABEL_TOO_LONG,  /* over 63 bytes */
  MD_ADDRESS_DOMAIN_TOO_LONG, /* over 253 bytes */
  MD_ADDRESS_TOO_LONG,        /* over 254 bytes altogether */
  MD_ADDRESS_LITERAL,         /* "[…]" without an IP address in it */
  MD_ADDRESS_IDN,             /* a name in other letters that cannot be one */
} MdAddressFault;

/* "valid", "no-at", "comma" … */
const char *md_address_fault_name (MdAddressFault fault);

typedef struct
{
  MdAddressFault fault;
  guint position;        /* of the fault, in characters from 1; 0: none, or the whole of it */
  char *local;           /* (owned) (nullable) what stands before the last @, when valid */
  char *domain;          /* (owned) (nullable) what stands behind it, in A-labels and lower case; a literal as it is */
  gboolean is_literal;   /* "[192.0.2.1]" */
  gboolean is_unicode;   /* the local part is not ASCII: servers on the way must know SMTPUTF8 */
} MdAddress;

/* Never NULL. */
MdAddress  *md_address_parse (const char *text);
void        md_address_free (MdAddress *self);
/* What was probably meant by an address with a fault (blanks, "mailto:", brackets, a comma for a dot, a dot too many):
 * a valid one that differs from @text; NULL when nothing can be told. */
char       *md_address_repair (const char *text);
/* The last two labels of a host name, three in "example.co.uk" or "example.com.ar": near enough to tell
 * whether two hosts are of one house where the public suffix list is not at hand.  Points into @host. */
const char *md_host_house (const char *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MdAddress, md_address_free)

G_END_DECLS
