import type { Page, WebSocketRoute } from "playwright-core";
import { expect, it } from "vitest";
import { fillSignIn, inBrowser, isLive, openPage, shows } from "../support/browser.ts";
import { type Json, newBusiness } from "../support/client.ts";

// The page with a socket that the test answers: a crew larger than a test could make, and lines that break.

const TECHNICIANS = 200;
const JOBS = 1000;
const CHANGES = 60;
/** A frame at 20 per second. The drawing of a whole board takes some times as much. */
const MOST_CPU_MS = 50;

const day = new Intl.DateTimeFormat("en-CA", { timeZone: "UTC" }).format(new Date());
const at = (hour: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000).toISOString();
const job = (id: number, more: Json = {}): Json => ({
  ...{ id, title: `Job ${id}`, status: "dispatched", priority: "normal", customer_name: "John Smith", version: 1 },
  ...{ technician_id: (id % TECHNICIANS) + 1, zone_id: null, completed_at: null },
  ...{ scheduled_start: at(8 + (id % 9)), scheduled_end: at(9 + (id % 9)) },
  ...{ service_latitude: 27.9 + (id % 50) / 400, service_longitude: -82.5 + (id % 61) / 400 },
  ...more,
});
const position = (id: number, when: string): Json => ({
  ...{ latitude: 27.9 + (id % 60) / 500, longitude: -82.5 + (id % 70) / 500, speed: null, heading: null },
  at: when,
});
const snapshot = (jobs: number, technicians: number): Json => ({
  ...{ type: "snapshot", seq: 1 },
  data: {
    ...{ date: day, timezone: "UTC", seq: 1, backlog: [], backlog_total: 0, backlog_next_cursor: null },
    jobs: Array.from({ length: jobs }, (_, i) => job(i + 1)),
    technicians: Array.from({ length: technicians }, (_, i) => ({
      ...{ id: i + 1, name: `Technician ${i + 1}`, time_off: [], position: position(i + 1, at(7)) },
      shifts: [{ starts_at: at(8), ends_at: at(17) }],
    })),
  },
});

/** Opens the board on a socket that `serve` answers. */
async function openOn(serve: (socket: WebSocketRoute) => void): Promise<Page> {
  const business = await newBusiness();
  const page = await openPage("about:blank");
  await page.routeWebSocket(/\/admin\/dispatch\/socket/, serve);
  await page.goto("/board");
  await fillSignIn(page, business);
  return page;
}
const begin = (socket: WebSocketRoute, board: Json): void => {
  socket.onMessage((text) => text === "ping" && socket.send("pong"));
  socket.send(JSON.stringify(board));
  socket.send('{"type":"heartbeat"}');
};

inBrowser("the board of a large crew", () => {
  it("costs little for each change: time of its thread, whatever else the machine does", async () => {
    let socket: WebSocketRoute | undefined;
    const page = await openOn((opened) => {
      socket = opened;
      begin(opened, snapshot(JOBS, TECHNICIANS));
    });
    await page.locator(`#job-${JOBS}`).waitFor({ state: "attached" });
    expect([await page.locator(".lane").count(), await page.locator(".block").count()]).toEqual([TECHNICIANS, JOBS]);
    await page.locator("#map path.dot").first().waitFor();

    const inspector = await page.context().newCDPSession(page);
    await inspector.send("Performance.enable", { timeDomain: "threadTicks" });
    const busy = async (): Promise<number> => {
      const { metrics } = await inspector.send("Performance.getMetrics");
      return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1000;
    };
    const before = await busy();
    for (let i = 1; i <= CHANGES; i++) {
      const changed = job(i, { status: "on_site", version: 2 });
      socket?.send(JSON.stringify({ type: "dispatch.status", seq: 1 + i, data: changed }));
      const moved = { technician_id: i, ...position(i + 7, at(9)) };
      socket?.send(JSON.stringify({ type: "technician.location", data: moved }));
      // each is drawn before the next comes
      await page.locator(`#job-${i}[data-status="on_site"]`).waitFor({ state: "attached" });
    }
    expect((await busy()) - before).toBeLessThan(CHANGES * MOST_CPU_MS);
  });
});

inBrowser("the board's line", () => {
  it("is a socket, which says when it is lost and comes back by itself after the last event", async () => {
    const urls: string[] = [];
    let socket: WebSocketRoute | undefined;
    let isBack = false;
    const changed = { type: "dispatch.updated", seq: 8, data: job(1, { title: "Changed" }) };
    const page = await openOn((opened) => {
      urls.push(opened.url());
      socket = opened;
      if (urls.length === 1) begin(opened, snapshot(2, 3));
      else if (isBack) begin(opened, changed);
      else void opened.close({ code: 1011 });
    });
    await isLive(page);
    socket?.send(JSON.stringify({ type: "dispatch.status", seq: 7, data: job(2, { status: "on_site" }) }));
    await shows(page, "#job-2", "On site");
    expect(urls).toHaveLength(1);
    await page.route("**/api/v1/admin/dispatch/stream?*", (route) => route.abort());
    await socket?.close({ code: 1012 });
    await shows(page, "#connection", /^Not live since/);
    isBack = true;
    await isLive(page);
    await shows(page, "#job-1", "Changed");
    expect(urls.slice(1).every((url) => url.includes("last_event_id=7"))).toBe(true);
  });

  it("is a stream where no socket gets through", async () => {
    const page = await openOn((opened) => void opened.close({ code: 1011 }));
    await isLive(page);
    await shows(page, "#lanes", "There are no technicians yet.");
  });
});
