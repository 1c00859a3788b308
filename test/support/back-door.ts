import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Cost } from "./crashable/costs.ts";
import type { Inner, Statement } from "./crashable/index.ts";
import type { Relays } from "./relay.ts";
import { peppered } from "./settings.ts";
import { testWorker } from "./test-worker.ts";
import type { RunningWorker } from "./worker.ts";

// The Worker runs in vitest's main process, the tests in others: what no client may do (SQL, cron, eviction) goes through here or through the inner door of crashable/index.ts.

type Request =
  | { do: "cron"; cron: string; time?: string }
  | { do: "evict"; object: string; name: string; webSockets?: "hibernate" }
  | { do: "objectSql"; object: string; name: string; sql: string; params: unknown[] }
  | { do: "relay"; name: string; port: number | null };

export async function openBackDoor(worker: RunningWorker, relays: Relays): Promise<{ url: string; close: () => void }> {
  const carryOut = async (request: Request): Promise<unknown> => {
    if (request.do === "relay") {
      relays.direct(request.name, request.port);
      return null;
    }
    if (request.do === "cron")
      return await worker.scheduled(request.cron, request.time ? new Date(request.time) : new Date());
    if (request.do === "objectSql")
      return await worker.objectSql(request.object, request.name, request.sql, ...request.params);
    const { do: _, object, ...options } = request;
    return await worker.evict(object, options);
  };
  const http = createServer((req, res) => {
    void text(req)
      .then((body) => carryOut(JSON.parse(body) as Request))
      .then((result) => res.end(JSON.stringify({ result: result ?? null })))
      .catch((error: unknown) => res.end(JSON.stringify({ error: String(error) })));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, close: () => http.close() };
}

export type { Statement };

export async function ask(url: string, request: Request | Inner): Promise<unknown> {
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(request) });
  const { result, error } = (await answer.json()) as { result?: unknown; error?: string };
  if (error) throw new Error(error);
  return result;
}

/** Through the process that has started the Worker. */
const knock = (request: Request) => ask(testWorker().backDoor, request);
/** Through the Worker's own bindings. */
const inside = (request: Inner) => ask(`${testWorker().url}/api/v1/inner-door`, request);

/** Rows straight from a database, e.g. `sql("SHARD_00", "select ...", id)`. */
export const sql = async <Row = Record<string, unknown>>(database: string, text: string, ...params: unknown[]) =>
  (await inside({ do: "sql", database, sql: text, params })) as Row[];
/** One transaction, with what D1 tells of each statement. */
export const batch = async (database: string, statements: Statement[]) =>
  (await inside({ do: "batch", database, statements })) as D1Result[];
/** Effort of each hash that the Worker has made of a password, right or wrong, in its order: `m=19456,t=2,p=1`. */
export const hashesOf = (password: string) =>
  inside({ do: "hashes", password: peppered(password) }) as Promise<string[]>;
/** What the answer to a request has cost, told to its caller or not. */
export const costOfRequest = (requestId: string) => inside({ do: "cost", requestId }) as Promise<Cost>;
/** What the Worker still has to do for a business; `quiet` of client.ts waits for the end of it. */
export const errandsOf = (tenantId: string) => inside({ do: "errands", tenantId }) as Promise<string[]>;
/** Runs a cron as if its time had come. */
export const cron = (expression: string, time?: string) =>
  knock({ do: "cron", cron: expression, ...(time && { time }) });
/** Puts messages into a queue, side by side. */
export const enqueue = (binding: string, ...bodies: unknown[]) => inside({ do: "queue", binding, bodies });
/** Throws a Durable Object out of memory; its storage stays. */
export const evict = (object: string, name: string) => knock({ do: "evict", object, name });
/** As `evict`, with its sockets left open. */
export const hibernate = (object: string, name: string) =>
  knock({ do: "evict", object, name, webSockets: "hibernate" });
/** SQL in a Durable Object's own storage. */
export const objectSql = (object: string, name: string, text: string, ...params: unknown[]) =>
  knock({ do: "objectSql", object, name, sql: text, params });
/** Calls a method of a Durable Object. */
export const callObject = (object: string, name: string, method: string, ...args: unknown[]) =>
  inside({ do: "object", object, name, method, args });
/** The live board of a tenant dies under its viewers. */
export const crashBoard = (tenantId: string) => callObject("DISPATCH_BOARD", tenantId, "crash").catch(() => undefined);
/** Where an identity provider's address leads; null: nowhere, it is down. */
export const directIssuer = (name: string, port: number | null) => knock({ do: "relay", name, port });
