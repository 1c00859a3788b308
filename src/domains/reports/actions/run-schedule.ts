import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { OutboxEvent } from "#/db/tenant/outbox.ts";
import { stampsAfter } from "#/db/tenant/stamps.ts";
import type { Effect } from "#/jobs.ts";
import { AppError } from "#/kernel/errors.ts";
import type { Instant } from "#/kernel/time.ts";
import { latestDue, nextDue } from "../calendar.ts";
import { newRun } from "../new-run.ts";
import type { Days } from "../ranges.ts";
import { lastClosedPeriod } from "../rows-repo.ts";
import { reportOfDue, reportsOfPeriods, schedulesOfPeriods } from "../schedule-repo.ts";
import { dueSchedules, type Report, type Schedule } from "../tables.ts";

/**
 * A schedule is due: makes the run of that moment, in one commit with the next moment of its calendar. Of moments that were missed only the last gets
 * one. However often this is called, each moment has one run: its unique index says so.
 */
export async function runSchedule(ctx: Ctx, id: string): Promise<undefined> {
  const { schedule, report, period } = await load(ctx, {
    schedule: dueSchedules.claim(ctx, id),
    report: reportOfDue(ctx, id),
    period: lastClosedPeriod(ctx),
  });
  if (!schedule || schedule.nextRunAt === null) return;
  if (!report) {
    // nobody reaches a schedule without its report, so it must not be due again and again
    const never = { status: "disabled" as const, nextRunAt: null, nextAttemptAt: null };
    await record(ctx, { parts: [dueSchedules.settle(ctx, schedule, { ...never, ...stampsAfter(ctx, schedule) })] });
    return;
  }
  if (schedule.nextRunAt > ctx.now) {
    // it was rung for too early
    await record(ctx, { parts: [dueSchedules.settle(ctx, schedule, { nextAttemptAt: schedule.nextRunAt })] });
    return;
  }
  const dueAt = latestDue(schedule, schedule.nextRunAt, ctx.now);
  const nextRunAt = nextDue(schedule, ctx.now);
  const goesOn = dueSchedules.settle(ctx, schedule, { nextRunAt, nextAttemptAt: nextRunAt });
  const part = runOf(ctx, schedule, report, dueAt, period);
  try {
    await record(ctx, { parts: [goesOn, part], audit: { action: "run", of: part } });
  } catch (error) {
    if (!(error instanceof AppError) || error.reason !== "report_run.taken") throw error;
    await record(ctx, { parts: [goesOn] }); // the clock was put back: that moment has its run
  }
}

/** A pay period was closed: a run for each schedule that waits for it, in the commit that notes that the event was seen. */
export async function runOnClose(ctx: Ctx, { data, occurredAt }: OutboxEvent): Promise<Effect | undefined> {
  const { due, reports } = await load(ctx, { due: schedulesOfPeriods(ctx), reports: reportsOfPeriods(ctx) });
  const closed = JSON.parse(data) as { starts_on: Days["from"]; ends_on: Days["to"] }; // safe: our own event
  const period = { from: closed.starts_on, to: closed.ends_on };
  const parts = due.flatMap((schedule) => {
    const report = reports.find((one) => one.id === schedule.reportId);
    return report ? [runOf(ctx, schedule, report, occurredAt, period)] : [];
  });
  return parts.length === 0 ? undefined : { parts, audit: parts.map((of) => ({ action: "run", of })) };
}

function runOf(ctx: Ctx, schedule: Schedule, report: Report, dueAt: Instant, period: Days | undefined) {
  const { id, ownerId: userId, format, timezone, delivery: by, recipientIds } = schedule;
  const delivery = { by, recipientIds, isTest: false };
  return newRun(ctx, report, { format, timezone, at: dueAt, period, userId, schedule: { id, dueAt, delivery } });
}
