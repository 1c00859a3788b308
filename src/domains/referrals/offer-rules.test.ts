import { describe, expect, it } from "vitest";
import type { Instant } from "#/kernel/time.ts";
import { offerEnds, pauseSeconds, type Week } from "./offer-rules.ts";

describe("the time of an offer", () => {
  const day = { opens: "08:00", closes: "17:00" };
  const week: Week = [day, day, day, day, day, null, null];
  const ends = (from: string, minutes = 20, hours = week) =>
    offerEnds(from as Instant, minutes, hours, "America/Chicago");
  it.each([
    ["in the morning", "2026-03-02T15:00:00.000Z", "2026-03-02T15:20:00.000Z"],
    ["at night, in the next morning", "2026-03-03T03:00:00.000Z", "2026-03-03T14:20:00.000Z"],
    ["shortly before closing, in the next morning", "2026-03-02T22:50:00.000Z", "2026-03-03T14:10:00.000Z"],
    ["before a weekend on which clocks change, on Monday", "2026-03-06T22:55:00.000Z", "2026-03-09T13:15:00.000Z"],
  ])("that is made %s", (_, from, end) => expect(ends(from)).toBe(end));

  it("is in plain minutes where a business is always or never open", () => {
    const always = Array(7).fill({ opens: "00:00", closes: "24:00" });
    expect(ends("2026-03-03T05:55:00.000Z", 20, always)).toBe("2026-03-03T06:15:00.000Z");
    expect(ends("2026-03-03T05:55:00.000Z", 20, Array(7).fill(null))).toBe("2026-03-03T06:15:00.000Z");
  });

  it("is tried again after longer and longer pauses", () => {
    expect([1, 2, 6, 60].map((attempts) => pauseSeconds(attempts, 0.5))).toEqual([2, 5, 900, 900]);
  });
});
