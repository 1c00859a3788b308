import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { fold } from "#/kernel/fold.ts";
import { levelTable, locationTable, parts, partTable, stockLocations } from "./tables.ts";

export type PartFilter = {
  sku?: string | undefined;
  barcode?: string | undefined;
  isArchived?: boolean | undefined;
  isLow?: boolean | undefined;
  preferredSupplierId?: number | undefined;
  q?: string | undefined;
};

export const listParts = (ctx: Ctx, { sku, barcode, isArchived, isLow, q: text, ...input }: ListInput & PartFilter) =>
  parts.list(ctx, input, {
    filters: [
      sku === undefined ? undefined : eq(partTable.sku, sku),
      barcode === undefined ? undefined : eq(partTable.barcode, barcode),
      ...partFilters({ isArchived, isLow, q: text }),
    ],
  });

/** What the lists of parts and of their stock can be narrowed by. */
export const partFilters = ({
  isArchived,
  isLow,
  q: text,
}: Pick<PartFilter, "isArchived" | "isLow" | "q">): (SQL | undefined)[] => [
  isArchived === undefined ? undefined : isArchived ? sql`archived_at is not null` : sql`archived_at is null`,
  isLow === undefined ? undefined : isLow ? sql`is_low = 1` : sql`is_low = 0`,
  ...fold(text ?? "")
    .split(" ")
    .filter(Boolean)
    .map((word) => sql`instr(' ' || ${partTable.search}, ${` ${word}`}) > 0`),
];

export const listLocations = (
  ctx: Ctx,
  {
    kind,
    technicianId,
    isActive,
    ...input
  }: ListInput & {
    kind?: "warehouse" | "truck" | undefined;
    technicianId?: number | undefined;
    isActive?: boolean | undefined;
  },
) => stockLocations.list(ctx, input, { equals: { kind, technicianId, isActive } });

/** Those of these ids that there are, for checks in a load. */
export const partsOf = (ctx: Ctx, ids: Iterable<number>) => partsIn(ctx, JSON.stringify([...new Set(ids)]));
const partsIn = prepared((tenantId: Slot<string>, ids: Slot<string>) =>
  q
    .select()
    .from(partTable)
    .where(and(eq(partTable.tenantId, tenantId), sql`${partTable.id} in (select value from json_each(${ids}))`)),
);

export const locationsOf = (ctx: Ctx, ids: Iterable<number>) => locationsIn(ctx, JSON.stringify([...new Set(ids)]));
const locationsIn = prepared((tenantId: Slot<string>, ids: Slot<string>) =>
  q
    .select()
    .from(locationTable)
    .where(
      and(eq(locationTable.tenantId, tenantId), sql`${locationTable.id} in (select value from json_each(${ids}))`),
    ),
);

/** The levels of parts at some locations; one that was never there has none. */
export const levelsOf = (ctx: Ctx, partIds: Iterable<number>, locationIds: Iterable<number>) =>
  levelsIn(ctx, JSON.stringify([...new Set(partIds)]), JSON.stringify([...new Set(locationIds)]));
const levelsIn = prepared((tenantId: Slot<string>, partIds: Slot<string>, locationIds: Slot<string>) =>
  q
    .select()
    .from(levelTable)
    .where(
      and(
        eq(levelTable.tenantId, tenantId),
        sql`${levelTable.partId} in (select value from json_each(${partIds}))`,
        sql`${levelTable.locationId} in (select value from json_each(${locationIds}))`,
      ),
    ),
);
