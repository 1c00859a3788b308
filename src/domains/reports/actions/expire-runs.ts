import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import type { DailyEffect } from "#/jobs.ts";
import { removeFiles } from "../files.ts";
import { dropLinks, expiredRuns } from "../run-repo.ts";
import { runs } from "../tables.ts";

const AT_ONCE = 20;

/** Removes the files of runs after 30 days; 60 days later the runs themselves. */
export async function expireRuns(ctx: Ctx): Promise<DailyEffect | undefined> {
  const { found } = await load(ctx, { found: expiredRuns(ctx, ctx.now, AT_ONCE) });
  if (found.length === 0) return undefined;
  await Promise.all(found.map((run) => removeFiles(ctx, run)));
  const parts = found.flatMap((run) => [
    run.status === "expired"
      ? runs.remove(ctx, run)
      : runs.change(ctx, run, { status: "expired", parts: [], nextAttemptAt: null }),
    dropLinks(ctx, run),
  ]);
  return { parts, isPortion: found.length === AT_ONCE };
}
