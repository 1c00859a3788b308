import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { sales } from "#/domains/sales/index.ts";
import { changedMeanwhile, notFound } from "#/kernel/errors.ts";
import { jobFrozen, saleOfOtherJob } from "../errors.ts";
import { costedJob, costingOf, deleteJobSale, holdUnfrozen, insertJobSale, jobOfSale } from "../repo.ts";

type JobSale = { jobId: number; saleId: number };

/** Says that a sale was made on a job: its commission is a cost of it, and of no other job. Said again, it changes nothing. */
export async function nameSale(ctx: Ctx, { jobId, saleId }: JobSale): Promise<JobSale> {
  const { named, costing } = await load(ctx, {
    job: costedJob(ctx, jobId),
    sale: sales.one(ctx, saleId),
    named: jobOfSale(ctx, saleId),
    costing: costingOf(ctx, jobId),
  });
  if (costing?.frozenAt) throw jobFrozen(jobId);
  if (named && named.jobId !== jobId) throw saleOfOtherJob(saleId, named.jobId);
  const row = { tenantId: ctx.tenant.id, saleId, jobId, createdBy: actorName(ctx.actor), createdAt: ctx.now };
  return await commit(ctx, {
    parts: [
      {
        writes: named ? [] : [insertJobSale(row)],
        refusals: { "job_sales.tenant_id, job_sales.sale_id": changedMeanwhile("job_sale", saleId, false) },
      },
      ...holdUnfrozen(ctx, jobId),
    ],
    audit: { action: "name sale", entity: "job_costing", id: jobId, details: { sale_id: saleId } },
    result: { jobId, saleId },
  });
}

/** Takes a sale from a job for which it was named. */
export async function unnameSale(ctx: Ctx, { jobId, saleId }: JobSale): Promise<JobSale> {
  const { named, costing } = await load(ctx, { named: jobOfSale(ctx, saleId), costing: costingOf(ctx, jobId) });
  if (named?.jobId !== jobId) throw notFound("job_sale", saleId);
  if (costing?.frozenAt) throw jobFrozen(jobId);
  return await commit(ctx, {
    parts: [deleteJobSale(ctx, saleId, jobId), must(notFound("job_sale", saleId)), ...holdUnfrozen(ctx, jobId)],
    audit: { action: "take sale", entity: "job_costing", id: jobId, details: { sale_id: saleId } },
    result: { jobId, saleId },
  });
}
