import { connect } from "node:net";
import { EventSource } from "eventsource";
import { expect, it } from "vitest";
import { callObject, crashBoard, sql } from "../support/back-door.ts";
import {
  type Api,
  type Business,
  client,
  eventually,
  type Json,
  newBusiness,
  newTechnician,
  signIn,
} from "../support/client.ts";
import { idsOf, ofType, type Stream, watch } from "../support/stream.ts";
import { testWorker } from "../support/test-worker.ts";

const BOARD = "DISPATCH_BOARD";
const STREAM = "/admin/dispatch/stream";

async function newJob({ api }: Business, title = "AC Repair - Smith Residence"): Promise<number> {
  const made = await api.post("/admin/dispatch", { title, customer_name: "John Smith" });
  expect(made.status, made.text).toBe(201);
  return made.data.id;
}

const lastSeq = async ({ shard, tenantId }: Business): Promise<number> => {
  const query = "select last_id as seq from sequences where tenant_id = ? and entity = 'event'";
  return (await sql<{ seq: number }>(shard, query, tenantId))[0]?.seq ?? 0;
};

/** Puts `n` dispatch events of `size` bytes into the outbox at once, as a large import would. */
async function writeEvents({ shard, tenantId }: Business, n: number, size = 10): Promise<void> {
  await sql(
    shard,
    "insert into sequences values (?, 'event', ?) on conflict do update set last_id = last_id + excluded.last_id",
    ...[tenantId, n],
  );
  await sql(
    shard,
    `insert into outbox (tenant_id, seq, id, type, data, occurred_at)
       select ?1, s.last_id - ?2 + 1 + e.key, 'evt_' || (s.last_id - e.key), 'dispatch.created', json_object('id', e.key, 'pad', ?3), ?4
       from json_each(?5) e join sequences s on s.tenant_id = ?1 and s.entity = 'event'`,
    ...[tenantId, n, "x".repeat(size), new Date().toISOString(), JSON.stringify(Array.from({ length: n }).fill(0))],
  );
}
const wake = ({ shard, tenantId }: Business) => callObject(BOARD, tenantId, "wake", tenantId, shard);
const hasId = (id: number) => (message: { id: number | null }) => message.id === id;
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const typesOf = ({ messages }: Stream) => messages.map(({ data }) => data.type as string);

it("a dispatcher sees every step of a job live and in order, and where the technician was", async () => {
  const business = await newBusiness();
  const mike = await newTechnician(business, true);
  const stream = await watch(business.api);
  expect(stream.response.headers.get("content-type")).toBe("text/event-stream");
  expect(stream.response.headers.get("cache-control")).toBe("no-cache, no-transform");
  expect(stream.response.headers.get("x-accel-buffering")).toBe("no");
  await stream.until(ofType("snapshot"));

  const id = await newJob(business);
  await business.api.patch(`/admin/dispatch/${id}/assign`, { technician_id: mike.id });
  await mike.api.patch(`/tech/dispatch/my-jobs/${id}/acknowledge`);
  const steps = ["en_route", "on_site", "in_progress", "completed"];
  for (const status of steps)
    await mike.api.patch(`/tech/dispatch/my-jobs/${id}/status`, { status, latitude: 27.9506, longitude: -82.4572 });
  await stream.until(ofType("dispatch.completed"));
  await stream.close();

  const events = stream.messages.filter((message) => message.id !== null).slice(1);
  const all = ["created", "assigned", ...numbers(1, 4).map(() => "status"), "completed"].map(
    (what) => `dispatch.${what}`,
  );
  expect(events.map(({ data }) => data.type)).toEqual(all);
  expect(events.map((event) => event.id)).toEqual(numbers(1, 7));
  for (const { id: number, data } of events) {
    expect(Object.keys(data)).toEqual(["type", "seq", "occurred_at", "data"]);
    expect(data.seq).toBe(number);
    expect(data.data.id).toBe(id);
  }
  const position = stream.messages.find(ofType("technician.location"));
  expect(position?.id).toBeNull();
  expect(position?.data.data).toMatchObject({ technician_id: mike.id, latitude: 27.9506, longitude: -82.4572 });
});

it("who connects for the first time gets today's board, as the board endpoint shows it", async () => {
  const business = await newBusiness();
  await newTechnician(business);
  await newJob(business);
  const stream = await watch(business.api);
  const snapshot = await stream.until(ofType("snapshot"));
  await stream.close();
  const board = await business.api.get("/admin/dispatch/board");
  const shown = { ...board.data, now: expect.any(String) };
  expect(snapshot).toEqual({ id: board.data.seq, data: { type: "snapshot", seq: board.data.seq, data: shown } });
});

