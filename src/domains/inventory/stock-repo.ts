import { and, eq, type GetColumnData, gt, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import { technicianOf } from "#/domains/technicians/index.ts";
import { decodeCursor, encodeCursor, type PageInput, pageWindow } from "#/kernel/page.ts";
import { type LevelOf, presentStock } from "./present.ts";
import { type PartFilter, partFilters } from "./repo.ts";
import { levelTable, parts, partTable } from "./tables.ts";

type StockFilter = Pick<PartFilter, "isLow" | "q"> & { partId?: number | undefined; locationId?: number | undefined };
/** `place`: SQL of one location, in place of its id; what lies there is not counted. */
type StockInput = PageInput & StockFilter & { place?: SQL };

const CURSOR = "part";

/**
 * What there is of each part, with what of it lies where: one trip, and as many rows as are shown, however many parts there are. Of one
 * location only what has been there, by its own index.
 */
export async function listStock(ctx: Ctx, { partId, locationId, isLow, q: text, ...input }: StockInput) {
  const place = input.place ?? (locationId === undefined ? undefined : sql`${locationId}`);
  const { page, limit, offset } = pageWindow(input);
  const { cursor } = input;
  const [after = 0] = cursor === undefined ? [] : decodeCursor(cursor, CURSOR, 1);
  const narrowed = [partId === undefined ? undefined : eq(partTable.id, partId), ...partFilters({ isLow, q: text })];
  const isAll = place === undefined && narrowed.every((filter) => filter === undefined);
  const where = and(eq(partTable.tenantId, ctx.tenant.id), sql`archived_at is null`, ...narrowed);
  const from = fromOf(ctx, place);
  const key = place === undefined ? sql`${partTable.id}` : sql`l.part_id`;
  const { rows, total } = await read(ctx, {
    rows: q
      .select({
        id: ofPart(partTable.id),
        name: ofPart(partTable.name),
        sku: ofPart(partTable.sku),
        unit: ofPart(partTable.unit),
        minStock: ofPart(partTable.minStock),
        isLow: ofPart(partTable.isLow),
        onHandMilli: ofPart(partTable.onHandMilli),
        reservedMilli: ofPart(partTable.reservedMilli),
        onOrderMilli: ofPart(partTable.onOrderMilli),
        levels: levelsOf(ctx, place),
      })
      .from(from)
      .where(and(where, gt(key, Number(after))))
      .orderBy(key)
      .limit(limit + 1)
      .offset(cursor === undefined ? offset : 0),
    total:
      cursor !== undefined || input.place
        ? undefined
        : isAll
          ? parts.total(ctx, "active")
          : mapped(
              q
                .select({ n: sql<number>`count(*)`.as("n") })
                .from(from)
                .where(where),
              (found) => found[0]?.n ?? 0,
            ),
  });
  const items = rows.slice(0, limit).map(({ levels, ...row }) => {
    const each = (JSON.parse(levels) as LevelRow[]).map(levelOf).toSorted((a, b) => a.locationId - b.locationId);
    return presentStock({ ...row, valueCents: each.reduce((sum, level) => sum + level.valueCents, 0), levels: each });
  });
  const last = items.at(-1);
  const nextCursor = rows.length > limit && last ? encodeCursor(CURSOR, [last.partId]) : null;
  if (total === undefined) return { items, limit, nextCursor };
  return { items, total, page, limit, totalPages: Math.ceil(total / limit), nextCursor };
}

/** What lies in the truck of the technician who asks, without what it is worth. */
export async function listOwnStock(ctx: Ctx, input: Pick<PageInput, "limit" | "cursor"> & Pick<PartFilter, "q">) {
  const truck = sql`(select id from stock_locations where tenant_id = ${ctx.tenant.id} and technician_id = ${technicianOf(ctx)})`;
  const { items, limit, nextCursor } = await listStock(ctx, { ...input, place: truck });
  return {
    items: items.map(({ part, partId, locations }) => ({ partId, part, ...here(locations) })),
    limit,
    nextCursor,
  };
}

/** The one location of a list of one location's stock. */
function here<L>([first]: readonly L[]): L {
  if (!first) throw new Error("a row of a location is there because of its level");
  return first;
}

/** A column of a part, where a level's may have the same name. */
const ofPart = <C extends SQLiteColumn>(column: C) =>
  sql<GetColumnData<C>>`parts.${sql.identifier(column.name)}`.mapWith(column).as(`part_${column.name}`);

/** All parts; or the levels of a location, in the order of its index, each with its part. */
const fromOf = (ctx: Ctx, place: SQL | undefined) =>
  place === undefined
    ? sql`${partTable}`
    : sql`${levelTable} l cross join ${partTable} on l.tenant_id = ${ctx.tenant.id} and l.location_id = ${place}
        and ${partTable.tenantId} = l.tenant_id and ${partTable.id} = l.part_id`;

type LevelRow = [locationId: number, onHand: number, reserved: number, onOrder: number, value: number];
const levelOf = ([locationId, onHandMilli, reservedMilli, onOrderMilli, valueCents]: LevelRow): LevelOf => ({
  ...{ locationId, onHandMilli, reservedMilli, onOrderMilli, valueCents },
});

const levelsOf = (ctx: Ctx, place: SQL | undefined): SQL.Aliased<string> =>
  sql<string>`(select json_group_array(json_array(w.location_id, w.on_hand_milli, w.reserved_milli, w.on_order_milli, w.value_cents))
    from stock_levels w where w.tenant_id = ${ctx.tenant.id} and w.part_id = parts.id
    ${place === undefined ? sql`` : sql`and w.location_id = ${place}`})`.as("levels");
