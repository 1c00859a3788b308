import { machineCtx, type OpenCtx, type ReferrerCtx, systemCtx } from "#/ctx.ts";
import { forgetTenant } from "#/db/directory.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { Replay } from "#/db/tenant/stored-answers.ts";
import { cancelJob } from "#/domains/dispatch/actions/cancel-job.ts";
import { told } from "#/domains/dispatch/actions/move-job.ts";
import { jobCompleted, jobUpdated } from "#/domains/dispatch/events.ts";
import { jobs } from "#/domains/dispatch/tables.ts";
import { addItem } from "#/domains/items/actions/add-item.ts";
import { CreateItem } from "#/domains/items/schemas.ts";
import { acceptReferral } from "#/domains/referrals/actions/accept-referral.ts";
import { advanceReferral } from "#/domains/referrals/actions/advance-referral.ts";
import { cancelReferral } from "#/domains/referrals/actions/cancel-referral.ts";
import { copyZones } from "#/domains/referrals/actions/copy-zones.ts";
import { declineReferral } from "#/domains/referrals/actions/decline-referral.ts";
import { followEvents } from "#/domains/referrals/actions/follow-events.ts";
import { followOffer } from "#/domains/referrals/actions/follow-offer.ts";
import { takeReferral } from "#/domains/referrals/actions/take-referral.ts";
import { CreateOpenJob } from "#/domains/referrals/open-schemas.ts";
import { recordPayment } from "#/domains/sales/actions/record-payment.ts";
import { recordSale } from "#/domains/sales/actions/record-sale.ts";
import { addTechnician } from "#/domains/technicians/actions/add-technician.ts";
import { AppError } from "#/kernel/errors.ts";
import type { z } from "#/kernel/fields.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { fromWire } from "#/kernel/wire.ts";
import { type Bound, bindingOf, openSqlite } from "../simulation/sqlite-d1.ts";

// The referral network with three providers on two shards, in this process: every database trip goes through the hand of the test.

export const providers = ["a", "b", "c"].map((letter, i) => ({
  id: `00000000-0000-4000-8000-00000000000${letter}`,
  shard: `SHARD_0${i % 2}` as "SHARD_00" | "SHARD_01" | "SHARD_02",
}));
export type Provider = (typeof providers)[number];
const ZIP = "78701";
const BEGIN = "2026-03-02T15:00:00.000Z" as Instant; // Monday, 9:00 in Austin
const SEARCHED_SECONDS = 61; // longer than a claim lasts
export const FEE = 4500;

/** The process is gone: nothing of it comes through. */
export class Killed extends Error {}
/** What happens at a trip: nothing, an error in its place or after it, or the end of the process after it. */
export type Fate = "well" | "error before" | "error after" | "killed after";

const parsed = <S extends z.ZodType>(schema: S, body: z.input<S>) => fromWire(schema, schema.parse(body));