it("a viewer whose connection broke misses nothing, even if the board was evicted from memory meanwhile", async () => {
  const business = await newBusiness();
  const before = await watch(business.api);
  await newJob(business);
  await before.until(hasId(1));
  await before.close();
  await newJob(business);
  await crashBoard(business.tenantId);
  await newJob(business);

  const after = await watch(business.api, { headers: { "last-event-id": "1" } });
  await after.until(hasId(3));
  await newJob(business);
  await after.until(hasId(4));
  expect(idsOf(after)).toEqual([2, 3, 4]);
  expect(typesOf(after)).not.toContain("snapshot");
  const byQuery = await watch(business.api, { path: `${STREAM}?last_event_id=3` });
  await byQuery.until(hasId(4));
  expect(idsOf(byQuery)).toEqual([4]);
  await Promise.all([after.close(), byQuery.close()]);
});

it("twenty viewers all go on where they were after the board restarts under them", async () => {
  const business = await newBusiness();
  const streams = await Promise.all(Array.from({ length: 20 }, () => watch(business.api)));
  await newJob(business);
  await Promise.all(streams.map((stream) => stream.until(hasId(1))));
  await crashBoard(business.tenantId);
  await Promise.all(streams.map((stream) => stream.ended));
  await newJob(business);
  const resumed = await Promise.all(streams.map(() => watch(business.api, { headers: { "last-event-id": "1" } })));
  await newJob(business);
  await Promise.all(resumed.map((stream) => stream.until(hasId(3))));
  for (const stream of resumed) expect(idsOf(stream)).toEqual([2, 3]);
  await Promise.all(resumed.map((stream) => stream.close()));
});

it("viewers who come and go while jobs pour in see each event once, in order and without a gap", async () => {
  const business = await newBusiness();
  const viewers: Promise<{ from: number; stream: Stream }>[] = [];
  const others = await Promise.all(Array.from({ length: 3 }, () => signIn(business, business.username)));
  const apis = [business.api, ...others]; // a session may have 20 streams
  let joined = 0;
  const join = async (from: number) => ({
    from,
    stream: await watch(apis[joined++ % apis.length] as Api, { headers: { "last-event-id": String(from) } }),
  });
  const jobs = Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let i = 0; i < 6; i++) {
        await newJob(business);
        viewers.push(join(0), lastSeq(business).then(join));
      }
    }),
  );
  await jobs;
  const head = await lastSeq(business);
  expect(head).toBe(24);
  for (const { from, stream } of await Promise.all(viewers)) {
    if (from < head) await stream.until(hasId(head));
    expect(idsOf(stream)).toEqual(numbers(from + 1, head));
    await stream.close();
  }
});

it("after a long absence a viewer catches up page by page, with the sales in between left out", async () => {
  const business = await newBusiness();
  await writeEvents(business, 130);
  await sql(
    business.shard,
    "update outbox set type = 'sale.created' where tenant_id = ? and seq in (5, 100)",
    business.tenantId,
  );
  await writeEvents(business, 125);
  const stream = await watch(business.api, { headers: { "last-event-id": "0" } });
  await stream.until(hasId(255));
  expect(idsOf(stream)).toEqual(numbers(1, 255).filter((seq) => seq !== 5 && seq !== 100));
  await stream.close();
});

it("a last event id that is garbage, in the future or too old gets the whole board instead", async () => {
  const business = await newBusiness();
  await writeEvents(business, 6);
  await sql(business.shard, "delete from outbox where tenant_id = ? and seq <= 3", business.tenantId);
  for (const id of ["garbage", "-1", "1.5", "999", "9".repeat(40), "1' or 1=1", "2"]) {
    const stream = await watch(business.api, { headers: { "last-event-id": id } });
    await stream.until(hasId(6));
    expect(typesOf(stream), id).toEqual(["snapshot"]);
    await stream.close();
  }
  const justKept = await watch(business.api, { headers: { "last-event-id": "3" } });
  await justKept.until(hasId(6));
  expect(idsOf(justKept)).toEqual([4, 5, 6]);
  await justKept.close();
});

it("another business' events and positions never appear", async () => {
  const [mine, theirs] = await Promise.all([newBusiness("Ours"), newBusiness("Theirs")]);
  const rival = await newTechnician(theirs, true);
  const stream = await watch(mine.api, { headers: { "last-event-id": "0" } });
  await newJob(theirs, "Secret job");
  await rival.api.post("/tech/dispatch/location", { latitude: 1, longitude: 2 });
  await newJob(mine, "Our job");
  await stream.until(hasId(1));
  expect(JSON.stringify(stream.messages)).not.toMatch(/Secret|technician\./);
  expect(stream.messages).toHaveLength(1);
  await stream.close();
});

