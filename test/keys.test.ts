import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { phoneHashes } from "#/db/control/phone-hash.ts";
import { countOldSeals, sealControlAgain } from "#/db/control/sealed.ts";
import { keyUseOn, sealAgain, sealedColumns, sealedFor } from "#/db/tenant/sealed.ts";
import { seal, unseal } from "#/kernel/seal.ts";
import { batch, sql } from "./support/back-door.ts";
import { client, newBusiness, PASSWORD } from "./support/client.ts";
import { envOf } from "./support/deadly.ts";
import { answeredWith } from "./support/in-process.ts";
import { migrate, withDatabases } from "./support/killable-server.ts";
import { newPlatformAdmin } from "./support/platform.ts";
import { testSecrets } from "./support/settings.ts";
import { insertOf, tenantTables } from "./support/tables.ts";

const keyOf = (byte: number) => Buffer.alloc(32, byte).toString("base64");
const before = { SEAL_KEY: keyOf(1), PASSWORD_PEPPER: "old" };
const rotating = { SEAL_KEY: `k2:${keyOf(2)},${keyOf(1)}`, PASSWORD_PEPPER: "p2:new,old" };
const after = { SEAL_KEY: `k2:${keyOf(2)}`, PASSWORD_PEPPER: "p2:new" };

describe("a new SEAL_KEY", () => {
  const state = mkdtempSync(join(tmpdir(), "truckroll-keys-"));
  afterAll(() => rmSync(state, { recursive: true, force: true }));

  /** Rows of a business with a value in each sealed column. */
  async function rowsOf(tenantId: string, n: number) {
    const idOf = (table: string, column: string) => (column === "id" && table !== "mails" ? n : `${column} ${n}`);
    const rows = new Map<string, Record<string, string | number>>();
    for (const { table, column, of, key, place } of sealedColumns) {
      const where = place(tenantId, idOf(table, of));
      const known = [...key, of].map((part) => [part, idOf(table, part)] as const);
      const row = {
        ...rows.get(table),
        ...Object.fromEntries(known),
        tenant_id: tenantId,
        username_key: `user ${n}`,
        provider: `provider ${n}`,
      };
      rows.set(table, { ...row, [column]: await seal(before, where, `secret of ${where}`) });
    }
    return [...rows].map(([table, row]) => insertOf(table, row));
  }

  it("takes the place of the old one in every sealed value, in pieces, and a business that moves is left for later", async () => {
    await migrate(state);
    await withDatabases(state, async (databases) => {
      const shard = databases.SHARD_00 as D1Database;
      const envWith = (secrets: typeof before) => ({ ...databases, ...secrets }) as unknown as Cloudflare.Env;
      const rows = await Promise.all([
        ...Array.from({ length: 120 }, (_, i) => rowsOf("business", i + 1)),
        rowsOf("moving business", 1),
      ]);
      const state = "insert into tenant_state (tenant_id, state) values ('moving business', 'moving')";
      const plain = insertOf("idempotency_keys", { tenant_id: "business", key: "plain", body: '{"ok":true}' });
      await shard.batch(
        [...rows.flat(), plain, { text: state, params: [] }].map(({ text, params }) =>
          shard.prepare(text).bind(...params),
        ),
      );
      const perRow = sealedColumns.length;
      const left = async (secrets: typeof before) => (await keyUseOn(envWith(secrets), "SHARD_00")).sealedWithOldKey;
      expect(await left(before)).toBe(0);
      expect(await left(rotating)).toBe(121 * perRow);

      const broken =
        "update mails set sealed_data = 'v1.AAAAAAAAAAAAAAAAAAAA' where tenant_id = 'business' and id = 'id 7'";
      await shard.prepare(broken).run();
      const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
      const pieces: number[] = [];
      do pieces.push(await sealAgain(envWith(rotating), "SHARD_00"));
      while (pieces.at(-1) !== 0);
      expect(pieces.length).toBeGreaterThan(2);
      expect(await left(rotating)).toBe(perRow + 1);
      expect(errors.mock.calls.join()).toContain('"column":"sealed_data","row":["business","id 7"]');

      await shard.prepare("update tenant_state set state = 'active'").run();
      expect(await sealAgain(envWith(rotating), "SHARD_00")).toBe(perRow);
      expect(await left(rotating)).toBe(1);
      for (const { table, column, of, place } of sealedColumns) {
        const { results } = await shard
          .prepare(`select tenant_id, "${of}" "of", "${column}" value from "${table}" where "${column}" glob 'v2.k2.*'`)
          .all<{ tenant_id: string; of: string; value: string }>();
        expect(results.length, `${table}.${column}`).toBeGreaterThan(119);
        for (const row of results) {
          const where = place(row.tenant_id, row.of);
          expect(await unseal(after, where, row.value)).toBe(`secret of ${where}`);
        }
      }
    });
  });

  it("takes the place of the old one in the control database too, where phones are found as before", async () => {
    const control = mkdtempSync(join(tmpdir(), "truckroll-keys-"));
    await migrate(control);
    await withDatabases(control, async (databases) => {
      const db = databases.CONTROL as D1Database;
      const envWith = (secrets: typeof before) => ({ CONTROL: db, ...secrets });
      const phone = "+15551234567";
      const text = JSON.stringify({ homeowner: { phone } });
      await db.batch([
        db
          .prepare("insert into referral_details values ('ref_1', ?), ('ref_2', 'v1.AAAAAAAAAAAAAAAAAAAA')")
          .bind(await seal(before, sealedFor.referral("ref_1"), text)),
        db
          .prepare("insert into referral_webhooks values ('rky_1', '', ?, null, null, '', '', 1)")
          .bind(await seal(before, sealedFor.referralWebhook("rky_1"), "whsec_1")),
        db
          .prepare(
            `insert into referrals (id, public_id, key_id, source, is_test, status, attribution, external_ids, phone_hash, zip, history_sequence, created_at, updated_at, version)
             values ('ref_1', '', '', '', 0, '', '', '{}', ?, '', 1, '', '', 1)`,
          )
          .bind((await phoneHashes(before, phone))[0]),
      ]);
      expect([await countOldSeals(envWith(before)), await countOldSeals(envWith(rotating))]).toEqual([0, 3]);
      const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
      expect([await sealControlAgain(envWith(rotating)), await sealControlAgain(envWith(rotating))]).toEqual([2, 0]);
      expect(errors.mock.calls.join()).toContain('"row":"ref_2"');
      expect(await countOldSeals(envWith(rotating))).toBe(1);
      const details = await db
        .prepare("select sealed from referral_details where referral_id = 'ref_1'")
        .first("sealed");
      expect(await unseal(after, sealedFor.referral("ref_1"), String(details))).toBe(text);
      const hash = await db.prepare("select phone_hash from referrals").first("phone_hash");
      expect(await phoneHashes(after, phone)).toEqual([hash]);
    });
    rmSync(control, { recursive: true, force: true });
  });

  it("is looked for in every column whose name tells that it is sealed", () => {
    const named = tenantTables.flatMap(({ name, columns }) =>
      columns.filter((column) => /sealed|pending$/.test(column.name)).map((column) => `${name}.${column.name}`),
    );
    const listed = sealedColumns.map(({ table, column }) => `${table}.${column}`);
    expect(named.filter((column) => !listed.includes(column))).toEqual([]);
  });
});