export async function openNetwork() {
  const databases = {
    CONTROL: openSqlite("control"),
    SHARD_00: openSqlite("tenant"),
    SHARD_01: openSqlite("tenant"),
    SHARD_02: openSqlite("tenant"), // where a business may move to
  };
  let now = BEGIN;
  let [trips, marks] = [0, 0];
  let [isDead, isCalm] = [false, false];
  let fateOf: (trip: number) => Fate = () => "well";
  let pause: () => Promise<void> = async () => undefined;

  const database = (name: keyof typeof databases) =>
    bindingOf(async (statements: readonly Bound[]) => {
      if (isCalm) return databases[name].run(statements);
      await pause();
      if (isDead) throw new Killed();
      const fate = fateOf(trips++);
      if (fate === "error before") throw new Error("D1_ERROR: a fault of the test");
      const results = databases[name].run(statements);
      if (fate === "error after") throw new Error("D1_ERROR: a fault of the test");
      if (fate === "killed after") {
        isDead = true;
        throw new Killed();
      }
      return results;
    });
  const env = {
    ENVIRONMENT: "production",
    PUBLIC_URL: "https://api.truckroll.example",
    ...{ LOG_REQUESTS: "off", WEBHOOK_ALLOW_LOOPBACK: "", WEBHOOK_RETRY_SECONDS: "", GEOCODER_URL: "", OSRM_URL: "" },
    TOKEN_KEYS: `sim:${Buffer.alloc(32, 7).toString("base64")}`,
    SEAL_KEY: Buffer.alloc(32, 9).toString("base64"),
    ...{
      CONTROL: database("CONTROL"),
      SHARD_00: database("SHARD_00"),
      SHARD_01: database("SHARD_01"),
      SHARD_02: database("SHARD_02"),
    },
    ...{ EVENTS: queue(), MAIL: queue(), REFERRALS: queue(), TASKS: queue(), WEBHOOKS: queue() },
    DISPATCH_BOARD: { getByName: () => ({ wake: async () => undefined }) },
    ASSETS: { fetch: async () => new Response(null, { status: 404 }) },
  } as unknown as Cloudflare.Env; // the part of the environment that the network uses

  const open = (): OpenCtx => ({
    ...machineCtx(env, { waitUntil: (work) => void work.catch(() => undefined) }, "test"),
    now,
    realNow: now,
  });
  const inside = async ({ id }: Provider) => {
    const ctx = await systemCtx(open(), id, "test");
    if (!ctx) throw new Error("no such business");
    return ctx;
  };
  const control = databases.CONTROL.rows;
  const rows = ({ shard }: Provider, sql: string, ...params: unknown[]) => databases[shard].rows(sql, ...params);

  await found();
  for (const one of Object.values(databases)) one.keep();

  async function found() {
    const { rows: into } = databases.CONTROL;
    const at = BEGIN;
    into("insert into referral_fee_tiers values ('HVAC', 'standard', ?, ?, 'test')", FEE, at);
    for (const shard of ["SHARD_00", "SHARD_01"]) into("insert into shards values (?, 2, 0)", shard);
    for (const { id, shard } of providers) {
      into(
        `insert into tenants (id, business_code, business_name, shard, status, timezone, branding, created_at)
          values (?, ?, 'Provider', ?, 'active', 'America/Chicago', '{}', ?)`,
        ...[id, `SIM${id.at(-1)}`, shard, at],
      );
      databases[shard].rows("insert into tenant_state (tenant_id, state) values (?, 'active')", id);
      into(
        `insert into referral_providers (tenant_id, takes_referrals, sectors, zip_codes, daily_limit, offer_minutes, accepted, declined, expired,
          created_at, updated_at, version) values (?, 1, '["HVAC"]', ?, 50, 240, 0, 0, 0, ?, ?, 1)`,
        ...[id, JSON.stringify([ZIP]), at, at],
      );
      into("insert into referral_areas values (?, ?)", `zip:${ZIP}`, id);
    }
    for (const provider of providers) {
      const ctx = await inside(provider);
      await addTechnician(ctx, { name: "Mike", payType: "hourly", basePayCents: 2500 });
      await addItem(ctx, parsed(CreateItem, { name: "Repair", sku: "R-1", list_price_cents: 30_000 }));
    }
  }

  const referrerCtx = (): ReferrerCtx => {
    const referrer = { keyId: "rky_test", source: "CUSTOM_SOURCE", isTest: false, companyId: null };
    return { ...open(), afterAnswer: () => undefined, referrer } as unknown as ReferrerCtx; // what an action uses of it
  };

  /** The request of a referrer; repeated under its key it is the same one. */
  const refer = async (phone = "5125550100", key = "key-1") => {
    const body = {
      homeowner: { first_name: "John", last_name: "Doe", phone, zip_code: ZIP, email: "john@example.com" },
      ...{ summary: "HVAC repair, AC not cooling", idempotency_key: key },
    };
    await takeReferral(referrerCtx(), parsed(CreateOpenJob, body));
  };

  /** The network has not seen all events of a business yet. */
  const isBehind = ({ id }: Provider): boolean => {
    const [at] = control<{ shard: Provider["shard"] }>("select shard from tenants where id = ?", id);
    const provider = { id, shard: at?.shard ?? "SHARD_00" };
    const [row] = rows(
      provider,
      `select coalesce((select last_id from sequences where tenant_id = ?1 and entity = 'event'), 0)
        - coalesce((select seq from outbox_cursors where tenant_id = ?1 and consumer = 'referrals'), 0) n
        from tenant_state where tenant_id = ?1 and state = 'active'`,
      provider.id,
    );
    return Number(row?.n ?? 0) > 0;
  };

  /** What is due in the control database, and the consumers of events: one worker each, `copies` of each at once. */
  async function workOff(copies = 1): Promise<void> {
    const due = (table: string) =>
      control(`select id from ${table} where next_attempt_at <= ? order by id`, now).map(({ id }) => String(id));
    const work = [
      ...due("referrals").map((id) => () => advanceReferral(open(), id)),
      ...due("referral_offers").map((id) => () => followOffer(open(), id)),
      ...control("select tenant_id from referral_providers where zones_due_at <= ? order by 1", now).map(
        ({ tenant_id: id }) =>
          () =>
            copyZones(open(), String(id)),
      ),
      ...providers.filter(isBehind).map((provider) => async () => void (await followEvents(await inside(provider)))),
    ];
    for (const one of work) {
      await Promise.allSettled(Array.from({ length: copies }, one)); // what fails is tried again later
      isDead = false; // another worker
    }
  }

  /** Until the network rests: claims of dead workers run out meanwhile. */
  async function settle(copies = 1): Promise<void> {
    for (let turn = 0; turn < 40; turn++) {
      await workOff(copies);
      const soon = plusSeconds(now, 2000);
      const [{ n } = { n: 0 }] = control(
        `select (select count(*) from referrals where next_attempt_at <= ?1)
          + (select count(*) from referral_offers where next_attempt_at <= ?1)
          + (select count(*) from referral_providers where zones_due_at <= ?1) n`,
        soon,
      );
      if (n === 0 && !providers.some(isBehind)) return;
      now = plusSeconds(now, SEARCHED_SECONDS);
    }
    throw new Error("the network does not come to rest");
  }

  /** A person's request, sent again until it is answered, however it ends. */
  async function patiently(work: () => Promise<unknown>): Promise<unknown> {
    for (let tries = 0; tries < 30; tries++) {
      try {
        return await work();
      } catch (error) {
        const isAnswered = error instanceof Replay || (error instanceof AppError && error.kind !== "unavailable");
        if (isAnswered) return error;
      } finally {
        isDead = false;
      }
    }
    throw new Error("the request is never answered");
  }

  /** A person's request by somebody who does not come back. */
  async function once(work: () => Promise<unknown>): Promise<void> {
    await work().catch(() => undefined);
    isDead = false;
  }

  /** The homeowner no longer wants it. */
  const cancel = async (): Promise<void> => {
    const [row] = control("select public_id from referrals");
    await cancelReferral(referrerCtx(), String(row?.public_id), { reason: "Changed their mind" });
  };

  /** The offer that is open in a business. */
  const offerIn = (provider: Provider): number =>
    Number(
      rows(provider, "select id from offered_referrals where tenant_id = ? and status = 'offered'", provider.id)[0]?.id,
    );
  const asked = (): Provider => {
    const [offer] = control("select tenant_id from referral_offers where status = 'open'");
    const provider = providers.find(({ id }) => id === offer?.tenant_id);
    if (!provider) throw new Error("nobody is asked");
    return provider;
  };
  const holder = (): Provider => {
    const [row] = control("select provider_tenant_id id from referrals");
    const provider = providers.find(({ id }) => id === row?.id);
    if (!provider) throw new Error("nobody has it");
    return provider;
  };
  const accept = async (provider: Provider, id = offerIn(provider)) => acceptReferral(await inside(provider), id);
  const decline = async (provider: Provider, id = offerIn(provider)) =>
    declineReferral(await inside(provider), { id, reason: "Booked out" });

  /** What the business does with the job and its sale. */
  async function doJob(provider: Provider): Promise<void> {
    const ctx = await inside(provider);
    const [{ job_id: jobId, customer_id: customerId } = {}] = rows(
      provider,
      "select job_id, customer_id from offered_referrals where tenant_id = ? and status = 'accepted'",
      provider.id,
    );
    const move = async (fields: Parameters<typeof jobs.change>[2], event: typeof jobUpdated) => {
      const { job } = await load(ctx, { job: jobs.one(ctx, Number(jobId)) });
      const part = jobs.change(ctx, job, fields);
      await commit(ctx, {
        parts: [part],
        events: [event(told(part.row, job))],
        audit: { action: "move", of: part },
        result: 0,
      });
    };
    await move({ scheduledStart: plusSeconds(now, 3600), scheduledEnd: plusSeconds(now, 7200) }, jobUpdated);
    await move({ status: "completed", completedAt: now }, jobCompleted);
    await recordSale(ctx, {
      ...{
        technicianId: 1,
        itemId: 1,
        salePriceCents: 30_000,
        customerName: "John Doe",
        customerId: Number(customerId),
      },
      ...{ paymentType: "cash", quantity: 1, taxCents: 0 },
    } as unknown as Parameters<typeof recordSale>[1]);
  }
  /** The business cancels the job that it has accepted. */
  async function giveBack(provider: Provider): Promise<void> {
    const [row] = rows(
      provider,
      "select job_id from offered_referrals where tenant_id = ? and job_id > 0",
      provider.id,
    );
    await cancelJob(await inside(provider), { id: Number(row?.job_id), reason: "No parts" });
  }
  const pay = async (provider: Provider, status: "paid" | "partially_refunded" | "refunded", amountCents?: number) =>
    recordPayment(await inside(provider), { id: 1, status, amountCents } as Parameters<typeof recordPayment>[1]);

  return {
    control,
    rows,
    open,
    inside,
    refer,
    workOff,
    settle,
    patiently,
    once,
    cancel,
    asked,
    offerIn,
    accept,
    decline,
    doJob,
    pay,
    giveBack,
    /** The platform moves a business. Isolates do not know yet. */
    moveTo({ id, shard }: Provider, to: "SHARD_02"): Provider {
      const [from, into] = [databases[shard], databases[to]];
      const tables = from.rows<{ name: string }>(
        `select m.name from sqlite_master m where m.type = 'table' and m.name <> 'tenant_state'
          and exists (select 1 from pragma_table_info(m.name) c where c.name = 'tenant_id')`,
      );
      for (const { name } of tables) {
        for (const row of from.rows(`select * from "${name}" where tenant_id = ?`, id)) {
          const names = Object.keys(row);
          const columns = names.map((column) => `"${column}"`).join();
          into.rows(
            `insert into "${name}" (${columns}) values (${names.map(() => "?").join()})`,
            ...Object.values(row),
          );
        }
        from.rows(`delete from "${name}" where tenant_id = ?`, id);
      }
      from.rows("update tenant_state set state = 'moved' where tenant_id = ?", id);
      into.rows("insert into tenant_state (tenant_id, state) values (?, 'active')", id);
      control("update tenants set shard = ? where id = ?", to, id);
      return { id, shard: to };
    },
    holder,
    tripsMade: () => trips,
    /** Work of the business itself, whose own faults other tests are about: its trips are not counted, and end well. */
    async calmly(work: () => Promise<unknown>): Promise<void> {
      isCalm = true;
      await work();
      isCalm = false;
    },
    passTime: (seconds: number) => {
      now = plusSeconds(now, seconds);
    },
    /** From here on trips end so; counted from 0 again. */
    setFates(fates: (trip: number) => Fate, between: () => Promise<void> = async () => undefined): void {
      [trips, isDead, fateOf, pause] = [0, false, fates, between];
    },
    /** As everything was before the first referral. */
    reset(): void {
      for (const one of Object.values(databases)) one.reset();
      for (const { id } of providers) forgetTenant(id);
      now = BEGIN;
    },
    /** Remembers how everything is; answers what brings it back. */
    mark(): () => void {
      const at = now;
      const name = `mark_${marks++}`;
      for (const one of Object.values(databases)) one.rows(`savepoint ${name}`);
      return () => {
        for (const one of Object.values(databases)) one.rows(`rollback to ${name}`);
        now = at;
      };
    },
  };
}

function queue() {
  return { send: async () => undefined, sendBatch: async () => undefined };
}
export type Network = Awaited<ReturnType<typeof openNetwork>>;
