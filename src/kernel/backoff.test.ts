import { expect, it } from "vitest";
import { retryAt } from "./backoff.ts";
import { toInstant } from "./time.ts";

const now = toInstant("2026-06-01T12:00:00Z");
const schedule = [0, 10, 100];

it("the next attempt follows the schedule, spread by a tenth to each side", () => {
  expect(retryAt({ schedule, attempts: 1, now, random: 0.5 })).toBe("2026-06-01T12:00:10.000Z");
  expect(retryAt({ schedule, attempts: 1, now, random: 0 })).toBe("2026-06-01T12:00:09.000Z");
  expect(retryAt({ schedule, attempts: 2, now, random: 0.75 })).toBe("2026-06-01T12:01:45.000Z");
});

it("waits at least as long as the other side asks, and ends with the schedule", () => {
  expect(retryAt({ schedule, attempts: 1, now, random: 0.5, atLeast: 60 })).toBe("2026-06-01T12:01:00.000Z");
  expect(retryAt({ schedule, attempts: 3, now, random: 0.5, atLeast: 60 })).toBeUndefined();
});
