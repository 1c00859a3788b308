import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import { listen } from "./dev-server.ts";

export type Received = { id: string; headers: Record<string, string>; body: string; answered: number };
export type Receiver = { url: string; received: Received[]; close: () => void };

/** Starts a webhook receiver on this machine. `answer` returns the response status from the body and the previous deliveries. */
export async function openReceiver(answer: (body: string, before: readonly Received[]) => number): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
      const headers = Object.fromEntries(names.map((name) => [name, String(request.headers[name] ?? "")]));
      const answered = answer(body, received);
      received.push({ id: headers["webhook-id"] ?? "", headers, body, answered });
      response.writeHead(answered).end();
    });
  });
  const url = `http://127.0.0.1:${await listen(server)}/hook`;
  return { url, received, close: () => server.close() };
}

/** Verifies a delivery with an independent library. Throws if the signature is invalid. */
export const verified = (secret: string, { body, headers }: Received): unknown =>
  new Webhook(secret).verify(body, headers);
