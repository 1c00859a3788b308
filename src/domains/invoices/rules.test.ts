import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LocalDate } from "#/kernel/time.ts";
import {
  applied,
  creditAfter,
  credited,
  ended,
  givenBack,
  invoiceAfter,
  issued,
  type Movement,
  takenOff,
  toTakeOff,
} from "./ledger-rules.ts";
import { agingBounds, creditedPart, daysOverdue, shownStatus, statusOf } from "./rules.ts";

const day = (text: string) => text as LocalDate;
const TODAY = day("2026-04-20");
const open = {
  sentAt: "2026-03-28T14:30:00.000Z" as never,
  viewedAt: null,
  voidedAt: null,
  writtenOffAt: null,
  ...{ amountPaidCents: 0, creditedCents: 0, balanceCents: 100 },
};

describe("the status of an invoice follows from what happened to it", () => {
  it.each([
    ["draft", { sentAt: null, balanceCents: 0 }],
    ["sent", {}],
    ["viewed", { viewedAt: open.sentAt }],
    ["partially_paid", { viewedAt: open.sentAt, amountPaidCents: 40, balanceCents: 60 }],
    ["partially_paid", { creditedCents: 40, balanceCents: 60 }],
    ["paid", { amountPaidCents: 100, balanceCents: 0 }],
    ["paid", { balanceCents: 0 }], // it was free
    ["void", { voidedAt: open.sentAt, balanceCents: 0 }],
    ["written_off", { writtenOffAt: open.sentAt, amountPaidCents: 40, balanceCents: 0 }],
  ] as const)("%s", (status, facts) => expect(statusOf({ ...open, ...facts })).toBe(status));

  it("is overdue from the day after its due day on, while something is owed", () => {
    const due = (dueDate: string, status: "sent" | "paid" | "draft" = "sent") => ({ status, dueDate: day(dueDate) });
    expect(shownStatus(due("2026-04-20"), TODAY)).toBe("sent");
    expect(shownStatus(due("2026-04-19"), TODAY)).toBe("overdue");
    expect(shownStatus(due("2026-04-19", "paid"), TODAY)).toBe("paid");
    expect(shownStatus(due("2026-04-19", "draft"), TODAY)).toBe("draft");
    expect([daysOverdue(due("2026-04-19"), TODAY), daysOverdue(due("2026-04-20"), TODAY)]).toEqual([1, 0]);
  });
});

it("puts what is due 1 to 30 days ago into the second bracket of the aging report", () => {
  expect(agingBounds(day("2026-03-31"))).toEqual(["2026-03-31", "2026-03-01", "2026-01-30", "2025-12-31"]);
});

it("takes back the tax of an invoice to the cent, in however many credit notes", () => {
  const parts = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(parts, fc.integer({ min: 0, max: 3000 }), (amounts, taxBps) => {
      const totalCents = amounts.reduce((sum, cents) => sum + cents, 0);
      const taxCents = Math.floor((totalCents * taxBps) / (10_000 + taxBps));
      const half = Math.floor(taxCents / 2);
      const invoice = {
        totalCents,
        taxCents,
        taxBreakdown: [{ tax_cents: half }, { tax_cents: taxCents - half }].map((tax) => ({
          ...tax,
          taxable_cents: totalCents,
          rate_ppm: 1,
        })),
      };
      let before = 0;
      let [tax, net] = [0, 0];
      for (const amountCents of amounts) {
        const part = creditedPart(invoice, { before: { cents: before, taxCents: tax }, amountCents });
        expect(part.subtotalCents + part.taxCents).toBe(amountCents);
        expect(part.taxBreakdown.reduce((sum, one) => sum + one.tax_cents, 0)).toBe(part.taxCents);
        before += amountCents;
        tax += part.taxCents;
        net += part.subtotalCents;
      }
      expect([tax, net]).toEqual([taxCents, totalCents - taxCents]);
    }),
  );
});

it("takes a refund from what is credit first, then from the latest invoice on", () => {
  const applications = [
    { invoiceId: 1, cents: 100 },
    { invoiceId: 2, cents: 50 },
  ];
  expect(toTakeOff(applications, 30, 20)).toEqual([]);
  expect(toTakeOff(applications, 30, 60)).toEqual([{ invoiceId: 2, cents: 30 }]);
  expect(toTakeOff(applications, 30, 180)).toEqual([
    { invoiceId: 2, cents: 50 },
    { invoiceId: 1, cents: 100 },
  ]);
});

