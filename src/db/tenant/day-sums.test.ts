import { expect, it } from "vitest";
import type { LocalDate } from "#/kernel/time.ts";
import { newBusiness } from "../../../test/support/client.ts";
import { ctxOf } from "../../../test/support/ctx.ts";
import { commit } from "./commit.ts";
import { type DaySum, dailySums, daySumsMoved, monthSums } from "./day-sums.ts";
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
