import { SentEstimate } from "#/domains/estimates/request-schemas.ts";
import { Estimate } from "#/domains/estimates/schemas.ts";
import type { Api } from "./api.ts";
import { customerOf } from "./demo-data.ts";
import { type Crew, pick } from "./seed-jobs.ts";

const COUNT = 14;

/** Estimates of the demo business, sent to customers: of each seven, three are accepted, two are declined, and two wait for an answer. */
export async function seedEstimates(
  office: Api,
  technicians: Crew,
  items: readonly { id: number; name: string; price: number }[],
  customers: ReadonlyMap<string, number>,
): Promise<void> {
  for (let i = 0; i < COUNT; i++) {
    const customer = customerOf(i * 3);
    const item = pick(items, (i * 3) % items.length);
    const { id } = await office.call("POST /admin/estimates", Estimate, {
      body: {
        customer_id: customers.get(customer.phone),
        technician_id: pick(technicians, i % technicians.length).id,
        line_items: [{ item_id: item.id, description: item.name, amount_cents: item.price, quantity: 1 }],
      },
    });
    await office.call(`POST /admin/estimates/${id}/send`, SentEstimate, { body: { mail: false } });
    const answer = i % 7;
    if (answer < 3)
      await office.call(`POST /admin/estimates/${id}/accept`, Estimate, { body: { name: customer.name } });
    else if (answer < 5)
      await office.call(`POST /admin/estimates/${id}/decline`, Estimate, {
        body: { reason: "They wait another year" },
      });
  }
}
