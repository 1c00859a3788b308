import { mkdirSync, writeFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import type { BrowserContextOptions, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { findings, inBrowser, openPage } from "../support/browser.ts";
import { type Business, eventually, type Json, newBusiness, newTechnician } from "../support/client.ts";
import { noPdfTools, pagesOf } from "../support/pdf-tools.ts";
import { testWorker } from "../support/test-worker.ts";

const yesNo = [
  { value: "pass", label: "Pass", score: 2 },
  { value: "fail", label: "Fail", score: 0 },
];
const when = (key: string, value: string) => ({ visible_if: { all: [{ key, op: "eq", value }] } });
const fields = [
  { key: "read_first", label: "Before you begin", type: "instruction", help: "Turn the unit off at the breaker." },
  { key: "unit", label: "Unit", type: "section" },
  {
    key: "serial",
    label: "Serial number",
    type: "text",
    required: true,
    pattern: "[A-Z]{2}-\\d{4}",
    help: "As on the plate: AB-1234.",
  },
  { key: "pressure", label: "Pressure", type: "number", min: 0, max: 500, unit: "psi" },
  { key: "result", label: "Result", type: "select", required: true, options: yesNo },
  { key: "trouble", label: "What is wrong?", type: "textarea", required: true, ...when("result", "fail") },
  { key: "photos", label: "Photos of the damage", type: "photo", required: true, ...when("result", "fail") },
  { key: "close", label: "At the end", type: "section" },
  { key: "visit", label: "How was the visit?", type: "rating" },
  { key: "next", label: "Next visit", type: "date" },
  { key: "signature", label: "Your signature", type: "signature", required: true },
];

let business: Business;
let formId: number;
beforeAll(async () => {
  business = await newBusiness("Palm Cooling");
  const { api } = business;
  formId = (
    await api.post("/admin/forms", { name: "Furnace inspection", description: "For every yearly visit", fields })
  ).data.id;
  expect((await api.post(`/admin/forms/${formId}/publish`)).status).toBe(200);
});

const newLink = async (): Promise<{ id: number; path: string }> => {
  const made = await business.api.post("/admin/form-links", { form_id: formId });
  expect(made.status, made.text).toBe(201);
  return { id: made.data.submission.id, path: new URL(made.data.url).pathname };
};
const get = async (id: number): Promise<Json> => (await business.api.get(`/admin/form-submissions/${id}`)).data;
/** Pictures of the page, for a person to look at: name a folder in PICTURES. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/form-${name}.png`, fullPage: true });
}
/** What was sent on paper, with its photo and signature. */
async function paper(id: number): Promise<void> {
  const answer = await business.api.open(`/admin/form-submissions/${id}/pdf`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/pdf"]);
  if (process.env.PICTURES) writeFileSync(`${process.env.PICTURES}/form.pdf`, bytes);
  if (noPdfTools) return;
  const text = pagesOf(bytes).join("\n");
  for (const said of [
    "Furnace inspection",
    "Serial number",
    "AB-1234",
    "12.5 psi",
    "5 of 5",
    "Signed, see below",
    "Photo 1: Photos of the damage",
    "0 of 2",
  ])
    expect(text).toContain(said);
}
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const shows = (page: Page, text: string) => page.getByText(text).first().waitFor();

async function sign(page: Page): Promise<void> {
  const pad = page.getByRole("img", { name: "Sign here: Your signature" });
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (!box) throw new Error("no field to sign in");
  await page.mouse.move(box.x + 30, box.y + box.height / 2);
  await page.mouse.down();
  for (let i = 1; i <= 8; i++) await page.mouse.move(box.x + 30 + i * 30, box.y + box.height / 2 + (i % 2 ? 20 : -20));
  await page.mouse.up();
  await page.locator("canvas[data-signed=yes]").waitFor();
  await page.locator("#form[data-kept=yes]").waitFor();
}

async function fillIn(page: Page) {
  await page.getByLabel("Serial number").fill("AB-1234");
  await page.getByLabel("Pressure").fill("12.5");
  await page.getByLabel("Fail").check();
  await page.getByLabel("What is wrong?").fill("The heat exchanger is cracked");
  const photo = { name: "crack.png", mimeType: "image/png", buffer: await page.screenshot() };
  await page.getByLabel("Photos of the damage").setInputFiles(photo);
  await page.getByRole("img", { name: "crack.jpg" }).waitFor();
  await page.getByLabel("5", { exact: true }).check();
  await sign(page);
  return photo;
}

inBrowser("the page of a form", () => {
  it("shows what is asked, says what is missing by the rules of the server, and sends it", async () => {
    const { id, path } = await newLink();
    const page = await openPage(path, phone);
    await page.getByLabel("Serial number").fill("nonsense");
    expect(await page.getByLabel("What is wrong?").isVisible()).toBe(false);
    await page.getByLabel("Fail").check();
    expect(await page.getByLabel("What is wrong?").isVisible()).toBe(true);
    await page.getByRole("button", { name: "Send" }).click();
    await shows(page, "4 answers need a look.");
    await shows(page, "Does not have the form that is asked for");
    await picture(page, "phone-problems");
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await fillIn(page);
    await page.emulateMedia({ colorScheme: "light" });
    await picture(page, "phone-filled");
    await page.emulateMedia({ colorScheme: "dark" });
    await picture(page, "phone-dark");
    await page.getByRole("button", { name: "Send" }).click();
    await shows(page, "Sent. Thank you! Palm Cooling has it.");
    await picture(page, "phone-sent");
    const sent = await get(id);
    expect(sent).toMatchObject({ status: "submitted", source: "link", score: 0, max_score: 2 });
    const [photo, signature] = sent.files;
    expect([photo, signature]).toMatchObject([
      { field: "photos", content_type: "image/jpeg" },
      { field: "signature", content_type: "image/png" },
    ]);
    expect(sent.answers).toEqual({
      ...{ serial: "AB-1234", pressure: 12.5, result: "fail", trouble: "The heat exchanger is cracked", visit: 5 },
      ...{ photos: [photo.id], signature: [signature.id] },
    });
    await paper(id);
    await page.reload();
    await shows(page, "The form was sent. Thank you!");
  });

  it("is opened, filled in and closed without a network, and sends later, once", async () => {
    const { id, path } = await newLink();
    const page = await openPage(path, phone);
    await page.locator("html[data-offline=ready]").waitFor();
    await page.context().setOffline(true);
    await page.reload();
    await page.locator("#fields .field").first().waitFor();
    expect(
      await page.evaluate(() =>
        fetch("/").then(
          () => "network",
          () => "none",
        ),
      ),
    ).toBe("none");
    const photo = await fillIn(page);
    await page.reload(); // what was filled in is there again
    await page.getByRole("img", { name: "crack.jpg" }).waitFor();
    // the server keeps one file once, so the page does too
    await page.getByLabel("Photos of the damage").setInputFiles([{ ...photo, name: "again.png" }]);
    await shows(page, "again.png is here already, so it is not added again.");
    await picture(page, "phone-twice");
    expect(await page.locator(".files img").count()).toBe(1);
    expect(await page.getByLabel("Serial number").inputValue()).toBe("AB-1234");
    await page.getByRole("button", { name: "Send" }).click();
    await picture(page, "phone-waiting");
    await shows(page, "Saved on this device.");
    expect(await page.evaluate("document.getElementById('state').getBoundingClientRect().top")).toBeGreaterThanOrEqual(
      0,
    );
    await page.reload();
    await shows(page, "Saved on this device.");
    await page.locator("#fields[inert]").waitFor(); // what waits to be sent is not changed, by keyboard neither
    expect((await get(id)).status).toBe("in_progress");
    await page.context().setOffline(false);
    await shows(page, "Sent. Thank you!");
    const sent = await eventually(async () => {
      const one = await get(id);
      return one.status === "submitted" && one;
    }, "the form comes in");
    expect(sent.files).toHaveLength(2);
    const events = (await business.api.get("/admin/events?types=form.submitted&limit=200")).data.items;
    expect(events.filter(({ data }: Json) => data.id === id)).toHaveLength(1);
  });

  it("asks once for each entry of a repeated section, without a network too", async () => {
    const { api } = business;
    const asked = [
      {
        key: "units",
        label: "Unit",
        type: "section",
        help: "Each that you serviced.",
        repeat: true,
        required: true,
        max: 3,
      },
      { key: "model", label: "Model", type: "text", required: true },
      { key: "state", label: "State", type: "select", options: yesNo },
      { key: "plate", label: "Plate", type: "photo", required: true, ...when("state", "fail") },
      { key: "close", label: "At the end", type: "section" },
      { key: "note", label: "Note", type: "text" },
    ];
    const form = await api.post("/admin/forms", { name: "Service of units", fields: asked });
    expect((await api.post(`/admin/forms/${form.data.id}/publish`)).status).toBe(200);
    const made = await api.post("/admin/form-links", { form_id: form.data.id });
    const page = await openPage(new URL(made.data.url).pathname, phone);
    await page.locator("html[data-offline=ready]").waitFor();
    await page.context().setOffline(true);
    await page.reload();
    await page.getByRole("button", { name: "Send" }).click();
    await shows(page, "Is required");
    const add = page.getByRole("button", { name: "Add an entry" });
    for (const model of ["A1", "wrong", "C3"]) {
      await add.click();
      await page.getByLabel("Model").last().fill(model);
    }
    expect(await add.isVisible()).toBe(false);
    // photos that are still being made smaller belong to their entry, whatever comes or goes meanwhile
    await page.getByRole("group", { name: "Unit 3" }).getByLabel("Fail").check();
    const early = { name: "early.png", mimeType: "image/png", buffer: await page.screenshot() };
    await page.getByRole("group", { name: "Unit 3" }).getByLabel("Plate").setInputFiles(early);
    await page.getByRole("button", { name: "Remove Unit 2" }).click();
    await page.getByRole("group", { name: "Unit 2" }).getByRole("img", { name: "early.jpg" }).waitFor();
    await page.getByRole("button", { name: "Remove early.jpg" }).click();
    expect(await page.getByRole("group", { name: /^Unit \d$/ }).count()).toBe(2);
    const second = page.getByRole("group", { name: "Unit 2" });
    await second.getByLabel("Fail").check();
    expect(await page.getByLabel("Plate").filter({ visible: true }).count()).toBe(1);
    await page.getByRole("button", { name: "Send" }).click();
    await shows(page, "One answer needs a look.");
    await page.emulateMedia({ colorScheme: "light" });
    await picture(page, "phone-entries");
    await page.emulateMedia({ colorScheme: "dark" });
    await picture(page, "phone-entries-dark");
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    const plate = { name: "plate.png", mimeType: "image/png", buffer: await page.screenshot() };
    await second.getByLabel("Plate").setInputFiles(plate);
    await page.getByRole("img", { name: "plate.jpg" }).waitFor();
    await page.locator("#form[data-kept=yes]").waitFor();
    await page.reload();
    await page.getByRole("img", { name: "plate.jpg" }).waitFor();
    expect(await second.getByLabel("Model").inputValue()).toBe("C3");
    await page.getByRole("button", { name: "Send" }).click();
    await shows(page, "Saved on this device.");
    await page.context().setOffline(false);
    await shows(page, "Sent. Thank you!");
    const sent = await get(made.data.submission.id);
    expect(sent.files).toMatchObject([{ field: "plate", name: "plate.jpg", content_type: "image/jpeg" }]);
    expect(sent.answers).toEqual({
      units: [{ model: "A1" }, { model: "C3", state: "fail", plate: [sent.files[0].id] }],
    });
  });

  it("goes on with what a technician fills in meanwhile, and outlives a business that is suspended", async () => {
    const { api, shard, tenantId } = business;
    const mike = await newTechnician(business, true);
    const job = await api.post("/admin/dispatch", { title: "Tune-up", customer_name: "Ann Lee" });
    await api.patch(`/admin/dispatch/${job.data.id}/assign`, { technician_id: mike.id });
    const own = `/tech/dispatch/my-jobs/${job.data.id}/forms/${formId}`;
    const draft = async (answers: object) =>
      expect((await mike.api.put(own, { form_version: 1, answers })).status).toBe(200);
    const made = await mike.api.post(`${own}/link`, {});
    const page = await openPage(new URL(made.data.url).pathname, phone);
    await page.locator("html[data-offline=ready]").waitFor();
    await page.getByLabel("Serial number").fill("AB-1234");
    await page.getByLabel("Pass").check();
    await sign(page);
    await draft({ serial: "ZZ-9999", pressure: 7, visit: 4 });

    const stand = (state: string) =>
      sql(shard, "update tenant_state set state = ? where tenant_id = ?", state, tenantId);
    await stand("suspended");
    await page.reload();
    await shows(page, "Please try again later");
    await picture(page, "phone-suspended");
    await stand("active");
    await page.reload();
    await page.locator("#fields .field").first().waitFor();
    const shown = (label: string) => page.getByLabel(label).inputValue();
    expect([await shown("Serial number"), await shown("Pressure")]).toEqual(["AB-1234", "7"]);
    await picture(page, "phone-together");
    await draft({ serial: "ZZ-9999", pressure: 8 });
    await page.getByRole("button", { name: "Send" }).click();
    await shows(page, "Sent. Thank you!");
    const sent = await get(made.data.submission.id);
    expect(sent.answers).toEqual({
      ...{ serial: "AB-1234", pressure: 8, result: "pass", signature: [sent.files[0].id] },
    });
    // what is reopened is sent again with the files that it has
    const { id } = made.data.submission;
    expect((await api.post(`/admin/form-submissions/${id}/reopen`, { reason: "Which serial?" })).status).toBe(200);
    const again = await openPage(new URL(made.data.url).pathname, phone);
    await again.getByLabel("Serial number").fill("AB-1235");
    await again.getByLabel("Fail").check();
    await again.getByLabel("What is wrong?").fill("Rust");
    const photo = { name: "rust.png", mimeType: "image/png", buffer: await again.screenshot() };
    await again.getByLabel("Photos of the damage").setInputFiles(photo);
    await again.getByRole("img", { name: "rust.jpg" }).waitFor();
    await again.getByRole("button", { name: "Send" }).click();
    await shows(again, "Sent. Thank you!");
    const { photos, ...others } = (await get(id)).answers;
    expect([photos.length, others]).toEqual([
      1,
      { ...sent.answers, serial: "AB-1235", result: "fail", trouble: "Rust" },
    ]);
    // the same photo again, on a device that has only its id
    expect((await api.post(`/admin/form-submissions/${id}/reopen`, { reason: "Any others?" })).status).toBe(200);
    const third = await openPage(new URL(made.data.url).pathname, phone);
    await third.getByLabel("Photos of the damage").setInputFiles(photo);
    await third.getByRole("img", { name: "rust.jpg" }).waitFor();
    await third.getByRole("button", { name: "Send" }).click();
    await shows(third, "Sent. Thank you!");
    expect((await get(id)).answers.photos).toEqual(photos);
  });

  it("opens as it was kept while the service is down", async () => {
    const listeners = new Map<string, (event: object) => void>();
    const kept = { match: async () => new Response("kept"), put: async () => undefined };
    let [status, answer] = [200, Promise.resolve(new Response())];
    runInNewContext(await (await fetch(`${testWorker().url}/form-worker.js`)).text(), {
      ...{ URL, caches: { open: async () => kept }, fetch: async () => new Response("fresh", { status }) },
      self: {
        location: { origin: "http://a" },
        addEventListener: (name: string, does: never) => listeners.set(name, does),
      },
    });
    const open = async (answered: number): Promise<string> => {
      status = answered;
      const respondWith = (given: Promise<Response>) => {
        answer = given;
      };
      listeners.get("fetch")?.({ request: { method: "GET", url: "http://a/f/x" }, respondWith });
      return await (await answer).text();
    };
    expect([await open(200), await open(503), await open(410)]).toEqual(["fresh", "kept", "fresh"]);
  });

  it("reads well on a desk, in light and dark", async () => {
    const page = await openPage((await newLink()).path);
    await page.locator("#fields .field").first().waitFor();
    await picture(page, "desk-light");
    await page.emulateMedia({ colorScheme: "dark" });
    await picture(page, "desk-dark");
    expect(await findings(page)).toEqual([]);
  });
});
