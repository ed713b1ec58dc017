/* test-autoconfig.c - clientConfig XML, friendly and hostile
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "knowledge/knowledge.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define EMAIL "ana.gil@example.org"
#define HEAD "<?xml version=\"1.0\"?><clientConfig version=\"1.1\"><emailProvider id=\"x\">"
#define TAIL "</emailProvider></clientConfig>"
#define SERVER(type, host, port, socket) \
  "<" type "><hostname>" host "</hostname><port>" port "</port><socketType>" socket "</socketType>" \
  "<username>%EMAILLOCALPART%</username></outgoingServer>"
#define OUTGOING(host, port, socket) SERVER ("outgoingServer type=\"smtp\"", host, port, socket)

static MdSettings *
parse (const char *xml, GError **error)
{
  return md_autoconfig_parse (xml, strlen (xml), EMAIL, MD_SOURCE_AUTOCONFIG, error);
}

static const struct
{
  const char *story;
  const char *xml;
  const char *want; /* the outgoing servers; NULL: refused */
} cases[] = {
  { "plain", HEAD OUTGOING ("smtp.example.org", "465", "SSL") TAIL, "smtp.example.org:465/tls" },
  { "order is kept", HEAD OUTGOING ("b.example.org", "587", "STARTTLS") OUTGOING ("a.example.org", "465", "SSL") TAIL,
    "b.example.org:587/starttls a.example.org:465/tls" },
  { "domain is filled in", HEAD OUTGOING ("mail.%EMAILDOMAIN%", "25", "plain") TAIL, "mail.example.org:25/plain" },
  { "blanks around values", HEAD OUTGOING ("\n smtp.example.org\t", " 465 ", " SSL ") TAIL, "smtp.example.org:465/tls" },
  { "socket type unknown: by port", HEAD OUTGOING ("smtp.example.org", "465", "magic") TAIL, "smtp.example.org:465/tls" },
  { "upper case host", HEAD OUTGOING ("SMTP.Example.ORG", "465", "SSL") TAIL, "smtp.example.org:465/tls" },
  { "byte order mark", "\xEF\xBB\xBF" HEAD OUTGOING ("smtp.example.org", "465", "SSL") TAIL, "smtp.example.org:465/tls" },
  { "CDATA", HEAD OUTGOING ("<![CDATA[smtp.example.org]]>", "465", "SSL") TAIL, "smtp.example.org:465/tls" },
  { "comment", HEAD "<!-- x -->" OUTGOING ("smtp.example.org", "465", "SSL") TAIL, "smtp.example.org:465/tls" },
  { "port 0 is left out", HEAD OUTGOING ("a.example.org", "0", "SSL") OUTGOING ("b.example.org", "465", "SSL") TAIL,
    "b.example.org:465/tls" },
  { "bad host is left out", HEAD OUTGOING ("a b", "465", "SSL") OUTGOING ("b.example.org", "465", "SSL") TAIL,
    "b.example.org:465/tls" },
  { "host with a slash", HEAD OUTGOING ("a/b", "465", "SSL") TAIL, NULL },
  { "port too large", HEAD OUTGOING ("smtp.example.org", "70000", "SSL") TAIL, NULL },
  { "second provider is not read", HEAD TAIL, NULL },
  { "nothing", "", NULL },
  { "web page", "<!DOCTYPE html><html><body>Hello</body></html>", NULL },
  { "cut off", HEAD "<outgoingServer type=\"smtp\"><hostname>smtp", NULL },
  { "crossed", "<clientConfig><emailProvider></clientConfig></emailProvider>", NULL },
  { "outside a provider", "<clientConfig>" OUTGOING ("smtp.example.org", "465", "SSL") "</clientConfig>", NULL },
  { "external entity",
    "<?xml version=\"1.0\"?><!DOCTYPE c [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><clientConfig/>", NULL },
  { "entity of its own", HEAD OUTGOING ("&own;", "465", "SSL") TAIL, NULL },
  { "broken UTF-8", HEAD OUTGOING ("\xff\xfe", "465", "SSL") TAIL, NULL },
};

