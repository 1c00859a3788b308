import { systemCtx } from "#/ctx.ts";
import { errorText, log } from "#/kernel/log.ts";
import { consumerOf, Poison } from "./consumer.ts";
import { DAILY, runDaily } from "./daily.ts";
import { jobsOf } from "./jobs.ts";
import { AlarmMessage } from "./messages.ts";

/**
 * The time of one piece of work has come. Its message is done with as soon as the claim is in the database: the rest runs in the background, so
 * that a slow receiver holds up no other message. If the worker dies, the sweep finds the lease that ran out.
 */
export const carryOutAlarm = consumerOf(AlarmMessage, async (open, { job, tenantId, id }) => {
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
  const rest = await work.run(ctx, id);
  if (!rest) return;
  open.background(
    rest().catch((error: unknown) =>
      log("error", "work broke off; the sweep starts it again", { tenant: tenantId, job, id, error: errorText(error) }),
    ),
  );
});
