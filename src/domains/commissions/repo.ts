import { and, eq, getTableColumns, gte, isNull, lte, or, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { categoriesOfItems } from "#/domains/items/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { type LocalDate, localDateOf } from "#/kernel/time.ts";
import { presented } from "./present.ts";
import { type CommissionRate, commissionRates, rates } from "./tables.ts";
import type { Role } from "./terms.ts";

/** What a rate is for; absent ones: whatever that is. */
export type Place = { technicianId?: number | undefined; itemId?: number | undefined; categoryId?: number | undefined };
export type Which = { role?: Role | undefined; effectiveFrom?: LocalDate | undefined };

type Id = Slot<number>;
const ofPlace = (tenantId: Slot<string>, technicianId: Id, itemId: Id, categoryId: Id, role: Slot<Role | "">) =>
  and(
    eq(commissionRates.tenantId, tenantId),
    eq(commissionRates.technicianId, technicianId),
    eq(commissionRates.itemId, itemId),
    eq(commissionRates.categoryId, categoryId),
    eq(commissionRates.role, role),
  );

/** The rate that begins on a day, or from the beginning. */
export const rateAt = (
  ctx: Ctx,
  { technicianId = 0, itemId = 0, categoryId = 0 }: Place,
  { role, effectiveFrom }: Which,
) => beginningAt(ctx, technicianId, itemId, categoryId, role ?? "", effectiveFrom ?? "");
const beginningAt = prepared(
  (tenantId: Slot<string>, technician: Id, item: Id, category: Id, role: Slot<Role | "">, from: Slot<LocalDate | "">) =>
    first(
      q
        .select()
        .from(commissionRates)
        .where(and(ofPlace(tenantId, technician, item, category, role), eq(commissionRates.effectiveFrom, from))),
    ),
);

const holdingOn = prepared(
  (tenantId: Slot<string>, technician: Id, item: Id, category: Id, role: Slot<Role | "">, day: Slot<LocalDate>) =>
    first(
      q
        .select()
        .from(commissionRates)
        .where(
          and(
            ofPlace(tenantId, technician, item, category, role),
            lte(commissionRates.effectiveFrom, day),
            or(isNull(commissionRates.effectiveTo), gte(commissionRates.effectiveTo, day)),
          ),
        )
        .orderBy(sql`${commissionRates.effectiveFrom} desc`)
        .limit(1),
    ),
);

/** Reads the rate of a place that holds on a day, or that begins on one; 404 when there is none. */
export async function getRate(ctx: Ctx, place: Place, { date, ...which }: Which & { date?: LocalDate | undefined }) {
  const { technicianId = 0, itemId = 0, categoryId = 0 } = place;
  const day = date ?? localDateOf(ctx.now, ctx.tenant.timezone);
  const { rate } = await read(ctx, {
    rate: which.effectiveFrom
      ? rateAt(ctx, place, which)
      : holdingOn(ctx, technicianId, itemId, categoryId, which.role ?? "", day),
  });
  return presented(found(rate, place));
}

export function found(rate: CommissionRate | undefined, place: Place): CommissionRate {
  if (!rate) throw notFound("commission_config", nameOf(place));
  return rate;
}

/** `technician 1, item 5`. */
const nameOf = ({ technicianId, itemId, categoryId }: Place): string =>
  [technicianId && `technician ${technicianId}`, itemId && `item ${itemId}`, categoryId && `category ${categoryId}`]
    .filter(Boolean)
    .join(", ") || "of the business";

export async function listRates(
  ctx: Ctx,
  { technicianId, itemId, categoryId, role, ...input }: ListInput & Place & Which,
) {
  const page = await rates.list(ctx, input, { equals: { technicianId, itemId, categoryId, role } });
  return { ...page, items: page.items.map(presented) };
}

/** A sale, as far as its rates depend on it. */
export type Rated = { technicianId: number; itemId: number; day: LocalDate };

/** Every rate that may hold for a sale of this item by this technician on this day, with how deep its category lies. */
export const ratesFor = (ctx: Ctx, sale: Rated) => mapped(ratesForEach(ctx, [sale]), ([found = []]) => found);

/** The same for each of several sales. */
export const ratesForEach = (ctx: Ctx, sales: readonly Rated[]) =>
  mapped(candidates(ctx, JSON.stringify(sales)), (rows) => {
    const found: (typeof rows)[] = sales.map(() => []);
    for (const row of rows) found[row.place]?.push(row);
    return found;
  });

// Without statistics SQLite would read every rate of the business for each sale. Cross joins keep their order.
const candidates = prepared((tenantId: Slot<string>, sold: Slot<string>) =>
  q
    .select({
      ...getTableColumns(commissionRates),
      depth: sql<number>`below.depth`.mapWith(Number).as("depth"),
      place: sql<number>`below.place`.mapWith(Number).as("place"),
    })
    .from(
      sql`(select key as place, value as sale, 0 as category_id, 0 as depth from json_each(${sold})
        union all ${categoriesOfItems(tenantId, sold)}) below
        cross join commission_rates keyed on keyed.tenant_id = ${tenantId}
          and keyed.technician_id in (0, below.sale ->> 'technicianId') and keyed.item_id in (0, below.sale ->> 'itemId')
          and keyed.category_id = below.category_id and keyed.effective_from <= below.sale ->> 'day'`,
    )
    .crossJoin(commissionRates)
    .where(
      and(
        eq(commissionRates.tenantId, tenantId),
        sql`${commissionRates.id} = keyed.id`,
        or(isNull(commissionRates.effectiveTo), sql`${commissionRates.effectiveTo} >= below.sale ->> 'day'`),
      ),
    ),
);
