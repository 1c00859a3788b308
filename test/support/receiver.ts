import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import type { Json } from "./client.ts";

export type Post = { path: string; headers: IncomingHttpHeaders; text: string; body: Json };
export type Reply = { status: number; headers?: Record<string, string>; body?: string; after?: Promise<unknown> };

export type Receiver = {
  url: string;
  /** What has come in so far, in order. */
  posts: Post[];
  close: () => void;
};

/** A webhook receiver on 127.0.0.1. `reply` answers the n-th post (1, 2 ...); without it all get 204. */
export async function openReceiver(
  reply: (n: number, post: Post) => Reply = () => ({ status: 204 }),
): Promise<Receiver> {
  const posts: Post[] = [];
  const http = createServer((req, res) => {
    void text(req).then((body) => {
      const post = { path: req.url ?? "", headers: req.headers, text: body, body: parsed(body) };
      posts.push(post);
      const { status, headers = {}, body: answer, after } = reply(posts.length, post);
      void Promise.resolve(after).then(() => res.writeHead(status, headers).end(answer));
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const close = () => {
    http.close();
    http.closeAllConnections();
  };
  return { url, posts, close };
}

/** What is JSON; undefined for other bodies. */
function parsed(body: string): Json {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What a careful receiver does with a post: verifies it by the npm package, or throws. */
export const verified = (secret: string, { text: body, headers }: Post): Json =>
  new Webhook(secret).verify(body, headers as Record<string, string>);
