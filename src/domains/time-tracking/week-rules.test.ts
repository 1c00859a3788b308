import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Instant, LocalDate } from "#/kernel/time.ts";
import { dayAfter } from "#/kernel/wall-clock.ts";
import type { TimeRules, Week } from "./terms.ts";
import { payWeek, usualRules, type Work, weekOf, withUsual, workOf } from "./week-rules.ts";

const MONDAY = "2026-03-02" as LocalDate;
const rules = (more: Partial<TimeRules> = {}): TimeRules => ({ ...usualRules, workweekStartsOn: "monday", ...more });
const week = (more: Partial<TimeRules> = {}): Week => ({
  startsOn: MONDAY,
  endsOn: dayAfter(MONDAY, 6),
  rules: rules(more),
});
const california = { dailyOvertimeMinutes: 480, dailyDoubleTimeMinutes: 720, seventhDayOvertime: true };
const hours = (day: number, n: number, rateCents: number | null = 2500): Work => ({
  ...{ day: dayAfter(MONDAY, day), minutes: n * 60, rateCents },
});
const total = (lines: { amountCents: number }[]) => lines.reduce((all, { amountCents }) => all + amountCents, 0);
const minutesBy = (work: Work[], at: Week) =>
  Object.fromEntries(
    Object.entries(Object.groupBy(payWeek(work, at).lines, ({ reason }) => reason)).map(([reason, lines]) => [
      reason,
      lines.reduce((all, { minutes }) => all + minutes, 0),
    ]),
  );

describe("overtime", () => {
  it("by the day is counted over midnight, whichever entry was made first: a night shift lost its overtime (B32)", () => {
    const entry = (from: string, to: string) => {
      const [roundedIn, roundedOut] = [from as Instant, to as Instant];
      return {
        clockIn: roundedIn,
        clockOut: roundedOut,
        roundedIn,
        roundedOut,
        breaks: [],
        extraBreakMinutes: 0,
        rateCents: 2500,
      };
    };
    const night = entry("2026-03-03T22:00:00Z", "2026-03-04T10:00:00Z");
    const afternoon = entry("2026-03-04T14:00:00Z", "2026-03-04T18:00:00Z");
    const at = week({ dailyOvertimeMinutes: 480 });
    const paid = payWeek(workOf([night, afternoon], "UTC"), at);
    expect(payWeek(workOf([afternoon, night], "UTC"), at)).toEqual(paid);
    expect(paid.days).toEqual([
      { day: "2026-03-03", regularMinutes: 120, overtimeMinutes: 0, doubleTimeMinutes: 0 },
      { day: "2026-03-04", regularMinutes: 480, overtimeMinutes: 360, doubleTimeMinutes: 0 },
    ]);
  });

  it("by the week is time and a half above 40 hours", () => {
    const work = [0, 1, 2, 3, 4].map((day) => hours(day, 9));
    const paid = payWeek(work, week());
    expect(minutesBy(work, week())).toEqual({ regular: 2400, overtime: 300 });
    expect(total(paid.lines)).toBe(40 * 2500 + 5 * 3750);
    expect(paid.lines.find(({ reason }) => reason === "overtime")).toMatchObject({
      ...{ day: "2026-03-06", minutes: 300, rateCents: 3750, amountCents: 18_750 },
    });
  });

  it("of two rates is paid by their weighted average (29 CFR 778.115), not by the rate of the last hours", () => {
    // 30 h at $20 and 20 h at $30: regular rate $24, 10 h of overtime add half of it
    const work = [hours(0, 10, 2000), hours(1, 10, 2000), hours(2, 10, 2000), hours(3, 10, 3000), hours(4, 10, 3000)];
    expect(total(payWeek(work, week()).lines)).toBe(30 * 2000 + 20 * 3000 + 10 * 1200);
  });

  it("in California is by the day: double above 12 hours, and the seventh day from its first minute", () => {
    expect(minutesBy([hours(0, 13)], week(california))).toEqual({ regular: 480, overtime: 240, double_time: 60 });
    const seven = [0, 1, 2, 3, 4, 5].map((day) => hours(day, 6)).concat(hours(6, 9));
    expect(minutesBy(seven, week(california))).toEqual({ regular: 2160, overtime: 480, double_time: 60 });
    // what is overtime by the day does not count again by the week
    const six = [0, 1, 2, 3, 4, 5].map((day) => hours(day, 10));
    expect(minutesBy(six, week(california))).toEqual({ regular: 2400, overtime: 1200 });
    expect(total(payWeek([hours(0, 13)], week(california)).lines)).toBe(8 * 2500 + 4 * 3750 + 5000);
  });

  it("is not for those who are paid otherwise: their hours are shown and cost nothing", () => {
    const paid = payWeek([hours(0, 20, null), hours(1, 30, null)], week(california));
    expect([total(paid.lines), paid.lines.map(({ kind }) => kind)]).toEqual([0, ["hours", "hours"]]);
  });

  it("counts each minute once, whatever the rules", () => {
    const aWork = fc.record({
      day: fc.integer({ min: 0, max: 6 }).map((n) => dayAfter(MONDAY, n)),
      minutes: fc.integer({ min: 1, max: 900 }),
      rateCents: fc.constantFrom(1999, 2500, null),
    });
    fc.assert(
      fc.property(fc.array(aWork, { maxLength: 20 }), fc.boolean(), (work, isCalifornian) => {
        const { lines, days } = payWeek(work, week(isCalifornian ? california : {}));
        const all = work.reduce((sum, { minutes }) => sum + minutes, 0);
        expect(lines.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(all);
        expect(
          days.reduce((sum, day) => sum + day.regularMinutes + day.overtimeMinutes + day.doubleTimeMinutes, 0),
        ).toBe(all);
        const straight = work.reduce((sum, { minutes, rateCents }) => sum + (minutes * (rateCents ?? 0)) / 60, 0);
        expect(total(lines)).toBeGreaterThanOrEqual(straight - lines.length);
      }),
    );
  });
});

describe("workweeks", () => {
  it("begin on the day that the business says, and a week that new rules cut short ends the day before", () => {
    const sets = withUsual([{ effectiveFrom: "2026-03-15" as LocalDate, rules: rules() }]);
    const bounds = (day: string) => {
      const { startsOn, endsOn } = weekOf(sets, day as LocalDate);
      return `${startsOn} ${endsOn}`;
    };
    expect(bounds("2026-03-07")).toBe("2026-03-01 2026-03-07");
    expect(bounds("2026-03-14")).toBe("2026-03-08 2026-03-14");
    expect(bounds("2026-03-15")).toBe("2026-03-15 2026-03-15");
    expect(bounds("2026-03-16")).toBe("2026-03-16 2026-03-22");
  });
});
