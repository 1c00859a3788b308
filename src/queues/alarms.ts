import { type Ctx, systemCtx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import type { DueQueue } from "#/db/tenant/due.ts";
import { errorText, log } from "#/kernel/log.ts";
import { consumerOf, Poison } from "./consumer.ts";
import { DAILY, runDaily } from "./daily.ts";
import { jobsOf } from "./jobs.ts";
import { AlarmMessage } from "./messages.ts";

/**
 * The time of one piece of work has come. Its message is done with as soon as the claim is in the database: the rest runs in the background, so
 * that a slow receiver holds up no other message. If the worker dies, the sweep finds the lease that ran out; if the work throws, its claim is let go.
 */
export const carryOutAlarm = consumerOf(AlarmMessage, async (open, { job, tenantId, id }, attempt) => {
  const ctx = await systemCtx(open, tenantId, job);
  if (!ctx) return log("warn", "alarm of an unknown tenant", { tenant: tenantId, job, id });
  if (job === DAILY) {
    const task = (await jobsOf("daily")).find(({ name }) => name === id);
    if (!task) throw new Poison(`no daily task ${id}`);
    await runDaily(ctx, task);
    return;
  }
  const work = (await jobsOf("due")).find(({ name }) => name === job);
  if (!work) throw new Poison(`no job ${job}`);
  const rest = await work.run(ctx, id).catch(async (error: unknown) => {
    // its message comes back in seconds; work that breaks off again waits for the end of its lease, so that it does not use up its attempts
    if (attempt === 1) await letGo(ctx, work.queue).catch(() => undefined);
    throw error;
  });
  if (!rest) return;
  open.background(
    rest().catch((error: unknown) =>
      log("error", "work broke off; the sweep starts it again", { tenant: tenantId, job, id, error: errorText(error) }),
    ),
  );
});

async function letGo(ctx: Ctx, queue: DueQueue): Promise<void> {
  const part = queue.letGo?.(ctx);
  if (part) await record(ctx, { parts: [part] });
}
