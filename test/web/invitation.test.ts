import { expect, it } from "vitest";
import { inBrowser, isLive, openBoard, openPage, shows } from "../support/browser.ts";
import { eventually, newBusiness, PASSWORD } from "../support/client.ts";
import { linkIn, mailsTo, mailTo } from "../support/mails.ts";

/** The page that the link of a mail opens, on the Worker of the tests. */
const openLink = (mail: { text: string }) => {
  const { pathname, hash } = new URL(linkIn(mail));
  return openPage(`${pathname}${hash}`);
};

inBrowser("the mailed link", () => {
  it("of an invitation signs its reader in at once, and tells the business code for later", async () => {
    const { api, code } = await newBusiness();
    const email = `${code.toLowerCase()}@example.com`;
    const asked = { email, name: "Maria Lopez", username: "maria", roles: ["dispatcher"] };
    expect((await api.post("/admin/users", asked)).status).toBe(201);
    const page = await openLink(await mailTo(email, /invited/));
    await page.getByLabel("New password").fill(PASSWORD);
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByRole("heading", { name: "Welcome" }).waitFor();
    const told = await page.locator("#done-hint").textContent();
    expect(told).toContain(code);
    expect(told).toContain("maria");
    await page.getByRole("link", { name: "Go to the dispatch board" }).click();
    await isLive(page);
  });

  it("of a new address is mailed again from the board, until the address is confirmed", async () => {
    const business = await newBusiness();
    const email = `again-${business.code.toLowerCase()}@example.com`;
    const sent = async () => (await mailsTo(email)).filter(({ subject }) => /Confirm/.test(subject)).length;
    const page = await openBoard(business);
    await page.locator("#unconfirmed").waitFor({ state: "hidden" });
    expect((await business.api.patch("/admin/users/1", { email })).status).toBe(200);
    await page.reload();
    await shows(page, "#unconfirmed", email);
    await eventually(async () => (await sent()) === 1, "the first mail");
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/unconfirmed.png` });
    await page.getByRole("button", { name: "Send the link again" }).click();
    await shows(page, "#unconfirmed", "on its way");
    await eventually(async () => (await sent()) === 2, "the second mail");
    await page.goto(new URL(linkIn(await mailTo(email, /Confirm/))).pathname); // without its token
    await shows(page, "#void", "The dispatch board sends you a new one.");

    const link = await openLink(await mailTo(email, /Confirm/));
    await link.getByRole("button", { name: "Confirm" }).click();
    await link.getByRole("heading", { name: "Your address is confirmed" }).waitFor();
    await page.getByRole("link", { name: "Go to the dispatch board" }).click();
    await isLive(page);
    await page.locator("#unconfirmed").waitFor({ state: "hidden" });
  });

  it("of a new address confirms it with a click", async () => {
    const { api, code } = await newBusiness();
    const email = `new-${code.toLowerCase()}@example.com`;
    expect((await api.patch("/admin/users/1", { email })).status).toBe(200);
    const page = await openLink(await mailTo(email, /Confirm/));
    expect((await api.get("/auth/me")).data.email_verified).toBe(false);
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByRole("heading", { name: "Your address is confirmed" }).waitFor();
    expect((await api.get("/auth/me")).data.email_verified).toBe(true);
  });
});
