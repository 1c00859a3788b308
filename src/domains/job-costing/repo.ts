import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, only, q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { must, touch } from "#/db/tenant/guards.ts";
import { type Answers, read } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { dispatchJobs } from "#/domains/dispatch/index.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import { type AppError, changedMeanwhile } from "#/kernel/errors.ts";
import { type FigureRow, figuresAround } from "./cost-repo.ts";
import { isVisit, jobFrozen } from "./errors.ts";
import { hrefOf, type LineOfJob, linesAround, type Source, sourceNames } from "./line-repo.ts";
import { presentedRow } from "./present.ts";
import { type CostLine, ownTotal, variancesOf } from "./rules.ts";
import { costingTable, type JobCosting, jobCostings, jobSaleTable, manualCosts } from "./tables.ts";

/** A job that has costs of its own; refuses a further visit, whose costs are those of its job. */
export const costedJob = (ctx: Ctx, jobId: number, field?: string) =>
  mapped(dispatchJobs.one(ctx, jobId, field), (job) => {
    if (job.parentId !== null) throw isVisit(job.id, job.parentId);
    return job;
  });

/** Everything that the account of a job is made of, for a load or a read; 404 for a job that is not there. */
export const accountParts = (ctx: Ctx, jobId: number) => ({
  job: costedJob(ctx, jobId),
  figures: figuresAround(ctx.tenant.id, jobId),
  costings: costingsAround(ctx, jobId),
  organization: organizationOf(ctx),
  ...linesAround(ctx.tenant.id, jobId),
});
export type Account = Answers<ReturnType<typeof accountParts>>;

/** What is said of the costs of a job and of its recalls. */
const costingsAround = (ctx: Ctx, jobId: number) =>
  q
    .select()
    .from(costingTable)
    .where(
      and(
        eq(costingTable.tenantId, ctx.tenant.id),
        sql`${costingTable.id} in (select ${jobId} union all select c.id from job_costings c indexed by job_costings_by_recall
          where c.tenant_id = ${ctx.tenant.id} and c.recall_of_job_id = ${jobId})`,
      ),
    );

/** How many recalls name a job as their original. */
export const recallsOf = (ctx: Ctx, jobId: number) =>
  only(
    q
      .select({ n: sql<number>`count(*)`.as("n") })
      .from(sql`job_costings indexed by job_costings_by_recall`)
      .where(sql`tenant_id = ${ctx.tenant.id} and recall_of_job_id = ${jobId}`),
  );

/** The lines of one job of an account, as its figures add them up; frozen ones as they were. */
export function linesOf(account: Account, figures: FigureRow): CostLine[] {
  const frozen = account.costings.find(({ id }) => id === figures.id)?.lines;
  return figures.frozenAt !== null && frozen ? frozen : liveLines(account, figures);
}

export function liveLines(account: Account, { id, revenueBasis, overheadCents }: FigureRow): CostLine[] {
  const counted: Source[] = sourceNames.filter((name) =>
    revenueBasis === "invoice" ? name !== "estimates" : name !== "invoices" && name !== "creditNotes",
  );
  const lines = counted.flatMap((name) => account[name]).filter(({ jobId }) => jobId === id);
  return [
    ...lines.map(withoutJob),
    ...(overheadCents === 0 ? [] : [made("overhead", "Overhead of the labour", overheadCents)]),
  ];
}
const withoutJob = (line: LineOfJob): CostLine => {
  const { jobId: _, ...rest } = line;
  return rest;
};
const made = (row: CostLine["row"], description: string, amountCents: number, source: CostLine["source"] = null) => ({
  ...{ row, description, amountCents, source },
  ...{ quantity: null, unitCostCents: null, technicianId: null },
});

/** What recalls move from one job to another. */
function recallLines(own: FigureRow, recalls: readonly FigureRow[]): CostLine[] {
  const link = (id: number) => ({ type: "dispatch_job" as const, id, href: hrefOf("dispatch_job", id) });
  const taken = recalls.map((one) => made("recall", `Recall: job ${one.id}`, ownTotal(one), link(one.id)));
  const original = own.recallOfJobId;
  if (original === null) return taken;
  return [...taken, made("recall", `Borne by job ${original}`, -ownTotal(own), link(original))];
}

