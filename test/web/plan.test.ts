import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { findings, inBrowser, openBoard, shows } from "../support/browser.ts";
import { type Business, eventually, type Json, newBusiness, newTechnician } from "../support/client.ts";

// What a dispatcher does on the lanes of the board: by mouse, by keyboard, and back again.

type Planned = { business: Business; ann: number; mike: number; job: number; page: Page };

const newNamed = async ({ api }: Business, name: string): Promise<number> => {
  const made = await api.post("/admin/technicians", { name, pay_type: "hourly", base_pay_cents: 2500 });
  expect(made.status, made.text).toBe(201);
  return made.data.id;
};
const newJob = async ({ api }: Business, more: Json = {}): Promise<number> => {
  const made = await api.post("/admin/dispatch", { title: "Frozen coil", customer_name: "John Smith", ...more });
  expect(made.status, made.text).toBe(201);
  return made.data.id;
};
const jobOf = async ({ business, job }: Pick<Planned, "business" | "job">): Promise<Json> =>
  (await business.api.get(`/admin/dispatch/${job}`)).data;

/** A board with Ann above Mike, and a job that waits. */
async function plannedBoard(more: Json = {}): Promise<Planned> {
  const business = await newBusiness();
  const [ann, mike] = [await newNamed(business, "Ann Lee"), await newNamed(business, "Mike Johnson")];
  const job = await newJob(business, more);
  const page = await openBoard(business);
  await page.locator(`#lane-${mike}`).waitFor();
  await page.locator(`#waiting #job-${job}`).waitFor();
  return { business, ann, mike, job, page };
}

const middleOf = async (locator: Locator, part = 0.5): Promise<[number, number]> => {
  const box = await locator.boundingBox();
  if (!box) throw new Error("nothing to see there");
  const { width } = locator.page().viewportSize() ?? box;
  return [Math.min(box.x + box.width * part, width - 80), box.y + box.height / 2]; // early in the day the hours are wider than the page
};
async function drag(page: Page, from: Locator, to: [number, number]): Promise<string> {
  await page.mouse.move(...(await middleOf(from)));
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 6 });
  const told = await page.locator(".ghost span").textContent();
  await page.mouse.up();
  return told ?? "";
}
const track = (page: Page, technician: number): Locator => page.locator(`#lane-${technician} .track`);

