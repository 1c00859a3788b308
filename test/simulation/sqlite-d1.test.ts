import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { batch } from "../support/back-door.ts";
import { type Business, newBusiness } from "../support/client.ts";
import { openSqlite } from "./sqlite-d1.ts";

// The database of the simulation is only as good as it is like D1: both run the same batches here.

let business: Business;
beforeAll(async () => {
  business = await newBusiness();
});

type Statement = { sql: string; params: unknown[] };
const told = async (run: () => Promise<D1Result[]> | D1Result[]): Promise<unknown> => {
  try {
    return (await run()).map(({ results, meta }) => ({ results, changes: meta.changes }));
  } catch (error) {
    return /D1_ERROR.*/.exec(String(error))?.[0].replace(/ at offset \d+/, "");
  }
};

it("a batch answers, fails and is undone as with D1", async () => {
  const sqlite = openSqlite("tenant");
  const tenant = business.tenantId;
  const entity = randomUUID();
  const put = (n: number): Statement => ({
    sql: "insert into sequences (tenant_id, entity, last_id) values (?, ?, ?) on conflict do update set last_id = last_id + ? returning last_id",
    params: [tenant, entity, n, n],
  });
  const read: Statement = {
    sql: "select last_id, typeof(last_id) kind from sequences where tenant_id = ? and entity = ?",
    params: [tenant, entity],
  };
  const miss: Statement = {
    sql: "update sequences set last_id = 1 where tenant_id = ? and entity = 'none'",
    params: [tenant],
  };
  const guard: Statement = { sql: `insert into "must" ("reason") select ? where changes() = 0`, params: ["guard.1"] };
  const audit = (id: string): Statement => ({
    sql: "insert into audit_log (tenant_id, id, at, actor, action, entity, entity_id, request_id) values (?, ?, '', '', '', '', ?, '')",
    params: [tenant, id, 7],
  });
  const batches: Statement[][] = [
    [put(5), read],
    [put(2), put(3), read],
    [put(1), miss, guard], // the guard fires: all of it is undone
    [read],
    [audit(entity), audit(entity)],
    [
      {
        sql: "select count(*) n, typeof(max(entity_id)) kind from audit_log where tenant_id = ? and id = ?",
        params: [tenant, entity],
      },
    ],
    [{ sql: "select ? + 0 n, typeof(?) real, typeof(?) text, ? absent", params: [1, 2, "x", null] }],
    [{ sql: "insert into sequences (tenant_id, entity, last_id) values (?, ?, ?)", params: [tenant, "null", null] }],
    [{ sql: "select nonsense from sequences", params: [] }],
    [{ sql: "delete from sequences where tenant_id = ? and entity = ?", params: [tenant, entity] }, read],
  ];
  for (const statements of batches) {
    const d1 = await told(() => batch(business.shard, statements));
    expect(await told(() => sqlite.run(statements)), JSON.stringify(statements)).toEqual(d1);
  }
});
