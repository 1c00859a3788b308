import { randomUUID } from "node:crypto";
import { EventSource } from "eventsource";
import { describe, expect, it } from "vitest";
import { callObject, crashBoard, sql } from "../support/back-door.ts";
import {
  type Api,
  type Business,
  client,
  eventually,
  type Json,
  newBusiness,
  PASSWORD,
  signIn,
} from "../support/client.ts";
import { idsOf, ofType, type Stream, watch } from "../support/stream.ts";
import { testWorker } from "../support/test-worker.ts";
import { tokenAs } from "../support/tokens.ts";

const STREAM = "/admin/events/stream";

const newItem = async ({ api }: Pick<Business, "api">, name = "AC tune-up"): Promise<Json> => {
  const made = await api.post("/admin/items", { name, sku: randomUUID().slice(0, 18), list_price_cents: 15_000 });
  expect(made.status, made.text).toBe(201);
  return made.data;
};
const newJob = async ({ api }: Pick<Business, "api">): Promise<Json> =>
  (await api.post("/admin/dispatch", { title: "AC repair", customer_name: "John Smith" })).data;

/** Opens the feed, and waits until it is live. */
async function listen(api: Api, query = "", lastEventId?: number): Promise<Stream> {
  const headers: Record<string, string> = lastEventId === undefined ? {} : { "last-event-id": String(lastEventId) };
  const stream = await watch(api, { path: `${STREAM}${query}`, headers });
  await stream.until(ofType("caught_up"));
  return stream;
}
const hasId = (n: number) => (message: { id: number | null; data: Json }) =>
  message.id === n && message.data.type !== "caught_up";
/** Numbers of the events that came. */
const heard = ({ messages }: Stream): number[] =>
  messages.flatMap(({ data }) => (data.type === "caught_up" ? [] : [data.sequence]));

