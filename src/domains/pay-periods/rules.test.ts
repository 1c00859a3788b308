import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LocalDate, plusDays } from "#/kernel/time.ts";
import { nextStart, periodsFrom, type Schedule, statementOf, totalsOf } from "./rules.ts";
import { frequencies } from "./terms.ts";

const day = (text: string) => text as LocalDate;
const schedule = (frequency: Schedule["frequency"], startsOn: string, payDelayDays = 5): Schedule => ({
  frequency,
  startsOn: day(startsOn),
  payDelayDays,
});
const starts = (of: Schedule, from: string, until: string) =>
  periodsFrom(of, day(from), day(until)).map(({ startsOn }) => startsOn);

describe("pay periods", () => {
  it("begin on the 1st and the 16th, whatever the length of the month", () => {
    expect(periodsFrom(schedule("semimonthly", "2026-02-01"), day("2026-02-01"), day("2026-03-01"))).toEqual([
      { startsOn: "2026-02-01", endsOn: "2026-02-15", payOn: "2026-02-20" },
      { startsOn: "2026-02-16", endsOn: "2026-02-28", payOn: "2026-03-05" },
      { startsOn: "2026-03-01", endsOn: "2026-03-15", payOn: "2026-03-20" },
    ]);
  });

  it("that begin on the 31st do so in every month that has one, and on its last day in the others", () => {
    expect(starts(schedule("monthly", "2026-01-31"), "2026-01-31", "2026-06-01")).toEqual([
      "2026-01-31",
      "2026-02-28",
      "2026-03-31",
      "2026-04-30",
      "2026-05-31",
    ]);
  });

  it("of two weeks keep their weekday over the end of the year", () => {
    expect(starts(schedule("biweekly", "2026-12-14"), "2026-12-14", "2027-01-12")).toEqual([
      "2026-12-14",
      "2026-12-28",
      "2027-01-11",
    ]);
    expect(nextStart(schedule("weekly", "2026-03-02"), day("2026-02-20"))).toBe("2026-02-23");
  });

  it("follow each other without a gap or an overlap, wherever they begin", () => {
    const date = fc.integer({ min: 0, max: 1500 }).map((n) => plusDays(day("2024-01-01"), n));
    fc.assert(
      fc.property(fc.constantFrom(...frequencies), date, date, (frequency, startsOn, from) => {
        const made = periodsFrom({ frequency, startsOn, payDelayDays: 0 }, from, plusDays(from, 100));
        expect(made[0]?.startsOn).toBe(from);
        for (const [i, { startsOn: start, endsOn }] of made.entries()) {
          expect(start <= endsOn).toBe(true);
          const next = made[i + 1];
          if (next) expect(next.startsOn).toBe(plusDays(endsOn, 1));
        }
        expect((made.at(-1)?.endsOn ?? "") >= plusDays(from, 100)).toBe(true);
      }),
    );
  });
});

describe("a statement", () => {
  it("never pays below nothing: what is missing is carried forward", () => {
    const work = { hoursCents: 40, overtimeCents: 15, regularMinutes: 60, overtimeMinutes: 10, reimbursementCents: 45 };
    const sums = {
      ...work,
      technicianId: 1,
      lines: 2,
      commissionCents: 0,
      adjustmentCents: -150,
      broughtForwardCents: -20,
    };
    expect(statementOf(sums)).toMatchObject({ grossCents: -70, payCents: 0, carriedForwardCents: -70 });
    const other = statementOf({ ...sums, technicianId: 2, adjustmentCents: 0 });
    expect(totalsOf([statementOf(sums), other])).toMatchObject({
      technicians: 2,
      grossCents: 10,
      payCents: 80,
      carriedForwardCents: -70,
    });
  });
});
