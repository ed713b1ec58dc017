/* test-local-rules.c - the filter rules of the mail programs: what they do to a message of one sender
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reading/rules-local.h"

#include <string.h>

static const MdRuleFacts facts = {
  .sender = "jefe@empresa.example",
  .subject = "Factura 12",
  .recipient = "ana@casa.example",
};

typedef MdMailRules *(*Read) (const char *text, gsize length, const char *account);

typedef struct
{
  const char *story;
  const char *text;
  const char *want;   /* "NUMBER NAME DEED OBJECT SURE DOUBT" of what takes it away, "-" when nothing does */
} Case;

/* ── Thunderbird ── */

#define TB_HEAD "version=\"9\"\nlogging=\"no\"\n"
#define TB_ON "enabled=\"yes\"\ntype=\"17\"\n"
#define TB(what, condition) TB_HEAD "name=\"Uno\"\n" TB_ON what "condition=\"" condition "\"\n"
#define TB_DELETE "action=\"Delete\"\n"

static const Case thunderbird[] = {
  { "no filters", TB_HEAD, "-" },
  { "deleted", TB (TB_DELETE, "AND (from,is,jefe@empresa.example)"), "1 Uno delete  certain " },
  { "a part of the address", TB (TB_DELETE, "AND (from,contains,EMPRESA)"), "1 Uno delete  certain " },
  { "a part of the name", TB (TB_DELETE, "AND (from,contains,Revista)"), "1 Uno delete  unlikely from" },
  { "another", TB (TB_DELETE, "AND (from,is,otro@empresa.example)"), "-" },
  { "moved", TB ("action=\"Move to folder\"\nactionValue=\"imap://ana%40casa.example@imap.casa.example/INBOX/Ar%20chivo\"\n",
                 "OR (subject,contains,nada) OR (from,ends with,empresa.example)"), "1 Uno move INBOX/Ar chivo certain " },
  { "into the inbox", TB ("action=\"Move to folder\"\nactionValue=\"mailbox://nobody@Local%20Folders/Inbox\"\n", "ALL"),
    "-" },
  { "all of two", TB (TB_DELETE, "AND (from,is,jefe@empresa.example) AND (subject,contains,oferta)"),
    "1 Uno delete  unlikely subject" },
  { "everything", TB (TB_DELETE, "ALL"), "1 Uno delete  certain " },
  { "quoted value", TB (TB_DELETE, "AND (subject,contains,\\\"Factura 12\\\") AND (from,is,jefe@empresa.example)"),
    "1 Uno delete  certain " },
  { "a header of one's own", TB (TB_DELETE, "AND (\\\"X-Spam-Flag\\\",is,YES)"), "1 Uno delete  possible spam" },
  { "isn't", TB (TB_DELETE, "AND (from,isn't,otro@x.example)"), "1 Uno delete  certain " },
  { "in the address book", TB (TB_DELETE, "AND (from,isn't in ab,jsaddrbook://abook.sqlite)"),
    "1 Uno delete  possible contacts" },
  { "switched off", TB_HEAD "name=\"Uno\"\nenabled=\"no\"\ntype=\"17\"\n" TB_DELETE "condition=\"ALL\"\n", "-" },
  { "by hand only", TB_HEAD "name=\"Uno\"\nenabled=\"yes\"\ntype=\"16\"\n" TB_DELETE "condition=\"ALL\"\n", "-" },
  { "marked as junk", TB ("action=\"JunkScore\"\nactionValue=\"100\"\n", "ALL"), "1 Uno junk  certain " },
  { "marked as no junk", TB ("action=\"JunkScore\"\nactionValue=\"0\"\n", "ALL"), "-" },
  { "ignored", TB ("action=\"Ignore thread\"\n", "AND (from,is,jefe@empresa.example)"), "1 Uno hide  certain " },
  { "only marked", TB ("action=\"Mark read\"\naction=\"Stop execution\"\n", "ALL"), "-" },
  { "the second", TB ("action=\"Mark read\"\n", "ALL") "name=\"Dos\"\n" TB_ON TB_DELETE "condition=\"ALL\"\n",
    "2 Dos delete  certain " },
  { "stopped before", TB ("action=\"Stop execution\"\n", "ALL") "name=\"Dos\"\n" TB_ON TB_DELETE "condition=\"ALL\"\n", "-" },
  { "half a filter", TB_HEAD "name=\"Uno\"\n" TB_ON TB_DELETE, "-" },
};

