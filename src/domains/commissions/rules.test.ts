import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LocalDate } from "#/kernel/time.ts";
import { slowCommission } from "../../../test/support/slow-commission.ts";
import { renewedCommission } from "./renewed.ts";
import { type Candidate, calculateCommission, type RateTerms, rateFor, type Sold } from "./rules.ts";
import { Commission } from "./schemas.ts";

const rate = (terms: Partial<Candidate> = {}): Candidate => ({
  id: 1,
  technicianId: 1,
  itemId: 5,
  categoryId: 0,
  role: "",
  effectiveFrom: "",
  effectiveTo: null,
  depth: 0,
  rateType: "percentage",
  commissionRateBps: 0,
  flatCents: null,
  tiers: null,
  ovRateBps: 0,
  discountScaleEnabled: false,
  discountScale: null,
  base: "price",
  minCents: null,
  maxCents: null,
  ...terms,
});
const sold = (salePriceCents: number, more: Partial<Sold> = {}): Sold => ({
  salePriceCents,
  taxCents: 0,
  listPriceCents: salePriceCents,
  costCents: null,
  quantity: 1,
  paysCommission: true,
  ...more,
});
const of = (terms: Partial<Candidate>, sale: Sold) => calculateCommission([rate(terms)], sale).totalCents;

describe("commission of a sale", () => {
  it("is the rate's share of the price, rounded half to even", () => {
    expect(of({ commissionRateBps: 750 }, sold(150_000))).toBe(11_250);
    expect(of({ commissionRateBps: 125 }, sold(1000))).toBe(12);
    expect(of({ commissionRateBps: 125 }, sold(3000))).toBe(38);
  });

  it("splits what is sold above list by the overage rate, and only then", () => {
    const above = sold(230_000, { listPriceCents: 200_000 });
    expect(calculateCommission([rate({ commissionRateBps: 750, ovRateBps: 5000 })], above)).toMatchObject({
      baseCents: 15_000,
      overageCents: 15_000,
      totalCents: 30_000,
    });
    expect(of({ commissionRateBps: 750 }, above)).toBe(17_250);
    expect(of({ commissionRateBps: 750, ovRateBps: 5000 }, sold(180_000, { listPriceCents: 200_000 }))).toBe(13_500);
  });

  it("earns each tier's rate on its own slice: 5 % to $1,000 and 8 % above make $90 of $1,500", () => {
    const tiers = [
      { upToCents: 100_000, rateBps: 500 },
      { upToCents: null, rateBps: 800 },
    ];
    expect(of({ rateType: "tiers", tiers }, sold(150_000))).toBe(9000);
    expect(of({ rateType: "tiers", tiers }, sold(100_000))).toBe(5000);
    expect(of({ rateType: "tiers", tiers }, sold(0))).toBe(0);
  });

  it("pays a flat amount for each one sold, also for a part of one", () => {
    expect(of({ rateType: "flat", flatCents: 2500 }, sold(1, { quantity: 3 }))).toBe(7500);
    expect(of({ rateType: "flat", flatCents: 25 }, sold(1, { quantity: 0.5 }))).toBe(12);
  });

  it("falls with the discount, by another rate or by a factor, from exactly the band's edge on", () => {
    const scale = (band: object) => ({
      commissionRateBps: 1000,
      discountScaleEnabled: true,
      discountScale: [
        { minDiscountBps: 0, factorBps: 10_000 },
        { minDiscountBps: 1000, ...band },
      ],
    });
    const at = (price: number) => sold(price, { listPriceCents: 10_000 });
    expect(of(scale({ rateBps: 500 }), at(9001))).toBe(900);
    expect(of(scale({ rateBps: 500 }), at(9000))).toBe(450);
    expect(of(scale({ factorBps: 2500 }), at(9000))).toBe(225);
    expect(of(scale({ factorBps: 2500 }), at(12_000))).toBe(1200);
  });

  it("takes the business' scale where the rate has none of its own, and none where it is switched off", () => {
    const business = rate({ technicianId: 0, itemId: 0, id: 9, discountScale: [{ minDiscountBps: 0, rateBps: 100 }] });
    const sale = sold(9000, { listPriceCents: 10_000 });
    const on = rate({ commissionRateBps: 1000, discountScaleEnabled: true });
    expect(calculateCommission([on, business], sale).totalCents).toBe(90);
    expect(calculateCommission([{ ...on, discountScaleEnabled: false }, business], sale).totalCents).toBe(900);
    expect(calculateCommission([on], sale).totalCents).toBe(900);
  });

  it("earns on the margin, never below nothing, and within the least and the most", () => {
    const margin = { commissionRateBps: 1000, base: "margin" as const };
    expect(of(margin, sold(10_000, { costCents: 4000 }))).toBe(600);
    expect(of(margin, sold(10_000, { costCents: 12_000 }))).toBe(0);
    expect(of(margin, sold(10_000, { costCents: 2000, quantity: 2 }))).toBe(600);
    expect(of({ ...margin, minCents: 700 }, sold(10_000, { costCents: 4000 }))).toBe(700);
    expect(of({ ...margin, maxCents: 500 }, sold(10_000, { costCents: 4000 }))).toBe(500);
  });

  it("earns nothing on tax, on an item that pays none, and where no rate is set; and says so", () => {
    expect(of({ commissionRateBps: 1000 }, sold(10_700, { taxCents: 700 }))).toBe(1000);
    const unpaid = calculateCommission([rate({ commissionRateBps: 1000 })], sold(10_000, { paysCommission: false }));
    expect([unpaid.totalCents, unpaid.rateSource, unpaid.steps.at(-1)?.how]).toEqual([
      0,
      "technician_item",
      "the item pays no commission",
    ]);
    expect(calculateCommission([], sold(150_000))).toMatchObject({ totalCents: 0, rateSource: "none", rateId: null });
  });
});

