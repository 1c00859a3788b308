import { describe, expect, it } from "vitest";
import { sql } from "./support/back-door.ts";
import { type Business, eventually, newBusiness, quiet } from "./support/client.ts";
import { atTime, runJob } from "./support/clock.ts";

// What users of such systems reported of invoices that come by themselves (../shared/cases/documents.md).

const DAILY = "agreements of the day";
const noon = (day: string) => `${day}T16:00:00Z`;

/** A business with an agreement of $49 a month from 15 January 2026, whose first month is billed. */
async function monthly(): Promise<Business & { agreementId: number }> {
  const business = await newBusiness();
  const { api } = business;
  const agreementId = await atTime(noon("2026-01-15"), async () => {
    const plan = { name: "Comfort Club", price_cents: 4900, billing_frequency: "monthly", term_months: 12 };
    const made = await api.post("/admin/agreement-plans", plan);
    expect(made.status, made.text).toBe(201);
    const customer = await api.post("/admin/customers", { name: "Pat Doe" });
    const agreed = { plan_id: made.data.id, customer_id: customer.data.id, starts_on: "2026-01-15" };
    const { id } = (await api.post("/admin/service-agreements", agreed)).data;
    expect((await api.post(`/admin/service-agreements/${id}/activate`, {})).status).toBe(200);
    await run(business);
    return id as number;
  });
  return { ...business, agreementId };
}
/** The daily job, and all that it rings for. */
async function run(business: Business): Promise<void> {
  await runJob(DAILY, business);
  await eventually(async () => {
    const [waiting] = await sql<{ n: number }>(
      business.shard,
      "select count(*) n from agreement_runs where tenant_id = ? and status = 'waiting'",
      business.tenantId,
    );
    return waiting?.n === 0;
  }, "the run of the day ends");
  await quiet(business);
}
const billed = ({ shard, tenantId }: Business) =>
  sql<{ period: number; start: string; cents: number }>(
    shard,
    `select p.period_no period, p.period_start start, i.total_cents cents from agreement_periods p
     join invoices i on i.tenant_id = p.tenant_id and i.id = p.invoice_id where p.tenant_id = ? order by p.period_no`,
    tenantId,
  );
const starts = async (business: Business) => (await billed(business)).map(({ start }) => start);
const periodsLeft = async ({ api, agreementId }: Awaited<ReturnType<typeof monthly>>) =>
  (await api.get(`/admin/recurring-invoices?agreement_id=${agreementId}`)).data.items[0].periods_left;

describe("an agreement of $49 a month", () => {
  it("B18: is billed once a month, although the job runs every hour and twice at once on the day of the bill", async () => {
    const business = await monthly();
    await atTime(noon("2026-02-15"), async () => {
      for (let hour = 0; hour < 24; hour++) await runJob(DAILY, business);
      await Promise.all([runJob(DAILY, business), runJob(DAILY, business)]);
      await run(business);
      expect(await billed(business)).toEqual([
        { period: 1, start: "2026-01-15", cents: 4900 },
        { period: 2, start: "2026-02-15", cents: 4900 },
      ]);
    });
  });

  it("B19: after four missed months is billed for three of them once each, and a person is asked about the fourth", async () => {
    const business = await monthly();
    await atTime(noon("2026-05-20"), async () => {
      await run(business);
      const four = ["2026-01-15", "2026-02-15", "2026-03-15", "2026-04-15"];
      expect([await starts(business), await periodsLeft(business)]).toEqual([four, 1]);
      await run(business);
      expect([await starts(business), await periodsLeft(business)]).toEqual([four, 1]);
    });
  });

  it("B20: is billed for March although somebody has dated February's invoice in March", async () => {
    const business = await monthly();
    await atTime(noon("2026-02-15"), () => run(business));
    await sql(
      business.shard,
      "update invoices set invoice_date = '2026-03-20' where tenant_id = ? and source = ?",
      business.tenantId,
      `agreement:${business.agreementId}:2`,
    );
    await atTime(noon("2026-03-15"), () => run(business));
    expect(await starts(business)).toEqual(["2026-01-15", "2026-02-15", "2026-03-15"]);
  });
});
