import type { Ctx } from "#/ctx.ts";
import type { Answers } from "#/db/tenant/load.ts";
import { type Customer, holdCustomer, linkOf, matchCustomer, primaryOf } from "#/domains/customers/index.ts";
import { customerOfJob, dispatchJobs } from "#/domains/dispatch/index.ts";
import { pricingQueries } from "#/domains/documents/index.ts";
import { settingOf } from "#/domains/organization/index.ts";
import { technicians } from "#/domains/technicians/index.ts";
import type { z } from "#/kernel/fields.ts";
import { type LocalDate, localDateOf, plusDays } from "#/kernel/time.ts";
import type { Inside } from "#/kernel/wire.ts";
import { contentFrom, headOf, linesAsked } from "../content.ts";
import { customerNameMissing, endsBeforeItsDate } from "../errors.ts";
import { estimateCreated } from "../events.ts";
import { presented } from "../present.ts";
import type { CreateEstimate } from "../request-schemas.ts";
import { estimates } from "../tables.ts";

/** An estimate that a request, or another domain, asks for. */
export type NewEstimate = Inside<z.output<typeof CreateEstimate>> & { leadId?: number | undefined };

/** What drafting an estimate needs, for a load. */
export const estimateQueries = (ctx: Ctx, asked: NewEstimate) => ({
  ...pricingQueries(ctx, linesAsked(asked)),
  ...matchCustomer(ctx, { ...asked, phone: asked.customerPhone, email: asked.customerEmail }),
  job: asked.jobId === undefined ? undefined : dispatchJobs.one(ctx, asked.jobId, "job_id"),
  ofJob: asked.jobId === undefined || namesSomebody(asked) ? undefined : customerOfJob(ctx, asked.jobId),
  technician: asked.technicianId === undefined ? undefined : technicians.one(ctx, asked.technicianId, "technician_id"),
});
export type EstimateLoaded = Omit<Answers<ReturnType<typeof estimateQueries>>, "technician">;

/** Otherwise it is for the customer of its job. */
const namesSomebody = ({ customerId, siteId, customerName }: NewEstimate): boolean =>
  customerId !== undefined || siteId !== undefined || customerName !== undefined;

/** Refuses an end before the document's own date. */
export function checkedEnd(issuedOn: LocalDate, validUntil: LocalDate | null): LocalDate | null {
  if (validUntil !== null && validUntil < issuedOn) throw endsBeforeItsDate(issuedOn);
  return validUntil;
}

/** What drafting an estimate puts into a commit, by what was loaded. A customer who is made in that very commit comes beside it. */
export function estimateParts(ctx: Ctx, asked: NewEstimate, loaded: EstimateLoaded, made?: Customer) {
  const { lineItems: _, options: __, discountCents: ___, discountBps: ____, siteId: _____, ...given } = asked;
  const { customer: found = loaded.ofJob, job, organization } = loaded;
  const customer = made ?? found;
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  // one that is entered late is dated by its end, and cannot be sent as it is
  const issuedOn = asked.issuedOn ?? (asked.validUntil && asked.validUntil < today ? asked.validUntil : today);
  const days = settingOf(organization, "estimate_valid_days");
  const usualEnd = days === null ? null : plusDays(issuedOn, days);
  const customerName = asked.customerName ?? customer?.name ?? job?.customerName;
  if (customerName === undefined) throw customerNameMissing();
  const content = contentFrom(asked, loaded);
  const part = estimates.insert(ctx, {
    ...{ ...given, ...placeOf(asked, loaded, customer), ...headOf(content), content, customerName, issuedOn },
    ...{ customerId: job?.customerId ?? null, siteId: job?.siteId ?? null },
    ...linkOf(asked, loaded),
    ...(made && { customerId: made.id, siteId: null }),
    id: estimates.newId(),
    customerEmail: asked.customerEmail ?? primaryOf(customer?.emails)?.address ?? null,
    customerPhone: asked.customerPhone ?? primaryOf(customer?.phones)?.number ?? job?.customerPhone ?? null,
    validUntil: checkedEnd(issuedOn, asked.validUntil === undefined ? usualEnd : asked.validUntil),
    title: asked.title ?? job?.title ?? null,
    ...{ revision: 1, status: "draft", viewCount: 0 },
  });
  return {
    parts: [part, ...(found && !made ? holdCustomer(ctx, found.id) : [])],
    events: [estimateCreated(presented(part.row))],
    audit: { action: "create", of: part },
    row: part.row,
  };
}

type Place = Pick<NewEstimate, "serviceAddress" | "serviceCity" | "serviceState" | "serviceZip">;

/** Where the work is: as the request says, else the site, the job, or the customer's billing address, each as a whole. */
function placeOf(asked: Place, { customerSite: site, job }: EstimateLoaded, customer: Customer | undefined) {
  const { serviceAddress = null, serviceCity = null, serviceState = null, serviceZip = null } = asked;
  if (serviceAddress ?? serviceCity ?? serviceZip) return { serviceAddress, serviceCity, serviceState, serviceZip };
  if (site)
    return { serviceAddress: site.address, serviceCity: site.city, serviceState: site.state, serviceZip: site.zip };
  if (job && (job.serviceAddress ?? job.serviceCity ?? job.serviceZip)) {
    const { serviceAddress: address, serviceCity: town, serviceState: region, serviceZip: code } = job;
    return { serviceAddress: address, serviceCity: town, serviceState: region, serviceZip: code };
  }
  return {
    serviceAddress: customer?.billingAddress ?? null,
    serviceCity: customer?.billingCity ?? null,
    serviceState: customer?.billingState ?? null,
    serviceZip: customer?.billingZip ?? null,
  };
}
