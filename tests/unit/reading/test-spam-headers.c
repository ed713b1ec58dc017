/* test-spam-headers.c - what spam filters wrote, as each of them writes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "reading/spam-headers.h"

#include <string.h>

static void
test_products (void)
{
  static const struct
  {
    const char *story, *input, *product, *score, *threshold, *rules;
    MdSpamOpinion want;
  } cases[] = {
    { "SpamAssassin, spam",
      "X-Spam-Checker-Version: SpamAssassin 4.0.0 (2022-12-14) on mx\nX-Spam-Flag: YES\n"
      "X-Spam-Status: Yes, score=7.1 required=5.0 tests=BAYES_99,HTML_MESSAGE,\n\tURIBL_BLACK autolearn=no version=4.0.0\n",
      "SpamAssassin", "7.1", "5.0", "BAYES_99, HTML_MESSAGE, URIBL_BLACK", MD_SPAM_SPAM },
    { "SpamAssassin by its shape, with a report",
      "X-Spam-Report: \n\t*  3.5 BAYES_99 BODY: Bayes spam probability is 99 to 100%\n\t* -0.0 SPF_PASS SPF\n"
      "\t*  1.7 URIBL_BLACK Contains an URL\nX-Spam-Status: No, score=-1.9 required=5.0 tests=A_B,C_D\n",
      "SpamAssassin", "-1.9", "5.0", "BAYES_99 (3.5), URIBL_BLACK (1.7)", MD_SPAM_CLEAN },
    { "only a flag", "X-Spam-Flag: YES\n", "X-Spam", NULL, NULL, NULL, MD_SPAM_SPAM },
    { "rspamd",
      "X-Spamd-Result: default: False [9.50 / 15.00];\n\tBAYES_SPAM(5.10)[99.9%];\n\tR_DKIM_ALLOW(-0.20)[a:s=b];\n"
      "\tMANY_INVISIBLE_PARTS(1.00)[10]\nX-Rspamd-Action: add header\nX-Spam: Yes\n",
      "rspamd", "9.50", "15.00", "BAYES_SPAM (5.1), MANY_INVISIBLE_PARTS (1)", MD_SPAM_SPAM },
    { "rspamd, nothing", "X-Rspamd-Action: no action\nX-Rspamd-Server: mx\nX-Rspamd-Score: -1.2\n", "rspamd", "-1.2", NULL,
      NULL, MD_SPAM_CLEAN },
    { "Microsoft, spam by content",
      "X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:ES;LANG:es;SCL:5;SRV:;IPV:NLI;SFV:SPM;H:mx;PTR:mx;CAT:SPM;SFS:(1);\n"
      "X-MS-Exchange-Organization-SCL: 5\nX-Microsoft-Antispam: BCL:2;\n",
      "Microsoft", "5", NULL, "SPM", MD_SPAM_SPAM },
    { "Microsoft, a trusted sender", "X-MS-Exchange-Organization-SCL: -1\nX-Forefront-Antispam-Report: SFV:SKN;SCL:-1;CAT:NONE;\n",
      "Microsoft", "-1", NULL, "NONE", MD_SPAM_CLEAN },
    { "Microsoft, forged name", "X-Forefront-Antispam-Report: SCL:5;SFV:NSPM;CAT:SPOOF;\n", "Microsoft", "5", NULL, "SPOOF",
      MD_SPAM_SUSPECTED },
    { "Outlook.com put it into junk", "X-Microsoft-Antispam-Mailbox-Delivery: wl:0;pcwl:0;kl:0;dwl:0;dest:J;ENG:(1)\n",
      "Microsoft", NULL, NULL, NULL, MD_SPAM_SPAM },
    { "Google Workspace", "X-Gm-Spam: 1\nX-Gm-Phishy: 0\n", "Google", NULL, NULL, NULL, MD_SPAM_SPAM },
    { "Proofpoint", "X-Proofpoint-Spam-Details: rule=notspam policy=default score=12 mlxscore=0 spamscore=12\n", "Proofpoint",
      "12", NULL, NULL, MD_SPAM_CLEAN },
    { "Mimecast", "X-Mimecast-Spam-Score: 5.4\n", "Mimecast", "5.4", NULL, NULL, MD_SPAM_SUSPECTED },
    { "Barracuda",
      "X-Barracuda-Spam-Status: Yes, SCORE=4.02 using global scores of TAG_LEVEL=3.5 QUARANTINE_LEVEL=1000.0 KILL_LEVEL=9.0"
      " tests=HTML_MESSAGE, MISSING_DATE\n",
      "Barracuda", "4.02", "3.5", "HTML_MESSAGE, MISSING_DATE", MD_SPAM_SPAM },
    { "IronPort was there", "X-IronPort-Anti-Spam-Filtered: true\n", "Cisco IronPort", NULL, NULL, NULL, MD_SPAM_UNKNOWN },
    { "Yahoo", "X-YahooFilteredBulk: 192.0.2.1\n", "Yahoo", NULL, NULL, NULL, MD_SPAM_SPAM },
    { "GMX", "X-GMX-Antispam: 0 (Mail was not recognized as spam); Detail=V3;\n", "GMX", "0", NULL, NULL, MD_SPAM_CLEAN },
    { "1&1", "X-UI-Filterresults: junk:10;V03:K0:abc\n", "1&1", NULL, NULL, NULL, MD_SPAM_SPAM },
    { "OVH", "X-VR-SPAMSTATE: OK\n", "Vade", NULL, NULL, NULL, MD_SPAM_CLEAN },
    { "MailScanner of a house", "X-Example-MailScanner-SpamCheck: not spam, SpamAssassin (not cached,\n score=1.2, required 6)\n",
      "MailScanner", "1.2", "6", NULL, MD_SPAM_CLEAN },
    { "Bogofilter", "X-Bogosity: Unsure, tests=bogofilter, spamicity=0.5, version=1.2\n", "Bogofilter", "0.5", NULL, NULL,
      MD_SPAM_SUSPECTED },
    { "Amazon", "X-SES-Spam-Verdict: GRAY\n", "Amazon SES", NULL, NULL, NULL, MD_SPAM_SUSPECTED },
    { "words nobody knows", "X-Spam-Status: perhaps\n", "X-Spam", NULL, NULL, NULL, MD_SPAM_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat (cases[i].input, "Subject: x\n\n", NULL);
      g_autoptr (MdHeaders) headers = md_headers_parse (text, strlen (text));
      g_autoptr (GPtrArray) marks = md_spam_marks (headers);
      const MdSpamMark *mark;

      g_test_message ("%s", cases[i].story);
      g_assert_cmpuint (marks->len, ==, 1);
      mark = g_ptr_array_index (marks, 0);
      g_assert_cmpstr (mark->product, ==, cases[i].product);
      g_assert_cmpstr (md_spam_opinion_name (mark->opinion), ==, md_spam_opinion_name (cases[i].want));
      g_assert_cmpstr (mark->score, ==, cases[i].score);
      g_assert_cmpstr (mark->threshold, ==, cases[i].threshold);
      g_assert_cmpstr (mark->rules, ==, cases[i].rules);
      g_assert_nonnull (mark->field);
    }
}

static void
test_several (void)
{
  static const char text[] = "X-GMX-Antispam: 0\nX-Spam-Flag: NO\nX-SES-Spam-Verdict: FAIL\nSubject: x\n\n";
  static const char none[] = "Subject: x\nFrom: a\n\n";
  g_autoptr (MdHeaders) headers = md_headers_parse (text, strlen (text));
  g_autoptr (MdHeaders) plain = md_headers_parse (none, strlen (none));
  g_autoptr (GPtrArray) marks = md_spam_marks (headers), no_marks = md_spam_marks (plain);

  g_assert_cmpuint (marks->len, ==, 3);
  g_assert_cmpstr (((MdSpamMark *) g_ptr_array_index (marks, 0))->product, ==, "Amazon SES");
  g_assert_cmpuint (no_marks->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spam-headers/products", test_products);
  g_test_add_func ("/spam-headers/several", test_several);
  return g_test_run ();
}
