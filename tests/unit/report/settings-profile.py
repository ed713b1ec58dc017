#!/usr/bin/env python3
"""Takes the profile of test-settings-card apart as a device would: settings-profile.py TEST-PROGRAM."""
import plistlib
import subprocess
import sys
import uuid

profile = plistlib.loads(subprocess.run([sys.argv[1], "--profile"], check=True, stdout=subprocess.PIPE).stdout)
(mail,) = profile["PayloadContent"]
want = {
    "PayloadType": "com.apple.mail.managed", "PayloadVersion": 1, "EmailAccountType": "EmailTypeIMAP",
    "EmailAddress": "ana@example.org", "IncomingMailServerHostName": "imap.example.org",
    "IncomingMailServerPortNumber": 993, "IncomingMailServerUseSSL": True,
    "IncomingMailServerUsername": "ana@example.org", "IncomingMailServerAuthentication": "EmailAuthPassword",
    "OutgoingMailServerHostName": "smtp.example.org", "OutgoingMailServerPortNumber": 587,
    "OutgoingMailServerUseSSL": True, "OutgoingMailServerUsername": 'ana <&> "Co"',
    "OutgoingPasswordSameAsIncomingPassword": True,
}
wrong = ["%s: %r, wanted %r" % (key, mail.get(key), value) for key, value in want.items() if mail.get(key) != value]
if profile["PayloadType"] != "Configuration" or profile["PayloadVersion"] != 1:
    wrong.append("not a configuration profile")
if profile["PayloadDisplayName"] != "Ajustes de correo de ana@example.org":
    wrong.append("its name: %r" % profile["PayloadDisplayName"])
identities = [payload["PayloadUUID"] for payload in (profile, mail)]
if len(set(identities)) != 2 or any(uuid.UUID(identity).version != 5 for identity in identities):
    wrong.append("its identifiers: %r" % identities)
print("\n".join(wrong) or "a profile with one mail account")
sys.exit(1 if wrong else 0)
