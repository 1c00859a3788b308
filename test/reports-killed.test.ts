import { beforeAll, describe, expect, it } from "vitest";
import { type Ctx, enterTenant, machineCtx } from "#/ctx.ts";
import { continueRun } from "#/domains/reports/actions/continue-run.ts";
import { runSchedule } from "#/domains/reports/actions/run-schedule.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { bindingOf, openSqlite } from "./simulation/sqlite-d1.ts";
import { testSecrets } from "./support/settings.ts";
import { insertOf } from "./support/tables.ts";

// Two thousand pieces would do for one portion: here are more, so that the worker dies between portions too. It dies at each of its trips to the database
// in turn, before the trip or once it is committed, and another goes on when the lease is over.

const TENANT = "00000000-0000-4000-8000-00000000a9e0";
const DUE = "2026-03-08T10:00:00.000Z" as Instant; // 06:00 in New York, on the day when its clocks change
const LEADS = 10_050;

const killed = new Error("killed");
const dies = { at: Number.POSITIVE_INFINITY, isCommitted: false, trips: 0 };
const database = openSqlite("tenant");
const files = new Map<string, Uint8Array>();

const binding = bindingOf(async (statements) => {
  dies.trips++;
  if (dies.trips > dies.at || (dies.trips === dies.at && !dies.isCommitted)) throw killed;
  const answer = database.run(statements);
  if (dies.trips === dies.at) throw killed;
  return answer;
});
const sent = { send: async () => undefined, sendBatch: async () => undefined };
const bucket = { put: async (key: string, bytes: Uint8Array) => void files.set(key, bytes) };
const env = { ...testSecrets, ENVIRONMENT: "production", PUBLIC_URL: "https://api.example", FILES: bucket };

function at(now: Instant): Ctx {
  const all = { ...env, SHARD_00: binding, TASKS: sent, EVENTS: sent, MAIL: sent };
  const machine = machineCtx(all as unknown as Cloudflare.Env, { waitUntil: () => undefined }, "test");
  const tenant = {
    id: TENANT,
    businessCode: "SIM",
    businessName: "Smith",
    shard: "SHARD_00",
    status: "active",
  } as const;
  const zone = { timezone: "America/New_York", branding: {}, createdAt: now, organizationVersion: 0 };
  const ctx = enterTenant({ ...machine, now, realNow: now }, { ...tenant, ...zone }, { kind: "system", job: "test" });
  return { ...ctx, announce: () => undefined };
}

const insert = (table: string, row: Record<string, string | number>) => {
  const { text, params } = insertOf(table, { ...row, tenant_id: TENANT });
  database.rows(text, ...params);
};
const queued = () => database.rows<{ id: number }>("select id from report_runs where status = 'queued'");

/** One worker: makes the run if it is due, and reads portion after portion. */
async function work(now: Instant): Promise<void> {
  await runSchedule(at(now), "1");
  for (let turn = 0; turn < 4; turn++) for (const { id } of queued()) await continueRun(at(now), String(id));
}
const endLeases = () => {
  for (const table of ["report_runs", "report_schedules"])
    database.rows(`update ${table} set next_attempt_at = '2000-01-01T00:00:00.000Z' where next_attempt_at > ?`, DUE);
};
const rows = (text: string) => database.rows(text).map((row) => JSON.stringify(row));

function ended() {
  const [run] = database.rows<{ id: number; parts: string }>("select id, parts from report_runs");
  const parts = (JSON.parse(run?.parts ?? "[]") as string[]).map((name) =>
    files.get(`reports/${TENANT}/${run?.id}/${name}`),
  );
  const ids = parts.flatMap((bytes) => new TextDecoder().decode(bytes).trim().split("\r\n"));
  return {
    runs: rows("select status, row_count, due_at, date_from, date_to, json_array_length(parts) parts from report_runs"),
    schedule: rows(
      "select status, next_run_at, last_run_id is not null told, consecutive_failures from report_schedules",
    ),
    events: rows("select type, count(*) from outbox group by type order by type"),
    mails: rows("select recipient, template, count(*) from mails group by recipient, template"),
    links: rows("select user_id, count(*) from report_links group by user_id"),
    lines: [ids.length, new Set(ids).size],
  };
}

beforeAll(() => {
  database.rows("insert into tenant_state (tenant_id, state) values (?, 'active')", TENANT);
  insert("users", {
    id: 1,
    username: "jane",
    name: "Jane",
    email: "jane@example.com",
    roles: '["owner"]',
    status: "active",
  });
  insert("leads", { id: 1, status: "new", created_on: "2026-03-07", priority: "normal" });
  const columns = database
    .rows<{ name: string }>("select name from pragma_table_info('leads')")
    .map(({ name }) => name);
  const values = columns.map((name) => (name === "id" ? "n" : `l.${name}`));
  database.rows(
    `with recursive s(n) as (select 2 union all select n + 1 from s where n < ${LEADS}) insert into leads (${columns.join()}) select ${values.join()} from s cross join leads l`,
  );
  insert("reports", {
    ...{ id: 1, name: "Leads", dataset: "leads", columns: '["id"]', filters: "[]", group_by: "[]", aggregations: "[]" },
    ...{ sort: "[]", date_column: "created_on", date_range: '{"preset":"last_7_days"}', visibility: "shared" },
  });
  insert("report_schedules", {
    ...{ id: 1, report_id: 1, frequency: "daily", local_time: "06:00", timezone: "America/New_York", format: "csv" },
    ...{ delivery: "email", recipient_ids: "[1]", status: "active", attempts: 0, consecutive_failures: 0, owner_id: 1 },
    ...{ next_run_at: DUE, next_attempt_at: DUE },
  });
  database.keep();
});

