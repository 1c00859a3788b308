import { describe, expect, it } from "vitest";
import { type Instant, type LocalDate, localTimeOf } from "#/kernel/time.ts";
import { type Calendar, latestDue, nextDue } from "./calendar.ts";
import { daysOf, type Preset } from "./ranges.ts";

const day = (text: string) => text as LocalDate;
const at = (text: string) => text as Instant;
const named = (preset: Preset, today: string) => {
  const days = daysOf({ preset }, day(today), undefined);
  return days && `${days.from} ${days.to}`;
};

describe("a range of days by its name", () => {
  it.each([
    ["today", "2028-02-29", "2028-02-29 2028-02-29"],
    ["yesterday", "2028-03-01", "2028-02-29 2028-02-29"],
    ["yesterday", "2026-01-01", "2025-12-31 2025-12-31"],
    ["this_week", "2026-01-01", "2025-12-29 2026-01-04"],
    ["this_week", "2026-11-29", "2026-11-23 2026-11-29"],
    ["last_week", "2027-01-03", "2026-12-21 2026-12-27"],
    ["last_7_days", "2028-03-03", "2028-02-26 2028-03-03"],
    ["last_30_days", "2026-03-30", "2026-03-01 2026-03-30"],
    ["mtd", "2028-02-29", "2028-02-01 2028-02-29"],
    ["last_month", "2028-03-31", "2028-02-01 2028-02-29"],
    ["last_month", "2026-01-15", "2025-12-01 2025-12-31"],
    ["qtd", "2026-06-30", "2026-04-01 2026-06-30"],
    ["last_quarter", "2026-02-10", "2025-10-01 2025-12-31"],
    ["ytd", "2026-12-31", "2026-01-01 2026-12-31"],
    ["last_year", "2029-02-28", "2028-01-01 2028-12-31"],
    ["last_pay_period", "2026-02-10", null],
  ] as const)("%s on %s", (preset, today, expected) => {
    expect(named(preset, today)).toBe(expected);
  });

  it("is as it was asked for, or the pay period that was closed last", () => {
    const custom = { preset: "custom", dateFrom: day("2026-01-05"), dateTo: day("2026-02-01") } as const;
    expect(daysOf(custom, day("2026-06-01"), undefined)).toEqual({ from: "2026-01-05", to: "2026-02-01" });
    const period = { from: day("2026-05-16"), to: day("2026-05-31") };
    expect(daysOf({ preset: "last_pay_period" }, day("2026-06-01"), period)).toEqual(period);
  });
});

const calendar = (more: Partial<Calendar>): Calendar => ({
  ...{ frequency: "daily", dayOfWeek: null, dayOfMonth: null, localTime: "06:00", timezone: "America/New_York" },
  ...more,
});

describe("the calendar of a schedule", () => {
  it("is due an hour later where the clocks skip its time, and at the earlier of two where they repeat it", () => {
    const spring = calendar({ localTime: "02:30" });
    expect(nextDue(spring, at("2026-03-07T12:00:00.000Z"))).toBe("2026-03-08T07:30:00.000Z");
    expect(nextDue(spring, at("2026-03-08T07:30:00.000Z"))).toBe("2026-03-09T06:30:00.000Z");
    const fall = calendar({ localTime: "01:30" });
    expect(nextDue(fall, at("2026-10-31T12:00:00.000Z"))).toBe("2026-11-01T05:30:00.000Z");
    // once in the night in which half past one comes twice
    expect(nextDue(fall, at("2026-11-01T05:30:00.000Z"))).toBe("2026-11-02T06:30:00.000Z");
  });

  it("takes day 31 for the last day of each month, and 29 for the 28th in common years", () => {
    const last = calendar({ frequency: "monthly", dayOfMonth: 31, timezone: "Etc/UTC" });
    const dues: Instant[] = [];
    for (let due = at("2028-01-01T00:00:00.000Z"); dues.length < 5; dues.push(due)) due = nextDue(last, due) as Instant;
    expect(dues.map((due) => due.slice(0, 10))).toEqual([
      ...["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31"],
    ]);
    const leap = calendar({ frequency: "monthly", dayOfMonth: 29, timezone: "Etc/UTC" });
    expect(nextDue(leap, at("2027-02-01T00:00:00.000Z"))).toBe("2027-02-28T06:00:00.000Z");
  });

  it("counts Monday as 1, by the days of its own zone", () => {
    const monday = calendar({ frequency: "weekly", dayOfWeek: 1, localTime: "00:15", timezone: "Pacific/Auckland" });
    const due = nextDue(monday, at("2026-06-10T00:00:00.000Z")) as Instant;
    expect(due).toBe("2026-06-14T12:15:00.000Z");
    expect(localTimeOf(due, "Pacific/Auckland")).toBe("00:15");
    expect(nextDue(calendar({ frequency: "on_period_close" }), at("2026-06-10T00:00:00.000Z"))).toBeNull();
  });

  it("has one run for all missed moments, that of the last, and goes on from its calendar", () => {
    const daily = calendar({});
    const from = at("2026-06-01T10:00:00.000Z");
    expect(latestDue(daily, from, at("2026-06-20T09:59:59.999Z"))).toBe("2026-06-19T10:00:00.000Z");
    expect(latestDue(daily, from, at("2026-06-01T10:07:31.000Z"))).toBe(from);
    expect(nextDue(daily, at("2026-06-20T14:22:01.000Z"))).toBe("2026-06-21T10:00:00.000Z");
    const monthly = calendar({ frequency: "monthly", dayOfMonth: 15 });
    expect(latestDue(monthly, at("2026-01-15T11:00:00.000Z"), at("2026-06-14T09:00:00.000Z"))).toBe(
      "2026-05-15T10:00:00.000Z",
    );
  });
});
