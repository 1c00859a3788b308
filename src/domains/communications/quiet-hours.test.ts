import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { type Instant, plusSeconds, toInstant } from "#/kernel/time.ts";
import { FEDERAL, hoursFor, nextAllowed } from "./quiet-hours.ts";
import { zoneOfZip } from "./zone.ts";

/** The first allowed minute found by walking, minute by minute, with another library's clock. */
function walked(at: Instant, timeZone: string, { from, until }: { from: string; until: string }): Instant {
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const isAllowed = (moment: Instant) => {
    const time = clock.format(new Date(moment));
    return from <= time && time < until;
  };
  if (isAllowed(at)) return at;
  let moment = toInstant(Math.ceil(Date.parse(at) / 60_000) * 60_000);
  while (!isAllowed(moment)) moment = plusSeconds(moment, 60);
  return moment;
}

describe("quiet hours", () => {
  it("B56: texts at night. A business in New York, a customer in Honolulu: offers wait until eight there", () => {
    const zone = "Pacific/Honolulu";
    expect(nextAllowed(toInstant("2026-03-10T15:00:00Z"), zone, FEDERAL)).toBe("2026-03-10T18:00:00.000Z");
    expect(nextAllowed(toInstant("2026-03-11T07:30:00Z"), zone, FEDERAL)).toBe("2026-03-11T18:00:00.000Z");
  });

  it.each([
    "America/New_York",
    "America/Chicago",
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Phoenix",
    "America/St_Johns",
  ])("are those that a walk by the minute finds, over both changes of the clocks: %s", (zone) => {
    for (const start of ["2026-03-07T00:00:00Z", "2026-10-31T00:00:00Z"])
      for (let minutes = 0; minutes < 3 * 24 * 60; minutes += 97) {
        const at = plusSeconds(toInstant(start), minutes * 60 + 11);
        for (const hours of [FEDERAL, { from: "09:15", until: "12:30" }])
          expect(nextAllowed(at, zone, hours), `${at} ${zone}`).toBe(walked(at, zone, hours));
      }
  });

  it("begin and end on the minute: the last second before nine is allowed, nine is not", () => {
    const zone = "America/New_York";
    expect(nextAllowed(toInstant("2026-07-01T00:59:59Z"), zone, FEDERAL)).toBe("2026-07-01T00:59:59.000Z");
    expect(nextAllowed(toInstant("2026-07-01T01:00:00Z"), zone, FEDERAL)).toBe("2026-07-01T12:00:00.000Z");
    expect(nextAllowed(toInstant("2026-07-01T12:00:00Z"), zone, FEDERAL)).toBe("2026-07-01T12:00:00.000Z");
  });

  it("are narrower by the law of some states, and by what the business wants; never wider", () => {
    expect(hoursFor(FEDERAL, "33601")).toEqual({ from: "08:00", until: "20:00" });
    expect(hoursFor(FEDERAL, "06103")).toEqual({ from: "09:00", until: "20:00" });
    expect(hoursFor(FEDERAL, "06360")).toEqual({ from: "09:00", until: "20:00" }); // Norwich
    expect(hoursFor(FEDERAL, "10001")).toEqual({ from: "08:00", until: "21:00" });
    expect(hoursFor(FEDERAL, "73301")).toEqual({ from: "08:00", until: "21:00" }); // Austin, between those of Oklahoma
    expect(hoursFor({ from: "10:00", until: "18:00" }, "33601")).toEqual({ from: "10:00", until: "18:00" });
    expect(hoursFor({ from: "20:00", until: "21:00" }, "33601")).toEqual({ from: "08:00", until: "20:00" });
    expect(hoursFor(FEDERAL, undefined)).toEqual({ from: "08:00", until: "21:00" });
  });
});

describe("the time zone of a ZIP code", () => {
  // as they lie in the assets that the build makes
  const assets = {
    fetch: async (url: string) => {
      const file = `${import.meta.dirname}/../../../dist/assets${new URL(url).pathname}`;
      return await readFile(file, "utf8").then(
        (text) => new Response(text),
        () => new Response(null, { status: 404 }),
      );
    },
  };

  it.each([
    ["96813", "Pacific/Honolulu"],
    ["99501", "America/Anchorage"],
    ["85001", "America/Phoenix"],
    ["86515", "America/Denver"], // Window Rock: the Navajo Nation changes its clocks
    ["10001", "America/New_York"],
    ["33601", "America/New_York"],
    ["32501", "America/Chicago"], // Pensacola, and not as the rest of Florida
    ["37201", "America/Chicago"], // Nashville
    ["37902", "America/New_York"], // Knoxville
    ["46402", "America/Chicago"], // Gary
    ["79901", "America/Denver"], // El Paso
    ["97914", "America/Boise"], // Ontario in Oregon
    ["83814", "America/Los_Angeles"], // Coeur d'Alene
    ["57701", "America/Denver"], // Rapid City
    ["69101", "America/Chicago"], // North Platte
    ["69361", "America/Denver"], // Scottsbluff
    ["49938", "America/Menominee"], // Ironwood
    ["00901", "America/Puerto_Rico"],
  ])("%s is in %s", async (zip, zone) => {
    const offset = (timeZone: string, day: string) =>
      new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).format(new Date(day));
    const found = (await zoneOfZip(assets, zip)) ?? "";
    // some zones have two names
    for (const day of ["2026-01-15T12:00:00Z", "2026-07-15T12:00:00Z"])
      expect(offset(found, day), `${zip} ${found}`).toBe(offset(zone, day));
  });

  it("is that of its neighbours where the table lacks it, and unknown abroad", async () => {
    expect(await zoneOfZip(assets, "96899")).toBe("Pacific/Honolulu");
    expect(await zoneOfZip(assets, "K1A0B1")).toBeUndefined();
    expect(await zoneOfZip(assets, "")).toBeUndefined();
  });
});
