import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { documentNumber } from "#/domains/documents/index.ts";
import { type Organization, settingOf } from "#/domains/organization/index.ts";
import { datesSent } from "./dates.ts";
import { invoiceEvents } from "./events.ts";
import { entries } from "./ledger.ts";
import { issued } from "./ledger-rules.ts";
import { presented } from "./present.ts";
import type { Invoice } from "./tables.ts";

type Draft = Pick<Invoice, "id" | "totalCents" | "customerId" | "invoiceDate" | "dueDate">;

/** What makes a draft an issued invoice: its number, its days, and the debt in the ledger. */
export function issueParts(ctx: Ctx, draft: Draft, organization: Organization | undefined, numbered?: string) {
  const { number, takes } = numbered === undefined ? documentNumber("invoice", organization) : { number: numbered };
  const dates = datesSent(ctx, draft, settingOf(organization, "payment_terms_days"));
  const { id, totalCents, customerId } = draft;
  const isFree = totalCents === 0;
  const change = {
    ...dates,
    number,
    sentAt: ctx.now,
    balanceCents: totalCents,
    paidAt: isFree ? ctx.now : null,
  };
  const parts: Part[] = [
    ...(takes ? [{ writes: [], takes }] : []),
    entries(ctx, customerId, [issued(id, totalCents, dates.invoiceDate)]),
  ];
  return {
    change,
    parts,
    eventsOf: (row: Invoice) => (isFree ? [invoiceEvents.paid(presented(ctx, row))] : []),
  };
}
