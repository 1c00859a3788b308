import { type Ctx, systemCtx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { boardOf } from "#/durable-objects/stubs.ts";
import { log } from "#/kernel/log.ts";
import { consumerOf } from "./consumer.ts";
import { jobsOf } from "./jobs.ts";
import { EventsMessage } from "./messages.ts";
import { react } from "./reactions.ts";

/** A tenant's outbox has news: wakes the live board, runs the consumers of events, rings for work that commits have made. None stops another. */
export const relay = consumerOf(EventsMessage, async (open, { tenantId }) => {
  const ctx = await systemCtx(open, tenantId, "relay");
  if (!ctx) return log("warn", "news of an unknown tenant", { tenant: tenantId });
  const consumers = await jobsOf("events");
  const results = await Promise.allSettled([
    boardOf(ctx.env, tenantId).wake(tenantId, ctx.tenant.shard, true),
    ringDueWork(ctx),
    react(ctx),
    ...consumers.map(({ run }) => run(ctx)),
  ]);
  const done = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  if (done.some((answer) => answer?.more)) await ctx.env.EVENTS.send({ tenantId } satisfies EventsMessage);
  for (const result of results) if (result.status === "rejected") throw result.reason;
});

/** However often this happens, each piece of work is attempted once: its claim decides. What is due beyond one batch is left to the sweep. */
async function ringDueWork(ctx: Ctx): Promise<undefined> {
  const queues = (await jobsOf("due")).map(({ queue }) => queue).filter(({ rungByRelay }) => rungByRelay);
  const due = await read(ctx, Object.fromEntries(queues.map((queue) => [queue.job, queue.due(ctx)])));
  await Promise.all(queues.map((queue) => queue.ringNow(ctx, due[queue.job] ?? [])));
}
