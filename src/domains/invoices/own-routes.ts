import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { dispatchJobs, ownJob } from "#/domains/dispatch/index.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { endpoint } from "#/http/endpoint.ts";
import { notFound } from "#/kernel/errors.ts";
import { IdParams } from "#/kernel/fields.ts";
import { presented } from "./present.ts";
import { jobOfInvoice, sentOfJob } from "./repo.ts";
import { Invoice, JobParams, OwnInvoices } from "./schemas.ts";
import { invoices } from "./tables.ts";

/** The invoices of a job that is the technician's own, or that they help with. */
async function listOwnInvoices(ctx: Ctx, jobId: number) {
  const technicianId = technicianOf(ctx);
  const { job, found } = await read(ctx, { job: dispatchJobs.one(ctx, jobId), found: sentOfJob(ctx, jobId) });
  ownJob(job, technicianId);
  return { items: found.map((invoice) => presented(ctx, invoice)) };
}

/** For a technician, an invoice of another's job does not exist, nor does a draft. */
async function getOwnInvoice(ctx: Ctx, id: number) {
  const technicianId = technicianOf(ctx);
  const { invoice, job } = await read(ctx, { invoice: invoices.one(ctx, id), job: jobOfInvoice(ctx, id) });
  const isOwn = job !== undefined && (job.technicianId === technicianId || job.crew.includes(technicianId));
  if (!isOwn || invoice.sentAt === null) throw notFound("invoice", id);
  return presented(ctx, invoice);
}

const own = { by: "user", permission: "invoices:own", method: "get" } as const;

export const routes = [
  endpoint({
    ...own,
    path: "/tech/job-invoices/{job_id}",
    operationId: "listOwnInvoices",
    summary: "List the sent invoices of a job of your own",
    description: "The newest first, at most 100.",
    params: JobParams,
    response: OwnInvoices,
    handler: (ctx, { params }) => listOwnInvoices(ctx, params.jobId),
  }),
  endpoint({
    ...own,
    path: "/tech/invoices/{id}",
    operationId: "getOwnInvoice",
    summary: "Get a sent invoice of a job of your own",
    params: IdParams,
    response: Invoice,
    handler: (ctx, { params }) => getOwnInvoice(ctx, params.id),
  }),
];
