/* make-log.c - writes a Postfix log of a size: what a busy relay of some ten thousand recipients writes in a day
 *
 *     make-log BYTES > mail.log
 *
 * Always the same for the same size.  Nine lines or so a message, as Postfix writes them: connections, TLS, the queue,
 * one delivery or more; some are put off and tried again, some come back, some are refused at the door.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define N_DOMAINS 3000
#define FIRST_DAY 3
#define MILLISECONDS_A_MESSAGE 40

typedef struct
{
  uint64_t dice;
  uint64_t milliseconds;
  uint64_t number;
  long long written;
} Log;

static unsigned
roll (Log *log, unsigned sides)
{
  log->dice ^= log->dice << 13;
  log->dice ^= log->dice >> 7;
  log->dice ^= log->dice << 17;
  return (unsigned) ((log->dice >> 20) % sides);
}

/* The prefix of a line; the clock moves on. */
static void
begin (Log *log, const char *program, unsigned pid)
{
  unsigned seconds = (unsigned) (log->milliseconds / 1000);

  log->milliseconds += roll (log, MILLISECONDS_A_MESSAGE / 4);
  log->written += printf ("Nov %2u %02u:%02u:%02u mx1 postfix/%s[%u]: ", FIRST_DAY + seconds / 86400 % 25,
                          seconds / 3600 % 24, seconds / 60 % 60, seconds % 60, program, pid);
}

#define say(log, ...) ((log)->written += printf (__VA_ARGS__))

static void
refuse (Log *log, unsigned pid)
{
  unsigned client = roll (log, 200);

  begin (log, "smtpd", pid);
  say (log, "NOQUEUE: reject: RCPT from unknown[203.0.113.%u]: 554 5.7.1 Service unavailable; Client host [203.0.113.%u] "
            "blocked using list.example; from=<offer%u@bulk.example> to=<person%u@example.org> proto=ESMTP "
            "helo=<host-%u.example>\n", client, client, roll (log, 999), roll (log, 20000), client);
}

/* One delivery: @fate below 88 goes well, below 96 is put off, the rest comes back. */
static void
deliver (Log *log, const char *id, unsigned pid, unsigned fate, unsigned domain)
{
  unsigned person = roll (log, 40000);
  unsigned tenths = roll (log, 90) + 1;

  begin (log, "smtp", pid);
  say (log, "%s: to=<person%u@domain%u.example>, relay=mx.domain%u.example[198.51.100.%u]:25, delay=%u.%u, "
            "delays=0.%u/0.01/0.4/0.%u, dsn=", id, person, domain, domain, domain % 250, tenths / 10, tenths % 10,
       tenths, tenths);
  if (fate < 88)
    say (log, "2.0.0, status=sent (250 2.0.0 Ok: queued as %X%04X)\n", roll (log, 0xffffff), person & 0xffff);
  else if (fate < 93)
    say (log, "4.2.0, status=deferred (host mx.domain%u.example[198.51.100.%u] said: 450 4.2.0 <person%u@domain%u.example>"
              ": Recipient address rejected: Greylisted, see http://postgrey.example/help/domain%u.example.html "
              "(in reply to RCPT TO command))\n", domain, domain % 250, person, domain, domain);
  else if (fate < 96)
    say (log, "4.4.1, status=deferred (connect to mx.domain%u.example[198.51.100.%u]:25: Connection timed out)\n", domain,
         domain % 250);
  else
    say (log, "5.1.1, status=bounced (host mx.domain%u.example[198.51.100.%u] said: 550 5.1.1 <person%u@domain%u.example>: "
              "Recipient address rejected: User unknown in virtual mailbox table (in reply to RCPT TO command))\n",
         domain, domain % 250, person, domain);
}

/* Every recipient once; who was put off is tried again, and most then get it.  Returns how many still wait. */
static unsigned
deliver_all (Log *log, const char *id, unsigned pid, unsigned sender, unsigned n_recipients)
{
  unsigned n_waiting = 0;

  for (unsigned i = 0; i < n_recipients; i++)
    {
      unsigned domain = roll (log, 60) < 40 ? roll (log, 20) : roll (log, N_DOMAINS);
      unsigned fate = roll (log, 100);

      deliver (log, id, pid, fate, domain);
      if (fate < 88 || fate >= 96)
        continue;
      begin (log, "qmgr", 977);
      say (log, "%s: from=<person%u@example.org>, size=1234, nrcpt=%u (queue active)\n", id, sender, n_recipients);
      fate = roll (log, 96);
      deliver (log, id, pid, fate, domain);
      n_waiting += fate >= 88;
    }
  return n_waiting;
}

static void
message (Log *log)
{
  unsigned client = roll (log, 250);
  unsigned pid = 10000 + roll (log, 200);
  unsigned person = roll (log, 20000);
  unsigned n_recipients = roll (log, 10) == 0 ? 3 : 1;
  char id[24];

  /* Queue ids as enable_long_queue_ids makes them: rising, without vowels. */
  snprintf (id, sizeof id, "4f%07" PRIu64 "zB%04xK", log->number % 10000000, roll (log, 10) * 1000 + 0x111);
  for (char *at = id; *at != '\0'; at++)
    *at = *at == 'a' || *at == 'e' ? 'g' : *at;
  log->number++;
  begin (log, "submission/smtpd", pid);
  say (log, "connect from client%u.example.org[192.0.2.%u]\n", client, client);
  if (roll (log, 8) == 0)
    refuse (log, pid);
  begin (log, "submission/smtpd", pid);
  say (log, "Anonymous TLS connection established from client%u.example.org[192.0.2.%u]: TLSv1.3 with cipher "
            "TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest "
            "SHA256\n", client, client);
  begin (log, "submission/smtpd", pid);
  say (log, "%s: client=client%u.example.org[192.0.2.%u], sasl_method=PLAIN, sasl_username=person%u\n", id, client, client,
       person);
  begin (log, "cleanup", pid + 300);
  say (log, "%s: message-id=<%08x-%04x-%u@client%u.example.org>\n", id, roll (log, 0xfffffff), roll (log, 0xffff), person,
       client);
  begin (log, "qmgr", 977);
  say (log, "%s: from=<person%u@example.org>, size=%u, nrcpt=%u (queue active)\n", id, person, 900 + roll (log, 90000),
       n_recipients);
  begin (log, "submission/smtpd", pid);
  say (log, "disconnect from client%u.example.org[192.0.2.%u] ehlo=2 starttls=1 auth=1 mail=1 rcpt=%u data=1 quit=1 "
            "commands=%u\n", client, client, n_recipients, 7 + n_recipients);
  if (deliver_all (log, id, pid + 600, person, n_recipients) > 0)
    return;
  begin (log, "qmgr", 977);
  say (log, "%s: removed\n", id);
}

int
main (int argc, char **argv)
{
  static char buffer[1 << 20];
  Log log = { .dice = UINT64_C (88172645463325252) };
  long long size = argc == 2 ? atoll (argv[1]) : 0;

  if (size <= 0)
    {
      fprintf (stderr, "usage: make-log BYTES\n");
      return 2;
    }
  setvbuf (stdout, buffer, _IOFBF, sizeof buffer);
  while (log.written < size)
    message (&log);
  return fflush (stdout) == 0 ? 0 : 1;
}
