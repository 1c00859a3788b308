import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LocalDate } from "#/kernel/time.ts";
import { balanceOf, discountBps, earnedDay, movementOf, refundableOf, splitsOf, after as sumsAfter } from "./rules.ts";
import { paymentStatuses } from "./tables.ts";

const day = (text: string) => text as LocalDate;

describe("payments of a sale", () => {
  it("leave a sale unpaid when they are taken back, a free one too", () => {
    const paid = { salePriceCents: 0, paidCents: 0, refundedCents: 0, paymentStatus: "paid" } as const;
    expect(sumsAfter(paid, { kind: "payment_undone", amountCents: 0 })).toMatchObject({ paymentStatus: "unpaid" });
    const partly = { salePriceCents: 100, paidCents: 40, refundedCents: 0, paymentStatus: "partial" } as const;
    expect(sumsAfter(partly, { kind: "payment_undone", amountCents: 40 })).toMatchObject({ paymentStatus: "unpaid" });
  });

  it("never pay more than the price nor refund more than was paid, and the status follows from the sums", () => {
    const step = fc.record({ status: fc.constantFrom(...paymentStatuses), amount: fc.integer({ min: 1, max: 500 }) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.array(step, { maxLength: 12 }), (salePriceCents, steps) => {
        let sale: Parameters<typeof sumsAfter>[0] = {
          salePriceCents,
          paidCents: 0,
          refundedCents: 0,
          paymentStatus: "unpaid",
        };
        for (const { status, amount } of steps) {
          const movement = movementOf(
            sale,
            status,
            status === "unpaid" || status === "written_off" ? undefined : amount,
          );
          if (!movement) continue;
          const open = movement.kind === "refund" ? refundableOf(sale) : balanceOf(sale);
          if (movement.kind === "payment_undone" ? sale.refundedCents > 0 : movement.amountCents > open) continue; // refused
          sale = { ...sale, ...sumsAfter(sale, movement) };
          const { paidCents, refundedCents, paymentStatus } = sale;
          expect(paidCents).toBeLessThanOrEqual(salePriceCents);
          expect(refundedCents).toBeLessThanOrEqual(paidCents);
          const isUnpaid = movement.kind === "payment_undone"; // of a free sale too
          expect(paymentStatus === "paid").toBe(paidCents === salePriceCents && refundedCents === 0 && !isUnpaid);
          expect(paymentStatus.includes("refunded")).toBe(refundedCents > 0);
        }
      }),
    );
  });
});

describe("a discount", () => {
  it("is told in basis points of the list price, and is none above it", () => {
    expect(discountBps(90, 100)).toBe(1000);
    expect(discountBps(110, 100)).toBe(0);
    expect(discountBps(2, 3)).toBe(3333);
    expect(discountBps(0, 0)).toBe(0);
  });
});

describe("splits", () => {
  it("sum to the commission, whatever the shares", () => {
    expect(
      splitsOf(101, [
        { technicianId: 1, shareBps: 6667, role: "technician" },
        { technicianId: 2, shareBps: 3333, role: "technician" },
      ]).map((s) => s.commissionCents),
    ).toEqual([67, 34]);
    const weights = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), weights, (cents, shares) => {
        const parts = splitsOf(
          cents,
          shares.map((shareBps, i) => ({ technicianId: i, shareBps, role: "technician" })),
        );
        expect(parts.reduce((sum, { commissionCents }) => sum + commissionCents, 0)).toBe(cents);
      }),
    );
  });
});

describe("the day on which a commission is earned", () => {
  const sale = {
    voided: false,
    approvalStatus: "approved" as const,
    saleDate: day("2026-03-28"),
    paidCents: 0,
    salePriceCents: 100,
    paymentDate: null,
    earnedOn: null,
  };
  it("follows the business' rule", () => {
    const today = day("2026-04-02");
    expect(earnedDay(sale, "sold", today)).toBe("2026-03-28");
    expect(earnedDay(sale, "approved", today)).toBe("2026-04-02");
    expect(earnedDay(sale, "paid", today)).toBeNull();
    expect(earnedDay({ ...sale, paidCents: 100, paymentDate: day("2026-04-01") }, "paid", today)).toBe("2026-04-01");
    expect(earnedDay({ ...sale, approvalStatus: "pending" }, "sold", today)).toBeNull();
    expect(earnedDay({ ...sale, voided: true }, "sold", today)).toBeNull();
  });
});
