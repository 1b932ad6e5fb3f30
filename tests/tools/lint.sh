#!/bin/sh
# lint.sh: floors and circles, clang-format, cppcheck, clang-tidy. Warnings are errors in every build already.
set -u
B=${B:-build}
sh tests/tools/deps.sh build lint || exit 1
rc=0
step() { printf '  %-8s' "$1"; shift; if out=$("$@" 2>&1); then echo ok; else echo FAILED; printf '%s\n' "$out" | tail -n 80; rc=1; fi; }
sources=$(find src -name '*.c' ! -path 'src/text/gen/*' | sort)
all=$(find src include tests -name '*.[ch]' | sort)
flags="-std=c17 -Iinclude -Isrc -I$B/gen -D_GNU_SOURCE"
format() { clang-format --dry-run -Werror $all; }
cpp() { cppcheck -q -j2 --max-configs=1 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	--std=c11 --suppress=missingIncludeSystem -Iinclude -Isrc -I"$B/gen" src; }
tidy() { printf '%s\n' $sources | xargs -P2 -n1 sh -c 'clang-tidy --quiet "$1" -- '"$flags"' 2>/dev/null' tidy; }
step floors sh tests/tools/floors.sh
step format format
step cppcheck cpp
step tidy tidy
exit $rc
