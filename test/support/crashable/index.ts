import worker, { DispatchBoard as Board } from "#/index.ts";

// The Worker as it is deployed, with two things that only tests need: a board that can crash, since the harness' eviction waits until every
// stream has ended, and an inner door to the bindings. The harness' own proxies block the process that drains workerd's output, and then
// neither moves again.

export { AuthLimiter } from "#/index.ts";

export class DispatchBoard extends Board {
  /** As when the machine dies: memory and open streams are lost, the storage stays. */
  crash(): void {
    this.ctx.abort("crash");
  }
}

/** What a test asks of the bindings. */
export type Inner =
  | { do: "sql"; database: string; sql: string; params: unknown[] }
  | { do: "batch"; database: string; statements: { sql: string; params: unknown[] }[] }
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
  if (asked.do === "batch") {
    const database = bindings[asked.database] as D1Database;
    return await database.batch(asked.statements.map((one) => database.prepare(one.sql).bind(...one.params)));
  }
  if (asked.do === "queue") {
    const queue = bindings[asked.binding] as Queue;
    return void (await queue.sendBatch(asked.bodies.map((body) => ({ body }))));
  }
  const objects = bindings[asked.object] as DurableObjectNamespace;
  const stub = objects.getByName(asked.name) as unknown as Record<string, (...args: unknown[]) => unknown>;
  return await stub[asked.method]?.(...asked.args);
}

export default {
  ...worker,
  async fetch(request, env, ctx) {
    if (new URL(request.url).pathname !== "/api/v1/inner-door") return await worker.fetch(request, env, ctx);
    try {
      return Response.json({ result: (await carryOut(await request.json<Inner>(), { ...env })) ?? null });
    } catch (error) {
      return Response.json({ error: String(error) });
    }
  },
} satisfies ExportedHandler<Cloudflare.Env>;
