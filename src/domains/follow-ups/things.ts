import type { Ctx } from "#/ctx.ts";
import type { ServiceAgreement } from "#/domains/agreements/index.ts";
import { addressOf, zoneOfCustomer } from "#/domains/communications/index.ts";
import type { Customer, CustomerSite } from "#/domains/customers/index.ts";
import type { DispatchJobRow } from "#/domains/dispatch/index.ts";
import { type Estimate, estimateAmount } from "#/domains/estimates/index.ts";
import { type Invoice, presentedInvoice } from "#/domains/invoices/index.ts";
import type { Lead } from "#/domains/leads/index.ts";
import { amountText } from "#/kernel/currencies.ts";
import { dayText, dayTextOf, timeTextOf } from "#/kernel/day-text.ts";
import { readPhone } from "#/kernel/phone.ts";
import { localDateOf } from "#/kernel/time.ts";
import type { Values } from "./conditions.ts";
import type { Standing } from "./rules.ts";
import type { EntityType, Reason } from "./statuses.ts";

/** What a follow-up can be about, with all that a decision and a message need of it. */
export type Thing = Standing & {
  entityType: EntityType;
  entityId: number;
  customer: Customer | undefined;
  /** What people call it. */
  subject: string;
  email: string | null;
  phone: string | null;
  /** What a template can name of it, but for links, which are made when a message is. */
  words: Readonly<Record<string, string>>;
  /** The row of a document to which a message makes a link. */
  estimate?: Estimate;
  invoice?: Invoice;
};
/** The last visit to a customer, and whether another is on its way. */
export type Visits = { last: string | null; open: number };
export type Found =
  | { type: "estimate"; row: Estimate }
  | { type: "invoice"; row: Invoice }
  | { type: "job"; row: DispatchJobRow }
  | { type: "lead"; row: Lead }
  | { type: "agreement"; row: ServiceAgreement }
  | { type: "customer"; row: Customer };
export type Around = {
  customer: Customer | undefined;
  site: CustomerSite | undefined;
  visits?: Visits | undefined;
  technicianName?: string | undefined;
};

type Own = Omit<Thing, "entityType" | "entityId" | "customer" | "zone" | "email" | "phone"> & {
  email?: string | null;
  phone?: string | null;
  zip: string | null;
};

/** All about a thing at this moment. */
export async function thingOf(ctx: Ctx, found: Found, { customer, site, ...around }: Around): Promise<Thing> {
  const { zip, email, phone, ...own } = ownOf(ctx, found, { customer, site, ...around });
  const phoneRead = phone ? readPhone(phone) : undefined;
  const values: Values = {
    ...own.values,
    ...(found.type !== "lead" && { customer_tags: customer?.tags ?? [], customer_type: customer?.type ?? null }),
  };
  return {
    ...own,
    values,
    entityType: found.type,
    entityId: found.row.id,
    customer,
    email: email ?? addressOf(customer, "email"),
    phone: addressOf(customer, "sms") ?? (phoneRead && "e164" in phoneRead ? phoneRead.e164 : null),
    zone: await zoneOfCustomer(ctx, customer ?? { billingZip: zip }, site ?? { zip }),
  };
}

function ownOf(ctx: Ctx, found: Found, around: Around): Own {
  switch (found.type) {
    case "estimate":
      return ofEstimate(ctx, found.row);
    case "invoice":
      return ofInvoice(ctx, found.row);
    case "job":
      return ofJob(ctx, found.row, around.technicianName ?? "");
    case "lead":
      return ofLead(found.row);
    case "agreement":
      return ofAgreement(found.row);
    case "customer":
      return ofCustomer(ctx, found.row, around.visits);
  }
}

function ofEstimate(ctx: Ctx, row: Estimate): Own {
  const { status, revision, sentAt, firstViewedAt, validUntil } = row;
  const isOver = validUntil !== null && validUntil < localDateOf(ctx.now, ctx.tenant.timezone);
  const ends: Partial<Record<Estimate["status"], Reason>> = {
    draft: "revised",
    accepted: "accepted",
    converted: "converted",
    declined: "declined",
    expired: "expired",
  };
  const key = `version ${revision}`;
  return {
    estimate: row,
    subject: `Estimate ${row.number ?? row.id} for ${row.customerName}`,
    anchors: {
      ...(sentAt && { "estimate.sent": { at: sentAt, key } }),
      ...(firstViewedAt && { "estimate.viewed": { at: firstViewedAt, key } }),
    },
    values: {
      ...{ status, total_cents: row.valueKey, technician_id: row.technicianId, lead_id: row.leadId, revision },
    },
    over: row.archivedAt !== null ? "archived" : (ends[status] ?? (isOver ? "expired" : null)),
    email: row.sentTo ?? row.customerEmail,
    phone: row.customerPhone,
    zip: row.serviceZip,
    words: {
      estimate_number: row.number ?? "",
      estimate_amount: estimateAmount(row),
      valid_until: validUntil === null ? "" : dayText(validUntil),
      ...nameWords(row.customerName),
    },
  };
}

