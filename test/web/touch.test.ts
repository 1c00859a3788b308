import type { CDPSession, Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { inBrowser, openBoard, shows } from "../support/browser.ts";
import { type Business, type Json, newBusiness, PATIENCE_MS } from "../support/client.ts";

// What a dispatcher does on the board of a phone with their fingers.

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
type At = [x: number, y: number];

async function newNamed({ api }: Business, name: string): Promise<number> {
  const made = await api.post("/admin/technicians", { name, pay_type: "hourly", base_pay_cents: 2500 });
  expect(made.status, made.text).toBe(201);
  return made.data.id;
}

async function phone(crew = 1) {
  const business = await newBusiness();
  const technicians = [];
  for (let i = 0; i < crew; i++) technicians.push(await newNamed(business, `Technician ${i + 1}`));
  const made = await business.api.post("/admin/dispatch", { title: "Frozen coil", customer_name: "John Smith" });
  const job: number = made.data.id;
  const page = await openBoard(business, PHONE);
  await page.locator(`#waiting #job-${job}`).waitFor();
  const read = async (): Promise<Json> => (await business.api.get(`/admin/dispatch/${job}`)).data;
  return { page, job, read, technicians, fingers: await fingersOn(page) };
}

/** Fingers as Chromium hears them: all that are on the screen, at each change. */
async function fingersOn(page: Page) {
  const inspector: CDPSession = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...at: At[]) =>
    inspector.send("Input.dispatchTouchEvent", { type, touchPoints: at.map(([x, y], id) => ({ x, y, id })) });
  return {
    press: (...at: At[]) => touch("touchStart", ...at),
    move: async ([fromX, fromY]: At, [toX, toY]: At) => {
      for (const part of [0.25, 0.5, 0.75, 1])
        await touch("touchMove", [fromX + (toX - fromX) * part, fromY + (toY - fromY) * part]);
    },
    lift: () => touch("touchEnd"),
  };
}
/** Where a finger reaches it: in the evening the hours of a lane begin far to the left of the screen. */
const middleOf = async (locator: Locator): Promise<At> => {
  const box = await locator.boundingBox();
  if (!box) throw new Error("nothing to see there");
  const [left, right] = [Math.max(0, box.x), Math.min(PHONE.viewport.width, box.x + box.width)];
  return [(left + right) / 2, box.y + box.height / 2];
};
const isGone = (page: Page) => page.locator(".ghost").waitFor({ state: "detached" });
const scrolled = (page: Page): Promise<number> => page.evaluate<number>("scrollY");

inBrowser("a dispatcher with a phone", () => {
  it("lifts a job with a finger that stays on it, and puts it onto a technician's hours", async () => {
    const { page, job, read, technicians, fingers } = await phone();
    const from = await middleOf(page.locator(`#job-${job}`));
    await fingers.press(from);
    await page.locator(".ghost").waitFor();
    const to = await middleOf(page.locator(`#lane-${technicians[0]} .track`));
    await fingers.move(from, to);
    await shows(page, ".ghost", /Technician 1, \d+:(00|15|30|45) [AP]M/);
    await fingers.lift();
    await shows(page, "#notice", "Frozen coil: Technician 1, ");
    expect((await read()).technician_id).toBe(technicians[0]);
    expect(await page.locator("#job").isVisible()).toBe(false);
    // the next tap does what it says
    await page.locator("#undo").tap();
    await shows(page, "#notice", "Undone.");
  });

  it("reaches a technician far below: the page scrolls while the finger stays at its edge", async () => {
    const { page, job, read, technicians, fingers } = await phone(16);
    const from = await middleOf(page.locator(`#job-${job}`));
    const edge: At = [180, 830];
    await fingers.press(from);
    await page.locator(".ghost").waitFor();
    await fingers.move(from, edge);
    const last = `#lane-${technicians.at(-1)} .track`;
    const bottom = async () => ((await page.locator(last).boundingBox())?.y ?? Number.NaN) + 80;
    await expect.poll(bottom, { timeout: PATIENCE_MS }).toBeLessThan(PHONE.viewport.height - 80);
    const to = await middleOf(page.locator(last));
    await fingers.move(edge, to);
    await shows(page, ".ghost", "Technician");
    await page.locator(`.lane.target`).waitFor();
    const lane = await page.locator(".lane.target").getAttribute("data-lane");
    await fingers.lift();
    await shows(page, "#notice", "Frozen coil: Technician");
    expect(String((await read()).technician_id)).toBe(lane);
  });

  it("cancels the move with a second finger, and opens a job with a tap", async () => {
    const { page, job, read, technicians, fingers } = await phone();
    const from = await middleOf(page.locator(`#job-${job}`));
    await fingers.press(from);
    await page.locator(".ghost").waitFor();
    const to = await middleOf(page.locator(`#lane-${technicians[0]} .track`));
    await fingers.move(from, to);
    await fingers.press(to, [60, 60]);
    await isGone(page);
    await fingers.lift();
    await page.locator(`#waiting #job-${job}`).waitFor();
    expect((await read()).technician_id).toBeNull();
    await page.locator(`#open-${job}`).tap();
    await shows(page, "#job[open]", "Frozen coil");
  });

  it("scrolls with a finger that moves at once, and leaves the job where it is", async () => {
    const { page, job, read, fingers } = await phone(16);
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 3_600_000); // however slow the machine is, the finger has not stayed
    const from = await middleOf(page.locator(`#job-${job}`));
    await fingers.press(from);
    await fingers.move(from, [from[0], from[1] - 200]);
    await fingers.lift();
    await expect.poll(() => scrolled(page), { timeout: PATIENCE_MS }).toBeGreaterThan(0);
    expect(await page.locator(".ghost").count()).toBe(0);
    expect((await read()).technician_id).toBeNull();
  });
});
