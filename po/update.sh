#!/bin/sh
# update.sh - brings the catalogues up to date with the sentences in the sources
#
# po/update.sh [FRAGMENT.po…]: new Spanish lines may be handed over as fragments; lines that es.po has already win.
# en.po is always made anew.  Sentences with a {place} are marked, so that msgfmt --check refuses a line that loses it.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

xgettext --files-from=po/POTFILES.in --directory=. --from-code=UTF-8 --add-comments=Translators: \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --package-name=maildoctor \
  --no-wrap --sort-by-file --output="$work/found.pot"
python3 po/mark-places.py "$work/found.pot" "$work/all.pot"

msgcat --use-first --no-wrap --output-file="$work/known.po" po/es.po "$@"
msgmerge --quiet --no-wrap --no-fuzzy-matching --no-location --output-file="$work/es.po" "$work/known.po" "$work/all.pot"
msgen --no-wrap --no-location --lang=en "$work/all.pot" | sed \
  -e 's/^# SOME DESCRIPTIVE TITLE\./# English sentences of Mail Doctor, made by update.sh./' \
  -e '/^# Copyright (C) YEAR/d' -e '/^# FIRST AUTHOR/d' -e 's/PACKAGE package/maildoctor/' \
  -e '/^"POT-Creation-Date:/d' -e 's/^"PO-Revision-Date:.*/"PO-Revision-Date: 2026-11-21 12:00+0000\\n"/' \
  -e 's/^"Last-Translator:.*/"Last-Translator: \\n"/' -e 's/^"Language-Team:.*/"Language-Team: English\\n"/' \
  >"$work/en.po"
sed -i -e '/^"POT-Creation-Date:/d' "$work/es.po"
msgattrib --no-obsolete --no-wrap --output-file="$work/es.po" "$work/es.po"
msgfmt --check --output-file=/dev/null "$work/en.po"
msgfmt --check --statistics --output-file=/dev/null "$work/es.po"
cat "$work/en.po" >po/en.po
cat "$work/es.po" >po/es.po
