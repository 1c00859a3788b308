import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { callObject, enqueue, sql } from "../support/back-door.ts";
import { type Api, type Business, client, eventually, newBusiness, PASSWORD, signIn } from "../support/client.ts";
import { newPlatformAdmin } from "../support/platform.ts";
import { connectSocket, type Socket } from "../support/socket.ts";
import { ofType, type Stream, watch } from "../support/stream.ts";

// Whoever loses a right loses the streams and may report no more positions. Each cause is a row, so a new one is a new row.

const STREAM = "/admin/dispatch/stream";
let admin: Awaited<ReturnType<typeof newPlatformAdmin>>;
beforeAll(async () => {
  admin = await newPlatformAdmin();
});

type Served = {
  business: Business;
  roleId: number;
  userId: number;
  technicianId: number;
  api: Api;
  streams: Stream[];
  socket: Socket;
  /** The owner's own stream, which stays. */
  witness: Stream;
};

const ticketOf = async (api: Api) => (await api.post("/admin/dispatch/stream-ticket")).data.ticket as string;
const here = { latitude: 27.9506, longitude: -82.4572 };
const report = (api: Api) => api.post("/tech/dispatch/location", here);

/** A technician who may also watch the board by a custom role, with a stream by their token, one by a ticket, and a first position. */
async function serve(): Promise<Served> {
  const business = await newBusiness();
  const { api: owner } = business;
  const username = `tech-${randomUUID().slice(0, 8)}`;
  const login = { name: "Mike Johnson", pay_type: "hourly", base_pay_cents: 2500, username, password: PASSWORD };
  const technicianId = (await owner.post("/admin/technicians", login)).data.id as number;
  const roleId = (await owner.post("/admin/roles", { name: "watcher", permissions: ["dispatch:read"] })).data
    .id as number;
  const [user] = await sql<{ id: number }>(
    business.shard,
    "select id from users where tenant_id = ? and username = ?",
    ...[business.tenantId, username],
  );
  const userId = user?.id ?? 0;
  const given = await owner.patch(`/admin/users/${userId}`, { roles: ["technician", "watcher"] });
  expect(given.status, given.text).toBe(200);
  const api = await signIn(business, username);
  const streams = [await watch(api), await watch(client(), { path: `${STREAM}?ticket=${await ticketOf(api)}` })];
  const [witness, socket] = await Promise.all([watch(owner), connectSocket(api)]);
  await Promise.all([...streams, witness, socket].map((stream) => stream.until(ofType("snapshot"))));
  expect((await report(api)).status).toBe(200);
  return { business, roleId, userId, technicianId, api, streams, witness, socket };
}

type Cause = {
  name: string;
  act: (served: Served) => Promise<unknown>;
  refusal: string;
  /** Streams need no technician. */
  streamsStay?: true;
  witnessEnds?: true;
};
const causes: Cause[] = [
  {
    name: "a role is taken away",
    act: ({ business, userId }) => business.api.patch(`/admin/users/${userId}`, { roles: ["technician"] }),
    refusal: "401 auth.token_stale",
  },
  {
    name: "a custom role loses the permission",
    act: ({ business, roleId }) => business.api.patch(`/admin/roles/${roleId}`, { permissions: ["sales:read"] }),
    refusal: "401 auth.token_stale",
  },
  {
    name: "the user is unlinked from the technician",
    act: ({ business, userId }) => business.api.patch(`/admin/users/${userId}`, { technician_id: null }),
    refusal: "401 auth.token_stale",
  },
  {
    name: "the user is deactivated",
    act: ({ business, userId }) => business.api.post(`/admin/users/${userId}/deactivate`),
    refusal: "401 auth.session_ended",
  },
  {
    name: "the user signs out everywhere",
    act: ({ api }) => api.post("/auth/logout-everywhere"),
    refusal: "401 auth.session_ended",
  },
  {
    name: "the business is suspended",
    act: ({ business }) => admin.api.post(`/platform/tenants/${business.tenantId}/suspend`, { reason: "Unpaid" }),
    refusal: "403 tenant.suspended",
    witnessEnds: true,
  },
  {
    name: "the technician becomes inactive",
    act: ({ business, technicianId }) => business.api.patch(`/admin/technicians/${technicianId}`, { is_active: false }),
    refusal: "403 dispatch.technician_not_active",
    streamsStay: true,
  },
  {
    name: "the session ends in the database, the call to the board is lost, and the queue repeats it",
    act: async ({ business, userId }) => {
      const query = "update sessions set ended_at = created_at where tenant_id = ? and user_id = ?";
      await sql(business.shard, query, business.tenantId, userId);
      await enqueue("EVENTS", { tenantId: business.tenantId });
    },
    refusal: "401 auth.session_ended",
  },
];

