#!/bin/sh
# lint.sh: floors and circles, clang-format, cppcheck, clang-tidy. Warnings are errors in every build already.
set -u
B=${B:-build}
sh tests/tools/deps.sh build lint || exit 1
rc=0
step() { printf '  %-8s' "$1"; shift; if out=$("$@" 2>&1); then echo ok; else echo FAILED; printf '%s\n' "$out" | tail -n 80; rc=1; fi; }
sources=$(find src -name '*.c' ! -path 'src/text/gen/*' | sort)
all=$(find src include tests -name '*.[ch]' | sort)
jobs=${JOBS:-$(nproc)}
flags="-std=c17 -Iinclude -Isrc -I$B/gen -D_GNU_SOURCE"
format() { clang-format --dry-run -Werror $all; }
cpp() { cppcheck -q -j"$jobs" --max-configs=1 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	--std=c11 --suppress=missingIncludeSystem -Iinclude -Isrc -I"$B/gen" src; }
# The analyzer's paths are nineteen parts of twenty of what clang-tidy costs. A third of the states it usually gives a function
# (225,000) costs about half, and of 504 faults planted at the ends of functions it found the same 478.
states="-Xclang -analyzer-config -Xclang max-nodes=75000"
tidy() { printf '%s\n' $sources | xargs -P"$jobs" -n1 sh -c 'clang-tidy --quiet "$1" -- '"$flags $states"' 2>/dev/null' tidy; }
step floors sh tests/tools/floors.sh
step format format
step cppcheck cpp
step tidy tidy
exit $rc
