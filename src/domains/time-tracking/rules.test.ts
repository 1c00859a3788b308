import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Instant } from "#/kernel/time.ts";
import { daysOfWork, durationOf, overlapping, roundedAt } from "./rules.ts";
import type { Break } from "./terms.ts";
import { usualRules } from "./week-rules.ts";

const NEW_YORK = "America/New_York";
const at = (text: string) => new Date(text).toISOString() as Instant;
const worked = (from: string, to: string, extraBreakMinutes = 0, breaks: Break[] = []) => {
  const [clockIn, clockOut] = [at(from), at(to)];
  return { clockIn, clockOut, roundedIn: clockIn, roundedOut: clockOut, breaks, extraBreakMinutes };
};

describe("the length of an entry", () => {
  it("is an hour more in the night in which the clocks go back, and an hour less when they go forward: a technician lost an hour of pay (B30)", () => {
    const autumn = worked("2026-11-01T02:00:00Z", "2026-11-01T11:00:00Z", 30);
    expect(durationOf(autumn)).toEqual({ breakMinutes: 30, durationMinutes: 510 });
    expect(daysOfWork(autumn, NEW_YORK)).toEqual([
      { day: "2026-10-31", minutes: 120 },
      { day: "2026-11-01", minutes: 390 },
    ]);
    const spring = worked("2026-03-08T03:00:00Z", "2026-03-08T10:00:00Z");
    expect(durationOf(spring).durationMinutes).toBe(420);
    expect(daysOfWork(spring, NEW_YORK)).toEqual([
      { day: "2026-03-07", minutes: 120 },
      { day: "2026-03-08", minutes: 300 },
    ]);
  });

  it("leaves out what is unpaid and keeps what is paid, on the day on which it was", () => {
    const breaks = [
      { startedAt: at("2026-03-05T04:50:00Z"), endedAt: at("2026-03-05T05:20:00Z"), paid: false },
      { startedAt: at("2026-03-05T06:00:00Z"), endedAt: at("2026-03-05T06:15:00Z"), paid: true },
    ];
    const night = worked("2026-03-05T03:00:00Z", "2026-03-05T09:00:00Z", 0, breaks);
    expect(durationOf(night)).toEqual({ breakMinutes: 30, durationMinutes: 330 });
    expect(daysOfWork(night, NEW_YORK)).toEqual([
      { day: "2026-03-04", minutes: 110 },
      { day: "2026-03-05", minutes: 220 },
    ]);
  });

  it("is what its days sum up to, wherever the midnights and breaks are", () => {
    const start = Date.parse("2026-10-30T00:00:00Z");
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4 * 86_400 }),
        fc.integer({ min: 1, max: 48 * 3600 }),
        fc.integer({ min: 0, max: 90 }),
        fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
        (offset, seconds, extra, rest) => {
          const [from, to] = [start + offset * 1000, start + (offset + seconds) * 1000];
          const [began, ended] = rest.toSorted((a, b) => a - b).map((part) => from + part * (to - from));
          const pause = {
            startedAt: at(new Date(began ?? 0).toISOString()),
            endedAt: at(new Date(ended ?? 0).toISOString()),
          };
          const entry = worked(new Date(from).toISOString(), new Date(to).toISOString(), extra, [
            { ...pause, paid: false },
          ]);
          const days = daysOfWork(entry, NEW_YORK).reduce((all, { minutes }) => all + minutes, 0);
          expect(days).toBe(durationOf(entry).durationMinutes);
        },
      ),
    );
  });
});

describe("rounding", () => {
  it("rounds the instant: a clock-out at 1:53 in the hour that comes twice does not move by an hour", () => {
    const rules = { ...usualRules, roundingMinutes: 15 as const };
    expect(roundedAt(at("2026-11-01T01:53:00-04:00"), rules)).toBe("2026-11-01T06:00:00.000Z");
    expect(roundedAt(at("2026-11-01T01:07:00-05:00"), rules)).toBe("2026-11-01T06:00:00.000Z");
    expect(roundedAt(at("2026-11-01T01:07:00-05:00"), { ...rules, roundingMode: "up" })).toBe(
      "2026-11-01T06:15:00.000Z",
    );
    expect(roundedAt(at("2026-11-01T01:07:30-05:00"), usualRules)).toBe("2026-11-01T06:07:30.000Z");
  });
});

describe("an overlap", () => {
  it("is not where one entry begins as the other ends: a technician could not clock in after lunch (B31)", () => {
    const entry = (id: number, from: string, to: string | null) => ({
      id,
      clockIn: at(`2026-03-05T${from}:00Z`),
      clockOut: to === null ? null : at(`2026-03-05T${to}:00Z`),
    });
    const morning = entry(1, "09:00", "12:00");
    const ids = (from: string, to: string | null) => overlapping(entry(0, from, to), [morning]).map(({ id }) => id);
    expect(ids("12:00", "13:00")).toEqual([]);
    expect(ids("08:00", "09:00")).toEqual([]);
    expect(ids("11:59", "12:30")).toEqual([1]);
    expect(ids("11:00", null)).toEqual([1]);
    expect(ids("12:00", null)).toEqual([]);
    expect(overlapping(entry(2, "13:00", "14:00"), [entry(1, "09:00", null)])).toHaveLength(1);
    expect(overlapping({ ...morning }, [morning])).toEqual([]);
  });
});
