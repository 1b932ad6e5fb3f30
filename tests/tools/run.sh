#!/bin/sh
# run.sh PROGRAM...: runs each test program, prints a line a program, the log of those that failed, and at the end
# "N passed, N failed". A program's own cmocka count is added up; one that dies counts as one failure.
set -u
B=${B:-build}
share=$(pwd)
passed=0 failed=0
mkdir -p "$B/log"
export HOTSEAT_SHARE="${HOTSEAT_SHARE:-$share}"
export HOTSEAT_BIN="${HOTSEAT_BIN:-$share/$B/rel}"
case "$B" in /*) HOTSEAT_BIN="${HOTSEAT_BIN_SET:-$B/rel}" ;; esac
export ASAN_OPTIONS="${ASAN_OPTIONS:-abort_on_error=1:detect_stack_use_after_return=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"
export TSAN_OPTIONS="${TSAN_OPTIONS:-halt_on_error=1}"
count() { # count LOG WORD: the number in cmocka's "[  WORD  ] N test(s)" lines
	sed -n "s/^\[  $2  \] \([0-9][0-9]*\) test(s).*/\1/p" "$1" | awk '{ n += $1 } END { print n + 0 }'
}
for t in "$@"; do
	name=${t#"$B"/}
	log="$B/log/$(printf '%s' "$name" | tr '/' '_').log"
	case "$t" in
	*/tests/fuzz/*)
		seconds=${FUZZ_SMOKE_SECONDS:-10}
		timeout 120 "$t" -max_total_time="$seconds" -rss_limit_mb=4096 -artifact_prefix="$B/log/" >"$log" 2>&1
		rc=$? ;;
	*.sh) timeout 600 sh "$t" >"$log" 2>&1; rc=$? ;;
	*) timeout 600 "$t" >"$log" 2>&1; rc=$? ;;
	esac
	p=$(count "$log" PASSED)
	f=$(count "$log" FAILED)
	if [ $rc -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
	if [ $rc -eq 0 ] && [ "$p" -eq 0 ]; then p=1; fi
	passed=$((passed + p)) failed=$((failed + f))
	if [ $rc -eq 0 ]; then
		printf '  ok     %s (%d)\n' "$name" "$p"
	else
		printf '  FAILED %s (exit %d)\n' "$name" "$rc"
		tail -n 60 "$log"
	fi
done
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
