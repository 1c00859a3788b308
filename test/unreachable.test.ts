import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "#/tools/ready.mjs";
import { eventually, type Json, PASSWORD } from "./support/client.ts";
import { type KillableServer, migrate, startKillable } from "./support/killable-server.ts";

// What the log says of a delivery that reaches nobody. Requests of the tests' Worker go out through Node, which answers 500 for them: so
// this is a server as `npm start` runs it, whose requests go out through the runtime.

const state = mkdtempSync(join(tmpdir(), "truckroll-unreachable-"));
const listeners: { close: () => Promise<void> }[] = [];
let server: KillableServer | undefined;
afterAll(async () => {
  await Promise.all([server?.kill(), ...listeners.map(({ close }) => close())]);
  rmSync(state, { recursive: true, force: true });
});

/** The port of a listener of raw TCP on this machine: what it does with each connection. */
async function listenerThat(meets: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    meets(socket);
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => listener.close(resolve));
  };
  listeners.push({ close });
  return (listener.address() as AddressInfo).port;
}

let targets: Record<string, { id: number }> = {};
let call: (method: string, path: string, body?: unknown) => Promise<Json>;

beforeAll(async () => {
  const port = (await freePort()) ?? 0;
  await migrate(state);
  server = await startKillable(state, port);
  const headers: Record<string, string> = { "content-type": "application/json" };
  call = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    expect(answer.ok, text).toBe(true);
    return (JSON.parse(text) as Json).data;
  };
  const business = await call("POST", "/auth/register", {
    ...{ email: "jane@smithhvac.example", username: "jane", password: PASSWORD },
    ...{ first_name: "Jane", last_name: "Smith", company_name: "Smith HVAC" },
  });
  headers.authorization = `Bearer ${business.access_token}`;
  const urls = {
    dns: "https://no-such-host.truckroll.example/hook",
    refused: `http://127.0.0.1:${await freePort()}/`,
    tls: `https://127.0.0.1:${await listenerThat((socket) => socket.on("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")))}/`,
    connection: `http://127.0.0.1:${await listenerThat((socket) => socket.on("data", () => socket.destroy()))}/`,
    timeout: `http://127.0.0.1:${await listenerThat(() => undefined)}/`,
  };
  const made = Object.entries(urls).map(async ([word, url]) => {
    const target = await call("POST", "/admin/webhooks", { url, events: ["sale.created"] });
    return [word, target] as const;
  });
  targets = Object.fromEntries(await Promise.all(made));
  const technician = await call("POST", "/admin/technicians", { name: "Mike", pay_type: "hourly", base_pay_cents: 1 });
  const item = await call("POST", "/admin/items", { name: "Filter", sku: "F-1", list_price_cents: 1999 });
  await call("POST", "/sales", {
    ...{ technician_id: technician.id, item_id: item.id, sale_price_cents: 1999 },
    ...{ customer_name: "Ann", payment_type: "cash" },
  });
});

it.each([
  ["dns", "whose host name leads nowhere"],
  ["refused", "where nothing listens"],
  ["tls", "that cannot make a secure connection"],
  ["connection", "that hangs up before it answers"],
  ["timeout", "that takes the event and never answers"],
])("the log says %s of a receiver %s", async (word) => {
  const attempt = await eventually(async () => {
    const [delivery] = (await call("GET", `/admin/webhooks/${targets[word]?.id}/deliveries`)).items;
    return delivery?.attempts[0];
  }, "the first attempt is over");
  expect([attempt.error, attempt.response_status]).toEqual([word, null]);
});
