import { expect, it } from "vitest";
import { firstNameOf } from "./rules.ts";

const of = (name: string, more: Partial<Parameters<typeof firstNameOf>[0]> = {}) =>
  firstNameOf({ name, firstName: null, companyName: null, type: "residential", ...more });

it("a message calls people by their first name, and companies and couples by the whole", () => {
  expect(of("Ada Byron", { firstName: "Augusta" })).toBe("Augusta");
  expect([of("Ada Byron"), of("José de la Cruz"), of("Anne-Marie O’Hara")]).toEqual(["Ada", "José", "Anne-Marie"]);
  for (const whole of [
    "Pat",
    "Byron, Ada",
    "Dr. Byron",
    "Mrs Byron",
    "Ann & Bob Lee",
    "Ann and Bob Lee",
    "A. Byron",
    "2 Guys",
  ])
    expect(of(whole)).toBe(whole);
  expect(of("Byron Plumbing", { companyName: "Byron Plumbing" })).toBe("Byron Plumbing");
  expect(of("Byron Plumbing", { type: "commercial" })).toBe("Byron Plumbing");
});
