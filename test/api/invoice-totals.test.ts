import { expect, it } from "vitest";
import { type Answer, newBusiness } from "../support/client.ts";

const made = ({ status, data, text }: Answer) => {
  expect(status, text).toBe(201);
  return data;
};

/** A business with one rate of tax, and what an invoice of it comes to. */
async function taxed(rate_ppm: number, more: object = {}) {
  const { api } = await newBusiness();
  const rate = made(await api.post("/admin/tax-rates", { name: "Tax", rate_ppm, ...more }));
  return async (line_items: object[], discount: object = {}) =>
    made(
      await api.post("/admin/invoices", {
        customer_name: "Pat Doe",
        line_items: line_items.map((line) => ({ description: "Part", tax_rate_id: rate.id, ...line })),
        due_date: "2026-04-15",
        ...discount,
      }),
    );
}

it("rounds a tax once for all its lines, not line by line a cent over (B01)", async () => {
  const invoice = await taxed(230_000);
  const lines = [
    { amount_cents: 5555, quantity: 1 },
    { amount_cents: 1111, quantity: 1 },
  ];
  expect(await invoice(lines)).toMatchObject({ subtotal_cents: 6666, tax_cents: 1533, total_cents: 8199 });
});

it("leaves nothing of a line with a full discount, and never a cent less (B03)", async () => {
  const invoice = await taxed(0);
  expect(await invoice([{ amount_cents: 6422, quantity: 2.25, discount_bps: 10_000 }])).toMatchObject({
    line_items: [{ line_total_cents: 14_450, discount_cents: 14_450 }],
    total_cents: 0,
  });
});

it("keeps the total of prices that contain the tax (B04)", async () => {
  const invoice = await taxed(190_000, { inclusive: true });
  const lines = [
    { amount_cents: 34_000, quantity: 1 },
    { amount_cents: 1390, quantity: 1 },
  ];
  expect(await invoice(lines)).toMatchObject({
    total_cents: 35_390,
    tax_cents: 5651,
    tax_breakdown: [{ taxable_cents: 29_739, tax_cents: 5651 }],
  });
});

it("taxes what is left after a discount in money (B05)", async () => {
  const invoice = await taxed(190_000);
  expect(await invoice([{ amount_cents: 850_000, quantity: 1, discount_cents: 750_000 }])).toMatchObject({
    tax_breakdown: [{ taxable_cents: 100_000 }],
    tax_cents: 19_000,
    total_cents: 119_000,
  });
});

it("rounds a discount before the tax is taken (B06)", async () => {
  const invoice = await taxed(220_000);
  const lines = Array.from({ length: 16 }, () => ({ amount_cents: 34_835, quantity: 1 }));
  expect(await invoice([{ amount_cents: 34_835, quantity: 16 }], { discount_bps: 400 })).toMatchObject({
    subtotal_cents: 557_360,
    discount_cents: 22_294,
    tax_cents: 117_715,
    total_cents: 652_781,
  });
  expect(await invoice(lines, { discount_bps: 400 })).toMatchObject({ total_cents: 652_781 });
});

it("divides a discount among mixed lines to the cent (B09)", async () => {
  const invoice = await taxed(82_500);
  const lines = [
    { amount_cents: 10_000, quantity: 1 },
    { amount_cents: 5000, quantity: 1, taxable: false, tax_rate_id: undefined },
    { amount_cents: 2999, quantity: 1 },
  ];
  const { line_items, ...sums } = await invoice(lines, { discount_cents: 1000 });
  expect(line_items.map((line: { discount_cents: number }) => line.discount_cents)).toEqual([555, 278, 167]);
  expect(sums).toMatchObject({ tax_cents: 1013, total_cents: 18_012, tax_breakdown: [{ taxable_cents: 12_277 }] });
});

it("names what is wrong with a line or a discount", async () => {
  const { api } = await newBusiness();
  const refused = async (line: object, more: object = {}) => {
    const items = [{ description: "Part", amount_cents: 1000, quantity: 1, ...line }];
    const answer = await api.post("/admin/invoices", { customer_name: "Pat Doe", line_items: items, ...more });
    return [answer.status, answer.error?.reason, Object.keys(answer.error?.fields ?? {})];
  };
  expect(await refused({ tax_rate_id: 9 })).toEqual([404, "document.unknown_tax_rate", ["line_items.0.tax_rate_id"]]);
  expect(await refused({}, { discount_cents: 1001 })).toEqual([422, "document.discount_too_large", ["discount_cents"]]);
  expect(await refused({ discount_cents: 1001 })).toEqual([
    422,
    "document.discount_too_large",
    ["line_items.0.discount_cents"],
  ]);
  expect(await refused({ quantity: 0.1234 })).toEqual([422, "request.invalid", ["line_items.0.quantity"]]);
});

it("makes an invoice of 100 lines in two trips", async () => {
  const invoice = await taxed(82_500);
  const lines = Array.from({ length: 100 }, (_, i) => ({ amount_cents: 100 + i, quantity: 1.5 }));
  const { line_items, total_cents } = await invoice(lines); // the client of the tests holds every write to two trips
  expect([line_items.length, total_cents]).toEqual([100, 24_275]);
});
