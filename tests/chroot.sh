#!/usr/bin/env bash
# chroot.sh - builds this tree in another release of Debian and runs its unit and window tests there: chroot.sh SUITE DIRECTORY
#
# The release is laid out in DIRECTORY/root once, from the mirror this computer's apt uses, and brought up to date from then on; the
# results are in DIRECTORY/meson-logs.  Whatever is mounted or started there lives in name spaces that end with their first
# process, so that nothing stays behind, however this ends.  Needs root, debootstrap and the network; the tests themselves run
# without either.  Exit status: 0 ran (passed or not: see the results), 1 did not build, 77 cannot be had here (the reason is
# also in DIRECTORY/skipped).
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
suite=$1
mkdir -p "$2"
directory=$(readlink -f "$2")
root=$directory/root
cd "$(dirname "$(readlink -f "$0")")/.."
space=
trap '[ -z "$space" ] || kill -KILL "$space" 2>/dev/null || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

cannot() {
  echo "$suite: skipped: $*" | tee "$directory/skipped"
  exit 77
}

# apart OPTION… -- COMMAND…: in name spaces of its own, for mounts and processes at least.
apart() {
  local status=0
  setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child "$@" </dev/null &
  space=$!
  wait "$space" || status=$?
  space=
  return "$status"
}

# The shell stays as the first process, because somebody has to bury what the tests leave.
# shellcheck disable=SC2016  # expanded by that shell
enter='set -eu
root=$1 network=$2
shift 2
[ "$network" = yes ] || ip link set lo up
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
exit $?'

inside_with_network() { apart -- sh -c "$enter" enter "$root" yes "$@"; }
inside() { apart --net -- sh -c "$enter" enter "$root" no runuser -u tester -- "$@"; }

# shellcheck disable=SC2016  # apt puts the address in
own_mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' 2>/dev/null |
    sed -n '/^\(https\?\|file\):/{p;q}'
}

# How this computer's apt reaches its mirror holds for the other release too.
take_over_apt() {
  apt-config dump | grep -E '^Acquire::(http|https|Retries|Check-Valid-Until|Check-Date|ForceIPv4|ForceIPv6)\b' \
    >"$root/etc/apt/apt.conf.d/90as-outside" || true
  cp -L /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
  if [ -r /etc/ssl/certs/ca-certificates.crt ]; then
    mkdir -p "$root/etc/ssl/certs"
    cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/outside.crt"
    echo 'Acquire::https::CaInfo "/etc/ssl/certs/outside.crt";' >>"$root/etc/apt/apt.conf.d/90as-outside"
  fi
}

lay_out() {
  local mirror proxy=""
  mirror=$(own_mirror)
  [ -n "$mirror" ] || { apt-get update -qq >/dev/null 2>&1 || true; mirror=$(own_mirror); }
  [ -n "$mirror" ] || cannot "apt on this computer knows no mirror of Debian"
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  rm -rf --one-file-system "$root"
  apart -- env ${proxy:+http_proxy="$proxy"} debootstrap --variant=minbase --force-check-gpg "$suite" "$root" "$mirror" \
    >"$directory/debootstrap.log" 2>&1 ||
    { tail -n 3 "$directory/debootstrap.log" >&2; cannot "debootstrap could not lay it out"; }
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
  printf 'force-unsafe-io\npath-exclude=/usr/share/doc/*\npath-exclude=/usr/share/man/*\npath-exclude=/usr/share/info/*\n' \
    >"$root/etc/dpkg/dpkg.cfg.d/small"
}

# Up to date where the network allows it; a release that was complete before is used as it is otherwise.
install_packages() {
  local packages
  packages="$(./run packages build window) ccache"
  take_over_apt
  # shellcheck disable=SC2086  # a list of words
  inside_with_network sh -euc 'apt-get update -qq && apt-get -y -qq dist-upgrade &&
    apt-get -y -qq install --no-install-recommends "$@" && apt-get clean' install $packages >"$directory/apt.log" 2>&1 ||
    [ "$(cat "$root/installed" 2>/dev/null)" = "$packages" ] ||
    { tail -n 5 "$directory/apt.log" >&2; cannot "its packages could not be installed"; }
  echo "$packages" >"$root/installed"
}

# What git knows or would take; of an unpacked archive, all but what was built.
copy_tree() {
  rm -rf --one-file-system "$root/srv/tester/source"
  mkdir -p "$root/srv/tester/source" "$root/tmp/.X11-unix"
  chmod 1777 "$root/tmp/.X11-unix"
  if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files -z --cached --others --exclude-standard | tar -c --null --ignore-failed-read -T - 2>/dev/null
  else
    tar -c --exclude='./build*' .
  fi | tar -x -C "$root/srv/tester/source"
  inside_with_network sh -euc 'id tester >/dev/null 2>&1 || useradd --home-dir /srv/tester tester; chown -R tester: /srv/tester'
}

rm -rf "$directory/meson-logs" "$directory/skipped"
[ "$(id -u)" -eq 0 ] || cannot "this needs root"
command -v debootstrap >/dev/null || cannot "debootstrap is not installed"
unshare --mount --pid --net --fork true 2>/dev/null || cannot "no name spaces can be made here"
[ -e "$root/installed" ] || lay_out
install_packages
copy_tree
# A newer compiler or library may give another answer to the configuration: it is asked anew every time.
inside sh -euc 'cd /srv/tester/source && export HOME=/srv/tester && rm -rf ../build && meson setup ../build --werror &&
  ninja -k 0 -C ../build' >"$directory/build.log" 2>&1 ||
  { grep -E -A 4 'error:|warning:|ERROR:' "$directory/build.log" | tail -n 40; exit 1; }
echo "$suite: $(inside sh -c 'gcc --version | head -n 1; pkg-config --modversion gtk4 libadwaita-1 glib-2.0' | xargs)"
inside env HOME=/srv/tester meson test -C /srv/tester/build --no-rebuild --print-errorlogs \
  --suite unit --suite scenarios --suite ui || true
cp -r "$root/srv/tester/build/meson-logs" "$directory/meson-logs"
