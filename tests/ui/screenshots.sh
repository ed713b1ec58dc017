#!/bin/sh
# screenshots.sh - pictures of every page in a folder: screenshots.sh BUILD-FOLDER OUTPUT-FOLDER [FAULT [GUIDE]]
set -eu
build=$(cd "$1" && pwd)
mkdir -p "$2"
output=$(cd "$2" && pwd)
ninja -C "$build" tests/ui/screenshots po/es/LC_MESSAGES/maildoctor.mo po/en/LC_MESSAGES/maildoctor.mo >/dev/null
export GSETTINGS_BACKEND=memory LANG=C.UTF-8 GSK_RENDERER=cairo GDK_DEBUG=gl-disable GDK_DISABLE=gl GTK_A11Y=none
export MAILDOCTOR_LOCALE_DIR="$build/po"
exec "$(dirname "$0")/on-display.sh" "$build/tests/ui/screenshots" "$output" "${3-old-sending-password}" ${4+"$4"}
