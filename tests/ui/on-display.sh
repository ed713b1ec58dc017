#!/bin/sh
# on-display.sh - runs a program on a display, a bus and a home of its own: on-display.sh PROGRAM [ARGUMENT…]
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -p "$home/.config/gtk-4.0" "$home/run"
chmod 700 "$home/run"
printf '[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=0\n' >"$home/.config/gtk-4.0/settings.ini"
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME WAYLAND_DISPLAY 2>/dev/null || true
HOME=$home XDG_RUNTIME_DIR=$home/run xvfb-run -a -s '-screen 0 1200x1500x24 -nolisten tcp' dbus-run-session -- "$@"