describe("the rate that holds", () => {
  const id = (rates: Candidate[], role: "technician" | "installer" = "technician") => rateFor(rates, role)?.id;
  const place = (id: number, technicianId: number, itemId: number, categoryId: number, more: Partial<Candidate> = {}) =>
    rate({ id, technicianId, itemId, categoryId, depth: categoryId, ...more });

  it("is the nearest: technician and item, technician and category, technician, item, category, business", () => {
    const all = [
      place(6, 0, 0, 0),
      place(5, 0, 0, 1),
      place(4, 0, 5, 0),
      place(3, 1, 0, 0),
      place(2, 1, 0, 1),
      place(1, 1, 5, 0),
    ];
    for (let i = all.length; i > 0; i--) expect(id(all.slice(0, i))).toBe(7 - i);
  });

  it("is that of the nearest category, of the role before both, and of the last beginning", () => {
    expect(id([place(1, 0, 0, 1), place(2, 0, 0, 3), place(3, 0, 0, 2)])).toBe(2);
    const both = [place(1, 1, 5, 0), place(2, 1, 5, 0, { role: "installer" })];
    expect([id(both), id(both, "installer")]).toEqual([1, 2]);
    expect(id([place(1, 1, 5, 0), place(2, 1, 5, 0, { effectiveFrom: "2026-04-01" as LocalDate })])).toBe(2);
  });
});

const bps = fc.integer({ min: 0, max: 10_000 });
const cents = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 1_000_000_000_000 }));
const rising = (edges: number[]) => [...new Set(edges)].sort((a, b) => a - b);
const tiers = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 4 }),
    fc.array(bps, { minLength: 5, maxLength: 5 }),
  )
  .map(([edges, rates]) => [...rising(edges), null].map((upToCents, i) => ({ upToCents, rateBps: rates[i] ?? 0 })));
const scale = (withRate: boolean) =>
  fc.array(fc.tuple(fc.integer({ min: 1, max: 10_000 }), bps, fc.boolean()), { maxLength: 4 }).map((bands) =>
    rising([0, ...bands.map(([edge]) => edge)]).map((minDiscountBps, i) => {
      const [, amount = 10_000, replaces = false] = bands[i] ?? [];
      return { minDiscountBps, ...(replaces && withRate ? { rateBps: amount } : { factorBps: amount }) };
    }),
  );
