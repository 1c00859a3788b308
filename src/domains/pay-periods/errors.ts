import { AppError } from "#/kernel/errors.ts";

type Named = { id: number; startsOn: string; endsOn: string };
const named = ({ id, startsOn, endsOn }: Named): string => `${id} (${startsOn} to ${endsOn})`;

export const scheduleStartsTooEarly = (first: string) =>
  new AppError("invalid", "pay_schedule.starts_too_early", `Pay periods may begin on ${first} at the earliest.`, {
    fields: { starts_on: `must not be before ${first}` },
  });
export const scheduleStartsTooLate = (last: string) =>
  new AppError("invalid", "pay_schedule.starts_too_late", `Pay periods may begin on ${last} at the latest.`, {
    fields: { starts_on: `must not be after ${last}` },
  });
export const periodNotOver = (period: Named) =>
  new AppError(
    "conflict",
    "pay_period.not_over",
    `Pay period ${named(period)} is not over. To close it now, send {"force": true}: later sales of its days go to the next period.`,
  );
export const earlierOpen = (earlier: Named) =>
  new AppError(
    "conflict",
    "pay_period.earlier_open",
    `Pay period ${named(earlier)} is not closed yet. Close pay periods in their order.`,
  );
export const salesPending = (count: number) =>
  new AppError(
    "conflict",
    "pay_period.sales_pending",
    `${count} sales of these days wait for an approval. Approve or reject them, or send {"force": true}: then they go to the period in which they are approved.`,
    { fields: { pending_sales: String(count) } },
  );
export const periodNotOpen = (period: Named & { status: string }) =>
  new AppError(
    "conflict",
    "pay_period.not_open",
    `Pay period ${named(period)} is ${period.status}. Make the adjustment in the open period.`,
  );
export const periodNotClosed = (period: Named & { status: string }) =>
  new AppError("conflict", "pay_period.not_closed", `Pay period ${named(period)} is ${period.status}. Close it first.`);
export const periodPaid = (period: Named) =>
  new AppError(
    "conflict",
    "pay_period.paid",
    `Pay period ${named(period)} is paid, so it stays closed. Make an adjustment in the open period.`,
  );
export const laterClosed = (later: Named) =>
  new AppError(
    "conflict",
    "pay_period.later_closed",
    `Pay period ${named(later)} is closed after it. Only the last closed pay period can be reopened.`,
  );
export const paidInFuture = (today: string) =>
  new AppError(
    "invalid",
    "pay_period.paid_in_future",
    `paid_on lies in the future; today is ${today} in the business' time zone.`,
    {
      fields: { paid_on: `must not be after ${today}` },
    },
  );
