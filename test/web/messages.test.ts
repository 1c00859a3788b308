import { randomInt, randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { findings, inBrowser, openPage, shows } from "../support/browser.ts";
import { type Business, eventually, type Json, newBusiness } from "../support/client.ts";
import { atTime } from "../support/clock.ts";
import { linkIn, mailTo } from "../support/mails.ts";

// What reaches customers: the texts that a developer's server keeps, and the page on which a customer ends offers by mail.

const PATH = "/admin/customer-communications";

let business: Business;
beforeAll(async () => {
  business = await newBusiness("Palm Cooling");
});

async function newCustomer(channel: string, category: string) {
  const phone = `+1813${randomInt(200, 999)}${randomInt(1000, 9999)}`;
  const email = `jane-${randomUUID().slice(0, 8)}@example.com`;
  const body = { name: "Jane Roe", phones: [{ number: phone }], emails: [{ address: email }], billing_zip: "33602" };
  const { data } = await business.api.post("/admin/customers", body);
  const consents = [{ channel, category, state: "granted", source: "web form" }];
  expect((await business.api.put(`${PATH}/consents/${data.id}`, { consents })).status).toBe(200);
  return { id: data.id as number, phone, email };
}
/** A message and what has become of it. */
async function sent(body: object): Promise<Json> {
  const answer = await business.api.post(`${PATH}/send`, body);
  expect(answer.status, answer.text).toBe(201);
  return await eventually(async () => {
    const { data } = await business.api.get(`${PATH}/${answer.data.id}`);
    return data.status !== "queued" && data;
  }, "the message ends");
}
/** Pictures of the page, for a person to look at: name a folder in PICTURES. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/messages-${name}.png`, fullPage: true });
}

inBrowser("messages", () => {
  it("a developer reads the texts, answers as the customer and sees the answer: after STOP nothing more is sent", async () => {
    const jane = await newCustomer("sms", "transactional");
    const text = { customer_id: jane.id, channel: "sms", category: "transactional" };
    const first = await sent({ ...text, body: "Ann is on the way and arrives at 9:40." });
    expect(first.status).toBe("sent");
    const page = await openPage("/messages");
    const panel = page.locator("li").filter({ hasText: `Palm Cooling to ${jane.phone}` });
    await panel.filter({ hasText: "Ann is on the way" }).waitFor();
    const answer = panel.getByLabel(`Answer as ${jane.phone}`);

    // a text that comes meanwhile takes nothing from what they type
    await answer.fill("STO");
    await sent({ ...text, body: "Ann is at your door." });
    await panel.filter({ hasText: "Ann is at your door" }).waitFor();
    expect(await answer.last().inputValue()).toBe("STO");
    expect(await findings(page)).toEqual([]);
    await picture(page, "light");
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    await picture(page, "phone");

    await answer.last().fill("STOP");
    await panel.last().getByRole("button", { name: "Answer" }).click();
    await shows(page, "#state", `${jane.phone} has answered.`);
    const stopped = await sent({ ...text, body: "Your invoice is ready." });
    expect(stopped).toMatchObject({ status: "suppressed", reason: "stop" });

    // what they have answered stands among the texts in order, the newest first, and cannot be answered itself
    const answered = page.locator("li").filter({ hasText: `Answer ${jane.phone} to Palm Cooling` });
    await answered.filter({ hasText: "STOP" }).waitFor();
    await panel.filter({ hasText: "START" }).waitFor(); // the business confirms it
    expect(await answered.getByRole("textbox").count()).toBe(0);
    const bodies = await page.locator("li").filter({ hasText: jane.phone }).locator("pre").allTextContents();
    expect(bodies.slice(1)).toEqual(["STOP", "Ann is at your door.", "Ann is on the way and arrives at 9:40."]);
    expect(await findings(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "light" });
    await picture(page, "answered-phone");
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: "dark" });
    await picture(page, "answered-dark");
    await answer.last().fill("START");
    await panel.last().getByRole("button", { name: "Answer" }).click();
    await eventually(async () => (await answer.last().inputValue()) === "", "the answer is sent");
    expect((await sent({ ...text, body: "Thank you." })).status).toBe("sent");
  });

  it("a customer who opens the link of an offer decides themselves, and gets no more offers", async () => {
    const jane = await newCustomer("email", "marketing");
    const offer = { customer_id: jane.id, channel: "email", category: "marketing", subject: "Half price" };
    await atTime("2026-03-10T15:00:00Z", async () => {
      expect((await sent({ ...offer, body: "This week." })).status).toBe("sent");
    });
    const link = new URL(linkIn(await mailTo(jane.email, /Half price/)));
    const kept = await openPage("/mails");
    const mail = kept.locator("li").filter({ hasText: `To ${jane.email}` });
    await mail.getByText("List-Unsubscribe-Post: List-Unsubscribe=One-Click").waitFor();
    for (const colorScheme of ["light", "dark"] as const) {
      await kept.emulateMedia({ colorScheme });
      await picture(kept, `mails-${colorScheme}`);
    }
    expect(await findings(kept)).toEqual([]);
    await kept.setViewportSize({ width: 390, height: 844 });
    expect(await kept.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    await picture(kept, "mails-phone");
    const page = await openPage(`${link.pathname}${link.hash}`);
    await shows(page, "h1", "No more offers by email?");
    expect(await findings(page)).toEqual([]);
    await picture(page, "leave");
    const { consents } = (await business.api.get(`${PATH}/consents/${jane.id}`)).data;
    expect(consents, "a program that opens the link changes nothing").toMatchObject([{ state: "granted" }]);
    await page.getByRole("button", { name: "No more offers" }).click();
    await shows(page, "#done", "Palm Cooling sends you no more offers by email.");
    expect(await findings(page)).toEqual([]);
    await picture(page, "left");
    await atTime("2026-03-10T15:00:00Z", async () => {
      expect(await sent({ ...offer, body: "Next week." })).toMatchObject({ status: "suppressed" });
    });
    const broken = await openPage(link.pathname);
    await shows(broken, "#void", "This link is not complete");
  });
});
