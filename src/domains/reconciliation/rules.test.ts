import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LocalDate, localDateOf, toInstant } from "#/kernel/time.ts";
import { likeness, type OpenItem, type OpenTransaction, type Proposal, propose, saleNamedIn } from "./rules.ts";

const day = (text: string) => text as LocalDate;
const charge = (id: number, openCents: number, more: Partial<OpenTransaction> = {}): OpenTransaction => ({
  id,
  kind: "charge",
  openCents,
  occurredOn: day("2026-03-31"),
  customer: null,
  reference: null,
  paid: [],
  ...more,
});
const item = (id: number, openCents: number, more: Partial<OpenItem> = {}): OpenItem => ({
  id,
  openCents,
  day: day("2026-03-31"),
  customer: `Customer ${id}`,
  ...more,
});
const brief = ({ transactionId, pass, parts, isCertain }: Proposal) => [
  transactionId,
  pass,
  parts.map(({ saleId, amountCents }) => `${saleId}:${amountCents}`).join(" "),
  isCertain,
];
const briefs = (charges: OpenTransaction[], items: OpenItem[]) => propose(charges, items).map(brief);

describe("what a transaction pays", () => {
  it("is the sale that its reference names, in part where it is less", () => {
    expect(briefs([charge(1, 5000, { reference: "Sale 7" })], [item(7, 10_000), item(8, 5000)])).toEqual([
      [1, "reference", "7:5000", true],
    ]);
  });

  it("is not guessed where it is above what the named sale still owes", () => {
    expect(briefs([charge(1, 5000, { reference: "7" })], [item(7, 4000), item(8, 5000)])).toEqual([
      [1, "reference", "7:4000", false],
    ]);
  });

  it("is the one sale of the same amount within three days", () => {
    expect(briefs([charge(1, 7500)], [item(7, 7500, { day: day("2026-03-28") }), item(8, 7499)])).toEqual([
      [1, "exact", "7:7500", true],
    ]);
    expect(briefs([charge(1, 7500)], [item(7, 7500, { day: day("2026-03-27") })])).toEqual([
      [1, "fuzzy", "7:7500", false],
    ]);
  });

  it("is only suggested when two sales of the day have the amount, and the day is the business' own: the till guessed the wrong customer (B62 a)", () => {
    const occurredOn = localDateOf(toInstant("2026-04-01T03:30:00Z"), "America/New_York");
    expect(occurredOn).toBe("2026-03-31");
    expect(briefs([charge(1, 7500, { occurredOn })], [item(7, 7500), item(8, 7500)])).toEqual([
      [1, "fuzzy", "7:7500", false],
      [1, "fuzzy", "8:7500", false],
    ]);
  });

  it("is only suggested when two charges have the amount of one sale", () => {
    const all = briefs([charge(1, 7500), charge(2, 7500)], [item(7, 7500)]);
    expect(all).toEqual([
      [1, "fuzzy", "7:7500", false],
      [2, "fuzzy", "7:7500", false],
    ]);
  });

  it("may be an invoice less a credit note of one customer, as one suggestion of both (B62 b)", () => {
    const items = [item(7, 110_000, { customer: "Ada Byrd" }), item(8, -10_000, { customer: "ada byrd" })];
    expect(briefs([charge(1, 100_000, { customer: "Ada Byrd" })], items)).toEqual([
      [1, "fuzzy", "7:110000 8:-10000", false],
    ]);
  });

  it("is never summed up from different customers, nor from more than four sales", () => {
    expect(briefs([charge(1, 3000)], [item(7, 1000), item(8, 2000)])).toEqual([]);
    const five = [1, 2, 3, 4, 5].map((id) => item(id, 600 + id, { customer: "Ada" }));
    expect(briefs([charge(1, 3015)], five)).toEqual([]);
  });

  it("of a refund is the sale that its charge paid, and of several sales a suggestion", () => {
    const refund = charge(3, 3000, { kind: "refund", paid: [{ saleId: 7, refundableCents: 10_000 }] });
    expect(briefs([refund], [item(8, 3000)])).toEqual([[3, "reference", "7:3000", true]]);
    const paid = [
      { saleId: 7, refundableCents: 2000 },
      { saleId: 8, refundableCents: 4000 },
    ];
    expect(briefs([charge(3, 3000, { kind: "dispute", paid })], [])).toEqual([
      [3, "reference", "7:2000 8:1000", false],
    ]);
  });

  it("prefers the nearer day and the like name", () => {
    const items = [
      item(7, 7500, { customer: "Bo Katz" }),
      item(8, 7500, { customer: "Ada Byrd", day: day("2026-03-30") }),
    ];
    const [first, second] = propose([charge(1, 7500, { customer: "BYRD, ADA" })], items);
    expect([first?.parts[0]?.saleId, first?.score, second?.score]).toEqual([8, 98, 85]);
  });
});

describe("the sale that a reference names", () => {
  it.each([
    ["42", 42],
    ["#42", 42],
    ["Sale 42", 42],
    ["sale_id: 42", 42],
    ["SALE-42, thank you", 42],
    ["Payment for sale no. 42 of 3 March", 42],
    ["wholesale 42", null],
    ["sale 42 and sale 43", null],
    ["sale 42, again sale 42", 42],
    ["sale 42.50", null],
    ["AC repair", null],
    ["", null],
  ])("%s", (reference, id) => {
    expect(saleNamedIn(reference)).toBe(id);
  });
});

it("finds names alike whatever their order, case and accents", () => {
  expect(likeness("José Peña", "PENA, JOSE")).toBe(1);
  expect(likeness("José Peña", "Ana Peña")).toBeCloseTo(1 / 3);
  expect(likeness(null, "Ana")).toBe(0);
});

const days = fc.integer({ min: 0, max: 20 }).map((n) => day(`2026-03-${String(n + 1).padStart(2, "0")}`));
const world = fc.record({
  charges: fc.array(
    fc.record({ cents: fc.integer({ min: 1, max: 6 }), on: days, names: fc.option(fc.integer({ min: 1, max: 8 })) }),
    { maxLength: 8 },
  ),
  items: fc.array(fc.record({ cents: fc.integer({ min: 1, max: 9 }), on: days, who: fc.constantFrom("Ada", "Bo") }), {
    maxLength: 8,
  }),
});

describe("all proposals", () => {
  it("keep to what is open, name nothing twice where they are certain, and do not depend on the order", () => {
    fc.assert(
      fc.property(world, ({ charges, items }) => {
        const all = charges.map(({ cents, on, names }, i) =>
          charge(i + 1, cents, { occurredOn: on, reference: names === null ? null : `sale ${names}` }),
        );
        const open = items.map(({ cents, on, who }, i) => item(i + 1, cents, { day: on, customer: who }));
        const proposals = propose(all, open);
        const certain = proposals.filter(({ isCertain }) => isCertain);
        const sales = certain.flatMap(({ parts }) => parts.map(({ saleId }) => saleId));
        expect(new Set(sales).size).toBe(sales.length);
        expect(new Set(certain.map(({ transactionId }) => transactionId)).size).toBe(certain.length);
        for (const { transactionId, parts } of proposals) {
          const sum = parts.reduce((total, { amountCents }) => total + amountCents, 0);
          expect(sum).toBeLessThanOrEqual(all[transactionId - 1]?.openCents ?? 0);
          for (const { saleId, amountCents } of parts)
            expect(amountCents).toBeLessThanOrEqual(open[saleId - 1]?.openCents ?? 0);
        }
        expect(propose(all.toReversed(), open)).toEqual(proposals);
      }),
    );
  });
});
