import type { Ctx } from "#/ctx.ts";
import type { Parts } from "#/db/tenant/commit.ts";
import { type Organization, settingOf } from "#/domains/organization/index.ts";
import { datesSent } from "../dates.ts";
import { invoiceEvents } from "../events.ts";
import { entries } from "../ledger.ts";
import { issued } from "../ledger-rules.ts";
import { takeNumber } from "../numbers.ts";
import { presented } from "../present.ts";
import type { Invoice } from "../tables.ts";

type Draft = Pick<Invoice, "id" | "totalCents" | "customerId" | "invoiceDate" | "dueDate">;

/** Days from the date of an invoice to its due day, where it names none. */
export const termDaysOf = (organization: Organization | undefined): number =>
  settingOf(organization, "payment_terms_days");

/** What makes a draft an issued invoice: its number, its days, and the debt in the ledger. `before` goes ahead of the row's own write, `after` behind it. */
export function issueParts(ctx: Ctx, draft: Draft, termDays: number) {
  const taken = takeNumber(ctx, "invoice");
  const dates = datesSent(ctx, draft, termDays);
  const { id, totalCents, customerId } = draft;
  const isFree = totalCents === 0;
  const change = {
    ...dates,
    number: taken.number,
    sentAt: ctx.now,
    balanceCents: totalCents,
    paidAt: isFree ? ctx.now : null,
  };
  const before: Parts = [taken.part];
  const after: Parts = [entries(ctx, customerId, [issued(id, totalCents, dates.invoiceDate)])];
  return {
    change,
    before,
    after,
    eventsOf: (row: Invoice) => (isFree ? [invoiceEvents.paid(presented(ctx, row))] : []),
  };
}
