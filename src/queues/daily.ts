import type { Ctx } from "#/ctx.ts";
import { againAfter } from "#/db/tenant/again.ts";
import { record } from "#/db/tenant/commit.ts";
import { dailyRun, nextPortion, noteDailyRun, planDailyRun } from "#/db/tenant/daily.ts";
import { ring } from "#/db/tenant/due.ts";
import { must } from "#/db/tenant/guards.ts";
import { read } from "#/db/tenant/load.ts";
import type { JobOf } from "#/jobs.ts";
import { AppError } from "#/kernel/errors.ts";

/** `job` of an alarm whose id names a daily task. */
export const DAILY = "daily";

/** Portions of one message: the next one goes on. */
const MOST_PORTIONS = 5;

/** Another worker has run the task, or written what this one was planned by. */
const again = againAfter(({ kind }) => kind === "conflict");

/**
 * Runs a tenant's daily task for each local day that is due, each day in one commit with the note that it is done, or in portions of which the last has
 * that note; `early` for today too, before its time has come. Answers for how many days.
 */
export async function runDaily(ctx: Ctx, task: JobOf<"daily">, { early = false } = {}): Promise<number> {
  for (let days = 0, portions = 0; ; ) {
    const done = await again(() => runOnce(ctx, task, early));
    if (done === "nothing") return days;
    if (done === "day") days++;
    if (done === "portion" && ++portions >= MOST_PORTIONS && !early) {
      await ring(ctx.env, "TASKS", [{ job: DAILY, tenantId: ctx.tenant.id, id: task.name }]);
      return days;
    }
  }
}

/** Runs the task for the next day, or the next portion of it; `no_day` when it is due only later than its row says, which is noted. */
async function runOnce(
  ctx: Ctx,
  { name, run }: JobOf<"daily">,
  early: boolean,
): Promise<"nothing" | "no_day" | "portion" | "day"> {
  const { row } = await read(ctx, { row: dailyRun(ctx, name) });
  if (!row || (row.dueAt > ctx.now && !early)) return "nothing";
  const { day, dueAt } = planDailyRun(row, ctx.now, ctx.tenant.timezone, early);
  if (day === null && early) return "nothing";
  const effect = day === null ? undefined : await run(ctx, day);
  const { isPortion, ...work } = effect ?? { parts: [] };
  const overtaken = new AppError("conflict", "daily.overtaken", `Another worker has run ${name} for this day.`);
  await record(ctx, {
    ...work,
    parts: [
      noteDailyRun(ctx, row, isPortion ? nextPortion(row) : { lastDay: day ?? row.lastDay, dueAt }),
      must(overtaken),
      ...work.parts,
    ],
  });
  if (isPortion) return "portion";
  return day === null ? "no_day" : "day";
}
