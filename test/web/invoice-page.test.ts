import { expect, it } from "vitest";
import { findings, inBrowser, openPage } from "../support/browser.ts";
import { newBusiness } from "../support/client.ts";

/** An invoice with taxes, a discount and a payment, and the link to it. */
async function sentInvoice() {
  const { api } = await newBusiness();
  await api.patch("/admin/organization", { document_footer: "License CAC1817243" });
  await api.post("/admin/tax-rates", { name: "Hillsborough County", rate_ppm: 75_000, is_default: true });
  const made = await api.post("/admin/invoices", {
    customer_name: "Pat Doe",
    billing_address: "123 Oak St",
    billing_city: "Tampa",
    title: "AC repair at the lake house",
    notes: "Thank you for your business.",
    discount_bps: 500,
    line_items: [
      { description: "Diagnostic visit", amount_cents: 8900, quantity: 1 },
      { description: "Dual run capacitor 45/5 MFD, with labour", amount_cents: 24_550, quantity: 1.5 },
    ],
    send: true,
  });
  expect(made.status, made.text).toBe(201);
  const { id, number } = made.data;
  await api.post("/admin/invoice-payments", { invoice_id: id, amount_cents: 10_000, method: "check" });
  const { url } = (await api.post(`/admin/invoices/${id}/link`)).data;
  return { api, id, number, path: new URL(url).pathname };
}

inBrowser("the page of an invoice", () => {
  it.each([
    ["a desk, in the light", { width: 1100, height: 900 }, "light"],
    ["a phone, in the dark", { width: 375, height: 700 }, "dark"],
  ] as const)(
    "says on %s what is owed, without a script, for whoever sees or hears it",
    async (_, viewport, colorScheme) => {
      const { number, path } = await sentInvoice();
      const page = await openPage(path, { viewport, colorScheme });
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain(number);
      const text = await page.getByRole("main").textContent();
      for (const said of [
        "AC repair at the lake house",
        "Hillsborough County 7.5 %",
        "Amount due",
        "License CAC1817243",
      ])
        expect(text).toContain(said);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
      expect(await page.locator("script").count()).toBe(0);
      expect(await findings(page)).toEqual([]);
    },
  );
});
