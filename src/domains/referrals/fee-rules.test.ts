import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FeeEntry, feeEntries, feeOf, totalsOf } from "./fee-rules.ts";
import type { Facts } from "./progress-rules.ts";

const done: Facts = {
  isScheduled: true,
  isCompleted: true,
  isCancelled: false,
  paidCents: 10_000,
  refundedCents: 0,
  isPaid: true,
};
const sumOf = (entries: readonly FeeEntry[]) => entries.reduce((sum, { amountCents }) => sum + amountCents, 0);
const ledger = (entries: readonly FeeEntry[]) => ({ count: entries.length, sumCents: sumOf(entries) });

describe("the fee of a referral", () => {
  it("is earned when the job is completed, once", () => {
    const first = feeEntries(4500, done, ledger([]));
    expect(first).toEqual([{ kind: "credit", amountCents: 4500 }]);
    expect(feeEntries(4500, done, ledger(first))).toEqual([]);
    expect(feeEntries(4500, { ...done, isCompleted: false }, ledger([]))).toEqual([]);
    expect(feeEntries(0, done, ledger([]))).toEqual([]);
  });

  it("goes back by the part that is refunded, and comes again when a refund was a mistake", () => {
    const credit: FeeEntry[] = [{ kind: "credit", amountCents: 4500 }];
    const third = feeEntries(4500, { ...done, refundedCents: 3333 }, ledger(credit));
    expect(third).toEqual([{ kind: "claw_back", amountCents: -1500 }]); // 1499.85
    const all = feeEntries(4500, { ...done, refundedCents: 10_000 }, ledger([...credit, ...third]));
    expect(all).toEqual([{ kind: "claw_back", amountCents: -3000 }]);
    const again = feeEntries(4500, done, ledger([...credit, ...third, ...all]));
    expect(again).toEqual([{ kind: "restored", amountCents: 4500 }]);
  });

  it("is kept when a job that was done is taken up again", () => {
    expect(feeEntries(4500, { ...done, isCompleted: false }, { count: 1, sumCents: 4500 })).toEqual([]);
  });

  it("comes to exactly what is kept, in whatever steps the refunds come", () => {
    const steps = fc.array(fc.record({ paidCents: fc.nat(99_999), refundedCents: fc.nat(99_999) }), { maxLength: 12 });
    fc.assert(
      fc.property(fc.nat(100_000), steps, (fee, refunds) => {
        const entries: FeeEntry[] = [];
        for (const step of refunds) entries.push(...feeEntries(fee, { ...done, ...step }, ledger(entries)));
        const end = { ...done, refundedCents: 0 };
        entries.push(...feeEntries(fee, end, ledger(entries)));
        expect(sumOf(entries)).toBe(fee);
        entries.push(...feeEntries(fee, { ...end, refundedCents: end.paidCents }, ledger(entries)));
        expect(sumOf(entries)).toBe(0);
        expect(totalsOf(entries).netCents).toBe(0);
      }),
    );
  });

  it("is that of its sector, or of general work where the sector is unknown or has none", () => {
    const tiers = [
      { sector: "HVAC", tier: "A", feeCents: 9000 },
      { sector: "General", tier: "C", feeCents: 2500 },
    ];
    expect(feeOf("HVAC", tiers)).toEqual({ feeCents: 9000, feeTier: "A" });
    expect(feeOf("Pest", tiers)).toEqual({ feeCents: 2500, feeTier: "C" });
    expect(feeOf("UNKNOWN", tiers)).toEqual({ feeCents: 2500, feeTier: "C" });
    expect(feeOf("HVAC", [])).toEqual({ feeCents: 0, feeTier: null });
  });
});
