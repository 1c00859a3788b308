import { expect, it } from "vitest";
import { newBusiness } from "./support/client.ts";
import { mailTo } from "./support/mails.ts";
import { testWorker } from "./support/test-worker.ts";

it("tells the business by mail when a customer accepts or declines online, and not what the office has entered itself", async () => {
  const { api, tenantId } = await newBusiness();
  const to = `office-${tenantId.slice(0, 8)}@smith.example`;
  expect((await api.patch("/admin/organization", { contact_email: to })).status).toBe(200);
  const sent = async (customer_name: string) => {
    const line_items = [{ description: "Heat pump", amount_cents: 850_000 }];
    const { data } = await api.post("/admin/estimates", { customer_name, line_items });
    return (await api.post(`/admin/estimates/${data.id}/send`, { mail: false })).data;
  };
  const answer = async ({ url }: { url: string }, step: string, fields: Record<string, string>) => {
    const answered = await fetch(`${testWorker().url}${new URL(url).pathname}/${step}`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: testWorker().url },
      body: new URLSearchParams(fields),
      redirect: "manual",
    });
    expect([answered.status, await answered.text()]).toEqual([303, ""]);
  };
  const office = (await sent("Office Only")).estimate;
  expect((await api.post(`/admin/estimates/${office.id}/accept`, { name: "Office Only" })).status).toBe(200);
  await answer(await sent("Jane Smith"), "accept", { name: "Jane Smith", total_cents: "850000" });
  await answer(await sent("Pat Doe"), "decline", { reason: "Too dear" });
  expect((await mailTo(to, /^Jane Smith has accepted estimate/)).text).toContain("$8,500.00");
  expect((await mailTo(to, /^Pat Doe has declined estimate/)).text).toContain("Their reason: Too dear");
});
