import { expect, it } from "vitest";
import { fillSignIn, inBrowser, isLive, openPage, shows } from "../support/browser.ts";
import { newBusiness, newTechnician } from "../support/client.ts";
import { copyJobs } from "../support/large-day.ts";

const DATE = "2030-03-27"; // a Wednesday in New York, four hours behind UTC
const time = (text: string) => `${DATE}T${text}:00.000Z`;

inBrowser("a dispatcher who optimises a day of more than 100 jobs", () => {
  it("sees how far the plan is, takes it over when it is done, and undoes it", async () => {
    const business = await newBusiness();
    const { api } = business;
    for (let n = 0; n < 3; n++) await newTechnician(business);
    const made = await api.post("/admin/dispatch", {
      ...{ title: "AC Repair", customer_name: "John Smith", service_latitude: 27.95, service_longitude: -82.46 },
      ...{ scheduled_start: time("13:00"), scheduled_end: time("13:20"), duration_minutes: 20 },
      ...{ arrival_window_start: time("13:00"), arrival_window_end: time("20:30") },
    });
    await copyJobs(business, made.data.id, 105);
    const assigned = async (): Promise<number> =>
      (await api.get("/admin/dispatch?status=dispatched&limit=1")).data.total;
    const page = await openPage(`/board?date=${DATE}`);
    await fillSignIn(page, business);
    await isLive(page);
    // the page asks how far the plan is when that has been seen: a slow browser would draw it when the plan is done
    const { promise: seen, resolve: goOn } = Promise.withResolvers<void>();
    await page.route("**/admin/route-plans/*", async (route) => {
      await seen;
      await route.continue();
    });
    await page.getByRole("button", { name: "Optimise", exact: true }).click();
    await shows(page, "#optimize-status", /The day is large: \d+ % of the plan is done/);
    goOn();
    await shows(page, ".comparison", "Jobs with a technician");
    await page.getByRole("button", { name: "Take over" }).click();
    await page.locator("#optimize").waitFor({ state: "hidden" });
    await shows(page, "#notice", "The routes are taken over.");
    expect(await assigned()).toBeGreaterThan(0);
    await page.locator("#undo").click();
    await shows(page, "#notice", "The routes are as they were before.");
    expect(await assigned()).toBe(0);
  });
});
