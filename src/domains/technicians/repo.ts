import { and, eq, isNull, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { technicianTable } from "./tables.ts";

/** Technicians who can be sent to a job, by id. */
export const activeTechnicians = (ctx: Ctx) =>
  q
    .select({ id: technicianTable.id, name: technicianTable.name })
    .from(technicianTable)
    .where(and(eq(technicianTable.tenantId, ctx.tenant.id), eq(technicianTable.isActive, true)))
    .orderBy(technicianTable.id);

/** Those of these technicians that there are; `ids` is a JSON array. */
export const techniciansByIds = prepared((tenantId: Slot<string>, ids: Slot<string>) =>
  q
    .select()
    .from(technicianTable)
    .where(
      and(eq(technicianTable.tenantId, tenantId), sql`${technicianTable.id} in (select value from json_each(${ids}))`),
    ),
);

/** Those whose id or whose very name is in one of these JSON arrays. */
export const techniciansNamed = (ctx: Ctx, ids: string, names: string) =>
  q
    .select()
    .from(technicianTable)
    .where(
      and(
        eq(technicianTable.tenantId, ctx.tenant.id),
        sql`(${technicianTable.id} in (select value from json_each(${ids})) or ${technicianTable.name} in (select value from json_each(${names})))`,
      ),
    );

// A user and the technician they are name each other. The users' domain puts the technician's end into its own commits.

const isTechnician = (ctx: Ctx, id: number) =>
  and(eq(technicianTable.tenantId, ctx.tenant.id), eq(technicianTable.id, id));

/** The id of the user who is the technician, for other statements. */
export const userIdOf = (ctx: Ctx, id: number) => {
  const found = q.select({ userId: technicianTable.userId }).from(technicianTable).where(isTechnician(ctx, id));
  return sql`${found}`;
};

/** Gives the technician a log-in. Hits no row when they have one already. */
export const linkLogin = (ctx: Ctx, id: number, user: { id: number; username: string }) =>
  q
    .update(technicianTable)
    .set({ userId: user.id, username: user.username, ...touched(ctx, technicianTable) })
    .where(and(isTechnician(ctx, id), isNull(technicianTable.userId)));

/** Takes this log-in from the technician. */
export const unlinkLogin = (ctx: Ctx, id: number, userId: number) =>
  q
    .update(technicianTable)
    .set({ userId: null, username: null, ...touched(ctx, technicianTable) })
    .where(and(isTechnician(ctx, id), eq(technicianTable.userId, userId)));

/** SQL that selects `id`, `name` and `is_active` of every technician. */
export const technicianNames = (tenantId: string) =>
  sql`(select id, name, is_active from technicians where tenant_id = ${tenantId})`;
