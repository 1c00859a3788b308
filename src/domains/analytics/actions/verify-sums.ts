import type { Ctx } from "#/ctx.ts";
import { addToBuckets, bucketsOf, type DaySum, dailySums, monthSums } from "#/db/tenant/day-sums.ts";
import { load } from "#/db/tenant/load.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { firstDayOf, plusMonths } from "../months.ts";
import { type SumSource, sumSources } from "../sum-sources.ts";
import type { Month } from "../terms.ts";
import { verifyMonths } from "./verify-months.ts";

/** Verifies what days and months come to. */
export const verifySums = (ctx: Ctx, day: LocalDate) =>
  verifyMonths(ctx, day, {
    ...{ task: "verify sums", entity: "day_sums", add: addToBuckets },
    differencesOf: async (_, month) =>
      (await Promise.all(sumSources.map((source) => differencesOf(ctx, source, month)))).flat(),
  });

async function differencesOf(ctx: Ctx, { entity, recount }: SumSource, month: Month): Promise<Kept[]> {
  const [from, next] = [firstDayOf(month), plusMonths(month, 1)];
  const before = firstDayOf(next);
  const { counted, days, months } = await load(ctx, {
    counted: recount(ctx, from, before),
    days: dailySums(ctx, entity, from, before),
    months: monthSums(ctx, entity, month, next),
  });
  return compared(entity, counted, [...days, ...months]);
}

type Kept = { entity: string; bucket: string; n: number; cents: number };

/** What each day and the month lack of what the rows give. */
function compared(entity: string, counted: readonly DaySum[], kept: readonly Omit<Kept, "entity">[]): Kept[] {
  const missing = new Map<string, Kept>();
  const add = ({ bucket, n, cents }: Omit<Kept, "entity">) => {
    const before = missing.get(bucket) ?? { n: 0, cents: 0 };
    missing.set(bucket, { entity, bucket, n: before.n + n, cents: before.cents + cents });
  };
  for (const { day, n, cents } of counted) for (const bucket of bucketsOf(day)) add({ bucket, n, cents });
  for (const { bucket, n, cents } of kept) add({ bucket, n: -n, cents: -cents });
  return [...missing.values()].filter(({ n, cents }) => n !== 0 || cents !== 0);
}