function ofInvoice(ctx: Ctx, row: Invoice): Own {
  const { status, daysOverdue } = presentedInvoice(ctx, row);
  const ends: Partial<Record<Invoice["status"], Reason>> = {
    draft: "draft",
    void: row.replacedById === null ? "voided" : "revised",
    written_off: "written_off",
    paid: "paid",
  };
  return {
    invoice: row,
    subject: `Invoice ${row.number ?? row.id} for ${row.customerName}`,
    anchors: {
      ...(row.sentAt && { "invoice.sent": { at: row.sentAt } }),
      ...(row.dueDate && { "invoice.due": { on: row.dueDate } }),
    },
    values: { status, total_cents: row.totalCents, balance_cents: row.balanceCents, days_overdue: daysOverdue },
    over: ends[row.status] ?? null,
    email: row.customerEmail,
    phone: row.customerPhone,
    zip: row.billingZip,
    words: {
      invoice_number: row.number ?? "",
      amount_due: amountText(row.balanceCents, row.currency),
      due_date: row.dueDate === null ? "" : dayText(row.dueDate),
      ...nameWords(row.customerName),
    },
  };
}

function ofJob(ctx: Ctx, row: DispatchJobRow, technicianName: string): Own {
  const { status, completedAt, scheduledStart } = row;
  const at = scheduledStart ?? completedAt;
  const portal = `${ctx.env.PUBLIC_URL}/portal?business=${ctx.tenant.businessCode}`;
  return {
    subject: `${row.title} for ${row.customerName}`,
    anchors: completedAt && status === "completed" ? { "job.completed": { at: completedAt } } : {},
    values: {
      ...{ job_type: row.jobType, priority: row.priority, technician_id: row.technicianId, zone_id: row.zoneId },
      visit_number: row.visitNumber,
    },
    over: status === "completed" ? null : status === "cancelled" ? "cancelled" : "reopened",
    phone: row.customerPhone,
    zip: row.serviceZip,
    words: {
      job_title: row.title,
      job_date: at ? dayTextOf(at, ctx.tenant.timezone) : "",
      job_time: at ? timeTextOf(at, ctx.tenant.timezone) : "",
      technician_name: technicianName,
      job_link: portal,
      review_link: portal,
      ...nameWords(row.customerName),
    },
  };
}

function ofLead(row: Lead): Own {
  const name = [row.firstName, row.lastName].filter(Boolean).join(" ") || row.company || "";
  const { status, source, channel, trade, priority } = row;
  return {
    subject: name ? `Lead ${row.id}: ${name}` : `Lead ${row.id}`,
    anchors: { "lead.created": { at: row.createdAt } },
    values: {
      ...{ status, source, channel, trade, priority, value_cents: row.valueCents, zone_id: row.zoneId },
      ...{ owner_id: row.ownerId, campaign_id: row.campaignId },
    },
    over: status === "won" ? "won" : status === "lost" || status === "disqualified" ? "lost" : null,
    email: row.email,
    phone: row.phoneE164,
    zip: row.zip,
    words: { request_summary: row.summary ?? "", ...nameWords(name, row.firstName) },
  };
}

function ofAgreement(row: ServiceAgreement): Own {
  const ends: Partial<Record<ServiceAgreement["status"], Reason>> = {
    draft: "draft",
    suspended: "suspended",
    expired: "ended",
    cancelled: "cancelled",
    renewed: "renewed",
  };
  const { status, endsOn } = row;
  const open = row.renewedToId !== null ? "renewed" : row.cancelsOn !== null ? "cancelled" : null;
  return {
    subject: `${row.planName} of ${row.customerName}`,
    anchors: endsOn ? { "agreement.expiring": { on: endsOn } } : {},
    values: { auto_renew: row.autoRenew, plan_id: row.planId, price_cents: row.priceCents, term_no: row.termNo },
    over: ends[status] ?? open,
    zip: null,
    words: { plan_name: row.planName, ends_on: endsOn === null ? "" : dayText(endsOn), ...nameWords(row.customerName) },
  };
}

function ofCustomer(ctx: Ctx, row: Customer, visits: Visits | undefined): Own {
  const last = visits?.last ?? null;
  const isServed = (visits?.open ?? 0) > 0;
  const gone: Reason | null = row.mergedInto !== null ? "gone" : row.archivedAt !== null ? "archived" : null;
  return {
    subject: row.name,
    anchors: last ? { "customer.inactive": { on: localDateOf(last as typeof ctx.now, ctx.tenant.timezone) } } : {},
    values: { zip: row.billingZip, source: row.source },
    over: gone ?? (row.doNotService ? "do_not_service" : isServed ? "served" : null),
    zip: row.billingZip,
    words: {},
  };
}

/** For people who are not customers themselves: what a message calls them. */
const nameWords = (name: string, firstName: string | null = null) => ({
  customer_name: name,
  customer_first_name: firstName ?? name,
});
