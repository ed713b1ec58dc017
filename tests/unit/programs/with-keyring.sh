#!/bin/sh
# with-keyring.sh - runs a program beside a real, unlocked keyring, on a bus and in a home of its own:
#   with-keyring.sh PROGRAM [ARGUMENT…]
set -eu
command -v gnome-keyring-daemon >/dev/null || { echo "1..0 # SKIP gnome-keyring is missing"; exit 0; }
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -p "$home/run"
chmod 700 "$home/run"
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME DISPLAY WAYLAND_DISPLAY 2>/dev/null || true
# An empty password, one line: without it the daemon would not make a keyring.
HOME=$home XDG_RUNTIME_DIR=$home/run dbus-run-session -- sh -c '
  printf "\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
  exec "$@"' sh "$@"
