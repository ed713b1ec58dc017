#!/bin/sh
# on-display.sh - runs a program on a display, a bus and a home of its own: on-display.sh PROGRAM [ARGUMENT…]
#
# The server chooses its number itself, so that several of these can start at the same time, and does not start afresh when a
# first short visitor (the accessibility bus) leaves it.
set -eu
home=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$home"' EXIT
mkdir -p "$home/.config/gtk-4.0" "$home/run"
chmod 700 "$home/run"
printf '[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=0\n' >"$home/.config/gtk-4.0/settings.ini"
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME WAYLAND_DISPLAY 2>/dev/null || true
mkfifo "$home/number"
exec 3<>"$home/number"
Xvfb -displayfd 3 -screen 0 1200x1500x24 -nolisten tcp -noreset >/dev/null 2>&1 &
server=$!
read -r number <&3
HOME=$home XDG_RUNTIME_DIR=$home/run DISPLAY=:$number dbus-run-session -- "$@" 3<&-
