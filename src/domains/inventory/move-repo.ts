import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import { type ListInput, type LogInput, listLog } from "#/db/tenant/page.ts";
import type { MoveKind } from "./kinds.ts";
import { presentCount, presentMove } from "./present.ts";
import { counts, moveTable as table } from "./tables.ts";

type Filter = {
  partId?: number | undefined;
  locationId?: number | undefined;
  jobId?: number | undefined;
  kind?: MoveKind | undefined;
  movementId?: string | undefined;
  referenceType?: string | undefined;
  referenceId?: string | undefined;
};

/** Every move of stock, newest first. */
export async function listMoves(ctx: Ctx, { cursor, limit, ...filter }: LogInput & Filter) {
  const { partId, locationId, jobId, kind, movementId, referenceType, referenceId } = filter;
  const page = await listLog(
    ctx,
    { ...(cursor !== undefined && { cursor }), ...(limit !== undefined && { limit }) },
    {
      table,
      key: table.id,
      order: "desc",
      index: indexFor(filter),
      filters: [
        movementId === undefined ? undefined : eq(table.movementId, movementId),
        partId === undefined ? undefined : eq(table.partId, partId),
        locationId === undefined ? undefined : eq(table.locationId, locationId),
        jobId === undefined ? undefined : eq(table.jobId, jobId),
        kind && eq(table.kind, kind),
        referenceType === undefined ? undefined : eq(table.referenceType, referenceType),
        referenceId === undefined ? undefined : eq(table.referenceId, referenceId),
      ],
    },
  );
  return { ...page, items: page.items.map(presentMove) };
}

/** The index that picks the fewest moves. */
const indexFor = ({
  movementId,
  jobId,
  partId,
  locationId,
  referenceType,
  referenceId,
}: Filter): string | undefined => {
  if (movementId !== undefined) return "stock_moves_by_movement";
  if (referenceType !== undefined && referenceId !== undefined) return "stock_moves_by_reference";
  if (jobId !== undefined) return "stock_moves_by_job";
  if (partId !== undefined) return "stock_moves_by_part";
  return locationId === undefined ? undefined : "stock_moves_by_location";
};

/** What a job has of each part, less what came back, and what that was issued for. */
export const issuedTo = (ctx: Ctx, jobId: number, partIds: readonly number[]) =>
  mapped(
    q
      .select({
        partId: table.partId,
        milli: sql<number>`-sum(${table.quantityMilli})`.as("milli"),
        cents: sql<number>`-sum(${table.valueCents})`.as("cents"),
      })
      .from(table)
      .where(
        and(
          eq(table.tenantId, ctx.tenant.id),
          eq(table.jobId, jobId),
          sql`${table.partId} in (select value from json_each(${JSON.stringify(partIds)}))`,
        ),
      )
      .groupBy(table.partId),
    (rows) => rows,
  );

export async function listCounts(ctx: Ctx, { locationId, ...input }: ListInput & { locationId?: number | undefined }) {
  const page = await counts.list(ctx, input, { equals: { locationId } });
  return { ...page, items: page.items.map(presentCount) };
}

export const getCount = async (ctx: Ctx, id: number) => presentCount(await counts.get(ctx, id));
