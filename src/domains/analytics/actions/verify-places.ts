import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { addToPlaces, type Place, type PlaceMonth, placeKeysOf } from "#/db/tenant/place-sums.ts";
import { completionsByPlace } from "#/domains/dispatch/index.ts";
import { salesByPlace } from "#/domains/sales/index.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { firstDayOf, plusMonths } from "../months.ts";
import { placesOfMonth } from "../place-repo.ts";
import type { Month } from "../terms.ts";
import { verifyMonths } from "./verify-months.ts";

/** Verifies what happened at each place, and everywhere. */
export const verifyPlaces = (ctx: Ctx, day: LocalDate) =>
  verifyMonths(ctx, day, { task: "verify places", entity: "place_sums", differencesOf, add: addToPlaces });

async function differencesOf(ctx: Ctx, month: Month): Promise<PlaceMonth[]> {
  const [from, before] = [firstDayOf(month), firstDayOf(plusMonths(month, 1))];
  const { kept, sales, jobs } = await load(ctx, {
    kept: placesOfMonth(ctx, month),
    sales: salesByPlace(ctx, from, before),
    jobs: completionsByPlace(ctx, from, before),
  });
  const missing = new Map<string, PlaceMonth>();
  const add = (sum: PlaceMonth, sign: 1 | -1) => {
    const name = JSON.stringify([sum.kind, sum.key]);
    const was = missing.get(name) ?? { sales: 0, cents: 0, jobs: 0 };
    const [sold, cents, done] = [
      was.sales + sign * sum.sales,
      was.cents + sign * sum.cents,
      was.jobs + sign * sum.jobs,
    ];
    missing.set(name, { ...sum, sales: sold, cents, jobs: done });
  };
  const count = (place: Place | null, sums: Pick<PlaceMonth, "sales" | "cents" | "jobs">) => {
    for (const key of placeKeysOf(place)) add({ ...key, ...sums, month }, 1);
  };
  for (const { place, sales: n, cents } of sales) count(place, { sales: n, cents, jobs: 0 });
  for (const { jobs: n, ...place } of jobs) count(place, { sales: 0, cents: 0, jobs: n });
  for (const sum of kept) add(sum, -1);
  return [...missing.values()].filter(({ sales, cents, jobs }) => sales !== 0 || cents !== 0 || jobs !== 0);
}
