import { expect, it } from "vitest";
import { callObject, crashBoard, hibernate, objectSql, sql } from "../support/back-door.ts";
import { type Api, type Business, client, eventually, newBusiness, newTechnician, signIn } from "../support/client.ts";
import { connectSocket, type Socket } from "../support/socket.ts";
import { ofType, watch } from "../support/stream.ts";

const SOCKET = "/admin/dispatch/socket";
const BOARD = "DISPATCH_BOARD";

async function newJob({ api }: Pick<Business, "api">, title = "Leak"): Promise<number> {
  const made = await api.post("/admin/dispatch", { title, customer_name: "Ann Lee" });
  expect(made.status, made.text).toBe(201);
  return made.data.id;
}
const hasId = (id: number) => (message: { id: number | null }) => message.id === id;
const seen = ({ messages }: Socket) => messages.flatMap(({ id }) => (id === null ? [] : [id]));
const here = { latitude: 27.9506, longitude: -82.4572 };

it("a socket tells the same as a stream, message by message", async () => {
  const business = await newBusiness();
  const mike = await newTechnician(business, true);
  const [socket, stream] = await Promise.all([connectSocket(business.api), watch(business.api)]);
  await Promise.all([socket, stream].map((viewer) => viewer.until(ofType("snapshot"))));
  const id = await newJob(business);
  await business.api.patch(`/admin/dispatch/${id}/assign`, { technician_id: mike.id });
  const report = (status: string) => mike.api.patch(`/tech/dispatch/my-jobs/${id}/status`, { status, ...here });
  for (const status of ["en_route", "in_progress", "completed"]) await report(status);
  for (const viewer of [socket, stream]) {
    await viewer.until(ofType("dispatch.completed"));
    await viewer.until(({ data }) => data.type === "technician.status" && data.data.status === "available");
    await viewer.until(ofType("technician.location"));
  }
  // a position may come before or after the events around it
  const inOrder = (messages: Socket["messages"]) => messages.filter(({ data }) => data.type !== "technician.location");
  expect(inOrder(socket.messages)).toEqual(inOrder(stream.messages));
  expect(socket.messages.find(ofType("technician.status"))?.data.data).toMatchObject({
    technician_id: mike.id,
    status: "en_route",
    job_id: id,
  });
  await Promise.all([socket.close(), stream.close()]);
});

it("a socket that broke goes on after the last event that it has seen, even if the board died meanwhile", async () => {
  const business = await newBusiness();
  const first = await connectSocket(business.api);
  await newJob(business);
  await first.until(hasId(1));
  await crashBoard(business.tenantId);
  await first.closed;
  await newJob(business);
  const again = await connectSocket(business.api, { path: `${SOCKET}?last_event_id=1` });
  await newJob(business);
  await again.until(hasId(3));
  expect(seen(again)).toEqual([2, 3]);
  const old = await connectSocket(business.api, { path: `${SOCKET}?last_event_id=999` });
  await old.until(ofType("snapshot"));
  await Promise.all([again.close(), old.close()]);
});

it("an open board may hibernate: its sockets stay, and miss nothing and hear nothing twice", async () => {
  const business = await newBusiness();
  const mike = await newTechnician(business, true);
  const [all, some] = await Promise.all([
    connectSocket(business.api),
    connectSocket(business.api, { path: `${SOCKET}?technician_id=${mike.id}` }),
  ]);
  await Promise.all([all, some].map((socket) => socket.until(ofType("snapshot"))));
  await newJob(business);
  await all.until(hasId(1));
  await callObject(BOARD, business.tenantId, "flush");
  await hibernate(BOARD, business.tenantId);

  const mine = await newJob(business);
  await business.api.patch(`/admin/dispatch/${mine}/assign`, { technician_id: mike.id });
  await Promise.all([all, some].map((socket) => socket.until(hasId(3))));
  expect([seen(all), seen(some)]).toEqual([
    [0, 1, 2, 3],
    [0, 3],
  ]);
  expect((await mike.api.post("/tech/dispatch/location", here)).status).toBe(200);
  await Promise.all([all, some].map((socket) => socket.until(ofType("technician.location"))));
  await Promise.all([all.close(), some.close()]);
});

it("a ping is answered by a pong, and anything else closes the socket", async () => {
  const business = await newBusiness();
  const socket = await connectSocket(business.api);
  socket.send("ping");
  await eventually(async () => socket.frames.includes("pong"), "a pong");
  socket.send("hello");
  expect(await socket.closed).toBe(1008);
  const rows = await callObject(BOARD, business.tenantId, "positions");
  expect(rows).toEqual([]);
});

