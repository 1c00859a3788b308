import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { makeAdmin } from "#/domains/platform/actions/make-admin.ts";
import { toInstant } from "#/kernel/time.ts";
import { freePort } from "#/tools/ready.mjs";
import { eventually, type Json, PASSWORD } from "./support/client.ts";
import { type KillableServer, migrate, startKillable, withDatabases } from "./support/killable-server.ts";

// The server is killed hard while the network looks for providers and one of them accepts, and started again on the same data.

const REFERRALS = 12;
const ZIP = "00199";

const state = mkdtempSync(join(tmpdir(), "truckroll-crash-referral-"));
let server: KillableServer | undefined;
afterAll(async () => {
  await server?.kill();
  rmSync(state, { recursive: true, force: true });
});

it("a server that is killed while referrals are offered and accepted makes one lead and one job of each", async () => {
  const port = (await freePort()) ?? 0;
  const api = `http://127.0.0.1:${port}/api/v1`;
  const ask = async (method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Json> => {
    const answer = await fetch(`${api}${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return JSON.parse(await answer.text()).data;
  };
  const unlessKilled = (work: Promise<unknown>) => work.catch(() => undefined);
  await migrate(state);
  const { admin, password } = await makeAdmin("network@truckroll.example", toInstant(Date.now()));
  await withDatabases(state, async ({ CONTROL }) => {
    const values = Object.values(admin);
    await CONTROL?.prepare("insert into platform_admins values (?, ?, ?, ?, ?)")
      .bind(...values)
      .run();
  });
  server = await startKillable(state, port);

  const { access_token: adminToken } = await ask("POST", "/platform/auth/login", {}, { email: admin.email, password });
  const platform = { authorization: `Bearer ${adminToken}` };
  const { key } = await ask("POST", "/platform/referral-keys", platform, { name: "Call center" });
  const referrer = { "x-tradeengage-signature": key as string };
  const business = await ask(
    "POST",
    "/auth/register",
    {},
    {
      ...{ email: "jane@smithhvac.example", username: "mycompany", password: PASSWORD },
      ...{ first_name: "Jane", last_name: "Smith", company_name: "Smith HVAC" },
    },
  );
  const office = { authorization: `Bearer ${business.access_token}` };
  await ask("PUT", "/admin/referrals/participation", office, {
    ...{ takes_referrals: true, sectors: ["HVAC"], zip_codes: [ZIP], daily_limit: 200 },
  });

  const refer = (n: number) =>
    ask("POST", "/open/jobs", referrer, {
      homeowner: { first_name: "John", last_name: `Doe ${n}`, phone: `55512350${10 + n}`, zip_code: ZIP },
      ...{ summary: "HVAC repair, AC not cooling", idempotency_key: `crash-${n}` },
    });
  const all = Array.from({ length: REFERRALS }, (_, n) => n);
  const offers = async (): Promise<{ id: number }[]> =>
    (await ask("GET", "/admin/referrals?status=offered&limit=200", office)).items;
  /** The power fails; an hour later the server comes back. */
  const crash = async () => {
    await server?.kill();
    await withDatabases(state, async ({ CONTROL, SHARD_00 }) => {
      const past = "2026-01-01T00:00:00.000Z";
      const due = (table: string) =>
        `update ${table} set next_attempt_at = '${past}' where next_attempt_at is not null`;
      await CONTROL?.prepare(due("referrals")).run();
      await CONTROL?.prepare(`${due("referral_offers")} and (told is null or told <> status)`).run();
      await SHARD_00?.prepare(`${due("mails")} and status = 'queued'`).run();
    });
    server = await startKillable(state, port);
  };
  const minute = async () => {
    const url = `http://127.0.0.1:${port}/cdn-cgi/handler/scheduled?cron=*+*+*+*+*`;
    await fetch(url).then((answer) => answer.text());
  };

  const accept = ({ id }: { id: number }) => ask("POST", `/admin/referrals/${id}/accept`, office);
  const referred = all.map((n) => unlessKilled(refer(n)));
  while ((await offers()).length === 0) await new Promise(setImmediate);
  const accepted = (await offers()).map((offer) => unlessKilled(accept(offer)));
  await Promise.race(accepted);
  await crash();
  await Promise.all([...referred, ...accepted]);
  await Promise.all(all.map(refer)); // again, under their keys
  const listed = async () => (await ask("GET", "/admin/referrals?limit=200", office)).total as number;
  await eventually(async () => {
    await minute();
    await Promise.all((await offers()).map(accept));
    return (await offers()).length === 0 && (await listed()) === REFERRALS;
  }, "each is offered and accepted");
  for (let n = 0; n < 2; n++) await minute(); // what the network has not learned yet is overdue since the crash
  await server.kill();

  const counts = () =>
    withDatabases(state, async ({ CONTROL, SHARD_00 }) => {
      const known = `select count(*) n, count(distinct job_id) jobs, count(distinct lead_id) leads from referrals where status = 'PROVIDER_ACCEPTED'`;
      const made = `select (select count(*) from offered_referrals) offers, (select count(*) from leads) leads,
        (select count(*) from dispatch_jobs) jobs, (select count(*) from outbox where type = 'referral.offered') told`;
      return [await CONTROL?.prepare(known).first(), await SHARD_00?.prepare(made).first()];
    });
  const [known, made] = await counts();
  expect(made).toEqual({ offers: REFERRALS, leads: REFERRALS, jobs: REFERRALS, told: REFERRALS });
  expect(known).toMatchObject({ n: REFERRALS });
});