it("a technician's position is stored before the answer and shown at most once a second, the latest last", async () => {
  const business = await newBusiness();
  const mike = await newTechnician(business, true);
  const stream = await watch(business.api);
  await stream.until(ofType("snapshot"));
  const begun = Date.now();
  for (let i = 1; i <= 6; i++) {
    const told = await mike.api.post("/tech/dispatch/location", {
      latitude: 27 + i / 1000,
      longitude: -82,
      speed: 35.5,
      heading: 180,
    });
    expect(told.data).toMatchObject({
      technician_id: mike.id,
      latitude: 27 + i / 1000,
      longitude: -82,
      speed: 35.5,
      heading: 180,
    });
    expect(told.headers.get("server-timing")).toContain('d1;desc="trips=0');
  }
  await stream.until(({ data }) => data.type === "technician.location" && data.data.latitude === 27.006);
  const shown = stream.messages.filter(ofType("technician.location")).map(({ data }) => data.data.latitude);
  // the first at once; then at the end of each second the latest, on a machine that is so busy that the six take longer than one
  expect(shown.length).toBeLessThanOrEqual(2 + Math.floor((Date.now() - begun) / 1000));
  expect([shown[0], shown.at(-1)]).toEqual([27.001, 27.006]);
  expect(shown).toEqual(shown.toSorted((a, b) => a - b));
  await stream.close();

  await crashBoard(business.tenantId);
  const board = await business.api.get("/admin/dispatch/board");
  expect(board.data.technicians[0].position).toMatchObject({
    latitude: 27.006,
    longitude: -82,
    speed: 35.5,
    heading: 180,
  });
  const later = await watch(business.api, { headers: { "last-event-id": "0" } });
  const position = await later.until(ofType("technician.location"));
  expect(position.data.data).toMatchObject({ technician_id: mike.id, latitude: 27.006, speed: 35.5 });
  await later.close();
});

it("positions reach the database in bulk, and an older one never replaces a newer one there", async () => {
  const business = await newBusiness();
  const [mike, ann] = [await newTechnician(business, true), await newTechnician(business, true)];
  await mike.api.post("/tech/dispatch/location", { latitude: 27.1, longitude: -82.1 });
  await ann.api.post("/tech/dispatch/location", { latitude: 27.2, longitude: -82.2, speed: 12, heading: 359.9 });
  const newer = [business.tenantId, ann.id, "2199-01-01T00:00:00.000Z"];
  await sql(
    business.shard,
    "insert into technician_positions (tenant_id, technician_id, latitude, longitude, at) values (?, ?, 1, 1, ?)",
    ...newer,
  );
  await callObject(BOARD, business.tenantId, "flush");
  const rows = await sql(
    business.shard,
    "select technician_id as id, latitude, longitude, speed, heading from technician_positions where tenant_id = ? order by 1",
    business.tenantId,
  );
  expect(rows).toEqual([
    { id: mike.id, latitude: 27.1, longitude: -82.1, speed: null, heading: null },
    { id: ann.id, latitude: 1, longitude: 1, speed: null, heading: null },
  ]);
});

it("a position that cannot be is refused with the field's name", async () => {
  const business = await newBusiness();
  const mike = await newTechnician(business, true);
  const spot = { latitude: 27.9506, longitude: -82.4572 };
  const wrong: [Json, string][] = [
    [{ ...spot, latitude: 90.1 }, "latitude"],
    [{ ...spot, longitude: -180.1 }, "longitude"],
    [{ ...spot, speed: "fast" }, "speed"],
    [{ ...spot, heading: "north" }, "heading"],
    [{ latitude: 1 }, "longitude"],
    [{ ...spot, technician_id: 7 }, "technician_id"],
  ];
  for (const [body, field] of wrong) {
    const refused = await mike.api.post("/tech/dispatch/location", body);
    expect(refused.status).toBe(422);
    expect(Object.keys(refused.error.fields)).toEqual([field]);
  }
});

it("a user who is not a technician has no position, and who may not see the board gets no stream and no ticket", async () => {
  const business = await newBusiness();
  const mike = await newTechnician(business, true);
  const nobody = await business.api.post("/tech/dispatch/location", { latitude: 1, longitude: 2 });
  expect([nobody.status, nobody.error.reason]).toEqual([403, "technician.not_linked"]);
  for (const refused of [await mike.api.get(STREAM), await mike.api.post("/admin/dispatch/stream-ticket")])
    expect([refused.status, refused.error.reason]).toEqual([403, "auth.permission_missing"]);
  const stranger = await client().get(STREAM);
  expect([stranger.status, stranger.error.reason]).toEqual([401, "auth.missing_token"]);
});

