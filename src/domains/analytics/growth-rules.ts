import { halfEven, partOf } from "#/kernel/money.ts";
import type { MonthValue, Unit } from "./terms.ts";

/** A month as it is shown: `partial` where it is running, where the business began within it, or where only some of its days were asked for. */
export type Counted = MonthValue & { partial: boolean };

const AVERAGES = [3, 6, 12] as const;

/**
 * Growth of each month from `shown` on (domain-rules.md 3.23); the months before it are what it is compared with. A base of 0 has no growth, and a
 * month that is not whole neither has one nor counts in an average. Averages are to the cent, of counts to a tenth.
 */
export function growthOf(months: readonly Counted[], shown: number, unit: Unit) {
  const steps = unit === "cents" ? 1 : 10;
  const base = (i: number, back: number) => {
    const before = months[i - back];
    return before && !before.partial ? before.value : undefined;
  };
  return months.slice(shown).map(({ month, value, partial }, place) => {
    const i = place + shown;
    const change = (back: number) => {
      const was = base(i, back);
      return partial || was === undefined || was <= 0 ? null : partOf(value - was, 10_000, was);
    };
    const [average3, average6, average12] = AVERAGES.map((size) => {
      const last = i - size + 1 < 0 ? [] : months.slice(i - size + 1, i + 1);
      if (last.length < size || last.some((one) => one.partial)) return null;
      return meanOf(
        last.reduce((sum, one) => sum + one.value, 0),
        size,
        steps,
      );
    });
    return {
      month,
      value,
      partial,
      momBps: change(1),
      yoyBps: change(12),
      average3Months: average3 ?? null,
      average6Months: average6 ?? null,
      average12Months: average12 ?? null,
    };
  });
}

const meanOf = (sum: number, size: number, steps: number): number =>
  Number(halfEven(BigInt(sum * steps), BigInt(size))) / steps;

/** Yearly growth between the first and the last whole month, which needs 13 of them. */
export function cagrOf(months: readonly Counted[]): number | null {
  const whole = months.filter(({ partial }) => !partial);
  const [first, last] = [whole[0]?.value ?? 0, whole.at(-1)?.value ?? 0];
  if (whole.length < 13 || first <= 0 || last < 0) return null;
  return Math.round(((last / first) ** (12 / (whole.length - 1)) - 1) * 10_000);
}
