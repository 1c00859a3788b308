import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { firstIdAt } from "#/kernel/ids.ts";
import { toInstant } from "#/kernel/time.ts";
import { sql } from "../support/back-door.ts";
import { type Business, type Json, newBusiness, newItem } from "../support/client.ts";

const LOG = "/admin/audit-log";
const itemsOf = async ({ api }: Business, query: string): Promise<Json[]> =>
  (await api.get(`${LOG}?${query}`)).data.items;
const actions = async (business: Business, query: string) =>
  (await itemsOf(business, query)).map(({ action, entity }) => `${action} ${entity}`);

/** Entries as commits of long ago left them, a minute apart from 2024-03-01T00:01 on. */
function history({ shard, tenantId }: Business, n: number) {
  const entries = Array.from({ length: n }, (_, i) => {
    const at = toInstant(Date.UTC(2024, 2, 1, 0, i + 1));
    return { n: i + 1, at, id: `${firstIdAt("aud", at)}${String(i).padStart(16, "0")}` };
  });
  return sql(
    shard,
    `insert into audit_log select ?, value ->> 'id', value ->> 'at', 'user:7', 'change', 'technician', (value ->> 'n') % 2, 'req_1',
       json_object('n', json_object('before', null, 'after', value ->> 'n')), null from json_each(?)`,
    tenantId,
    JSON.stringify(entries),
  );
}

describe("the audit log", () => {
  it("tells who did what to what, newest first, with the request that did it", async () => {
    const business = await newBusiness();
    const made = await business.api.post("/admin/items", { name: "Filter", sku: "F-1", list_price_cents: 1999 });
    const [entry, sign] = await itemsOf(business, "");
    expect(entry).toEqual({
      id: expect.stringMatching(/^aud_/),
      at: made.data.created_at,
      actor: "user:1",
      action: "add",
      entity: "item",
      entity_id: String(made.data.id),
      request_id: made.headers.get("x-request-id"),
      changes: {
        name: { before: null, after: "Filter" },
        sku: { before: null, after: "F-1" },
        list_price_cents: { before: null, after: 1999 },
        pays_commission: { before: null, after: true },
        taxable: { before: null, after: true },
        is_active: { before: null, after: true },
      },
      details: null,
    });
    expect(sign).toMatchObject({ actor: "anonymous", action: "register" });
  });

  it("is filtered by actor, action, entity and time", async () => {
    const business = await newBusiness();
    await history(business, 4);
    const item = await newItem(business);
    await business.api.patch("/admin/organization", { earn_on: "paid" });
    expect(await actions(business, "actor=user:1")).toEqual(["change organization", "add item"]);
    expect(await actions(business, `entity=item&entity_id=${item.id}`)).toEqual(["add item"]);
    expect(await actions(business, "action=register")).toEqual(["register tenant"]);
    expect(await actions(business, "actor=user:2")).toEqual([]);

    const numbers = async (query: string) => (await itemsOf(business, query)).map(({ changes }) => changes.n.after);
    expect(await numbers("actor=user:7")).toEqual([4, 3, 2, 1]);
    expect(await numbers("from=2024-03-01T00:02:00Z&to=2024-03-01T00:04:00Z")).toEqual([3, 2]);
    expect(await numbers("from=2024-03-01T01:03:00%2B01:00&to=2024-03-02T00:00:00Z")).toEqual([4, 3]);
    expect(await numbers("entity=technician&entity_id=1")).toEqual([3, 1]);
    const since = new Date(Date.now() - 60_000).toISOString();
    expect(await actions(business, `from=${since}`)).toEqual(["change organization", "add item", "register tenant"]);
  });

  it("of one user or one thing costs what it shows, however long it is", async () => {
    const business = await newBusiness();
    await history(business, 3000);
    const item = await newItem(business);
    for (const query of [
      `entity=item&entity_id=${item.id}`,
      "actor=user:1",
      "actor=user:7&limit=20",
      "from=2024-03-03T01:50:00Z",
    ]) {
      const { data, headers } = await business.api.get(`${LOG}?${query}`);
      const read = Number(/rows_read=(\d+)/.exec(headers.get("server-timing") ?? "")?.[1]);
      expect(data.items.length, query).toBeGreaterThan(0);
      expect(read, query).toBeLessThanOrEqual(4 * data.items.length + 20);
    }
  });

  it("is read page by page without a gap while entries are added", async () => {
    const business = await newBusiness();
    await history(business, 7);
    const seen: number[] = [];
    let cursor = "";
    do {
      const { data } = await business.api.get(`${LOG}?actor=user:7&limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...data.items.map(({ changes }: Json) => changes.n.after));
      cursor = data.next_cursor ?? "";
      await newItem(business);
    } while (cursor);
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it.each([
    ["page=2", "request.invalid"],
    ["cursor=garbage", "request.bad_cursor"],
    ["from=yesterday", "request.invalid"],
    ["who=user:1", "request.invalid"],
    ["actor=", "request.invalid"],
  ])("refuses %s", async (query, reason) => {
    const answer = await (await newBusiness()).api.get(`${LOG}?${query}`);
    expect([answer.status, answer.error.reason]).toEqual([400, reason]);
  });
});

describe("its CSV", () => {
  let business: Business;
  beforeAll(async () => {
    business = await newBusiness();
  });
  const rowsOf = async (query: string) => {
    const answer = await business.api.get(`${LOG}.csv?${query}`);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.text).toMatch(/\r\n$/);
    const { data, errors } = Papa.parse<Record<string, string>>(answer.text, { header: true, skipEmptyLines: true });
    expect(errors).toEqual([]);
    return { rows: data, answer };
  };

  it("has every entry of the list, over many pages, under the same filters", async () => {
    await history(business, 1201);
    const { rows, answer } = await rowsOf("actor=user:7");
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="audit-log.csv"');
    expect(rows.map(({ changes }) => (JSON.parse(changes ?? "") as { n: { after: number } }).n.after)).toEqual(
      Array.from({ length: 1201 }, (_, i) => 1201 - i),
    );
    const [entry] = await itemsOf(business, "actor=user:7&limit=1");
    expect(rows[0]).toEqual({ ...entry, changes: JSON.stringify(entry.changes), details: "" });
    expect((await rowsOf("actor=user:8")).rows).toEqual([]);
  });

  it("has nothing that a spreadsheet would carry out", async () => {
    const texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", 'a "quoted", text\r\nwith lines'];
    for (const [i, text] of texts.entries())
      await sql(
        business.shard,
        "insert into audit_log values (?, ?, '2023-01-01T00:00:00.000Z', 'user:9', 'x', 'y', ?, 'r', null, null)",
        business.tenantId,
        `aud_01GNNA1J${String(i).padStart(18, "0")}`,
        text,
      );
    const { rows } = await rowsOf("actor=user:9");
    const cells = rows.map((row) => row.entity_id).toReversed();
    expect(cells).toEqual(texts.map((text) => (text.startsWith("a") ? text : `'${text}`)));
    expect(rows[0]?.changes).toBe("");
  });

  it("is refused like the list, before a byte of it is sent", async () => {
    const other = await newBusiness();
    await sql(other.shard, "update sessions set ended_at = created_at where tenant_id = ?", other.tenantId);
    const answer = await other.api.get(`${LOG}.csv`);
    expect([answer.status, answer.error.reason]).toEqual([401, "auth.session_ended"]);
  });
});
