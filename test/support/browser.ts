import { randomInt } from "node:crypto";
import axe from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { describe, expect, inject, onTestFinished } from "vitest";
import { NO_BROWSER } from "./chromium.ts";
import { type Business, PASSWORD, PATIENCE_MS } from "./client.ts";
import { testWorker } from "./test-worker.ts";

// Pages in a real browser, served by the Worker of the tests as `npm start` serves them: pages and API of one origin.

const endpoint = inject("browser");

/** A suite that needs a browser. Without one its tests are counted as skipped, and their names say why. */
export const inBrowser = (name: string, tests: () => void) =>
  describe.skipIf(endpoint === null)(endpoint === null ? `${name} (skipped: ${NO_BROWSER})` : name, tests);

let connecting: Promise<Browser> | undefined;
const connect = (): Promise<Browser> => {
  connecting ??= chromium.connect(endpoint ?? "");
  return connecting;
};

/**
 * A page of a reader who has never been here: no cookies, no storage, an address of their own. At the end of the test it is closed, and it
 * must not have violated its Content-Security-Policy or thrown an error.
 */
export async function openPage(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const browser = await connect();
  const context = await browser.newContext({
    baseURL: testWorker().url,
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
    locale: "en-US",
    extraHTTPHeaders: { "cf-connecting-ip": `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}` },
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) problems.push(message.text());
  });
  onTestFinished(async () => {
    await context.close();
    expect(problems).toEqual([]);
  });
  await page.goto(path);
  return page;
}

/** Fills in the board's log-in form and sends it. */
export async function fillSignIn(
  page: Page,
  { code, username }: Pick<Business, "code" | "username">,
  password = PASSWORD,
): Promise<void> {
  await page.getByLabel("Business code").fill(code);
  await page.getByLabel("User name").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Signs the owner of a business in, and waits for the live board. */
export async function openBoard(business: Business, options?: BrowserContextOptions): Promise<Page> {
  const page = await openPage("/board", options);
  await fillSignIn(page, business);
  await isLive(page);
  return page;
}

/** Waits until the element shows this text. */
export const shows = (page: Page, selector: string, text: string | RegExp): Promise<void> =>
  page.locator(selector).filter({ hasText: text }).first().waitFor();
export const isLive = (page: Page): Promise<void> => shows(page, "#connection", /^Live$/);

/** axe-core's findings in light and dark. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const ids = await page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
    });
    found.push(...ids);
  }
  return found;
}
