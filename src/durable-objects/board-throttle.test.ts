import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { toInstant } from "#/kernel/time.ts";
import { oncePerSecond } from "./board-throttle.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const position = (technicianId: number, latitude: number) => ({
  technicianId,
  latitude,
  longitude: 0,
  speed: null,
  heading: null,
  accuracy: null,
  at: toInstant(0),
});

it("the first position of a technician passes immediately, then the latest one each second", () => {
  const passed: number[] = [];
  const offer = oncePerSecond(({ latitude }) => passed.push(latitude));
  for (const latitude of [1, 2, 3]) offer(position(7, latitude));
  expect(passed).toEqual([1]);
  vi.advanceTimersByTime(1000);
  expect(passed).toEqual([1, 3]);
  offer(position(7, 4));
  vi.advanceTimersByTime(999);
  expect(passed).toEqual([1, 3]);
  vi.advanceTimersByTime(1);
  expect(passed).toEqual([1, 3, 4]);
});

it("after a second without positions the next one passes immediately", () => {
  const passed: number[] = [];
  const offer = oncePerSecond(({ latitude }) => passed.push(latitude));
  offer(position(7, 1));
  vi.advanceTimersByTime(1000);
  offer(position(7, 2));
  expect(passed).toEqual([1, 2]);
});

it("the positions of one technician do not delay those of another", () => {
  const passed: number[] = [];
  const offer = oncePerSecond(({ technicianId }) => passed.push(technicianId));
  for (const technicianId of [7, 8, 7, 9]) offer(position(technicianId, 1));
  expect(passed).toEqual([7, 8, 9]);
});
