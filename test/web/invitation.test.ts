import { expect, it } from "vitest";
import { inBrowser, isLive, openPage } from "../support/browser.ts";
import { newBusiness, PASSWORD } from "../support/client.ts";
import { linkIn, mailTo } from "../support/mails.ts";

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
