import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Business, newBusiness } from "../support/client.ts";
import { ctxOf } from "../support/ctx.ts";
import { brokenRules } from "../support/invariants.ts";
import { openIsolate } from "../support/isolate.ts";
import { addItem } from "../support/item-action.ts";
import { openReceiver, type Reply } from "../support/receiver.ts";

// Row 18 of the fault matrix (matrix.ts): what receivers do, as an isolate in this process meets it. What needs the runtime's own network is in
// test/unreachable.test.ts: time-outs, names that lead nowhere, TLS.

const MEGABYTE = 2 ** 20;
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function receiverThat(reply: (n: number) => Reply) {
  const receiver = await openReceiver(reply);
  closing.push(receiver.close);
  return receiver;
}

/** Begins an answer and hangs up in the middle of it. */
async function whoHangsUp(): Promise<string> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () =>
      socket.end("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf", () => socket.destroy()),
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
}

type Row = { url: string; status: string; attempts: string; endpoint: string };
const outcomes = ({ shard, tenantId }: Business) =>
  sql<Row>(
    shard,
    `select e.url, d.status, d.attempts, e.status endpoint from webhook_deliveries d
      join webhook_endpoints e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id where d.tenant_id = ?`,
    tenantId,
  );

it("receivers that answer 500, 410, 10 MB, with a redirect in a loop or half an answer each get their due, and a good one beside them its event at once", async () => {
  for (const level of ["info", "warn", "error"] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  const business = await newBusiness();
  const good = await receiverThat(() => ({ status: 204 }));
  const broken = await receiverThat(() => ({ status: 500 }));
  const gone = await receiverThat(() => ({ status: 410 }));
  const talker = await receiverThat(() => ({ status: 200, body: "x".repeat(10 * MEGABYTE) }));
  const loop = await receiverThat(() => ({ status: 302, headers: { location: loop.url } }));
  const urls = [good, broken, gone, talker, loop].map(({ url }) => url);
  const half = await whoHangsUp();
  for (const url of [...urls, half]) {
    const made = await business.api.post("/admin/webhooks", { url, events: ["*"] });
    expect(made.status, made.text).toBe(201);
  }
  await addItem(ctxOf(business), randomUUID());
  const isolate = openIsolate(business);
  await isolate.consume("events", [{ tenantId: business.tenantId }]);
  await isolate.drain();

  const rows = await outcomes(business);
  const met = (url: string) => {
    const row = rows.find((one) => one.url.startsWith(url.replace(/\/$/, "")));
    const [attempt] = JSON.parse(row?.attempts ?? "[]") as {
      responseStatus: number;
      error: string;
      responseExcerpt: string;
    }[];
    return { status: row?.status, endpoint: row?.endpoint, ...attempt };
  };
  expect(met(good.url)).toMatchObject({ status: "delivered", error: null });
  expect(met(broken.url)).toMatchObject({
    status: "pending",
    responseStatus: 500,
    error: "status",
    endpoint: "active",
  });
  expect(met(gone.url)).toMatchObject({ status: "failed", responseStatus: 410, endpoint: "disabled" });
  expect(met(loop.url)).toMatchObject({ status: "pending", responseStatus: 302, error: "redirect" });
  // one post for each attempt: the redirect was not followed
  const made = rows.filter(({ url }) => url === loop.url).flatMap(({ attempts }) => JSON.parse(attempts) as unknown[]);
  expect(loop.posts).toHaveLength(made.length);
  const long = met(talker.url);
  expect(long).toMatchObject({ status: "delivered", responseStatus: 200 });
  expect(long.responseExcerpt?.length, "what is kept of 10 MB").toBeLessThanOrEqual(4096);
  expect(met(half)).toMatchObject({ status: "delivered", responseStatus: 200 }); // the status decides
  expect(await brokenRules((text, tenantId) => sql(business.shard, text, tenantId), business.tenantId)).toEqual([]);
});