static char *
outgoing_of (const MdSettings *settings)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < settings->outgoing->len; i++)
    {
      const MdEndpoint *endpoint = g_ptr_array_index (settings->outgoing, i);

      g_string_append_printf (text, "%s%s:%u/%s", i == 0 ? "" : " ", endpoint->host, endpoint->port,
                              md_security_name (endpoint->security));
    }
  return g_string_free (text, FALSE);
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MdSettings) settings = parse (cases[i].xml, &error);
      g_autofree char *got = settings == NULL ? NULL : outgoing_of (settings);

      g_test_message ("%s", cases[i].story);
      g_assert_cmpstr (got, ==, cases[i].want);
      g_assert_true ((settings == NULL) == (error != NULL));
      if (settings != NULL)
        g_assert_cmpint (settings->outgoing_user_form, ==, MD_USER_FORM_LOCAL);
      else
        g_assert_true (error->domain == MD_AUTOCONFIG_ERROR);
    }
}

static void
assert_refused (const char *xml, gsize length, MdAutoconfigError want)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MdSettings) settings = md_autoconfig_parse (xml, length, EMAIL, MD_SOURCE_ISPDB, &error);

  g_assert_null (settings);
  g_assert_error (error, MD_AUTOCONFIG_ERROR, (int) want);
}

static void
test_limits (void)
{
  const char *doctype = "<!DOCTYPE lolz [<!ENTITY l \"lol\"><!ENTITY m \"&l;&l;\">]><clientConfig>&m;</clientConfig>";
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GString) many = g_string_new (HEAD);
  g_autofree char *large = g_strnfill (256 * 1024 + 1, ' ');
  g_autoptr (MdSettings) settings = NULL;

  assert_refused (large, strlen (large), MD_AUTOCONFIG_ERROR_TOO_LARGE);
  assert_refused (doctype, strlen (doctype), MD_AUTOCONFIG_ERROR_DOCTYPE);
  for (guint i = 0; i < 17; i++)
    g_string_append (deep, "<a>");
  assert_refused (deep->str, deep->len, MD_AUTOCONFIG_ERROR_TOO_DEEP);
  assert_refused (HEAD TAIL, strlen (HEAD TAIL), MD_AUTOCONFIG_ERROR_NO_SERVER);
  assert_refused ("<a", 2, MD_AUTOCONFIG_ERROR_SYNTAX);
  assert_refused ("<a>\0</a>", 8, MD_AUTOCONFIG_ERROR_SYNTAX);

  for (guint i = 0; i < 1000; i++)
    g_string_append (many, OUTGOING ("smtp.example.org", "465", "SSL"));
  g_string_append (many, TAIL);
  settings = parse (many->str, NULL);
  g_assert_nonnull (settings);
  g_assert_cmpuint (settings->outgoing->len, <=, 32);
}

