import { expect, it, vi } from "vitest";
import type { News } from "#/kernel/events.ts";
import { toInstant } from "#/kernel/time.ts";
import { openReader } from "./board-reader.ts";

const event = (seq: number) => ({
  ...{ seq, type: "dispatch.status", occurredAt: toInstant(Date.parse("2026-03-28T12:00:00Z")) },
  data: JSON.stringify({ id: seq, status: "assigned", technician_id: null, latitude: null, longitude: null }),
});
const news = (first: number, last: number, ...shown: number[]): News => ({ first, last, events: shown.map(event) });

function board() {
  let cursor = 5;
  const store = {
    cursor: () => cursor,
    setCursor: (seq: number) => {
      cursor = seq;
    },
  };
  const told: (number | null)[] = [];
  const enter = vi.fn(() => Promise.reject(new Error("the database is read")));
  const reader = openReader(store, enter, ({ messages }) => told.push(...messages.map(({ seq }) => seq)));
  return { reader, told, store };
}

it("the news of a commit are told without a look at the database, when all before them is known", async () => {
  const { reader, told, store } = board();
  await reader.take(news(6, 8, 6, 8), "0");
  expect([told, store.cursor()]).toEqual([[6, 8], 8]);
  await reader.take(news(9, 9), "0");
  expect([told, store.cursor()], "nothing of it is for the board").toEqual([[6, 8], 9]);
});

it("news that are known already are told once", async () => {
  const { reader, told, store } = board();
  await reader.take(news(6, 7, 6, 7), "0");
  await reader.take(news(6, 7, 6, 7), "0");
  await reader.take(news(6, 6, 6), "0");
  expect([told, store.cursor()]).toEqual([[6, 7], 7]);
});

it("after a gap, and while the database is read, the news come from there", async () => {
  const { reader, told, store } = board();
  await expect(reader.take(news(7, 7, 7), "0")).rejects.toThrow("the database is read");
  const reading = reader.pull("0");
  await expect(reader.take(news(6, 6, 6), "0")).rejects.toThrow("the database is read");
  await expect(reading).rejects.toThrow("the database is read");
  expect([told, store.cursor()]).toEqual([[], 5]);
});

it("what the board has told is remembered for those who were away for a moment, up to 500 events", async () => {
  const { reader } = board();
  const seqs = (seq: number) => {
    const told = reader.toldAfter(seq);
    return told && [told.messages.map((message) => message.seq), told.upTo];
  };
  expect(seqs(5)).toEqual([[], 5]);
  expect(seqs(4), "from before the board was in memory").toBeUndefined();
  await reader.take(news(6, 9, 6, 8), "0");
  expect([seqs(5), seqs(6), seqs(9)]).toEqual([
    [[6, 8], 9],
    [[8], 9],
    [[], 9],
  ]);
  expect(seqs(10), "not known yet").toBeUndefined();
  for (let seq = 10; seq < 510; seq++) await reader.take(news(seq, seq, seq), "0");
  expect(seqs(8)?.[0]).toHaveLength(500);
  expect(seqs(7)).toBeUndefined();
  reader.skipTo(600);
  expect([seqs(599), seqs(600)]).toEqual([undefined, [[], 600]]);
});
