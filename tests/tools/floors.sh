#!/bin/sh
# floors.sh: a file may include its own floor and those below; client/ and server/ never include each other; a room
# uses a library only where architecture.md allows it; rooms of one floor form no circle. Prints what breaks it.
set -eu
floor_of() {
	case "$1" in
	base) echo 1 ;; model|text) echo 2 ;; wire|db|city) echo 3 ;;
	client/net|client/phone|client/cache|server/http|server/store) echo 4 ;;
	client/engine|server/auth|server/core|server/learn) echo 5 ;;
	client/ui|client/class|server/job) echo 6 ;; client/view|client/view/*|server/api) echo 7 ;;
	*) echo 8 ;;
	esac
}
room_of() { # src/client/ui/x.c -> client/ui ; include/base/err.h -> base
	printf '%s\n' "$1" | sed -E 's#^(src|include)/##; s#/[^/]*$##'
}
bad=0
edges=$(mktemp)
trap 'rm -f "$edges"' EXIT
for f in $(find src include -name '*.[ch]' | sort); do
	room=$(room_of "$f")
	case "$room" in text/gen) continue ;; esac
	mine=$(floor_of "$room")
	for inc in $(sed -nE 's/^[ \t]*#[ \t]*include "([^"]+)".*/\1/p' "$f"); do
		case "$inc" in */*) other=$(printf '%s' "$inc" | sed -E 's#/[^/]*$##') ;; *) continue ;; esac
		[ "$other" = "$room" ] && continue
		theirs=$(floor_of "$other")
		if [ "$theirs" -gt "$mine" ]; then
			echo "floor: $f ($room, floor $mine) includes $inc (floor $theirs)"; bad=1
		fi
		case "$room:$other" in
		client*:server*|server*:client*) echo "floor: $f includes $inc: the two programs never include each other"; bad=1 ;;
		client/view*:client/net|client/view*:client/phone|client/view*:client/cache|client/view*:client/engine)
			case "$inc" in client/cache/read.h|client/cache/files.h|client/cache/kb.h|client/cache/find.h|client/cache/records.h|client/cache/work.h|client/cache/ledger.h|client/cache/similar.h|client/cache/subject.h|client/engine/job.h) ;; *) echo "floor: view $f includes $inc"; bad=1 ;; esac ;;
		esac
		[ "$theirs" -eq "$mine" ] && [ "$mine" -lt 8 ] && echo "$room $other" >>"$edges"
	done
	for lib in $(sed -nE 's/^[ \t]*#[ \t]*include <([^>]+)>.*/\1/p' "$f"); do
		case "$lib" in
		*curses.h|term.h) [ "$room" = client/ui ] || { echo "library: $f includes <$lib>"; bad=1; } ;;
		curl/*) [ "$room" = client/net ] || { echo "library: $f includes <$lib>"; bad=1; } ;;
		sqlite3.h) case "$room" in db|client/cache|server/store) ;; *) echo "library: $f includes <$lib>"; bad=1 ;; esac ;;
		microhttpd.h) [ "$room" = server/http ] || { echo "library: $f includes <$lib>"; bad=1; } ;;
		libconfig.h) [ "$f" = src/base/conf.c ] || { echo "library: $f includes <$lib>"; bad=1; } ;;
		jansson.h) case "$room" in wire|client/phone) ;; *) echo "library: $f includes <$lib>"; bad=1 ;; esac ;;
		linear.h) [ "$room" = server/learn ] || { echo "library: $f includes <$lib>"; bad=1; } ;;
		sodium.h) [ "$f" = src/base/secret.c ] || { echo "library: $f includes <$lib>"; bad=1; } ;;
		esac
	done
done
if ! sort -u "$edges" | tsort >/dev/null 2>"$edges.err"; then
	echo "circle between rooms of one floor:"; cat "$edges.err"; bad=1
fi
rm -f "$edges.err"
exit $bad
