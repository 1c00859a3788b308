import { afterAll, expect, it } from "vitest";
import { sql } from "./support/back-door.ts";
import { type Business, eventually, type Json, newBusiness, quiet } from "./support/client.ts";
import { atTime, releaseClock, runJob } from "./support/clock.ts";
import { linkIn, mailsTo, mailTo } from "./support/mails.ts";
import { testWorker } from "./support/test-worker.ts";

afterAll(releaseClock);

const DAILY = "follow-ups of the day";
const RULES = "/admin/follow-up-rules";
/** Switches on ready-made rules. */
async function switchOn({ api }: Business, presets: string[], change: object = {}): Promise<Json[]> {
  const taken = await api.post(`${RULES}/presets`, { presets });
  expect(taken.status, taken.text).toBe(201);
  for (const { id } of taken.data.rules)
    expect((await api.patch(`${RULES}/${id}`, { enabled: true, ...change })).status).toBe(200);
  return taken.data.rules;
}
/** The run of the day, and all that is due then. */
const morning = (business: Business, at: string) =>
  atTime(at, async () => {
    await runJob(DAILY, business);
    await runJob("follow-up.send", business);
    await quiet(business);
    await runJob("message.attempt", business);
    await quiet(business);
  });
const followUps = async ({ api }: Business): Promise<Json[]> =>
  (await api.get("/admin/follow-ups?sort=due_at")).data.items;
const inNewYork = async (): Promise<Business> => {
  const business = await newBusiness();
  expect((await business.api.patch("/admin/organization", { timezone: "America/New_York" })).status).toBe(200);
  return business;
};

it("an invoice is reminded of on its due day and a week later, and no more once it is paid", async () => {
  const to = "pat@reminded-twice.example";
  const { business, invoice } = await atTime("2028-05-01T15:00:00Z", async () => {
    const business = await inNewYork();
    await switchOn(business, ["invoice-due", "invoice-overdue"]);
    const asked = {
      ...{ customer_name: "Pat Doe", customer_email: to, due_date: "2028-05-20", send: true },
      line_items: [{ description: "AC repair", amount_cents: 10_000, quantity: 1 }],
    };
    const invoice = (await business.api.post("/admin/invoices", asked)).data;
    await eventually(async () => (await followUps(business)).length === 2, "both reminders are planned");
    return { business, invoice };
  });
  expect((await followUps(business)).map(({ due_at }) => due_at)).toEqual([
    ...["2028-05-20T13:00:00.000Z", "2028-05-27T13:00:00.000Z"],
  ]);
  await morning(business, "2028-05-20T12:59:00Z");
  expect((await followUps(business)).map(({ status }) => status)).toEqual(["scheduled", "scheduled"]);
  for (const time of ["13:01", "13:05", "18:00"]) await morning(business, `2028-05-20T${time}:00Z`);
  const mail = await mailTo(to, /is due today/);
  expect(mail.text).toContain("Invoice INV-1 is due on May 20, 2028, with $100.00 to pay.");
  const page = await fetch(`${testWorker().url}${new URL(linkIn(mail)).pathname}`);
  expect([page.status, (await page.text()).includes(invoice.number)]).toEqual([200, true]);

  await morning(business, "2028-05-27T13:01:00Z");
  await mailTo(to, /was due on May 20, 2028/);
  await atTime("2028-05-28T15:00:00Z", async () => {
    expect(
      (await business.api.post("/admin/invoice-payments", { invoice_id: invoice.id, method: "cash" })).status,
    ).toBe(201);
    await eventually(
      async () => (await followUps(business)).every(({ converted_at }) => converted_at),
      "both have worked",
    );
    const figures = await business.api.get("/admin/follow-ups/stats?date_from=2028-05-01&date_to=2028-05-31");
    expect(figures.data).toMatchObject({ sent: 2, converted: 2, converted_bps: 10_000, replied: 0 });
  });
  await morning(business, "2028-06-20T13:01:00Z");
  expect((await mailsTo(to)).filter(({ subject }) => /due/.test(subject))).toHaveLength(2);
});

