import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import type { ReservationStatus } from "./kinds.ts";
import { presentReservation } from "./present.ts";
import { reservations, reservationTable as table } from "./tables.ts";

/** What is kept for a job, at one location or all. */
export const openReservations = (ctx: Ctx, { jobId, locationId }: { jobId: number; locationId?: number }) =>
  q
    .select()
    .from(table)
    .where(
      and(
        eq(table.tenantId, ctx.tenant.id),
        eq(table.jobId, jobId),
        sql`status = 'open'`,
        locationId === undefined ? undefined : eq(table.locationId, locationId),
      ),
    );

type Filter = { jobId?: number | undefined; partId?: number | undefined; status?: ReservationStatus | undefined };
export async function listReservations(ctx: Ctx, { jobId, partId, status, ...input }: ListInput & Filter) {
  const page = await reservations.list(ctx, input, { equals: { jobId, partId, status } });
  return { ...page, items: page.items.map(presentReservation) };
}

export const getReservation = async (ctx: Ctx, id: number) => presentReservation(await reservations.get(ctx, id));
