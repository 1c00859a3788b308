import { drizzle } from "drizzle-orm/d1";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { sweep } from "#/cron/sweep.ts";
import type { Ctx } from "#/ctx.ts";
import type { ShardName } from "#/db/directory.ts";
import { commit, record } from "#/db/tenant/commit.ts";
import { count } from "#/db/tenant/counters.ts";
import { dueTable } from "#/db/tenant/due.ts";
import { load } from "#/db/tenant/load.ts";
import { tenantsBehind } from "#/db/tenant/outbox.ts";
import { parked } from "#/db/tenant/parked.ts";
import { parkedReactions } from "#/db/tenant/tables.ts";
import type { Domain } from "#/domain.ts";
import { domains } from "#/domains.ts";
import { daily, dueWork, type Effect, type Job, reactsTo } from "#/jobs.ts";
import { AppError } from "#/kernel/errors.ts";
import { eventsOf } from "#/kernel/events.ts";
import { z } from "#/kernel/fields.ts";
import { type LocalDate, plusSeconds, toInstant } from "#/kernel/time.ts";
import { carryOutAlarm } from "#/queues/alarms.ts";
import { runDaily } from "#/queues/daily.ts";
import { jobsOf } from "#/queues/jobs.ts";
import { REACTIONS, react, retryReaction } from "#/queues/reactions.ts";
import { sql } from "./support/back-door.ts";
import { type Business, client, newBusiness } from "./support/client.ts";
import { ctxOf, transient } from "./support/ctx.ts";
import { inAnotherIsolate } from "./support/deadly.ts";
import { answeredHere } from "./support/in-process.ts";
import { insertRow } from "./support/tables.ts";

// Reactions and daily tasks on a domain that only this test has, on real databases: doubled, late, lost, broken.

const define = eventsOf(z.object({ id: z.int() }), {
  ...{ entity: "probe", permission: "items:read", idIn: ({ id }) => id },
});
const bellRung = define("probe.bell_rung", "A bell was rung");
const lampLit = define("probe.lamp_lit", "A lamp was lit");

/** What the probe's jobs do: a counter that is exact only if each effect happens once. */
const effect = (ctx: Ctx, entity: string): Effect => ({ parts: [count(ctx, entity, null)] });
/** Of a day of a task that is done in portions. */
const PORTIONS = 7;
/** Events whose reaction fails as often as this says. */
const failing = new Map<number, number>();
/** Due work of the probe, in the table of parked reactions; it always breaks off, after this. */
const probeDue = dueTable("probe.due", {
  ...{ table: parkedReactions, queue: "TASKS", waiting: "probe", attempts: parkedReactions.attempts, leaseSeconds: 60 },
});
let breaksOff = async (_ctx: Ctx, _claim: typeof parkedReactions.$inferSelect): Promise<unknown> => undefined;
const jobs: Job[] = [
  dueWork(probeDue, {
    run: async (ctx, id) => {
      const { row } = await load(ctx, { row: probeDue.claim(ctx, id) });
      if (!row) return undefined;
      await breaksOff(ctx, row);
      throw new Error("broke off");
    },
  }),
  reactsTo([bellRung], {
    name: "probe.count bells",
    run: async (ctx, event) => {
      const { id } = bellRung.schema.parse(JSON.parse(event.data));
      const left = failing.get(id) ?? 0;
      failing.set(id, left - 1);
      if (left > 0) throw new AppError("conflict", "probe.not_now", "Not now.");
      return effect(ctx, "bells");
    },
  }),
  reactsTo([bellRung, lampLit], { name: "probe.count all", run: async (ctx) => effect(ctx, "all") }),
  daily({ name: "probe.strike", run: async (ctx, day) => effect(ctx, `day ${day}`) }),
  daily({
    name: "probe.stack",
    run: async (ctx, day) => {
      const done = "select n from counters where tenant_id = ? and entity = ?";
      const [row] = await sql<{ n: number }>(ctx.tenant.shard, done, ctx.tenant.id, `day ${day}`);
      return { ...effect(ctx, `day ${day}`), isPortion: (row?.n ?? 0) + 1 < PORTIONS };
    },
  }),
];
const probe: Domain = {
  name: "probe",
  about: "A domain of this test.",
  paths: ["/probe"],
  routes: async () => ({ routes: [] }),
  jobs: async () => ({ jobs }),
};
(domains as Domain[]).push(probe);

beforeEach(() => {
  for (const level of ["warn", "error"] as const) vi.spyOn(console, level).mockImplementation(() => undefined); // failures are planned here
});

