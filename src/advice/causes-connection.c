/* causes-connection.c - words for causes on the way to the server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "md-advice"

#include "config.h"

#include "advice/cause-text.h"

const MdCauseText md_causes_connection[] = {
  /* Connection and network */
  { MD_CAUSE_NO_INTERNET,
    N_ ("Internet connection"),
    N_ ("This computer has no working Internet connection."),
    { { N_ ("Your device has no working Internet connection; reconnect to the network and "
            "try again."), MD_FINDING_NONE },
      { N_ ("Look whether the Wi-Fi is on or the cable is plugged in, and restart the "
            "router if other devices have no connection either."), MD_FINDING_NONE },
      { N_ ("Open any web page: once it loads, check this step again."), MD_FINDING_NONE } } },
  { MD_CAUSE_CAPTIVE_PORTAL,
    N_ ("Wi-Fi sign-in page"),
    N_ ("This Wi-Fi wants you to sign in before it lets anything through."),
    { { N_ ("This Wi-Fi wants you to sign in first: open a web page, accept its terms and "
            "then send."), MD_FINDING_NONE },
      { N_ ("If no sign-in page appears by itself, open {url}."), MD_FINDING_PORTAL_FOUND },
      { N_ ("When web pages load normally, check again: your mail settings need no change."), MD_FINDING_NONE } } },
  { MD_CAUSE_DNS_RESOLUTION_FAILURE,
    N_ ("looking up names"),
    N_ ("This network does not find the addresses of servers."),
    { { N_ ("Your network cannot look up server names; restart the router or choose "
            "another DNS server."), MD_FINDING_NONE },
      { N_ ("Switch the router off, wait half a minute and switch it on again."), MD_FINDING_NONE },
      { N_ ("If that does not help, set another DNS server in this computer's network "
            "settings (your Internet company tells you one)."), MD_FINDING_NONE } } },
  { MD_CAUSE_SMTP_HOST_NOT_FOUND,
    N_ ("server name"),
    N_ ("The name of the outgoing server does not exist."),
    { { N_ ("The outgoing server name does not exist; copy it exactly as your provider "
            "publishes it."), MD_FINDING_NONE },
      { N_ ("In your mail program, open the settings of this account and go to the "
            "outgoing server (SMTP)."), MD_FINDING_NONE },
      { N_ ("The name that is set there, {host}, does not exist: compare it "
            "letter by letter."), MD_FINDING_NAME_NOT_FOUND },
      { N_ ("It was probably meant to be {suggestion}."), MD_FINDING_NAME_SUGGESTION },
      { N_ ("Change {field} for sending: instead of {configured}, set "
            "{recommended}."), MD_FINDING_SETTING_WRONG } } },
  { MD_CAUSE_SERVER_UNREACHABLE,
    N_ ("unreachable server"),
    N_ ("Your provider's server does not answer."),
    { { N_ ("The server exists but does not answer; wait a while and check your provider's "
            "status page."), MD_FINDING_NONE },
      { N_ ("Check again in about 30 minutes; your settings can stay as they are."), MD_FINDING_NONE },
      { N_ ("If another network (for example your phone's) reaches it, tell your Internet "
            "company."), MD_FINDING_NONE },
      { N_ ("Meanwhile you can write from your provider's website."), MD_FINDING_NONE } } },
  { MD_CAUSE_CONNECTION_REFUSED,
    N_ ("refused connection"),
    N_ ("The outgoing server does not take connections on the port that is set."),
    { { N_ ("Nothing listens on that port; check the port number, and if it is right the "
            "service may be down."), MD_FINDING_NONE },
      { N_ ("In your mail program, open the settings of this account and go to the "
            "outgoing server (SMTP)."), MD_FINDING_NONE },
      { N_ ("Use port 587 with STARTTLS or port 465 with SSL/TLS, as your provider "
            "publishes it."), MD_FINDING_NONE },
      { N_ ("If the port is right, look at your provider's status page and check again "
            "later."), MD_FINDING_NONE } } },
  { MD_CAUSE_WRONG_PORT,
    N_ ("port"),
    N_ ("The port set for sending is the wrong one."),
    { { N_ ("Use port 587 with STARTTLS or 465 with SSL/TLS for sending; keep away from "
            "port 25."), MD_FINDING_NONE },
      { N_ ("In your mail program, open the settings of this account and go to the "
            "outgoing server (SMTP)."), MD_FINDING_NONE },
      { N_ ("Port {port} of {host} works from here: set it, with {security}."), MD_FINDING_OTHER_PORT_WORKS },
      { N_ ("Change {field} for sending: instead of {configured}, set "
            "{recommended}."), MD_FINDING_SETTING_WRONG } } },
  { MD_CAUSE_PORT25_BLOCKED,
    N_ ("port 25"),
    N_ ("Your Internet company blocks port 25, which your mail program uses for sending."),
    { { N_ ("Your Internet provider blocks port 25; switch the outgoing server to port 587 "
            "(STARTTLS)."), MD_FINDING_NONE },
      { N_ ("In your mail program, open the settings of this account and go to the "
            "outgoing server (SMTP)."), MD_FINDING_NONE },
      { N_ ("Port {port} of {host} works from here: set it, with {security}."), MD_FINDING_OTHER_PORT_WORKS },
      { N_ ("Change {field} for sending: instead of {configured}, set {recommended}."), MD_FINDING_SETTING_WRONG },
      { N_ ("Switch on signing in (authentication) there, too: these ports ask for it."), MD_FINDING_NONE } } },
  { MD_CAUSE_OUTBOUND_PORT_BLOCKED,
    N_ ("network blocks the mail ports"),
    N_ ("This network or a firewall does not let outgoing mail through."),
    { { N_ ("A firewall or this network blocks the mail ports; try another network and "
            "allow your mail app in the firewall."), MD_FINDING_NONE },
      { N_ ("Try it once through another network, for example your phone's: if it works "
            "there, your account is fine."), MD_FINDING_NONE },
      { N_ ("At work, at school or in a hotel, ask who runs the network to open ports 465 "
            "and 587."), MD_FINDING_NONE },
      { N_ ("Meanwhile you can write from your provider's website."), MD_FINDING_NONE } } },
  { MD_CAUSE_ACCESS_LOCATION_BLOCKED,
    N_ ("access from this place"),
    N_ ("Your provider does not let you in from where you are connected."),
    { { N_ ("The provider refuses your current address (VPN, country or data-centre); "
            "switch off the VPN or allow the location in your account."), MD_FINDING_NONE },
      { N_ ("If a VPN is on, switch it off and check again."), MD_FINDING_NONE },
      { N_ ("Sign in on your provider's website and look for a notice about a blocked "
            "access."), MD_FINDING_NONE } } },
  { MD_CAUSE_TOO_MANY_CONNECTIONS,
    N_ ("number of connections"),
    N_ ("The server sees too many connections at once from your address."),
    { { N_ ("Too many connections at once from your address; close other devices or apps, "
            "wait some minutes and retry."), MD_FINDING_NONE },
      { N_ ("Wait about 10 minutes with the other devices' mail programs closed, then "
            "check again."), MD_FINDING_NONE } } },
  { MD_CAUSE_IPV6_BROKEN,
    N_ ("IPv6"),
    N_ ("Part of your Internet connection (IPv6) does not work, so programs hang before they connect."),
    { { N_ ("Your network announces IPv6 but it does not work, so connections hang; switch "
            "IPv6 off in the router or tell your Internet company."), MD_FINDING_NONE },
      { N_ ("Restart the router first: that is often enough."), MD_FINDING_NONE },
      { N_ ("Then come back here and check this step again."), MD_FINDING_NONE } } },
  { MD_CAUSE_NETWORK_UNSTABLE,
    N_ ("stable connection"),
    N_ ("Your connection loses data on the way."),
    { { N_ ("Your connection loses data on the way; move closer to the Wi-Fi or use a "
            "cable, and try again."), MD_FINDING_NONE },
      { N_ ("Pause large downloads and video calls on the same connection while you send."), MD_FINDING_NONE },
      { N_ ("Then come back here and check this step again."), MD_FINDING_NONE } } },
  { MD_CAUSE_RESOLVER_SLOW,
    N_ ("a DNS server"),
    N_ ("One of this network's DNS servers does not answer, so everything starts late."),
    { { N_ ("One of your DNS servers does not answer, so everything starts late; remove it "
            "or choose another one."), MD_FINDING_NONE },
      { N_ ("The silent one is {resolver}; {other} answers."), MD_FINDING_FIRST_RESOLVER_DEAD },
      { N_ ("Restarting the router often brings a fresh list of DNS servers."), MD_FINDING_NONE } } },
  { MD_CAUSE_PATH_MTU_BLACKHOLE,
    N_ ("large messages"),
    N_ ("Large messages get stuck on the way, although signing in works."),
    { { N_ ("Large messages get stuck on the way although signing in works; try another "
            "network and tell your Internet company (or lower the MTU of the VPN or router)."), MD_FINDING_NONE },
      { N_ ("Send a short message without attachments: if that goes out, this is confirmed."), MD_FINDING_NONE },
      { N_ ("If a VPN is on, switch it off and send the large message again."), MD_FINDING_NONE } } },
  { MD_CAUSE_VPN_BLOCKS_MAIL,
    N_ ("VPN"),
    N_ ("Your VPN does not let outgoing mail through."),
    { { N_ ("Your VPN blocks the sending ports; pause it or add an exception for mail."), MD_FINDING_NONE },
      { N_ ("Pause the VPN, check this step again, and switch it on afterwards."), MD_FINDING_NONE },
      { N_ ("If the VPN belongs to your workplace, ask its administrator to allow ports "
            "465 and 587."), MD_FINDING_NONE } } },
  { MD_CAUSE_LOCAL_FIREWALL,
    N_ ("this computer's firewall"),
    N_ ("The firewall of this computer stops outgoing mail."),
    { { N_ ("The firewall of this computer blocks outgoing mail; allow your mail program "
            "in it."), MD_FINDING_NONE },
      { N_ ("Open the firewall or security program and add your mail program to what may "
            "connect to ports 465 and 587."), MD_FINDING_NONE },
      { N_ ("Then come back here and check this step again."), MD_FINDING_NONE } } },
  { MD_CAUSE_SMTP_REDIRECTED,
    N_ ("redirected mail"),
    N_ ("This network puts another server in the place of your provider's."),
    { { N_ ("Another server answers in place of your provider's: this network redirects "
            "mail; use port 465 or another network."), MD_FINDING_NONE },
      { N_ ("Do not type your password again on this network until this is solved."), MD_FINDING_NONE },
      { N_ ("Try another network, for example your phone's."), MD_FINDING_NONE } } },
  { MD_CAUSE_SMTP_SERVICE_DOWN,
    N_ ("provider's sending service"),
    N_ ("Your provider's service for sending is not working at the moment."),
    { { N_ ("Your provider's sending service does not answer although receiving works; "
            "wait and see its status page."), MD_FINDING_NONE },
      { N_ ("Your settings can stay as they are: check again in about 30 minutes."), MD_FINDING_NONE },
      { N_ ("Meanwhile you can write from your provider's website."), MD_FINDING_NONE },
      { N_ ("If it lasts longer than a day, send your provider the report of this program."), MD_FINDING_NONE } } },
  { MD_CAUSE_SERVER_SLOW,
    N_ ("slow server"),
    N_ ("The server takes very long to answer, and your mail program may give up first."),
    { { N_ ("The server takes very long to answer; your program may give up before it "
            "does: raise its waiting time or try later."), MD_FINDING_NONE },
      { N_ ("If your program has a setting for the waiting time (timeout), set it to at "
            "least 60 seconds."), MD_FINDING_NONE },
      { N_ ("The message stays in the Outbox meanwhile: send it again in about 10 minutes."), MD_FINDING_NONE } } },
  { MD_CAUSE_SETTINGS_DIFFER,
    N_ ("server settings"),
    N_ ("Your mail program uses other settings than your provider publishes."),
    { { N_ ("Your mail program does not use what your provider publishes; change the "
            "settings shown."), MD_FINDING_NONE },
      { N_ ("In your mail program, open the settings of this account and go to the "
            "outgoing server (SMTP)."), MD_FINDING_NONE },
      { N_ ("Change {field} for sending: instead of {configured}, set "
            "{recommended}."), MD_FINDING_SETTING_WRONG },
      { N_ ("With {host} and port {port} ({security}) signing in works."), MD_FINDING_LOGIN_ELSEWHERE_ACCEPTED },
      { N_ ("Then come back here and check this step again."), MD_FINDING_NONE } } },
  { MD_CAUSE_INCOMING_PROBLEM,
    N_ ("receiving"),
    N_ ("Receiving does not work."),
    { { N_ ("Look at the incoming server and its password first: with them as they are, mail cannot be fetched."),
        MD_FINDING_NONE },
      { N_ ("Open the settings of this account in your mail program and go to the incoming "
            "server (IMAP or POP)."), MD_FINDING_NONE },
      { N_ ("Compare name, port, encryption and password with what your provider publishes."), MD_FINDING_NONE } } },
  /* Encryption */
  { MD_CAUSE_TLS_MODE_MISMATCH,
    N_ ("encryption type"),
    N_ ("The encryption type set for sending does not go with the port."),
    { { N_ ("Encryption type and port do not match: 465 goes with SSL/TLS, 587 with "
            "STARTTLS."), MD_FINDING_NONE },
      { N_ ("In your mail program, open the settings of this account and go to the "
            "outgoing server (SMTP)."), MD_FINDING_NONE },
      { N_ ("Port {port} speaks encrypted from the first moment: choose "
            "SSL/TLS for it."), MD_FINDING_TLS_PORT_GIVEN_PLAIN },
      { N_ ("Port {port} starts without encryption and switches it on "
            "afterwards: choose STARTTLS for it."), MD_FINDING_PLAIN_PORT_GIVEN_TLS },
      { N_ ("Change {field} for sending: instead of {configured}, set {recommended}."), MD_FINDING_SETTING_WRONG } } },
  { MD_CAUSE_TLS_REQUIRED,
    N_ ("encryption switched on"),
    N_ ("The server only accepts encrypted connections, and encryption is switched off in your program."),
    { { N_ ("The server only accepts encrypted connections; switch on STARTTLS or SSL/TLS "
            "for sending."), MD_FINDING_NONE },
      { N_ ("In your mail program, open the settings of this account and go to the "
            "outgoing server (SMTP)."), MD_FINDING_NONE },
      { N_ ("Change {field} for sending: instead of {configured}, set {recommended}."), MD_FINDING_SETTING_WRONG },
      { N_ ("Choose STARTTLS with port 587, or SSL/TLS with port 465."), MD_FINDING_NONE } } },
  { MD_CAUSE_STARTTLS_NOT_OFFERED,
    N_ ("encryption offer"),
    N_ ("The server offered no encryption on this port."),
    { { N_ ("The server did not offer encryption here; use port 465, and suspect the "
            "antivirus or firewall if it should offer it."), MD_FINDING_NONE },
      { N_ ("In your mail program, open the settings of this account and go to the "
            "outgoing server (SMTP)."), MD_FINDING_NONE },
      { N_ ("Set port 465 with SSL/TLS: nobody on the way can take the encryption away "
            "there."), MD_FINDING_NONE },
      { N_ ("If it works with another network, an antivirus or this network removes the "
            "encryption."), MD_FINDING_NONE } } },
  { MD_CAUSE_TLS_VERSION_UNSUPPORTED,
    N_ ("encryption version"),
    N_ ("Your computer and the server share no safe kind of encryption."),
    { { N_ ("Program and server share no encryption version; update your mail program or "
            "operating system."), MD_FINDING_NONE },
      { N_ ("If your system is up to date, the server is the old one: tell your provider."), MD_FINDING_NONE } } },
  { MD_CAUSE_TLS_CERTIFICATE_INVALID,
    N_ ("server's certificate"),
    N_ ("The server cannot prove that it is the one you mean."),
    { { N_ ("The server's certificate does not match or has expired; check the server "
            "name, and do not accept it blindly."), MD_FINDING_NONE },
      { N_ ("Do not accept an exception in your mail program: your password could go to "
            "somebody else."), MD_FINDING_NONE } } },
  { MD_CAUSE_TLS_INTERCEPTION,
    N_ ("antivirus or filter in the connection"),
    N_ ("A security program or filter opens your encrypted mail on the way."),
    { { N_ ("A security program opens your encrypted mail; turn off its mail/SSL scanning "
            "or add an exception for your mail program."), MD_FINDING_NONE },
      { N_ ("It is {product}: {where}."), MD_FINDING_CERT_INTERCEPTED },
      { N_ ("An exception for your mail program is enough; the rest of the protection can "
            "stay on."), MD_FINDING_NONE },
      { N_ ("On a company's network, show this to the IT department."), MD_FINDING_NONE } } },
  { MD_CAUSE_CLOCK_WRONG,
    N_ ("date and time"),
    N_ ("The date or time of this computer is wrong."),
    { { N_ ("The date or time of your device is wrong, so certificates look wrong too; set "
            "it automatically."), MD_FINDING_NONE },
      { N_ ("This computer says {here}, the Internet says {there}."), MD_FINDING_CLOCK_WRONG },
      { N_ ("Open the system settings, Date and time, and switch on automatic date, time "
            "and time zone."), MD_FINDING_NONE },
      { N_ ("Then come back here and check this step again."), MD_FINDING_NONE } } },
  { MD_CAUSE_TLS_REQUIRED_BY_RECEIVER,
    N_ ("secure delivery"),
    N_ ("The recipient's server demands secure delivery, and yours could not provide it."),
    { { N_ ("The recipient's server demands secure delivery and yours could not provide "
            "it; tell your provider."), MD_FINDING_NONE } } },
  { MD_CAUSE_CERTIFICATE_EXPIRED,
    N_ ("certificate's dates"),
    N_ ("The server's certificate is out of date."),
    { { N_ ("The server's certificate has expired (or is not valid yet); only your "
            "provider can renew it, so tell them and wait."), MD_FINDING_NONE },
      { N_ ("Do not accept an exception in your mail program; check again in a few hours."), MD_FINDING_NONE },
      { N_ ("Meanwhile you can write from your provider's website."), MD_FINDING_NONE } } },
  { MD_CAUSE_CERTIFICATE_NAME_MISMATCH,
    N_ ("name on the certificate"),
    N_ ("The server's certificate belongs to another name."),
    { { N_ ("The certificate belongs to another name; use the server name your provider "
            "publishes."), MD_FINDING_NONE },
      { N_ ("In your mail program, open the settings of this account and go to the "
            "outgoing server (SMTP)."), MD_FINDING_NONE },
      { N_ ("The certificate is for: {names}. If your provider publishes one of "
            "these names, set it instead of {host}."), MD_FINDING_CERT_WRONG_NAME },
      { N_ ("Change {field} for sending: instead of {configured}, set {recommended}."), MD_FINDING_SETTING_WRONG },
      { N_ ("Do not accept an exception: your password could go to somebody else."), MD_FINDING_NONE } } },
  { MD_CAUSE_CERTIFICATE_UNTRUSTED,
    N_ ("certificate's authority"),
    N_ ("No known authority vouches for the server's certificate."),
    { { N_ ("No known authority vouches for the server's certificate; do not accept it "
            "blindly, tell your provider."), MD_FINDING_NONE },
      { N_ ("Do not accept an exception: your password could go to somebody else."), MD_FINDING_NONE },
      { N_ ("Try another network: if the warning is gone there, this network interferes."), MD_FINDING_NONE },
      { N_ ("Meanwhile you can write from your provider's website."), MD_FINDING_NONE } } },
  { MD_N_CAUSES, NULL, NULL, { { NULL, MD_FINDING_NONE } } },
};
