import type { Ctx } from "#/ctx.ts";
import { type Audit, type Parts, together } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { nextStamps } from "#/db/tenant/stamps.ts";
import { documentNumbers, lastNumber, pricingQueries } from "#/domains/documents/index.ts";
import { type Invoice, invoiceParts, invoices, type NewInvoice } from "#/domains/invoices/index.ts";
import { settingOf } from "#/domains/organization/index.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import { plusDays } from "#/kernel/time.ts";
import { type Billed, billable, type Due, moveOn } from "./billing-repo.ts";
import { duePeriods, earlier, later, type Period } from "./calendar.ts";
import { periodBilled } from "./errors.ts";
import { recurringEvents } from "./events.ts";
import { todayOf } from "./present.ts";
import { insertPeriod } from "./repo.ts";
import { termOf } from "./rules.ts";
import { MOST_PERIODS } from "./statuses.ts";
import type { RecurringInvoice, ServiceAgreement } from "./tables.ts";
import { upNext } from "./terms.ts";

type Bill = {
  recurring: RecurringInvoice;
  agreement: ServiceAgreement;
  due: Period[];
  left: number;
  next: Period | undefined;
};
export type Bills = {
  parts: Parts;
  events: DomainEvent[];
  audit: Audit[];
  invoices: Invoice[];
  /** The recurring invoices as they are then. */
  rows: RecurringInvoice[];
};

/**
 * The invoices that are due, with their periods, as one commit: at most three of each agreement. Which period it is says what is billed, never the date
 * of an invoice, and the key of the billed periods lets each of them in once. Undefined when nothing is due.
 */
export async function billsDue(ctx: Ctx, pick: Due): Promise<Bills | undefined> {
  const found = await load(ctx, {
    ...pricingQueries(ctx, []),
    ...billable(ctx, pick),
    last: lastNumber(ctx, "invoice"),
  });
  const agreements = new Map(found.agreements.map((row) => [row.id, row]));
  const bills = found.due.flatMap((recurring): Bill[] => {
    const agreement = agreements.get(recurring.agreementId);
    if (!agreement || recurring.nextPeriodNo === null) return [];
    const periods = duePeriods(termOf(agreement), recurring.nextPeriodNo, pick.day, MOST_PERIODS);
    return periods.due.length > 0 ? [{ recurring, agreement, ...periods }] : [];
  });
  const n = bills.reduce((sum, { due }) => sum + due.length, 0);
  if (n === 0) return undefined;

  const { lastId } = await load(ctx, { lastId: invoices.nextId(ctx, n) });
  const numbered = documentNumbers(ctx, "invoice", found.organization, { last: found.last, n });
  const customers = new Map(found.customers.map((row) => [row.id, row]));
  const sites = new Map(found.sites.map((row) => [row.id, row]));
  const termDays = settingOf(found.organization, "payment_terms_days");
  const wanted = bills.flatMap((bill) => bill.due.map((period) => ({ bill, period })));
  const made = await Promise.all(
    wanted.map(({ bill: { agreement }, period }, i) =>
      invoiceParts(
        ctx,
        { ...invoiceFor(ctx, agreement, period, termDays), number: numbered.numbers[i] },
        {
          ...{ taxRates: found.taxRates, organization: found.organization, pricedItems: undefined },
          customer: customers.get(agreement.customerId),
          customerSite: sites.get(agreement.siteId ?? 0),
          ...{ job: undefined, ofJob: undefined, made: undefined, invoiceId: lastId - n + 1 + i },
        },
      ),
    ),
  );
  const invoiceIds = wanted.map(({ bill, period }, i) => ({ bill, period, invoiceId: made[i]?.row.id ?? 0 }));
  const moved = bills.map((bill): Billed => {
    const own = invoiceIds.filter((one) => one.bill === bill);
    return {
      ...{ id: bill.recurring.id, version: bill.recurring.version, periodsLeft: bill.left, made: bill.due.length },
      ...{ status: bill.next ? "active" : "ended", ...upNext(bill.next) },
      ...{ lastInvoiceId: own.at(-1)?.invoiceId ?? 0, lastInvoicedOn: bill.due.at(-1)?.billOn ?? pick.day },
    };
  });
  const rows = bills.map(({ recurring }, i) => afterBilling(ctx, recurring, moved[i]));
  return {
    parts: [
      ...numbered.writes,
      ...moveOn(ctx, moved),
      ...periodParts(ctx, invoiceIds),
      together(
        ctx,
        made.flatMap(({ parts }) => parts),
      ),
    ],
    events: [...made.flatMap(({ events }) => events), ...behind(rows)],
    audit: made.flatMap(({ audit }) => audit),
    invoices: made.map(({ row }) => row),
    rows,
  };
}

