import { mkdirSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { findings, inBrowser, openPage } from "../support/browser.ts";
import { newBusiness } from "../support/client.ts";
import { linkIn, mailTo } from "../support/mails.ts";
import { type Buyer, newBuyer, newOrder, newPart, take } from "../support/orders.ts";

// What people read whose link no longer shows anything, or never did: why, and who can help.

const CONTACT = "office@palm.example";
let business: Buyer;
let name: string;
/** The path of a link of each kind. */
const links = new Map<string, string>();

const post = async (path: string, body: object = {}) => {
  const answer = await business.api.post(path, body);
  expect(answer.status, `${path} ${answer.text}`).toBeLessThan(300);
  return answer.data;
};
const pathOf = (url: string): string => new URL(url).pathname;

beforeAll(async () => {
  business = await newBuyer();
  await business.api.patch("/admin/organization", { contact_email: CONTACT });
  name = (await business.api.get("/admin/organization")).data.branding.display_name;
  const lines = { line_items: [{ description: "AC tune-up", amount_cents: 15_000 }] };
  const estimate = await post("/admin/estimates", { customer_name: "Jane", options: [{ name: "Good", ...lines }] });
  links.set("estimate", pathOf((await post(`/admin/estimates/${estimate.id}/send`, { mail: false })).url));
  const invoice = await post("/admin/invoices", { customer_name: "Jane", send: true, ...lines });
  links.set("invoice", pathOf((await post(`/admin/invoices/${invoice.id}/link`)).url));
  const form = await post("/admin/forms", { name: "Checklist", fields: [{ key: "a", label: "A", type: "text" }] });
  await post(`/admin/forms/${form.id}/publish`);
  links.set("form", pathOf((await post("/admin/form-links", { form_id: form.id })).url));
  links.set("order", await orderLink());
});

async function orderLink(): Promise<string> {
  const part = await newPart(business);
  const { id } = await newOrder(business, [{ part_id: part.id, quantity: 1, unit_cost_cents: 5 }], "approved");
  await take(business, id, "send", {});
  return pathOf(linkIn(await mailTo(business.supplier.email, /^Purchase order/)));
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/dead-${name}.png` });
}

inBrowser("a link that shows nothing", () => {
  it.each(["estimate", "invoice", "form", "order"])("says who can help: %s", async (kind) => {
    const path = links.get(kind) ?? "";
    const [, letter, token = ""] = path.split("/");
    const footer = (page: Page) => page.locator("footer").textContent();

    const open = await openPage(path);
    expect(await open.locator("link[rel=icon]").getAttribute("href")).toBe("/icon.svg");

    const unknown = await openPage(`/${letter}/${token.slice(0, -6)}AAAAAA`);
    await unknown.getByRole("heading", { name: `This ${kind} cannot be shown` }).waitFor();
    expect(await footer(unknown)).toBe(`Questions? Write to ${name}: ${CONTACT}.`);

    const nobodys = await openPage(`/${letter}/nothing`);
    await nobodys.getByRole("heading", { name: `This ${kind} cannot be shown` }).waitFor();
    expect(await footer(nobodys)).toBe("Questions? Get in touch with the business that sent you this link.");
    expect(await nobodys.title()).toBe(`This ${kind} cannot be shown`);
    expect(await findings(nobodys)).toEqual([]);
    await picture(nobodys, `${kind}-nobodys`);

    await sql(
      business.shard,
      "update document_links set expires_at = created_at where tenant_id = ? and kind = ?",
      business.tenantId,
      kind === "order" ? "purchase_order" : kind,
    );
    const ended = await openPage(path);
    await ended.getByText("This link has ended.").waitFor();
    expect(await footer(ended)).toBe(`Questions? Write to ${name}: ${CONTACT}.`);
    expect(await findings(ended)).toEqual([]);
    await picture(ended, `${kind}-ended`);
  });

  it("of a business that is suspended names it, without what only its database knows", async () => {
    const shop = await newBusiness("Gone Cooling");
    await sql(shop.shard, "update tenant_state set state = 'suspended' where tenant_id = ?", shop.tenantId);
    for (const letter of ["e", "i", "f", "o"]) {
      const page = await openPage(`/${letter}/${shop.tenantId}_${"A".repeat(43)}`);
      expect(await page.locator("footer").textContent()).toBe("Questions? Get in touch with Gone Cooling.");
    }
  });

  it("of a portal whose business nobody knows says where the right one is", async () => {
    for (const path of ["/portal", "/portal?business=NOSUCHCODE"]) {
      const page = await openPage(path);
      await page.getByText("Please open this page by the link of your business").waitFor();
      expect(await page.getByRole("textbox").count()).toBe(0);
    }
    const known = await openPage(`/portal?business=${business.code}#in=lnk_${"a".repeat(43)}`);
    await known.getByRole("button", { name: "Sign in" }).click();
    await known.getByRole("alert").waitFor();
    expect(await known.getByRole("heading", { level: 1 }).textContent()).toBe(name);
    expect(await known.getByRole("link", { name: "Ask for a new link" }).count()).toBe(1);
    await picture(known, "portal");
  });
});
