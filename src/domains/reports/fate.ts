import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { planMail } from "#/domains/mail/index.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import { scheduleDisabled } from "./events.ts";
import { type Run, type Schedule, schedules } from "./tables.ts";
import { MOST_FAILURES } from "./terms.ts";

// What the end of a run means for its schedule. A test means nothing.

const concerns = (run: Run, schedule: Schedule | undefined): schedule is Schedule =>
  schedule !== undefined && run.delivery?.isTest !== true;

export const successOf = (ctx: Ctx, run: Run, schedule: Schedule | undefined): Part[] =>
  concerns(run, schedule) ? [schedules.change(ctx, schedule, { lastRunId: run.id, consecutiveFailures: 0 })] : [];

/** The third failure in a row disables the schedule, and its owner is told. */
export async function failureOf(
  ctx: Ctx,
  run: Run,
  schedule: Schedule | undefined,
  ownerEmail: string | null,
): Promise<{ parts: Part[]; events: DomainEvent[] }> {
  if (!concerns(run, schedule)) return { parts: [], events: [] };
  const failures = schedule.consecutiveFailures + 1;
  const isOver = failures >= MOST_FAILURES && schedule.status === "active";
  const part = schedules.change(ctx, schedule, {
    ...{ lastRunId: run.id, consecutiveFailures: failures },
    // another claim of it must not go on
    ...(isOver && {
      ...{ status: "disabled" as const, nextRunAt: null, nextAttemptAt: null, attempts: schedule.attempts + 1 },
    }),
  });
  if (!isOver) return { parts: [part], events: [] };
  const data = { name: run.reportName, failures, reason: run.error ?? "broke_off" };
  const mail = ownerEmail !== null && (await planMail(ctx, { to: ownerEmail, template: "report-disabled", data }));
  return { parts: [part, ...(mail ? [mail] : [])], events: [scheduleDisabled(part.row, schedule)] };
}
