import type { Ctx } from "#/ctx.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { notFound } from "#/kernel/errors.ts";
import type { PageInput } from "#/kernel/page.ts";
import { presented } from "./present.ts";
import { type EstimateFilter, listEstimates } from "./repo.ts";
import { type Estimate, estimates } from "./tables.ts";

/** For a technician, an estimate that another has made does not exist. */
export const assertOwn =
  (technicianId: number) =>
  (estimate: Estimate): void => {
    if (estimate.technicianId !== technicianId) throw notFound("estimate", estimate.id);
  };

export async function getOwnEstimate(ctx: Ctx, id: number) {
  const check = assertOwn(technicianOf(ctx));
  const estimate = await estimates.get(ctx, id);
  check(estimate);
  return presented(estimate);
}

export const listOwnEstimates = (ctx: Ctx, input: Omit<PageInput, "page"> & Pick<EstimateFilter, "status" | "jobId">) =>
  listEstimates(ctx, { ...input, technicianId: technicianOf(ctx) });
