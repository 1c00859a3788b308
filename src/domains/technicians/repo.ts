import { and, eq } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { type ListInput, listRows, totalUnless } from "#/db/tenant/page.ts";
import { insertInto, prepared, type Slot } from "#/db/tenant/prepared.ts";
import { technicians } from "#/db/tenant/schema/technicians.ts";

export type Technician = typeof technicians.$inferSelect;

const one = (ctx: Ctx, id: number) => and(eq(technicians.tenantId, ctx.tenant.id), eq(technicians.id, id));

export const findTechnician = prepared((tenantId: Slot<string>, id: Slot<number>) =>
  first(
    q
      .select()
      .from(technicians)
      .where(and(eq(technicians.tenantId, tenantId), eq(technicians.id, id))),
  ),
);

export function listTechnicians(ctx: Ctx, { isActive, ...input }: ListInput & { isActive?: boolean }) {
  const filters = [isActive === undefined ? undefined : eq(technicians.isActive, isActive)];
  return listRows(ctx, input, { table: technicians, filters, total: totalUnless(ctx, "technician", filters) });
}

/** Who can be sent to a job, by id. */
export const activeTechnicians = (ctx: Ctx) =>
  q
    .select({ id: technicians.id, name: technicians.name })
    .from(technicians)
    .where(and(eq(technicians.tenantId, ctx.tenant.id), eq(technicians.isActive, true)))
    .orderBy(technicians.id);

export const insertTechnician = insertInto(technicians);

/** Hits no row when the technician is no longer at `version`. */
export const updateTechnician = (ctx: Ctx, { id, version }: Technician, change: Partial<Technician>) =>
  q
    .update(technicians)
    .set({ ...change, updatedAt: ctx.now, version: version + 1 })
    .where(and(one(ctx, id), eq(technicians.version, version)));
