import { and, eq, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { users } from "#/db/tenant/schema/identity.ts";
import { usernameKey } from "./rules.ts";

export type User = typeof users.$inferSelect;

export const findUserByName = (ctx: Ctx, username: string) =>
  first(
    q
      .select()
      .from(users)
      .where(and(eq(users.tenantId, ctx.tenant.id), eq(users.usernameKey, usernameKey(username)))),
  );

export const findUser = (ctx: Ctx, id: number) =>
  first(
    q
      .select()
      .from(users)
      .where(and(eq(users.tenantId, ctx.tenant.id), eq(users.id, id))),
  );

export const insertUser = (user: User) => q.insert(users).values(user);

/** Changes nothing; hits no row when the user was shut out, or became somebody else, since he was loaded. */
export const holdUser = (ctx: Ctx, { id, roles, technicianId }: User) =>
  q
    .update(users)
    .set({ version: sql`${users.version}` })
    .where(
      and(
        eq(users.tenantId, ctx.tenant.id),
        eq(users.id, id),
        eq(users.status, "active"),
        eq(users.roles, roles),
        sql`${users.technicianId} is ${technicianId}`,
      ),
    );
