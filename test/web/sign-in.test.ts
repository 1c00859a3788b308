import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { fillSignIn, inBrowser, isLive, openPage, shows } from "../support/browser.ts";
import { newBusiness, PASSWORD } from "../support/client.ts";
import { type Issuer, newAccount, openIssuer } from "../support/issuer.ts";
import { linkIn, mailTo } from "../support/mails.ts";
import { codeNow, enrol, forgetLastStep } from "../support/mfa.ts";

let google: Issuer;
beforeAll(async () => {
  google = await openIssuer("google");
});
afterAll(() => google.close());

inBrowser("signing in to the board", () => {
  it("says what is wrong, stays signed in over a reload, and signs out", async () => {
    const business = await newBusiness();
    const page = await openPage("/board");
    await fillSignIn(page, { ...business, code: "NO-SUCH-CODE" });
    await shows(page, "#sign-in-error", "There is no business with the code NO-SUCH-CODE.");
    await fillSignIn(page, { ...business, code: "?" });
    await shows(page, "#sign-in-error", "There is no business with this code.");
    await fillSignIn(page, business, "wrong");
    await shows(page, "#sign-in-error", "User name or password is wrong for this business.");
    await fillSignIn(page, business);
    await isLive(page);
    await page.reload();
    await isLive(page);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("User name").waitFor();
    expect(await page.getByLabel("Business code").inputValue()).toBe(business.code);
    await page.reload();
    await page.getByLabel("User name").waitFor();
  });

  it("fills in the business code of the address, and leaves the cursor where typing goes on", async () => {
    const page = await openPage("/board?code=SMITH-HVAC");
    expect(await page.getByLabel("Business code").inputValue()).toBe("SMITH-HVAC");
    expect(await page.evaluate<string>("document.activeElement.id")).toBe("username");
    expect(await page.getByRole("link", { name: "Forgot password?" }).getAttribute("href")).toBe(
      "/forgot?code=SMITH-HVAC",
    );
  });

  it("asks for the second factor once the password was right, and lets them start again", async () => {
    const business = await newBusiness();
    const { secret, backupCodes } = await enrol(business.accessToken);
    await forgetLastStep(business);
    const page = await openPage("/board");
    await fillSignIn(page, business);
    await page.getByRole("button", { name: "Start again" }).click();
    await fillSignIn(page, business);
    await page.getByLabel("Authentication code").fill("000000");
    await page.getByRole("button", { name: "Continue" }).click();
    await shows(page, "#sign-in-error", "The code is wrong");
    const code = codeNow(secret);
    await page.getByLabel("Authentication code").fill(code === "000000" ? String(backupCodes[0]) : code);
    await page.getByRole("button", { name: "Continue" }).click();
    await isLive(page);
  });

  it("signs in with an identity provider that is set up", async () => {
    const business = await newBusiness();
    const account = newAccount();
    const linked = await business.api.post("/auth/sso/google/link", { id_token: await google.logIn(account) });
    expect(linked.status, linked.text).toBe(200);
    google.expect(account);
    const page = await openPage(`/board?code=${business.code}`);
    await page.getByRole("button", { name: "Sign in with Google" }).click();
    await isLive(page);
    expect(page.url()).not.toContain("#");
  });

  it("refuses an identity that is not linked, and an answer that it has not asked for", async () => {
    const business = await newBusiness();
    google.expect(newAccount());
    const page = await openPage(`/board?code=${business.code}`);
    await page.getByRole("button", { name: "Sign in with Google" }).click();
    await shows(page, "#sign-in-error", /not linked|No user/i);
    await page.goto("/board?again#state=forged&id_token=eyJ");
    await shows(page, "#sign-in-error", "The sign-in was not completed. Try again.");
  });

  it("mails a link for a forgotten password, and the new password signs in", async () => {
    const business = await newBusiness();
    const address = `${business.username}@mail.example`;
    await sql(business.shard, "update users set email = ? where tenant_id = ?", address, business.tenantId);
    const page = await openPage(`/board?code=${business.code}`);
    await page.getByRole("link", { name: "Forgot password?" }).click();
    await page.waitForURL(/forgot/);
    await expect.poll(() => page.getByLabel("Business code").inputValue()).toBe(business.code);
    await page.getByLabel("User name or e-mail address").fill(business.username);
    await page.getByRole("button", { name: "Send the link" }).click();
    await shows(page, "#done", "Look at your mail");

    const link = new URL(linkIn(await mailTo(address, /password/i)));
    await page.goto(link.pathname + link.hash);
    await page.getByLabel("New password", { exact: true }).fill(PASSWORD.slice(0, 8));
    await page.getByRole("button", { name: "Set password" }).click();
    await shows(page, "#error", "The password ");
    const password = `${PASSWORD} and more`;
    await page.getByLabel("New password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Set password" }).click();
    await shows(page, "#done", "Your password is set");
    expect(page.url()).not.toContain("#");
    await page.goto("/board");
    await fillSignIn(page, business, password);
    await isLive(page);
  });
});

inBrowser("the page of mails", () => {
  it("shows mails with their links", async () => {
    const page = await openPage("/mails");
    await page.getByRole("heading", { name: "Mails", exact: true }).waitFor();
    await shows(page, "#state", /Newest first|no mails yet/);
  });
});
