import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { fillSignIn, findings, inBrowser, isLive, openBoard, openPage, shows } from "../support/browser.ts";
import { type Business, eventually, type Json, newBusiness, newTechnician } from "../support/client.ts";

// The board of another day than today: the page's address names it.

const ZONE = "America/New_York"; // the default of a new business
const dateOf = (at: number): string => new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(at);
const later = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const noonOf = (date: string, minutes = 0): string =>
  new Date(Date.parse(`${date}T17:00:00Z`) + minutes * 60_000).toISOString();

async function newJob({ api }: Business, title: string, date: string, more: Json = {}): Promise<number> {
  const times = { scheduled_start: noonOf(date), scheduled_end: noonOf(date, 60) };
  const made = await api.post("/admin/dispatch", { title, customer_name: "John Smith", ...times, ...more });
  expect(made.status, made.text).toBe(201);
  return made.data.id;
}
const dayIn = (page: Page): string | null => new URL(page.url()).searchParams.get("date");

inBrowser("a dispatcher turns to another day", () => {
  it("and back, by buttons, a date and the browser's history; what happens there is seen at once", async () => {
    const business = await newBusiness();
    const mike = await newTechnician(business);
    const today = dateOf(Date.now());
    const tomorrow = later(today, 1);
    const [now, next] = [await newJob(business, "Leak", today), await newJob(business, "Tune-up", tomorrow)];
    const page = await openBoard(business);
    await page.locator(`#waiting #job-${now}`).waitFor();
    await shows(page, "#day", /^Today, /);

    await page.getByRole("button", { name: "Day after" }).click();
    await page.locator(`#waiting #job-${next}`).waitFor();
    expect([dayIn(page), await page.locator(`#job-${now}`).count()]).toEqual([tomorrow, 0]);
    expect(await page.getByLabel("Day", { exact: true }).and(page.locator("input")).inputValue()).toBe(tomorrow);
    await business.api.patch(`/admin/dispatch/${next}/assign`, { technician_id: mike.id });
    await page.locator(`#lane-${mike.id} #job-${next}`).waitFor();
    const late = await newJob(business, "Coil", tomorrow);
    await page.locator(`#waiting #job-${late}`).waitFor();
    expect(await findings(page)).toEqual([]);

    await page.goBack();
    await page.locator(`#waiting #job-${now}`).waitFor();
    expect(dayIn(page)).toBeNull();
    await page.locator("#day-field").fill(tomorrow);
    await page.locator(`#lane-${mike.id} #job-${next}`).waitFor();
    await page.getByRole("button", { name: "Today" }).click();
    await page.locator(`#waiting #job-${now}`).waitFor();
    await eventually(async () => dayIn(page) === null, "the address names no day");
  });

  it("by an address that they have kept, also after a log-in and a broken line", async () => {
    const business = await newBusiness();
    const date = later(dateOf(Date.now()), 9);
    const job = await newJob(business, "Tune-up", date);
    const page = await openPage(`/board?date=${date}`);
    await fillSignIn(page, business);
    await page.locator(`#waiting #job-${job}`).waitFor();
    await isLive(page);
    await page.context().setOffline(true);
    await shows(page, "#connection", /^Offline/);
    const missed = await newJob(business, "Coil", date);
    await page.context().setOffline(false);
    await page.locator(`#waiting #job-${missed}`).waitFor();
    await page.reload();
    await page.locator(`#waiting #job-${missed}`).waitFor();
    expect(dayIn(page)).toBe(date);
  });
});