/** What of a payment is applied to which invoice, by adding its entries up. */
const applicationsIn = (ledger: readonly Movement[], paymentId: number) =>
  [1, 2, 3]
    .map((invoiceId) => ({
      invoiceId,
      cents: -ledger
        .filter((one) => one.paymentId === paymentId && one.invoiceId === invoiceId)
        .reduce((sum, one) => sum + one.invoiceCents, 0),
    }))
    .filter(({ cents }) => cents > 0);

it("keeps every sum equal to its entries, whatever is paid, applied, taken off, refunded, reversed, credited or given up", () => {
  const step = fc.record({
    what: fc.constantFrom("pay", "apply", "off", "refund", "reverse", "note", "write_off"),
    invoice: fc.integer({ min: 1, max: 3 }),
    credit: fc.integer({ min: 0, max: 5 }),
    share: fc.integer({ min: 1, max: 100 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const noSums = { amountPaidCents: 0, creditedCents: 0, writtenOffCents: 0, balanceCents: 0 };
      const ledger: Movement[] = [];
      const invoices = new Map([1, 2, 3].map((id) => [id, noSums]));
      const credits: { source: { paymentId: number } | { creditNoteId: number }; sums: typeof noCredit }[] = [];
      const noCredit = { appliedCents: 0, refundedCents: 0, unappliedCents: 0 };
      const move = (...movements: Movement[]) => {
        ledger.push(...movements);
        for (const [id, sums] of invoices)
          invoices.set(
            id,
            invoiceAfter(
              sums,
              movements.filter(({ invoiceId }) => invoiceId === id),
            ),
          );
        for (const credit of credits) credit.sums = creditAfter(credit.sums, movements.filter(isOf(credit)));
      };
      const isOf =
        ({ source }: (typeof credits)[number]) =>
        (one: Movement) =>
          "paymentId" in source ? one.paymentId === source.paymentId : one.creditNoteId === source.creditNoteId;
      for (const id of invoices.keys()) move(issued(id, id * 1000, TODAY));

      for (const { what, invoice, credit: at, share } of steps) {
        const balance = invoices.get(invoice)?.balanceCents ?? 0;
        const credit = credits[at];
        const part = (cents: number) => Math.ceil((cents * share) / 100);
        if (what === "pay" || what === "note") {
          const n = credits.length;
          const source = what === "pay" ? { paymentId: n } : { creditNoteId: n };
          credits.push({ source, sums: noCredit });
          const cents = part(1500);
          const pays = Math.min(cents, balance);
          move(credited(source, cents, TODAY), ...(pays > 0 ? [applied(source, invoice, pays, TODAY)] : []));
        } else if (what === "write_off") {
          if (balance > 0) move(ended("write_off", invoice, balance, TODAY, "gone"));
        } else if (credit && "paymentId" in credit.source) {
          const { source, sums } = credit;
          const applications = applicationsIn(ledger, credit.source.paymentId);
          const left = sums.appliedCents + sums.unappliedCents;
          const cents = what === "reverse" ? left : part(left);
          const [first] = applications;
          const how = { entryOn: TODAY };
          if (what === "apply" && balance > 0 && sums.unappliedCents > 0)
            move(applied(source, invoice, Math.min(balance, part(sums.unappliedCents)), TODAY));
          if (what === "off" && first) move(takenOff(source, first.invoiceId, part(first.cents), TODAY));
          if ((what === "refund" || what === "reverse") && cents > 0)
            move(
              ...toTakeOff(applications, sums.unappliedCents, cents).map((off) =>
                takenOff(source, off.invoiceId, off.cents, TODAY),
              ),
              givenBack(what === "refund" ? "refund" : "reversal", source, cents, how),
            );
        }
      }
      const sum = (of: (one: Movement) => number) => ledger.reduce((all, one) => all + of(one), 0);
      for (const [id, { balanceCents, amountPaidCents, creditedCents, writtenOffCents }] of invoices) {
        expect(balanceCents).toBe(sum((one) => (one.invoiceId === id ? one.invoiceCents : 0)));
        expect(balanceCents).toBe(id * 1000 - amountPaidCents - creditedCents - writtenOffCents);
        expect(Math.min(balanceCents, amountPaidCents, creditedCents)).toBeGreaterThanOrEqual(0);
      }
      for (const credit of credits) {
        const { unappliedCents, appliedCents } = credit.sums;
        expect(unappliedCents).toBe(ledger.filter(isOf(credit)).reduce((all, one) => all + one.creditCents, 0));
        expect(Math.min(unappliedCents, appliedCents)).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 300 },
  );
});
