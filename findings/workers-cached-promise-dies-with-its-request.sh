#!/usr/bin/env bash
# Cloudflare's runtime (wrangler 4.164.0): a promise that one request has begun and others wait for, as in `cache ??= fetch(...)`, dies when the request
# that has begun it ends first, though nothing has failed. One would guess that a promise in a variable of the module settles for all who wait, as
# in Node. Seen: a promise of a fetch or a timer is rejected for every later request, for as long as the isolate lives; a promise of WebCrypto or of
# a dynamic import settles as one would guess. It matters to everybody who caches by promise: a client that hangs up during the first read of a font
# or a settings file breaks all later requests. Keep the value when it has come, and let each request read for itself until then.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund wrangler@4.164.0 > /dev/null

cat > wrangler.toml <<'TOML'
name = "cache"
main = "worker.mjs"
compatibility_date = "2026-06-01"
TOML
echo 'export const lazy = true;' > lazy.mjs
cat > worker.mjs <<'JS'
const makes = {
  timer: () => new Promise((resolve) => setTimeout(resolve, 50)),
  fetch: (request) => fetch(new URL("/slow", request.url)).then((answer) => answer.text()),
  crypto: () => crypto.subtle.importKey("raw", new Uint8Array(32), "HKDF", false, ["deriveBits"]),
  import: () => import("./lazy.mjs"),
};
const cache = {};
export default {
  async fetch(request) {
    const name = new URL(request.url).pathname.slice(1);
    if (name === "slow") {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return new Response("read");
    }
    if (!cache[name]) {
      cache[name] = makes[name](request); // this request goes before it has settled
      cache[name].catch(() => undefined);
      return new Response("begun");
    }
    return new Response(await cache[name].then(() => "settled", () => "rejected"));
  },
};
JS
cat > run.mjs <<'JS'
import { createTestHarness } from "wrangler";
const server = createTestHarness({ root: process.cwd(), workers: [{ configPath: "wrangler.toml" }] });
const { url } = await server.listen();
for (const name of ["timer", "fetch", "crypto", "import"]) {
  const answers = [];
  for (let i = 0; i < 3; i++) answers.push(await (await fetch(new URL(name, url))).text());
  console.log(`${name}: ${answers.join(", ")}`);
}
await server.close();
process.exit();
JS
result=$(node run.mjs 2> /dev/null | grep -E '^(timer|fetch|crypto|import): ')
echo "$result"
expected='timer: begun, rejected, rejected
fetch: begun, rejected, rejected
crypto: begun, settled, settled
import: begun, settled, settled'
[ "$result" = "$expected" ] || { echo "This has changed."; exit 1; }