/** What the Worker's bundle imports, which Node cannot. */
vi.mock("@phi-ag/argon2/argon2.wasm", () => {
  const file = createRequire(import.meta.url).resolve("@phi-ag/argon2/argon2.wasm");
  return {
    default: new (WebAssembly.Module as unknown as new (code: BufferSource) => WebAssembly.Module)(readFileSync(file)),
  };
});

describe("a new PASSWORD_PEPPER", () => {
  it("takes the place of the old one at the next log-in, is counted until then, and locks nobody out", async () => {
    const business = await newBusiness();
    const { tenantId, shard, username } = business;
    const hash = async () => {
      const found = await sql<{ password_hash: string }>(shard, "select * from users where tenant_id = ?", tenantId);
      return found[0]?.password_hash ?? "";
    };
    const withPepper = (PASSWORD_PEPPER: string) =>
      answeredWith({ ...envOf(batch), PASSWORD_PEPPER } as Cloudflare.Env);
    const logIn = async (pepper: string, password = PASSWORD) => {
      const api = client({ "x-tenant-id": tenantId }, withPepper(pepper));
      return (await api.post("/auth/login", { username, password })).status;
    };
    const rotation = `p2:new,${testSecrets.PASSWORD_PEPPER}`;
    const admin = await newPlatformAdmin();
    const waiting = async () => {
      const answer = await client(admin.api.headers, withPepper(rotation)).get("/platform/keys");
      const shards: { shard: string; passwords_with_old_pepper: number }[] = answer.data.shards;
      return shards.find((one) => one.shard === shard)?.passwords_with_old_pepper ?? 0;
    };

    const [old, counted] = [await hash(), await waiting()];
    expect(await logIn(rotation, `${PASSWORD}x`)).toBe(401);
    expect(await hash()).toBe(old);
    expect(await logIn(rotation)).toBe(200);
    expect(await hash()).toMatch(/^p2\$argon2id\$/);
    expect(await waiting()).toBe(counted - 1);

    expect(await logIn(rotation)).toBe(200);
    expect(await logIn("p2:new")).toBe(200);
    expect(await logIn("p3:newest,p2:new")).toBe(200);
    expect(await hash()).toMatch(/^p3\$argon2id\$/);
    expect(await logIn("p2:new"), "the pepper of the hash is gone").toBe(401);
  });

  it("asks for the shard by its name when values are sealed again", async () => {
    const { api } = await newPlatformAdmin();
    const answer = await api.post("/platform/keys/reseal", { shard: "SHARD_00" });
    expect(answer.data).toMatchObject({ shard: "SHARD_00", resealed: 0, sealed_with_old_key: 0 });
    const control = await api.post("/platform/keys/reseal", { shard: "CONTROL" });
    expect(control.data).toMatchObject({ shard: "CONTROL", resealed: 0, sealed_with_old_key: 0 });
    expect((await api.post("/platform/keys/reseal", { shard: "SHARD_99" })).error.reason).toBe(
      "platform.no_such_shard",
    );
  });
});
