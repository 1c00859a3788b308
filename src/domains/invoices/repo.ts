import { and, desc, eq, gte, lt, lte, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { dispatchJobs } from "#/domains/dispatch/index.ts";
import { fold } from "#/kernel/fold.ts";
import type { Page } from "#/kernel/page.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { presented, todayOf } from "./present.ts";
import { openStatuses, type ShownStatus } from "./statuses.ts";
import { type Invoice, invoices, invoiceTable, ledgerTable, owing } from "./tables.ts";

export type InvoiceFilter = {
  status?: ShownStatus | undefined;
  customerId?: number | undefined;
  jobId?: number | undefined;
  unpaid?: boolean | undefined;
  dateFrom?: LocalDate | undefined;
  dateTo?: LocalDate | undefined;
  dueFrom?: LocalDate | undefined;
  dueTo?: LocalDate | undefined;
  q?: string | undefined;
};

/** Newest date first, drafts without one before all. */
export async function listInvoices(ctx: Ctx, input: ListInput & InvoiceFilter, total?: "none") {
  const { status, customerId, jobId, unpaid, dateFrom, dateTo, dueFrom, dueTo, q: text, ...page } = input;
  const filters = conditions(ctx, { status, unpaid, dateFrom, dateTo, dueFrom, dueTo, q: text });
  const found = await invoices.list(ctx, page, {
    equals: { customerId, jobId },
    filters,
    sorts: {
      invoice_date: [invoiceTable.dateSlot, invoiceTable.id],
      due_date: [invoiceTable.dueSlot, invoiceTable.id],
    },
    defaultSort: "-invoice_date",
    total,
  });
  return shown(ctx, found);
}

const shown = (ctx: Ctx, page: Page<Invoice>) => ({
  ...page,
  items: page.items.map((invoice) => presented(ctx, invoice)),
});

function conditions(ctx: Ctx, filter: Omit<InvoiceFilter, "customerId" | "jobId">): (SQL | undefined)[] {
  const { status, unpaid, dateFrom, dateTo, dueFrom, dueTo, q: text } = filter;
  return [
    status && withStatus(ctx, status),
    unpaid === undefined ? undefined : unpaid ? owing : sql`not (${owing})`,
    // drafts without a day sort behind every day
    dateFrom && and(gte(invoiceTable.dateSlot, dateFrom), sql`${invoiceTable.invoiceDate} is not null`),
    dateTo && lte(invoiceTable.dateSlot, dateTo),
    dueFrom && and(gte(invoiceTable.dueSlot, dueFrom), sql`${invoiceTable.dueDate} is not null`),
    dueTo && lte(invoiceTable.dueSlot, dueTo),
    ...words(text),
  ];
}

/** By the status as it is shown today. */
function withStatus(ctx: Ctx, status: ShownStatus): SQL | undefined {
  const today = todayOf(ctx);
  if (status === "overdue") return and(owing, lt(invoiceTable.dueSlot, today));
  const isStored = eq(invoiceTable.status, status);
  return (openStatuses as readonly string[]).includes(status)
    ? and(isStored, gte(invoiceTable.dueSlot, today))
    : isStored;
}

/** Every word begins a word of the number, the customer or the title. */
const words = (text = ""): SQL[] =>
  fold(text)
    .split(" ")
    .filter(Boolean)
    .map((word) => sql`instr(' ' || ${invoiceTable.search}, ${` ${word}`}) > 0`);

export const getInvoice = async (ctx: Ctx, id: number) => presented(ctx, await invoices.get(ctx, id));

/** The invoice that was made of a source. */
export const invoiceBySource = prepared((tenantId: Slot<string>, source: Slot<string>) =>
  first(
    q
      .select()
      .from(invoiceTable)
      .where(and(eq(invoiceTable.tenantId, tenantId), sql`${invoiceTable.source} = ${source}`)),
  ),
);

const sentTo = (customerId: SQL<number>) =>
  and(sql`${invoiceTable.customerId} = ${customerId}`, sql`${invoiceTable.sentAt} is not null`);
/** A page of the invoices that were sent to a customer, newest first: what the customer may see. */
export async function invoicesOfCustomer(ctx: Ctx, customerId: SQL<number>, input: ListInput) {
  const found = await invoices.list(ctx, input, {
    filters: [sentTo(customerId)],
    sorts: { invoice_date: [invoiceTable.dateSlot, invoiceTable.id] },
    defaultSort: "-invoice_date",
    total: "none",
  });
  return shown(ctx, found);
}

/** The latest of them, as a statement. */
export const latestOfCustomer = (ctx: Ctx, customerId: SQL<number>, limit: number) =>
  mapped(
    q
      .select()
      .from(invoiceTable)
      .where(and(eq(invoiceTable.tenantId, ctx.tenant.id), sentTo(customerId)))
      .orderBy(desc(invoiceTable.dateSlot), desc(invoiceTable.id))
      .limit(limit),
    (found) => found.map((invoice) => presented(ctx, invoice)),
  );

/** Every entry of an invoice in the ledger, in their order. */
export async function listEntries(ctx: Ctx, id: number) {
  const { entries } = await read(ctx, {
    invoice: invoices.one(ctx, id),
    entries: q
      .select()
      .from(ledgerTable)
      .where(and(eq(ledgerTable.tenantId, ctx.tenant.id), eq(ledgerTable.invoiceId, id)))
      .orderBy(ledgerTable.id),
  });
  return { items: entries.map(({ paymentId, ...entry }) => ({ ...entry, invoicePaymentId: paymentId })) };
}

/** What became overdue by a local day and was not noted yet. */
export const nowOverdue = (ctx: Ctx, day: LocalDate, limit: number) =>
  q
    .select()
    .from(invoiceTable)
    .where(
      and(
        eq(invoiceTable.tenantId, ctx.tenant.id),
        owing,
        lt(invoiceTable.dueSlot, day),
        sql`${invoiceTable.overdueOn} is null`,
      ),
    )
    .orderBy(invoiceTable.dueSlot, invoiceTable.id)
    .limit(limit);

/** What is owed and was due on one of these days, with an address to remind; `days` is a JSON array. */
export const dueOn = prepared((tenantId: Slot<string>, days: Slot<string>, limit: Slot<number>) =>
  q
    .select()
    .from(invoiceTable)
    .where(
      and(
        eq(invoiceTable.tenantId, tenantId),
        owing,
        sql`${invoiceTable.dueSlot} in (select value from json_each(${days}))`,
        sql`${invoiceTable.customerEmail} is not null`,
      ),
    )
    .orderBy(invoiceTable.dueSlot, invoiceTable.id)
    .limit(limit),
);

/** The sent invoices of a job, newest first. */
export const sentOfJob = (ctx: Ctx, jobId: number) =>
  q
    .select()
    .from(invoiceTable)
    .where(
      and(
        eq(invoiceTable.tenantId, ctx.tenant.id),
        eq(invoiceTable.jobId, jobId),
        sql`${invoiceTable.sentAt} is not null`,
      ),
    )
    .orderBy(sql`${invoiceTable.id} desc`)
    .limit(MOST_OF_JOB);
const MOST_OF_JOB = 100;

/** Who works on the job that an invoice is for. */
export const jobOfInvoice = (ctx: Ctx, id: number) =>
  first(
    q
      .select({ technicianId: dispatchJobs.table.technicianId, crew: dispatchJobs.table.crew })
      .from(dispatchJobs.table)
      .where(
        and(
          eq(dispatchJobs.table.tenantId, ctx.tenant.id),
          sql`${dispatchJobs.table.id} = (select job_id from invoices where tenant_id = ${ctx.tenant.id} and id = ${id})`,
        ),
      ),
  );
