import fc from "fast-check";
import { expect, it } from "vitest";
import { matches, unknownFilters } from "./event-filter.ts";

const types = ["sale.created", "sale.payment_changed", "dispatch.created", "pay_period.closed", "inventory.low-stock"];

it("a type means itself and nothing that only begins like it", () => {
  expect(matches(["sale.created"], "sale.created")).toBe(true);
  expect(matches(["sale.created"], "sale.created_again")).toBe(false);
  expect(matches(["sale"], "sale.created")).toBe(false);
});

it("a wildcard means every type below its prefix, and a prefix ends at a dot", () => {
  expect(types.filter((type) => matches(["sale.*"], type))).toEqual(["sale.created", "sale.payment_changed"]);
  expect(types.filter((type) => matches(["sale.*", "pay_period.*"], type))).toHaveLength(3);
  expect(matches(["sal.*"], "sale.created")).toBe(false);
  expect(matches(["sale.*"], "sale")).toBe(false);
  expect(types.filter((type) => matches(["*"], type))).toEqual(types);
});

it("a star elsewhere is not a wildcard", () => {
  for (const filter of ["sale*", "*.created", "s*.created", ".*", "**", "sale.*.*", "SALE.*", ""])
    expect(
      types.filter((type) => matches([filter], type)),
      filter,
    ).toEqual([]);
});

it("without a filter nothing matches", () => {
  expect(matches([], "sale.created")).toBe(false);
});

it("a filter that means no event is told by its place", () => {
  expect(unknownFilters(["sale.*", "invoice.*", "sale.creatd", "*", "sale.created"], types)).toEqual([1, 2]);
  expect(unknownFilters([], types)).toEqual([]);
  expect(unknownFilters(["*"], [])).toEqual([0]);
});

it("whatever a filter holds, it matches as a text and never as a pattern", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (prefix, rest) => {
      expect(matches([`${prefix}.*`], `${prefix}.${rest}`)).toBe(prefix !== "" || rest === "*");
      expect(matches([rest], rest)).toBe(true);
    }),
  );
});