/* ── Evolution ── */

#define EVO(attributes, conditions, what)                                                                           \
  "<?xml version=\"1.0\"?>\n<filteroptions><ruleset><rule " attributes " source=\"incoming\"><title>Uno</title>"     \
  "<partset>" conditions "</partset><actionset>" what "</actionset></rule></ruleset></filteroptions>\n"
#define EVO_IF(part, how, value)                                                                                      \
  "<part name=\"" part "\"><value name=\"" part "-type\" type=\"option\" value=\"" how "\"/>"                         \
  "<value name=\"" part "\" type=\"string\"><string>" value "</string></value></part>"
#define EVO_DELETE "<part name=\"delete\"/>"
#define EVO_MOVE                                                                                                      \
  "<part name=\"move-to-folder\"><value name=\"folder\" type=\"folder\"><folder uri=\"folder://123/Ar%20chivo\"/></value></part>"

static const Case evolution[] = {
  { "deleted", EVO ("grouping=\"all\"", EVO_IF ("sender", "is", "jefe@empresa.example"), EVO_DELETE),
    "1 Uno delete  certain " },
  { "moved", EVO ("grouping=\"any\"", EVO_IF ("subject", "contains", "nada") EVO_IF ("sender", "ends with", "empresa.example"),
                  EVO_MOVE "<part name=\"stop\"/>"), "1 Uno move Ar chivo certain " },
  { "all of two", EVO ("grouping=\"all\"", EVO_IF ("subject", "contains", "nada") EVO_IF ("sender", "contains", "empresa"),
                       EVO_MOVE), "1 Uno move Ar chivo unlikely subject" },
  { "another", EVO ("grouping=\"all\"", EVO_IF ("sender", "is", "otro@empresa.example"), EVO_DELETE), "-" },
  { "not another", EVO ("grouping=\"all\"", EVO_IF ("sender", "is not", "otro@empresa.example"), EVO_DELETE),
    "1 Uno delete  certain " },
  { "switched off", EVO ("grouping=\"all\" enabled=\"false\"", EVO_IF ("sender", "contains", "@"), EVO_DELETE), "-" },
  { "another account's", EVO ("grouping=\"all\" account-uid=\"zzz\"", EVO_IF ("sender", "contains", "@"), EVO_DELETE), "-" },
  { "this account's", EVO ("grouping=\"all\" account-uid=\"123\"", EVO_IF ("sender", "contains", "@"), EVO_DELETE),
    "1 Uno delete  certain " },
  { "marked as junk", EVO ("grouping=\"all\"", EVO_IF ("sender", "contains", "@"),
                           "<part name=\"set-status\"><value name=\"flag\" type=\"option\" value=\"junk\"/></part>"),
    "1 Uno junk  certain " },
  { "a header of one's own",
    EVO ("grouping=\"all\"", "<part name=\"header\"><value name=\"header-type\" type=\"option\" value=\"is\"/>"
         "<value name=\"header-field\" type=\"string\"><string>From</string></value>"
         "<value name=\"word\" type=\"string\"><string>jefe@empresa.example</string></value></part>", EVO_DELETE),
    "1 Uno delete  certain " },
  { "for sending", "<filteroptions><ruleset><rule grouping=\"all\" source=\"outgoing\"><title>x</title><partset/>"
    "<actionset><part name=\"delete\"/></actionset></rule></ruleset></filteroptions>", "-" },
  { "broken", "<filteroptions><ruleset><rule grouping=\"all\" source=\"incoming\"><title>Uno</title><partset/>"
    "<actionset><part name=\"delete\"/></actionset></rule><rule", "1 Uno delete  certain " },
};

