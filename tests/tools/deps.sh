#!/bin/sh
# deps.sh SET...: installs the Debian packages that are missing. Sets: build, test, lint, bench, contract.
# The only step that escalates: as root, else through sudo, else it prints the exact line and stops.
set -u
build="gcc make libc6-dev pkg-config libncurses-dev libcurl4-openssl-dev libsqlite3-dev libconfig-dev libjansson-dev
libmicrohttpd-dev libsodium-dev libzstd-dev zlib1g-dev unicode-data bzip2 libopencc-data opencc ncurses-base
liblinear-dev"
test="libcmocka-dev libvterm-dev clang libclang-rt-14-dev valgrind procps locales chafa"
lint="clang-tidy clang-format cppcheck"
bench="wrk mutt nano dialog"
contract="curl"
want=
for set in "$@"; do
	case "$set" in
	build) want="$want $build" ;;
	test) want="$want $test" ;;
	lint) want="$want $lint" ;;
	bench) want="$want $bench" ;;
	contract) want="$want $contract" ;;
	*) echo "deps.sh: no set $set" >&2; exit 2 ;;
	esac
done
missing=
for p in $want; do
	dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
done
[ -z "$missing" ] && exit 0
echo "installing:$missing"
run="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" -eq 0 ]; then
	as=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
	as="sudo -n"
elif command -v sudo >/dev/null 2>&1 && [ -t 0 ]; then
	as=sudo # asks for the password at the terminal
else
	echo "hotseat needs these packages; as root run:" >&2
	echo "  apt-get update && $run" >&2
	exit 1
fi
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
$as apt-get update -qq && $as $run >/tmp/hotseat-apt.$$ 2>&1 || { tail -n 20 /tmp/hotseat-apt.$$ >&2; exit 1; }
rm -f /tmp/hotseat-apt.$$