static void
test_login_page (void)
{
  static const struct
  {
    const char *url, *want;
  } pages[] = {
    { "https://webmail.example.org/", "https://webmail.example.org/" },
    { "https://webmail.%EMAILDOMAIN%/", "https://webmail.example.org/" },
    { "http://webmail.example.org/", NULL },
    { "javascript:alert(1)", NULL },
    { "https://[", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *xml = g_strdup_printf (
          "<clientConfig><emailProvider>%s</emailProvider><webMail><loginPage url=\"%s\"/></webMail></clientConfig>",
          OUTGOING ("smtp.example.org", "465", "SSL"), pages[i].url);
      g_autoptr (MdSettings) settings = parse (xml, NULL);

      g_test_message ("%s", pages[i].url);
      g_assert_cmpstr (settings->webmail_url, ==, pages[i].want);
      g_assert_false (settings->oauth2_only);
    }
}

static void
test_oauth2 (void)
{
  const char *only = HEAD "<outgoingServer type=\"smtp\"><hostname>a.example.org</hostname><port>465</port>"
                          "<authentication>OAuth2</authentication></outgoingServer>" TAIL;
  const char *also = HEAD "<outgoingServer type=\"smtp\"><hostname>a.example.org</hostname><port>465</port>"
                          "<authentication>OAuth2</authentication><authentication>password-cleartext</authentication>"
                          "</outgoingServer>" TAIL;
  g_autoptr (MdSettings) first = parse (only, NULL);
  g_autoptr (MdSettings) second = parse (also, NULL);

  g_assert_true (first->oauth2_only);
  g_assert_cmpint (first->outgoing_user_form, ==, MD_USER_FORM_UNKNOWN);
  g_assert_false (second->oauth2_only);
}

static void
test_pages (void)
{
  static const char xml[]
      = HEAD "<documentation url=\"ftp://example.org/\"/><documentation url=\"https://help.%EMAILDOMAIN%/mail\"/>"
             "<enable visiturl=\"https://example.org/switch\"><instruction>Do it</instruction></enable>"
             OUTGOING ("a.example.org", "465", "SSL") TAIL;
  static const char outside[] = "<clientConfig><emailProvider>" OUTGOING ("a.example.org", "465", "SSL")
                                "</emailProvider><enable visiturl=\"javascript:x\"/></clientConfig>";
  g_autoptr (MdSettings) settings = parse (xml, NULL);
  g_autoptr (MdSettings) odd = parse (outside, NULL);

  g_assert_cmpstr (settings->help_url, ==, "https://help.example.org/mail");
  g_assert_true (settings->access_needs_switch);
  g_assert_cmpstr (settings->access_url, ==, "https://example.org/switch");
  g_assert_true (odd->access_needs_switch);
  g_assert_null (odd->access_url);
}

/* ── Autodiscover ── */

#define NS "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
#define ANSWER(inside) \
  "<?xml version=\"1.0\" encoding=\"utf-8\"?><Autodiscover xmlns=\"" NS "\"><Response><Account>" inside \
  "</Account></Response></Autodiscover>"
#define PROTOCOL(type, inside) "<Protocol><Type>" type "</Type><Server>mail.example.org</Server>" inside "</Protocol>"

static const struct
{
  const char *story, *xml;
  const char *want; /* "host:port/security … | incoming … | url | address | error"; NULL: refused */
} answers[] = {
  { "SSL off on 587 is STARTTLS", ANSWER (PROTOCOL ("SMTP", "<Port>587</Port><SSL>off</SSL>")),
    "mail.example.org:587/starttls||||0" },
  { "Encryption counts more", ANSWER (PROTOCOL ("SMTP", "<Port>587</Port><SSL>on</SSL><Encryption>SSL</Encryption>")),
    "mail.example.org:587/tls||||0" },
  { "clear by its own word", ANSWER (PROTOCOL ("SMTP", "<Port>25</Port><SSL>off</SSL>")), "mail.example.org:25/plain||||0" },
  { "encrypted on an old port", ANSWER (PROTOCOL ("SMTP", "<Port>25</Port><SSL>on</SSL>")),
    "mail.example.org:25/starttls||||0" },
  { "a port of its own with SSL", ANSWER (PROTOCOL ("SMTP", "<Port>2465</Port><SSL>on</SSL>")),
    "mail.example.org:2465/tls||||0" },
  { "no port", ANSWER (PROTOCOL ("IMAP", "")), "|mail.example.org:993/tls|||0" },
  { "type as an attribute, and POP3", ANSWER ("<Protocol Type=\"POP3\"><Server>P.example.org</Server></Protocol>"),
    "|p.example.org:995/tls|||0" },
  { "Exchange besides", ANSWER (PROTOCOL ("EXCH", "") PROTOCOL ("SMTP", "")), "mail.example.org:587/starttls||||0" },
  { "Exchange alone", ANSWER (PROTOCOL ("EXPR", "")), "||||0" },
  { "sent on", ANSWER ("<Action>redirectUrl</Action><RedirectUrl>https://a.example/x</RedirectUrl>"),
    "||https://a.example/x||0" },
  { "sent on in clear", ANSWER ("<Action>redirectUrl</Action><RedirectUrl>http://a.example/x</RedirectUrl>"), NULL },
  { "another address", ANSWER ("<Action>redirectAddr</Action><RedirectAddr>ana@b.example</RedirectAddr>"),
    "|||ana@b.example|0" },
  { "an address that is none", ANSWER ("<Action>redirectAddr</Action><RedirectAddr>b.example</RedirectAddr>"), NULL },
  { "an error", "<Autodiscover><Response><Error><ErrorCode>600</ErrorCode></Error></Response></Autodiscover>", "||||600" },
  { "bad host", ANSWER ("<Protocol><Type>SMTP</Type><Server>/usr/bin/x</Server></Protocol>"), NULL },
  { "an entity of its own", ANSWER ("<Action>&own;</Action>"), NULL },
  { "an external entity", "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Autodiscover>&e;</Autodiscover>", NULL },
  { "another encoding", "<Autodiscover>\xe9</Autodiscover>", NULL },
  { "a web page", "<html><body>Hello</body></html>", NULL },
  { "nothing", "", NULL },
};

static char *
servers_of (const GPtrArray *list)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    {
      const MdEndpoint *endpoint = g_ptr_array_index (list, i);

      g_string_append_printf (text, "%s%s:%u/%s", i == 0 ? "" : " ", endpoint->host, endpoint->port,
                              md_security_name (endpoint->security));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_autodiscover (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MdAutodiscover) answer
          = md_autodiscover_parse (answers[i].xml, strlen (answers[i].xml), EMAIL, &error);
      g_autofree char *outgoing = answer != NULL && answer->settings ? servers_of (answer->settings->outgoing) : NULL;
      g_autofree char *incoming = answer != NULL && answer->settings ? servers_of (answer->settings->incoming) : NULL;
      g_autofree char *got
          = answer == NULL ? NULL
                           : g_strdup_printf ("%s|%s|%s|%s|%u", outgoing ? outgoing : "", incoming ? incoming : "",
                                              answer->url ? answer->url : "", answer->address ? answer->address : "",
                                              answer->error_code);

      g_test_message ("%s", answers[i].story);
      g_assert_cmpstr (got, ==, answers[i].want);
      g_assert_true ((answer == NULL) == (error != NULL && error->domain == MD_AUTOCONFIG_ERROR));
      if (g_str_has_prefix (answers[i].story, "Exchange"))
        g_assert_true (answer->is_exchange);
    }
}

