import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { dailyRun, noteDailyRun, planDailyRun } from "#/db/tenant/daily.ts";
import { must } from "#/db/tenant/guards.ts";
import { read } from "#/db/tenant/load.ts";
import type { JobOf } from "#/jobs.ts";
import { AppError } from "#/kernel/errors.ts";

/**
 * Runs a tenant's daily task for each local day that is due, each day in one commit with the note that it is done; `early` for today too,
 * before its time has come. Answers for how many days.
 */
export async function runDaily(ctx: Ctx, { name, run }: JobOf<"daily">, { early = false } = {}): Promise<number> {
  for (let days = 0; ; ) {
    const { row } = await read(ctx, { row: dailyRun(ctx, name) });
    if (!row || (row.dueAt > ctx.now && !early)) return days;
    const { day, dueAt } = planDailyRun(row, ctx.now, ctx.tenant.timezone, early);
    if (day === null && early) return days;
    const effect = day === null ? undefined : await run(ctx, day);
    const overtaken = new AppError("conflict", "daily.overtaken", `Another worker has run ${name} for this day.`);
    try {
      await record(ctx, {
        ...effect,
        parts: [
          noteDailyRun(ctx, row, { lastDay: day ?? row.lastDay, dueAt }),
          must(overtaken),
          ...(effect?.parts ?? []),
        ],
      });
      if (day !== null) days++;
    } catch (error) {
      if (error !== overtaken) throw error;
    }
  }
}
