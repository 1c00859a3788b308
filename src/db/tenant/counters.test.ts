import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type LocalDate, plusDays } from "#/kernel/time.ts";
import { type Business, newBusiness } from "../../../test/support/client.ts";
import { ctxOf } from "../../../test/support/ctx.ts";
import { commit } from "./commit.ts";
import { count, total } from "./counters.ts";
import { read } from "./load.ts";

const FIRST = "2024-11-20" as LocalDate; // 14 months around a leap day and two ends of year
const day = fc.integer({ min: 0, max: 430 }).map((n) => plusDays(FIRST, n));

describe("maintained totals", () => {
  let business: Business;
  const model: { day: LocalDate; n: number }[] = [];

  beforeAll(async () => {
    business = await newBusiness();
    const ctx = ctxOf(business);
    for (const at of fc.sample(day, 60)) model.push({ day: at, n: model.length % 7 === 3 ? -1 : 1 });
    await commit(ctx, {
      parts: model.map(({ day: at, n }) => count(ctx, "thing", at, n)),
      audit: { action: "count", entity: "thing", id: 1 },
      result: null,
    });
  });

  const counted = async (range: { from?: LocalDate; to?: LocalDate }) => {
    const ctx = ctxOf(business);
    const { n } = await read(ctx, { n: total(ctx, "thing", range) });
    return { n, rowsRead: ctx.cost.d1.rowsRead };
  };
  const bruteForce = ({ from = "", to = "9" }: { from?: string; to?: string }) =>
    model.reduce((sum, one) => (one.day >= from && one.day <= to ? sum + one.n : sum), 0);

  it("of any range of days are what counting would give, open ends and all", async () => {
    const end = fc.option(day, { nil: undefined });
    await fc.assert(
      fc.asyncProperty(end, end, async (from, to) => {
        const range = { ...(from && { from }), ...(to && { to }) };
        expect((await counted(range)).n).toBe(bruteForce(range));
      }),
      { numRuns: 80 },
    );
  });

  it.each([
    ["a single day", FIRST, FIRST],
    ["one whole month", "2025-02-01", "2025-02-28"],
    ["a month but its first day", "2025-02-02", "2025-02-28"],
    ["a month but its last day", "2025-02-01", "2025-02-27"],
    ["two days over a month's end", "2025-01-31", "2025-02-01"],
    ["a whole year", "2025-01-01", "2025-12-31"],
    ["days before there was anything", "1970-01-01", "2000-01-01"],
    ["a range that ends before it begins", "2025-03-01", "2025-01-01"],
  ] as [string, LocalDate, LocalDate][])("of %s are right", async (_, from, to) => {
    expect((await counted({ from, to })).n).toBe(from > to ? 0 : bruteForce({ from, to }));
  });

  it("of all days cost one row beside the checks of every read", async () => {
    const { n, rowsRead } = await counted({});
    expect([n, rowsRead <= 3]).toEqual([bruteForce({}), true]);
  });
});
