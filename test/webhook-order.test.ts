import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { expect, it } from "vitest";
import type { Ctx } from "#/ctx.ts";
import { compile, type Statement } from "#/db/tenant/client.ts";
import { noteFailures, noteSuccess, wakeLanes } from "#/domains/webhooks/lane-repo.ts";
import { holdAfter, LEASE_SECONDS, SLOTS } from "#/domains/webhooks/lane-rules.ts";
import { fateOfDelivery } from "#/domains/webhooks/rules.ts";
import type { Delivery, Lane } from "#/domains/webhooks/tables.ts";
import { noteNext, rescueBroken, settle, takeDue } from "#/domains/webhooks/turn-repo.ts";
import { type Instant, plusSeconds, toInstant } from "#/kernel/time.ts";

// The statements by which lanes take and settle deliveries, on a real SQLite: whatever fails, breaks off or comes late, the order of an entity holds.

const TARGET = 1;
const SCHEDULE = [0, 5, 300, 1800];

function openShard() {
  const db = new DatabaseSync(":memory:");
  const folder = new URL("../migrations/tenant/", import.meta.url).pathname;
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort())
    db.exec(readFileSync(join(folder, file), "utf8").replaceAll("--> statement-breakpoint", ""));
  const known = new Map<string, StatementSync>();
  const run = (statement: Statement): unknown => {
    const compiled = compile(statement);
    const { sql, params } = compiled.getQuery();
    const prepared = known.get(sql) ?? db.prepare(sql);
    known.set(sql, prepared);
    const values = params as (string | number | null)[];
    if (!/returning|^\s*select/i.test(sql)) return prepared.run(...values);
    return compiled.map({ results: prepared.all(...values) } as unknown as D1Result<object>);
  };
  return { db, run };
}

/** Fractions from a seed (mulberry32). */
function fractions(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const shard = openShard();

/** Lives through `events` events of a target until nothing waits; answers how many attempts failed or broke off. */
function live(seed: number, ordering: "none" | "entity", events: number) {
  const random = fractions(seed);
  const { db, run } = shard;
  const tenant = `t${seed}${ordering}`;
  let now: Instant = toInstant(1_767_225_600_000);
  const ctx = () => ({ tenant: { id: tenant }, now, realNow: now }) as unknown as Ctx;
  db.prepare(
    `insert into webhook_endpoints (tenant_id, id, url, events, status, sealed_secret, ordering, created_at, updated_at, version)
     values ('${tenant}', ${TARGET}, 'https://a.example', '[]', 'active', '', ?, '', '', 1)`,
  ).run(ordering);
  const insert = db.prepare(
    `insert into webhook_deliveries (tenant_id, id, endpoint_id, sequence, event_id, event_type, body, status, attempt_count, attempts,
       next_attempt_at, created_at, updated_at, entity) values ('${tenant}', ?, ${TARGET}, ?, ?, 'x', '{}', 'pending', 0, '[]', ?, ?, ?, ?)`,
  );
  const done = new Map<number, Delivery["status"]>();
  const entityOf = new Map<number, string | null>();
  const underWay: Delivery[] = [];
  const finished: { delivered: number[]; failures: number; overtaken: string[]; most: number } = {
    ...{ delivered: [], failures: 0, overtaken: [], most: 0 },
  };
  let made = 0;
  let lane: Lane | undefined;

  const take = () => {
    const next = lane?.nextAttemptAt;
    if (underWay.length === 0 && next && next > now) now = next; // nothing happens before
    run(rescueBroken(ctx(), TARGET));
    const taken = run(takeDue(ctx(), TARGET)) as Delivery[];
    lane = run(noteNext(ctx(), TARGET, { takes: true, staysAwake: underWay.length > 0 })) as Lane | undefined;
    for (const delivery of taken) {
      const entity = entityOf.get(delivery.sequence);
      const before = [...entityOf].filter(
        ([seq, other]) => other !== null && other === entity && seq < delivery.sequence,
      );
      const open = before.filter(([seq]) => !done.has(seq));
      if (open.length > 0) finished.overtaken.push(`${entity}: ${delivery.sequence} before ${open[0]?.[0]}`);
    }
    underWay.push(...taken);
    finished.most = Math.max(finished.most, underWay.length);
  };
  const end = (delivery: Delivery) => {
    const error = random() < 0.7 ? ("status" as const) : null;
    const outcome = { responseStatus: error ? 500 : 204, error, responseExcerpt: null, durationMs: 1 };
    const attempts = delivery.attemptCount - delivery.scheduleStart;
    const { status, nextAttemptAt } = fateOfDelivery(outcome, { schedule: SCHEDULE, attempts, now, random: random() });
    run(settle(ctx(), delivery, { ...delivery, status, nextAttemptAt }));
    if (status !== "pending") done.set(delivery.sequence, status);
    if (error === null) {
      finished.delivered.push(delivery.sequence);
      run(noteSuccess(ctx(), TARGET));
      return;
    }
    finished.failures++;
    const failures = (lane?.failures ?? 0) + 1;
    const holdUntil = holdAfter({ failures, schedule: SCHEDULE, now, random: random() });
    const { id: deliveryId, eventId, eventType } = delivery;
    run(
      noteFailures(ctx(), TARGET, {
        n: 1,
        last: { deliveryId, eventId, eventType, at: now, responseStatus: 500, error },
        holdUntil,
      }),
    );
  };

  while (made < events || done.size < made) {
    const dice = random();
    if (made < events && dice < 0.3) {
      const entity = random() < 0.1 ? null : `job:${Math.floor(random() * 6)}`;
      entityOf.set(++made, entity);
      insert.run(`dlv_${made}`, made, `evt_${made}`, now, now, now, entity);
      run(wakeLanes(ctx(), [TARGET]));
    } else if (underWay.length === 0 || dice < 0.4) take();
    else if (dice < 0.41) {
      // a worker dies: nobody knows what became of its attempts until their leases end
      underWay.length = 0;
      finished.failures++;
      now = plusSeconds(now, LEASE_SECONDS + 1);
    } else {
      const [delivery] = underWay.splice(Math.floor(random() * underWay.length), 1);
      if (delivery) end(delivery);
    }
    if (random() < 0.05) now = plusSeconds(now, 2);
  }
  return finished;
}

it("an event of one thing never overtakes the one before it, through more than 10,000 failures in shuffled order", () => {
  let failures = 0;
  for (let seed = 1; failures < 10_000; seed++) {
    const lived = live(seed, "entity", 80);
    expect(lived.overtaken, `seed ${seed}`).toEqual([]);
    expect(lived.most, `seed ${seed}`).toBeLessThanOrEqual(SLOTS);
    failures += lived.failures;
  }
});

it("without that order an event does overtake another, so the test sees it", () => {
  expect(live(1, "none", 300).overtaken.length).toBeGreaterThan(0);
});
