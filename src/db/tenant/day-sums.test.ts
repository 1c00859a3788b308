import { expect, it } from "vitest";
import type { LocalDate } from "#/kernel/time.ts";
import { newBusiness } from "../../../test/support/client.ts";
import { ctxOf } from "../../../test/support/ctx.ts";
import { commit } from "./commit.ts";
import { type DaySum, dailySums, daySumsMoved, groupSums, monthSums, namesOf } from "./day-sums.ts";
import { read } from "./load.ts";

const on = (day: string, n: number, cents: number): DaySum => ({ day: day as LocalDate, n, cents });

const listOf = (sum: DaySum | null): DaySum[] => (sum ? [sum] : []);

it("a row that moves to another day takes its sums with it, one by one and many at once", async () => {
  const moves: [DaySum | null, DaySum | null][] = [
    [null, on("2026-01-31", 1, 500)],
    [null, on("2026-02-01", 1, 700)],
    [on("2026-01-31", 1, 500), on("2026-01-31", 1, 450)],
    [on("2026-01-31", 1, 450), on("2026-02-02", 1, 450)],
    [on("2026-02-01", 1, 700), null],
    [null, null],
  ];
  for (const atOnce of [true, false]) {
    const ctx = ctxOf(await newBusiness());
    const groups = atOnce ? [moves] : moves.map((move) => [move]);
    for (const group of groups)
      await commit(ctx, {
        parts: group.flatMap(([was, is]) => daySumsMoved(ctx, "thing", listOf(was), listOf(is))),
        audit: { action: "count", entity: "thing", id: 1 },
        result: null,
      });
    const kept = await read(ctx, {
      months: monthSums(ctx, "thing", "2026-01", "2026-03"),
      days: dailySums(ctx, "thing", "2026-01-01" as LocalDate, "2026-03-01" as LocalDate),
    });
    expect(kept).toEqual({
      months: [
        { bucket: "m:2026-01", n: 0, cents: 0 },
        { bucket: "m:2026-02", n: 1, cents: 450 },
      ],
      days: [
        { bucket: "d:2026-01-31", n: 0, cents: 0 },
        { bucket: "d:2026-02-01", n: 0, cents: 0 },
        { bucket: "d:2026-02-02", n: 1, cents: 450 },
      ],
    });
  }
});

it("a change that moves nothing writes nothing", () => {
  const ctx = { tenant: { id: "t" } } as Parameters<typeof daySumsMoved>[0];
  expect(daySumsMoved(ctx, "thing", [on("2026-01-31", 1, 5)], [on("2026-01-31", 1, 5)])).toEqual([]);
});

it("a row that counts for several groups leaves the ones it is no longer in, by one statement, and each group is read by itself", async () => {
  const ctx = ctxOf(await newBusiness());
  const both = (group: string, cents: number): DaySum[] => [
    on("2026-01-31", 1, cents),
    { ...on("2026-01-31", 1, cents), group },
  ];
  const moves: [DaySum[], DaySum[]][] = [
    [[], both("technician:7", 500)],
    [both("technician:7", 500), both("technician:8", 400)],
    [[], both("technician:7", 50)],
  ];
  for (const [was, is] of moves) {
    const parts = daySumsMoved(ctx, "thing", was, is);
    expect(parts).toHaveLength(1);
    await commit(ctx, { parts, audit: { action: "count", entity: "thing", id: 1 }, result: null });
  }
  const kept = await read(ctx, {
    all: monthSums(ctx, "thing", "2026-01", "2026-02"),
    groups: groupSums(ctx, ...namesOf("thing", "technician"), "2026-01", "2026-02"),
    later: groupSums(ctx, ...namesOf("thing", "technician"), "2026-02", "2026-03"),
  });
  expect(kept.all).toEqual([{ bucket: "m:2026-01", n: 2, cents: 450 }]);
  const groups = kept.groups.map(({ entity, bucket, n, cents }) => [entity, bucket, n, cents]);
  expect(groups.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
    ["thing/technician:7", "d:2026-01-31", 1, 50],
    ["thing/technician:7", "m:2026-01", 1, 50],
    ["thing/technician:8", "d:2026-01-31", 1, 400],
    ["thing/technician:8", "m:2026-01", 1, 400],
  ]);
  expect(kept.later).toEqual([]);
});
