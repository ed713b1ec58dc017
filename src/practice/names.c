/* names.c - the hosts of the pretend Internet; see names.h
 *
 * The foreign names are those of data/knowledge/beacons.json; a test keeps both in step.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-practice"

#include "config.h"

#include "practice/names.h"

#define AT_SMTP "127.77.0.10"
#define AT_IMAP "127.77.0.11"
#define AT_MX "127.77.0.12"
#define AT_WEB "127.77.0.13"
#define AT_WEB_A "127.77.0.21"
#define AT_WEB_B "127.77.0.22"
#define AT_PORTAL "127.77.0.23"
#define AT_MAIL_A "127.77.0.31"
#define AT_MAIL_B "127.77.0.32"
#define AT_MAIL_C "127.77.0.33"
#define AT_MX_A "127.77.0.41"
#define AT_MX_B "127.77.0.42"
#define AT_FRIENDS "127.77.0.51"

static const PracticePlace places[] = {
  { AT_SMTP, "smtp.practice.example", 25, PRACTICE_SMTP, TRUE },
  { AT_SMTP, "smtp.practice.example", 465, PRACTICE_SMTP, TRUE },
  { AT_SMTP, "smtp.practice.example", 587, PRACTICE_SMTP, TRUE },
  { AT_IMAP, "imap.practice.example", 110, PRACTICE_POP3, TRUE },
  { AT_IMAP, "imap.practice.example", 143, PRACTICE_IMAP, TRUE },
  { AT_IMAP, "imap.practice.example", 993, PRACTICE_IMAP, TRUE },
  { AT_IMAP, "imap.practice.example", 995, PRACTICE_POP3, TRUE },
  { AT_IMAP, "imap.practice.example", 4190, PRACTICE_SIEVE, TRUE },
  { AT_MX, "mx.practice.example", 25, PRACTICE_SMTP, TRUE },
  { AT_WEB, "www.practice.example", 80, PRACTICE_WEB, TRUE },
  { AT_WEB, "www.practice.example", 443, PRACTICE_WEB, TRUE },
  { AT_WEB_A, "www.wikipedia.org", 80, PRACTICE_WEB, FALSE },
  { AT_WEB_A, "www.wikipedia.org", 443, PRACTICE_WEB, FALSE },
  { AT_WEB_B, "www.google.com", 80, PRACTICE_WEB, FALSE },
  { AT_WEB_B, "www.google.com", 443, PRACTICE_WEB, FALSE },
  { AT_PORTAL, "nmcheck.gnome.org", 80, PRACTICE_WEB, FALSE },
  { AT_MAIL_A, "smtp.gmail.com", 25, PRACTICE_SMTP, FALSE },
  { AT_MAIL_A, "smtp.gmail.com", 465, PRACTICE_SMTP, FALSE },
  { AT_MAIL_A, "smtp.gmail.com", 587, PRACTICE_SMTP, FALSE },
  { AT_MAIL_B, "smtp.mail.yahoo.com", 465, PRACTICE_SMTP, FALSE },
  { AT_MAIL_B, "smtp.mail.yahoo.com", 587, PRACTICE_SMTP, FALSE },
  { AT_MAIL_C, "mail.gmx.net", 25, PRACTICE_SMTP, FALSE },
  { AT_MAIL_C, "mail.gmx.net", 465, PRACTICE_SMTP, FALSE },
  { AT_MAIL_C, "mail.gmx.net", 587, PRACTICE_SMTP, FALSE },
  { AT_MX_A, "gmail-smtp-in.l.google.com", 25, PRACTICE_SMTP, FALSE },
  { AT_MX_B, "mx00.gmx.net", 25, PRACTICE_SMTP, FALSE },
  { AT_FRIENDS, "mx.friends.example", 25, PRACTICE_SMTP, FALSE },
};

static const PracticeName names[] = {
  { "practice.example", AT_WEB },
  { "www.practice.example", AT_WEB },
  { "webmail.practice.example", AT_WEB },
  { "autoconfig.practice.example", AT_WEB },
  { "mta-sts.practice.example", AT_WEB },
  { "portal.practice.example", AT_WEB },
  { "smtp.practice.example", AT_SMTP },
  { "imap.practice.example", AT_IMAP },
  { "pop.practice.example", AT_IMAP },
  { "mx.practice.example", AT_MX },
  { "www.wikipedia.org", AT_WEB_A },
  { "www.google.com", AT_WEB_B },
  { "nmcheck.gnome.org", AT_PORTAL },
  { "smtp.gmail.com", AT_MAIL_A },
  { "smtp.mail.yahoo.com", AT_MAIL_B },
  { "mail.gmx.net", AT_MAIL_C },
  { "gmail-smtp-in.l.google.com", AT_MX_A },
  { "mx00.gmx.net", AT_MX_B },
  { "friends.example", AT_FRIENDS },
  { "mx.friends.example", AT_FRIENDS },
};

const PracticePlace *
practice_places (gsize *n_places)
{
  *n_places = G_N_ELEMENTS (places);
  return places;
}

const PracticeName *
practice_names (gsize *n_names)
{
  *n_names = G_N_ELEMENTS (names);
  return names;
}

gboolean
practice_port_is_tls (guint16 port)
{
  return port == 443 || port == 465 || port == 993 || port == 995;
}
