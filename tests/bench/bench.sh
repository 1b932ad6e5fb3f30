#!/bin/sh
# bench.sh: the figures of design/quality.md that are times, beside their budgets: a table on standard output, and
# $B/bench/*.tsv. A figure over its budget is marked, never an error: machines are shared. TICKETS=n: another size than
# 100,000; WORK=dir: where the data goes ($B/bench/work).
set -eu
B=${B:-build}
case "$B" in /*) ;; *) B=$(pwd)/$B ;; esac
out=$B/bench
work=${WORK:-$out/work}
tickets=${TICKETS:-100000}
export HOTSEAT_SHARE="${HOTSEAT_SHARE:-$(pwd)}" HOTSEAT_BIN="${HOTSEAT_BIN:-$B/rel}"
export XDG_CONFIG_HOME="$work/config"
run=$B/rel/tests/bench
rm -rf "$work"
mkdir -p "$out" "$work"
trap 'rm -rf "$work" /dev/shm/hotseat-bench.$$' EXIT

centre() { # centre ROOT TICKETS: a private centre with that many
	mkdir -p "$1"
	"$HOTSEAT_BIN/hotseatd" init --data "$1/centre" --city "$HOTSEAT_SHARE/conf/city/yunjiang" --private >"$out/log" 2>&1
	[ "$2" -eq 0 ] || "$run/gen" "$1" "$2" >>"$out/log" 2>&1
}
measure() { # measure FILE PROGRAM ARGS...: its lines into FILE.tsv
	file=$1
	shift
	"$@" >"$out/$file.tsv" 2>>"$out/log" || { echo "  $1 failed:"; tail -n 20 "$out/log"; exit 1; }
}
row() { # row FILE NAME LABEL [most|least BUDGET]
	value=$(awk -F'\t' -v n="$2" '$1 == n { print $2 }' "$out/$1.tsv")
	[ -n "$value" ] || return 0
	awk -v v="$value" -v label="$3" -v how="${4:-}" -v budget="${5:-}" 'BEGIN {
		verdict = ""
		if (how == "most") verdict = (v + 0 <= budget + 0) ? "<= " budget : "<= " budget "   OVER"
		if (how == "least") verdict = (v + 0 >= budget + 0) ? ">= " budget : ">= " budget "   UNDER"
		printf "  %-52s %10s   %s\n", label, v, verdict
	}'
}

echo "hotseat bench: $(nproc) processors, load $(cut -d' ' -f1-3 /proc/loadavg), $tickets tickets"
centre "$work/large" "$tickets"
centre "$work/town" 8000

echo "first fill"
measure fill "$run/fill" "$work/large"
row fill wall_s "$tickets tickets, wall, s" most 6
row fill seat_cpu_s "processor of the seat, s" most 5
row fill MB "bytes both ways, MB" most 27
measure fill-town "$run/fill" "$work/town"
row fill-town wall_s "a township's 8,000, wall, s" most 1

sync # the pages of a program just built count as dirty
echo "a seat over that cache"
measure start "$run/start" "$work/large" "${STARTS:-20}"
row start start_p50_ms "start to the whole first picture, p50, ms" most 40
row start start_p90_ms "the same, p90, ms"
row start start_signed_in_p50_ms "start to the person's own screen, p50, ms"
row start idle_private_dirty_MB "idle, private dirty, MB" most 6
row start idle_rss_MB "idle, RSS, MB" most 20
row start key_p50_ms "a key to its echo, p50, ms"
row start key_p99_ms "the same, p99, ms"
row start key_cpu_ms "processor a key, both threads, ms"
row start nano "nano"
row start nano_start_p50_ms "nano, start, p50, ms"
row start nano_rss_MB "nano, RSS, MB"
row start mutt "mutt"
row start mutt_start_p50_ms "mutt, start, p50, ms"
row start mutt_rss_MB "mutt, RSS, MB"

echo "the knowledge base, every key of the table of searches, 10,000 articles"
mkdir -p "$work/kb"
replies=${REPLIES:-/work/shared/data/replies.tsv}
if [ -r "$replies" ]; then
	measure kb "$run/kb" "$work/kb" "$replies"
else
	measure kb "$run/kb" "$work/kb"
fi
row kb many_all_p50_ms "all keys, p50, ms" most 1
row kb many_all_p99_ms "the same, p99, ms" most 8
row kb many_all_found_percent "keys that find something, %"
row kb many_han_p50_ms "Hanzi and digits, p50, ms"
row kb many_letters_p50_ms "pinyin and letters, p50, ms"
row kb many_fill_s "into the cache and the index, s"
row kb many_memory_MB "kept in memory for them, MB"
row kb trigram_all_p50_ms "FTS5 trigram, p50, ms"
row kb trigram_all_p99_ms "the same, p99, ms"
row kb trigram_all_found_percent "keys that find something with it, %"
row kb like_all_p50_ms "LIKE, p50, ms"
row kb like_all_p99_ms "the same, p99, ms"
row kb like_all_found_percent "keys that find something with it, %"
if [ -r "$replies" ]; then
	row kb replies_articles "answers once given, imported as articles"
	row kb replies_all_p50_ms "over them, p50, ms" most 1
	row kb replies_all_p99_ms "the same, p99, ms" most 8
else
	echo "  answers once given: skipped: no file $replies (REPLIES=file)"
fi

echo "parked long polls"
measure polls "$run/polls" "$work/town" 10000
row polls centre_parked_MB "RSS of the centre with 10,000, MB" most 100
row polls wake_median_ms "one push to the median answer, ms"
row polls wake_last_ms "one push to the last answer, ms" most 300

echo "durable creates (a submission and its dispatch each)"
centre "$work/new" 0
measure creates "$run/creates" "$work/new" 64 10
slow=$(awk -F'\t' '$1 == "sync_p50_ms" { print ($2 > 0.5) }' "$out/creates.tsv")
row creates sync_p50_ms "one sync of this disk, p50, ms"
if [ "$slow" -eq 1 ]; then
	row creates creates_per_s "64 connections, a second" least 1500
else
	row creates creates_per_s "64 connections, a second" least 5000
fi
row creates centre_cpu_ms_per_create "processor of the centre each, ms"
if [ -w /dev/shm ]; then
	centre /dev/shm/hotseat-bench.$$ 0
	measure creates-shm "$run/creates" /dev/shm/hotseat-bench.$$ 64 10
	row creates-shm creates_per_s "the same where a sync costs nothing" least 5000
fi
echo "  Fastify + better-sqlite3: skipped: needs Node 20 and its packages"
echo "written: $out/*.tsv"