const counted = async ({ tenantId, shard }: Business): Promise<Record<string, number>> => {
  const rows = await sql<{ entity: string; n: number }>(
    shard,
    "select entity, n from counters where tenant_id = ? and (entity in ('bells', 'all') or entity like 'day %')",
    tenantId,
  );
  return Object.fromEntries(rows.map(({ entity, n }) => [entity, n]));
};
const emit = (business: Business, ...events: ReturnType<typeof bellRung>[]) => {
  const ctx = ctxOf(business);
  return commit(ctx, { parts: [], events, audit: { action: "ring", entity: "probe", id: 1 }, result: null });
};
/** A business whose sign-up left nothing unread. */
const quietBusiness = async (): Promise<Business> => {
  const business = await newBusiness();
  while ((await react(ctxOf(business))).more);
  return business;
};

describe("a reaction", () => {
  it("happens once for each event that it names, in one commit with the cursor", async () => {
    const business = await quietBusiness();
    await emit(business, bellRung({ id: 1 }), lampLit({ id: 2 }), bellRung({ id: 3 }));
    await react(ctxOf(business));
    await react(ctxOf(business));
    expect(await counted(business)).toEqual({ bells: 2, all: 3 });
  });

  it("happens once when ten workers hear of the event at the same moment", async () => {
    const business = await quietBusiness();
    await emit(business, ...Array.from({ length: 30 }, (_, id) => bellRung({ id: 100 + id })));
    const worker = async () => {
      while ((await react(ctxOf(business))).more);
    };
    await Promise.all(Array.from({ length: 10 }, worker));
    expect(await counted(business)).toEqual({ bells: 30, all: 30 });
  });

  it("happens once when the answer of its commit is lost", async () => {
    const business = await quietBusiness();
    await emit(business, bellRung({ id: 1 }), lampLit({ id: 2 }));
    const lost = (nth: number) => {
      if (nth === 2) throw transient();
    };
    await react(ctxOf(business, { faults: { after: lost } }));
    while ((await react(ctxOf(business))).more);
    expect(await counted(business)).toEqual({ bells: 1, all: 2 });
  });

  it("that fails holds up neither the others nor the next events, and is retried by itself", async () => {
    const business = await quietBusiness();
    failing.set(7, 2);
    await emit(business, bellRung({ id: 7 }), bellRung({ id: 8 }));
    await react(ctxOf(business));
    expect(await counted(business)).toEqual({ bells: 1, all: 2 });

    const [waiting] = await sql<{ id: string }>(
      business.shard,
      "select id from parked_reactions where tenant_id = ?",
      business.tenantId,
    );
    const id = waiting?.id ?? "";
    const retry = async (seconds: number) => {
      const ctx = ctxOf(business, { now: plusSeconds(toInstant(Date.now()), seconds) });
      Object.assign(ctx.env, { TASKS: { send: async () => undefined } });
      await retryReaction(ctx, id);
    };
    await retry(0); // fails a second time
    expect(await counted(business)).toEqual({ bells: 1, all: 2 });
    await Promise.all([retry(600), retry(600), retry(600)]);
    expect(await counted(business)).toEqual({ bells: 2, all: 2 });
    expect(await sql(business.shard, "select 1 from parked_reactions where tenant_id = ?", business.tenantId)).toEqual(
      [],
    );
  });

  it("that never succeeds is given up after its schedule, and stays where it can be seen", async () => {
    const business = await quietBusiness();
    failing.set(9, 1000);
    await emit(business, bellRung({ id: 9 }));
    await react(ctxOf(business));
    const [row] = await sql<{ id: string }>(
      business.shard,
      "select id from parked_reactions where tenant_id = ?",
      business.tenantId,
    );
    for (let day = 1; day < 12; day++) {
      const ctx = ctxOf(business, { now: plusSeconds(toInstant(Date.now()), day * 86_400) });
      Object.assign(ctx.env, { TASKS: { send: async () => undefined } });
      await retryReaction(ctx, row?.id ?? "");
    }
    expect(
      await sql(business.shard, "select status, error from parked_reactions where tenant_id = ?", business.tenantId),
    ).toEqual([{ status: "failed", error: expect.stringContaining("Not now.") }]);
  });
});

