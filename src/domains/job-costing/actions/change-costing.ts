import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { hasRecalls, jobFrozen, originalIsRecall, recallOfItself } from "../errors.ts";
import { costingChanged } from "../events.ts";
import { costedJob, costingOf, holdOriginal, holdRecalls, presentedCosting, recallsOf } from "../repo.ts";
import type { CostRow } from "../rules.ts";
import { assertSaid, said } from "../said.ts";

type Change = {
  jobId: number;
  recallOfJobId?: number | null | undefined;
  estimated?: Partial<Record<CostRow, number | undefined>> | undefined;
};

/** Says what the costs of a job were estimated at, or which job it is a recall of: that one bears what this one costs. */
export async function changeCosting(ctx: Ctx, { jobId, recallOfJobId, estimated }: Change) {
  const named = recallOfJobId ?? undefined;
  const found = await load(ctx, {
    job: costedJob(ctx, jobId),
    costing: costingOf(ctx, jobId),
    original: named === undefined ? undefined : costedJob(ctx, named, "recall_of_job_id"),
    ofOriginal: named === undefined ? undefined : costingOf(ctx, named),
    recalls: recallsOf(ctx, jobId),
  });
  const { costing: before, ofOriginal } = found;
  assertSaid(ctx, jobId, before);
  if (before?.frozenAt) throw jobFrozen(jobId);
  if (named === jobId) throw recallOfItself();
  if (named !== undefined && found.recalls.n > 0) throw hasRecalls(jobId);
  if (named !== undefined && ofOriginal?.recallOfJobId) throw originalIsRecall(named, ofOriginal.recallOfJobId);
  if (named !== undefined && ofOriginal?.frozenAt) throw jobFrozen(named);
  const part = said(ctx, jobId, before, {
    recallOfJobId,
    estimated: estimated && Object.fromEntries(Object.entries(estimated).filter(([, cents]) => cents !== undefined)),
  });
  return await commit(ctx, {
    parts: [part, ...(named === undefined ? [] : [...holdOriginal(ctx, named), ...holdRecalls(ctx, jobId, 0)])],
    events: [costingChanged(presentedCosting(part.row), before && presentedCosting(before))],
    audit: { action: "change", of: part },
    result: presentedCosting(part.row),
  });
}
