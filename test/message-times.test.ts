import { expect, it } from "vitest";
import { newBusiness } from "./support/client.ts";
import { atTime } from "./support/clock.ts";

const PATH = "/admin/customer-communications";

it("an offer at night says when it goes out, as the log does; what a customer reads of days and times is written for people", async () => {
  // 23:00 in New York
  await atTime("2028-05-02T03:00:00Z", async () => {
    const { api } = await newBusiness();
    const made = await api.post("/admin/customers", {
      ...{ name: "Ada Byron", phones: [{ number: "+12125550143" }], emails: [{ address: "ada@quiet-night.example" }] },
      billing_zip: "10001",
    });
    const id = made.data.id;
    const consents = ["transactional", "marketing"].map((category) => ({
      ...{ channel: "sms", category, state: "granted", source: "call", evidence: "Said so" },
    }));
    expect((await api.put(`${PATH}/consents/${id}`, { consents })).status).toBe(200);
    const text = { customer_id: id, channel: "sms", body: "Ten percent off in May." };
    const offer = await api.post(`${PATH}/send`, { ...text, category: "marketing" });
    expect([offer.status, offer.data.status, offer.data.sends_at], offer.text).toEqual([
      ...[201, "queued", "2028-05-02T12:00:00.000Z"],
    ]);

    const job = await api.post("/admin/dispatch", {
      ...{ title: "Tune-up", customer_id: id, customer_name: "Ada Byron", scheduled_start: "2028-11-09T14:00:00Z" },
      scheduled_end: "2028-11-09T15:00:00Z",
    });
    expect(job.status, job.text).toBe(201);
    const body = "Hello {{customer_first_name}}, we come on {{job_date}} at {{job_time}}.";
    await api.post(`${PATH}/templates`, { name: "visit", kind: "job", channel: "sms", body });
    const visit = await api.post(`${PATH}/send`, { customer_id: id, template: "visit", job_id: job.data.id });
    expect(visit.data.body, visit.text).toBe("Hello Ada, we come on November 9, 2028 at 9:00 AM.");
    expect(visit.data.sends_at).toBe(visit.data.occurred_at);
  });
});
