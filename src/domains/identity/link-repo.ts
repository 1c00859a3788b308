import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, named, q } from "#/db/tenant/client.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import { mailedLinks, sessions, users } from "#/db/tenant/schema/identity.ts";

export type MailedLink = typeof mailedLinks.$inferSelect;

export const insertLink = insertInto(mailedLinks);

/** As `insertLink`, unless so many links of this purpose still wait for the user. */
export const insertLinkUnlessMany = (ctx: Ctx, link: MailedLink, most: number) =>
  q.insert(mailedLinks).select(sql`
    select ${link.tenantId}, ${link.hash}, ${link.purpose}, ${link.userId}, ${link.expiresAt}, null
    where (select count(*) from mailed_links
      where tenant_id = ${ctx.tenant.id} and user_id = ${link.userId} and purpose = ${link.purpose} and expires_at > ${ctx.now}) < ${most}`);

/** A link that was neither used nor has expired, with its user. */
export const findLink = (ctx: Ctx, purpose: MailedLink["purpose"], hash: string) =>
  first(
    q
      .select({
        hash: mailedLinks.hash,
        userId: named(users.id, "user_id"),
        username: users.username,
        name: users.name,
        email: users.email,
        status: users.status,
        passwordChangedAt: users.passwordChangedAt,
        mfaEnabledAt: users.mfaEnabledAt,
      })
      .from(mailedLinks)
      .innerJoin(users, and(eq(users.tenantId, mailedLinks.tenantId), eq(users.id, mailedLinks.userId)))
      .where(
        and(
          eq(mailedLinks.tenantId, ctx.tenant.id),
          eq(mailedLinks.hash, hash),
          eq(mailedLinks.purpose, purpose),
          isNull(mailedLinks.usedAt),
          gt(mailedLinks.expiresAt, ctx.now),
        ),
      ),
  );

/** The open sessions of the user whom a link was mailed to. */
export const openSessionIdsByLink = (ctx: Ctx, hash: string) =>
  q
    .select({ id: sessions.id })
    .from(mailedLinks)
    .innerJoin(sessions, and(eq(sessions.tenantId, mailedLinks.tenantId), eq(sessions.userId, mailedLinks.userId)))
    .where(
      and(
        eq(mailedLinks.tenantId, ctx.tenant.id),
        eq(mailedLinks.hash, hash),
        isNull(sessions.endedAt),
        gt(sessions.expiresAt, ctx.now),
      ),
    );

export const useLink = (ctx: Ctx, hash: string) =>
  q
    .update(mailedLinks)
    .set({ usedAt: ctx.now })
    .where(and(eq(mailedLinks.tenantId, ctx.tenant.id), eq(mailedLinks.hash, hash), isNull(mailedLinks.usedAt)));
