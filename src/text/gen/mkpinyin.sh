#!/bin/sh
# mkpinyin.sh TOOL OUT: unpack Debian's Unihan files and OpenCC's traditional -> simplified list, let TOOL (mkpinyin)
# make the table from them. Build time only. OUT is written beside and renamed, so a failed run leaves none behind.
# Debian 12 packages: unicode-data bzip2 libopencc-data opencc.
set -eu
[ $# -eq 2 ] || { echo "usage: mkpinyin.sh TOOL OUT" >&2; exit 2; }
tool=$1
out=$2
uni=${UNICODE_DIR:-/usr/share/unicode}
occ=${OPENCC_DIR:-/usr/share/opencc}
fail() { echo "mkpinyin.sh: $1; install: unicode-data bzip2 libopencc-data opencc" >&2; exit 1; }
for c in bzcat opencc_dict; do
	command -v "$c" >/dev/null 2>&1 || fail "$c is missing"
done
for f in "$uni/Unihan_Readings.txt.bz2" "$uni/Unihan_Variants.txt.bz2" "$uni/UnicodeData.txt" "$occ/TSCharacters.ocd2"; do
	[ -r "$f" ] || fail "$f is missing"
done
tmp=$(mktemp -d)
trap 'rm -rf "$tmp" "$out.new"' EXIT
bzcat "$uni/Unihan_Readings.txt.bz2" >"$tmp/readings"
bzcat "$uni/Unihan_Variants.txt.bz2" >"$tmp/variants"
opencc_dict -i "$occ/TSCharacters.ocd2" -f ocd2 -t text -o "$tmp/opencc"
"$tool" "$tmp/readings" "$tmp/variants" "$tmp/opencc" "$uni/UnicodeData.txt" >"$out.new"
mv "$out.new" "$out"
