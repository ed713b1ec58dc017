/* web-server.c - the pretend web: settings to discover, webmail, the connectivity page, other people's sites
 *
 * RFC 9110 and 9112 as far as a GET or HEAD with one answer needs it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-practice"

#include "config.h"

#include "practice/server.h"

#include <string.h>

#define MAX_HEADER_LINES 100
#define YEARS_AHEAD 3

static const char autoconfig[] =
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  "<clientConfig version=\"1.1\">\n"
  " <emailProvider id=\"practice.example\">\n"
  "  <domain>practice.example</domain>\n"
  "  <displayName>Practice (pretend)</displayName>\n"
  "  <incomingServer type=\"imap\">\n"
  "   <hostname>imap.practice.example</hostname><port>993</port><socketType>SSL</socketType>\n"
  "   <authentication>password-cleartext</authentication><username>%EMAILADDRESS%</username>\n"
  "  </incomingServer>\n"
  "  <incomingServer type=\"pop3\">\n"
  "   <hostname>pop.practice.example</hostname><port>995</port><socketType>SSL</socketType>\n"
  "   <authentication>password-cleartext</authentication><username>%EMAILADDRESS%</username>\n"
  "  </incomingServer>\n"
  "  <outgoingServer type=\"smtp\">\n"
  "   <hostname>smtp.practice.example</hostname><port>587</port><socketType>STARTTLS</socketType>\n"
  "   <authentication>password-cleartext</authentication><username>%EMAILADDRESS%</username>\n"
  "  </outgoingServer>\n"
  "  <outgoingServer type=\"smtp\">\n"
  "   <hostname>smtp.practice.example</hostname><port>465</port><socketType>SSL</socketType>\n"
  "   <authentication>password-cleartext</authentication><username>%EMAILADDRESS%</username>\n"
  "  </outgoingServer>\n"
  " </emailProvider>\n"
  " <webMail><loginPage url=\"https://webmail.practice.example/\"/></webMail>\n"
  "</clientConfig>\n";

static const char mta_sts[] = "version: STSv1\r\nmode: testing\r\nmx: mx.practice.example\r\nmax_age: 86400\r\n";

typedef struct
{
  const char *host;  /* NULL: any */
  const char *path;  /* NULL: any */
  const char *type;
  const char *body;
} Page;

static const Page pages[] = {
  { "autoconfig.practice.example", "/mail/config-v1.1.xml", "text/xml", autoconfig },
  { "practice.example", "/.well-known/autoconfig/mail/config-v1.1.xml", "text/xml", autoconfig },
  { "mta-sts.practice.example", "/.well-known/mta-sts.txt", "text/plain", mta_sts },
  { "webmail.practice.example", NULL, "text/html", "<!DOCTYPE html><title>Webmail (pretend)</title>\n" },
  { "portal.practice.example", NULL, "text/html", "<!DOCTYPE html><title>Sign in to this network (pretend)</title>\n" },
  { "nmcheck.gnome.org", "/check_network_status.txt", "text/plain", "NetworkManager is online\n" },
  { "www.wikipedia.org", NULL, "text/html", "<!DOCTYPE html><title>A page (pretend)</title>\n" },
  { "www.google.com", NULL, "text/html", "<!DOCTYPE html><title>A page (pretend)</title>\n" },
};

typedef struct
{
  char *method;  /* (owned) */
  char *path;    /* (owned) without its query */
  char *host;    /* (owned) (nullable) without its port */
} Ask;

static void
ask_clear (Ask *ask)
{
  g_free (ask->method);
  g_free (ask->path);
  g_free (ask->host);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ask, ask_clear)

static gboolean
read_ask (PracticeStream *stream, Ask *ask)
{
  char *line = practice_stream_read_line (stream);
  g_auto (GStrv) words = line != NULL ? g_strsplit (line, " ", 3) : NULL;

  if (words == NULL || g_strv_length (words) != 3)
    return FALSE;
  ask->method = g_strdup (words[0]);
  ask->path = g_strndup (words[1], strcspn (words[1], "?"));
  for (guint i = 0; i < MAX_HEADER_LINES; i++)
    {
      line = practice_stream_read_line (stream);
      if (line == NULL)
        return FALSE;
      if (*line == '\0')
        return TRUE;
      if (g_ascii_strncasecmp (line, "Host:", strlen ("Host:")) == 0 && ask->host == NULL)
        {
          char *value = g_strstrip (line + strlen ("Host:"));

          ask->host = g_ascii_strdown (value, (gssize) strcspn (value, ":"));
        }
    }
  return FALSE;
}

static char *
date_now (const PracticeStage *stage)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) there = g_date_time_add_years (now, stage->script->clock_behind ? YEARS_AHEAD : 0);
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autofree char *time = g_date_time_format (there, "%H:%M:%S");

  /* Not by g_date_time_format(): its names of days and months follow the locale. */
  return g_strdup_printf ("%s, %02d %s %d %s GMT", days[g_date_time_get_day_of_week (there) - 1],
                          g_date_time_get_day_of_month (there), months[g_date_time_get_month (there) - 1],
                          g_date_time_get_year (there), time);
}

static const Page *
find_page (const Ask *ask)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_strcmp0 (pages[i].host, ask->host) == 0 && (pages[i].path == NULL || strcmp (pages[i].path, ask->path) == 0))
      return &pages[i];
  return NULL;
}

void
practice_web_serve (PracticeCall *call)
{
  const PracticeScript *script = call->stage->script;
  g_auto (Ask) ask = { NULL };
  g_autofree char *date = date_now (call->stage);
  const Page *page;
  const char *status = "200 OK";
  const char *extra = "";
  const char *body = "";

  if (!read_ask (call->stream, &ask))
    return;
  page = find_page (&ask);
  if (script->portal && g_strcmp0 (ask.host, "portal." PRACTICE_DOMAIN) != 0)
    {
      status = "302 Found";
      extra = "Location: http://portal." PRACTICE_DOMAIN "/login\r\n";
    }
  else if (page == NULL)
    status = "404 Not Found";
  else if (script->webmail_down && g_str_has_prefix (ask.host, "webmail."))
    status = "503 Service Unavailable";
  else
    body = page->body;
  practice_stream_print (call->stream,
                         "HTTP/1.1 %s\r\nDate: %s\r\nContent-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n"
                         "%sConnection: close\r\n\r\n%s",
                         status, date, page != NULL ? page->type : "text/plain", strlen (body), extra,
                         strcmp (ask.method, "HEAD") == 0 ? "" : body);
}
