import { and, eq, lte, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { AWAKE_SECONDS, LEASE_SECONDS, SLOTS } from "./lane-rules.ts";
import { type Delivery, webhookDeliveries as deliveries, targetTable, webhookLanes } from "./tables.ts";

// The statements of a worker's turn in a lane (actions/work-lane.ts). Each is built once, as they are the most frequent of webhooks. Whoever works
// a lane takes only what is free of its slots, in one transaction: however many workers there are, the receiver meets at most that many attempts
// at a time, and one only while its circuit is half open.

/** A lane by the id of its target, or by that of one of its deliveries: alarms of earlier versions name these. */
export type LaneId = number | { ofDelivery: string };

/** How a prepared statement names a lane: both arguments of `namesOf`. */
type Named = { tenantId: Slot<string>; id: Slot<number | null>; delivery: Slot<string | null> };
const namesOf = (lane: LaneId): [number | null, string | null] =>
  typeof lane === "number" ? [lane, null] : [null, lane.ofDelivery];
const targetId = ({ tenantId, id, delivery }: Named): SQL =>
  sql`cast(coalesce(${id}, (select endpoint_id from webhook_deliveries where tenant_id = ${tenantId} and id = ${delivery})) as integer)`;

/** The target of a lane. */
export const targetOf = (ctx: Ctx, lane: LaneId) => targetNamed(ctx, ...namesOf(lane));
const targetNamed = prepared((tenantId: Named["tenantId"], id: Named["id"], delivery: Named["delivery"]) =>
  first(
    q
      .select()
      .from(targetTable)
      .where(and(eq(targetTable.tenantId, tenantId), eq(targetTable.id, targetId({ tenantId, id, delivery })))),
  ),
);

/** Attempts whose worker has died are due again. */
export const rescueBroken = (ctx: Ctx, lane: LaneId) => rescueNamed(ctx, ...namesOf(lane), ctx.now);
const rescueNamed = prepared(
  (tenantId: Named["tenantId"], id: Named["id"], delivery: Named["delivery"], now: Slot<Instant>) =>
    q
      .update(deliveries)
      .set({ status: "pending" })
      .where(
        and(
          eq(deliveries.tenantId, tenantId),
          eq(deliveries.endpointId, targetId({ tenantId, id, delivery })),
          eq(deliveries.status, "sending"),
          lte(deliveries.nextAttemptAt, now),
        ),
      ),
);

/** Deliveries of a lane that wait and, where it keeps the order of each entity, have none before them. */
const sendable = (lane: Named) => sql`
  from webhook_deliveries d where d.tenant_id = ${lane.tenantId} and d.endpoint_id = ${targetId(lane)} and d.status = 'pending'
    and ((select t.ordering from webhook_endpoints t where t.tenant_id = d.tenant_id and t.id = d.endpoint_id) <> 'entity' or not exists (
      select 1 from webhook_deliveries p where p.tenant_id = d.tenant_id and p.entity = d.entity and p.sequence < d.sequence
        and p.endpoint_id = d.endpoint_id and p.status in ('pending', 'sending')))`;

/** How many attempts may begin: none while the target is not active or the circuit is open, one in all while it is half open. */
const freeSlots = (lane: Named, now: Slot<Instant>) => sql`
  coalesce((select max(0, case when l.hold_until is null then ${sql.raw(String(SLOTS))} when l.hold_until > ${now} then 0 else 1 end - (
      select count(*) from webhook_deliveries s where s.tenant_id = t.tenant_id and s.endpoint_id = t.id and s.status = 'sending'))
    from webhook_endpoints t left join webhook_lanes l on l.tenant_id = t.tenant_id and l.id = t.id
    where t.tenant_id = ${lane.tenantId} and t.id = ${targetId(lane)} and t.status = 'active' and t.delivery = 'push'), 0)`;

/** Takes the deliveries that are due, the longest due first, as far as there are free slots. */
export const takeDue = (ctx: Ctx, lane: LaneId) =>
  takeNamed(ctx, ...namesOf(lane), ctx.now, plusSeconds(ctx.now, LEASE_SECONDS));
const takeNamed = prepared(
  (
    tenantId: Named["tenantId"],
    id: Named["id"],
    delivery: Named["delivery"],
    now: Slot<Instant>,
    leaseEnd: Slot<Instant>,
  ) => {
    const lane = { tenantId, id, delivery };
    return q
      .update(deliveries)
      .set({
        status: "sending",
        attemptCount: sql`${deliveries.attemptCount} + 1`,
        nextAttemptAt: sql`${leaseEnd}`,
      })
      .where(
        and(
          eq(deliveries.tenantId, tenantId),
          sql`${deliveries.id} in (select d.id ${sendable(lane)} and d.next_attempt_at <= ${now}
            order by d.next_attempt_at, d.sequence limit ${freeSlots(lane, now)})`,
        ),
      )
      .returning();
  },
);

/**
 * Notes when the lane has work next: never later than it has, so that the sweep finds it whatever happens to its workers. Comes right after
 * `takeDue`: who took something, or `staysAwake` because of earlier attempts, will look again, and nobody needs to ring for the lane.
 */
export const noteNext = (ctx: Ctx, lane: LaneId, { takes, staysAwake }: { takes: boolean; staysAwake: boolean }) =>
  noteNamed(ctx, ...namesOf(lane), takes ? plusSeconds(ctx.now, AWAKE_SECONDS) : null, staysAwake ? 1 : 0);
const noteNamed = prepared(
  (
    tenantId: Named["tenantId"],
    id: Named["id"],
    delivery: Named["delivery"],
    awakeUntil: Slot<Instant | null>,
    staysAwake: Slot<number>,
  ) => {
    const lane = { tenantId, id, delivery };
    const due = sql`(select min(n) from (
      select * from (select d.next_attempt_at n ${sendable(lane)} order by d.next_attempt_at limit 1)
      union all select min(next_attempt_at) from webhook_deliveries
        where tenant_id = ${tenantId} and endpoint_id = ${targetId(lane)} and status = 'sending'))`;
    return first(
      q
        .update(webhookLanes)
        .set({
          nextAttemptAt: sql`max(${due}, coalesce(${webhookLanes.holdUntil}, ''))`,
          runs: sql`${webhookLanes.runs} + 1`,
          awakeUntil: sql`case when ${staysAwake} or changes() > 0 then ${awakeUntil} end`,
        })
        .where(and(eq(webhookLanes.tenantId, tenantId), eq(webhookLanes.id, targetId(lane))))
        .returning(),
    );
  },
);

/** Ends an attempt with its outcome; hits no row when its lease ran out and another worker has the delivery. */
export const settle = (ctx: Ctx, { id, attemptCount }: Delivery, outcome: Outcome) => {
  const { status, attempts, nextAttemptAt, deliveredAt } = outcome;
  return settleOne(ctx, id, attemptCount, status, JSON.stringify(attempts), nextAttemptAt, deliveredAt, ctx.now);
};
const settleOne = prepared(
  (
    tenantId: Slot<string>,
    id: Slot<string>,
    attempt: Slot<number>,
    status: Slot<string>,
    attempts: Slot<string>,
    nextAttemptAt: Slot<Instant | null>,
    deliveredAt: Slot<Instant | null>,
    now: Slot<Instant>,
  ) =>
    q
      .update(deliveries)
      .set({
        status: sql`${status}`,
        attempts: sql`${attempts}`,
        nextAttemptAt: sql`${nextAttemptAt}`,
        deliveredAt: sql`${deliveredAt}`,
        updatedAt: sql`${now}`,
      })
      .where(
        and(
          eq(deliveries.tenantId, tenantId),
          eq(deliveries.id, id),
          eq(deliveries.status, "sending"),
          eq(deliveries.attemptCount, attempt),
        ),
      ),
);
/** What an attempt makes of its delivery. */
export type Outcome = Pick<Delivery, "status" | "attempts" | "nextAttemptAt" | "deliveredAt">;

/** What waits for a target that gets nothing any more is skipped, a slice at a time; it can be replayed. */
export const skipWaiting = (ctx: Ctx, lane: LaneId, limit: number) => skipNamed(ctx, ...namesOf(lane), limit, ctx.now);
const skipNamed = prepared(
  (
    tenantId: Named["tenantId"],
    id: Named["id"],
    delivery: Named["delivery"],
    limit: Slot<number>,
    now: Slot<Instant>,
  ) => {
    const target = targetId({ tenantId, id, delivery });
    return q
      .update(deliveries)
      .set({ status: "skipped", nextAttemptAt: null, updatedAt: sql`${now}` })
      .where(
        and(
          eq(deliveries.tenantId, tenantId),
          sql`${deliveries.id} in (select id from webhook_deliveries where tenant_id = ${tenantId} and endpoint_id = ${target}
            and status = 'pending' and not exists (
              select 1 from webhook_endpoints t where t.tenant_id = ${tenantId} and t.id = ${target} and t.status = 'active' and t.delivery = 'push')
            limit ${limit})`,
        ),
      );
  },
);
