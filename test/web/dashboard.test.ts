import type { Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { commit } from "#/db/tenant/commit.ts";
import { sales } from "#/domains/sales/index.ts";
import { Frozen } from "#/kernel/frozen.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { fillSignIn, findings, inBrowser, openPage } from "../support/browser.ts";
import { type Business, newBusiness } from "../support/client.ts";
import { ctxOf } from "../support/ctx.ts";
import { liveHalfAYear } from "../support/scored-world.ts";

const shot = async (page: Page, name: string) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/dashboard-${name}.png`, fullPage: true });
};
// not the first of a month: that may be the usual one, which the address leaves out
const DAYS = "from=2025-10-02&to=2026-03-31";
const isLoaded = (page: Page) =>
  page
    .locator("#status")
    .filter({ hasText: /^Loaded$/ })
    .waitFor({ state: "attached" });

inBrowser("the dashboard", () => {
  let business: Business;
  beforeAll(async () => {
    business = await newBusiness();
    const [technicianId = 0] = await liveHalfAYear(business);
    const ctx = ctxOf(business);
    // two years before, so that there is something to project from
    const earlier = Array.from({ length: 24 }, (_, i) => {
      const saleDate =
        `${2023 + Math.floor((i + 9) / 12)}-${String(((i + 9) % 12) + 1).padStart(2, "0")}-15` as LocalDate;
      return sales.insert(ctx, {
        ...{ id: 1000 + i, technicianId, itemId: 1, paymentType: "cash", paymentStatus: "unpaid", voided: false },
        ...{
          approvalStatus: "approved",
          customerName: "Jo",
          commission: new Frozen("{}"),
          commissionCents: 0,
          quantity: 1,
        },
        ...{ saleDate, salePriceCents: 900_000 + 250_000 * Math.round(Math.sin(i / 2)) + i * 20_000 },
      });
    });
    await commit(ctx, { parts: earlier, audit: { action: "seed", entity: "business", id: 1 }, result: null });
  });

  it("draws what the five answers say, keeps the choices in its address, and reads as tables too", async () => {
    const page = await openPage(`/dashboard?${DAYS}`);
    await fillSignIn(page, business);
    await isLoaded(page);
    await page.locator("#growth rect.bar").nth(5).waitFor();
    expect(await page.locator("#growth rect.bar").count()).toBe(6);
    await page.locator("#projections path.ahead").waitFor();
    await page.locator("#technicians .row").nth(3).waitFor();
    await page.locator("#places circle.place").nth(6).waitFor();
    await page.locator("#places path.county").waitFor();
    expect(await page.locator("#customers tbody tr").count()).toBe(4);
    const months = (await business.api.get("/admin/analytics/growth?date_from=2025-10-02&date_to=2026-03-31")).data
      .months;
    await page.locator("#growth .chart").focus();
    await page.keyboard.press("ArrowLeft");
    const dollars = Math.round(months.at(-1).value / 100).toLocaleString("en-US");
    await page
      .locator("#growth output")
      .filter({ hasText: `March 2026: $${dollars}` })
      .waitFor();
    await page.locator("#growth summary").click();
    await page.getByRole("row", { name: `March 2026 $${dollars}` }).waitFor();
    await page.locator("#growth summary").click();
    expect(await findings(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "light" });
    await shot(page, "light");

    await page.getByLabel("Count").selectOption("jobs");
    await isLoaded(page);
    await page.getByText("Completed jobs by month").first().waitFor({ state: "attached" });
    expect(new URL(page.url()).search).toBe("?metric=jobs&from=2025-10-02&to=2026-03-31");
    await page.goBack();
    expect(await page.getByLabel("Count").inputValue()).toBe("revenue");
    await page.emulateMedia({ colorScheme: "dark" });
    await isLoaded(page);
    await shot(page, "dark");
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    expect(await findings(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "light" });
    await shot(page, "phone");
  });

  it("says once, beside the days, why these cannot be shown, and keeps what is shown", async () => {
    const page = await openPage(`/dashboard?${DAYS}`);
    await fillSignIn(page, business);
    await isLoaded(page);
    await page.locator("#growth rect.bar").nth(5).waitFor();
    const problem = page.locator("#days-problem");
    expect(await problem.textContent()).toBe("");
    await page.getByLabel("From").fill("2026-04-02");
    await problem.filter({ hasText: "“To” is before “From”" }).waitFor();
    await isLoaded(page);
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0);
    expect(await page.getByRole("alert").filter({ hasText: /./ }).count()).toBe(1);
    expect(await page.locator("#growth rect.bar").count()).toBe(6);
    expect(await page.locator("#technicians .row").count()).toBeGreaterThan(3);
    expect(await page.getByLabel("From").getAttribute("aria-invalid")).toBe("true");
    expect(await findings(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "light" });
    await shot(page, "reversed");
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    await shot(page, "reversed-phone");

    await page.reload();
    await problem.filter({ hasText: "“To” is before “From”" }).waitFor();
    await isLoaded(page);
    await page.locator("#projections path.ahead").waitFor();
    await shot(page, "reversed-reloaded");

    await page.locator("[name=to]").fill("2026-04-30");
    await page.locator("#growth .none").waitFor(); // nothing was sold in April
    await isLoaded(page);
    expect(await problem.textContent()).toBe("");
    expect(await page.locator("[name=to]").getAttribute("aria-invalid")).toBe("false");

    await page.goto("/dashboard?from=yesterday");
    await isLoaded(page);
    expect(await problem.textContent()).toBe("");
    await page.goto("/dashboard?from=2010-01-01");
    await page.locator("#technicians .error").waitFor();
    expect(await page.locator("#technicians .error").textContent()).toMatch(/^A scorecard covers \d+ months/);
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0);
  });

  it("shows on a phone every column of a table, beside the name, and says that there are more", async () => {
    const page = await openPage(`/dashboard?${DAYS}`, { viewport: { width: 390, height: 844 } });
    await fillSignIn(page, business);
    await isLoaded(page);
    await page.locator("#technicians summary").click();
    const hint = page.locator("#technicians .sideways");
    await hint.waitFor();
    const box = page.getByRole("region", { name: "Scorecards of the technicians" });
    await box.scrollIntoViewIfNeeded();
    await shot(page, "phone-table");
    const name = box.locator("tbody th").first();
    const left = (await name.boundingBox())?.x;
    expect(await box.evaluate((node) => node.classList.contains("more"))).toBe(true);
    await box.evaluate((node) => node.scrollTo(node.scrollWidth, 0));
    await page.locator("#technicians .scrolling:not(.more)").waitFor();
    expect((await name.boundingBox())?.x, "the name stays in sight").toBe(left);
    const last = await box.getByRole("columnheader", { name: "Commission" }).boundingBox();
    expect((last?.x ?? 0) + (last?.width ?? 999)).toBeLessThanOrEqual(390);
    await shot(page, "phone-table-end");
    expect(await findings(page)).toEqual([]);
    await page.setViewportSize({ width: 1900, height: 900 });
    await page.locator("#customers .sideways").waitFor({ state: "hidden" });
  });

  it("of a new business says what is missing and what to do; who may not read it is told so", async () => {
    const page = await openPage("/dashboard");
    await fillSignIn(page, await newBusiness());
    await isLoaded(page);
    await page.getByText("Nothing was sold in these days.").first().waitFor();
    await page.getByText("There is no technician yet.").waitFor();
    expect(await findings(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "light" });
    await shot(page, "empty");
    await page.route("**/admin/analytics/growth*", (route) => route.fulfill({ status: 503, body: "{}" }));
    await page.reload();
    await page.getByRole("button", { name: "Try again" }).waitFor();
    await isLoaded(page);
    await page.getByText("There is no technician yet.").waitFor(); // the four others stay
    expect(await page.locator(".panels .error").count()).toBe(1);
    await shot(page, "failed");
    await page.unroute("**/admin/analytics/growth*");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Nothing was sold in these days.").first().waitFor();
    await page.route("**/admin/analytics/*", (route) =>
      route.fulfill({
        status: 403,
        json: {
          ok: false,
          error: { code: "forbidden", reason: "auth.missing_permission", message: "You lack analytics:read." },
        },
      }),
    );
    await page.reload();
    await page.getByText("You do not have access to the dashboard.").waitFor();
  });
});
