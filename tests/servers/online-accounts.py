#!/usr/bin/python3
"""GNOME Online Accounts with one account, for a command that is run beside it:

    online-accounts.py MODE TOKENFILE ADDRESS COMMAND [ARGUMENT…]

Speaks what is published of org.gnome.OnlineAccounts on the session bus that it finds.  MODE: "given", or "sign-in" when the
person has to sign in again.  Needs the bindings of the system's own Python.
"""

import os
import subprocess
import sys

from gi.repository import Gio, GLib

SERVICE = "org.gnome.OnlineAccounts"
ROOT = "/org/gnome/OnlineAccounts"
INTERFACES = """
<node>
  <interface name="org.freedesktop.DBus.ObjectManager">
    <method name="GetManagedObjects"><arg type="a{oa{sa{sv}}}" direction="out"/></method>
  </interface>
  <interface name="org.gnome.OnlineAccounts.OAuth2Based">
    <method name="GetAccessToken">
      <arg name="access_token" type="s" direction="out"/><arg name="expires_in" type="i" direction="out"/>
    </method>
  </interface>
</node>
"""


def accounts(address):
    text = {"Id": "account_1", "ProviderType": "google", "ProviderName": "Google", "PresentationIdentity": address}
    mail = {"EmailAddress": GLib.Variant("s", address), "ImapSupported": GLib.Variant("b", False),
            "SmtpSupported": GLib.Variant("b", False)}
    return GLib.Variant("(a{oa{sa{sv}}})", ({ROOT + "/Accounts/account_1": {
        SERVICE + ".Account": {name: GLib.Variant("s", value) for name, value in text.items()},
        SERVICE + ".Mail": mail, SERVICE + ".OAuth2Based": {}}},))


def main():
    mode, token_file, address, *command = sys.argv[1:]
    with open(token_file, encoding="utf-8") as file:
        token = file.read().strip()
    connection = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    loop = GLib.MainLoop()
    status = []

    def answer(_connection, _sender, _path, _interface, method, _parameters, call):
        if method == "GetManagedObjects":
            call.return_value(accounts(address))
        elif mode == "sign-in":
            call.return_dbus_error(SERVICE + ".Error.NotAuthorized", "Credentials not valid")
        else:
            call.return_value(GLib.Variant("(si)", (token, 3599)))

    def ended(_pid, wait_status):
        status.append(os.waitstatus_to_exitcode(wait_status))
        loop.quit()

    node = Gio.DBusNodeInfo.new_for_xml(INTERFACES)
    connection.register_object(ROOT, node.interfaces[0], answer, None, None)
    connection.register_object(ROOT + "/Accounts/account_1", node.interfaces[1], answer, None, None)
    connection.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                         GLib.Variant("(su)", (SERVICE, 4)), None, Gio.DBusCallFlags.NONE, -1, None)
    process = subprocess.Popen(command)
    GLib.child_watch_add(GLib.PRIORITY_DEFAULT, process.pid, ended)
    loop.run()
    return status[0]


if __name__ == "__main__":
    sys.exit(main())
