import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { findings, inBrowser, openBoard, shows } from "../support/browser.ts";
import { type Business, type Json, newBusiness, newTechnician } from "../support/client.ts";

// What a dispatcher reads of a job and does with it in its dialog.

const newJob = async ({ api }: Business, more: Json = {}): Promise<number> => {
  const made = await api.post("/admin/dispatch", { title: "Frozen coil", customer_name: "John Smith", ...more });
  expect(made.status, made.text).toBe(201);
  return made.data.id;
};

async function openJob(): Promise<{ business: Business; technician: number; job: number; page: Page }> {
  const business = await newBusiness();
  const { id: technician } = await newTechnician(business);
  const job = await newJob(business);
  await business.api.patch(`/admin/dispatch/${job}/assign`, { technician_id: technician });
  const page = await openBoard(business);
  await page.locator(`#open-${job}`).click();
  await page.locator("#job[open]").waitFor();
  return { business, technician, job, page };
}
const answer = (page: Page, path: string, data: Json, status = 200) =>
  page.route(`**/api/v1${path}`, (route) =>
    route.fulfill({ status, json: status < 400 ? { ok: true, data } : { ok: false, error: data } }),
  );

inBrowser("a dispatcher with an open job", () => {
  it("reads its history and notes, and adds a note", async () => {
    const { page } = await openJob();
    await shows(page, "#job-history", "Assigned · Not assigned → Dispatched · to Mike Johnson");
    await shows(page, "#job-notes", "There are no notes.");
    await page.getByLabel("New note").fill("The breaker is behind the heater");
    await page.getByRole("button", { name: "Add" }).click();
    await shows(page, "#job-notes", "The breaker is behind the heater");
    expect(await findings(page)).toEqual([]);
  });

  it("puts it on hold with a reason, undoes that, and cancels it", async () => {
    const { page, business, job } = await openJob();
    const read = async () => (await business.api.get(`/admin/dispatch/${job}`)).data;
    await page.getByRole("button", { name: "Hold …" }).click();
    await page.getByLabel("Why is it put on hold?").fill("Waits for a compressor");
    await page.getByRole("button", { name: "Put on hold" }).click();
    await shows(page, "#job-facts", "Waits for a compressor");
    await shows(page, "#job-history", "“Waits for a compressor”");
    await page.getByRole("button", { name: "Undo" }).click();
    await shows(page, "#job-facts", "Dispatched");
    expect((await read()).status).toBe("dispatched");

    await page.getByRole("button", { name: "Cancel job …" }).click();
    await page.getByLabel("Why is it cancelled?").fill("Sold the house");
    await page.getByRole("button", { name: "Cancel the job" }).click();
    await shows(page, "#job-facts", "Sold the house");
    expect(await page.locator("#job-move").isVisible()).toBe(false);
  });

  it("gives it another time by the form, and takes it from its technician", async () => {
    const { page, business, job } = await openJob();
    const read = async () => (await business.api.get(`/admin/dispatch/${job}`)).data;
    await page.getByLabel("Starts").fill("2031-05-06T09:15");
    await page.getByLabel("Minutes").fill("90");
    await page.getByRole("button", { name: "Save" }).click();
    await shows(page, "#notice", "9:15 AM");
    const { scheduled_start, scheduled_end } = await read();
    expect(Date.parse(scheduled_end) - Date.parse(scheduled_start)).toBe(90 * 60_000);
    await page.getByRole("button", { name: "Unassign" }).click();
    await shows(page, "#job-facts", "None yet");
    expect((await read()).status).toBe("pending");
  });

  it("asks who fits best, and assigns them", async () => {
    const business = await newBusiness();
    const { id } = await newTechnician(business);
    const job = await newJob(business);
    const page = await openBoard(business);
    await answer(page, "/admin/dispatch/*/suggestions*", {
      items: [
        {
          ...{ technician_id: id, technician_name: "Mike Johnson", score: 12, eta_minutes: 12, distance_m: 4200 },
          ...{ components: {}, reasons: ["Works in the zone"], warnings: ["20 minutes of overtime"] },
        },
      ],
      excluded: [{ technician_id: 99, reason: "is off that day" }],
    });
    await page.locator(`#open-${job}`).click();
    await page.getByRole("button", { name: "Who fits best?" }).click();
    await shows(page, "#job-suggestions", "there in 12 min · 4.2 km");
    await shows(page, "#job-suggestions", "20 minutes of overtime");
    await shows(page, "#job-suggestions", "1 cannot do it");
    expect(await findings(page)).toEqual([]);
    await page.getByRole("button", { name: "Assign Mike Johnson" }).click();
    await shows(page, "#job-facts", "Mike Johnson");
  });

  it("reads that there are no suggestions where the server has none", async () => {
    const { page } = await openJob();
    await answer(page, "/admin/dispatch/*/suggestions*", { reason: "http.no_route", message: "No such route" }, 404);
    await page.getByRole("button", { name: "Who fits best?" }).click();
    await shows(page, "#job-suggestions [role=alert]", "This server has no suggestions for this job.");
  });
});

