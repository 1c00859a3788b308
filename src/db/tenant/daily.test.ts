import { describe, expect, it } from "vitest";
import { type LocalDate, toInstant } from "#/kernel/time.ts";
import { planDailyRun } from "./daily.ts";

const NEW_YORK = "America/New_York";
const plan = (lastDay: string | null, now: string, zone = NEW_YORK) =>
  planDailyRun({ lastDay: lastDay as LocalDate | null }, toInstant(now), zone);

describe("a daily task", () => {
  it("runs at 02:00 of the local day", () => {
    expect(plan("2026-06-09", "2026-06-10T05:59:59Z")).toEqual({ day: null, dueAt: "2026-06-10T06:00:00.000Z" });
    expect(plan("2026-06-09", "2026-06-10T06:00:00Z")).toEqual({
      day: "2026-06-10",
      dueAt: "2026-06-11T06:00:00.000Z",
    });
  });

  it("runs once for each missed day, in their order", () => {
    const now = "2026-06-10T15:00:00Z";
    expect(plan("2026-06-07", now)).toEqual({ day: "2026-06-08", dueAt: "2026-06-09T06:00:00.000Z" });
    expect(plan("2026-06-08", now).day).toBe("2026-06-09");
    expect(plan("2026-06-09", now).day).toBe("2026-06-10");
    expect(plan("2026-06-10", now)).toEqual({ day: null, dueAt: "2026-06-11T06:00:00.000Z" });
  });

  it("gives up days that are more than 31 days old", () => {
    expect(plan("2026-01-01", "2026-06-10T15:00:00Z").day).toBe("2026-05-10");
  });

  it("begins with the day that it is enrolled on, or the day before when that day is younger than two hours", () => {
    expect(plan(null, "2026-06-10T15:00:00Z").day).toBe("2026-06-10");
    expect(plan(null, "2026-06-10T05:00:00Z").day).toBe("2026-06-09");
  });

  it("runs an hour later on the day whose clocks skip 02:00, and once on the day that has 01:00 twice", () => {
    expect(plan("2026-03-07", "2026-03-08T06:59:59Z").day).toBeNull();
    expect(plan("2026-03-07", "2026-03-08T07:00:00Z").day).toBe("2026-03-08");
    expect(plan("2026-10-31", "2026-11-01T06:59:59Z").day).toBeNull();
    expect(plan("2026-10-31", "2026-11-01T07:00:00Z").day).toBe("2026-11-01");
    expect(plan("2026-11-01", "2026-11-01T12:00:00Z").day).toBeNull();
  });

  it("follows the day of the tenant's own zone", () => {
    expect(plan("2026-06-10", "2026-06-10T15:00:00Z", "Pacific/Auckland").day).toBe("2026-06-11");
    expect(plan("2026-06-10", "2026-06-10T15:00:00Z", "America/Los_Angeles").day).toBeNull();
  });
});