describe("a scheduled report", () => {
  const live = async (dying: number, isCommitted: boolean) => {
    database.reset();
    Object.assign(dies, { at: dying, isCommitted, trips: 0 });
    await work(plusSeconds(DUE, 5)).catch(() => undefined);
    const { trips } = dies;
    dies.at = Number.POSITIVE_INFINITY;
    endLeases();
    await work(plusSeconds(DUE, 300));
    return { trips, ended: ended() };
  };

  it("is read and delivered once for its moment, wherever its worker is killed", async () => {
    const { trips, ended: expected } = await live(Number.POSITIVE_INFINITY, false);
    expect(expected).toEqual({
      runs: [
        JSON.stringify({
          ...{ status: "succeeded", row_count: LEADS, due_at: DUE, date_from: "2026-03-02", date_to: "2026-03-08" },
          parts: 2,
        }),
      ],
      schedule: [
        JSON.stringify({ status: "active", next_run_at: "2026-03-09T10:00:00.000Z", told: 1, consecutive_failures: 0 }),
      ],
      events: ["report.delivered", "report.run_succeeded"].map((type) => JSON.stringify({ type, "count(*)": 1 })),
      mails: [JSON.stringify({ recipient: "jane@example.com", template: "report-ready", "count(*)": 1 })],
      links: [JSON.stringify({ user_id: 1, "count(*)": 1 })],
      lines: [LEADS + 1, LEADS + 1],
    });
    for (let dying = 1; dying <= trips; dying++)
      for (const isCommitted of [false, true])
        expect((await live(dying, isCommitted)).ended, `trip ${dying} ${isCommitted ? "after" : "before"}`).toEqual(
          expected,
        );
  });

  it("is delivered once where two workers do the same at once, and once for all moments that nobody was there for", async () => {
    const { ended: expected } = await live(Number.POSITIVE_INFINITY, false);
    database.reset();
    await Promise.allSettled([work(plusSeconds(DUE, 5)), work(plusSeconds(DUE, 5)), work(plusSeconds(DUE, 6))]);
    await work(plusSeconds(DUE, 300));
    expect(ended()).toEqual(expected);

    database.reset();
    await work("2026-03-20T09:00:00.000Z" as Instant);
    expect(ended().mails).toEqual(expected.mails);
    expect(rows("select due_at from report_runs")).toEqual([JSON.stringify({ due_at: "2026-03-19T10:00:00.000Z" })]);
    expect(rows("select next_run_at from report_schedules")).toEqual([
      JSON.stringify({ next_run_at: "2026-03-20T10:00:00.000Z" }),
    ]);
  });

  it("is given up when it breaks off again and again, and what there is of its file expires", async () => {
    database.reset();
    await runSchedule(at(plusSeconds(DUE, 5)), "1");
    database.rows("update report_runs set attempts = 7");
    dies.trips = 0;
    const claim = async (seconds: number, dying: number) => {
      Object.assign(dies, { at: dying, isCommitted: false, trips: 0 });
      for (const { id } of queued())
        await continueRun(at(plusSeconds(DUE, seconds)), String(id)).catch(() => undefined);
      Object.assign(dies, { at: Number.POSITIVE_INFINITY });
    };
    await claim(10, 3); // the eighth, which dies where it reads rows
    expect(rows("select status from report_runs")).toEqual([JSON.stringify({ status: "queued" })]);
    endLeases();
    await claim(300, Number.POSITIVE_INFINITY);
    expect(rows("select status, error, expires_at is not null expires from report_runs")).toEqual([
      JSON.stringify({ status: "failed", error: "broke_off", expires: 1 }),
    ]);
    expect(rows("select consecutive_failures n from report_schedules")).toEqual([JSON.stringify({ n: 1 })]);
  });

  it("is disabled after three failures in a row, and its owner is told once; one that works again begins at zero", async () => {
    database.reset();
    database.rows("update users set roles = '[\"technician\"]'");
    for (const day of ["08", "09"]) await work(`2026-03-${day}T10:00:30.000Z` as Instant);
    expect(rows("select status, error from report_runs")).toEqual(
      [1, 2].map(() => JSON.stringify({ status: "failed", error: "not_permitted" })),
    );
    database.rows("update users set roles = '[\"owner\"]'");
    await work("2026-03-10T10:00:30.000Z" as Instant);
    expect(rows("select status, consecutive_failures n from report_schedules")).toEqual([
      JSON.stringify({ status: "active", n: 0 }),
    ]);
    database.rows("update users set roles = '[\"technician\"]'");
    for (const day of ["11", "12", "13", "14"]) await work(`2026-03-${day}T10:00:30.000Z` as Instant);
    expect(rows("select status, consecutive_failures n, next_run_at from report_schedules")).toEqual([
      JSON.stringify({ status: "disabled", n: 3, next_run_at: null }),
    ]);
    expect(rows("select template, count(*) n from mails group by template order by template")).toEqual([
      JSON.stringify({ template: "report-disabled", n: 1 }),
      JSON.stringify({ template: "report-ready", n: 1 }),
    ]);
  });
});
