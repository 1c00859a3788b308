import { z } from "zod";
import { DispatchJob } from "#/domains/dispatch/job-schemas.ts";
import { SentEstimate } from "#/domains/estimates/request-schemas.ts";
import { Estimate } from "#/domains/estimates/schemas.ts";
import { EstimateConversion } from "#/domains/estimates/step-schemas.ts";
import { InvoicePayment } from "#/domains/invoices/payment-schemas.ts";
import { Invoice, InvoiceLink } from "#/domains/invoices/schemas.ts";
import { amountText } from "#/kernel/currencies.ts";
import { signIn } from "./api.ts";
import { expect, expectSame, PASSWORD, type Story } from "./story.ts";

const RATE = { name: "Hillsborough County", rate_ppm: 75_000, is_default: true };
const line = (description: string, amount_cents: number, more: object = {}) => ({ description, amount_cents, ...more });
const OFFER = {
  ...{ customer_name: "Jane Miller", customer_email: "jane.miller@example.com", title: "New heat pump" },
  ...{ service_address: "12 Oak Street", service_city: "Tampa", service_state: "FL", service_zip: "33601" },
  options: [
    { name: "Good", line_items: [line("14 SEER air conditioner, installed", 450_000)] },
    {
      ...{ name: "Better", recommended: true },
      line_items: [
        line("16 SEER heat pump", 545_000),
        line("Installation, by the hour", 12_500, { quantity: 6.5 }),
        line("Smart thermostat", 24_900, { optional: true }),
      ],
    },
  ],
};
/** 5,450.00 + 6.5 x 125.00 + 249.00, and 7.5 % of it. */
const TOTAL = 699_986;

const usd = (cents: number): string => amountText(cents, "USD");

/** Chapter 8: an estimate is sold at the customer's own screen, its job is done, and its invoice is paid. */
export async function documents(story: Story): Promise<void> {
  const { office, say } = story;
  await office.call("POST /admin/tax-rates", z.unknown(), { body: RATE });
  const { id } = await office.call("POST /admin/estimates", Estimate, { body: OFFER });
  const sent = await office.call(`POST /admin/estimates/${id}/send`, SentEstimate, { body: {} });
  say(`  ✓ ${OFFER.customer_name} gets a mail with the link to estimate ${sent.estimate.number}: ${sent.url}`);

  await acceptOnline(story, sent.url);
  const accepted = await office.call(`GET /admin/estimates/${id}`, Estimate);
  expectSame(
    [accepted.status, accepted.accepted_option, accepted.accepted_lines, accepted.total_cents],
    ["accepted", "better", [3], TOTAL],
    "the estimate that the customer has accepted",
  );
  say(`  ✓ they choose Better, add the thermostat and sign, without a log-in: ${usd(TOTAL)} with tax`);

  const make = (create: string, more: object = {}) =>
    office.call(`POST /admin/estimates/${id}/convert`, EstimateConversion, { body: { create, ...more } });
  const { job_id } = await make("job");
  expectSame((await make("job")).job_id, job_id, "the job when it is asked for again");
  await doJob(story, job_id ?? 0);

  const { invoice_id } = await make("invoice", { send: true });
  await takePayment(story, invoice_id ?? 0);
}

/** What the customer's browser asks for: no token, nothing but the link. */
const asCustomer = (story: Story, url: string) => {
  const { url: home, headers } = story.business.target("/");
  const { "X-Tenant-Id": _, ...own } = headers;
  const page = (path: string) => new URL(`${new URL(url).pathname}${path}`, home);
  const ask = async (path: string, form?: Record<string, string>) => {
    const answer = await fetch(page(path), {
      headers: own,
      redirect: "manual",
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  return { look: (path = "") => ask(path), send: ask };
};

/** As somebody without a script does: each choice is a page, and the form at its end says yes. */
async function acceptOnline(story: Story, url: string): Promise<void> {
  const customer = asCustomer(story, url);
  const first = await customer.look();
  expect(first.status === 200 && first.text.includes("Choose Better"), "a page that offers the options");
  const chosen = await customer.look("?option=better&with=3");
  expect(chosen.text.includes(`value="${TOTAL}"`), `a page that says what it comes to, ${usd(TOTAL)}`);

  const form = { name: "Jane Miller", option: "better", with: "3", total_cents: String(TOTAL) };
  const cheaper = await customer.send("/accept", { ...form, total_cents: "100" });
  expect(cheaper.status >= 400, "a refusal of another price than the page's");
  expectSame((await customer.send("/accept", form)).status, 303, "the answer to their signature");
  expect((await customer.look()).text.includes("You have accepted this estimate"), "a page that thanks them");
}

async function doJob({ office, business, technician, say }: Story, job: number): Promise<void> {
  const phone = await signIn(business, technician.username, PASSWORD);
  await office.call(`PATCH /admin/dispatch/${job}/assign`, DispatchJob, { body: { technician_id: technician.id } });
  for (const status of ["acknowledged", "en_route", "on_site", "in_progress", "completed"])
    await phone.call(`PATCH /tech/dispatch/my-jobs/${job}/status`, DispatchJob, { body: { status } });
  say(`  ✓ the estimate becomes job ${job}, once however often it is asked for, and the technician completes it`);
}

async function takePayment(story: Story, id: number): Promise<void> {
  const { office, say } = story;
  const read = () => office.call(`GET /admin/invoices/${id}`, Invoice);
  const invoice = await read();
  expectSame(
    [invoice.status, invoice.total_cents, invoice.balance_cents],
    ["sent", TOTAL, TOTAL],
    "the invoice of the estimate",
  );
  const link = await office.call(`POST /admin/invoices/${id}/link`, InvoiceLink);
  const customer = asCustomer(story, link.url);
  expect((await customer.look()).text.includes(invoice.number ?? "?"), "a page that shows the invoice");
  expect((await customer.look("/pdf")).text.startsWith("%PDF-"), "the invoice as PDF");
  say(`  ✓ invoice ${invoice.number} over the same ${usd(TOTAL)} goes out, as a page and as PDF: ${link.url}`);

  const pay = (amount_cents: number, method: string) => ({
    body: { invoice_id: id, amount_cents, method, reference: "1042" },
  });
  const tooMuch = await office.send("POST /admin/invoice-payments", pay(TOTAL + 1, "check"));
  expectSame(tooMuch.status, 422, "the answer to a payment of more than is due");
  await office.call("POST /admin/invoice-payments", InvoicePayment, pay(300_000, "check"));
  expectSame((await read()).status, "partially_paid", "the invoice after a first payment");
  await office.call("POST /admin/invoice-payments", InvoicePayment, pay(TOTAL - 300_000, "credit_card"));
  const paid = await read();
  expectSame([paid.status, paid.balance_cents], ["paid", 0], "the invoice after the second");
  say(`  ✓ they pay ${usd(300_000)} by check and ${usd(TOTAL - 300_000)} by card: ${paid.status}, nothing is left`);
}
