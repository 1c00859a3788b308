import type { Ctx } from "#/ctx.ts";
import type { Audit, Parts } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import {
  creditNoteParts,
  creditNoteQueries,
  type Invoice,
  invoiceParts,
  invoiceQueries,
  invoices,
} from "#/domains/invoices/index.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { lineOf, periodRow, sourceOf } from "./billing.ts";
import type { Period } from "./calendar.ts";
import { refundPeriod } from "./repo.ts";
import { refundOf } from "./rules.ts";
import type { standing } from "./standing.ts";
import type { RefundRule } from "./statuses.ts";

type Standing = Awaited<ReturnType<typeof standing>>;
type How = { period: Period | undefined; day: LocalDate; refund: RefundRule; reason: string | null };
type Money = {
  parts: Parts;
  events: readonly DomainEvent[];
  audit: readonly Audit[];
  told: { refundedCents: number; creditNoteId: number | null; invoiceId: number | null };
};

const nothing: Money = {
  parts: [],
  events: [],
  audit: [],
  told: { refundedCents: 0, creditNoteId: null, invoiceId: null },
};

/**
 * The money of the period that a cancellation breaks off: what was billed in advance and is not used comes back as a credit note; what is billed in
 * arrears is billed now, less what is not used.
 */
export async function settlement(ctx: Ctx, found: Standing, how: How): Promise<Money> {
  const { agreement, recurring, periods } = found;
  const { period } = how;
  if (!period) return nothing;
  const billed = periods.find(({ periodNo }) => periodNo === period.no);
  if (billed) return how.refund === "none" ? nothing : await takeBack(ctx, found, billed.invoiceId, { ...how, period });
  const isOpen = agreement.billingTiming === "arrears" && recurring?.status === "active";
  return isOpen ? await billRest(ctx, found, { ...how, period }) : nothing;
}

/** The visits of a period, and those of them that were not done. */
function visitsIn({ visits }: Standing, { start, end }: Period) {
  const own = visits.filter(({ dueOn, status }) => dueOn >= start && dueOn <= end && status !== "cancelled");
  return { all: own.length, unused: own.filter(({ status }) => status !== "completed").length };
}

async function takeBack(
  ctx: Ctx,
  found: Standing,
  invoiceId: number,
  { period, day, refund, reason }: How & { period: Period },
): Promise<Money> {
  const { agreement } = found;
  const { invoice, ...loaded } = await load(ctx, {
    invoice: invoices.byId(ctx, invoiceId),
    ...creditNoteQueries(ctx, invoiceId),
  });
  if (!invoice || !isCreditable(invoice)) return nothing;
  const share = (cents: number) => refundOf(cents, refund, period, day, visitsIn(found, period));
  const amountCents = Math.min(share(invoice.totalCents), invoice.totalCents - invoice.creditNotesCents);
  if (amountCents === 0) return nothing;
  const why = reason ?? `${agreement.planName} was cancelled on ${day}`;
  const { row, ...note } = creditNoteParts(ctx, { reason: why, amountCents, apply: true }, invoice, loaded);
  return {
    ...note,
    parts: [...note.parts, refundPeriod(ctx, agreement.id, period.no, share(agreement.priceCents))],
    told: { refundedCents: amountCents, creditNoteId: row.id, invoiceId: null },
  };
}
const isCreditable = ({ status, number }: Invoice): boolean =>
  number !== null && status !== "void" && status !== "written_off";

async function billRest(ctx: Ctx, found: Standing, { period, day, refund }: How & { period: Period }): Promise<Money> {
  const { agreement } = found;
  const cents = agreement.priceCents - refundOf(agreement.priceCents, refund, period, day, visitsIn(found, period));
  if (cents === 0) return nothing;
  const { id, customerId, siteId, customerName, planName: title } = agreement;
  const asked = {
    ...{ customerId, siteId, customerName, title, invoiceDate: day, send: true, source: sourceOf(id, period.no) },
    lineItems: [lineOf(agreement, { start: period.start, end: refund === "prorata_days" ? day : period.end }, cents)],
  };
  const { row, parts, events, audit } = await invoiceParts(ctx, asked, await load(ctx, invoiceQueries(ctx, asked)));
  return {
    ...{ events, audit },
    parts: [...parts, periodRow(ctx, agreement, { ...period, billOn: day }, row.id, cents)],
    told: { refundedCents: 0, creditNoteId: null, invoiceId: row.id },
  };
}