describe("work that is due", () => {
  /** A business with a piece of work that is due, and what an alarm for it does that is delivered for the nth time. */
  async function dueWorkOf(business: Business) {
    await insertRow(business, "parked_reactions", {
      ...{ id: "bell", reaction: "none", event: "{}", status: "probe", attempts: 3 },
      next_attempt_at: "2026-01-01T00:00:00.000Z",
    });
    const ring = (attempts: number) =>
      carryOutAlarm()(inAnotherIsolate(), {
        ...{ id: "m", timestamp: new Date(), attempts, ack: () => undefined, retry: () => undefined },
        body: { job: probeDue.job, tenantId: business.tenantId, id: "bell" },
      });
    const row = async () => {
      const [found] = await sql<{ attempts: number; next_attempt_at: string }>(
        business.shard,
        "select attempts, next_attempt_at from parked_reactions where tenant_id = ?",
        business.tenantId,
      );
      return { attempts: found?.attempts, isDue: (found?.next_attempt_at ?? "") <= new Date().toISOString() };
    };
    return { ring, row };
  }

  it("and breaks off is due again at once, but not the second time in a row, so that it does not use up its attempts", async () => {
    const { ring, row } = await dueWorkOf(await newBusiness());
    breaksOff = async () => undefined;
    await expect(ring(1)).rejects.toThrow("broke off");
    expect(await row()).toEqual({ attempts: 4, isDue: true });
    await expect(ring(2)).rejects.toThrow("broke off");
    expect(await row()).toEqual({ attempts: 5, isDue: false });
    await ring(3); // its lease is not over
    expect(await row()).toEqual({ attempts: 5, isDue: false });
  });

  it("is left to the worker who has claimed it meanwhile, and to the time that was settled, whatever breaks off then", async () => {
    const { ring, row } = await dueWorkOf(await newBusiness());
    breaksOff = ({ tenant }) =>
      sql(tenant.shard, "update parked_reactions set attempts = attempts + 1 where tenant_id = ?", tenant.id);
    await expect(ring(1)).rejects.toThrow("broke off");
    expect(await row()).toEqual({ attempts: 5, isDue: false });

    const later = await dueWorkOf(await newBusiness());
    breaksOff = (ctx, claim) =>
      record(ctx, { parts: [probeDue.settle(ctx, claim, { nextAttemptAt: plusSeconds(ctx.now, 3600) })] });
    await expect(later.ring(1)).rejects.toThrow("broke off");
    expect(await later.row()).toEqual({ attempts: 4, isDue: false });
  });
});

/** The queues of a sweep, which only listen. */
function listeningSweep() {
  const sent: Record<string, unknown[]> = { EVENTS: [], TASKS: [], MAIL: [], WEBHOOKS: [] };
  const open = inAnotherIsolate();
  for (const [name, messages] of Object.entries(sent))
    Object.assign(open.env, {
      [name]: { sendBatch: async (batch: { body: unknown }[]) => messages.push(...batch.map(({ body }) => body)) },
    });
  return { open, sent };
}

describe("the sweep", () => {
  it("finds the tenant whose nudge was lost, and leaves it alone when it has read all", async () => {
    const business = await quietBusiness();
    const isBehind = async () => {
      const shard = drizzle(inAnotherIsolate().env[business.shard as ShardName]);
      const behind = await tenantsBehind(shard, [REACTIONS], 100_000).all();
      return behind.some(({ tenantId }) => tenantId === business.tenantId);
    };
    expect(await isBehind()).toBe(false);
    await emit(business, bellRung({ id: 1 }));
    expect(await isBehind()).toBe(true);
    const { open, sent } = listeningSweep();
    await sweep(open);
    expect(sent.EVENTS?.length).toBeGreaterThan(0);
    await react(ctxOf(business));
    expect(await isBehind()).toBe(false);
  });

  it("rings for a parked reaction whose alarm was lost", async () => {
    const business = await quietBusiness();
    failing.set(11, 1);
    await emit(business, bellRung({ id: 11 }));
    await react(ctxOf(business));
    const { open, sent } = listeningSweep();
    await sweep({ ...open, now: plusSeconds(open.now, 600) });
    const id = expect.stringContaining("probe.count bells");
    expect(sent.TASKS).toContainEqual({ job: parked.job, tenantId: business.tenantId, id });
  });
});

