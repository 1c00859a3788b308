import type { Ctx } from "#/ctx.ts";
import { changesOf } from "#/db/tenant/changes.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { assertVersion, mustBeCurrent, nextStamps } from "#/db/tenant/stamps.ts";
import { localDateOf, plusDays } from "#/kernel/time.ts";
import { scheduleStartsTooEarly, scheduleStartsTooLate } from "../errors.ts";
import { plannedPeriods } from "../plan.ts";
import { lastPeriod, openPeriods, type PaySchedule, scheduleOf, scheduleUpsert } from "../repo.ts";
import { DAYS_AHEAD, type Schedule } from "../rules.ts";
import { paySchedules } from "../tables.ts";

const ENTITY = "pay_schedule";
/** How far back the first period may begin. */
const DAYS_BACK = 731;

/** Says when pay periods begin and end. Those that are open are replaced where their days change; what was posted stays on its day, and so counts in the new ones. */
export async function setSchedule(ctx: Ctx, schedule: Schedule): Promise<PaySchedule> {
  const { current, open, settled } = await load(ctx, {
    current: scheduleOf(ctx),
    open: openPeriods(ctx),
    settled: lastPeriod(ctx, { settled: true }),
  });
  assertVersion(ctx, ENTITY, { id: "of the business", version: current?.version });
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  const [earliest, latest] = [plusDays(today, -DAYS_BACK), plusDays(today, DAYS_AHEAD)];
  if (schedule.startsOn < earliest) throw scheduleStartsTooEarly(earliest);
  if (schedule.startsOn > latest) throw scheduleStartsTooLate(latest);

  const row = { ...schedule, tenantId: ctx.tenant.id, ...nextStamps(ctx, current) };
  const from = settled ? plusDays(settled.endsOn, 1) : schedule.startsOn;
  const planned = await plannedPeriods(ctx, schedule, { from, today, open });
  return await commit(ctx, {
    parts: [scheduleUpsert(row), mustBeCurrent(ctx, ENTITY, "of the business"), ...planned],
    audit: { action: "set", entity: ENTITY, id: "1", changes: changesOf(paySchedules, current, row) },
    result: row,
  });
}
