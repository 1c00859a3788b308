import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the browser of this run listens; null without one. */
    browser: string | null;
  }
}

export const NO_BROWSER = "there is no Chromium: install one, or name one in CHROMIUM";
const DEBIAN = "/usr/bin/chromium";

/** The browser of the tests: the one that CHROMIUM names, else Debian's, else the one that Playwright has installed. Undefined without any. */
export function findChromium(
  named = process.env.CHROMIUM,
  installed = chromium.executablePath(),
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  if (named && !exists(named)) throw new Error(`CHROMIUM names ${named}, but there is no such file.`);
  return named || [DEBIAN, installed].find(exists);
}

/** Starts the one browser of a test run. */
export async function launchBrowser(): Promise<{ endpoint: string | null; close: () => Promise<void> }> {
  const executablePath = findChromium();
  if (!executablePath) {
    console.warn(`The tests of the pages are skipped: ${NO_BROWSER}.`);
    return { endpoint: null, close: async () => undefined };
  }
  const server = await chromium.launchServer({ executablePath });
  return { endpoint: server.wsEndpoint(), close: () => server.close() };
}