/* ── Claws Mail ── */

static const Case claws[] = {
  { "deleted", "[filtering]\nenabled rulename \"Uno\" from matchcase \"jefe@empresa.example\" delete\n",
    "1 Uno delete  certain " },
  { "moved", "[preglobal]\n\n[filtering]\nenabled rulename \"Uno\" account 0 subject matchcase \"nada\" | from matchcase "
    "\"EMPRESA\" mark_as_read move \"#imap/casa/INBOX/Archivo\"\n", "1 Uno move #imap/casa/INBOX/Archivo certain " },
  { "all of two", "[filtering]\nrulename \"Uno\" from matchcase \"jefe\" & subject regexpcase \"^oferta\" delete\n",
    "1 Uno delete  unlikely subject" },
  { "an easy expression", "[filtering]\nrulename \"Uno\" from regexpcase \"jefe@.*example\" delete\n",
    "1 Uno delete  certain " },
  { "turned round", "[filtering]\nrulename \"Uno\" ~from matchcase \"otro@x.example\" delete\n", "1 Uno delete  certain " },
  { "letter case counts", "[filtering]\nrulename \"Uno\" from match \"JEFE@\" delete\n", "-" },
  { "everything", "[postglobal]\nrulename \"Uno\" all mark_as_spam\n", "1 Uno junk  certain " },
  { "switched off", "[filtering]\ndisabled rulename \"Uno\" all delete\n", "-" },
  { "another account's", "[filtering]\nrulename \"Uno\" account 2 all delete\n", "-" },
  { "this account's", "[filtering]\nrulename \"Uno\" account 123 all delete\n", "1 Uno delete  certain " },
  { "a header of one's own", "[filtering]\nrulename \"Uno\" header \"X-Spam\" matchcase \"yes\" delete\n",
    "1 Uno delete  possible spam" },
  { "in the address book", "[filtering]\nrulename \"Uno\" ~found_in_addressbook \"From\" in \"Any\" delete\n",
    "1 Uno delete  possible contacts" },
  { "stopped before", "[filtering]\nrulename \"Uno\" all stop\nrulename \"Dos\" all delete\n", "-" },
  { "of a folder", "[#mh/Mailbox/inbox]\nrulename \"Uno\" all delete\n", "-" },
  { "quotes inside", "[filtering]\nrulename \"U\\\"no\" subject matchcase \"\\\"x\\\"\" forward 1 \"a@b.example\" delete\n",
    "1 U\"no delete  unlikely subject" },
  { "broken", "[filtering]\nrulename \"Uno\" moonphase full delete\nrulename \"Dos\" all delete\n", "2 Dos delete  certain " },
};

/* ── Sylpheed ── */

#define SYL(attributes, kind, conditions, what)                                                                      \
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<filter>\n<rule name=\"Uno\" " attributes ">\n<condition-list bool=\"" \
  kind "\">" conditions "</condition-list><action-list>" what "</action-list></rule></filter>\n"

static const Case sylpheed[] = {
  { "deleted", SYL ("timing=\"any\" enabled=\"true\"", "and",
                    "<match-header type=\"contains\" name=\"From\">jefe@empresa.example</match-header>", "<delete/>"),
    "1 Uno delete  certain " },
  { "moved", SYL ("timing=\"any\" enabled=\"true\"", "or", "<match-header type=\"is\" name=\"Subject\">nada</match-header>"
                  "<match-header type=\"regex\" name=\"From\">jefe@.*example</match-header>",
                  "<mark-as-read/><move>#imap/ana/Archivo</move>"), "1 Uno move #imap/ana/Archivo certain " },
  { "switched off", SYL ("timing=\"any\" enabled=\"false\"", "and", "", "<delete/>"), "-" },
  { "by hand only", SYL ("timing=\"manual\" enabled=\"true\"", "and", "", "<delete/>"), "-" },
  { "not contained", SYL ("enabled=\"true\"", "and", "<match-header type=\"not-contain\" name=\"From\">x@y.example</match-header>",
                          "<not-receive/>"), "1 Uno delete  certain " },
  { "broken", "<filter><rule", "-" },
};

