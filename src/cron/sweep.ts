import type { OpenCtx } from "#/ctx.ts";
import { eachShard, type ShardDb } from "#/db/shards.ts";
import { dueDailyRuns } from "#/db/tenant/daily.ts";
import { type Alarm, type AlarmQueue, ring } from "#/db/tenant/due.ts";
import { tenantsBehind } from "#/db/tenant/outbox.ts";
import { minutely } from "#/jobs.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { DAILY } from "#/queues/daily.ts";
import { jobsOf } from "#/queues/jobs.ts";
import type { EventsMessage } from "#/queues/messages.ts";
import { REACTIONS } from "#/queues/reactions.ts";

/** Limit of each kind per shard and minute; the next minute takes the rest. */
const MAX_PER_SHARD = 500;
/** An alarm gets this long to ring by itself before the sweep rings. */
const GRACE_SECONDS = 20;
/** The most messages that one `sendBatch` takes. */
const MAX_BATCH = 100;

/** Finds, in one batch per shard, the tenants with unread events and the work that is overdue, and rings for both: their messages were lost. */
export async function sweep(open: OpenCtx): Promise<Record<"tenants_behind" | "work_due" | "daily_due", number>> {
  const [events, reactions, due, tasks] = await Promise.all([
    jobsOf("events"),
    jobsOf("reaction"),
    jobsOf("due"),
    jobsOf("daily"),
  ]);
  const cursors = [...events.map(({ name }) => name), ...(reactions.length > 0 ? [REACTIONS] : [])];
  const before = plusSeconds(open.now, -GRACE_SECONDS);

  const search = async (shard: ShardDb) => {
    const [behind, daily, ...overdue] = await shard.batch([
      tenantsBehind(shard, cursors, MAX_PER_SHARD),
      dueDailyRuns(
        shard,
        tasks.map(({ name }) => name),
        open.now,
        MAX_PER_SHARD,
      ),
      ...due.map(({ queue }) => queue.overdue(shard, before, MAX_PER_SHARD)),
    ]);
    const work = due.flatMap(({ name, queue }, i) =>
      (overdue[i] ?? []).map(
        (row): QueuedAlarm => ({
          queue: queue.queue,
          alarm: { job: name, tenantId: String(row.tenantId), id: String(row.id) },
        }),
      ),
    );
    return { behind, daily, work };
  };
  const found = await eachShard(open.env, search);
  const behind: EventsMessage[] = found.flatMap((shard) => shard.behind);
  const daily = found
    .flatMap((shard) => shard.daily)
    .map(({ tenantId, task }): QueuedAlarm => ({ queue: "TASKS", alarm: { job: DAILY, tenantId, id: task } }));
  const work = found.flatMap((shard) => shard.work);

  const byQueue = Map.groupBy([...work, ...daily], ({ queue }) => queue);
  await Promise.all([
    nudge(open.env.EVENTS, behind),
    ...[...byQueue].map(([queue, alarms]) =>
      ring(
        open.env,
        queue,
        alarms.map(({ alarm }) => alarm),
      ),
    ),
  ]);
  return { tenants_behind: behind.length, work_due: work.length, daily_due: daily.length };
}

/** The first of the jobs of each minute. */
export const sweeping = minutely({ name: "sweep", run: sweep });

type QueuedAlarm = { queue: AlarmQueue; alarm: Alarm };

async function nudge(queue: Queue, bodies: readonly EventsMessage[]): Promise<void> {
  for (let from = 0; from < bodies.length; from += MAX_BATCH)
    await queue.sendBatch(bodies.slice(from, from + MAX_BATCH).map((body) => ({ body })));
}
