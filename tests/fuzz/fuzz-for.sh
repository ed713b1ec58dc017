#!/bin/sh
# fuzz-for.sh - lets a libFuzzer program look for a while: fuzz-for.sh SECONDS SEED-FOLDER PROGRAM
#
# What it finds interesting is kept beside the program for this build only; an input that breaks it is left there too, and named.
# It goes the same way every time, so that what one machine finds another finds again; MD_FUZZ_SEED leads elsewhere.
set -eu
seconds=${MD_FUZZ_SECONDS:-$1}
seeds=$2
program=$3
grown=$program.grown
mkdir -p "$grown"
set -- "$grown"
[ -d "$seeds" ] && set -- "$@" "$seeds"
# Leaks are looked for at the end: the libraries below keep small things of their own for the whole process.
if "$program" "-max_total_time=$seconds" "-seed=${MD_FUZZ_SEED:-1}" -timeout=10 -rss_limit_mb=2048 -max_len=20000 -print_final_stats=1 -verbosity=0 \
  "-artifact_prefix=$program-" "$@" >"$program.log" 2>&1
then
  echo "ok 1 $(basename "$program"): $(sed -n 's/^stat::number_of_executed_units: *//p' "$program.log") inputs in $seconds s"
else
  tail -n 40 "$program.log" >&2
  echo "not ok 1 $(basename "$program"): see $program.log"
fi
echo "1..1"