/* ── SpamAssassin ── */

static const Case spamassassin[] = {
  { "nothing of that", "# blocklist_from x\nrequired_score 5\nscore BAYES_99 4\n", "-" },
  { "blocked", "blocklist_from otro@x.example jefe@empresa.example # no\n", "2 - junk  certain " },
  { "blocked by the old word", "blacklist_from *@EMPRESA.example\n", "1 - junk  certain " },
  { "another", "blacklist_from jefe@empresa.example.org\n", "-" },
  { "taken back", "blocklist_from *@empresa.example\nunblacklist_from *@empresa.example\n", "-" },
  { "welcome", "blocklist_from *@empresa.example\nwhitelist_from jefe@*\n", "-" },
};

static void
look_at (Read read, const Case *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autoptr (MdMailRules) rules = read (cases[i].text, strlen (cases[i].text), "123");
      g_autoptr (GPtrArray) hits = md_mail_rules_apply (rules, &facts);
      const MdRuleHit *hit = md_rule_hits_worst (hits);
      g_autofree char *got = NULL;

      if (hit == NULL)
        got = g_strdup ("-");
      else
        got = g_strdup_printf ("%u %s %s %s %s %s", hit->rule->number,
                               hit->rule->name != NULL ? hit->rule->name : "-", md_deed_name (hit->action->deed),
                               hit->action->object != NULL ? hit->action->object : "", md_sure_name (hit->sure),
                               md_rule_field_name (hit->doubt));
      g_test_message ("%s", cases[i].story);
      g_assert_cmpstr (got, ==, cases[i].want);
      g_assert_cmpint (rules->broken_line != 0, ==, strstr (cases[i].story, "broken") != NULL);
    }
}

static void
test_thunderbird (void)
{
  look_at (md_rules_from_thunderbird, thunderbird, G_N_ELEMENTS (thunderbird));
}

static void
test_evolution (void)
{
  const char *other = EVO ("grouping=\"all\" account-uid=\"zzz\"", EVO_IF ("sender", "contains", "@"), EVO_DELETE);
  g_autoptr (MdMailRules) rules = md_rules_from_evolution (other, strlen (other), NULL);
  g_autoptr (GPtrArray) hits = md_mail_rules_apply (rules, &facts);

  /* For one account, and it is not known whether for this one. */
  g_assert_cmpint (md_rule_hits_worst (hits)->sure, ==, MD_SURE_POSSIBLE);
  look_at (md_rules_from_evolution, evolution, G_N_ELEMENTS (evolution));
}

static void
test_claws (void)
{
  look_at (md_rules_from_claws, claws, G_N_ELEMENTS (claws));
}

static void
test_sylpheed (void)
{
  look_at (md_rules_from_sylpheed, sylpheed, G_N_ELEMENTS (sylpheed));
}

static void
test_spamassassin (void)
{
  look_at (md_rules_from_spamassassin, spamassassin, G_N_ELEMENTS (spamassassin));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/local-rules/thunderbird", test_thunderbird);
  g_test_add_func ("/local-rules/evolution", test_evolution);
  g_test_add_func ("/local-rules/claws", test_claws);
  g_test_add_func ("/local-rules/sylpheed", test_sylpheed);
  g_test_add_func ("/local-rules/spamassassin", test_spamassassin);
  return g_test_run ();
}
