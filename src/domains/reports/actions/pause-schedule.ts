import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { nextDue } from "../calendar.ts";
import { scheduleNot } from "../errors.ts";
import { seenSchedule } from "../schedule-repo.ts";
import { type Schedule, schedules } from "../tables.ts";

/** Nothing is due until it is resumed. */
export async function pauseSchedule(ctx: Ctx, id: number): Promise<Schedule> {
  const { schedule } = await load(ctx, seenSchedule(ctx, id));
  schedules.assertCurrent(ctx, schedule);
  if (schedule.status !== "active") throw scheduleNot(id, schedule.status, "active");
  const never = { nextRunAt: null, nextAttemptAt: null, attempts: schedule.attempts + 1 };
  const part = schedules.change(ctx, schedule, { status: "paused", ...never });
  return await commit(ctx, { parts: [part], audit: { action: "pause", of: part }, result: part.row });
}

/** Goes on with the next moment of its calendar: what was due meanwhile is left out. */
export async function resumeSchedule(ctx: Ctx, id: number): Promise<Schedule> {
  const { schedule } = await load(ctx, seenSchedule(ctx, id));
  schedules.assertCurrent(ctx, schedule);
  if (schedule.status === "active") throw scheduleNot(id, schedule.status, "paused or disabled");
  const nextRunAt = nextDue(schedule, ctx.now);
  const fields = { nextRunAt, nextAttemptAt: nextRunAt, attempts: schedule.attempts + 1, consecutiveFailures: 0 };
  const part = schedules.change(ctx, schedule, { status: "active", ...fields });
  return await commit(ctx, { parts: [part], audit: { action: "resume", of: part }, result: part.row });
}

export async function removeSchedule(ctx: Ctx, id: number): Promise<Schedule> {
  const { schedule } = await load(ctx, seenSchedule(ctx, id));
  schedules.assertCurrent(ctx, schedule);
  const part = schedules.remove(ctx, schedule);
  return await commit(ctx, { parts: [part], audit: { action: "remove", of: part }, result: schedule });
}
