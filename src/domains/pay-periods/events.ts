import { eventsOf } from "#/kernel/events.ts";
import { PayPeriod } from "./schemas.ts";

const define = eventsOf(PayPeriod, { entity: "pay_period", permission: "pay-periods:read", idIn: ({ id }) => id });

export const periodClosed = define("pay_period.closed", "A pay period was closed: its statements are final");
export const periodReopened = define("pay_period.reopened", "A closed pay period was opened again", {
  ...{ status: "open", closed_at: null, closed_by: null, totals: null, version: 4 },
});
export const periodPaidOut = define("pay_period.paid", "A closed pay period was marked as paid", {
  ...{ status: "paid", paid_on: "2026-04-05", version: 4 },
});

export const events = [periodClosed, periodReopened, periodPaidOut];