/** The invoice of a period: dated its day of billing, and never due before the day on which it is made. */
function invoiceFor(ctx: Ctx, agreement: ServiceAgreement, period: Period, termDays: number): NewInvoice {
  const today = todayOf(ctx);
  const invoiceDate = earlier(period.billOn, today);
  const due = plusDays(invoiceDate, termDays);
  const { id, customerId, siteId, customerName, planName } = agreement;
  return {
    ...{
      customerId,
      siteId,
      customerName,
      title: planName,
      invoiceDate,
      dueDate: later(due, today),
      send: true,
    },
    lineItems: [lineOf(agreement, period, agreement.priceCents)],
    source: sourceOf(id, period.no),
  };
}

export const sourceOf = (agreementId: number, periodNo: number): string => `agreement:${agreementId}:${periodNo}`;

/** The one line of a period, which names its days: the date of an invoice may be another. */
export const lineOf = (agreement: ServiceAgreement, { start, end }: Pick<Period, "start" | "end">, cents: number) => ({
  description: `${agreement.planName}, ${start} to ${end}`,
  ...{ amountCents: cents, quantity: 1 },
  ...(isTaxed(agreement) ? {} : { taxable: false }),
});
const isTaxed = ({ planSnapshot }: ServiceAgreement): boolean => JSON.parse(planSnapshot.text).taxable !== false;

type Made = { bill: Bill; period: Period; invoiceId: number };
/** The periods that are billed from now on. */
const periodParts = (ctx: Ctx, made: readonly Made[]): Parts =>
  made.length === 0
    ? []
    : [
        {
          ...together(
            ctx,
            made.map(({ bill: { agreement }, period, invoiceId }) => periodRow(ctx, agreement, period, invoiceId)),
          ),
          refusals: {
            "agreement_periods.tenant_id, agreement_periods.agreement_id, agreement_periods.period_no": periodBilled(
              made[0]?.bill.agreement.id ?? 0,
            ),
          },
        },
      ];

/** One billed period. */
export const periodRow = (ctx: Ctx, agreement: ServiceAgreement, period: Period, invoiceId: number, cents?: number) =>
  insertPeriod({
    ...{ tenantId: ctx.tenant.id, agreementId: agreement.id, periodNo: period.no, invoiceId, createdAt: ctx.now },
    ...{ periodStart: period.start, periodEnd: period.end, billedOn: period.billOn },
    ...{ priceCents: cents ?? agreement.priceCents, refundedCents: 0, closedOn: null },
  });

const afterBilling = (ctx: Ctx, recurring: RecurringInvoice, moved: Billed | undefined): RecurringInvoice => {
  const { made = 0, ...after } = moved ?? {};
  return { ...recurring, ...after, ...nextStamps(ctx, recurring), invoicesMade: recurring.invoicesMade + made };
};

/** What tells that periods are left for a person. */
const behind = (rows: readonly RecurringInvoice[]): DomainEvent[] =>
  rows.filter(({ periodsLeft }) => periodsLeft > 0).map((row) => recurringEvents.behind(row));
