#!/bin/sh
# contract.sh: the document of the interface linted (@redocly/cli), and a walk through every route of a running centre
# with a validating proxy (@stoplight/prism-cli) in between: every route must be seen by it, and it must find nothing wrong
# with an answer. Needs Node 20 and the npm registry; not part of `make test`, where the same walk is held against the
# document by our own checker (tests/api/test_contract.c).
#
#   test_contract -> prism (validates) -> bridge (TCP to the unix socket) -> hotseatd
set -u
B=${B:-build}
here=$(pwd)
case "$B" in /*) ;; *) B="$here/$B" ;; esac
node=$(command -v node || true)
if [ -z "$node" ] || [ "$(node -p 'parseInt(process.versions.node)' 2>/dev/null || echo 0)" -lt 20 ]; then
	echo "skipped: needs Node 20"
	exit 0
fi
tools="$B/contract"
if [ ! -x "$tools/node_modules/.bin/prism" ] || [ ! -x "$tools/node_modules/.bin/redocly" ]; then
	mkdir -p "$tools"
	npm install --prefix "$tools" --no-audit --no-fund --loglevel=error \
		@redocly/cli@2.77.0 @stoplight/prism-cli@5.14.2 >"$tools/npm.log" 2>&1 ||
		{ cat "$tools/npm.log"; exit 1; }
fi
bin="$tools/node_modules/.bin"
dir=$(mktemp -d)
pids=
end() {
	for p in $pids; do kill "$p" 2>/dev/null; done
	rm -rf "$dir"
}
trap end EXIT
trap 'exit 1' INT TERM

wait_for() { # wait_for URL [curl option…]: until it answers, 20 s
	for _ in $(seq 200); do
		curl -s -o /dev/null "$@" && return 0
		sleep 0.1
	done
	echo "contract: nobody answers at $1"
	return 1
}

# ---- the centre and its document ----
"$B/rel/hotseatd" init --data "$dir/centre" --city conf/city/yunjiang --key-file "$dir/key" >/dev/null || exit 1
"$B/rel/hotseatd" run --data "$dir/centre" --key-file "$dir/key" --log-level warn >"$dir/centre.log" 2>&1 &
pids="$pids $!"
socket="$dir/centre/centre.sock"
wait_for http://centre/healthz --unix-socket "$socket" || exit 1
curl -s --unix-socket "$socket" http://centre/v1/openapi.json >"$dir/openapi.json"

echo "lint: redocly"
REDOCLY_SUPPRESS_UPDATE_NOTICE=true REDOCLY_TELEMETRY=off "$bin/redocly" lint "$dir/openapi.json" >"$tools/lint.log" 2>&1
rc=$?
grep -E 'error|warning|valid' "$tools/lint.log" | grep -v 'Deprecation' | sed 's/^/  /'
if [ $rc -ne 0 ] || grep -qE '[1-9][0-9]* (error|warning)s?' "$tools/lint.log"; then
	cat "$tools/lint.log"
	exit 1
fi

# ---- the bridge and the proxy, on free ports ----
cat >"$dir/bridge.js" <<'JS'
const net = require('net');
const server = net.createServer((c) => {
	const s = net.connect(process.argv[2]);
	c.pipe(s).pipe(c);
	c.on('error', () => s.destroy());
	s.on('error', () => c.destroy());
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
JS
node "$dir/bridge.js" "$socket" >"$dir/bridge.port" &
pids="$pids $!"
for _ in $(seq 100); do [ -s "$dir/bridge.port" ] && break; sleep 0.1; done
bridge=$(cat "$dir/bridge.port")
port=$(node -e "const s=require('net').createServer();s.listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
NO_COLOR=1 "$bin/prism" proxy -h 127.0.0.1 -p "$port" "$dir/openapi.json" "http://127.0.0.1:$bridge" \
	>"$tools/proxy.log" 2>&1 &
pids="$pids $!"
wait_for "http://127.0.0.1:$port/healthz" || { tail "$tools/proxy.log"; exit 1; }

# A proxy that finds nothing must be one that can: a parameter is missing here.
curl -s -o /dev/null -D "$dir/head" "http://127.0.0.1:$port/v1/sync/changes"
grep -qi '^sl-violations:' "$dir/head" || { echo "contract: the proxy does not validate"; exit 1; }

# ---- the walk ----
echo "walk: through prism"
HOTSEAT_CONTRACT_PORT=$port HOTSEAT_CONTRACT_DATA="$dir/centre" \
	"$B/rel/tests/api/test_contract" >"$tools/walk.log" 2>&1 || { cat "$tools/walk.log"; exit 1; }
grep -E '^\[  (PASSED|FAILED)' "$tools/walk.log"

# ---- every route was seen, and nothing was found ----
node - "$dir/openapi.json" "$tools/proxy.log" <<'JS'
const fs = require('fs');
const doc = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const log = fs.readFileSync(process.argv[3], 'utf8').replace(/\x1b\[[0-9;]*m/g, '');
const seen = new Set([...log.matchAll(/\[HTTP SERVER\] (\w+) (\S+)/g)].map((m) => m[1] + ' ' + m[2].split('?')[0]));
const missing = [];
let n = 0;
for (const [path, item] of Object.entries(doc.paths))
	for (const method of Object.keys(item)) {
		const re = new RegExp('^' + method + ' ' + path.replace(/\{[^}]*\}/g, '[^/]+') + '$');
		if ([...seen].some((s) => re.test(s))) n++;
		else missing.push(method + ' ' + path);
	}
console.log(`proxy: ${n} of ${n + missing.length} routes seen`);
for (const m of missing) console.log('not seen: ' + m);
process.exit(missing.length > 0 ? 1 : 0);
JS
