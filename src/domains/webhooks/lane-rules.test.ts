import { describe, expect, it } from "vitest";
import { plusSeconds, toInstant } from "#/kernel/time.ts";
import { holdAfter, isHopeless, thinned } from "./lane-rules.ts";

const now = toInstant("2026-03-28T12:00:00.000Z");
const schedule = [0, 5, 300, 1800, 7200];
const hold = (failures: number, retryAfter?: number) => {
  const until = holdAfter({ failures, schedule, now, random: 0.5, retryAfter });
  return until && (Date.parse(until) - Date.parse(now)) / 1000;
};

describe("a receiver that fails", () => {
  it("is left alone after five failures in a row, at first for seconds, then for a quarter of an hour at most", () => {
    expect([1, 4, 5, 6, 7, 8, 500].map((n) => hold(n))).toEqual([undefined, undefined, 5, 300, 900, 900, 900]);
  });

  it("may ask for a longer pause, but not for more than an hour", () => {
    expect([hold(5, 60), hold(5, 1), hold(7, 86_400), hold(1, 60)]).toEqual([60, 5, 3600, undefined]);
  });

  it("is hopeless after five days, with ten attempts over twelve hours, and not before", () => {
    const failing = (days: number, failures: number, lastHours: number) => {
      const failingSince = plusSeconds(now, -days * 86_400);
      return isHopeless({ failures, failingSince, lastFailedAt: plusSeconds(failingSince, lastHours * 3600) }, now);
    };
    expect(failing(5, 10, 12)).toBe(true);
    expect(failing(4.99, 10, 12)).toBe(false);
    expect(failing(5, 9, 12)).toBe(false);
    expect(failing(5, 10, 11.9)).toBe(false);
    expect(isHopeless({ failures: 0, failingSince: null, lastFailedAt: null }, now)).toBe(false);
  });
});

it("a thin payload holds the ids of what the event is about, and nothing else", () => {
  expect(
    thinned({ id: 7, version: 2, customer_id: null, technician_id: 3, name: "Ann", paid: true, nested: { id: 1 } }),
  ).toEqual({
    ...{ id: 7, version: 2, customer_id: null, technician_id: 3 },
  });
});
