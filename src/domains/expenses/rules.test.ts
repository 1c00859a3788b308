import { describe, expect, it } from "vitest";
import type { LocalDate } from "#/kernel/time.ts";
import { breachOf, expenseStatuses, mayStep, mileageCents, payDay } from "./rules.ts";

describe("the worth of a way", () => {
  it.each([
    [100, 72_500, 7250],
    [0.1, 72_500, 7],
    [12.345, 67_000, 827],
    [1, 500, 0], // half a cent to even
    [3, 500, 2],
    [1_000_000, 1_000_000, 1_000_000_000],
  ])("of %d miles at %d thousandths of a cent is %d cents", (miles, rate, cents) => {
    expect(mileageCents(miles, rate)).toBe(cents);
  });
});

describe("the policy of a category", () => {
  const policy = { limitCents: 5000, monthlyLimitCents: 8000, receiptOverCents: 2500 };
  const claim = (amountCents: number, receipts = 1) => ({ kind: "amount" as const, amountCents, receipts });
  it.each([
    [claim(5000), 3000, undefined],
    [claim(5001), 0, "limit"],
    [claim(5000), 3001, "monthly_limit"],
    [claim(2500, 0), 0, undefined],
    [claim(2501, 0), 0, "receipt"],
    [{ kind: "mileage" as const, amountCents: 4000, receipts: 0 }, 0, undefined],
  ])("of %j beside %d cents of the month: %s", (one, spent, breach) => {
    expect(breachOf(policy, one, spent)).toBe(breach);
  });

  it("limits nothing where it says nothing", () => {
    const nothing = { limitCents: null, monthlyLimitCents: null, receiptOverCents: null };
    expect(breachOf(nothing, claim(1_000_000, 0), 1_000_000)).toBeUndefined();
  });
});

it("leaves a voided expense as it is", () => {
  for (const step of ["change", "submit", "recall", "approve", "reject", "reimburse", "void"] as const)
    expect(mayStep("voided", step)).toBe(false);
  expect(expenseStatuses.filter((status) => mayStep(status, "change"))).toEqual(["draft"]);
});

it("pays back in the pay period of today, or in the first that is open", () => {
  const day = (text: string) => text as LocalDate;
  expect(payDay(day("2026-03-28"), undefined)).toBe("2026-03-28");
  expect(payDay(day("2026-03-28"), day("2026-03-16"))).toBe("2026-03-28");
  expect(payDay(day("2026-03-28"), day("2026-04-01"))).toBe("2026-04-01");
});
