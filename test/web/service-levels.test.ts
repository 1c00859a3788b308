import type { Page } from "playwright-core";
import { afterEach, expect, it } from "vitest";
import { findings, inBrowser, openBoard } from "../support/browser.ts";
import { newBusiness, newTechnician, quiet } from "../support/client.ts";
import { moveClock, releaseClock, runJob } from "../support/clock.ts";

// What was promised for a job shows on the board when it is in danger: live, and when the page is loaded again.

afterEach(releaseClock);

const target = { response_minutes: 60, resolution_minutes: 480 };
const shot = async (page: Page, name: string) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/levels-${name}.png` });
};

inBrowser("service levels on the board", () => {
  it("a job shows that its response is due soon, then that it was missed; who has answered is not pressed", async () => {
    await moveClock("2026-03-10T15:00:00Z");
    const business = await newBusiness();
    const { api } = business;
    const mike = await newTechnician(business, true);
    const calendar = await api.post("/admin/sla/calendars", { name: "Always", is_24x7: true });
    const targets = { urgent: target, high: target, normal: target, low: target };
    await api.post("/admin/sla/policies", { name: "All", targets, calendar_id: calendar.data.id });
    const newJob = async (title: string, more = {}): Promise<number> =>
      (await api.post("/admin/dispatch", { title, customer_name: "Ann Lee", ...more })).data.id;
    const times = { scheduled_start: "2026-03-10T16:30:00Z", scheduled_end: "2026-03-10T18:30:00Z" };
    const id = await newJob("Frozen coil");
    const planned = await newJob("Loud furnace", times);
    await api.patch(`/admin/dispatch/${planned}/assign`, { technician_id: mike.id });
    await quiet(business);

    const page = await openBoard(business);
    const chip = (job: number) => page.locator(`#job-${job} .sla`);
    await page.getByRole("button", { name: "Loud furnace" }).waitFor();
    expect(await page.locator(".sla").count()).toBe(0);

    await moveClock("2026-03-10T15:50:00Z");
    await runJob("sweep");
    for (const job of [id, planned]) await chip(job).filter({ hasText: "SLA due 12:00 PM" }).waitFor();
    expect(await chip(id).getAttribute("title")).toBe("Response promised by Mar 10, 2026, 12:00 PM");
    expect(await page.locator(`#job-${planned}`).getAttribute("title")).toContain("Response promised by Mar 10");
    expect(await findings(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "light" });
    await shot(page, "warning");

    await mike.api.patch(`/tech/dispatch/my-jobs/${planned}/acknowledge`);
    await chip(planned).waitFor({ state: "detached" });

    await moveClock("2026-03-10T16:05:00Z");
    await runJob("sweep");
    await chip(id).filter({ hasText: "SLA missed" }).waitFor();
    expect(await chip(id).getAttribute("title")).toBe("Response promised by Mar 10, 2026, 12:00 PM: missed");
    await page.reload();
    await chip(id).filter({ hasText: "SLA missed" }).waitFor();
    expect(await chip(planned).count()).toBe(0);
    await page.getByRole("button", { name: "Frozen coil" }).click();
    await page
      .getByRole("dialog")
      .getByText(/^Response promised by .*: missed$/)
      .waitFor();
    await shot(page, "job");
    await page.keyboard.press("Escape");
    await page.locator("#search").focus();
    expect(await findings(page)).toEqual([]);
    await shot(page, "missed-dark");
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    await shot(page, "missed-phone");
  });
});
