import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { must, touch } from "#/db/tenant/guards.ts";
import type { AppError } from "#/kernel/errors.ts";
import { stockChangedMeanwhile } from "./errors.ts";
import { levelTable, locationTable, partTable, type StockPart } from "./tables.ts";

const cover = sql`on_hand_milli + on_order_milli - reserved_milli`;

/** Notes whether a part whose `min_stock` has changed is low now; refuses when it becomes so without `told`, or the other way round. */
export const settleLow = (ctx: Ctx, { id }: Pick<StockPart, "id">, told: boolean): Write[] => [
  q
    .update(partTable)
    .set({ isLow: sql`${cover} < min_stock` })
    .where(
      and(
        eq(partTable.tenantId, ctx.tenant.id),
        eq(partTable.id, id),
        sql`(is_low = 0 and ${cover} < min_stock) = ${told ? 1 : 0}`,
      ),
    ),
  must(stockChangedMeanwhile()),
];

/** Changes nothing; refuses a part of which something is there, reserved or on order. */
export const holdUnused = (ctx: Ctx, id: number, refusal: AppError): Write[] => [
  touch(
    partTable,
    and(
      eq(partTable.tenantId, ctx.tenant.id),
      eq(partTable.id, id),
      sql`on_hand_milli = 0 and reserved_milli = 0 and on_order_milli = 0`,
    ),
  ),
  must(refusal),
];

/** Changes nothing; refuses a part that has moved. */
export const holdUnmoved = (ctx: Ctx, id: number, refusal: AppError): Write[] => [
  touch(
    partTable,
    and(
      eq(partTable.tenantId, ctx.tenant.id),
      eq(partTable.id, id),
      sql`not exists (select 1 from stock_moves m where m.tenant_id = ${ctx.tenant.id} and m.part_id = ${id})`,
      sql`on_order_milli = 0`,
    ),
  ),
  must(refusal),
];

/** Changes nothing; refuses a location at which something is, or is reserved or on order. */
export const holdEmpty = (ctx: Ctx, id: number, refusal: AppError): Write[] => [
  touch(
    locationTable,
    and(
      eq(locationTable.tenantId, ctx.tenant.id),
      eq(locationTable.id, id),
      sql`not exists (select 1 from ${levelTable} l where l.tenant_id = ${ctx.tenant.id} and l.location_id = ${id}
          and (l.on_hand_milli <> 0 or l.reserved_milli <> 0 or l.on_order_milli <> 0))`,
    ),
  ),
  must(refusal),
];
