import { expect, it } from "vitest";
import { crashBoard, objectSql } from "../support/back-door.ts";
import { type Api, type Business, client, eventually, newBusiness, timed } from "../support/client.ts";
import { ofType, type Stream, watch } from "../support/stream.ts";

const STREAM = "/admin/dispatch/stream";
const MINUTE = 60_000;

async function newTicket({
  api,
}: Business): Promise<{ ticket: string; path: string; url: string; expires_at: string }> {
  const issued = await api.post("/admin/dispatch/stream-ticket");
  expect(issued.status, issued.text).toBe(201);
  return { ...issued.data, path: `${STREAM}?ticket=${issued.data.ticket}` };
}

/** As if this much time had passed since the ticket was issued, used and dropped. */
const age = ({ tenantId }: Business, ms: number) =>
  objectSql(
    "DISPATCH_BOARD",
    tenantId,
    "update tickets set issued_at = issued_at - ?1, used_at = used_at - ?1, dropped_at = dropped_at - ?1",
    ms,
  );

/** The server sees that a viewer has left when it writes to them. */
async function leave(stream: Stream, { api, tenantId }: Business): Promise<void> {
  await stream.close();
  await eventually(async () => {
    await api.post("/admin/dispatch", { title: "Leak", customer_name: "John Smith" });
    const rows = await objectSql("DISPATCH_BOARD", tenantId, "select 1 from tickets where dropped_at is not null");
    return (rows as unknown[]).length === 1;
  }, "the ticket is dropped");
}

async function expectRefused(api: Api, path: string): Promise<void> {
  const refused = await api.get(path);
  expect([refused.status, refused.error.reason]).toEqual([401, "auth.invalid_ticket"]);
}

it("a browser opens the board with a ticket in the URL and no header at all", async () => {
  const business = await newBusiness();
  const { result, isAfter } = await timed(() => newTicket(business));
  const { ticket, url, expires_at, path } = result;
  expect(ticket).toMatch(new RegExp(`^tkt_${business.tenantId}_[\\w-]{43}$`));
  expect(new URL(url).pathname + new URL(url).search).toBe(`/api/v1${path}`);
  expect(isAfter(expires_at, 60)).toBe(true);
  const stream = await watch(client(), { path });
  await stream.until(ofType("snapshot"));
  await stream.close();
  const rows = await objectSql("DISPATCH_BOARD", business.tenantId, "select * from tickets");
  expect(JSON.stringify(rows)).not.toContain(ticket.slice(-43));
});

it("the browser's own reconnect with the same URL goes on where it was, also after the board restarted", async () => {
  const business = await newBusiness();
  const { path } = await newTicket(business);
  const first = await watch(client(), { path });
  await first.until(ofType("snapshot"));
  await leave(first, business);
  await crashBoard(business.tenantId);
  const again = await watch(client(), { path, headers: { "last-event-id": "0" } });
  await again.until(({ id }) => id === 1);
  expect(again.messages.some(ofType("snapshot"))).toBe(false);
  await again.close();
});

it("a ticket carries one stream at a time: opened again, it ends the stream it had", async () => {
  const business = await newBusiness();
  const { path } = await newTicket(business);
  const first = await watch(client(), { path });
  const second = await watch(client(), { path });
  await first.ended;
  await second.until(ofType("snapshot"));
  await second.close();
});

it("a ticket must be used within a minute", async () => {
  const business = await newBusiness();
  const { path } = await newTicket(business);
  await age(business, MINUTE / 2);
  await (await watch(client(), { path })).close();
  const late = await newTicket(business);
  await age(business, MINUTE);
  await expectRefused(client(), late.path);
});

it("a ticket is dead a minute after its stream broke, and a quarter of an hour after it was issued", async () => {
  const business = await newBusiness();
  const dropped = await newTicket(business);
  await leave(await watch(client(), { path: dropped.path }), business);
  await age(business, MINUTE);
  await expectRefused(client(), dropped.path);

  const old = await newTicket(business);
  const stream = await watch(client(), { path: old.path });
  await stream.until(ofType("snapshot"));
  await age(business, 15 * MINUTE);
  await expectRefused(client(), old.path);
  await stream.close();
});

it("a made-up ticket, another business' name in it, or an access token in its place opens nothing", async () => {
  const [mine, theirs] = await Promise.all([newBusiness(), newBusiness()]);
  const { ticket } = await newTicket(mine);
  const secret = ticket.slice(-43);
  const nowhere = "00000000-0000-4000-8000-000000000000";
  for (const wrong of [`tkt_${theirs.tenantId}_${secret}`, `tkt_${nowhere}_${secret}`, `${ticket}x`, "garbage"])
    await expectRefused(client(), `${STREAM}?ticket=${wrong}`);
  expect((await client().get(`${STREAM}?ticket=${mine.accessToken}`)).status).toBe(401);
  const mismatch = await client({ "x-tenant-id": theirs.tenantId }).get(`${STREAM}?ticket=${ticket}`);
  expect([mismatch.status, mismatch.error.reason]).toEqual([403, "auth.tenant_mismatch"]);
});

it("a ticket opens the stream and nothing else", async () => {
  const business = await newBusiness();
  const { ticket } = await newTicket(business);
  const board = await client().get(`/admin/dispatch/board?ticket=${ticket}`);
  expect([board.status, board.error.reason]).toEqual([401, "auth.missing_token"]);
  const asBearer = await client({ authorization: `Bearer ${ticket}` }).get("/admin/dispatch/board");
  expect([asBearer.status, asBearer.error.reason]).toEqual([401, "auth.invalid_token"]);
});
