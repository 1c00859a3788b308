import { expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { findings, inBrowser, openPage } from "../support/browser.ts";
import { client, newBusiness } from "../support/client.ts";
import { newCustomerOf } from "../support/customers.ts";
import { linkIn, mailTo } from "../support/mails.ts";

inBrowser("a customer on their phone", () => {
  it("signs in by the mailed link, sees appointment and invoice, asks for service and reviews", async () => {
    const business = await newBusiness();
    const email = `jane.${Date.now()}@doe.example`;
    const record = (await business.api.post("/admin/customers", { name: "Jane Doe", emails: [{ address: email }] }))
      .data;
    const job = (
      await business.api.post("/admin/dispatch", {
        ...{ title: "AC tune-up", customer_name: "Jane Doe", customer_id: record.id },
        ...{ scheduled_start: "2026-03-28T13:00:00Z", scheduled_end: "2026-03-28T15:00:00Z" },
      })
    ).data;
    await business.api.post("/admin/invoices", {
      ...{ customer_id: record.id, send: true },
      line_items: [{ description: "AC tune-up", amount_cents: 15000, quantity: 1 }],
    });
    await sql(
      business.shard,
      "update dispatch_jobs set status = 'completed', completed_at = created_at where tenant_id = ? and id = ?",
      business.tenantId,
      job.id,
    );
    await business.api.post(`/admin/customers/${record.id}/portal-invite`, {});
    const link = new URL(linkIn(await mailTo(email, /appointments and documents/)));

    const page = await openPage(`${link.pathname}${link.search}${link.hash}`, {
      viewport: { width: 390, height: 844 },
    });
    expect(await findings(page)).toEqual([]);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "AC tune-up" }).waitFor();
    await page.getByRole("button", { name: "Pay $150.00" }).waitFor();
    expect(await findings(page)).toEqual([]);
    if (process.env.SHOTS) {
      await page.screenshot({ path: `${process.env.SHOTS}/portal-light.png`, fullPage: true });
      await page.emulateMedia({ colorScheme: "dark" });
      await page.screenshot({ path: `${process.env.SHOTS}/portal-dark.png`, fullPage: true });
    }
    await page.getByText("Review this visit").click();
    await page.getByLabel("4", { exact: true }).check();
    await page.getByRole("button", { name: "Send my review" }).click();
    await page.getByText("You gave 4 of 5").waitFor();
    await page.getByLabel("What do you need?").fill("Furnace is loud");
    await page.getByRole("button", { name: "Request service" }).click();
    await page.getByText("Thank you. We will call you.").waitFor();
    await page.reload();
    await page.getByText("You gave 4 of 5").waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Send me a link" }).waitFor();
    expect(await findings(page)).toEqual([]);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/portal-sign-in.png` });
    expect((await business.api.get("/admin/reviews")).data.items).toMatchObject([{ rating: 4 }]);
  });

  it("reads an estimate, accepts the option that they want, and declines another", async () => {
    const business = await newBusiness();
    const { api } = business;
    const customer = await newCustomerOf(business);
    const offer = async (title: string): Promise<number> => {
      const option = (name: string, amount_cents: number) => ({
        ...{ name, line_items: [{ description: `${name} heat pump`, amount_cents }] },
      });
      const options = [option("Good", 450_000), option("Better", 620_000)];
      const { id } = (await api.post("/admin/estimates", { customer_id: customer.customerId, title, options })).data;
      await api.post(`/admin/estimates/${id}/send`, { mail: false });
      return id;
    };
    const [unwanted, wanted] = [await offer("For the shed"), await offer("For the house")];
    await client({ "x-tenant-id": business.tenantId }).post("/customer/magic-link", { email: customer.email });
    const link = new URL(linkIn(await mailTo(customer.email, /link to sign in/)));
    const page = await openPage(`${link.pathname}${link.search}${link.hash}`, {
      viewport: { width: 390, height: 844 },
    });
    await page.getByRole("button", { name: "Sign in" }).click();
    const card = (title: string) => page.getByRole("article").filter({ hasText: title });
    await card("For the house").getByText("See the 2 options").click();
    await card("For the house").getByText("Better heat pump").waitFor();
    await card("For the house").getByText("Answer this estimate").click();
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await card("For the house").getByRole("radio", { name: "Better" }).check();
    await card("For the house").getByLabel("Your full name").fill("Jane Doe");
    await card("For the house").getByRole("button", { name: "Accept" }).click();
    await page.getByText("You have accepted the estimate.").waitFor();
    await card("For the house").getByText("$6,200.00").first().waitFor();
    await card("For the shed").getByText("Answer this estimate").click();
    await card("For the shed").getByText("Decline instead").click();
    await card("For the shed").getByRole("button", { name: "Decline" }).click();
    await page.getByText("You have declined the estimate.").waitFor();
    const statusOf = async (id: number) => (await api.get(`/admin/estimates/${id}`)).data;
    expect(await statusOf(wanted)).toMatchObject({ status: "accepted", accepted_option: "better" });
    expect(await statusOf(unwanted)).toMatchObject({ status: "declined" });
  });

  it("is told what to do without a script, and without the name of a business", async () => {
    const { code } = await newBusiness();
    const bare = await openPage(`/portal?business=${code}`, { javaScriptEnabled: false });
    await bare.getByRole("heading", { name: "This page needs JavaScript" }).waitFor();
    const nameless = await openPage("/portal");
    await nameless.getByText("Please open this page by the link of your business").waitFor();
    expect(await findings(nameless)).toEqual([]);
  });
});
