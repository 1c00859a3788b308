import { mkdirSync } from "node:fs";
import type { BrowserContextOptions, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { findings, inBrowser, openPage } from "../support/browser.ts";
import { type Business, eventually, type Json, newBusiness } from "../support/client.ts";
import { testWorker } from "../support/test-worker.ts";

const line = (description: string, amount_cents: number, more: object = {}) => ({ description, amount_cents, ...more });
const options = [
  { name: "Good", description: "Keeps you cool.", line_items: [line("14 SEER air conditioner", 450_000)] },
  {
    name: "Better",
    ...{ description: "Heats, too, and costs less to run.", recommended: true },
    line_items: [
      line("16 SEER heat pump", 545_000),
      line("Installation", 12_500, { quantity: 6 }),
      line("Smart thermostat", 24_900, { optional: true }),
      line("Ten years of service", 89_000, { optional: true }),
    ],
  },
  { name: "Best", line_items: [line("20 SEER heat pump, variable speed", 740_000), line("Installation", 75_000)] },
];

let business: Business;
beforeAll(async () => {
  business = await newBusiness("Palm Cooling");
  await business.api.post("/admin/tax-rates", { name: "Hillsborough County", rate_ppm: 75_000, is_default: true });
});

const sent = async (body: object = { options }): Promise<{ id: number; path: string }> => {
  const { api } = business;
  const made = await api.post("/admin/estimates", {
    ...{ customer_name: "Jane Smith", customer_email: "jane@example.com", title: "New heat pump" },
    ...{ service_address: "12 Oak Street", service_city: "Tampa", service_state: "FL", service_zip: "33601" },
    ...{ notes: "Includes removal of the old unit.", terms: "Half at the start, half when it runs." },
    ...body,
  });
  expect(made.status, made.text).toBe(201);
  const { data } = await api.post(`/admin/estimates/${made.data.id}/send`, { mail: false });
  return { id: made.data.id, path: new URL(data.url).pathname };
};
const get = async (id: number): Promise<Json> => (await business.api.get(`/admin/estimates/${id}`)).data;
const acceptanceOf = async (id: number): Promise<Json> =>
  (await business.api.get(`/admin/estimates/${id}/acceptance`)).data;
/** Pictures of the page, for a person to look at: name a folder in PICTURES. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

inBrowser("the page of an estimate", () => {
  it.each([
    ["with a script", true],
    ["without any", false],
  ] as const)("lets a customer choose, add and accept %s", async (_, javaScriptEnabled) => {
    const { id, path } = await sent();
    const page = await openPage(path, { ...phone, javaScriptEnabled });
    if (javaScriptEnabled) await picture(page, "phone-open");
    expect(await page.locator("#accept").count()).toBe(0);
    await page.getByRole("button", { name: "Choose Better" }).click();
    await page.getByLabel("Smart thermostat").check();
    if (!javaScriptEnabled) await page.getByRole("button", { name: "Update the total" }).click();
    // 545,000 + 75,000 + 24,900 and 7.5 %
    const accept = page.getByRole("button", { name: "Accept for $6,932.68" });
    await accept.waitFor();
    if (javaScriptEnabled) {
      await draw(page);
      await page.getByLabel("Your full name").fill("Jane Q. Smith");
      await picture(page, "phone-chosen");
      expect(await findings(page)).toEqual([]);
    } else await page.getByLabel("Your full name").fill("Jane Q. Smith");
    await accept.click();
    await page.getByText("You have accepted this estimate.").waitFor();
    expect(new URL(page.url()).search).toBe("");
    await picture(page, javaScriptEnabled ? "phone-accepted-drawn" : "phone-accepted-typed");
    if (javaScriptEnabled) expect(await findings(page)).toEqual([]);
    expect(await get(id)).toMatchObject({ status: "accepted", accepted_option: "better", accepted_lines: [3] });
    const kept = await acceptanceOf(id);
    expect(kept).toMatchObject({ signer_name: "Jane Q. Smith", on_behalf: false, accepted_by: "anonymous" });
    expect(kept.signature.kind).toBe(javaScriptEnabled ? "drawn" : "typed");
    expect(await page.getByText(kept.content_hash).count()).toBe(1);
    expect(await page.getByRole("button").count()).toBe(0);
  });

  it("reads well on a desk and in the dark, and counts who looks", async () => {
    const { id, path } = await sent();
    const page = await openPage(path);
    await picture(page, "desk-light");
    expect(await findings(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    await picture(page, "desk-dark");
    const viewed = await eventually(async () => {
      const one = await get(id);
      return one.view_count > 0 && one;
    }, "the view is counted");
    expect(viewed).toMatchObject({ status: "viewed", view_count: 1 });
    const small = await openPage(path, { viewport: { width: 320, height: 640 } });
    expect(await small.evaluate("document.documentElement.scrollWidth")).toBe(320);
  });

  it("lets a customer decline, and says so", async () => {
    const { id, path } = await sent({ line_items: [line("Heat pump", 100_000)] });
    const page = await openPage(path);
    await page.getByText("Decline instead").click();
    await page.getByLabel("Why, if you like to say").fill("Too expensive");
    await page.getByRole("button", { name: "Decline the estimate" }).click();
    await page.getByText("You have declined this estimate.").waitFor();
    await picture(page, "desk-declined");
    expect(await get(id)).toMatchObject({ status: "declined", decline_reason: "Too expensive" });
  });
});

const at = (path: string) => `${testWorker().url}${path}`;
const post = (path: string, fields: Record<string, string>) =>
  fetch(at(path), {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
    headers: { "cf-connecting-ip": `10.9.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}` },
  });
/** Draws across the field for signatures. */
async function draw(page: Page): Promise<void> {
  const field = page.locator("#pad svg");
  await field.scrollIntoViewIfNeeded();
  const box = await field.boundingBox();
  if (!box) throw new Error("there is nothing to draw in");
  const point = (x: number, y: number): [number, number] => [box.x + box.width * x, box.y + box.height * y];
  await page.mouse.move(...point(0.1, 0.7));
  await page.mouse.down();
  for (const [x, y] of [
    [0.2, 0.2],
    [0.3, 0.8],
    [0.45, 0.3],
    [0.6, 0.7],
    [0.8, 0.4],
  ] as const)
    await page.mouse.move(...point(x, y), { steps: 4 });
  await page.mouse.up();
}

it("looking accepts nothing, however often and by what program", async () => {
  const { id, path } = await sent({ line_items: [line("Heat pump", 100_000)] });
  for (const method of ["GET", "HEAD", "GET", "HEAD"]) {
    for (const address of [path, `${path}?option=offer`]) {
      const answer = await fetch(at(address), { method });
      expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
      expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
      await answer.text();
    }
    const refused = await fetch(at(`${path}/accept`), { method });
    expect([404, 405]).toContain(refused.status);
    await refused.text();
  }
  expect(await get(id)).toMatchObject({ status: "sent", view_count: 0 });
  const yes = await post(`${path}/accept`, { name: "Jane Smith", total_cents: "107500" });
  expect([yes.status, yes.headers.get("location")]).toEqual([303, path]);
  const again = await post(`${path}/accept`, { name: "Someone else", total_cents: "107500" });
  expect(again.status).toBe(303);
  expect(await acceptanceOf(id)).toMatchObject({ signer_name: "Jane Smith" });
});

it("an answer to what is not there says why, and changes nothing", async () => {
  const { id, path } = await sent();
  for (const [fields, status, text] of [
    [{ name: " ", option: "good", total_cents: "483750" }, 422, "Please type your full name"],
    [
      { name: "Jane", option: "platinum", total_cents: "1" },
      422,
      "There is no such option. Choose good, better, best.",
    ],
    [{ name: "Jane", total_cents: "1" }, 422, "Choose an option: good, better, best."],
    [{ name: "Jane", option: "good", total_cents: "483749" }, 409, "The total is other than the one that was shown."],
    [{ name: "Jane", option: "good", with: "1", total_cents: "483750" }, 422, "Line 1 is not an optional line"],
    [{ name: "Jane", option: "good", drawn: "M0 0<script>", total_cents: "483750" }, 422, "Please type"],
  ] as const) {
    const answer = await post(`${path}/accept`, fields);
    expect([answer.status, (await answer.text()).includes(text)], text).toEqual([status, true]);
  }
  expect((await get(id)).status).toBe("sent");
});

it("a link of an earlier version, and one that nobody made, lead to a polite page without an offer", async () => {
  const { id, path } = await sent();
  await business.api.post(`/admin/estimates/${id}/revise`);
  for (const way of [path, `${path}/pdf`]) {
    const old = await fetch(at(way));
    const text = await old.text();
    expect([old.status, text.includes("There is a newer version of this estimate")]).toEqual([410, true]);
    expect(text).not.toMatch(/<form|Jane Smith|4,500/);
  }
  const refused = await post(`${path}/accept`, { name: "Jane", option: "good", total_cents: "450000" });
  expect(refused.status).toBe(410);
  for (const token of ["x", `${business.tenantId}_${"A".repeat(43)}`]) {
    const unknown = await fetch(at(`/e/${token}`));
    expect([unknown.status, (await unknown.text()).includes("This link does not lead to a document")]).toEqual([
      404,
      true,
    ]);
  }
});

it("the link leads to the PDF, too", async () => {
  const { path } = await sent();
  const answer = await fetch(at(`${path}/pdf`));
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/pdf"]);
  expect(new TextDecoder().decode(bytes.slice(0, 5))).toBe("%PDF-");
});

it("who sends form after form is slowed down", async () => {
  const { path } = await sent();
  const headers = { "cf-connecting-ip": "10.77.88.99" };
  const statuses: number[] = [];
  for (let i = 0; i < 6; i++) {
    const body = new URLSearchParams({ name: "Jane", option: "none", total_cents: "1" });
    const answer = await fetch(at(`${path}/accept`), { method: "POST", body, headers });
    await answer.text();
    statuses.push(answer.status);
  }
  expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
});
