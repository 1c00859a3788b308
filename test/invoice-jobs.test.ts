import Stripe from "stripe";
import { expect, it } from "vitest";
import { settle } from "#/domains/invoices/index.ts";
import { toInstant } from "#/kernel/time.ts";
import { sql } from "./support/back-door.ts";
import { type Business, client, eventually, newBusiness } from "./support/client.ts";
import { atTime, runJob } from "./support/clock.ts";
import { ctxOf } from "./support/ctx.ts";
import { linkIn, mailTo } from "./support/mails.ts";

const OVERDUE = "note overdue invoices";
const REMIND = "remind customers of invoices";

const typesOf = async ({ shard, tenantId }: Business, like: string) =>
  (
    await sql<{ type: string }>(
      shard,
      "select type from outbox where tenant_id = ? and type like ? order by seq",
      tenantId,
      like,
    )
  ).map(({ type }) => type);

const sent = async ({ api }: Business, more: object = {}) => {
  const made = await api.post("/admin/invoices", {
    customer_name: "Pat Doe",
    line_items: [{ description: "AC repair", amount_cents: 10_000, quantity: 1 }],
    send: true,
    ...more,
  });
  expect(made.status, made.text).toBe(201);
  return made.data;
};

it("tells once that an invoice is overdue, on the day after its due day, however often the job runs", async () => {
  const business = await newBusiness();
  const { id } = await sent(business, { invoice_date: "2026-01-10", due_date: "2026-02-10" });
  await atTime("2027-02-11T12:00:00Z", async () => {
    await runJob(OVERDUE, business);
    await runJob(OVERDUE, business);
  });
  expect(await typesOf(business, "invoice.overdue")).toEqual(["invoice.overdue"]);
  const { data } = await business.api.get(`/admin/invoices/${id}`);
  expect(data).toMatchObject({ status: "overdue", version: 2 });
});

it("reminds a customer before, on and after the due day, once each, until the invoice is paid", async () => {
  const business = await newBusiness();
  const to = `pat-${business.tenantId.slice(0, 8)}@doe.example`;
  const due = "2031-05-20";
  const { id, number } = await sent(business, { customer_email: to, due_date: due });
  const at = (day: string) =>
    atTime(`${day}T12:00:00Z`, async () => {
      await runJob(REMIND, business);
      await runJob(REMIND, business);
    });
  for (const day of ["2031-05-16", "2031-05-17", "2031-05-20", "2031-05-21", "2031-05-27"]) await at(day);
  const { data } = await business.api.get(`/admin/invoices/${id}`);
  expect(data).toMatchObject({ reminders_sent: 3, last_reminded_on: "2031-05-27" });
  const mail = await mailTo(to, new RegExp(`^Invoice ${number} from`));
  expect(linkIn(mail)).toMatch(/\/i\/[\w-]+$/);
  await business.api.post("/admin/invoice-payments", { invoice_id: id, method: "cash" });
  await at("2031-06-03");
  expect((await business.api.get(`/admin/invoices/${id}`)).data.reminders_sent).toBe(3);
});

it("notes all of 1,001 overdue invoices and reminds all of their customers in one night, once each", async () => {
  const business = await newBusiness();
  const { shard, tenantId } = business;
  const { id } = await sent(business, {
    due_date: "2031-05-20",
    customer_email: `pat-${tenantId.slice(0, 8)}@doe.example`,
  });
  const columns = (await sql<{ name: string }>(shard, "select name from pragma_table_info('invoices')")).map(
    ({ name }) => name,
  );
  const copied = columns.map((name) => (name === "id" ? "n" : name === "number" ? "'INV-' || n" : name));
  await sql(
    shard,
    `with recursive numbers(n) as (select 1001 union all select n + 1 from numbers where n < 2000)
     insert into invoices (${columns.join(", ")}) select ${copied.join(", ")} from numbers join invoices on tenant_id = ? and id = ?`,
    tenantId,
    id,
  );
  for (const [day, job] of [
    ["2031-05-20", REMIND],
    ["2031-05-21", OVERDUE],
  ] as const)
    await atTime(`${day}T12:00:00Z`, async () => {
      for (let n = 0; n < 2; n++) await runJob(job, business);
    });
  const told =
    "select count(*) n, count(distinct data ->> 'id') invoices from outbox where tenant_id = ? and type = 'invoice.overdue'";
  expect(await sql(shard, told, tenantId)).toEqual([{ n: 1001, invoices: 1001 }]);
  const reminded = "select reminders_sent, count(*) n from invoices where tenant_id = ? group by reminders_sent";
  expect(await sql(shard, reminded, tenantId)).toEqual([{ reminders_sent: 1, n: 1001 }]);
});

