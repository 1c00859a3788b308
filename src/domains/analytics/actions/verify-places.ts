import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { addToPlaces, type Place, type PlaceMonth, placeKeysOf } from "#/db/tenant/place-sums.ts";
import { completionsByPlace } from "#/domains/dispatch/index.ts";
import { salesByPlace } from "#/domains/sales/index.ts";
import type { Effect } from "#/jobs.ts";
import { log } from "#/kernel/log.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { firstDayOf, plusMonths } from "../months.ts";
import { placesOfMonth } from "../place-repo.ts";
import type { Month } from "../terms.ts";
import { monthsToVerify } from "./verify-sums.ts";

/** As `verifySums`, of the sums by place. */
export async function verifyPlaces(ctx: Ctx, day: LocalDate): Promise<Effect | undefined> {
  const differences = (await Promise.all(monthsToVerify(day).map((month) => differencesOf(ctx, month)))).flat();
  if (differences.length === 0) return undefined;
  log("error", "sums differ", { tenant_id: ctx.tenant.id, differences });
  return {
    parts: [addToPlaces(ctx, differences)],
    audit: { action: "set right", entity: "place_sums", id: day, details: { differences } },
  };
}

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
  const count = (place: Place, sums: Pick<PlaceMonth, "sales" | "cents" | "jobs">) => {
    for (const key of placeKeysOf(place)) add({ ...key, ...sums, month }, 1);
  };
  for (const { place, sales: n, cents } of sales) if (place) count(place, { sales: n, cents, jobs: 0 });
  for (const { jobs: n, ...place } of jobs) count(place, { sales: 0, cents: 0, jobs: n });
  for (const sum of kept) add(sum, -1);
  return [...missing.values()].filter(({ sales, cents, jobs }) => sales !== 0 || cents !== 0 || jobs !== 0);
}
