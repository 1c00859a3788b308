import { expect, it } from "vitest";
import { PIXEL } from "#/kernel/images.ts";
import { Signature } from "./signature.ts";

const isGood = (signature: unknown): boolean => Signature.safeParse(signature).success;

it("a signature is a typed name, a drawn line or a picture", () => {
  expect(isGood({ kind: "typed", text: "Jane Smith" })).toBe(true);
  expect(isGood({ kind: "drawn", path: "M10 150 Q 60 20 110 140 L 180 90" })).toBe(true);
  expect(isGood({ kind: "drawn", path: "M10,150L20,30.5L-4 1M1 2L3 4" })).toBe(true);
  expect(isGood({ kind: "image", png: PIXEL })).toBe(true);
});

it.each([
  { kind: "typed", text: " " },
  { kind: "typed", text: "x".repeat(121) },
  { kind: "drawn", path: "" },
  { kind: "drawn", path: "M10 10" },
  { kind: "drawn", path: 'M0 0L1 1"/><script>alert(1)</script>' },
  { kind: "drawn", path: `M0 0${"L1 1".repeat(6000)}` },
  { kind: "image", png: btoa("<svg onload='x'></svg>".repeat(10)) },
  { kind: "image", png: `${PIXEL}%` },
  { kind: "image", png: PIXEL.repeat(700) },
  { kind: "stamp", text: "Jane" },
])("%j is not one", (signature) => expect(isGood(signature)).toBe(false));

it("a long path is judged in no time", () => {
  const begun = performance.now();
  expect(isGood({ kind: "drawn", path: `M0 0L${"1 ".repeat(9990)}!` })).toBe(false);
  expect(performance.now() - begun).toBeLessThan(1000);
});