static void
test_autodiscover_limits (void)
{
  static const struct
  {
    const char *what;
    MdAutoconfigError want;
  } hostile[] = {
    { "large", MD_AUTOCONFIG_ERROR_TOO_LARGE }, { "deep", MD_AUTOCONFIG_ERROR_TOO_DEEP },
    { "<!DOCTYPE a><a/>", MD_AUTOCONFIG_ERROR_DOCTYPE }, { "<a>\xff</a>", MD_AUTOCONFIG_ERROR_ENCODING },
    { "<a>", MD_AUTOCONFIG_ERROR_SYNTAX }, { "<a/>", MD_AUTOCONFIG_ERROR_NO_SERVER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (GString) xml = g_string_new (hostile[i].what);
      g_autoptr (GError) error = NULL;

      if (hostile[i].want == MD_AUTOCONFIG_ERROR_TOO_LARGE)
        g_string_set_size (xml, 256 * 1024 + 1);
      for (guint j = 0; hostile[i].want == MD_AUTOCONFIG_ERROR_TOO_DEEP && j < 17; j++)
        g_string_append (j == 0 ? g_string_assign (xml, "") : xml, "<a>");
      g_assert_null (md_autodiscover_parse (xml->str, xml->len, EMAIL, &error));
      g_assert_error (error, MD_AUTOCONFIG_ERROR, (int) hostile[i].want);
    }
}

/* ── the files of the public database ── */

static MdSecurity
security_from_word (const char *word)
{
  if (g_strcmp0 (word, "SSL") == 0)
    return MD_SECURITY_TLS;
  return g_strcmp0 (word, "STARTTLS") == 0 ? MD_SECURITY_STARTTLS : MD_SECURITY_PLAIN;
}

static void
compare (JsonArray *want, GPtrArray *got)
{
  guint n_compared = 0;

  for (guint i = 0; i < json_array_get_length (want); i++)
    {
      JsonObject *server = json_array_get_object_element (want, i);
      const char *type = json_object_get_string_member (server, "type");
      g_autoptr (GString) host = g_string_new (json_object_get_string_member (server, "host"));
      const MdEndpoint *endpoint;

      if (strcmp (type, "smtp") != 0 && strcmp (type, "imap") != 0 && strcmp (type, "pop3") != 0)
        continue;
      g_assert_cmpuint (n_compared, <, got->len);
      endpoint = g_ptr_array_index (got, n_compared++);
      g_string_replace (host, "%EMAILDOMAIN%", "example.org", 0);
      g_string_ascii_down (host);
      g_assert_cmpstr (endpoint->host, ==, host->str);
      g_assert_cmpint (endpoint->port, ==, json_object_get_int_member (server, "port"));
      g_assert_cmpstr (md_protocol_name (endpoint->protocol), ==, type);
      g_assert_cmpint (endpoint->security, ==, security_from_word (json_object_get_string_member (server, "security")));
    }
  g_assert_cmpuint (n_compared, ==, got->len);
}

static void
compare_file (const char *folder, const char *line)
{
  g_autoptr (JsonNode) root = json_from_string (line, NULL);
  JsonObject *want = json_node_get_object (root);
  const char *file = json_object_get_string_member (want, "file");
  g_autofree char *path = g_build_filename (folder, "autoconfig", file, NULL);
  g_autofree char *xml = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MdSettings) settings = NULL;
  gsize length = 0;

  g_test_message ("%s", file);
  g_assert_true (g_file_get_contents (path, &xml, &length, NULL));
  settings = md_autoconfig_parse (xml, length, EMAIL, MD_SOURCE_ISPDB, &error);
  g_assert_no_error (error);
  compare (json_object_get_array_member (want, "incoming"), settings->incoming);
  compare (json_object_get_array_member (want, "outgoing"), settings->outgoing);
}