describe("a daily task", () => {
  const strike = async () => {
    const task = (await jobsOf("daily")).find(({ name }) => name === "probe.strike");
    if (!task) throw new Error("no task");
    return task;
  };
  const enrolled = async (): Promise<Business> => {
    const business = await newBusiness();
    await sql(
      business.shard,
      "insert into daily_runs values (?, 'probe.strike', '2026-06-07', '2026-06-08T06:00:00.000Z')",
      business.tenantId,
    );
    return business;
  };
  const run = async (business: Business, now: string, faults = {}) =>
    await runDaily(ctxOf(business, { now: toInstant(now), faults }), await strike());

  it("runs once a day, however often its alarm rings", async () => {
    const business = await enrolled();
    await Promise.all(Array.from({ length: 8 }, () => run(business, "2026-06-08T06:00:00Z")));
    await run(business, "2026-06-08T20:00:00Z");
    expect(await counted(business)).toEqual({ "day 2026-06-08": 1 });
  });

  it("runs each day that was missed", async () => {
    const business = await enrolled();
    await run(business, "2026-06-10T15:00:00Z");
    expect(await counted(business)).toEqual({ "day 2026-06-08": 1, "day 2026-06-09": 1, "day 2026-06-10": 1 });
  });

  it("does not run before its time", async () => {
    const business = await enrolled();
    await run(business, "2026-06-08T05:59:59Z");
    expect(await counted(business)).toEqual({});
  });

  it("runs once when the answer of its commit is lost", async () => {
    const business = await enrolled();
    const after = (nth: number) => {
      if (nth === 2) throw transient();
    };
    await run(business, "2026-06-08T06:00:00Z", { after });
    expect(await counted(business)).toEqual({ "day 2026-06-08": 1 });
  });

  it("is planned again where another commit was faster", async () => {
    const business = await enrolled();
    const races = [new AppError("conflict", "probe.taken_meanwhile", "Another worker has written this.")];
    const task = await strike();
    const raced = async (ctx: Ctx, day: LocalDate) => {
      const lost = races.pop();
      if (lost) throw lost;
      return await task.run(ctx, day);
    };
    const ctx = ctxOf(business, { now: toInstant("2026-06-08T06:00:00Z") });
    expect(await runDaily(ctx, { ...task, run: raced })).toBe(1);
    expect(await counted(business)).toEqual({ "day 2026-06-08": 1 });
  });

  it("that is done in portions goes on until nothing is left, each once: with many workers, lost answers and one that is killed", async () => {
    const business = await newBusiness();
    const stack = (await jobsOf("daily")).find(({ name }) => name === "probe.stack");
    if (!stack) throw new Error("no task");
    const insert = "insert into daily_runs values (?, 'probe.stack', '2026-06-07', '2026-06-08T06:00:00.000Z')";
    await sql(business.shard, insert, business.tenantId);
    const rung: unknown[] = [];
    const work = async (faults = {}) => {
      const ctx = ctxOf(business, { now: toInstant("2026-06-08T20:00:00Z"), faults });
      Object.assign(ctx.env, { TASKS: { sendBatch: async (alarms: { body: unknown }[]) => rung.push(...alarms) } });
      return await runDaily(ctx, stack);
    };
    const after = (nth: number) => {
      if (nth === 2) throw transient();
    };
    const before = (nth: number) => {
      if (nth === 4) throw new Error("killed");
    };
    await expect(work({ before })).rejects.toThrow("killed");
    expect(await counted(business)).toEqual({ "day 2026-06-08": 1 });
    await Promise.all([work({ after }), work(), work()]);
    while (rung.length > 0) {
      rung.length = 0;
      await work();
    }
    expect(await counted(business)).toEqual({ "day 2026-06-08": PORTIONS });
  });

  it("is found by the sweep when it is due, and enrolled for new tenants and new tasks", async () => {
    const business = await enrolled();
    const { open, sent } = listeningSweep();
    await sweep(open);
    expect(sent.TASKS).toContainEqual({ job: "daily", tenantId: business.tenantId, id: "probe.strike" });

    const fresh = await newBusiness();
    const enrol = (await jobsOf("hourly")).find(({ name }) => name === "enrol daily tasks");
    await enrol?.run(inAnotherIsolate());
    await enrol?.run(inAnotherIsolate());
    expect(
      await sql(fresh.shard, "select task, last_day from daily_runs where tenant_id = ?", fresh.tenantId),
    ).toContainEqual({ task: "probe.strike", last_day: null });
  });

  it("runs for the day to which a developer has moved the clock, once, even before its time", async () => {
    const business = await newBusiness();
    const here = client({}, answeredHere);
    const strikeNow = async () =>
      (await here.post("/dev/jobs/probe.strike", { tenant_id: business.tenantId })).data.done;
    const moveTo = (now: string) => here.post("/dev/clock", { now });
    try {
      await moveTo("2027-04-01T04:00:00Z"); // midnight in New York
      expect(await strikeNow()).toEqual({ days: 1, failed: 0 });
      expect(await strikeNow()).toEqual({ days: 0, failed: 0 });
      await moveTo("2027-04-04T12:00:00Z");
      expect(await strikeNow()).toEqual({ days: 3, failed: 0 });
      expect(await strikeNow()).toEqual({ days: 0, failed: 0 });
    } finally {
      await here.request("DELETE", "/dev/clock");
    }
    expect(await counted(business)).toEqual(
      Object.fromEntries(["01", "02", "03", "04"].map((day) => [`day 2027-04-${day}`, 1])),
    );
  });
});
