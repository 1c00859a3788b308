import { and, eq, getTableColumns, gt, isNull, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import { openSessionsOf } from "./session-repo.ts";
import { mailedLinks, userTable } from "./tables.ts";

export type MailedLink = typeof mailedLinks.$inferSelect;

export const insertLink = insertInto(mailedLinks);

/** As `insertLink`, unless `most` links of this purpose wait for the user already. */
export const insertLinkUnlessMany = (ctx: Ctx, link: MailedLink, most: number) =>
  q.insert(mailedLinks).select(sql`
    select ${link.tenantId}, ${link.hash}, ${link.purpose}, ${link.userId}, ${link.expiresAt}, null, ${link.portalAccountId}
    where (select count(*) from mailed_links
      where tenant_id = ${ctx.tenant.id} and user_id = ${link.userId} and portal_account_id is ${link.portalAccountId} and purpose = ${link.purpose} and expires_at > ${ctx.realNow}) < ${most}`);

/** The user who got a link by mail, while it can be used. */
export const userOfLink = (ctx: Ctx, purpose: MailedLink["purpose"], hash: string) =>
  first(
    q
      .select(getTableColumns(userTable))
      .from(mailedLinks)
      .innerJoin(userTable, and(eq(userTable.tenantId, mailedLinks.tenantId), eq(userTable.id, mailedLinks.userId)))
      .where(
        and(
          eq(mailedLinks.tenantId, ctx.tenant.id),
          eq(mailedLinks.hash, hash),
          eq(mailedLinks.purpose, purpose),
          isNull(mailedLinks.usedAt),
          gt(mailedLinks.expiresAt, ctx.realNow),
        ),
      ),
  );

/** The open sessions of the user who got a link by mail. */
export const openSessionsByLink = (ctx: Ctx, hash: string) =>
  openSessionsOf(ctx, sql`(select user_id from mailed_links where tenant_id = ${ctx.tenant.id} and hash = ${hash})`);

const voidLinks = (ctx: Ctx, which: SQL) =>
  q
    .update(mailedLinks)
    .set({ usedAt: ctx.realNow })
    .where(and(eq(mailedLinks.tenantId, ctx.tenant.id), isNull(mailedLinks.usedAt), which));

/** Hits no row when the link was used already. */
export const useLink = (ctx: Ctx, hash: string) => voidLinks(ctx, eq(mailedLinks.hash, hash));

/** Voids all links that were mailed to the customer's account. */
export const voidLinksOfAccount = (ctx: Ctx, portalAccountId: number) =>
  voidLinks(ctx, sql`user_id = 0 and portal_account_id = ${portalAccountId}`);

/** Voids all links that were mailed to the user. */
export const voidLinksOf = (ctx: Ctx, userId: number) => voidLinks(ctx, eq(mailedLinks.userId, userId));
