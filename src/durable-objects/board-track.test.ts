import { expect, it } from "vitest";
import { toInstant } from "#/kernel/time.ts";
import { isWorthKeeping, judge } from "./board-track.ts";

const NOW = Date.parse("2026-03-28T12:00:00Z");
/** A reading that many seconds after now, that many metres north of Tampa. */
const at = (seconds: number, metres = 0, accuracy: number | null = null) => ({
  technicianId: 3,
  latitude: 27.95 + metres / 111_195,
  longitude: -82.45,
  speed: null,
  heading: null,
  accuracy,
  at: toInstant(NOW + seconds * 1000),
});
type Reading = ReturnType<typeof at>;
const judged = (readings: Reading[], last?: Reading, suspect?: Reading) => {
  const { taken, ignored } = judge(readings, { last, suspect, now: NOW });
  return [taken.map((reading) => (Date.parse(reading.at) - NOW) / 1000), ignored.map(({ index }) => index)];
};

it("readings are taken in the order of their times, whatever the order in which they come", () => {
  expect(judged([at(20), at(0), at(10)])).toEqual([[0, 10, 20], []]);
  expect(judged([at(20), at(0), at(10)], at(15))).toEqual([[0, 10, 20], []]);
});

it("nobody drives faster than 324 km/h, but a device may be wrong by its accuracy", () => {
  expect(judged([at(10, 1099)], at(0))).toEqual([[10], []]);
  expect(judged([at(10, 1102)], at(0))).toEqual([[], [0]]);
  expect(judged([at(10, 1490)], at(0, 0, 400))).toEqual([[10], []]);
  expect(judged([at(10, 1_000_000, 1e9)], at(0))).toEqual([[], [0]]);
  expect(judged([at(-10, 5000)], at(0))).toEqual([[-10], []]);
});

it("one jump in a batch is left out, and what comes after it is not", () => {
  expect(judged([at(0), at(5, 9000), at(10, 50), at(15, 100)])).toEqual([[0, 10, 15], [1]]);
});

it("two readings that agree are believed against one that was wrong", () => {
  expect(judged([at(5), at(10)], at(0, 900_000))).toEqual([[10], [0]]);
  expect(judged([at(10)], at(0, 900_000), at(5))).toEqual([[10], []]);
  expect(judged([at(5)], at(0, 900_000), at(5)), "the same reading again proves nothing").toEqual([[], [0]]);
});

it("the same reading again is told as a duplicate, and one from before the time that trails are kept as too old", () => {
  const { ignored } = judge([at(0), at(0), at(-31 * 86_400)], { last: undefined, suspect: undefined, now: NOW });
  expect(ignored).toEqual([
    { index: 1, reason: "duplicate" },
    { index: 2, reason: "too_old" },
  ]);
});

it("a trail has a point every half minute, or every 50 metres", () => {
  expect(isWorthKeeping(undefined, at(0))).toBe(true);
  expect(isWorthKeeping(at(0), at(29, 49))).toBe(false);
  expect(isWorthKeeping(at(0), at(30))).toBe(true);
  expect(isWorthKeeping(at(0), at(1, 51))).toBe(true);
});