const terms = fc.constantFrom<RateTerms["rateType"]>("percentage", "flat", "tiers").chain((rateType) =>
  fc.record({
    rateType: fc.constant(rateType),
    commissionRateBps: rateType === "percentage" ? bps : fc.constant(0),
    flatCents: rateType === "flat" ? fc.integer({ min: 0, max: 1_000_000 }) : fc.constant(null),
    tiers: rateType === "tiers" ? tiers : fc.constant(null),
    ovRateBps: fc.oneof(fc.constant(0), bps),
    discountScaleEnabled: fc.boolean(),
    discountScale: fc.option(scale(rateType === "percentage")),
    base: fc.constantFrom<RateTerms["base"]>("price", "margin"),
    minCents: fc.option(fc.integer({ min: 0, max: 1000 })),
    maxCents: fc.option(fc.integer({ min: 1000, max: 100_000 })),
  }),
);
const place = fc
  .constantFrom([1, 5, 0], [1, 0, 1], [1, 0, 2], [1, 0, 0], [0, 5, 0], [0, 0, 1], [0, 0, 2], [0, 0, 0])
  .map(([technicianId = 0, itemId = 0, categoryId = 0]) => ({ technicianId, itemId, categoryId, depth: categoryId }));
const days = fc.constantFrom("", "2026-01-01", "2026-04-01") as fc.Arbitrary<LocalDate | "">;
const roles = fc.constantFrom<Candidate["role"]>("", "technician", "installer");
const candidates = fc
  .uniqueArray(fc.record({ place, role: roles, effectiveFrom: days, terms }), {
    maxLength: 4,
    selector: ({ place: at, role, effectiveFrom }) => JSON.stringify([at, role, effectiveFrom]),
  })
  .map((all) =>
    all.map(({ place: at, terms: said, ...more }, i) => ({ ...said, ...at, ...more, id: i + 1, effectiveTo: null })),
  )
  // which of several scales of the business counts is not this test's question
  .filter((all) => all.filter((one) => !one.technicianId && !one.itemId && !one.categoryId).length <= 1);
const sale = fc
  .tuple(cents, cents, fc.option(cents), fc.integer({ min: 1, max: 5000 }), fc.boolean(), fc.nat(10_000))
  .map(
    ([price, list, costCents, milli, pays, tax]): Sold => ({
      salePriceCents: price,
      listPriceCents: list,
      costCents,
      quantity: pays ? 1 : milli / 1000,
      paysCommission: milli > 100,
      taxCents: Math.min(price, tax),
    }),
  );
const role = fc.constantFrom<"technician" | "installer">("technician", "installer");

describe("the engine", () => {
  it("gives to the cent what slow rational arithmetic gives, in 100,000 cases, whatever the order of the rates", {
    timeout: 120_000,
  }, () => {
    fc.assert(
      fc.property(candidates, sale, role, (rates, what, as) => {
        const fast = calculateCommission(rates, what, as);
        const slow = slowCommission(rates, what, as);
        expect([fast.totalCents, fast.rateSource]).toEqual([slow.total, slow.rung]);
        expect(calculateCommission(rates.toReversed(), what, as).totalCents).toBe(fast.totalCents);
      }),
      { numRuns: 100_000 },
    );
  });

  it("never falls when the price rises, where no discount or overage rate turns it", () => {
    fc.assert(
      fc.property(terms, sale, cents, (said, what, more) => {
        const rates = [rate({ ...said, ovRateBps: 0, discountScaleEnabled: false })];
        const cheap = calculateCommission(rates, what).totalCents;
        const dear = calculateCommission(rates, { ...what, salePriceCents: what.salePriceCents + more }).totalCents;
        expect(dear).toBeGreaterThanOrEqual(cheap);
      }),
    );
  });
});

describe("a commission that engine version 1 stored", () => {
  it("is read in the format of today", () => {
    const stored =
      '{"totalCents":11250,"baseCents":11250,"overageCents":0,"commissionRateBps":750,"ovRateBps":0,"discountScaleEnabled":false,"rateSource":"technician_item","salePriceCents":150000,"listPriceCents":150000,"costCents":null,"rounding":"half_even","engineVersion":1}';
    const renewed: unknown = JSON.parse(renewedCommission(stored));
    expect(Commission.safeParse(renewed).error).toBeUndefined();
    expect(renewed).toMatchObject({ total_cents: 11_250, rate_source: "technician_item", engine_version: 1 });
  });
});
