import { expect, it } from "vitest";
import { isDue } from "./crons.ts";

it.each([
  ["* * * * *", "2026-03-28T09:00:00Z", true],
  ["17 * * * *", "2026-03-28T09:17:30Z", true],
  ["17 * * * *", "2026-03-28T09:18:00Z", false],
  ["0 3 * * *", "2026-03-28T03:00:00Z", true],
  ["0 3 1 2 *", "2026-03-01T03:00:00Z", false],
])("runs %s at %s: %s", (expression, at, due) => {
  expect(isDue(expression, new Date(at))).toBe(due);
});

it("rejects an expression that it does not support", () => {
  expect(() => isDue("*/5 * * * *", new Date())).toThrow("*/5");
  expect(() => isDue("0 3 * * mon", new Date())).toThrow("mon");
});
