import { and, eq, exists, gt, isNull, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { type ListInput, listRows, totalUnless } from "#/db/tenant/page.ts";
import { mailedLinks, ssoIdentities, users } from "#/db/tenant/schema/identity.ts";
import { technicians } from "#/db/tenant/schema/technicians.ts";
import type { User } from "../repo.ts";
import { hasRole } from "../roles/repo.ts";

const one = (ctx: Ctx, id: number) => and(eq(users.tenantId, ctx.tenant.id), eq(users.id, id));

export type UserFilter = ListInput & { status?: User["status"]; role?: string };

export function listUsers(ctx: Ctx, { status, role, ...input }: UserFilter) {
  const filters = [
    status === undefined ? undefined : eq(users.status, status),
    role === undefined ? undefined : hasRole(role),
  ];
  return listRows(ctx, input, { table: users, filters, total: totalUnless(ctx, "user", filters) });
}

/** Hits no row when the user is no longer at `version`. */
export const updateUser = (ctx: Ctx, { id, version }: User, change: Partial<User>) =>
  q
    .update(users)
    .set({ ...change, updatedAt: ctx.now, version: version + 1 })
    .where(and(one(ctx, id), eq(users.version, version)));

/** Changes nothing; hits no row when the business has no active owner. */
export const holdAnOwner = (ctx: Ctx) =>
  q
    .update(users)
    .set({ version: sql`${users.version}` })
    .where(and(eq(users.tenantId, ctx.tenant.id), eq(users.status, "active"), hasRole("owner")));

export const findAnySso = (ctx: Ctx, userId: number) =>
  first(
    q
      .select({ provider: ssoIdentities.provider })
      .from(ssoIdentities)
      .where(and(eq(ssoIdentities.tenantId, ctx.tenant.id), eq(ssoIdentities.userId, userId)))
      .limit(1),
  );

/** The invited user whose link this is, while it can be used. */
export const findInvitedUser = (ctx: Ctx, linkHash: string) =>
  first(
    q
      .select()
      .from(users)
      .where(
        and(
          eq(users.tenantId, ctx.tenant.id),
          eq(users.status, "invited"),
          exists(
            q
              .select({ one: sql`1` })
              .from(mailedLinks)
              .where(
                and(
                  eq(mailedLinks.tenantId, ctx.tenant.id),
                  eq(mailedLinks.hash, linkHash),
                  eq(mailedLinks.purpose, "invite"),
                  eq(mailedLinks.userId, users.id),
                  isNull(mailedLinks.usedAt),
                  gt(mailedLinks.expiresAt, ctx.now),
                ),
              ),
          ),
        ),
      ),
  );

/** No link that was mailed to the user opens anything any more. */
export const voidLinksOf = (ctx: Ctx, userId: number) =>
  q
    .update(mailedLinks)
    .set({ usedAt: ctx.now })
    .where(and(eq(mailedLinks.tenantId, ctx.tenant.id), eq(mailedLinks.userId, userId), isNull(mailedLinks.usedAt)));

// A user and the technician he is name each other. The technicians' domain lies above this one, so its end of the link is written here.

const ofTenant = (ctx: Ctx) => eq(technicians.tenantId, ctx.tenant.id);
const touched = (ctx: Ctx) => ({ updatedAt: ctx.now, version: sql`${technicians.version} + 1` });

export const findTechnicianLogin = (ctx: Ctx, id: number | null) =>
  first(
    q
      .select({ id: technicians.id })
      .from(technicians)
      .where(and(ofTenant(ctx), eq(technicians.id, id ?? 0))), // ids begin with 1
  );

/** Hits no row when the technician has a log-in already. */
export const linkTechnician = (ctx: Ctx, id: number, { id: userId, username }: Pick<User, "id" | "username">) =>
  q
    .update(technicians)
    .set({ userId, username, ...touched(ctx) })
    .where(and(ofTenant(ctx), eq(technicians.id, id), isNull(technicians.userId)));

export const unlinkTechnician = (ctx: Ctx, id: number, userId: number) =>
  q
    .update(technicians)
    .set({ userId: null, username: null, ...touched(ctx) })
    .where(and(ofTenant(ctx), eq(technicians.id, id), eq(technicians.userId, userId)));
