import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import type { PlaceKind, PlaceMonth } from "#/db/tenant/place-sums.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { placeSums } from "#/db/tenant/tables.ts";

/** Most places of a map. What the others are worth together, `rest` tells. */
export const MOST_PLACES = 250;

/** The places of a kind where most happened, and one more where there are others. */
export const busiestPlaces = prepared((tenantId: Slot<string>, kind: Slot<PlaceKind>) =>
  q
    .select()
    .from(placeSums)
    .where(and(eq(placeSums.tenantId, tenantId), eq(placeSums.kind, kind)))
    .orderBy(sql`${placeSums.n} desc`)
    .limit(MOST_PLACES + 1),
);

/** What happened everywhere. */
export const everywhere = prepared((tenantId: Slot<string>) =>
  q
    .select()
    .from(placeSums)
    .where(and(eq(placeSums.tenantId, tenantId), eq(placeSums.kind, "all"), eq(placeSums.place, ""))),
);

/** The state where most of the work is. */
export const busiestState = prepared((tenantId: Slot<string>) =>
  mapped(
    q
      .select({ state: placeSums.place })
      .from(placeSums)
      .where(and(eq(placeSums.tenantId, tenantId), eq(placeSums.kind, "state")))
      .orderBy(sql`${placeSums.n} desc`)
      .limit(1),
    ([row]) => row?.state,
  ),
);

/** What is kept of a month, of every place. */
export const placesOfMonth = (ctx: Ctx, month: string) => {
  const path = `$."${month}"`;
  const part = (i: number, name: string) => sql<number>`json_extract(months, ${`${path}[${i}]`})`.as(name);
  return mapped(
    q
      .select({
        kind: placeSums.kind,
        key: placeSums.place,
        label: placeSums.label,
        sales: part(0, "sales"),
        cents: part(1, "cents"),
        jobs: part(2, "jobs"),
      })
      .from(placeSums)
      .where(and(eq(placeSums.tenantId, ctx.tenant.id), sql`json_extract(months, ${path}) is not null`)),
    (rows) => rows.map((row): PlaceMonth => ({ ...row, month })),
  );
};
