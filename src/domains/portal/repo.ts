import { and, desc, eq, getTableColumns, gt, isNull, type SQL, sql } from "drizzle-orm";
import { customerOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, named, q } from "#/db/tenant/client.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { ofCustomer } from "#/db/tenant/customer-rows.ts";
import { must, touch } from "#/db/tenant/guards.ts";
import { read } from "#/db/tenant/load.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { sessions } from "#/db/tenant/tables.ts";
import { isLive, mailedLinks, refreshTokens, usedSince } from "#/domains/identity/index.ts";
import { emailKeyOf } from "./rules.ts";
import { type PortalAccount, portalAccounts, portalAccountTable, reviewTable, serviceRequestTable } from "./tables.ts";

/** The account of an address. Where there is none another one is read and left aside: that costs the same rows. */
export const accountByEmail = (ctx: Ctx, email: string) => {
  const key = emailKeyOf(email);
  const ids = () => q.select({ id: portalAccountTable.id }).from(portalAccountTable);
  const isOfTenant = eq(portalAccountTable.tenantId, ctx.tenant.id);
  const theirs = ids().where(and(isOfTenant, eq(portalAccountTable.emailKey, key)));
  const other = ids().where(isOfTenant).limit(1);
  const either = q
    .select()
    .from(portalAccountTable)
    .where(and(isOfTenant, eq(portalAccountTable.id, sql`coalesce(${theirs}, ${other})`)));
  return mapped(first(either), (account) => (account?.emailKey === key ? account : undefined));
};

/** The caller's own account. */
export const ownAccount = (ctx: Ctx) => portalAccounts.one(ctx, customerOf(ctx).accountId);
/** Reads it. */
export const readOwnAccount = async (ctx: Ctx): Promise<PortalAccount> =>
  (await read(ctx, { account: ownAccount(ctx) })).account;

/** SQL for the customer whose record the caller's account opens; null: none. */
export const ownCustomerId = (ctx: Ctx): SQL<number> =>
  sql`(select customer_id from portal_accounts where tenant_id = ${ctx.tenant.id} and id = ${customerOf(ctx).accountId})`;

/** They have just proved who they are. Hits no row when the account was closed or got another password since, or where the condition does not hold. */
export const noteSignIn = (
  ctx: Ctx,
  account: PortalAccount,
  change: Partial<Pick<PortalAccount, "passwordHash" | "emailVerifiedAt" | "customerId">>,
  condition?: SQL,
) =>
  q
    .update(portalAccountTable)
    .set({ ...change, lastSignedInAt: ctx.realNow, ...touched(ctx, portalAccountTable) })
    .where(
      and(
        eq(portalAccountTable.tenantId, ctx.tenant.id),
        eq(portalAccountTable.id, account.id),
        eq(portalAccountTable.status, "active"),
        eq(portalAccountTable.passwordHash, account.passwordHash),
        condition,
      ),
    );

/** The account that got a link by mail, while the link can be used. */
export const accountOfLink = (ctx: Ctx, purpose: (typeof mailedLinks.$inferSelect)["purpose"], hash: string) =>
  first(
    q
      .select(getTableColumns(portalAccountTable))
      .from(mailedLinks)
      .innerJoin(
        portalAccountTable,
        and(
          eq(portalAccountTable.tenantId, mailedLinks.tenantId),
          eq(portalAccountTable.id, mailedLinks.portalAccountId),
        ),
      )
      .where(
        and(
          eq(mailedLinks.tenantId, ctx.tenant.id),
          eq(mailedLinks.hash, hash),
          eq(mailedLinks.purpose, purpose),
          isNull(mailedLinks.usedAt),
          gt(mailedLinks.expiresAt, ctx.realNow),
          eq(portalAccountTable.status, "active"),
        ),
      ),
  );

/** A refresh token, used or not, of a live session of an active account. */
export const liveTokenOfAccount = (ctx: Ctx, hash: string) =>
  first(
    q
      .select({
        hash: refreshTokens.hash,
        usedAt: refreshTokens.usedAt,
        successorSealed: refreshTokens.successorSealed,
        sessionId: named(sessions.id, "session_id"),
        accountId: named(portalAccountTable.id, "account_id"),
      })
      .from(refreshTokens)
      .innerJoin(sessions, and(eq(sessions.tenantId, refreshTokens.tenantId), eq(sessions.id, refreshTokens.sessionId)))
      .innerJoin(
        portalAccountTable,
        and(eq(portalAccountTable.tenantId, sessions.tenantId), eq(portalAccountTable.id, sessions.portalAccountId)),
      )
      .where(
        and(
          eq(refreshTokens.tenantId, ctx.tenant.id),
          eq(refreshTokens.hash, hash),
          isLive(ctx.realNow, usedSince(ctx)),
          eq(portalAccountTable.status, "active"),
        ),
      ),
  );

const MOST_ACCOUNTS = 20;
/** The accounts that open a customer's record. */
export const accountsOfCustomer = (ctx: Ctx, customerId: number) =>
  q
    .select()
    .from(portalAccountTable)
    .where(
      and(eq(portalAccountTable.tenantId, ctx.tenant.id), ofCustomer(ctx, portalAccountTable.customerId, customerId)),
    )
    .orderBy(portalAccountTable.id)
    .limit(MOST_ACCOUNTS);

const MOST_SHOWN = 100;
/** What the caller has asked for, the newest first. */
export const ownRequests = (ctx: Ctx) =>
  q
    .select()
    .from(serviceRequestTable)
    .where(
      and(
        eq(serviceRequestTable.tenantId, ctx.tenant.id),
        eq(serviceRequestTable.portalAccountId, customerOf(ctx).accountId),
      ),
    )
    .orderBy(desc(serviceRequestTable.id))
    .limit(MOST_SHOWN);

/** What the caller's customer has said of their jobs. */
export const ownReviews = (ctx: Ctx) =>
  q
    .select()
    .from(reviewTable)
    .where(and(eq(reviewTable.tenantId, ctx.tenant.id), eq(reviewTable.customerId, ownCustomerId(ctx))))
    .orderBy(desc(reviewTable.id))
    .limit(MOST_SHOWN);

export const reviewOfJob = (ctx: Ctx, jobId: number) =>
  first(
    q
      .select()
      .from(reviewTable)
      .where(and(eq(reviewTable.tenantId, ctx.tenant.id), eq(reviewTable.jobId, jobId))),
  );

/** Holds the commit to an account that is active and opens this customer's record. */
export const holdOwn = (ctx: Ctx, account: PortalAccount, refusal: Parameters<typeof must>[0]): Part => ({
  writes: [
    touch(
      portalAccountTable,
      and(
        eq(portalAccountTable.tenantId, ctx.tenant.id),
        eq(portalAccountTable.id, account.id),
        eq(portalAccountTable.status, "active"),
        sql`${portalAccountTable.customerId} is ${account.customerId}`,
      ),
    ),
    must(refusal),
  ],
});
