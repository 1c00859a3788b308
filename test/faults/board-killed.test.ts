import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it, onTestFinished } from "vitest";
import { freePort } from "#/tools/ready.mjs";
import { fillSignIn, inBrowser, isLive, openPage, shows } from "../support/browser.ts";
import { eventually, type Json, PASSWORD } from "../support/client.ts";
import { type KillableServer, migrate, startKillable } from "../support/killable-server.ts";

// The server is killed hard under the boards of two readers, one at a WebSocket and one at a stream, and started again on the same data.

const BEFORE = 12;
const AFTER = 12;

type Caller = (method: string, path: string, body?: Json, key?: string) => Promise<Json>;

/** A business on the server, and what calls it in the owner's name. Throws while nobody answers. */
async function openBusiness(url: string) {
  const headers: Record<string, string> = { "content-type": "application/json" };
  const call: Caller = async (method, path, body, key) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(key && { "idempotency-key": key }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    expect(answer.ok, text).toBe(true);
    return (JSON.parse(text) as { data: Json }).data;
  };
  const owner = { email: "jane@smithhvac.example", username: "mycompany", password: PASSWORD };
  const names = { first_name: "Jane", last_name: "Smith", company_name: "Smith HVAC" };
  const made = await call("POST", "/auth/register", { ...owner, ...names });
  headers.authorization = `Bearer ${made.access_token}`;
  return { call, code: String(made.business_code), username: owner.username };
}

/** What a page hears: the numbers of the events in their order, and how often a whole board came. */
async function hearing(page: Page) {
  const inspector = await page.context().newCDPSession(page);
  const heard = { events: [] as number[], snapshots: 0, lines: 0 };
  const take = (type: string, seq: number) => {
    if (type === "snapshot") heard.snapshots++;
    else if (type.startsWith("dispatch.")) heard.events.push(seq);
  };
  inspector.on("Network.webSocketCreated", () => heard.lines++);
  inspector.on("Network.webSocketFrameReceived", ({ response: { payloadData } }) => {
    if (payloadData === "pong") return;
    for (const line of payloadData.split("\n").filter(Boolean)) {
      const { type, seq } = JSON.parse(line) as { type: string; seq?: number };
      take(type, Number(seq ?? 0));
    }
  });
  inspector.on("Network.eventSourceMessageReceived", ({ eventId, data }) =>
    take((JSON.parse(data) as { type: string }).type, Number(eventId || 0)),
  );
  await inspector.send("Network.enable");
  return heard;
}

const idsOn = async (page: Page): Promise<number[]> => {
  const ids = await page.locator("#waiting .job, #columns .job").evaluateAll((cards) => cards.map(({ id }) => id));
  return ids.map((id) => Number(id.slice("job-".length))).sort((a, b) => a - b);
};

inBrowser("two dispatchers whose server is killed", () => {
  it("read that they are not live, and go on by themselves with everything that happened: no event is lost, none comes twice", async () => {
    const state = mkdtempSync(join(tmpdir(), "truckroll-board-"));
    const port = (await freePort()) ?? 0;
    await migrate(state);
    let server: KillableServer = await startKillable(state, port);
    onTestFinished(async () => {
      await server.kill();
      rmSync(state, { recursive: true, force: true });
    });
    const business = await openBusiness(server.url);
    const { id: technician } = await business.call("POST", "/admin/technicians", {
      ...{ name: "Mike Johnson", pay_type: "hourly", base_pay_cents: 2500 },
    });

    const open = async (script: string) => {
      const page = await openPage("about:blank", { baseURL: server.url });
      await page.addInitScript(script);
      const heard = await hearing(page);
      await page.goto("/board");
      await fillSignIn(page, business);
      await isLive(page);
      return { page, heard };
    };
    const readers = [await open(""), await open("delete globalThis.WebSocket")];
    const bothShow = (selector: string, text: string | RegExp) =>
      Promise.all(readers.map(({ page }) => shows(page, selector, text)));

    /** Calls come in one after the other; one that gets no answer is sent again until it does. */
    let answered = 0;
    const take = async (n: number): Promise<number> => {
      const key = randomUUID();
      const job = { title: `Call ${n}`, customer_name: "John Smith" };
      for (;;) {
        const made = await business.call("POST", "/admin/dispatch", job, key).catch(() => null);
        answered += made ? 1 : 0;
        if (made) return Number(made.id);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const takeAll = async () => {
      const ids: number[] = [];
      for (let n = 1; n <= BEFORE + AFTER; n++) ids.push(await take(n));
      return ids;
    };
    const calls = takeAll();
    await eventually(async () => answered >= BEFORE, "the first calls are taken");
    await server.kill();
    await bothShow("#connection", /^Not live since \d+:\d\d [AP]M$/);
    await bothShow("#stale", "It updates by itself as soon as the connection is back.");
    server = await startKillable(state, port);
    const ids = await calls;
    await business.call("PATCH", `/admin/dispatch/${ids[0]}/assign`, { technician_id: technician });

    await bothShow("#connection", /^Live$/);
    await bothShow("#columns .job", "Call 1");
    const { items } = await business.call("GET", "/admin/events?types=dispatch.*&limit=200");
    const happened = (items as Json[]).map(({ sequence }) => sequence);
    for (const { page, heard } of readers) {
      await shows(page, "#waiting .job", `Call ${BEFORE + AFTER}`);
      expect(await idsOn(page)).toEqual(ids.toSorted((a, b) => a - b));
      expect(await page.locator("#stale").isVisible()).toBe(false);
      expect(heard).toMatchObject({ events: happened, snapshots: 1 });
    }
    expect(readers[0]?.heard.lines).toBeGreaterThan(1);
    expect(readers[1]?.heard.lines).toBe(0);
  });
});
