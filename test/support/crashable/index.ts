import worker, { DispatchBoard as Board, DueTimer as Timer } from "#/index.ts";
import { costOfRequest, noteCosts } from "./costs.ts";
import { contextOfBatch, contextOfCron, contextOfRequest, errandsOf, watched, watchedBatch } from "./errands.ts";
import { hashesOf, noteHashes } from "./hashes.ts";

// The Worker as it is deployed, with what only tests need: a board that can crash, since the harness' eviction waits until every stream has
// ended, a count of the hashes that it makes, of what it still has to do and of what an answer has cost, and an inner door to all that and to the bindings. The harness'
// own proxies block the process that drains workerd's output, and then neither moves again.

noteHashes();
noteCosts();

export { AuthLimiter } from "#/index.ts";

export class DispatchBoard extends Board {
  /** As when the machine dies: memory and open streams are lost, the storage stays. */
  crash(): void {
    this.ctx.abort("crash");
  }
}

export class DueTimer extends Timer {
  /** What its alarm sends counts too. */
  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, watched(env));
  }

  /** As when the platform forgets it. */
  async loseAlarm(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
  }
}

export type Statement = { sql: string; params: unknown[] };
type Batch = { database: string; statements: Statement[] };

/** What a test asks of the bindings. */
export type Inner =
  | ({ do: "sql"; database: string } & Statement)
  | ({ do: "batch" } & Batch)
  | { do: "batches"; batches: Batch[] }
  | { do: "hashes"; password: string }
  | { do: "cost"; requestId: string }
  | { do: "errands"; tenantId: string }
  | { do: "queue"; binding: string; bodies: unknown[] }
  | { do: "object"; object: string; name: string; method: string; args: unknown[] };

async function carryOut(asked: Inner, bindings: Record<string, unknown>): Promise<unknown> {
  if (asked.do === "sql") {
    const database = bindings[asked.database] as D1Database;
    return (
      await database
        .prepare(asked.sql)
        .bind(...asked.params)
        .all()
    ).results;
  }
  const runBatch = async ({ database, statements }: Batch) => {
    const binding = bindings[database] as D1Database;
    return await binding.batch(statements.map(({ sql, params }) => binding.prepare(sql).bind(...params)));
  };
  if (asked.do === "batch") return await runBatch(asked);
  if (asked.do === "batches") {
    for (const batch of asked.batches) await runBatch(batch);
    return null;
  }
  if (asked.do === "hashes") return hashesOf(asked.password);
  if (asked.do === "cost") return costOfRequest(asked.requestId);
  if (asked.do === "errands") return errandsOf(asked.tenantId);
  if (asked.do === "queue") {
    const queue = bindings[asked.binding] as Queue;
    return void (await queue.sendBatch(asked.bodies.map((body) => ({ body }))));
  }
  const objects = bindings[asked.object] as DurableObjectNamespace;
  const stub = objects.getByName(asked.name) as unknown as Record<string, (...args: unknown[]) => unknown>;
  return await stub[asked.method]?.(...asked.args);
}

export default {
  async fetch(request, env, ctx) {
    if (new URL(request.url).pathname !== "/api/v1/inner-door")
      return await worker.fetch(request, watched(env), contextOfRequest(ctx, request));
    try {
      return Response.json({ result: (await carryOut(await request.json<Inner>(), { ...watched(env) })) ?? null });
    } catch (error) {
      return Response.json({ error: String(error) });
    }
  },
  queue: (batch, env, ctx) => worker.queue(watchedBatch(batch), watched(env), contextOfBatch(ctx, batch)),
  scheduled: (controller, env, ctx) => worker.scheduled(controller, watched(env), contextOfCron(ctx)),
} satisfies ExportedHandler<Cloudflare.Env>;
