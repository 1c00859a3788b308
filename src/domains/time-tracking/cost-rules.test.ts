import { expect, it } from "vitest";
import { costRateOf, labourCents } from "./cost-rules.ts";

it.each([
  ["hourly", 2500, 2500, 3125],
  ["salary", 6_240_000, 2500, 3750],
  ["hourly", 2501, 0, 2501],
  ["hourly", 25, 1000, 28], // 27.5, to even
  ["commission_only", 2500, 2500, null],
] as const)("an hour of %s pay of %i with a burden of %i bps costs %s", (payType, basePayCents, burden, cents) => {
  expect(costRateOf({ payType, basePayCents }, burden)).toBe(cents);
});

it.each([
  [3125, 140, 0, 0, 7292],
  [3750, 95, 0, 0, 5938],
  [3125, 120, 120, 0, 9375],
  [3000, 120, 30, 60, 9750], // 30 plain, 30 one and a half times, 60 twice
  [null, 120, 0, 0, 0],
])(
  "at %s an hour, %i minutes with %i of overtime and %i of double time cost %i",
  (rate, minutes, overtime, double, cents) => {
    expect(labourCents(rate, { minutes, overtimeMinutes: overtime, doubleTimeMinutes: double })).toBe(cents);
  },
);
