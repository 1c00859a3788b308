import type { TestProject } from "vitest/node";
import { openBackDoor } from "./back-door.ts";
import { launchBrowser } from "./chromium.ts";
import { openRelays, ssoVars } from "./relay.ts";
import { openStripe } from "./stripe-double.ts";
import { signUpTemplate } from "./template.ts";
import type { TestWorker } from "./test-worker.ts";
import { openTwilio } from "./twilio-double.ts";
import { buildWorker, startWorker } from "./worker.ts";

/** A Worker for each process that runs tests, and a browser for all of them; every test makes a tenant of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  buildWorker();
  const [browser, ...running] = await Promise.all([
    launchBrowser(),
    ...Array.from({ length: project.vitest.config.maxWorkers }, run),
  ]);
  project.provide("browser", browser.endpoint);
  project.provide(
    "testWorkers",
    running.map(({ worker }) => worker),
  );
  return async () => {
    await Promise.all([browser, ...running].map(({ close }) => close()));
  };
}

async function run(): Promise<{ worker: TestWorker; close: () => Promise<void> }> {
  const relays = await openRelays();
  const stripe = await openStripe();
  const twilio = await openTwilio();
  const worker = await startWorker({
    ...ssoVars(relays),
    STRIPE_API_URL: stripe.url,
    TWILIO_API_URL: twilio.url,
  });
  const { url } = worker;
  const backDoor = await openBackDoor(worker, relays);
  return {
    worker: { url, backDoor: backDoor.url, issuers: relays.urls, template: await signUpTemplate(url) },
    close: async () => {
      backDoor.close();
      relays.close();
      stripe.close();
      twilio.close();
      await worker.close();
    },
  };
}