inBrowser("a dispatcher who optimises the day", () => {
  it("compares the routes before and after, and takes them over", async () => {
    const business = await newBusiness();
    const { id } = await newTechnician(business);
    const job = await newJob(business);
    const page = await openBoard(business);
    await page.locator(`#job-${job}`).waitFor();
    const asked: Json[] = [];
    await page.route("**/api/v1/admin/dispatch/optimize-routes", (route) => {
      asked.push(route.request().postDataJSON());
      const at = "2026-03-28T13:00:00.000Z";
      const plan = {
        routes: [{ technician_id: id, stops: [{ job_id: job, arrival: at, start: at, end: at }], distance_m: 9000 }],
        unassigned: [],
        ...{ before: { distance_m: 21_000, travel_minutes: 95 }, after: { distance_m: 9000, travel_minutes: 40 } },
        matrix: "estimated",
        changes: 1,
      };
      return route.fulfill({ json: { ok: true, data: plan } });
    });
    await page.getByRole("button", { name: "Optimise", exact: true }).click();
    await shows(page, ".comparison", /21\.0 km\s*9\.0 km/);
    await shows(page, ".comparison", /1 h 35 min\s*40 min/);
    await shows(page, ".routes", "Frozen coil");
    await shows(page, "#optimize-status", "1 job gets another technician or time.");
    expect(await findings(page)).toEqual([]);
    await page.getByRole("button", { name: "Take over" }).click();
    await page.locator("#optimize").waitFor({ state: "hidden" });
    await shows(page, "#notice", "The routes are taken over.");
    expect(asked.map(({ apply }) => apply)).toEqual([false, true]);
  });

  it("reads what this server plans, and who fits a job by its rules", async () => {
    const business = await newBusiness();
    await newTechnician(business);
    const job = await newJob(business);
    const page = await openBoard(business);
    await page.getByRole("button", { name: "Optimise", exact: true }).click();
    await shows(page, ".comparison", /Jobs with a technician\s*\d+\s*\d+/);
    await page.getByLabel("Also plan the backlog").check();
    await shows(page, "#optimize-plan", "Frozen coil");
    await page.locator("#optimize-close").click();
    await page.locator(`#open-${job}`).click();
    await page.getByRole("button", { name: "Who fits best?" }).click();
    await shows(page, "#job-suggestions", "Mike Johnson");
  });
});

inBrowser("a dispatcher who looks for a job", () => {
  it("finds it by text, status and technician, and sees all again", async () => {
    const business = await newBusiness();
    const { id } = await newTechnician(business);
    const coil = await newJob(business);
    const roof = await newJob(business, { title: "Roof leak" });
    await business.api.patch(`/admin/dispatch/${coil}/assign`, { technician_id: id });
    const page = await openBoard(business);
    await page.locator(`#job-${roof}`).waitFor();
    await page.getByLabel("Search jobs").fill("coil");
    await page.locator(`#job-${roof}`).waitFor({ state: "detached" });
    await shows(page, "#found", "1 job");
    await page.getByLabel("Search jobs").fill("");
    await page.getByLabel("Status").selectOption("pending");
    await page.locator(`#job-${coil}`).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Clear" }).click();
    await Promise.all([coil, roof].map((job) => page.locator(`#job-${job}`).waitFor()));
  });
});
