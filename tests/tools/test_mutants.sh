#!/bin/sh
# test_mutants.sh: a rule of the protocol that can be switched off without the simulator noticing is not tested. Each
# mutant is the simulator with one source file compiled again with -DBREAK_<RULE>; everything else comes from the asan
# archives as they are. It must fail within SEEDS seeds.
set -u
B=${B:-build}
CC=${CC:-cc}
SEEDS=${MUTANT_SEEDS:-120}
passed=0 failed=0
flags="-std=c17 -g -O1 -Iinclude -Isrc -I$B/gen -D_GNU_SOURCE -DHOTSEAT_DEBUG -fsanitize=address,undefined
	-fno-sanitize-recover=undefined -fno-omit-frame-pointer"
libs="-lmicrohttpd -lncursesw -ltinfo -lcurl -lsqlite3 -lconfig -ljansson -lsodium -lzstd -lz -lcmocka -lpthread -lm"

mutant() { # mutant RULE FILE…: without that rule
	rule=$1
	shift
	dir="$B/mutant/$rule"
	objects=
	mkdir -p "$dir"
	for file in "$@"; do
		object="$dir/$(basename "$file" .c).o"
		# shellcheck disable=SC2086
		$CC $flags -I"$(dirname "$file")" "-DBREAK_$rule" -c -o "$object" "$file" || return 2
		objects="$objects $object"
	done
	# shellcheck disable=SC2086
	$CC $flags -o "$dir/test_sim" "$B/asan/tests/sync/test_sim.o" $objects -Wl,--start-group "$B"/asan/*.a \
		-Wl,--end-group $libs || return 2
	if SIM_SEEDS=$SEEDS "$dir/test_sim" >"$dir/log" 2>&1; then
		echo "BREAK_$rule: $SEEDS schedules and nothing noticed"
		return 1
	fi
	grep -m 1 '^seed=' "$dir/log" || { # it must be a check that failed, not the program
		tail -n 20 "$dir/log"
		return 1
	}
}

try() {
	if mutant "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $1"
	fi
}
try PAGE_RULE src/client/cache/cache_feed.c
try DEDUPE src/server/core/op.c
try COMMIT_ORDER src/server/core/feed.c
try RECORD_AGAIN src/client/cache/cache_seat.c
printf '[  PASSED  ] %d test(s).\n' "$passed"
[ "$failed" -eq 0 ] || { printf '[  FAILED  ] %d test(s), listed above\n' "$failed"; exit 1; }
