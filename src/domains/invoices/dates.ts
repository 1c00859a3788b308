import type { Ctx } from "#/ctx.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { dateInFuture, dueBeforeDate } from "./errors.ts";
import { todayOf } from "./present.ts";
import { dueAfter } from "./rules.ts";

type Dates = { invoiceDate?: LocalDate | null | undefined; dueDate?: LocalDate | null | undefined };

/** The days of a draft: where both are named, they are in order. One without an invoice_date gets it when it is sent. */
export function checkedDates(ctx: Ctx, { invoiceDate = null, dueDate = null }: Dates) {
  const today = todayOf(ctx);
  if (invoiceDate !== null && invoiceDate > today) throw dateInFuture("invoice_date", today);
  if (invoiceDate !== null && dueDate !== null && dueDate < invoiceDate) throw dueBeforeDate(invoiceDate);
  return { invoiceDate, dueDate };
}

/** The days of an invoice that is sent: today, and due by the terms of the business, unless the draft says otherwise. */
export function datesSent(ctx: Ctx, draft: Dates, termDays: number): { invoiceDate: LocalDate; dueDate: LocalDate } {
  const invoiceDate = draft.invoiceDate ?? todayOf(ctx);
  const dueDate = draft.dueDate ?? dueAfter(invoiceDate, termDays);
  if (dueDate < invoiceDate) throw dueBeforeDate(invoiceDate);
  return { invoiceDate, dueDate };
}
