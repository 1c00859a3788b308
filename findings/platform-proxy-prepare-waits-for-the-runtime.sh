#!/usr/bin/env bash
# wrangler 4.164.0: outside the Worker (getPlatformProxy, and Miniflare's getD1Database), `prepare` of a D1 database is a call to the runtime over HTTP for
# which Node's event loop stands still. One would guess that it only makes an object, as in a Worker, and that nothing costs before the batch is sent.
# Seen: 500 prepares and binds take many times as long as the batch that runs them all (73 times, on a busy machine). It matters to scripts that migrate or seed: while they
# prepare, connections of the same process go idle and die, and the next fetch of anything else fails with "other side closed". Send the
# statements as lines of one `exec`, or the rows as one JSON text that `json_each` reads.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund wrangler@4.164.0 > /dev/null

cat > wrangler.toml <<'TOML'
name = "seed"
compatibility_date = "2026-06-01"
[[d1_databases]]
binding = "DB"
database_id = "seed"
TOML
cat > run.mjs <<'JS'
import { getPlatformProxy } from "wrangler";
const { env, dispose } = await getPlatformProxy({ configPath: "wrangler.toml", persist: false });
await env.DB.exec("create table rows (id integer primary key)");
const rows = Array.from({ length: 500 }, (_, i) => i);
const begun = performance.now();
const statements = rows.map((id) => env.DB.prepare("insert into rows values (?)").bind(id));
const prepared = performance.now();
await env.DB.batch(statements);
const ended = performance.now();
const { n } = await env.DB.prepare("select count(*) n from rows").first();
const times = (prepared - begun) / (ended - prepared);
console.error(`prepare and bind: ${(prepared - begun).toFixed()} ms, the batch: ${(ended - prepared).toFixed()} ms`);
console.log(`${n} rows; preparing takes ${times > 2 ? "longer than" : "no longer than"} the batch`);
await dispose();
process.exit();
JS
result=$(node run.mjs | grep -E '^[0-9]+ rows')
echo "$result"
[ "$result" = "500 rows; preparing takes longer than the batch" ] || { echo "This has changed."; exit 1; }
