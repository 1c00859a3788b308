import { describe, expect, it } from "vitest";
import { codeForTry, codeFromName, emptiestShard } from "./rules.ts";

describe("business code", () => {
  it.each([
    ["Smith HVAC", "SMITHHVAC"],
    ["Łukasz & Söhne, Plumbing LLC", "UKASZSOHNEPLUMBINGLL"],
    ["日本", "BUSINESS"],
    ["A", "BUSINESS"],
  ])("%s gives %s", (name, code) => expect(codeFromName(name)).toBe(code));

  it("is plain at first and gets a number after a clash", () => {
    expect(codeForTry("Smith HVAC", 0, 0.5)).toBe("SMITHHVAC");
    expect(codeForTry("Smith HVAC", 1, 0.5)).toBe("SMITHHVAC46000");
  });
});

describe("shard of a new business", () => {
  const loads = [
    { name: "A", tenantCount: 3, draining: false },
    { name: "B", tenantCount: 0, draining: true },
    { name: "C", tenantCount: 2, draining: false },
  ];
  it("is the emptiest that is not draining; one without a row is empty", () => {
    expect(emptiestShard(["A", "B", "C"], loads)).toBe("C");
    expect(emptiestShard(["A", "B", "C", "D"], loads)).toBe("D");
    expect(emptiestShard(["B"], loads)).toBeUndefined();
  });
});
