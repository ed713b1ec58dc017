#!/usr/bin/env bash
# completion.sh - the shell's completion, really run: completion.sh FOLDER-WITH-MAILDOCTOR-CLI COMPLETIONS [MAILDOCTOR]
set -u
PATH=$(cd "$1" && pwd):$PATH
completions=$(cd "$2" && pwd)
window=$(readlink -f "${3:-/nonexistent}")
failed=0
number=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [ -x "$window" ]; then
  ln -s "$window" "$scratch/maildoctor"
  ln -s "$(command -v maildoctor-cli)" "$scratch/maildoctor-cli"
fi
PATH=$scratch:$PATH
# shellcheck source=/dev/null
. "$completions/maildoctor-cli"
# shellcheck source=/dev/null
. "$completions/maildoctor"

# expect "WORDS OFFERED" WORD…: what is offered for the last word; "+WORD" asks only that it is among them, "-WORD" that it is not.
expect() {
  local wanted=$1 got function
  shift
  COMP_WORDS=("$@")
  COMP_CWORD=$(($# - 1))
  COMPREPLY=()
  function=$(complete -p "$1" | sed 's/.*-F \([^ ]*\) .*/\1/')
  "$function"
  got=" ${COMPREPLY[*]} "
  number=$((number + 1))
  case $wanted in
    +*) [[ $got == *" ${wanted#+} "* ]] ;;
    -*) [[ $got != *" ${wanted#-} "* ]] ;;
    *) [[ $got == " $wanted " ]] ;;
  esac && { echo "ok $number - $*"; return; }
  echo "not ok $number - $*"
  echo "# wanted '$wanted', got '$got'"
  failed=1
}

expect "check" maildoctor-cli ch
expect "+practice" maildoctor-cli ""
expect "send delivery receive" maildoctor-cli check ""
expect "+old-sending-password" maildoctor-cli practice old
expect "+list" maildoctor-cli practice ""
expect "--password-file --password-fd --password-from-keyring" maildoctor-cli check send --password
expect "+--no-auth" maildoctor-cli check send --no
expect "en es" maildoctor-cli check send --lang ""
expect "es" maildoctor-cli --lang = es
expect "json jsonl" maildoctor-cli explain --format j
expect "S1,D1 S1,D2 S1,D3 S1,D4 S1,D5 S1,D6" maildoctor-cli check send --only S1,D
expect "+two-step=" maildoctor-cli check send --answer tw
expect "no not-tried" maildoctor-cli check send --answer two-step = n
expect "send delivery receive" maildoctor-cli --email ana@example.org check ""
expect "send delivery receive" maildoctor-cli --lang es check ""
expect "-check" maildoctor-cli --lang es practice ""
expect "" maildoctor-cli check send --email ""
cd "$scratch" || exit 1
touch bounce.eml
expect "bounce.eml" maildoctor-cli explain bou
expect "bounce.eml" maildoctor-cli check delivery --bounce bou
expect "bounce.eml" maildoctor bou
if [ -x "$window" ]; then
  expect "+--guide" maildoctor --g
  expect "send delivery receive" maildoctor --guide ""
  expect "en es" maildoctor --lang ""
  expect "old-sending-password" maildoctor --practice old-sending
fi
echo "1..$number"
exit $failed
