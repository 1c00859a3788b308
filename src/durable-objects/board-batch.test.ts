import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { inBatches } from "./board-batch.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("what comes alone goes at once; what comes within 50 ms after it goes together", () => {
  const sent: (readonly number[])[] = [];
  const offer = inBatches<number>((items) => sent.push(items));
  for (const item of [1, 2, 3]) offer(item);
  expect(sent).toEqual([[1]]);
  vi.advanceTimersByTime(50);
  expect(sent).toEqual([[1], [2, 3]]);
  vi.advanceTimersByTime(49);
  offer(4);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual([[1], [2, 3], [4]]);
  vi.advanceTimersByTime(50);
  expect(vi.getTimerCount()).toBe(0);
  offer(5);
  expect(sent.at(-1)).toEqual([5]);
});
