import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { assertMayRead, definitionIn } from "../definitions.ts";
import { tooManyRuns } from "../errors.ts";
import { newRun } from "../new-run.ts";
import { presented } from "../present.ts";
import { lastClosedPeriod } from "../rows-repo.ts";
import { holdFewWaiting } from "../run-repo.ts";
import { seenSchedule } from "../schedule-repo.ts";
import { schedules } from "../tables.ts";
import { MOST_WAITING } from "../terms.ts";

/** Runs the report of a schedule now and delivers it as the schedule does, by mail to the caller alone. It counts for nothing. */
export async function sendTest(ctx: Ctx, id: number) {
  const { userId } = userOf(ctx);
  const { schedule, report, period } = await load(ctx, { ...seenSchedule(ctx, id), period: lastClosedPeriod(ctx) });
  schedules.assertCurrent(ctx, schedule);
  assertMayRead(ctx, definitionIn(report));
  const delivery = { by: schedule.delivery, recipientIds: [userId], isTest: true };
  const part = newRun(ctx, report, {
    ...{ format: schedule.format, timezone: schedule.timezone, at: ctx.now, period, userId },
    schedule: { id, dueAt: null, delivery },
  });
  return await commit(ctx, {
    parts: [holdFewWaiting(ctx, report), must(tooManyRuns(report.id, MOST_WAITING)), part],
    audit: { action: "test", of: part },
    result: presented(part.row),
  });
}
