import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { ownJob } from "#/domains/dispatch/index.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { presented } from "../present.ts";
import { estimateParts, estimateQueries, type NewEstimate } from "./plan-estimate.ts";

/** Drafts an estimate, priced by the rates of this moment. */
export async function createEstimate(ctx: Ctx, asked: NewEstimate) {
  const { row, ...plan } = estimateParts(ctx, asked, await load(ctx, estimateQueries(ctx, asked)));
  return await commit(ctx, { ...plan, result: presented(row) });
}

/** A technician drafts one on a job of their own, or on one that they help with. */
export async function createOwnEstimate(ctx: Ctx, asked: Omit<NewEstimate, "technicianId"> & { jobId: number }) {
  const technicianId = technicianOf(ctx);
  const mine = { ...asked, technicianId };
  const loaded = await load(ctx, estimateQueries(ctx, mine));
  if (loaded.job) ownJob(loaded.job, technicianId);
  const { row, ...plan } = estimateParts(ctx, mine, loaded);
  return await commit(ctx, { ...plan, result: presented(row) });
}
