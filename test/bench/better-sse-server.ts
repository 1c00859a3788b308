import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createChannel, createSession } from "better-sse";

// The comparison for the live board: better-sse on plain Node. GET opens a stream, POST sends its body to all streams.

const channel = createChannel();
const server = createServer((request, response) => {
  void (async () => {
    if (request.method === "GET") {
      const session = await createSession(request, response);
      channel.register(session);
      session.push({ type: "ready" });
      return;
    }
    channel.broadcast(JSON.parse(await text(request)));
    response.end();
  })();
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());
