#!/bin/sh
# The screen tests once more with both programs built with ASan and UBSan: whatever these find goes to a log, because the
# terminal is taken and the centre has none; one log file is a failure. They run beside each other: each waits most of the time.
set -u
B=${B:-build}
case "$B" in /*) bin="$B" ;; *) bin="$(pwd)/$B" ;; esac
logs=$(mktemp -d "${TMPDIR:-/tmp}/hotseat-asan.XXXXXX") || exit 1
trap 'rm -rf "$logs"' EXIT
export HOTSEAT_BIN="$bin/asan"
export ASAN_OPTIONS="abort_on_error=1:detect_stack_use_after_return=1:log_path=$logs/asan"
export UBSAN_OPTIONS="print_stacktrace=1:log_path=$logs/ubsan"
tests='test_screens test_bad_input test_forty test_two_seats'
for t in $tests; do
	"$bin/rel/tests/screen/$t" >"$logs/out.$t" 2>&1 || touch "$logs/failed.$t" &
done
wait
failed=
for t in $tests; do # those that failed last: of a long log the end is shown
	if [ -e "$logs/failed.$t" ]; then failed="$failed $t"; else cat "$logs/out.$t"; fi
done
for t in $failed; do
	echo "== $t"
	cat "$logs/out.$t"
done
rm -f "$logs"/out.* "$logs"/failed.*
for f in "$logs"/*; do
	[ -e "$f" ] || break
	cat "$f"
	failed="$failed $f"
done
[ -z "$failed" ] || { echo "failed:$failed"; exit 1; }
