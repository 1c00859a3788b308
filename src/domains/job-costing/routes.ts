import { endpoint } from "#/http/endpoint.ts";
import { changeCosting } from "./actions/change-costing.ts";
import { freezeCosts, unfreezeCosts } from "./actions/freeze-costs.ts";
import { addCost, removeCost } from "./actions/manual-cost.ts";
import { nameSale, unnameSale } from "./actions/name-sale.ts";
import { listJobCosts, summarizeJobCosts } from "./list-repo.ts";
import { JobCostQuery, JobCostSummaryQuery, ManualCostQuery } from "./query-schemas.ts";
import { getJobCosts, listManualCosts } from "./repo.ts";
import {
  AddJobCost,
  ChangeJobCosting,
  CostParams,
  JobCost,
  JobCosting,
  JobCostPage,
  JobCostSummary,
  JobCostsPage,
  JobParams,
  JobSale,
  SaleParams,
  WholeJobCosts,
} from "./schemas.ts";

const BASE = "/admin/job-costing";
const OF_JOB = `${BASE}/{job_id}` as const;
const read = { by: "user", permission: "costs:read" } as const;
const write = { by: "user", permission: "costs:write" } as const;

export const routes = [
  endpoint({
    ...read,
    method: "get",
    path: BASE,
    operationId: "listJobCosts",
    summary: "List what jobs brought in and cost",
    description:
      "The newest first, by the day of `basis`. A job brings in what its invoices say, without taxes and less their credit notes; before it is invoiced, what its accepted estimates say (`revenue_basis`).",
    query: JobCostQuery,
    response: JobCostsPage,
    handler: (ctx, { query }) => listJobCosts(ctx, query),
  }),
  endpoint({
    ...read,
    method: "get",
    path: `${BASE}/summary`,
    operationId: "summarizeJobCosts",
    summary: "Read what jobs brought in and cost, summed up",
    description:
      "By type of job, by the technician in charge, by ZIP or by month; of the last 30 days where the query names none. Each job counts once. Days with more than 20,000 jobs are refused.",
    query: JobCostSummaryQuery,
    response: JobCostSummary,
    handler: (ctx, { query }) => summarizeJobCosts(ctx, query),
  }),
  endpoint({
    ...read,
    method: "get",
    path: OF_JOB,
    operationId: "getJobCosts",
    summary: "Get what a job brought in and cost",
    description:
      "With every line and where it comes from, and with each row beside what was estimated. Its further visits are in it.",
    params: JobParams,
    response: WholeJobCosts,
    handler: (ctx, { params }) => getJobCosts(ctx, params.jobId),
  }),
  endpoint({
    ...write,
    method: "patch",
    path: OF_JOB,
    operationId: "changeJobCosting",
    summary: "Say what a job should cost, or which job it is a recall of",
    description:
      "A recall does the work of another job again: that job bears what the recall costs, as `recall_cents`, and the recall bears nothing.",
    params: JobParams,
    body: ChangeJobCosting,
    response: JobCosting,
    handler: (ctx, { params, body }) => changeCosting(ctx, { ...body, jobId: params.jobId }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: `${OF_JOB}/freeze`,
    operationId: "freezeJobCosts",
    summary: "Freeze the costs of a job",
    description:
      "Its figures and lines are kept as they are, whatever changes later; so are those of its recalls. Costs are neither added by hand nor removed meanwhile.",
    params: JobParams,
    response: WholeJobCosts,
    handler: (ctx, { params }) => freezeCosts(ctx, params.jobId),
  }),
  endpoint({
    ...write,
    method: "post",
    path: `${OF_JOB}/unfreeze`,
    operationId: "unfreezeJobCosts",
    summary: "Let the costs of a job change again",
    description: "They are counted from their sources again, with all that has changed since they were frozen.",
    params: JobParams,
    response: JobCosting,
    handler: (ctx, { params }) => unfreezeCosts(ctx, params.jobId),
  }),
  endpoint({
    ...read,
    method: "get",
    path: `${OF_JOB}/manual-costs`,
    operationId: "listManualJobCosts",
    summary: "List the costs of a job that were entered by hand",
    params: JobParams,
    query: ManualCostQuery,
    response: JobCostPage,
    handler: (ctx, { params, query }) => listManualCosts(ctx, { ...query, jobId: params.jobId }),
  }),
  endpoint({
    ...write,
    method: "post",
    path: `${OF_JOB}/manual-costs`,
    operationId: "addManualJobCost",
    summary: "Enter a cost of a job by hand",
    description:
      "A subcontractor, a permit, rented equipment: what no other part of the product knows of. `miles` of a vehicle count at the setting `vehicle_rate_millicents` of today, in place of expenses for its fuel.",
    params: JobParams,
    body: AddJobCost,
    response: JobCost,
    status: 201,
    handler: (ctx, { params, body }) => addCost(ctx, { ...body, jobId: params.jobId }),
  }),
  endpoint({
    ...write,
    method: "delete",
    path: `${OF_JOB}/manual-costs/{id}`,
    operationId: "removeManualJobCost",
    summary: "Remove a cost that was entered by hand",
    description: "The audit log keeps what it was.",
    params: CostParams,
    response: JobCost,
    handler: (ctx, { params }) => removeCost(ctx, params),
  }),
  endpoint({
    ...write,
    method: "put",
    path: `${OF_JOB}/sales/{sale_id}`,
    operationId: "nameSaleOfJob",
    summary: "Say that a sale was made on a job",
    description:
      "Its commission is then a cost of the job. A sale that an estimate of the job became belongs to it without that.",
    params: SaleParams,
    response: JobSale,
    handler: (ctx, { params }) => nameSale(ctx, params),
  }),
  endpoint({
    ...write,
    method: "delete",
    path: `${OF_JOB}/sales/{sale_id}`,
    operationId: "unnameSaleOfJob",
    summary: "Take a sale from a job for which it was named",
    params: SaleParams,
    response: JobSale,
    handler: (ctx, { params }) => unnameSale(ctx, params),
  }),
];
