import { halfEven } from "#/kernel/money.ts";
import type { EntryMinutes } from "./week-rules.ts";

// What work costs the business, as its jobs bear it: apart from what is paid for it, which payroll counts by the week.

/** A year of 52 weeks of 40 hours. */
const HOURS_OF_YEAR = 2080n;
const WHOLE = 10_000n;

type Pay = { payType: "hourly" | "salary" | "commission_only"; basePayCents: number };

/** What an hour costs: the pay of an hour, or of a year by 2,080, and on top of it taxes, insurance and benefits. Null where only commissions are paid. */
export function costRateOf({ payType, basePayCents }: Pay, burdenBps: number): number | null {
  if (payType === "commission_only") return null;
  const hours = payType === "salary" ? HOURS_OF_YEAR : 1n;
  return Number(halfEven(BigInt(basePayCents) * (WHOLE + BigInt(burdenBps)), WHOLE * hours));
}

/** What overtime costs of an hour, in basis points. */
const MULTIPLIER = { regular: 10_000n, overtime: 15_000n, doubleTime: 20_000n };

/** Minutes at a rate, those above a limit by their multiplier; rounded once. */
export function labourCents(
  costRateCents: number | null,
  { minutes, overtimeMinutes, doubleTimeMinutes }: EntryMinutes,
): number {
  const weighted =
    BigInt(minutes - overtimeMinutes - doubleTimeMinutes) * MULTIPLIER.regular +
    BigInt(overtimeMinutes) * MULTIPLIER.overtime +
    BigInt(doubleTimeMinutes) * MULTIPLIER.doubleTime;
  return Number(halfEven(BigInt(costRateCents ?? 0) * weighted, 60n * WHOLE));
}
