import { randomBytes, randomInt } from "node:crypto";
import { newId } from "#/kernel/ids.ts";
import { randomSecret, sha256 } from "#/kernel/secrets.ts";
import { signStaffToken } from "#/kernel/tokens.ts";
import { ask, batch, type Statement, sql } from "./back-door.ts";
import { testSecrets } from "./settings.ts";
import { shardNames } from "./shards.ts";
import { testWorker } from "./test-worker.ts";

// A sign-up hashes a password and is a saga over two databases. One business signs up for the whole run, for real; every other one is a
// copy of its rows under another id. template.test.ts holds the copy against the original.

export const PASSWORD = "securePassword123!";

type Row = Record<string, unknown>;
export type Template = {
  tenantId: string;
  code: string;
  name: string;
  username: string;
  refreshToken: string;
  signedUpAt: string;
  /** Its row in the directory. */
  tenant: Row;
  /** Its rows on its shard, by table; tables without any are left out. */
  rows: Record<string, Row[]>;
  /** What ids are handed out for on a shard. */
  entities: string[];
};

/** Signs the template up by the API of the Worker at `url`, and reads what that has written. */
export async function signUpTemplate(url: string): Promise<Template> {
  const username = `owner-${randomBytes(6).toString("hex")}`;
  const name = `Template ${randomBytes(6).toString("hex")}`;
  const answer = await fetch(`${url}/api/v1/auth/register`, {
    method: "POST",
    headers: { "content-type": "application/json", "cf-connecting-ip": "10.99.99.99" },
    body: JSON.stringify({
      email: `${username}@example.com`,
      username,
      password: PASSWORD,
      first_name: "Olive",
      last_name: "Owner",
      company_name: name,
    }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The template could not sign up: ${text}`);
  const { data } = JSON.parse(text) as { data: { tenant_id: string; business_code: string; refresh_token: string } };
  const tenantId = data.tenant_id;
  const query = async (database: string, statement: string, ...params: unknown[]) =>
    (await ask(`${url}/api/v1/inner-door`, { do: "sql", database, sql: statement, params })) as Row[];

  const [tenant = {}] = await query("CONTROL", "select * from tenants where id = ?", tenantId);
  const shard = String(tenant.shard);
  // its owner has confirmed their address, and no mail is under way
  await query(shard, "update users set email_verified_at = created_at where tenant_id = ?", tenantId);
  for (const table of ["mails", "mailed_links"])
    await query(shard, `delete from ${table} where tenant_id = ?`, tenantId);
  const columns = await query(
    shard,
    `select t.name "table", c.name "column", c.type from sqlite_master t cross join pragma_table_info(t.name) c
      where t.type = 'table' and t.name not glob '_cf_*'`,
  );
  const tablesWith = (name: string, type?: RegExp) =>
    columns.filter((column) => column.column === name && (!type || type.test(String(column.type))));
  const rows: Record<string, Row[]> = {};
  for (const { table } of tablesWith("tenant_id")) {
    const found = await query(shard, `select * from "${String(table)}" where tenant_id = ?`, tenantId);
    if (found.length > 0) rows[String(table)] = found;
  }
  return {
    tenantId,
    code: data.business_code,
    name,
    username,
    refreshToken: data.refresh_token,
    signedUpAt: String(tenant.created_at),
    tenant,
    rows,
    entities: tablesWith("id", /int/i).map(({ table }) => singular(String(table))),
  };
}

/** What a table's ids are handed out under: `dispatch_jobs` -> `dispatch_job`. */
const singular = (table: string): string => table.replace(/ies$/, "y").replace(/(?<=ch)es$|s$/, "");

const ID = /\b([a-z]+)_[0-9A-HJKMNP-TV-Z]{26}\b/g;
const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/** Puts new names for old into a text: of the pairs, then ids, which keep their kind, then instants, which move with the copy's birth. */
function renewer(template: Template, pairs: readonly (readonly [string, string])[], ids: Map<string, string>) {
  const later = Date.now() - Date.parse(template.signedUpAt);
  const idFor = (old: string, prefix: string) => {
    const id = ids.get(old) ?? newId(prefix);
    ids.set(old, id);
    return id;
  };
  return (value: unknown): unknown => {
    if (typeof value !== "string") return value;
    const isJson = /^[{[]/.test(value);
    let text = value;
    for (const [old, now] of pairs)
      text = text.replaceAll(old, () => (isJson ? JSON.stringify(now).slice(1, -1) : now));
    return text
      .replaceAll(ID, idFor)
      .replaceAll(INSTANT, (instant) => new Date(Date.parse(instant) + later).toISOString());
  };
}

const insertRows = (table: string, rows: readonly Row[]): Statement => {
  const columns = Object.keys(rows[0] ?? {});
  const values = columns.map((_, i) => `value ->> ${i}`).join();
  return {
    sql: `insert into "${table}" (${columns.join()}) select ${values} from json_each(?)`,
    params: [JSON.stringify(rows.map((row) => columns.map((column) => row[column])))],
  };
};

const oneMoreOn = (shard: string): Statement => ({
  sql: "insert into shards values (?, 1, 0) on conflict do update set tenant_count = tenant_count + 1",
  params: [shard],
});

/** What a sign-up leaves that stopped after its first step: a pending row in the directory, counted, and nothing on the shard. Answers its id. */
export async function stoppedSignUp(at: string): Promise<string> {
  const tenant = { ...testWorker().template.tenant, status: "pending", created_at: at, shard: "SHARD_00" };
  const id = crypto.randomUUID();
  const row = insertRows("tenants", [
    { ...tenant, id, business_code: `T${randomBytes(6).toString("hex").toUpperCase()}` },
  ]);
  await batch("CONTROL", [row, oneMoreOn("SHARD_00")]);
  return id;
}

const copied: { tenantId: string; shard: string }[] = [];

/** Puts the copies to sleep whose tests have ended: otherwise each cron of a later test would do the work of all of them. */
export async function suspendCopies(): Promise<void> {
  for (const [shard, copies] of Map.groupBy(copied.splice(0), (copy) => copy.shard)) {
    const ids = JSON.stringify(copies.map(({ tenantId }) => tenantId));
    const where = "state = 'active' and tenant_id in (select value from json_each(?))";
    await sql(shard, `update tenant_state set state = 'suspended' where ${where}`, ids);
  }
}

let nextShard = randomInt(shardNames.length);

/** Copies the template under a new name, on the next shard in turn, with its owner signed in. Its ids start somewhere else than those of others. */
export async function copyTemplate(name: string) {
  const template = testWorker().template;
  const tenantId = crypto.randomUUID();
  const shard = shardNames[nextShard++ % shardNames.length] ?? "";
  const code = `T${randomBytes(6).toString("hex").toUpperCase()}`;
  const username = `owner-${randomBytes(4).toString("hex")}`;
  const [, oldSessionId = ""] = /^rt_(.+)_[\w-]{43}$/.exec(template.refreshToken) ?? [];
  const sessionId = newId("ses");
  const refreshToken = `rt_${sessionId}_${randomSecret()}`;
  const renewed = renewer(
    template,
    [
      [template.tenantId, tenantId],
      [template.code, code],
      [template.name, name],
      [template.username, username],
      [await sha256(template.refreshToken), await sha256(refreshToken)],
    ],
    new Map([[oldSessionId, sessionId]]),
  );
  const renew = (row: Row): Row =>
    Object.fromEntries(Object.entries(row).map(([column, value]) => [column, renewed(value)]));

  const copies = Object.entries(template.rows).map(([table, rows]) => insertRows(table, rows.map(renew)));
  const offsets = template.entities.map((entity) => ({
    tenant_id: tenantId,
    entity,
    last_id: randomInt(1000, 1_000_000),
  }));
  const ids = insertRows("sequences", offsets);
  const spread = { ...ids, sql: `${ids.sql} where true on conflict do update set last_id = excluded.last_id` };
  await ask(`${testWorker().url}/api/v1/inner-door`, {
    do: "batches",
    batches: [
      { database: shard, statements: [...copies, spread] },
      // found only when all of it is there
      {
        database: "CONTROL",
        statements: [insertRows("tenants", [{ ...renew(template.tenant), shard }]), oneMoreOn(shard)],
      },
    ],
  });
  const accessToken = await signStaffToken(testSecrets, {
    tenantId,
    userId: 1,
    sessionId,
    technicianId: null,
    roles: ["owner"],
    authTime: Math.floor(Date.now() / 1000),
  });
  copied.push({ tenantId, shard });
  return { tenantId, shard, code, username, refreshToken, accessToken };
}