it("settles a payment that a provider reports once, and keeps what is too much as credit", async () => {
  const business = await newBusiness();
  const customer = (await business.api.post("/admin/customers", { name: "Pat Doe" })).data;
  const { id } = await sent(business, { customer_id: customer.id });
  const reported = { invoiceId: id, amountCents: 12_000, provider: "stripe", providerRef: "pi_3P1a" };
  const now = toInstant(Date.now());
  const settled = await Promise.all([1, 2, 3, 4].map(() => settle(ctxOf(business, { now }), reported)));
  expect(settled.filter(({ repeated }) => !repeated)).toHaveLength(1);
  expect(new Set(settled.map(({ payment }) => payment.id)).size).toBe(1);
  expect(settled[0]?.payment).toMatchObject({ appliedCents: 10_000, unappliedCents: 2000 });
  expect((await business.api.get(`/admin/invoices/${id}`)).data).toMatchObject({ status: "paid", balance_cents: 0 });
  const late = await settle(ctxOf(business, { now }), { ...reported, providerRef: "pi_3P1b" });
  expect(late.payment).toMatchObject({ appliedCents: 0, unappliedCents: 12_000 });
  expect(await typesOf(business, "payment.%")).toEqual(["payment.received", "payment.received"]);
});

it("takes in what Stripe reports of an invoice: the charge pays it once, its refund opens it again", async () => {
  const business = await newBusiness();
  const { api, tenantId } = business;
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  await api.post("/admin/integrations/payments", { provider: "stripe", signing_secret: secret });
  const report = async (object: object) => {
    const payload = JSON.stringify({ id: `evt_${crypto.randomUUID()}`, type: "any", data: { object } });
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret });
    const headers = { "content-type": "application/json", "stripe-signature": signature };
    const answer = await client().post(`/integrations/stripe/${tenantId}`, payload, headers);
    expect(answer.status, answer.text).toBe(200);
  };
  const { id } = await sent(business);
  const created = Math.floor(Date.now() / 1000);
  const charge = {
    object: "charge",
    id: "ch_1",
    amount: 10_000,
    currency: "usd",
    status: "succeeded",
    captured: true,
    created,
  };
  await report({ ...charge, metadata: { invoice_id: String(id) } });
  await report({ ...charge, metadata: { invoice_id: String(id) } });
  const invoiceIs = (status: string) =>
    eventually(async () => {
      const { data } = await api.get(`/admin/invoices/${id}`);
      return data.status === status && data;
    }, `invoice ${status}`);
  expect(await invoiceIs("paid")).toMatchObject({ amount_paid_cents: 10_000 });
  const refund = {
    object: "refund",
    id: "re_1",
    charge: "ch_1",
    amount: 4000,
    currency: "usd",
    status: "succeeded",
    created,
  };
  await report(refund);
  expect(await invoiceIs("partially_paid")).toMatchObject({ balance_cents: 4000 });
  const { items } = (await api.get("/admin/invoice-payments")).data;
  expect(items).toMatchObject([{ method: "online", provider: "stripe", reference: "ch_1", refunded_cents: 4000 }]);
});
