import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { assertMayRead, definitionIn } from "../definitions.ts";
import { tooManyRuns } from "../errors.ts";
import { assertFits, newRun } from "../new-run.ts";
import { presented } from "../present.ts";
import { seenReport } from "../repo.ts";
import { lastClosedPeriod } from "../rows-repo.ts";
import { holdFewWaiting } from "../run-repo.ts";
import { reports } from "../tables.ts";
import { type Format, MOST_WAITING } from "../terms.ts";

/** Asks for a file of a report. It is read in the background, portion by portion. */
export async function startRun(ctx: Ctx, id: number, format: Format) {
  const { report, period } = await load(ctx, { report: seenReport(ctx, id), period: lastClosedPeriod(ctx) });
  reports.assertCurrent(ctx, report);
  const definition = definitionIn(report);
  assertMayRead(ctx, definition);
  assertFits(definition, format);
  const userId = ctx.actor.kind === "user" ? ctx.actor.userId : null;
  const part = newRun(ctx, report, { format, timezone: ctx.tenant.timezone, at: ctx.now, period, userId });
  return await commit(ctx, {
    parts: [holdFewWaiting(ctx, report), must(tooManyRuns(id, MOST_WAITING)), part],
    audit: { action: "run", of: part },
    result: presented(part.row),
  });
}
