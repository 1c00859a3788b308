#!/usr/bin/env bash
# wrangler 4.164.0, `wrangler deploy` without a word about names in its configuration.
#
# One would guess: `keep_names` (on by default) gives functions their names once, when the Worker starts, so it costs a request nothing.
# Seen: esbuild wraps every named closure where it is made. A closure inside a handler is named again in each call, by an
# `Object.defineProperty`, which costs many times what the closure itself costs.
# Why it matters: a Worker of small functions makes hundreds of closures in a request and is billed for CPU. `keep_names = false` removes the
# calls; functions still have their names in stack traces unless the code is minified.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund wrangler@4.164.0 node@24.21.0 >/dev/null # this wrangler does not run on Node 20
export WRANGLER_SEND_METRICS=false

cat > worker.js <<'JS'
export const sum = (rows) => {
  const double = (n) => n * 2;
  const isOdd = (n) => n % 2 === 1;
  let total = 0;
  for (const row of rows) total += isOdd(row) ? double(row) : row;
  return total;
};
export default { fetch: () => new Response(String(sum([1, 2, 3]))) };
JS
for names in default false; do
  printf 'name = "names"\nmain = "worker.js"\ncompatibility_date = "2026-01-01"\n' > "$names.toml"
  [ "$names" = default ] || echo "keep_names = $names" >> "$names.toml"
  npx wrangler deploy --config "$names.toml" --dry-run --outdir "out-$names" >/dev/null 2>&1
  mv "out-$names/worker.js" "$names.mjs"
done

cat > compare.mjs <<'JS'
import { readFileSync } from "node:fs";
const callsIn = (file) => readFileSync(file, "utf8").match(/__name\((?!target)/g)?.length ?? 0;
const [{ sum: named }, { sum: plain }] = await Promise.all([import("./default.mjs"), import("./false.mjs")]);
const rows = [1, 2, 3];
const time = (work) => {
  const start = process.hrtime.bigint();
  for (let i = 0; i < 500_000; i++) work(rows);
  return Number(process.hrtime.bigint() - start) / 500_000;
};
const best = (work) => Math.min(...Array.from({ length: 5 }, () => time(work)));
const [ns, plainNs] = [best(named), best(plain)];
console.log(`calls of __name in the bundle: ${callsIn("default.mjs")} by default, ${callsIn("false.mjs")} with keep_names = false`);
console.log(`a call with two closures: ${ns.toFixed(0)} ns by default, ${plainNs.toFixed(0)} ns without, ratio ${(ns / plainNs).toFixed(1)}`);
if (callsIn("default.mjs") < 3 || callsIn("false.mjs") !== 0 || ns < plainNs * 2) {
  console.error("This is no longer so.");
  process.exit(1);
}
JS
npx node compare.mjs