it("a socket is closed with 4401 when its session ends, also from hibernation, and others stay", async () => {
  const business = await newBusiness();
  const other = await signIn(business, business.username);
  const [socket, stays] = await Promise.all([connectSocket(business.api), connectSocket(other)]);
  await Promise.all([socket, stays].map((one) => one.until(ofType("snapshot"))));
  await hibernate(BOARD, business.tenantId);
  const ended = await business.api.post("/auth/logout", { refresh_token: business.refreshToken });
  expect(ended.status, ended.text).toBe(200);
  expect(await socket.closed).toBe(4401);
  await newJob({ api: other });
  await stays.until(ofType("dispatch.created"));
  await stays.close();
});

it("a browser opens a socket with a ticket; the same ticket again ends the first one with 4409", async () => {
  const business = await newBusiness();
  const { socket_url } = (await business.api.post("/admin/dispatch/stream-ticket")).data;
  const url = new URL(socket_url);
  expect([url.protocol.replace("wss", "ws"), url.pathname]).toEqual(["ws:", `/api/v1${SOCKET}`]); // `npm start` leaves a PUBLIC_URL with http
  const path = `${SOCKET}${url.search}`;
  const first = await connectSocket(client(), { path });
  await first.until(ofType("snapshot"));
  await hibernate(BOARD, business.tenantId);
  const dropped = () => objectSql(BOARD, business.tenantId, "select 1 from tickets where dropped_at is not null");
  await callObject(BOARD, business.tenantId, "positions"); // wakes it
  expect(await dropped(), "its socket is still open").toEqual([]);
  const second = await connectSocket(client(), { path });
  expect(await first.closed).toBe(4409);
  await second.until(ofType("snapshot"));
  await second.close();
  await eventually(async () => ((await dropped()) as unknown[]).length === 1, "the ticket is dropped");
});

it("a socket is closed with 4408 when its API key expires", async () => {
  const business = await newBusiness();
  const expiresAt = Date.now() + 5000;
  const made = await business.api.post("/admin/api-keys", {
    ...{ name: "wall", scopes: ["dispatch:read"] },
    expires_at: new Date(expiresAt).toISOString(),
  });
  const socket = await connectSocket(client({ authorization: `Bearer ${made.data.key}` }));
  expect([4401, 4408]).toContain(await socket.closed); // whether the rights or the time is looked at first
  expect(Date.now()).toBeGreaterThanOrEqual(expiresAt - 50);
});

it("who may not see the board gets no socket; a plain request is told to upgrade; 20 are the most", async () => {
  const business = await newBusiness();
  const mike = await newTechnician(business, true);
  const refusals = [
    [await mike.api.get(SOCKET), 403, "auth.permission_missing"],
    [await client().get(SOCKET), 401, "auth.missing_token"],
    [await business.api.get(SOCKET), 400, "dispatch.upgrade_required"],
    [await mike.api.get("/tech/dispatch/socket"), 400, "dispatch.upgrade_required"],
    [await business.api.get("/tech/dispatch/socket"), 403, "technician.not_linked"],
    [await business.api.get(`${SOCKET}?technician_id=x`), 400, "request.invalid"],
  ] as const;
  for (const [answer, status, reason] of refusals)
    expect([answer.status, answer.error.reason]).toEqual([status, reason]);
  const sockets = await Promise.all(Array.from({ length: 19 }, () => connectSocket(business.api)));
  const stream = await watch(business.api);
  await expect(connectSocket(business.api)).rejects.toThrow("did not open");
  await Promise.all([...sockets, stream].map((viewer) => viewer.close()));
});

it("a socket that missed more than a megabyte gets the board instead", async () => {
  const business = await newBusiness();
  const n = 300;
  await sql(
    business.shard,
    "insert into sequences values (?, 'event', ?) on conflict do update set last_id = last_id + excluded.last_id",
    ...[business.tenantId, n],
  );
  await sql(
    business.shard,
    `insert into outbox (tenant_id, seq, id, type, data, occurred_at)
       select ?1, key + 1, 'evt_' || key, 'dispatch.created', json_object('id', key, 'technician_id', null, 'pad', ?2), ?3 from json_each(?4)`,
    ...[
      business.tenantId,
      "x".repeat(5000),
      new Date().toISOString(),
      JSON.stringify(Array.from({ length: n }).fill(0)),
    ],
  );
  const socket = await connectSocket(business.api, { path: `${SOCKET}?last_event_id=0` });
  const snapshot = await socket.until(ofType("snapshot"));
  expect(snapshot.id).toBe(n);
  expect(seen(socket).length).toBeLessThan(n);
  const short = await connectSocket(business.api, { path: `${SOCKET}?last_event_id=${n - 100}` });
  await short.until(hasId(n));
  expect(short.messages.some(ofType("snapshot"))).toBe(false);
  await Promise.all([socket.close(), short.close()]);
});

