#!/usr/bin/env bash
# A client that @hey-api/openapi-ts 0.99.0 generates keeps the connection of an event stream open when its reader leaves `for await`. One would
# guess that leaving the loop closes it, as leaving a loop over the body of fetch does: that is what an async generator's `finally` is for. Seen:
# the generator lets go of the reader and does not cancel it, so the server goes on sending, and the process does not end. An AbortSignal given
# with the call closes it. It matters to everybody who watches a live feed and stops: each stop leaks a connection.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @hey-api/openapi-ts@0.99.0 typescript@5.9.3 > /dev/null

cat > document.json <<'JSON'
{ "openapi": "3.1.0", "info": { "title": "A feed", "version": "1" }, "paths": { "/feed": { "get": { "operationId": "watchFeed", "responses": {
  "200": { "description": "Events", "content": { "text/event-stream": { "schema": { "type": "string" } } } } } } } } }
JSON

cat > feed.mjs <<'JS'
import { createServer } from "node:http";
import { once } from "node:events";
import { createClient } from "@hey-api/openapi-ts";

await createClient({ input: "document.json", output: { path: "client", module: { extension: ".ts" } }, logs: { level: "silent", file: false } });
const { watchFeed } = await import("./client/sdk.gen.ts");

const server = createServer((request, response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write('data: "one"\n\n');
  server.emit("opened", response);
});
server.listen(0);
await once(server, "listening");
const baseUrl = `http://127.0.0.1:${server.address().port}`;

/** Whether the connection is closed two seconds after a reader has left it. */
async function closedBy(leave) {
  const opened = once(server, "opened");
  await leave();
  const [response] = await opened;
  return await Promise.race([once(response, "close").then(() => "closed"), new Promise((done) => setTimeout(done, 2000, "open"))]);
}

const body = await closedBy(async () => {
  for await (const _ of (await fetch(`${baseUrl}/feed`)).body) break;
});
const loop = await closedBy(async () => {
  for await (const _ of (await watchFeed({ baseUrl })).stream) break;
});
const signal = await closedBy(async () => {
  const leaving = new AbortController();
  const { stream } = await watchFeed({ baseUrl, signal: leaving.signal });
  await stream.next();
  leaving.abort();
});
console.log(`left the body of fetch: ${body}; left the loop of the client: ${loop}; by AbortSignal: ${signal}`);
process.exit(0);
JS

result=$(node feed.mjs)
echo "$result"
[ "$result" = "left the body of fetch: closed; left the loop of the client: open; by AbortSignal: closed" ] || { echo "This has changed."; exit 1; }