it("an estimate is reminded of as often as the rule says, and not after the customer has accepted it", async () => {
  const to = "jane@asked-once.example";
  const { business, id } = await atTime("2028-05-01T15:00:00Z", async () => {
    const business = await inNewYork();
    await switchOn(business, ["estimate-reminder"], { max_per_entity: 3, cooldown_days: 4 });
    const asked = { customer_name: "Jane Smith", customer_email: to };
    const lines = { line_items: [{ description: "Heat pump", amount_cents: 90_000 }] };
    const { id } = (await business.api.post("/admin/estimates", { ...asked, ...lines })).data;
    await business.api.post(`/admin/estimates/${id}/send`, { mail: false });
    await eventually(async () => (await followUps(business)).length === 1, "a reminder is planned");
    return { business, id };
  });
  await morning(business, "2028-05-04T13:01:00Z");
  await mailTo(to, /^Your estimate/);
  expect((await followUps(business)).map(({ status, due_at }) => [status, due_at])).toEqual([
    ["sent", "2028-05-04T13:00:00.000Z"],
    ["scheduled", "2028-05-08T13:00:00.000Z"],
  ]);
  await atTime("2028-05-06T15:00:00Z", async () => {
    expect((await business.api.post(`/admin/estimates/${id}/accept`, { name: "Jane Smith" })).status).toBe(200);
    await eventually(async () => (await followUps(business))[1].status === "skipped", "the second one ends");
  });
  await morning(business, "2028-05-08T13:01:00Z");
  expect((await mailsTo(to)).filter(({ subject }) => /^Your estimate/.test(subject))).toHaveLength(1);
  expect(await followUps(business)).toMatchObject([{ converted_at: expect.any(String) }, { skip_reason: "accepted" }]);
});

it("whoever was not visited for a year is written to once they have allowed it, and not if a job is planned", async () => {
  const { business, customers } = await atTime("2028-03-02T15:00:00Z", async () => {
    const business = await inNewYork();
    const { api } = business;
    const customers: number[] = [];
    for (const name of ["Anna", "Berta", "Carla"]) {
      const address = `${name.toLowerCase()}@not-visited.example`;
      const { id } = (await api.post("/admin/customers", { name, emails: [{ address }] })).data;
      const job = (await api.post("/admin/dispatch", { title: "Tune-up", customer_name: name, customer_id: id })).data;
      await sql(
        business.shard,
        "update dispatch_jobs set status = 'completed', completed_at = '2028-03-02T15:00:00.000Z' where tenant_id = ? and id = ?",
        business.tenantId,
        job.id,
      );
      const consents = [{ channel: "email", category: "marketing", state: "granted", source: "form" }];
      const path = `/admin/customer-communications/consents/${id}`;
      if (name !== "Berta") expect((await api.put(path, { consents })).status).toBe(200);
      customers.push(id);
    }
    await switchOn(business, ["no-visit"]);
    return { business, customers };
  });
  await morning(business, "2029-03-01T07:30:00Z");
  expect((await followUps(business)).map(({ due_at }) => due_at)).toEqual(Array(3).fill("2029-03-02T15:00:00.000Z"));
  await atTime("2029-03-02T14:00:00Z", async () => {
    await business.api.post("/admin/dispatch", { title: "Heating", customer_name: "Carla", customer_id: customers[2] });
    await quiet(business);
  });
  await morning(business, "2029-03-02T15:01:00Z");
  const byCustomer = new Map(
    (await followUps(business)).filter(({ sequence }) => sequence === 1).map((row) => [row.customer_id, row]),
  );
  expect(customers.map((id) => [byCustomer.get(id).status, byCustomer.get(id).skip_reason])).toEqual([
    ["sent", null],
    ["skipped", "no_consent"],
    ["cancelled", "served"],
  ]);
});
