import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";

export type Received = { id: string; sentAt: string; headers: Record<string, string>; body: string; answered: number };
export type Receiver = { url: string; received: Received[]; close: () => void };

/** A webhook receiver on this machine; `answer` decides the status of each delivery by what came before it. */
export async function openReceiver(answer: (body: string, before: readonly Received[]) => number): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const header = (name: string) => String(request.headers[name] ?? "");
      const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
      const answered = answer(body, received);
      received.push({
        id: header("webhook-id"),
        sentAt: header("webhook-timestamp"),
        headers: Object.fromEntries(names.map((name) => [name, header(name)])),
        body,
        answered,
      });
      response.writeHead(answered).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the receiver has no address");
  return { url: `http://127.0.0.1:${address.port}/hook`, received, close: () => server.close() };
}

/** What an independent library makes of a delivery; throws when the signature does not hold. */
export const verified = (secret: string, { body, headers }: Received): unknown =>
  new Webhook(secret).verify(body, headers);
