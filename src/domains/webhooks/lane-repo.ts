import { and, eq, gt, inArray, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q, type Statement } from "#/db/tenant/client.ts";
import { type Instant, plusSeconds, toInstant } from "#/kernel/time.ts";
import { AWAKE_SECONDS, LEASE_SECONDS, SLOTS } from "./lane-rules.ts";
import { type Delivery, webhookDeliveries as deliveries, type Lane, targetTable, webhookLanes } from "./tables.ts";

// A lane is the way to one target. Whoever works it takes only what is free of its slots, in one transaction: however many workers there are,
// the receiver meets at most that many attempts at a time, and one only while its circuit is half open.

/** A lane by the id of its target, or by that of one of its deliveries: alarms of earlier versions name these. */
export type LaneId = number | { ofDelivery: string };

const targetId = (ctx: Ctx, lane: LaneId): SQL =>
  typeof lane === "number"
    ? sql`cast(${lane} as integer)`
    : sql`(select endpoint_id from webhook_deliveries where tenant_id = ${ctx.tenant.id} and id = ${lane.ofDelivery})`;

export const laneOf = (ctx: Ctx, id: number) =>
  first(
    q
      .select()
      .from(webhookLanes)
      .where(and(eq(webhookLanes.tenantId, ctx.tenant.id), eq(webhookLanes.id, id))),
  );

/** The target of a lane. */
export const targetOf = (ctx: Ctx, lane: LaneId) =>
  first(
    q
      .select()
      .from(targetTable)
      .where(and(eq(targetTable.tenantId, ctx.tenant.id), eq(targetTable.id, targetId(ctx, lane)))),
  );

const inLane = (ctx: Ctx, lane: LaneId) =>
  and(eq(deliveries.tenantId, ctx.tenant.id), eq(deliveries.endpointId, targetId(ctx, lane)));

/** Attempts whose worker has died are due again. */
export const rescueBroken = (ctx: Ctx, lane: LaneId) =>
  q
    .update(deliveries)
    .set({ status: "pending" })
    .where(and(inLane(ctx, lane), eq(deliveries.status, "sending"), lte(deliveries.nextAttemptAt, ctx.now)));

/** Deliveries of a lane that wait and, where it keeps the order of each entity, have none before them. */
const sendable = (ctx: Ctx, lane: LaneId) => sql`
  from webhook_deliveries d where d.tenant_id = ${ctx.tenant.id} and d.endpoint_id = ${targetId(ctx, lane)} and d.status = 'pending'
    and ((select t.ordering from webhook_endpoints t where t.tenant_id = d.tenant_id and t.id = d.endpoint_id) <> 'entity' or not exists (
      select 1 from webhook_deliveries p where p.tenant_id = d.tenant_id and p.entity = d.entity and p.sequence < d.sequence
        and p.endpoint_id = d.endpoint_id and p.status in ('pending', 'sending')))`;

/** How many attempts may begin: none while the target is not active or the circuit is open, one in all while it is half open. */
const freeSlots = (ctx: Ctx, lane: LaneId) => sql`
  coalesce((select max(0, case when l.hold_until is null then ${sql.raw(String(SLOTS))} when l.hold_until > ${ctx.now} then 0 else 1 end - (
      select count(*) from webhook_deliveries s where s.tenant_id = t.tenant_id and s.endpoint_id = t.id and s.status = 'sending'))
    from webhook_endpoints t left join webhook_lanes l on l.tenant_id = t.tenant_id and l.id = t.id
    where t.tenant_id = ${ctx.tenant.id} and t.id = ${targetId(ctx, lane)} and t.status = 'active' and t.delivery = 'push'), 0)`;

/** Takes the deliveries that are due, the longest due first, as far as there are free slots. */
export const takeDue = (ctx: Ctx, lane: LaneId) =>
  q
    .update(deliveries)
    .set({
      status: "sending",
      attemptCount: sql`${deliveries.attemptCount} + 1`,
      nextAttemptAt: plusSeconds(ctx.now, LEASE_SECONDS),
    })
    .where(
      and(
        eq(deliveries.tenantId, ctx.tenant.id),
        sql`${deliveries.id} in (select d.id ${sendable(ctx, lane)} and d.next_attempt_at <= ${ctx.now}
          order by d.next_attempt_at, d.sequence limit ${freeSlots(ctx, lane)})`,
      ),
    )
    .returning();

/**
 * Notes when the lane has work next: never later than it has, so that the sweep finds it whatever happens to its workers. Comes right after
 * `takeDue`: who took something, or `staysAwake` because of earlier attempts, will look again, and nobody needs to ring for the lane.
 */
export const noteNext = (ctx: Ctx, lane: LaneId, { takes, staysAwake }: { takes: boolean; staysAwake: boolean }) => {
  const awakeUntil = plusSeconds(ctx.now, AWAKE_SECONDS);
  const due = sql`(select min(n) from (
    select * from (select d.next_attempt_at n ${sendable(ctx, lane)} order by d.next_attempt_at limit 1)
    union all select min(next_attempt_at) from webhook_deliveries
      where tenant_id = ${ctx.tenant.id} and endpoint_id = ${targetId(ctx, lane)} and status = 'sending'))`;
  return first(
    q
      .update(webhookLanes)
      .set({
        nextAttemptAt: sql`max(${due}, coalesce(${webhookLanes.holdUntil}, ''))`,
        runs: sql`${webhookLanes.runs} + 1`,
        awakeUntil: !takes ? null : staysAwake ? awakeUntil : sql`case when changes() > 0 then ${awakeUntil} end`,
      })
      .where(and(eq(webhookLanes.tenantId, ctx.tenant.id), eq(webhookLanes.id, targetId(ctx, lane))))
      .returning(),
  );
};

/** Ends an attempt with its outcome; hits no row when its lease ran out and another worker has the delivery. */
export const settle = (ctx: Ctx, { id, attemptCount }: Delivery, fields: Partial<Delivery>) =>
  q
    .update(deliveries)
    .set({ ...fields, updatedAt: ctx.now })
    .where(
      and(
        eq(deliveries.tenantId, ctx.tenant.id),
        eq(deliveries.id, id),
        eq(deliveries.status, "sending"),
        eq(deliveries.attemptCount, attemptCount),
      ),
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

/** What waits for a target that gets nothing any more is skipped, a slice at a time; it can be replayed. */
export const skipWaiting = (ctx: Ctx, lane: LaneId, limit: number) =>
  q
    .update(deliveries)
    .set({ status: "skipped", nextAttemptAt: null, updatedAt: ctx.now })
    .where(
      and(
        eq(deliveries.tenantId, ctx.tenant.id),
        sql`${deliveries.id} in (select id from webhook_deliveries where tenant_id = ${ctx.tenant.id} and endpoint_id = ${targetId(ctx, lane)}
          and status = 'pending' and not exists (
            select 1 from webhook_endpoints t where t.tenant_id = ${ctx.tenant.id} and t.id = ${targetId(ctx, lane)} and t.status = 'active' and t.delivery = 'push')
          limit ${sql.raw(String(limit))})`,
      ),
    );

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
