import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exclusionOf, type Seeker, suggest, type Wanted } from "./suggestion-rules.ts";

const HOUR = 3_600_000;
const at = (hours: number) => hours * HOUR;
const tampa = { latitude: 27.95, longitude: -82.46 };
const brandon = { latitude: 27.94, longitude: -82.29 };

const wanted: Wanted = {
  place: tampa,
  span: { start: at(10), end: at(12) },
  minutes: 120,
  hasZone: true,
  needsSkills: true,
  now: at(8),
  zonesAreStrict: false,
  travel: { detourFactor: 1.3, speedKmh: 40 },
};
const seeker = (more: Partial<Seeker> = {}): Seeker => ({
  id: 1,
  name: "Mike",
  position: null,
  home: tampa,
  zone: "primary",
  skills: { qualified: true, fit: 1, lacks: [] },
  free: [{ start: at(8), end: at(17) }],
  off: [],
  availableMinutes: 540,
  jobs: [],
  maxJobs: null,
  knowsCustomer: false,
  ...more,
});
const rule = (more: Partial<Seeker>, of: Partial<Wanted> = {}) => exclusionOf({ ...wanted, ...of }, seeker(more))?.rule;
const job = (id: number, start: number, end: number, place = tampa) => ({ id, start: at(start), end: at(end), place });

describe("a technician is excluded", () => {
  it.each([
    ["who has time off", { free: [], off: [{ start: 0, end: at(24) }] }, {}, "time_off"],
    [
      "who has part of the job's time off",
      {
        free: [
          { start: at(8), end: at(11) },
          { start: at(13), end: at(17) },
        ],
        off: [{ start: at(11), end: at(13) }],
      },
      {},
      "time_off",
    ],
    [
      "who does not work then, and has time off at another time",
      { free: [{ start: at(13), end: at(17) }], off: [{ start: at(17), end: at(18) }] },
      {},
      "off_shift",
    ],
    ["whose shift ends during the job", { free: [{ start: at(8), end: at(11) }] }, {}, "off_shift"],
    [
      "who lacks a skill that is needed",
      { skills: { qualified: false, fit: 0, lacks: ["EPA 608 has expired"] } },
      {},
      "skill",
    ],
    ["who works in another zone, where zones are strict", { zone: null }, { zonesAreStrict: true }, "zone"],
    ["who has another job then", { jobs: [job(7, 11, 13)] }, {}, "overlap"],
    ["who would come too late from the job before", { jobs: [job(7, 8, 10, brandon)] }, {}, "travel_before"],
    ["who would come too late to the next job", { jobs: [job(7, 12.1, 13, brandon)] }, {}, "travel_after"],
    ["who has as many jobs as they may", { jobs: [job(7, 8, 9)], maxJobs: 1 }, {}, "max_jobs"],
    [
      "whose day is cut by time off and by jobs into parts that are all too short, when no time is agreed",
      {
        free: [
          { start: at(8), end: at(11) },
          { start: at(13), end: at(17) },
        ],
        jobs: [job(7, 9, 10), job(8, 14.5, 15.5)],
        availableMinutes: 420,
      },
      { span: null },
      "day_full",
    ],
    ["whose day is full, when no time is agreed", { jobs: [job(7, 8, 16)] }, { span: null }, "day_full"],
  ] as const)("%s", (_, more, of, expected) => {
    expect(rule(more as Partial<Seeker>, of)).toBe(expected);
  });

  it("by nothing when the jobs around it leave enough time", () => {
    expect(rule({ jobs: [job(7, 8, 9, brandon), job(8, 13, 14, brandon)] })).toBeUndefined();
    expect(rule({ zone: null })).toBeUndefined();
  });
});

describe("the score", () => {
  const best = (...all: Seeker[]) => suggest(wanted, all).suggestions.map(({ technicianId }) => technicianId);

  it("prefers the near one, then who works in the zone, knows the customer, has less to do", () => {
    expect(best(seeker({ id: 1, home: brandon }), seeker({ id: 2 }))).toEqual([2, 1]);
    expect(best(seeker({ id: 1, zone: null }), seeker({ id: 2, zone: "secondary" }), seeker({ id: 3 }))).toEqual([
      3, 2, 1,
    ]);
    expect(best(seeker({ id: 1 }), seeker({ id: 2, knowsCustomer: true }))).toEqual([2, 1]);
    expect(best(seeker({ id: 1, jobs: [job(7, 13, 17)] }), seeker({ id: 2 }))).toEqual([2, 1]);
    expect(best(seeker({ id: 2 }), seeker({ id: 1 }))).toEqual([1, 2]);
  });

  it("takes the way from where they are if the job is soon and the reading is fresh, else from the job before", () => {
    const position = { ...brandon, at: at(8) };
    const [here] = suggest({ ...wanted, now: at(8.1) }, [seeker({ position })]).suggestions;
    expect(here?.reasons[0]).toBe("33 minutes from where they are now");
    const [stale] = suggest({ ...wanted, now: at(9) }, [seeker({ position, jobs: [job(7, 8, 9)] })]).suggestions;
    expect(stale).toMatchObject({
      etaMinutes: 0,
      reasons: ["0 minutes from job 7", expect.any(String), expect.any(String), expect.any(String)],
    });
  });

  it("says so when nobody knows where the job is", () => {
    const [one] = suggest({ ...wanted, place: null }, [seeker()]).suggestions;
    expect(one).toMatchObject({ etaMinutes: null, distanceM: null, warnings: ["nobody knows where the job is"] });
  });
});

const hours = fc.integer({ min: 0, max: 23 });
const place = fc.record({
  latitude: fc.double({ min: -80, max: 80, noNaN: true }),
  longitude: fc.double({ min: -170, max: 170, noNaN: true }),
});
const anybody = fc.record({
  home: fc.option(place),
  zone: fc.constantFrom("primary" as const, "secondary" as const, null),
  fit: fc.double({ min: 0, max: 1, noNaN: true }),
  from: hours,
  knowsCustomer: fc.boolean(),
  jobs: fc.array(hours, { maxLength: 3 }),
});

it("sums its components, and does not depend on the order of the technicians", () => {
  fc.assert(
    fc.property(fc.array(anybody, { maxLength: 10 }), (all) => {
      const seekers = all.map(({ home, zone, fit, from, knowsCustomer, jobs }, i) =>
        seeker({
          ...{ id: i + 1, home, zone, knowsCustomer, free: [{ start: at(from), end: at(from + 14) }] },
          skills: { qualified: true, fit, lacks: [] },
          jobs: jobs.toSorted((a, b) => a - b).map((start, n) => job(n + 1, start, start + 1)),
        }),
      );
      const { suggestions, excluded } = suggest(wanted, seekers);
      expect(suggestions.length + excluded.length).toBe(seekers.length);
      for (const { score, components } of suggestions)
        expect(score).toBe(Object.values(components).reduce((sum, part) => sum + part, 0));
      expect(suggest(wanted, seekers.toReversed()).suggestions).toEqual(suggestions);
    }),
  );
});