describe("streams end and positions are refused when", () => {
  it.each(causes)("$name", async ({ act, refusal, streamsStay, witnessEnds }) => {
    const served = await serve();
    const { api, streams, witness, business, socket } = served;
    const answer = (await act(served)) as { status?: number; text?: string } | undefined;
    if (answer?.status) expect(answer.status, answer.text).toBeLessThan(300);

    if (!streamsStay) await Promise.all(streams.map((stream) => stream.ended));
    if (!streamsStay) expect(await socket.closed).toBe(4401);
    if (witnessEnds) await witness.ended;
    const outcome = async () => {
      const { status, error } = await report(api);
      return `${status} ${error?.reason}`;
    };
    await eventually(async () => (await outcome()) !== "200 undefined", "a position is refused");
    expect(await outcome()).toBe(refusal);
    if (!witnessEnds) {
      await business.api.post("/admin/dispatch", { title: "Leak", customer_name: "John Smith" });
      await Promise.all(
        [witness, ...(streamsStay ? [...streams, socket] : [])].map((s) => s.until(ofType("dispatch.created"))),
      );
    }
    await Promise.all([witness, socket, ...streams].map((stream) => stream.close()));
  });

  it("the board has lost its memory meanwhile: the first position is judged before it is taken", async () => {
    const { business, userId, api, streams, witness, socket } = await serve();
    await Promise.all([witness, socket, ...streams].map((stream) => stream.close()));
    await callObject("DISPATCH_BOARD", business.tenantId, "crash").catch(() => undefined);
    const query = "update sessions set ended_at = created_at where tenant_id = ? and user_id = ?";
    await sql(business.shard, query, business.tenantId, userId);
    const { status, error } = await report(api);
    expect([status, error?.reason]).toEqual([401, "auth.session_ended"]);
  });
});

describe("the stream of an API key ends when the key", () => {
  const keyed = async (more: object = {}) => {
    const business = await newBusiness();
    const made = await business.api.post("/admin/api-keys", { name: "wall", scopes: ["dispatch:read"], ...more });
    expect(made.status, made.text).toBe(201);
    const stream = await watch(client({ authorization: `Bearer ${made.data.key}` }));
    await stream.until(ofType("snapshot"));
    return { business, stream, id: made.data.id as number };
  };

  it("is revoked", async () => {
    const { business, stream, id } = await keyed();
    expect((await business.api.post(`/admin/api-keys/${id}/revoke`)).status).toBe(200);
    await stream.ended;
  });

  it("expires while the stream is open", async () => {
    const expiresAt = Date.now() + 5000;
    const { stream } = await keyed({ expires_at: new Date(expiresAt).toISOString() });
    await stream.ended;
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt - 50);
  });
});

it("a session may have 20 streams; the next one is refused, and another session's is not", async () => {
  const business = await newBusiness();
  const streams = await Promise.all(Array.from({ length: 20 }, () => watch(business.api)));
  const refused = await business.api.get(STREAM);
  expect([refused.status, refused.error.reason]).toEqual([429, "dispatch.too_many_streams"]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  const other = await watch(await signIn(business, business.username));
  await other.until(ofType("snapshot"));
  await Promise.all([...streams, other].map((stream) => stream.close()));
});

it("40 viewers who arrive together share snapshots", async () => {
  const business = await newBusiness();
  const apis = [business.api, await signIn(business, business.username)];
  await callObject("DISPATCH_BOARD", business.tenantId, "snapshotsRead"); // the board is awake
  const begun = Date.now();
  const streams = await Promise.all(apis.flatMap((api) => Array.from({ length: 20 }, () => watch(api))));
  await Promise.all(streams.map((stream) => stream.until(ofType("snapshot"))));
  const seconds = (Date.now() - begun) / 1000;
  const reads = (await callObject("DISPATCH_BOARD", business.tenantId, "snapshotsRead")) as number;
  // one a second, however slow the machine is
  expect(reads).toBeLessThanOrEqual(1 + Math.floor(seconds));
  await business.api.post("/admin/dispatch", { title: "Leak", customer_name: "John Smith" });
  await Promise.all(
    streams.map((stream) => stream.until(({ id, data }) => id === 1 && data.type === "dispatch.created")),
  );
  await Promise.all(streams.map((stream) => stream.close()));
});
