import type { Page } from "playwright-core";
import { expect, it, onTestFinished } from "vitest";
import { sql } from "../support/back-door.ts";
import { fillSignIn, inBrowser, isLive, openBoard, openPage, shows } from "../support/browser.ts";
import { type Business, newBusiness, newTechnician } from "../support/client.ts";
import { openRelay } from "../support/relay.ts";
import { testWorker } from "../support/test-worker.ts";

const newJob = async ({ api }: Business, title: string): Promise<number> => {
  const made = await api.post("/admin/dispatch", {
    ...{ title, customer_name: "John Smith", customer_phone: "+1 813 555 0142" },
  });
  expect(made.status, made.text).toBe(201);
  return made.data.id;
};
const assign = async ({ api }: Business, job: number, technician: number): Promise<void> => {
  const assigned = await api.patch(`/admin/dispatch/${job}/assign`, { technician_id: technician });
  expect(assigned.status, assigned.text).toBe(200);
};

/** The page's own judgement: a visible outline around the element that has the focus, or around its card. */
const focusIsVisible = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>(
    `[document.activeElement, document.activeElement.closest(".job")].some((element) => {
      const { outlineStyle, outlineWidth } = element ? getComputedStyle(element) : {};
      return outlineStyle === "solid" && parseFloat(outlineWidth) >= 2;
    })`,
  );
const focused = (page: Page): Promise<string> => page.evaluate<string>("document.activeElement.textContent");

inBrowser("a dispatcher", () => {
  it("sees a job on two pages at once, from the call to the end", async () => {
    const business = await newBusiness();
    const mike = await newTechnician(business, true);
    const pages = await Promise.all([openBoard(business), openBoard(business, { colorScheme: "dark" })]);
    const bothShow = (selector: string, text: string) => Promise.all(pages.map((page) => shows(page, selector, text)));

    const job = await newJob(business, "Frozen coil");
    await bothShow("#waiting .job", "Frozen coil");
    await assign(business, job, mike.id);
    await bothShow("#columns .job", "Dispatched");
    for (const [status, text] of [
      ["en_route", "On the way"],
      ["on_site", "On site"],
      ["in_progress", "In progress"],
      ["completed", "Completed"],
    ] as const) {
      const told = await mike.api.patch(`/tech/dispatch/my-jobs/${job}/status`, { status });
      expect(told.status, told.text).toBe(200);
      await bothShow("#columns .job", text);
    }
    await mike.api.post("/tech/dispatch/location", { latitude: 27.95, longitude: -82.45 });
    await bothShow(".places li", "27.9500, -82.4500");
  });

  it("reads that the board is not live when the line stalls, and what they missed when it is back", async () => {
    const business = await newBusiness();
    const line = await openRelay();
    onTestFinished(line.close);
    line.direct(Number(new URL(testWorker().url).port));
    const page = await openPage("about:blank", { baseURL: line.url });
    await page.clock.install();
    await page.goto("/board");
    await fillSignIn(page, business);
    await isLive(page);

    line.stall();
    await newJob(business, "Missed");
    await page.clock.fastForward(36_000);
    await shows(page, "#connection", /^Not live since \d+:\d\d [AP]M$/);
    await shows(page, "#stale", "may be out of date");
    expect(await page.getByText("Missed").count()).toBe(0);

    line.resume();
    await page.clock.fastForward(36_000);
    await isLive(page);
    await shows(page, "#waiting .job", "Missed");
    expect(await page.locator("#stale").isVisible()).toBe(false);
  });

  it("reads that they are offline", async () => {
    const business = await newBusiness();
    const page = await openBoard(business);
    await page.context().setOffline(true);
    await shows(page, "#connection", /^Offline\. Not live since \d+:\d\d [AP]M$/);
    await newJob(business, "Missed");
    await page.context().setOffline(false);
    await isLive(page);
    await shows(page, "#waiting .job", "Missed");
  });

  it("works with the keyboard alone, and keeps their place while jobs come and go", async () => {
    const business = await newBusiness();
    const mike = await newTechnician(business);
    const job = await newJob(business, "Frozen coil");
    await newJob(business, "No power");
    const page = await openBoard(business);
    await shows(page, "#waiting .job", "No power");

    await page.locator("#sign-out").focus();
    await page.keyboard.press("Tab");
    expect([await focused(page), await focusIsVisible(page)]).toEqual(["Frozen coil", true]);
    await page.keyboard.press("Tab");
    expect([await focused(page), await focusIsVisible(page)]).toEqual(["No power", true]);
    await page.keyboard.press("Enter");
    await shows(page, "dialog[open]", "+1 813 555 0142");
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    expect(await focused(page)).toBe("No power");

    await assign(business, job, mike.id); // the card before it leaves
    await shows(page, "#columns .job", "Frozen coil");
    expect(await focused(page)).toBe("No power");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Frozen coil");
  });

  it("loads the rest of a large backlog when they ask for it", async () => {
    const business = await newBusiness();
    await sql(
      business.shard,
      `insert into dispatch_jobs (tenant_id, id, title, priority, status, customer_name, slot, created_by, created_at, updated_at, version)
        select ?, value, 'Call ' || value, 'normal', 'pending', 'Ann', '~open', 'user:1', ?, ?, 1 from
          (with recursive n(value) as (select 2000001 union all select value + 1 from n where value < 2000450) select value from n)`,
      business.tenantId,
      ...["2026-03-28T12:00:00.000Z", "2026-03-28T12:00:00.000Z"],
    );
    const page = await openBoard(business);
    const has = (n: number) => page.locator(`#waiting li:nth-child(${n})`).last().waitFor();
    await has(200);
    await shows(page, "#counts", "200+");
    const more = page.getByRole("button", { name: "Show more (250 left)" });
    if (process.env.SHOTS) {
      await more.scrollIntoViewIfNeeded();
      await page.screenshot({ path: `${process.env.SHOTS}/more.png` });
    }
    await more.click();
    await has(400);
    await page.getByRole("button", { name: "Show more (50 left)" }).press("Enter");
    await has(450);
    await page.locator("#more").waitFor({ state: "detached" });
    await shows(page, "#counts", /450(?!\+)/);
  });

  it("reads in an open job what has just happened to it", async () => {
    const business = await newBusiness();
    const mike = await newTechnician(business);
    const job = await newJob(business, "Frozen coil");
    const page = await openBoard(business);
    await page.getByRole("button", { name: "Frozen coil" }).click();
    await shows(page, "#job-facts", "None yet");
    await assign(business, job, mike.id);
    await shows(page, "#job-facts", "Mike Johnson");
    await page.getByRole("button", { name: "Close" }).click();
    await page.locator("dialog[open]").waitFor({ state: "detached" });
  });
});
