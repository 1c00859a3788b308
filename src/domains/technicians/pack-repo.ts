import { eq, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { forMany, inTexts } from "#/db/tenant/bulk.ts";
import { mapped, q, type Statement } from "#/db/tenant/client.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { technicianPacks } from "./pack-tables.ts";

type Named = { id: number; name: string; isActive: boolean };

const packed = prepared((tenantId: Slot<string>, rows: Slot<string>) =>
  q
    .insert(technicianPacks)
    .select(
      sql`select ${tenantId}, (r.value ->> 0) / 100, json_group_object(r.value ->> 0, json_array(r.value ->> 1, r.value ->> 2))
        from json_each(${rows}) r where true group by 2`,
    )
    .onConflictDoUpdate({
      target: [technicianPacks.tenantId, technicianPacks.pack],
      set: { names: sql`json_patch(technician_packs.names, excluded.names)` },
    }),
);
const many = forMany((ctx, all: readonly Named[]) =>
  inTexts(all.map(({ id, name, isActive }) => [id, name, isActive ? 1 : 0])).map((rows) => packed(ctx, rows)),
);

/** Notes a technician's name and whether they work here, where one of them is new. */
export function packTechnician(ctx: Ctx, before: Named | null, after: Named | null): Statement[] {
  if (!after || (before && before.name === after.name && before.isActive === after.isActive)) return [];
  const { id, name, isActive } = after;
  return [many(packed(ctx, JSON.stringify([[id, name, isActive ? 1 : 0]])), { id, name, isActive })];
}

const allPacked = prepared((tenantId: Slot<string>) =>
  q
    .insert(technicianPacks)
    .select(
      sql`select ${tenantId}, id / 100, json_group_object(id, json_array(name, is_active)) from technicians where tenant_id = ${tenantId} group by 2`,
    )
    .onConflictDoUpdate({
      target: [technicianPacks.tenantId, technicianPacks.pack],
      set: { names: sql`excluded.names` },
      setWhere: sql`technician_packs.names <> excluded.names`,
    }),
);
/** Packs all names again, in case code that knows no packs has changed some: that of before a deployment. */
export const packAllTechnicians = (ctx: Ctx) => allPacked(ctx);

/** Every technician, by id: who has left too. */
export const allTechnicians = (ctx: Ctx) =>
  mapped(
    q.select({ names: technicianPacks.names }).from(technicianPacks).where(eq(technicianPacks.tenantId, ctx.tenant.id)),
    (packs) =>
      packs
        .flatMap(({ names }) => Object.entries(names))
        .map(([id, [name, isActive]]): Named => ({ id: Number(id), name, isActive: isActive === 1 }))
        .toSorted((a, b) => a.id - b.id),
  );
