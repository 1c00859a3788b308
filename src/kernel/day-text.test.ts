import { expect, it } from "vitest";
import { dayText, dayTextOf, momentTextOf, timeTextOf } from "./day-text.ts";
import { type LocalDate, toInstant } from "./time.ts";

it("days and times read as people say them, by the clocks of the zone, in plain spaces", () => {
  const at = toInstant("2026-11-10T02:05:00Z");
  expect(dayText("2026-12-16" as LocalDate)).toBe("December 16, 2026");
  expect(dayTextOf(at, "America/New_York")).toBe("November 9, 2026");
  expect(timeTextOf(at, "America/New_York")).toBe("9:05 PM");
  expect(momentTextOf(at, "America/New_York")).toBe("November 9, 2026 at 9:05 PM");
  const times = ["00:00", "09:30", "13:00"].map((time) => timeTextOf(toInstant(`2000-01-01T${time}:00Z`), "UTC"));
  expect(times).toEqual(["12:00 AM", "9:30 AM", "1:00 PM"]);
});