/** The account of a job: its figures, every line of it, and what was estimated. */
export function presentedAccount(account: Account) {
  const { job, organization } = account;
  const [own, ...recalls] = account.figures as [FigureRow, ...FigureRow[]]; // never empty: the job is there
  const costing = account.costings.find(({ id }) => id === job.id);
  return {
    ...presentedRow({ ...own, ...job, id: job.id, jobNumber: job.jobNumber, crew: JSON.stringify(job.crew) }),
    currency: settingOf(organization, "currency"),
    lines: [...linesOf(account, own), ...recallLines(own, recalls)],
    variances: variancesOf(own, costing?.estimated ?? {}),
    costingVersion: costing?.version ?? 0,
  };
}

/** One trip: the job, its figures, and the lines of each source by its index. */
export const getJobCosts = async (ctx: Ctx, jobId: number) =>
  presentedAccount(await read(ctx, accountParts(ctx, jobId)));

export const presentedCosting = ({ id, ...costing }: JobCosting) => ({ ...costing, jobId: id });

/** The costs of a job that were entered by hand, in their order. */
export const listManualCosts = (ctx: Ctx, { jobId, ...input }: ListInput & { jobId: number }) =>
  manualCosts.list(ctx, input, { equals: { jobId }, parent: dispatchJobs.one(ctx, jobId), total: "some" });

/** What is said of the costs of a job; undefined: nothing. */
export const costingOf = (ctx: Ctx, jobId: number) => jobCostings.byId(ctx, jobId);

/** Refuses where this does not hold for the costs of a job at the moment of the commit. */
const mustHold = (ctx: Ctx, jobId: number, condition: SQL, refusal: AppError): Write[] => [
  touch(
    dispatchJobs.table,
    and(eq(dispatchJobs.table.tenantId, ctx.tenant.id), eq(dispatchJobs.table.id, jobId), condition),
  ),
  must(refusal),
];
/** Nobody freezes the costs of the job meanwhile. */
export const holdUnfrozen = (ctx: Ctx, jobId: number) =>
  mustHold(
    ctx,
    jobId,
    sql`not exists (select 1 from job_costings c where c.tenant_id = ${ctx.tenant.id} and c.id = ${jobId} and c.frozen_at is not null)`,
    jobFrozen(jobId),
  );
/** Nobody freezes the job meanwhile, nor makes it a recall itself. */
export const holdOriginal = (ctx: Ctx, jobId: number) =>
  mustHold(
    ctx,
    jobId,
    sql`not exists (select 1 from job_costings c where c.tenant_id = ${ctx.tenant.id} and c.id = ${jobId} and (c.frozen_at is not null or c.recall_of_job_id is not null))`,
    changedMeanwhile("job_costing", jobId, false),
  );
/** The job has as many recalls as were read. */
export const holdRecalls = (ctx: Ctx, jobId: number, n: number) =>
  mustHold(
    ctx,
    jobId,
    sql`(select count(*) from job_costings c indexed by job_costings_by_recall where c.tenant_id = ${ctx.tenant.id} and c.recall_of_job_id = ${jobId}) = ${n}`,
    changedMeanwhile("job_costing", jobId, false),
  );

/** The job for which a sale is named. */
export const jobOfSale = (ctx: Ctx, saleId: number) =>
  first(
    q
      .select()
      .from(jobSaleTable)
      .where(and(eq(jobSaleTable.tenantId, ctx.tenant.id), eq(jobSaleTable.saleId, saleId))),
  );

export const insertJobSale = (row: typeof jobSaleTable.$inferSelect) => q.insert(jobSaleTable).values(row);
export const deleteJobSale = (ctx: Ctx, saleId: number, jobId: number) =>
  q
    .delete(jobSaleTable)
    .where(
      and(eq(jobSaleTable.tenantId, ctx.tenant.id), eq(jobSaleTable.saleId, saleId), eq(jobSaleTable.jobId, jobId)),
    );