/** A viewer by either way. */
type Way = (
  api: Api,
  path: string,
) => Promise<{ messages: Socket["messages"]; until: Socket["until"]; close: () => Promise<void> }>;
const ways: [string, Way][] = [
  ["stream", (api, path) => watch(api, { path: path.replace("/socket", "/stream") })],
  ["socket", (api, path) => connectSocket(api, { path })],
];

it.each(ways)(
  "a %s can be asked for some technicians only: their jobs, those that leave them, and where they are",
  async (_, open) => {
    const business = await newBusiness();
    const [mike, ann, dan] = await Promise.all([0, 1, 2].map(() => newTechnician(business, true)));
    if (!mike || !ann || !dan) throw new Error("no technicians");
    const mine = await newJob(business, "Mine");
    await business.api.patch(`/admin/dispatch/${mine}/assign`, { technician_id: mike.id });
    await newJob(business, "Nobody's");
    for (const query of [`technician_id=${mike.id},${ann.id}`, `technician_id=${mike.id}&technician_id=${ann.id}`]) {
      const viewer = await open(business.api, `${SOCKET}?${query}`);
      const { data } = (await viewer.until(ofType("snapshot"))).data;
      expect([...data.jobs, ...data.backlog].map(({ id }: { id: number }) => id)).toEqual([mine]);
      // in the order of their ids, which is that in which they happened to be made
      expect(data.technicians.map(({ id }: { id: number }) => id)).toEqual([mike.id, ann.id].sort((a, b) => a - b));
      await viewer.close();
    }
    const viewer = await open(business.api, `${SOCKET}?technician_id=${mike.id}`);
    await viewer.until(ofType("snapshot"));
    const theirs = await newJob(business, "Theirs");
    await business.api.patch(`/admin/dispatch/${theirs}/assign`, { technician_id: dan.id });
    await dan.api.post("/tech/dispatch/location", here);
    await mike.api.post("/tech/dispatch/location", here);
    await viewer.until(ofType("technician.location"));
    await mike.api.patch(`/tech/dispatch/my-jobs/${mine}/acknowledge`);
    await viewer.until(({ data }) => data.data.id === mine && data.data.status === "acknowledged");
    const about = viewer.messages.slice(1).map(({ data }) => data.data.id ?? data.data.technician_id);
    expect(new Set(about)).toEqual(new Set([mike.id, mine]));
    await viewer.close();
  },
);

it.each(ways)(
  "a technician's own %s has their day, their jobs and where they are, and nothing of others",
  async (kind, open) => {
    const business = await newBusiness();
    const [mike, ann] = [await newTechnician(business, true), await newTechnician(business, true)];
    const [mine, theirs] = [await newJob(business, "Mine"), await newJob(business, "Theirs")];
    const assign = (id: number, to: number) =>
      business.api.patch(`/admin/dispatch/${id}/assign`, { technician_id: to });
    await assign(mine, mike.id);
    await assign(theirs, ann.id);
    const viewer = await open(mike.api, "/tech/dispatch/socket");
    const snapshot = (await viewer.until(ofType("snapshot"))).data;
    expect(Object.keys(snapshot.data)).toEqual(["date", "timezone", "seq", "jobs"]);
    expect(snapshot.data.jobs).toEqual([(await mike.api.get(`/tech/dispatch/my-jobs/${mine}`)).data]);
    await ann.api.post("/tech/dispatch/location", here);
    await ann.api.patch(`/tech/dispatch/my-jobs/${theirs}/status`, { status: "en_route" });
    await mike.api.post("/tech/dispatch/location", here);
    const next = await newJob(business, "Next");
    await assign(next, mike.id);
    await mike.api.patch(`/tech/dispatch/my-jobs/${mine}/status`, { status: "en_route" });
    await viewer.until(ofType("technician.status"));
    await viewer.until(ofType("technician.location"));
    const about = viewer.messages.slice(1).map(({ data }) => data.data.id ?? data.data.technician_id);
    expect(new Set(about)).toEqual(new Set([mike.id, mine, next]));
    await viewer.close();
    if (kind === "socket") {
      const { socket_url } = (await mike.api.post("/tech/dispatch/stream-ticket")).data;
      const { pathname, search } = new URL(socket_url);
      expect(pathname).toBe("/api/v1/tech/dispatch/socket");
      const byTicket = await connectSocket(client(), { path: `/tech/dispatch/socket${search}` });
      await byTicket.until(ofType("snapshot"));
      await byTicket.close();
      await expect(connectSocket(client(), { path: `${SOCKET}${search}` })).rejects.toThrow("did not open");
    }
  },
);
