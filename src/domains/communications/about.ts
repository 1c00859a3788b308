import type { Ctx } from "#/ctx.ts";
import type { Customer } from "#/domains/customers/index.ts";
import { type DispatchJobRow, dispatchJobs } from "#/domains/dispatch/index.ts";
import { type Estimate, estimates } from "#/domains/estimates/index.ts";
import { type Invoice, invoices } from "#/domains/invoices/index.ts";
import { amountText } from "#/kernel/currencies.ts";
import { dayText, dayTextOf, timeTextOf } from "#/kernel/day-text.ts";
import { foreignThing } from "./errors.ts";
import type { Values } from "./placeholders.ts";
import type { About } from "./queue-message.ts";

/** How a request says what it is about. */
export type Referred = {
  jobId?: number | null | undefined;
  invoiceId?: number | null | undefined;
  estimateId?: number | null | undefined;
};

/** Refuses what is not there, for the load of a request. */
export const referredQueries = (ctx: Ctx, { jobId, invoiceId, estimateId }: Referred) => ({
  job: jobId ? dispatchJobs.one(ctx, jobId, "job_id") : undefined,
  invoice: invoiceId ? invoices.one(ctx, invoiceId, "invoice_id") : undefined,
  estimate: estimateId ? estimates.one(ctx, estimateId, "estimate_id") : undefined,
});

/** Refuses an invoice of somebody else: its numbers would get to the wrong customer. */
export function assertTheirs(
  customer: Pick<Customer, "id">,
  things: Record<string, { customerId?: number | null } | null | undefined>,
): void {
  for (const name of ["job", "invoice", "estimate"])
    if (things[name]?.customerId != null && things[name].customerId !== customer.id) throw foreignThing(`${name}_id`);
}

/** All that it is about. */
export const idsOf = ({ jobId = null, invoiceId = null, estimateId = null }: Referred) => ({
  jobId,
  invoiceId,
  estimateId,
});

/** The one thing that a template goes out for once a day. */
export function aboutOf({ jobId, invoiceId, estimateId }: Referred): About | undefined {
  if (invoiceId) return { entity: "invoice", id: invoiceId };
  if (estimateId) return { entity: "estimate", id: estimateId };
  return jobId ? { entity: "job", id: jobId } : undefined;
}

type Found = { job?: DispatchJobRow | undefined; invoice?: Invoice | undefined; estimate?: Estimate | undefined };

const known = (values: Record<string, string | null | undefined>): Values =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] != null));

/** What the things tell of themselves to a template; days and times are by the clocks of the business. */
export function valuesOf({ tenant: { timezone } }: Pick<Ctx, "tenant">, { job, invoice, estimate }: Found): Values {
  const start = job?.arrivalWindowStart ?? job?.scheduledStart;
  return known({
    job_title: job?.title,
    job_date: start && dayTextOf(start, timezone),
    job_time: start && timeTextOf(start, timezone),
    invoice_number: invoice?.number,
    amount_due: invoice && amountText(invoice.balanceCents, invoice.currency),
    due_date: invoice?.dueDate && dayText(invoice.dueDate),
    estimate_number: estimate?.number,
    estimate_amount: estimate?.totalCents == null ? null : amountText(estimate.totalCents, estimate.content.currency),
    valid_until: estimate?.validUntil && dayText(estimate.validUntil),
  });
}
