import { and, eq, getTableColumns, inArray, lte, notExists, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { OpenCtx, ReferrerCtx } from "#/ctx.ts";
import { controlOf } from "#/db/control/client.ts";
import {
  type ReferralDelivery,
  referralDeliveries,
  referralHistory,
  referrals,
  referralWebhooks,
} from "#/db/control/schema/referrals.ts";
import { withRetry } from "#/db/retry.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { noWebhook } from "./errors.ts";

const ofKey = ({ referrer }: ReferrerCtx) => eq(referralWebhooks.keyId, referrer.keyId);

export async function getWebhook(ctx: ReferrerCtx) {
  const webhook = await withRetry(() => controlOf(ctx).select().from(referralWebhooks).where(ofKey(ctx)).get());
  if (!webhook) throw noWebhook();
  return webhook;
}

/** Sets the address, and enables it. The secret is the first one's, for as long as there is a webhook. */
export async function setWebhook(ctx: ReferrerCtx, url: string, sealedSecret: string) {
  const { now, referrer } = ctx;
  return await controlOf(ctx)
    .insert(referralWebhooks)
    .values({
      keyId: referrer.keyId,
      ...{ url, sealedSecret, disabledAt: null, disabledReason: null },
      ...{ createdAt: now, updatedAt: now, version: 1 },
    })
    .onConflictDoUpdate({
      target: referralWebhooks.keyId,
      set: { url, disabledAt: null, disabledReason: null, ...touched(ctx, referralWebhooks) },
    })
    .returning()
    .get();
}

/** Messages that wait for it are dropped with it. */
export async function removeWebhook(ctx: ReferrerCtx): Promise<void> {
  const db = controlOf(ctx);
  const [removed] = await db.batch([
    db.delete(referralWebhooks).where(ofKey(ctx)).returning({ keyId: referralWebhooks.keyId }),
    db
      .delete(referralDeliveries)
      .where(and(eq(referralDeliveries.keyId, ctx.referrer.keyId), eq(referralDeliveries.status, "pending"))),
  ]);
  if (removed.length === 0) throw noWebhook();
}

/** Longer than an attempt can take. */
const LEASE_SECONDS = 60;

/**
 * Takes the attempts that are due, so that of several workers one has each. A change waits until the one before it, of the same job, is through
 * or given up: what is told is in order.
 */
export const claimDeliveries = (open: OpenCtx, limit: number): Promise<ReferralDelivery[]> => {
  const db = controlOf(open);
  const before = alias(referralDeliveries, "before");
  const due = db
    .select({ id: referralDeliveries.id })
    .from(referralDeliveries)
    .where(
      and(
        eq(referralDeliveries.status, "pending"),
        lte(referralDeliveries.nextAttemptAt, open.now),
        notExists(
          db
            .select({ n: sql`1` })
            .from(before)
            .where(
              and(
                eq(before.keyId, referralDeliveries.keyId),
                eq(before.referralId, referralDeliveries.referralId),
                sql`${before.sequence} < ${referralDeliveries.sequence}`,
                eq(before.status, "pending"),
              ),
            ),
        ),
      ),
    )
    .orderBy(referralDeliveries.nextAttemptAt)
    .limit(limit);
  return db
    .update(referralDeliveries)
    .set({
      attempts: sql`${referralDeliveries.attempts} + 1`,
      nextAttemptAt: plusSeconds(open.now, LEASE_SECONDS),
    })
    .where(inArray(referralDeliveries.id, due))
    .returning()
    .all();
};

/** What claimed deliveries tell, and where. */
export const listMessages = (open: OpenCtx, ids: readonly string[]) =>
  controlOf(open)
    .select({
      delivery: getTableColumns(referralDeliveries),
      webhook: getTableColumns(referralWebhooks),
      change: getTableColumns(referralHistory),
      referral: {
        publicId: referrals.publicId,
        source: referrals.source,
        sector: referrals.sector,
        externalIds: referrals.externalIds,
      },
    })
    .from(referralDeliveries)
    .innerJoin(sql`json_each(${JSON.stringify(ids)}) wanted`, sql`wanted.value = ${referralDeliveries.id}`)
    .innerJoin(referralWebhooks, eq(referralWebhooks.keyId, referralDeliveries.keyId))
    .innerJoin(referrals, eq(referrals.id, referralDeliveries.referralId))
    .innerJoin(
      referralHistory,
      and(
        eq(referralHistory.referralId, referralDeliveries.referralId),
        eq(referralHistory.sequence, referralDeliveries.sequence),
      ),
    )
    .all();
export type Message = Awaited<ReturnType<typeof listMessages>>[number];

type Fate = Pick<ReferralDelivery, "status" | "nextAttemptAt" | "responseStatus" | "error" | "deliveredAt">;

/** Writes down how an attempt went; not when its lease ran out and another worker has it. A receiver that is gone gets nothing more. */
export async function settleDelivery(
  open: OpenCtx,
  { id, keyId, attempts }: ReferralDelivery,
  fate: Fate,
  isGone: boolean,
) {
  const db = controlOf(open);
  const claimed = and(
    eq(referralDeliveries.id, id),
    eq(referralDeliveries.status, "pending"),
    eq(referralDeliveries.attempts, attempts),
  );
  await db.batch([
    db.update(referralDeliveries).set(fate).where(claimed),
    ...(isGone
      ? [
          db
            .update(referralWebhooks)
            .set({ disabledAt: open.now, disabledReason: "gone", ...touched(open, referralWebhooks) })
            .where(eq(referralWebhooks.keyId, keyId)),
          db
            .update(referralDeliveries)
            .set({ status: "failed", nextAttemptAt: null, error: "gone" })
            .where(and(eq(referralDeliveries.keyId, keyId), eq(referralDeliveries.status, "pending"))),
        ]
      : []),
  ]);
}

/** Drops up to `limit` finished deliveries from before a moment. Returns how many. */
export async function dropOldDeliveries(open: OpenCtx, before: Instant, limit: number): Promise<number> {
  const db = controlOf(open);
  const old = db
    .select({ id: referralDeliveries.id })
    .from(referralDeliveries)
    .where(and(inArray(referralDeliveries.status, ["delivered", "failed"]), lte(referralDeliveries.createdAt, before)))
    .limit(limit);
  const { meta } = await db.delete(referralDeliveries).where(inArray(referralDeliveries.id, old)).run();
  return meta.changes;
}
