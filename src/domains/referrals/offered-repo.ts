import { and, eq, isNull, or, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import type { OfferStatus } from "./progress-rules.ts";
import { offered, offeredReferrals } from "./tables.ts";

/** What became of the network's offer in this business; undefined: it has not come here. */
export const byOffer = (ctx: Ctx, offerId: string) =>
  first(
    q
      .select()
      .from(offeredReferrals)
      .where(and(eq(offeredReferrals.tenantId, ctx.tenant.id), eq(offeredReferrals.offerId, offerId))),
  );

const among = (ids: readonly number[]) => sql`(select value from json_each(${JSON.stringify(ids)}))`;

/** Referrals that news of these jobs, sales and customers may concern, the oldest first: accepted ones, and all that have one of the sales. */
export const concerned = (
  ctx: Ctx,
  { jobIds, saleIds, customerIds }: Record<"jobIds" | "saleIds" | "customerIds", readonly number[]>,
) =>
  q
    .select()
    .from(offeredReferrals)
    .where(
      and(
        eq(offeredReferrals.tenantId, ctx.tenant.id),
        or(
          sql`${offeredReferrals.jobId} in ${among(jobIds)}`,
          sql`${offeredReferrals.saleId} in ${among(saleIds)}`,
          and(sql`${offeredReferrals.customerId} in ${among(customerIds)}`, isNull(offeredReferrals.saleId)),
        ),
      ),
    )
    .orderBy(offeredReferrals.id);

type Filter = { status?: OfferStatus; sector?: string };

/** A page of them. */
export const listOffered = (ctx: Ctx, { status, sector, ...input }: ListInput & Filter) =>
  offered.list(ctx, input, {
    equals: { status, sector },
    total: sector === undefined ? status : undefined,
  });

/** How many there are, and what they come to, by status. */
export const sumsByStatus = (ctx: Ctx) =>
  q
    .select({
      status: offeredReferrals.status,
      count: sql<number>`count(*)`.as("n"),
      feeOwedCents: sql<number>`sum(${offeredReferrals.feeOwedCents})`.as("owed"),
      feePendingCents: sql<number>`sum(${offeredReferrals.feeCents})`.as("pending"),
    })
    .from(offeredReferrals)
    .where(eq(offeredReferrals.tenantId, ctx.tenant.id))
    .groupBy(offeredReferrals.status);
