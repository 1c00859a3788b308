import type { Ctx } from "#/ctx.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { holdCustomer, matchCustomer } from "#/domains/customers/index.ts";
import { type DispatchJobRow, dispatchJobs, ownJob } from "#/domains/dispatch/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { technicianOf, technicians } from "#/domains/technicians/index.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { localDateOf } from "#/kernel/time.ts";
import { categoryInactive, customerNotOfJob, expenseInFuture, taxAboveAmount } from "./errors.ts";
import { type ExpenseCategory, expenseCategories } from "./tables.ts";

type Named = {
  technicianId?: number | undefined;
  expenseCategoryId?: number | undefined;
  jobId?: number | null | undefined;
  customerId?: number | null | undefined;
};

/** What a request names by id, for its load; 404 with the field where there is none. And the settings. */
export const namedIn = (ctx: Ctx, { technicianId, expenseCategoryId, jobId, customerId }: Named) => ({
  technician: technicianId ? technicians.one(ctx, technicianId, "technician_id") : undefined,
  category: expenseCategoryId ? expenseCategories.one(ctx, expenseCategoryId, "expense_category_id") : undefined,
  job: jobId ? dispatchJobs.one(ctx, jobId, "job_id") : undefined,
  customer: customerId ? matchCustomer(ctx, { customerId }).customer : undefined,
  organization: organizationOf(ctx),
});

type Found = { job: DispatchJobRow | undefined; customer: { id: number } | undefined };

/** The customer of an expense: the one that is named, else that of its job. A technician names only jobs of their own. */
export function customerFor(
  ctx: Ctx,
  { job, customer }: Found,
  isOwn: boolean,
): { customerId: number | undefined; held: Write[] } {
  if (job && isOwn) ownJob(job, technicianOf(ctx));
  const ofJob = job?.customerId ?? undefined;
  if (job && customer && ofJob !== undefined && ofJob !== customer.id) throw customerNotOfJob(job.id);
  const customerId = customer?.id ?? ofJob;
  return { customerId, held: customerId === undefined ? [] : holdCustomer(ctx, customerId) };
}

export function assertCategory(category: ExpenseCategory | undefined): void {
  if (category && !category.isActive) throw categoryInactive(category.id);
}

type Facts = { incurredOn: LocalDate; amountCents: number; taxCents: number };

export function assertFacts(ctx: Ctx, { incurredOn, amountCents, taxCents }: Facts): void {
  if (incurredOn > localDateOf(ctx.now, ctx.tenant.timezone)) throw expenseInFuture();
  if (taxCents > amountCents) throw taxAboveAmount();
}
