import { readdirSync } from "node:fs";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { inBrowser, openBoard, openPage } from "../support/browser.ts";
import { findChromium } from "../support/chromium.ts";
import { type Business, newBusiness, newTechnician } from "../support/client.ts";

const ASSETS = new URL("../../dist/assets/", import.meta.url).pathname;

/** Every page that is served, by its file. */
const served = readdirSync(ASSETS, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".html"))
  .map((file) => `/${file.replace(/(^|\/)index\.html$|\.html$/, "$1")}`);

/** Pages that one file serves at another path, or that look different after a #. */
const more = ["/reset", "/reset#lnk_something", "/accept-invitation#lnk_something"];

/** Dark changes colors only, so that one width is enough for it. */
const LOOKS = [
  [1440, "dark"],
  [820, "light"],
  [390, "light"],
] as const;

type Finding = { id: string; nodes: string[] };
const judge = async (page: Page): Promise<Finding[]> =>
  await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({
      resultTypes: ["violations"],
    });
    return violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`),
    }));
  });

/** Holds a page to its looks at every width, in light and dark: nothing sticks out to the side, and axe-core finds nothing. */
async function looksRight(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  for (const [width, colorScheme] of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const needed = await page.evaluate<number>("document.documentElement.scrollWidth");
    expect(needed, `width that the page takes of ${width}`).toBeLessThanOrEqual(width);
    expect(await judge(page), `${colorScheme}, ${width} px`).toEqual([]);
  }
}

inBrowser("every page at three widths, light and dark", () => {
  it.each([...served, ...more])("%s", async (path) => {
    const page = await openPage(path);
    await page.locator(":is(h1, h2):visible").first().waitFor();
    expect(await page.locator("link[rel=icon]").count(), "an icon: without one a browser asks for /favicon.ico").toBe(
      1,
    );
    await looksRight(page);
  });
});

inBrowser("the home page", () => {
  it("lists the pages of documentation, for those who ask for /docs too", async () => {
    const page = await openPage("/docs");
    await page.locator('a[href="/docs/dispatch"]').waitFor();
    expect(new URL(page.url()).pathname).toBe("/");
  });
});

inBrowser("the board of a full day", () => {
  let business: Business;
  beforeAll(async () => {
    business = await newBusiness();
    const crew = await Promise.all(Array.from({ length: 5 }, () => newTechnician(business, true)));
    const statuses = ["acknowledged", "en_route", "on_site", "in_progress", "completed"];
    const start = new Date(Date.now()).toISOString();
    const end = new Date(Date.now() + 3_600_000).toISOString();
    for (const [i, { id, api }] of crew.entries()) {
      for (const priority of ["urgent", "high"]) {
        const job = await business.api.post("/admin/dispatch", {
          ...{
            title: `Frozen coil ${"x".repeat(i * 8)}`,
            customer_name: "Patricia Davis",
            service_city: "Tampa",
            priority,
          },
          ...{ customer_phone: "+1 813 555 0142", service_address: "1396 Land O' Lakes Blvd" },
          ...(priority === "urgent" && { scheduled_start: start, scheduled_end: end }),
        });
        expect(job.status, job.text).toBe(201);
        if (priority === "high") continue;
        await business.api.patch(`/admin/dispatch/${job.data.id}/assign`, { technician_id: id });
        for (const status of statuses.slice(0, i + 1)) {
          const path = `/tech/dispatch/my-jobs/${job.data.id}`;
          const told = await (status === "acknowledged"
            ? api.patch(`${path}/acknowledge`)
            : api.patch(`${path}/status`, { status }));
          expect(told.status, told.text).toBe(200);
        }
      }
      await api.post("/tech/dispatch/location", { latitude: 27.9 + i / 50, longitude: -82.4, heading: 45 });
    }
  });

  it("fits at every width, with its positions and an open job", async () => {
    const page = await openBoard(business);
    await page.locator(".places li").nth(4).waitFor();
    await looksRight(page);
    await page
      .getByRole("button", { name: /Frozen coil/ })
      .first()
      .click();
    await page.getByRole("dialog").waitFor();
    await looksRight(page);
  });

  it.each([
    ["on a desk at twice the size", { width: 640, height: 450 }],
    ["on a phone", { width: 390, height: 844 }],
  ])("leaves %s more than half of the window to the jobs, and shows each lane", async (_, viewport) => {
    const page = await openBoard(business, { viewport });
    await page.locator(".lane").nth(4).waitFor();
    const height = (await page.locator(".top").boundingBox())?.height ?? viewport.height;
    expect(height).toBeLessThan(viewport.height / 2);
    for (const lane of await page.locator(".lane").all()) {
      await lane.scrollIntoViewIfNeeded();
      await lane.getByText("Mike Johnson").waitFor();
    }
  });
});

it("the browser is the one that CHROMIUM names, else Debian's, else Playwright's", () => {
  const only =
    (...paths: string[]) =>
    (path: string) =>
      paths.includes(path);
  expect(findChromium("/opt/mine", "/playwrights", () => true)).toBe("/opt/mine");
  expect(findChromium(undefined, "/playwrights", () => true)).toBe("/usr/bin/chromium");
  expect(findChromium(undefined, "/playwrights", only("/playwrights"))).toBe("/playwrights");
  expect(findChromium(undefined, "/playwrights", only())).toBeUndefined();
  expect(() => findChromium("/opt/mine", "/playwrights", only("/playwrights"))).toThrow("/opt/mine");
});
