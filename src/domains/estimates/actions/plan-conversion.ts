import type { Ctx } from "#/ctx.ts";
import type { Audit, Parts } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { dispatchJobs, located, planJob } from "#/domains/dispatch/index.ts";
import { askedLines, type Priced } from "#/domains/documents/index.ts";
import { invoiceParts, invoiceQueries } from "#/domains/invoices/index.ts";
import { planSale, pricingOf, sales } from "#/domains/sales/index.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { itemMissing, notAccepted, technicianMissing } from "../errors.ts";
import type { ConvertEstimate } from "../step-schemas.ts";
import type { Estimate } from "../tables.ts";

type Asked = Omit<Inside<z.output<typeof ConvertEstimate>>, "create">;
/** What a conversion puts into the commit of the estimate. */
export type Made = { parts: Parts; events: readonly DomainEvent[]; audit: readonly Audit[]; row: { id: number } };

/** What was accepted comes to; every accepted estimate has it. */
export function agreedOf({ id, status, content }: Estimate): Priced {
  if (!content.agreed) throw notAccepted(id, status);
  return content.agreed;
}

const nameOf = ({ number, id, title }: Estimate): string => title ?? `Estimate ${number ?? id}`;

/** The job that does what was accepted, at the place of the estimate, with its lines as the description. */
export async function jobOf(ctx: Ctx, estimate: Estimate, { title }: Asked): Promise<Made> {
  const { serviceAddress, serviceCity, serviceState, serviceZip, customerId, siteId } = estimate;
  const place = {
    serviceAddress,
    serviceCity,
    serviceState,
    serviceZip,
    serviceLatitude: null,
    serviceLongitude: null,
  };
  const lines = agreedOf(estimate).lineItems.map(({ quantity, description }) => `${quantity} x ${description}`);
  const plan = planJob(ctx, {
    ...(await located(ctx, place)),
    ...{ id: dispatchJobs.newId(), title: title ?? nameOf(estimate), priority: "normal", customerId, siteId },
    ...{ customerName: estimate.customerName, customerPhone: estimate.customerPhone },
    description: [`Estimate ${estimate.number ?? estimate.id}:`, ...lines].join("\n").slice(0, 4000),
  });
  return { ...plan, audit: [plan.audit] };
}

/** The sale of what was accepted, with its commission by the usual way: one item at the whole price. */
export async function saleOf(ctx: Ctx, estimate: Estimate, asked: Asked): Promise<Made> {
  const { lineItems, totalCents, taxCents } = agreedOf(estimate);
  const technicianId = asked.technicianId ?? estimate.technicianId;
  if (technicianId === null) throw technicianMissing();
  const named = [...new Set(lineItems.flatMap(({ item_id }) => item_id ?? []))];
  const itemId = asked.itemId ?? (named.length === 1 ? named[0] : undefined);
  if (itemId === undefined) throw itemMissing(named);
  const [only, ...others] = lineItems;
  const sold = {
    ...{ technicianId, itemId, salePriceCents: totalCents, taxCents, paymentType: asked.paymentType },
    quantity: only && others.length === 0 ? only.quantity : 1,
    ...{ customerName: estimate.customerName, customerId: estimate.customerId, siteId: estimate.siteId },
    notes: `Estimate ${estimate.number ?? estimate.id}`,
    discountReason: "as accepted by the customer",
  };
  const { id, ...pricing } = await load(ctx, { ...pricingOf(ctx, sold), id: sales.nextId(ctx) });
  const place = { zip: estimate.serviceZip, city: estimate.serviceCity, state: estimate.serviceState };
  const plan = planSale(ctx, { ...sold, id, place }, pricing);
  return { ...plan, audit: [plan.audit] };
}

/** The invoice of what was accepted, to the cent, whatever the rates are by now. */
export async function invoiceOf(ctx: Ctx, estimate: Estimate, { send }: Asked): Promise<Made> {
  const priced = agreedOf(estimate);
  const asked = {
    source: `estimate:${estimate.id}`,
    ...{ customerId: estimate.customerId, siteId: estimate.siteId, jobId: estimate.convertedJobId ?? estimate.jobId },
    ...{ customerName: estimate.customerName, customerEmail: estimate.customerEmail },
    ...{ customerPhone: estimate.customerPhone, title: nameOf(estimate), send },
    ...{ lineItems: askedLines(priced.lineItems), priced },
  };
  return await invoiceParts(ctx, asked, await load(ctx, invoiceQueries(ctx, asked)));
}
