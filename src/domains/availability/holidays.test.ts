import { describe, expect, it } from "vitest";
import { holidayRegions } from "#/kernel/holiday-regions.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { dayAfter, daysFrom } from "#/kernel/wall-clock.ts";
import { askerFor } from "#/tools/holidays.ts";
import { FIRST_YEAR } from "./holiday-table.ts";
import { LAST_YEAR, publicHolidays } from "./holidays.ts";

const day = (text: string) => text as LocalDate;

describe("public holidays", () => {
  it("are also kept on the working day beside a weekend, in the year before too", () => {
    const federal = publicHolidays("US");
    expect(federal.get(day("2026-07-03"))).toBe("Independence Day (observed)");
    expect(federal.get(day("2027-06-18"))).toBe("Juneteenth (observed)");
    expect(federal.get(day("2027-12-31"))).toBe("New Year's Day (observed)");
    expect(federal.has(day("2026-07-02"))).toBe(false);
  });

  it("are those of the very place: islands, states and provinces have their own", () => {
    expect(publicHolidays("US").has(day("2026-01-06"))).toBe(false);
    expect(publicHolidays("PR").get(day("2026-01-06"))).toBe("Epiphany");
    expect(publicHolidays("GU").get(day("2026-07-21"))).toBe("Liberation Day");
    expect(publicHolidays("US-FL").has(day("2026-11-27"))).toBe(true);
    expect(publicHolidays("CA").get(day("2026-09-07"))).toBe("Labour Day");
    expect(publicHolidays("US").get(day("2026-09-07"))).toBe("Labor Day");
  });

  it("are known of every region that a business may choose, for many years", () => {
    const few = holidayRegions.filter((region) => publicHolidays(region).size < 5 * (LAST_YEAR - FIRST_YEAR + 1));
    expect(few).toEqual([]);
    expect(LAST_YEAR - new Date().getUTCFullYear(), "run `npm run holidays` with a later last year").toBeGreaterThan(
      10,
    );
    expect(publicHolidays("XX").size).toBe(0);
  });

  it.each(["US", "US-MA", "PR", "AS", "CA-QC"])("are those of the library in %s, day by day", (region) => {
    const namesOn = askerFor(region);
    const wrong = daysFrom(day("2027-06-01"), dayAfter(day("2027-06-01"), 250)).filter(
      (date) => namesOn(date).length > 0 !== publicHolidays(region).has(date),
    );
    expect(wrong).toEqual([]);
  });
});
