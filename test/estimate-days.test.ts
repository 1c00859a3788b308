import { afterAll, expect, it } from "vitest";
import { sql } from "./support/back-door.ts";
import { type Business, eventually, type Json, newBusiness } from "./support/client.ts";
import { atTime, releaseClock, runJob } from "./support/clock.ts";
import { linkIn, mailsTo } from "./support/mails.ts";
import { testWorker } from "./support/test-worker.ts";

afterAll(releaseClock);

const PATH = "/admin/estimates";
const sent = async ({ api }: Business, body: object = {}): Promise<Json> => {
  const made = await api.post(PATH, {
    ...{ customer_name: "Jane Smith", line_items: [{ description: "Heat pump", amount_cents: 100_000 }] },
    ...body,
  });
  expect(made.status, made.text).toBe(201);
  return (await api.post(`${PATH}/${made.data.id}/send`, { mail: false })).data;
};
const get = async ({ api }: Business, id: number): Promise<Json> => (await api.get(`${PATH}/${id}`)).data;
const typesOf = async ({ shard, tenantId }: Business, id: number): Promise<string[]> => {
  const text =
    "select type from outbox where tenant_id = ? and type like 'estimate.%' and data ->> 'id' = ? order by seq";
  return (await sql<{ type: string }>(shard, text, tenantId, id)).map(({ type }) => type);
};
const inZone = async (timezone: string): Promise<Business> => {
  const business = await newBusiness();
  expect((await business.api.patch("/admin/organization", { timezone })).status).toBe(200);
  return business;
};
const accept = ({ api }: Business, id: number) => api.post(`${PATH}/${id}/accept`, { name: "Jane Smith" });

it.each([
  ["America/New_York", "2027-03-15T03:59:00Z", "2027-03-15T04:01:00Z"], // the day on which the clocks are set forward
  ["Asia/Kolkata", "2027-03-14T18:29:00Z", "2027-03-14T18:31:00Z"],
])(
  "an estimate can be accepted until its last day ends in %s, whether or not a job has run",
  async (zone, before, after) => {
    const business = await atTime("2027-03-01T15:00:00Z", () => inZone(zone));
    const valid_until = "2027-03-14";
    const [one, two] = await atTime("2027-03-01T15:00:00Z", async () => [
      (await sent(business, { valid_until })).estimate,
      await sent(business, { valid_until }),
    ]);
    expect((await atTime(before, () => accept(business, one.id))).data.status).toBe("accepted");
    await atTime(after, async () => {
      const { id } = two.estimate;
      const late = await accept(business, id);
      expect([late.status, late.error.reason]).toEqual([409, "estimate.expired"]);
      expect(late.error.message).toContain("valid until 2027-03-14");
      const converted = await business.api.post(`${PATH}/${id}/convert`, { create: "invoice" });
      expect([converted.status, converted.error.reason]).toEqual([409, "estimate.expired"]);
      const page = await (await fetch(`${testWorker().url}${new URL(two.url).pathname}`)).text();
      expect(page).toContain("This estimate has expired and can no longer be accepted.");
      expect(page).not.toContain("<form");
      expect((await get(business, id)).status).toBe("sent");
    });
  },
);

it("the daily job lets an estimate expire once, and it can be offered again", async () => {
  const business = await atTime("2027-04-06T15:00:00Z", () => inZone("America/New_York"));
  const [over, still, endless] = await atTime("2027-04-06T15:00:00Z", async () => [
    (await sent(business, { valid_until: "2027-04-10" })).estimate,
    (await sent(business, { valid_until: "2027-04-11" })).estimate,
    (await sent(business, { valid_until: null })).estimate,
  ]);
  await atTime("2027-04-11T15:00:00Z", async () => {
    for (let i = 0; i < 3; i++) expect((await runJob("expire estimates", business)).status).toBe(200);
    expect(await get(business, over.id)).toMatchObject({ status: "expired", expired_at: expect.any(String) });
    for (const { id } of [still, endless]) expect((await get(business, id)).status).toBe("sent");
    expect(await typesOf(business, over.id)).toEqual(["estimate.created", "estimate.sent", "estimate.expired"]);
    const late = await accept(business, over.id);
    expect([late.status, late.error.reason]).toEqual([409, "estimate.expired"]);
    const again = await business.api.post(`${PATH}/${over.id}/revise`);
    expect(again.data).toMatchObject({ revision: 2, status: "draft", valid_until: null, issued_on: "2027-04-11" });
    const figures = await business.api.get(`${PATH}/figures`);
    expect(figures.data).toMatchObject({ sent: 3, expired: 0, open: 3 });
  });
});

it("a customer is reminded once before the end, and not when they have answered", async () => {
  const business = await atTime("2027-05-01T15:00:00Z", () => inZone("America/New_York"));
  const [wait, done] = await atTime("2027-05-01T15:00:00Z", async () => [
    (await sent(business, { valid_until: "2027-05-10", customer_email: "wait@reminded.example" })).estimate,
    (await sent(business, { valid_until: "2027-05-10", customer_email: "done@reminded.example" })).estimate,
  ]);
  await atTime("2027-05-02T15:00:00Z", () => accept(business, done.id));
  const remind = (at: string) => atTime(at, () => runJob("remind customers of estimates", business));
  await remind("2027-05-06T15:00:00Z");
  expect(await mailsTo("wait@reminded.example")).toEqual([]);
  await remind("2027-05-08T15:00:00Z");
  await remind("2027-05-09T15:00:00Z");
  const [mail, ...others] = await eventually(async () => {
    const mails = await mailsTo("wait@reminded.example");
    return mails.length > 0 && mails;
  }, "the customer is reminded");
  expect(others).toEqual([]);
  expect(mail?.subject).toBe(
    `Estimate ${wait.number} from ${mail?.subject.split(" from ")[1]?.split(" ends")[0]} ends on May 10, 2027`,
  );
  const page = await atTime("2027-05-09T15:00:00Z", () =>
    fetch(`${testWorker().url}${new URL(linkIn(mail ?? { text: "" })).pathname}`),
  );
  expect([page.status, (await page.text()).includes("Accept for $1,000.00")]).toEqual([200, true]);
  expect(await mailsTo("done@reminded.example")).toEqual([]);
});
