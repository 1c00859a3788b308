import { defineEvent } from "#/kernel/events.ts";
import { PayPeriod } from "./schemas.ts";

export const periodClosed = defineEvent(
  "pay_period.closed",
  PayPeriod,
  "A pay period was closed: its statements are final",
);
export const periodReopened = defineEvent("pay_period.reopened", PayPeriod, "A closed pay period was opened again");
export const periodPaidOut = defineEvent("pay_period.paid", PayPeriod, "A closed pay period was marked as paid");

export const events = [periodClosed, periodReopened, periodPaidOut];
