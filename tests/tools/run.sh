#!/bin/sh
# run.sh PROGRAM...: runs the test programs, prints a line a program, the log of those that failed, and at the end which
# tests failed and "N passed, N failed": who is shown only the last lines of it must know what to look for. A program's own cmocka count is added up; one that dies counts as one failure. Those that wait for
# programs they have started run WAITERS at a time (6: each uses a tenth of a processor), beside them the others JOBS at a
# time (3). How long each took goes to log/times.tsv: seconds, seconds of processor, name.
set -u
B=${B:-build}
here=$(pwd)
case "$B" in /*) bin="$B/rel" ;; *) bin="$here/$B/rel" ;; esac
mkdir -p "$B/log"
export B
export HOTSEAT_SHARE="${HOTSEAT_SHARE:-$here}"
export HOTSEAT_BIN="${HOTSEAT_BIN:-$bin}"
# what was freed is kept for a while, so that it is noticed when it is used: 16 MB of it, which the processor's cache likes
export ASAN_OPTIONS="${ASAN_OPTIONS:-abort_on_error=1:detect_stack_use_after_return=1:quarantine_size_mb=16}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"
export TSAN_OPTIONS="${TSAN_OPTIONS:-halt_on_error=1}"

# What people see depends on the hour: screen tests begin in a working day of the sample city's calendar, whenever they run.
# TEST_CLOCK="2026-11-18 23:40 +0800": another moment, as a check of a change.
begins=${TEST_CLOCK:-2026-11-18 10:07 +0800}
case "$B" in /*) preload="$B/tests/preload.so" ;; *) preload="$here/$B/tests/preload.so" ;; esac

count() { # count LOG WORD: the number in cmocka's "[  WORD  ] N test(s)" lines
	sed -n "s/^\[  $2  \] \([0-9][0-9]*\) test(s).*/\1/p" "$1" | awk '{ n += $1 } END { print n + 0 }'
}

took() { # took NAME FROM CPU: the seconds it took, those the processors worked for it (by times, in CPU), its name
	awk -v ns=$(($(date +%s%N) - $2)) -v name="$1" '
		NR == 2 { for (i = 1; i <= 2; i++) { split($i, t, /[ms]/); worked += t[1] * 60 + t[2] } }
		END { printf "%.1f\t%.1f\t%s\n", ns / 1e9, worked, name }' "$3"
}

smoke_of() { # smoke_of TARGET: seconds of it. Some have seen after 5 what 10 show (19 of 20 edges and more); the others go on.
	case "$1" in
	*_blob | *_match | *_paste | *_route | *_similar | *_tape | *_text | *_typed | *_weights | *_wire | *_words) usual=5 ;;
	*) usual=10 ;;
	esac
	echo "${FUZZ_SMOKE_SECONDS:-$usual}"
}

shortly() { # shortly NAME RC LOG: what failed in it and where, in a dozen lines
	printf 'FAILED %s (exit %d)\n' "$1" "$2"
	grep -E '^\[  (FAILED |ERROR ) *\] |^\[   LINE   \]|^(not on|still on) the screen|^(failed|SUMMARY): |ERROR: |runtime error' "$3" |
		grep -v 'test(s), listed below' | awk '!seen[$0]++' | cut -c 1-240 | head -n 12 | sed 's/^/  /'
}

run_one() {
	name=${1#"$B"/}
	log="$B/log/$(printf '%s' "$name" | tr '/' '_').log"
	limit=${TEST_SECONDS:-900}
	from=$(date +%s%N)
	case "$1" in
	*/tests/fuzz/*)
		timeout 120 "$1" -max_total_time="$(smoke_of "$1")" -rss_limit_mb=4096 -artifact_prefix="$B/log/" ;;
	*.sh) timeout "$limit" sh "$1" ;;
	*/tests/screen/*)
		shift_s=$(($(date -d "$begins" +%s) - $(date +%s)))
		TEST_CLOCK_SHIFT_S=$shift_s LD_PRELOAD=$preload timeout "$limit" "$1" ;;
	*) timeout "$limit" "$1" ;;
	esac >"$log" 2>&1 </dev/null
	rc=$?
	times >"$log.cpu"
	took "$name" "$from" "$log.cpu" >"$log.time"
	rm -f "$log.cpu"
	p=$(count "$log" PASSED)
	f=$(count "$log" FAILED)
	# cmocka counts no failure in what is done before or after a program's tests
	if grep -q '^\[  FAILED  \] GROUP' "$log"; then rc=1; fi
	if [ $rc -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
	# a program without counts is one test; one that skipped all of its own has passed none
	if [ $rc -eq 0 ] && [ "$p" -eq 0 ] && ! grep -q '^skipped: ' "$log"; then p=1; fi
	echo "$p $f" >"$log.count"
	if [ $rc -eq 0 ]; then
		printf '  ok     %s (%d)\n' "$name" "$p"
		sed -n 's/^skipped: /         skipped in it: /p' "$log" | sort -u
	else
		printf '  FAILED %s (exit %d)\n%s\n' "$name" "$rc" "$(tail -n 60 "$log")"
		shortly "$name" "$rc" "$log" >"$log.failed"
	fi
}

if [ "${1:-}" = --one ]; then
	run_one "$2"
	exit 0
fi
rm -f "$B"/log/*.count "$B"/log/*.time "$B"/log/*.failed
waiting='/tests/(screen|fault)/|/test_screens_asan\.sh$'
printf '%s\n' "$@" | grep -E "$waiting" | xargs -r -P "${WAITERS:-6}" -n 1 sh "$0" --one &
printf '%s\n' "$@" | grep -vE "$waiting" | xargs -r -P "${JOBS:-3}" -n 1 sh "$0" --one
wait
sort -rn "$B"/log/*.time >"$B/log/times.tsv"
for t in "$@"; do
	log="$B/log/$(printf '%s' "${t#"$B"/}" | tr '/' '_').log"
	[ ! -e "$log.failed" ] || cat "$log.failed"
	[ -e "$log.count" ] || echo "FAILED ${t#"$B"/}: never ran to its end"
done
cat "$B"/log/*.count | awk -v want=$# '
	{ passed += $1; failed += $2; n++ }
	END {
		failed += want - n # a program that left no count never ran to its end
		printf "%d passed, %d failed\n", passed, failed
		exit failed > 0
	}'