describe("the stream of events", () => {
  it("tells everything that happens from now on, as the feed has it", async () => {
    const business = await newBusiness();
    await newItem(business);
    const stream = await listen(business.api);
    expect(stream.response.headers.get("content-type")).toBe("text/event-stream");
    expect(stream.messages).toEqual([{ id: 1, data: { type: "caught_up", sequence: 1 } }]);
    await newJob(business);
    await newItem(business);
    await stream.until(hasId(3));
    const { items } = (await business.api.get("/admin/events?after=1")).data;
    expect(stream.messages.slice(1)).toEqual(items.map((event: Json) => ({ id: event.sequence, data: event })));
    await stream.close();
  });

  it("goes on behind the last event that a listener has had, though the object died meanwhile", async () => {
    const business = await newBusiness();
    const before = await listen(business.api);
    await newItem(business);
    await before.until(hasId(1));
    await crashBoard(business.tenantId);
    await before.ended;
    await newItem(business);
    await newJob(business);
    const after = await listen(business.api, "", 1);
    await newItem(business);
    await after.until(hasId(4));
    expect(idsOf(after)).toEqual([2, 3, 3, 4]); // the second 3 is where it has caught up
    expect(heard(after)).toEqual([2, 3, 4]);
    const byQuery = await listen(business.api, "?last_event_id=3");
    expect(idsOf(byQuery)).toEqual([4, 4]);
    await Promise.all([after.close(), byQuery.close()]);
  });

  it("tells the types that are asked for, and counts on over the others", async () => {
    const business = await newBusiness();
    const stream = await listen(business.api, "?types=item.*");
    await newJob(business);
    await newItem(business);
    await stream.until(hasId(2));
    expect(heard(stream)).toEqual([2]);
    await newJob(business);
    const later = await listen(business.api, "?types=item.*", 2);
    expect(later.messages).toEqual([{ id: 3, data: { type: "caught_up", sequence: 3 } }]);
    await Promise.all([stream.close(), later.close()]);
    const unknown = await business.api.get(`${STREAM}?types=item.eaten`);
    expect([unknown.status, unknown.error.reason]).toEqual([400, "event.unknown_type"]);
  });

  it("shows nobody what happened to things that they may not read, nor another business' events", async () => {
    const [business, other] = [await newBusiness(), await newBusiness()];
    const { data } = await business.api.post("/admin/api-keys", {
      name: "Sync",
      scopes: ["events:read", "items:read"],
    });
    const machine = client({ authorization: `Bearer ${data.key}` });
    const stream = await listen(machine);
    await newJob(business);
    await newItem(other, "Secret");
    await newItem(business);
    await stream.until(hasId(2));
    expect(heard(stream)).toEqual([2]);
    await stream.close();
    const refused = await machine.get(`${STREAM}?types=dispatch.*`);
    expect([refused.status, refused.error.reason]).toEqual([403, "event.not_readable"]);
    const nobody = client({ authorization: `Bearer ${await tokenAs(business, [], 1, 0, ["items:read"])}` });
    expect((await nobody.get(STREAM)).error.reason).toBe("auth.permission_missing");
  });

  it("does not open where something would be missed, and says so", async () => {
    const business = await newBusiness();
    for (let i = 0; i < 3; i++) await newItem(business);
    await sql(business.shard, "delete from outbox where tenant_id = ? and seq <= 2", business.tenantId);
    const asked = async (id: string) => {
      const { status, error } = await business.api.get(STREAM, { "last-event-id": id });
      return [status, error.reason];
    };
    expect(await asked("1")).toEqual([410, "event.expired"]);
    expect(await asked("4")).toEqual([400, "event.position_ahead"]);
    for (const id of ["garbage", "-1", "1.5", "9".repeat(40)])
      expect(await asked(id), id).toEqual([400, "event.bad_last_event_id"]);
    const kept = await listen(business.api, "", 2);
    expect(heard(kept)).toEqual([3]);
    await kept.close();
  });

  it("ends at once with the session, and with the business", async () => {
    const business = await newBusiness();
    const other = await signIn(business, business.username);
    const [mine, theirs] = [await listen(business.api), await listen(other)];
    expect((await other.post("/auth/logout")).status).toBe(200);
    await theirs.ended;
    await newItem(business);
    await mine.until(hasId(1));
    await callObject("DISPATCH_BOARD", business.tenantId, "close");
    await mine.ended;
  });

  it("ends when a listener's rights change, and shows by the next token only what is left", async () => {
    const business = await newBusiness();
    const { api: owner } = business;
    const permissions = ["events:read", "items:read", "dispatch:read"];
    const { id: roleId } = (await owner.post("/admin/roles", { name: "clerk", permissions })).data;
    const username = `clerk-${randomUUID().slice(0, 8)}`;
    const login = { name: "Cleo Clerk", pay_type: "hourly", base_pay_cents: 2500, username, password: PASSWORD };
    expect((await owner.post("/admin/technicians", login)).status).toBe(201);
    const { items: users } = (await owner.get("/admin/users")).data;
    const { id: userId } = users.find((user: Json) => user.username === username);
    const given = await owner.patch(`/admin/users/${userId}`, { roles: ["technician", "clerk"] });
    expect(given.status, given.text).toBe(200);
    const clerk = await signIn(business, username);
    const stream = await listen(clerk);
    const less = await owner.patch(`/admin/roles/${roleId}`, {
      permissions: ["events:read", "items:read"],
    });
    expect(less.status, less.text).toBe(200);
    await stream.ended;
    expect((await clerk.get(STREAM)).error.reason).toBe("auth.token_stale");
    const again = await listen(await signIn(business, username));
    await newJob(business);
    await newItem(business);
    await again.until(hasId(2));
    expect(heard(again)).toEqual([2]);
    await again.close();
  });

  it("opens in a browser by a ticket, which the board's streams take too, and resumes by itself", async () => {
    const business = await newBusiness();
    const issued = await business.api.post("/admin/events/stream-ticket");
    expect(issued.status).toBe(201);
    const { url, ticket } = issued.data;
    expect(url).toMatch(/\/api\/v1\/admin\/events\/stream\?ticket=tkt_/);
    const { search } = new URL(url);
    const messages: Json[] = [];
    const source = new EventSource(`${testWorker().url}/api/v1${STREAM}${search}&types=item.*`);
    source.onmessage = ({ data }) => {
      const message = JSON.parse(data) as Json;
      if (message.type !== "heartbeat") messages.push(message);
    };
    const heardSoFar = (n: number) => eventually(async () => messages.length >= n, `${n} messages are heard`);
    await heardSoFar(1);
    await newItem(business);
    await heardSoFar(2);
    await crashBoard(business.tenantId);
    await newItem(business);
    await heardSoFar(4);
    expect(messages.map(({ type, sequence }) => `${type} ${sequence}`)).toEqual([
      ...["caught_up 0", "item.created 1", "item.created 2", "caught_up 2"],
    ]);
    source.close();
    const board = await watch(client(), { path: `/admin/dispatch/stream?ticket=${ticket}` });
    await board.until(ofType("snapshot"));
    await board.close();
    expect((await client().get(`${STREAM}?ticket=tkt_x`)).error.reason).toBe("auth.invalid_ticket");
  });

  it("gives each listener each event once and in order, however many come and go while others write", async () => {
    const business = await newBusiness();
    const listeners: Promise<{ from: number; stream: Stream }>[] = [];
    const join = async (from: number) => ({ from, stream: await listen(business.api, "", from) });
    const head = async () => (await business.api.get("/admin/events?after=now")).data.next_after as number;
    const writers = Array.from({ length: 3 }, async (_, i) => {
      for (let n = 0; n < 5; n++) {
        await (i % 2 ? newItem(business) : newJob(business));
        if (n % 2) listeners.push(join(0), head().then(join));
      }
    });
    await Promise.all(writers);
    for (const { from, stream } of await Promise.all(listeners)) {
      if (from < 15) await stream.until(hasId(15));
      expect(heard(stream)).toEqual(Array.from({ length: 15 - from }, (_, i) => from + i + 1));
      await stream.close();
    }
  });

  it("catches up over many pages, and counts among the 20 streams that a session may have", async () => {
    const business = await newBusiness();
    await sql(
      business.shard,
      `insert into outbox (tenant_id, seq, id, type, data, occurred_at)
       with recursive series(i) as (select 1 union all select i + 1 from series where i < 330)
       select ?, i, 'evt_' || i, iif(i % 3, 'sale.updated', 'item.updated'), '{"id":7}', strftime('%Y-%m-%dT%H:%M:%fZ') from series`,
      business.tenantId,
    );
    await sql(business.shard, "insert into sequences values (?, 'event', 330)", business.tenantId);
    const all = await listen(business.api, "", 0);
    expect(heard(all)).toEqual(Array.from({ length: 330 }, (_, i) => i + 1));
    const some = await listen(business.api, "?types=item.*", 0);
    expect(heard(some)).toEqual(Array.from({ length: 110 }, (_, i) => 3 * (i + 1)));
    const board = await watch(business.api);
    const more = await Promise.all(Array.from({ length: 17 }, () => watch(business.api, { path: STREAM })));
    const refused = await business.api.get(STREAM);
    expect([refused.status, refused.error.reason]).toEqual([429, "event.too_many_streams"]);
    await Promise.all([all, some, board, ...more].map((stream) => stream.close()));
  });
});
