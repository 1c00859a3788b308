import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "./fields.ts";
import { fromWire, toWire } from "./wire.ts";

const Line = z.object({ part_id: z.int(), unit_cost_cents: z.int().nullable() });
const Order = z.object({
  id: z.int(),
  supplier_name: z.string(),
  ship_to: z.object({ service_zip: z.string(), line_2: z.string().optional() }).nullable(),
  order_lines: z.array(Line),
  by_warehouse: z.record(z.string(), Line),
  external_ids: z.record(z.string(), z.unknown()),
  paid_by: z.discriminatedUnion("payment_type", [
    z.object({ payment_type: z.literal("card"), last_four: z.string() }),
    z.object({ payment_type: z.literal("check"), check_number: z.string() }),
  ]),
  due_date: z.string().optional(),
  grand_total_cents: z.int().default(0),
});

const text = fc.string({ maxLength: 8 });
const line = fc.record({ part_id: fc.nat(), unit_cost_cents: fc.option(fc.nat()) });
/** A map with arbitrary keys, some of which look like fields. */
const freeMap = fc.dictionary(fc.oneof(text, fc.constantFrom("part_id", "partId", "a_b", "aB")), fc.jsonValue());
const order = fc.record(
  {
    id: fc.nat(),
    supplier_name: text,
    ship_to: fc.option(fc.record({ service_zip: text, line_2: text }, { requiredKeys: ["service_zip"] })),
    order_lines: fc.array(line, { maxLength: 3 }),
    by_warehouse: fc.dictionary(fc.constantFrom("main_store", "van_1", "van2"), line),
    external_ids: freeMap,
    paid_by: fc.oneof(
      fc.record({ payment_type: fc.constant("card" as const), last_four: text }),
      fc.record({ payment_type: fc.constant("check" as const), check_number: text }),
    ),
    due_date: text,
    grand_total_cents: fc.nat(),
  },
  {
    requiredKeys: [
      "id",
      "supplier_name",
      "ship_to",
      "order_lines",
      "by_warehouse",
      "external_ids",
      "paid_by",
      "grand_total_cents",
    ],
  },
);

describe("the wire", () => {
  it("returns every value unchanged after a round trip", () => {
    fc.assert(
      fc.property(order, (sent) => {
        expect(toWire(Order, fromWire(Order, sent))).toEqual(sent);
      }),
    );
  });

  it("renames the fields of the schema at every depth, but never the keys of a map", () => {
    const sent = {
      id: 1,
      supplier_name: "S",
      ship_to: { service_zip: "33601", line_2: "b" },
      order_lines: [{ part_id: 1, unit_cost_cents: null }],
      by_warehouse: { van_1: { part_id: 2, unit_cost_cents: 3 } },
      external_ids: { quick_books: { part_id: 7 } },
      paid_by: { payment_type: "card" as const, last_four: "4242" },
      grand_total_cents: 5,
    };
    expect(fromWire(Order, sent)).toEqual({
      id: 1,
      supplierName: "S",
      shipTo: { serviceZip: "33601", line2: "b" },
      orderLines: [{ partId: 1, unitCostCents: null }],
      byWarehouse: { van_1: { partId: 2, unitCostCents: 3 } },
      externalIds: { quick_books: { part_id: 7 } },
      paidBy: { paymentType: "card", lastFour: "4242" },
      grandTotalCents: 5,
    });
  });

  it("drops columns that are not in the schema, at every depth", () => {
    const secrets = fc.dictionary(
      fc.constantFrom("tenantId", "passwordHash", "sealed_secret", "__proto__x", "supplier_name"),
      fc.constant("SECRET"),
    );
    fc.assert(
      fc.property(order, secrets, (sent, extra) => {
        const inside = fromWire(Order, sent);
        const leaky = {
          ...inside,
          ...extra,
          shipTo: inside.shipTo && { ...inside.shipTo, ...extra },
          orderLines: inside.orderLines.map((one) => ({ ...one, ...extra })),
          paidBy: { ...inside.paidBy, ...extra },
        };
        expect(JSON.stringify(toWire(Order, leaky))).not.toContain("SECRET");
      }),
    );
  });

  it("renames inside optional, nullable, default, transformed and refined fields", () => {
    const Wrapped = z.object({
      deep_one: z.object({ a_b: z.int() }).optional().nullable().default(null),
      when_at: z.string().transform((value) => value.length),
      checked_lines: z.array(Line).refine((lines) => lines.length < 9),
    });
    expect(
      fromWire(Wrapped, { deep_one: { a_b: 1 }, when_at: 3, checked_lines: [{ part_id: 1, unit_cost_cents: 2 }] }),
    ).toEqual({
      deepOne: { aB: 1 },
      whenAt: 3,
      checkedLines: [{ partId: 1, unitCostCents: 2 }],
    });
  });

  it("accepts a union of an object and a string", () => {
    const Either = z.object({ job_ref: z.union([z.string(), z.object({ job_id: z.int() })]) });
    expect(fromWire(Either, { job_ref: { job_id: 1 } })).toEqual({ jobRef: { jobId: 1 } });
    expect(toWire(Either, { jobRef: "J-1" })).toEqual({ job_ref: "J-1" });
  });

  it("identifies the member of a union by a key that only this member has", () => {
    const Either = z.union([
      z.object({ job_id: z.int(), tech_no: z.int() }),
      z.object({ sale_id: z.int(), tech_no: z.int() }),
    ]);
    expect(fromWire(Either, { sale_id: 1, tech_no: 2 })).toEqual({ saleId: 1, techNo: 2 });
    expect(toWire(Either, { jobId: 1, techNo: 2 })).toEqual({ job_id: 1, tech_no: 2 });
  });

  it("rejects a union whose members have no key of their own, on the schema's first use", () => {
    const Vague = z.object({ of: z.union([z.object({ a_b: z.int() }), z.object({ a_b: z.int(), c_d: z.int() })]) });
    expect(() => fromWire(Vague, { of: { a_b: 1 } })).toThrow("identifies its members");
  });
});
