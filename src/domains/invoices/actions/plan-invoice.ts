import type { Ctx } from "#/ctx.ts";
import type { Audit, Parts } from "#/db/tenant/commit.ts";
import type { Answers } from "#/db/tenant/load.ts";
import { type CustomerNamed, holdCustomer, linkOf, matchCustomer, primaryOf } from "#/domains/customers/index.ts";
import { customerOfJob, dispatchJobs } from "#/domains/dispatch/index.ts";
import { pricingQueries } from "#/domains/documents/index.ts";
import { settingOf } from "#/domains/organization/index.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { checkedDates } from "../dates.ts";
import { customerNameNeeded, linesNeeded } from "../errors.ts";
import { invoiceEvents } from "../events.ts";
import { issueParts } from "../issuing.ts";
import { sentMail } from "../mails.ts";
import { presented } from "../present.ts";
import { type Asked, type AskedLine, amountsOf } from "../pricing.ts";
import { invoiceBySource } from "../repo.ts";
import { type Invoice, invoices } from "../tables.ts";
import { billed } from "./send-invoice.ts";

/** An invoice that another domain, or a request, asks for. */
export type NewInvoice = Asked & {
  /** What it is made of, once: `estimate:7`, `agreement:3:2`. The same source again answers the invoice that is there. */
  source?: string | null | undefined;
  customerId?: number | null | undefined;
  siteId?: number | null | undefined;
  /** Needed unless the customer, site or job tells it. */
  customerName?: string | null | undefined;
  customerEmail?: string | null | undefined;
  customerPhone?: string | null | undefined;
  billingAddress?: string | null | undefined;
  billingCity?: string | null | undefined;
  billingState?: string | null | undefined;
  billingZip?: string | null | undefined;
  jobId?: number | null | undefined;
  title?: string | null | undefined;
  purchaseOrder?: string | null | undefined;
  notes?: string | null | undefined;
  /** Absent: today, on the day that it is sent. */
  invoiceDate?: LocalDate | null | undefined;
  /** Absent: by the terms of the business, on the day that it is sent. */
  dueDate?: LocalDate | null | undefined;
  /** Sends it in the same commit: it has its number, and the customer gets a mail where there is an address. A draft otherwise. */
  send?: boolean | undefined;
  /** Of one of many that are sent in one commit, which takes their numbers (`documentNumbers`) and holds their customers itself. */
  number?: string | undefined;
};

/** What making an invoice needs, for a load. Whoever makes many at once may load the same by statements of their own. */
export const invoiceQueries = (ctx: Ctx, asked: NewInvoice) => ({
  ...pricingQueries(ctx, asked.lineItems ?? []),
  ...matchCustomer(ctx, namedBy(asked)),
  job: asked.jobId == null ? undefined : dispatchJobs.one(ctx, asked.jobId, "job_id"),
  ofJob: asked.jobId == null || namesSomebody(asked) ? undefined : customerOfJob(ctx, asked.jobId),
  made: asked.source == null ? undefined : invoiceBySource(ctx, asked.source),
  invoiceId: invoices.nextId(ctx),
});
export type InvoiceLoaded = Answers<ReturnType<typeof invoiceQueries>>;

const namedBy = ({ customerId, siteId, customerPhone, customerEmail }: NewInvoice): CustomerNamed => ({
  customerId,
  siteId,
  phone: customerPhone,
  email: customerEmail,
});

/** Otherwise it goes to the customer of its job. */
const namesSomebody = ({ customerId, siteId, customerName }: NewInvoice): boolean =>
  customerId !== undefined || siteId !== undefined || customerName != null;

export type MadeInvoice = {
  parts: Parts;
  events: readonly DomainEvent[];
  audit: readonly Audit[];
  row: Invoice;
  /** It was made of its source before: nothing is written. */
  repeated: boolean;
};

/** What making an invoice puts into a commit, by what was loaded. */
export async function invoiceParts(ctx: Ctx, asked: NewInvoice, loaded: InvoiceLoaded): Promise<MadeInvoice> {
  const { customerSite, job, made, organization, invoiceId: id } = loaded;
  const customer = loaded.customer ?? loaded.ofJob;
  if (made) return { parts: [], events: [], audit: [], row: made, repeated: true };
  const lines = asked.lineItems ?? (job ? [lineOfJob(job.title)] : undefined);
  if (!lines) throw linesNeeded();
  const amounts = amountsOf({ ...asked, lineItems: lines }, loaded);
  const link = linkOf(namedBy(asked), { customer: loaded.customer, customerSite });
  const party = {
    customerId: link.customerId ?? job?.customerId ?? null,
    siteId: link.siteId ?? job?.siteId ?? null,
    customerName: asked.customerName ?? customer?.name ?? job?.customerName ?? null,
    customerEmail: asked.customerEmail ?? primaryOf(customer?.emails)?.address ?? null,
    customerPhone: asked.customerPhone ?? primaryOf(customer?.phones)?.number ?? job?.customerPhone ?? null,
    billingAddress: asked.billingAddress ?? customer?.billingAddress ?? job?.serviceAddress ?? null,
    billingCity: asked.billingCity ?? customer?.billingCity ?? job?.serviceCity ?? null,
    billingState: asked.billingState ?? customer?.billingState ?? job?.serviceState ?? null,
    billingZip: asked.billingZip ?? customer?.billingZip ?? job?.serviceZip ?? null,
  };
  const { customerName } = party;
  if (customerName === null) throw customerNameNeeded();
  const draft = {
    ...amounts,
    ...party,
    ...checkedDates(ctx, asked),
    ...{ customerName, id, number: null, currency: settingOf(organization, "currency") },
    ...{ jobId: asked.jobId ?? null, source: asked.source ?? null, title: asked.title ?? job?.title ?? null },
    ...{ purchaseOrder: asked.purchaseOrder ?? null, notes: asked.notes ?? null },
  };
  const held = customer && asked.number === undefined ? holdCustomer(ctx, customer.id) : [];
  if (!asked.send) {
    const part = invoices.insert(ctx, draft);
    const events = [invoiceEvents.created(presented(ctx, part.row))];
    return { parts: [part, ...held], events, audit: [{ action: "create", of: part }], row: part.row, repeated: false };
  }
  const issue = issueParts(ctx, draft, organization, asked.number);
  const part = invoices.insert(ctx, { ...draft, ...issue.change });
  const to = part.row.customerEmail;
  const mails = to === null ? [] : await sentMail(ctx, { ...billed(part.row), number: null }, to);
  const row = presented(ctx, part.row);
  return {
    parts: [part, ...issue.parts, ...mails, ...held],
    events: [invoiceEvents.created(row), invoiceEvents.sent(row), ...issue.eventsOf(part.row)],
    audit: [{ action: "send", of: part }],
    row: part.row,
    repeated: false,
  };
}

/** What an invoice of a job says before anybody has priced it. */
const lineOfJob = (description: string): AskedLine => ({ description, amountCents: 0, quantity: 1 });
