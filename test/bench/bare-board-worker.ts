import { DurableObject } from "cloudflare:workers";

// The floor for the live board: a Durable Object that sends the bytes of a request's body to all its viewers and does nothing else. No
// authentication, storage, cursors, bounds or heartbeats.

const READY = 'data: {"type":"ready"}\n\n';

export class BareBoard extends DurableObject {
  readonly streams = new Set<ReadableStreamDefaultController<Uint8Array>>();

  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get("upgrade") === "websocket") {
      const { 0: client, 1: server } = new WebSocketPair();
      this.ctx.acceptWebSocket(server);
      server.send(READY);
      return new Response(null, { status: 101, webSocket: client });
    }
    if (request.method === "GET") {
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => {
          this.streams.add(controller);
          controller.enqueue(new TextEncoder().encode(READY));
        },
      });
      return new Response(stream, { headers: { "Content-Type": "text/event-stream" } });
    }
    if (request.headers.get("to") === "sockets") {
      const text = await request.text();
      for (const socket of this.ctx.getWebSockets()) socket.send(text);
      return new Response();
    }
    const bytes = new Uint8Array(await request.arrayBuffer());
    for (const controller of this.streams) controller.enqueue(bytes);
    return new Response();
  }
}

type Env = { BARE_BOARD: DurableObjectNamespace<BareBoard> };

export default {
  fetch: (request, env) => env.BARE_BOARD.getByName("board").fetch(request),
} satisfies ExportedHandler<Env>;
