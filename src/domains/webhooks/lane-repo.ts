import { and, eq, gt, inArray, isNull, lte, or, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q, type Statement } from "#/db/tenant/client.ts";
import { type Instant, plusSeconds, toInstant } from "#/kernel/time.ts";
import { AWAKE_SECONDS } from "./lane-rules.ts";
import { type Lane, webhookLanes } from "./tables.ts";

// A lane is the way to one target.

export const laneOf = (ctx: Ctx, id: number) =>
  first(
    q
      .select()
      .from(webhookLanes)
      .where(and(eq(webhookLanes.tenantId, ctx.tenant.id), eq(webhookLanes.id, id))),
  );

/** The receiver has answered well: the circuit closes. Writes nothing where it was closed. */
export const noteSuccess = (ctx: Ctx, id: number) =>
  q
    .update(webhookLanes)
    .set({ failures: 0, failingSince: null, lastFailedAt: null, holdUntil: null })
    .where(
      and(
        eq(webhookLanes.tenantId, ctx.tenant.id),
        eq(webhookLanes.id, id),
        or(gt(webhookLanes.failures, 0), sql`${webhookLanes.holdUntil} is not null`),
      ),
    );

export type Failures = { n: number; last: NonNullable<Lane["lastFailure"]>; holdUntil: Instant | undefined };

/** `n` more attempts have failed in a row. */
export const noteFailures = (ctx: Ctx, id: number, { n, last, holdUntil }: Failures) =>
  q
    .update(webhookLanes)
    .set({
      failures: sql`${webhookLanes.failures} + ${n}`,
      failingSince: sql`coalesce(${webhookLanes.failingSince}, ${last.at})`,
      lastFailedAt: toInstant(last.at),
      lastFailure: last,
      ...(holdUntil && { holdUntil }),
    })
    .where(and(eq(webhookLanes.tenantId, ctx.tenant.id), eq(webhookLanes.id, id)));

/** Gives lanes work from now on; one whose circuit is open not before its probe. Makes the lanes that are not there yet. */
export const wakeLanes = (ctx: Ctx, ids: readonly number[]): Statement =>
  q
    .insert(webhookLanes)
    .select(
      sql`select ${ctx.tenant.id}, value, 'open', 0, ${ctx.now}, 0, null, null, null, null, null, null from json_each(${JSON.stringify(ids)}) where true`,
    )
    .onConflictDoUpdate({
      target: [webhookLanes.tenantId, webhookLanes.id],
      set: {
        nextAttemptAt: sql`min(coalesce(${webhookLanes.nextAttemptAt}, ${ctx.now}), max(${ctx.now}, coalesce(${webhookLanes.holdUntil}, '')))`,
      },
    });

/**
 * Takes it on to ring for those of the lanes where nobody is awake, and answers these. Comes after the commit that gave them work: whoever is
 * awake then will see it. A lane whose circuit is open gets its alarm with the next probe.
 */
export const claimRings = (ctx: Ctx, ids: readonly number[]) =>
  q
    .update(webhookLanes)
    .set({ awakeUntil: plusSeconds(ctx.now, AWAKE_SECONDS) })
    .where(
      and(
        eq(webhookLanes.tenantId, ctx.tenant.id),
        inArray(webhookLanes.id, [...ids]),
        or(isNull(webhookLanes.awakeUntil), lte(webhookLanes.awakeUntil, ctx.now)),
        or(isNull(webhookLanes.holdUntil), lte(webhookLanes.holdUntil, ctx.now)),
      ),
    )
    .returning({ id: webhookLanes.id });

/** A target starts afresh, as one that has never failed: it was resumed, or has another URL. */
export const closeCircuit = (ctx: Ctx, id: number) =>
  q
    .update(webhookLanes)
    .set({ failures: 0, failingSince: null, lastFailedAt: null, lastFailure: null, holdUntil: null, toldAt: null })
    .where(and(eq(webhookLanes.tenantId, ctx.tenant.id), eq(webhookLanes.id, id)));

/** The next probe may be sent now. */
export const probeNow = (ctx: Ctx, ids: readonly number[]) =>
  q
    .update(webhookLanes)
    .set({ holdUntil: ctx.now })
    .where(
      and(
        eq(webhookLanes.tenantId, ctx.tenant.id),
        inArray(webhookLanes.id, [...ids]),
        gt(webhookLanes.holdUntil, ctx.now),
      ),
    );

/** Notes that the business has been told of failures (`at`), or that the receiver works again (null). Hits no row the second time. */
export const noteTold = (ctx: Ctx, id: number, at: Instant | null) =>
  q
    .update(webhookLanes)
    .set({ toldAt: at })
    .where(
      and(
        eq(webhookLanes.tenantId, ctx.tenant.id),
        eq(webhookLanes.id, id),
        at === null ? sql`${webhookLanes.toldAt} is not null` : sql`${webhookLanes.toldAt} is null`,
      ),
    );
