import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { inject } from "vitest";
import type { TestHarness } from "wrangler";

// The Worker runs in vitest's main process, the tests in others: what no client may do (SQL, cron, eviction) goes through here.

type Request =
  | { do: "sql"; database: string; sql: string; params: unknown[] }
  | { do: "cron"; cron: string; time?: string }
  | { do: "evict"; object: string; name: string }
  | { do: "logs" };

export async function openBackDoor(server: TestHarness): Promise<{ url: string; close: () => void }> {
  const worker = server.getWorker<Record<string, D1Database>>();
  const carryOut = async (request: Request): Promise<unknown> => {
    if (request.do === "sql") {
      const database = (await worker.getEnv())[request.database];
      if (!database) throw new Error(`no database ${request.database}`);
      return (
        await database
          .prepare(request.sql)
          .bind(...request.params)
          .all()
      ).results;
    }
    if (request.do === "cron")
      return await worker.scheduled({
        cron: request.cron,
        scheduledTime: request.time ? new Date(request.time) : new Date(),
      });
    if (request.do === "evict")
      return (await worker.evictDurableObject(request.object as never, { name: request.name })) ?? null;
    return server.getLogs();
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

async function knock(request: Request): Promise<unknown> {
  const answer = await fetch(inject("backDoor"), { method: "POST", body: JSON.stringify(request) });
  const { result, error } = (await answer.json()) as { result?: unknown; error?: string };
  if (error) throw new Error(error);
  return result;
}

/** Rows straight from a database, e.g. `sql("SHARD_00", "select ...", id)`. */
export const sql = async <Row = Record<string, unknown>>(database: string, text: string, ...params: unknown[]) =>
  (await knock({ do: "sql", database, sql: text, params })) as Row[];
/** Runs a cron as if its time had come. */
export const cron = (expression: string, time?: string) =>
  knock({ do: "cron", cron: expression, ...(time && { time }) });
/** Throws a Durable Object out of memory; its storage stays. */
export const evict = (object: string, name: string) => knock({ do: "evict", object, name });
export const workerLogs = async () => (await knock({ do: "logs" })) as { level: string; message: string }[];