static void
compare_answer (const char *folder, const char *line)
{
  g_autoptr (JsonNode) root = json_from_string (line, NULL);
  JsonObject *row = json_node_get_object (root), *want = json_object_get_object_member (row, "expect");
  g_autofree char *path
      = g_build_filename (folder, "autoconfig", "autodiscover", json_object_get_string_member (row, "file"), NULL);
  g_autofree char *xml = NULL;
  gsize length = 0;
  g_autoptr (MdAutodiscover) answer = NULL;

  g_assert_true (g_file_get_contents (path, &xml, &length, NULL));
  answer = md_autodiscover_parse (xml, length, "user@example.org", NULL);
  g_assert_nonnull (answer);
  g_assert_cmpstr (answer->url, ==, json_object_get_string_member_with_default (want, "url", NULL));
  g_assert_cmpuint (answer->error_code, ==, json_object_get_int_member_with_default (want, "error", 0));
  for (guint i = 0; json_object_has_member (want, "protocols")
                    && i < json_array_get_length (json_object_get_array_member (want, "protocols")); i++)
    {
      JsonObject *server = json_array_get_object_element (json_object_get_array_member (want, "protocols"), i);
      gboolean is_outgoing = strcmp (json_object_get_string_member (server, "type"), "SMTP") == 0;
      GPtrArray *list = is_outgoing ? answer->settings->outgoing : answer->settings->incoming;
      const MdEndpoint *endpoint = g_ptr_array_index (list, 0);

      g_assert_cmpstr (endpoint->host, ==, json_object_get_string_member (server, "server"));
      g_assert_cmpint (endpoint->port, ==, json_object_get_int_member (server, "port"));
      g_assert_cmpint (endpoint->security, ==,
                       json_object_get_boolean_member (server, "ssl") ? MD_SECURITY_TLS : MD_SECURITY_STARTTLS);
      g_assert_cmpint (answer->settings->outgoing_user_form, ==, MD_USER_FORM_ADDRESS);
    }
}

static void
test_answers_corpus (void)
{
  const char *folder = g_getenv ("MD_CORPORA");
  g_autofree char *path
      = folder == NULL ? NULL : g_build_filename (folder, "autoconfig", "autodiscover", "expected.jsonl", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (path == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("the corpus is not here");
      return;
    }
  lines = g_strsplit (text, "\n", 0);
  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0')
      compare_answer (folder, lines[i]);
}

static void
test_corpus (void)
{
  const char *folder = g_getenv ("MD_CORPORA");
  g_autofree char *path = folder == NULL ? NULL : g_build_filename (folder, "autoconfig", "expected.jsonl", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_files = 0;

  if (path == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("no test data beside the project");
      return;
    }
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0')
      {
        compare_file (folder, lines[i]);
        n_files++;
      }
  g_assert_cmpuint (n_files, >=, 70);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/autoconfig/cases", test_cases);
  g_test_add_func ("/autoconfig/pages", test_pages);
  g_test_add_func ("/autodiscover/answers", test_autodiscover);
  g_test_add_func ("/autodiscover/limits", test_autodiscover_limits);
  g_test_add_func ("/autodiscover/corpus", test_answers_corpus);
  g_test_add_func ("/autoconfig/limits", test_limits);
  g_test_add_func ("/autoconfig/login-page", test_login_page);
  g_test_add_func ("/autoconfig/oauth2", test_oauth2);
  g_test_add_func ("/autoconfig/corpus", test_corpus);
  return g_test_run ();
}