it("a session that was revoked loses its streams and tickets at once, and nothing more is taken from it", async () => {
  const business = await newBusiness();
  const mike = await newTechnician(business, true);
  const other = await signIn(business, business.username);
  const [stream, untouched] = [await watch(business.api), await watch(other)];
  const { ticket } = (await business.api.post("/admin/dispatch/stream-ticket")).data;
  const sessions = await sql<{ id: string; user_id: number }>(
    business.shard,
    "select id, user_id from sessions where tenant_id = ? order by created_at",
    business.tenantId,
  );
  const [owners] = sessions.filter(({ user_id }) => user_id === sessions[0]?.user_id);
  const mikes = sessions.find(({ user_id }) => user_id !== sessions[0]?.user_id);
  for (const session of [owners, mikes]) {
    const query = "update sessions set ended_at = created_at where tenant_id = ? and id = ?";
    await sql(business.shard, query, business.tenantId, session?.id);
  }
  await callObject(BOARD, business.tenantId, "wake", business.tenantId, business.shard, true);

  await stream.ended;
  await newJob({ ...business, api: other });
  await untouched.until(ofType("dispatch.created"));
  await untouched.close();
  const refused = [
    await mike.api.post("/tech/dispatch/location", { latitude: 1, longitude: 2 }),
    await business.api.get(STREAM),
    await business.api.post("/admin/dispatch/stream-ticket"),
  ];
  for (const { status, error } of refused) expect([status, error.reason]).toEqual([401, "auth.session_ended"]);
  expect((await client().get(`${STREAM}?ticket=${ticket}`)).error.reason).toBe("auth.invalid_ticket");
});

it("a session that ended in the database opens no stream, even if the board has not heard of it", async () => {
  const business = await newBusiness();
  const { ticket } = (await business.api.post("/admin/dispatch/stream-ticket")).data;
  await sql(business.shard, "update sessions set ended_at = created_at where tenant_id = ?", business.tenantId);
  const refused = [await business.api.get(STREAM), await client().get(`${STREAM}?ticket=${ticket}`)];
  for (const { status, error } of refused) expect([status, error.reason]).toEqual([401, "auth.session_ended"]);
});

// that they are cut off once their queue is full is tested in board-viewers.test.ts: here the sockets on the way hold any number of megabytes
it("a viewer who does not read delays nobody", async () => {
  const business = await newBusiness();
  const { hostname, port } = new URL(testWorker().url);
  const fast = await watch(business.api, { headers: { "last-event-id": "0" } });
  await writeEvents(business, 1);
  await wake(business);
  await fast.until(hasId(1));
  const slow = connect(Number(port), hostname, () => {
    const headers = { host: `${hostname}:${port}`, ...business.api.headers, "last-event-id": "1" };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    slow.write(`GET /api/v1${STREAM} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  });
  const begun = new Promise((resolve) => slow.once("data", resolve));
  slow.on("error", () => undefined);
  await begun;
  slow.pause();

  const [rounds, each] = [10, 100];
  for (let round = 1; round <= rounds; round++) {
    await writeEvents(business, each, 5000);
    await wake(business);
    await fast.until(hasId(1 + round * each));
  }
  expect(idsOf(fast)).toEqual(numbers(1, 1 + rounds * each));
  slow.destroy();
  await fast.close();
});

it("the spec's EventSource client hears everything with onmessage, and resumes by itself", async () => {
  const business = await newBusiness();
  const headers = { authorization: `Bearer ${business.accessToken}`, "x-tenant-id": business.tenantId };
  const heard: { id: string; update: Json }[] = [];
  const eventSource = new EventSource(`${testWorker().url}/api/v1${STREAM}`, {
    fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...headers } }),
  });
  eventSource.onmessage = (event) => {
    const update = JSON.parse(event.data) as Json;
    if (update.type !== "heartbeat") heard.push({ id: event.lastEventId, update });
  };
  const heardSoFar = (n: number) => eventually(async () => heard.length >= n, `${n} messages are heard`);
  await heardSoFar(1);
  await newJob(business);
  await heardSoFar(2);
  await crashBoard(business.tenantId);
  await newJob(business);
  await heardSoFar(3);
  expect(heard.map(({ update }) => update.type)).toEqual(["snapshot", "dispatch.created", "dispatch.created"]);
  expect(heard.map(({ id }) => id)).toEqual(["0", "1", "2"]);
  eventSource.close();
});