inBrowser("a dispatcher plans the day", () => {
  it("by dragging a job onto a technician's hours, along them, and back to those who wait", async () => {
    const board = await plannedBoard();
    const { page, mike, ann, job } = board;
    const told = await drag(page, page.locator(`#job-${job}`), await middleOf(track(page, mike)));
    expect(told).toMatch(/^Mike Johnson, \d+:(00|15|30|45) [AP]M$/);
    await shows(page, "#notice", /^\s*Frozen coil: Mike Johnson, /);
    await shows(page, `#lane-${mike} .block`, told.split(", ")[1] ?? "");
    const first = await jobOf(board);
    expect([first.technician_id, first.status]).toEqual([mike, "dispatched"]);
    expect(await findings(page)).toEqual([]);

    // straight up to Ann keeps the time
    const [x] = await middleOf(page.locator(`#job-${job}`));
    const [, y] = await middleOf(track(page, ann));
    await drag(page, page.locator(`#job-${job}`), [x, y]);
    await page.locator(`#lane-${ann} #job-${job}`).waitFor();
    await shows(page, "#notice", "Ann Lee");
    const second = await jobOf(board);
    expect([second.technician_id, second.scheduled_start]).toEqual([ann, first.scheduled_start]);

    await drag(page, page.locator(`#job-${job}`), await middleOf(track(page, ann), 0.8));
    await eventually(async () => (await jobOf(board)).scheduled_start > second.scheduled_start, "it begins later");

    await page.locator("#job").waitFor({ state: "hidden" }); // no drag has opened the job
    await drag(page, page.locator(`#job-${job}`), await middleOf(page.locator("#waiting-title")));
    await page.locator(`#waiting #job-${job}`).waitFor();
    await shows(page, "#notice", "waits for a technician");
    expect((await jobOf(board)).technician_id).toBeNull();
  });

  it("with the keyboard alone, told what each key does", async () => {
    const board = await plannedBoard();
    const { page, mike, job } = board;
    await page.locator("#sign-out").focus();
    await page.keyboard.press("Tab");
    await shows(page, "#hint", "Arrow keys move this job");
    for (const key of ["ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
    await shows(page, "#hint", /^Mike Johnson, \d+:\d\d [AP]M\. Enter saves, Esc takes it back\.$/);
    await page.locator(`#lane-${mike} [data-pending="proposed"]`).waitFor();
    expect((await jobOf(board)).technician_id).toBeNull();

    await page.keyboard.press("Escape");
    await page.locator(`#waiting #job-${job}`).waitFor();
    for (const key of ["ArrowDown", "ArrowDown", "Enter"]) await page.keyboard.press(key);
    await shows(page, "#notice", "Frozen coil: Mike Johnson");
    await page.locator(`#lane-${mike} #job-${job}`).waitFor();
    expect((await jobOf(board)).technician_id).toBe(mike);
    expect(await page.evaluate<string>("document.activeElement.textContent")).toBe("Frozen coil");
  });

  it("and takes the last change back", async () => {
    const start = new Date(Math.ceil(Date.now() / 900_000) * 900_000);
    const board = await plannedBoard({
      scheduled_start: start.toISOString(),
      scheduled_end: new Date(start.getTime() + 3_600_000).toISOString(),
      arrival_window_start: start.toISOString(),
      arrival_window_end: new Date(start.getTime() + 1_800_000).toISOString(),
    });
    const { page, mike, job } = board;
    const before = await jobOf(board);
    await drag(page, page.locator(`#job-${job}`), await middleOf(track(page, mike), 0.9));
    await shows(page, "#notice", "Frozen coil: Mike Johnson");
    const moved = await jobOf(board);
    const by = (field: string) => Date.parse(moved[field]) - Date.parse(before[field]);
    expect(by("arrival_window_start")).toBe(by("scheduled_start"));

    await page.getByRole("button", { name: "Undo" }).click();
    await shows(page, "#notice", "Undone. Frozen coil: waits for a technician");
    await page.locator(`#waiting #job-${job}`).waitFor();
    const times = ({ technician_id, scheduled_start, scheduled_end, arrival_window_start }: Json) => [
      technician_id,
      scheduled_start,
      scheduled_end,
      arrival_window_start,
    ];
    expect(times(await jobOf(board))).toEqual(times(before));
    expect(await page.getByRole("button", { name: "Undo" }).count()).toBe(0);
  });

  it("and reads why a change is refused; the job is back where it was", async () => {
    const business = await newBusiness();
    const tom = await newTechnician(business, true);
    const ann = await newNamed(business, "Ann Lee");
    const job = await newJob(business);
    await business.api.patch(`/admin/dispatch/${job}/assign`, { technician_id: tom.id });
    await tom.api.patch(`/tech/dispatch/my-jobs/${job}/status`, { status: "en_route" });
    const page = await openBoard(business);
    await page.locator(`#lane-${tom.id} #job-${job}`).waitFor();
    await drag(page, page.locator(`#job-${job}`), await middleOf(page.locator(`#lane-${ann} .person`)));
    await shows(page, "#notice [role=alert]", /is en_route\. It can be assigned only while/);
    await page.locator(`#lane-${tom.id} #job-${job}:not([data-pending])`).waitFor();
    expect(await page.locator(`#lane-${ann} .job`).count()).toBe(0);
  });

  it("while a colleague sees on their own board what they do", async () => {
    const board = await plannedBoard();
    const { page, mike, job, business } = board;
    const colleague = await openBoard(business, { colorScheme: "dark" });
    await colleague.locator(`#waiting #job-${job}`).waitFor();
    await drag(page, page.locator(`#job-${job}`), await middleOf(track(page, mike)));
    await colleague.locator(`#lane-${mike} #job-${job}`).waitFor();
    await shows(colleague, `#job-${job}`, "Dispatched");
  });
});
