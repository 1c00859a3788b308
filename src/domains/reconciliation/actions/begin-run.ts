import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import { newId } from "#/kernel/ids.ts";
import { insertRun, lastRun } from "../repo.ts";
import type { Run } from "../tables.ts";

/** Begins a run of the matching; answers the one that is about to begin where there is one. */
export async function beginRunNow(ctx: Ctx): Promise<Run> {
  const { last } = await load(ctx, { last: lastRun(ctx) });
  if (last?.status === "running" && last.attempts === 0) return last;
  const run: Run = {
    tenantId: ctx.tenant.id,
    id: newId("run"),
    status: "running",
    confirmed: 0,
    suggested: 0,
    fromDay: null,
    attempts: 0,
    nextAttemptAt: ctx.now,
    startedAt: ctx.now,
    finishedAt: null,
  };
  return await commit(ctx, {
    parts: [{ writes: [insertRun(run)], wakes: true }],
    audit: { action: "begin", entity: "reconciliation_run", id: run.id },
    result: run,
  });
}

/** 404 when there is no such run. */
export function foundRun(id: string, run: Run | undefined): Run {
  if (!run) throw notFound("reconciliation_run", id);
  return run;
}
