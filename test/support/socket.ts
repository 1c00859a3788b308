import { connect } from "node:net";
import { type Api, type Json, PATIENCE_MS } from "./client.ts";
import { frameOf, frameReader } from "./frames.ts";
import type { StreamMessage } from "./stream.ts";
import { testWorker } from "./test-worker.ts";

export type Socket = {
  /** All that has come so far, in order, without heartbeats and pongs. */
  messages: StreamMessage[];
  /** Frames as they came. */
  frames: string[];
  /** Waits for the first message that fits. */
  until: (fits: (message: StreamMessage) => boolean) => Promise<StreamMessage>;
  /** Resolves with the code when the server has closed the socket; 1006 when the connection broke. */
  closed: Promise<number>;
  send: (text: string) => void;
  close: () => Promise<void>;
};

const UPGRADE = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

/** Opens the live board as a WebSocket. */
export async function connectSocket(api: Api, { path = "/admin/dispatch/socket" } = {}): Promise<Socket> {
  const { hostname, port } = new URL(testWorker().url);
  const connection = connect(Number(port), hostname);
  const messages: StreamMessage[] = [];
  const frames: string[] = [];
  let news: () => void = () => undefined;
  let end: (code: number) => void = () => undefined;
  const closed = new Promise<number>((resolve) => {
    end = (code) => {
      resolve(code);
      connection.destroy();
      news();
    };
  });
  connection.on("error", () => undefined);
  connection.on("close", () => end(1006));
  const read = frameReader((text) => {
    frames.push(text);
    const parsed = text === "pong" ? null : (JSON.parse(text) as Json);
    if (parsed && parsed.type !== "heartbeat") messages.push({ id: parsed.seq ?? null, data: parsed });
    news();
  }, end);

  const headers = { host: `${hostname}:${port}`, ...UPGRADE, ...api.headers };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  connection.write(`GET /api/v1${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
  await new Promise<void>((resolve, reject) => {
    let head: Buffer = Buffer.alloc(0);
    const readHead = (chunk: Buffer): void => {
      head = Buffer.concat([head, chunk]);
      const ends = head.indexOf("\r\n\r\n");
      if (ends === -1) return;
      connection.off("data", readHead);
      if (head.toString().startsWith("HTTP/1.1 101")) {
        connection.on("data", read);
        read(head.subarray(ends + 4));
        resolve();
      } else {
        connection.destroy();
        reject(new Error(`the socket did not open: ${head.toString().split("\r\n")[0]}`));
      }
    };
    connection.on("data", readHead);
  });

  return {
    messages,
    frames,
    closed,
    async until(fits) {
      const deadline = Date.now() + PATIENCE_MS;
      for (;;) {
        const found = messages.find(fits);
        if (found) return found;
        const left = deadline - Date.now();
        if (left <= 0) throw new Error(`no such message among ${JSON.stringify(messages).slice(0, 2000)}`);
        await new Promise<void>((resolve) => {
          news = resolve;
          setTimeout(resolve, left);
        });
      }
    },
    send: (text) => {
      connection.write(frameOf(text));
    },
    async close() {
      end(1000);
      await closed;
    },
  };
}
