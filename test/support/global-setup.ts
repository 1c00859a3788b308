import type { TestProject } from "vitest/node";
import { openBackDoor } from "./back-door.ts";
import { openRelays, ssoVars } from "./relay.ts";
import { signUpTemplate } from "./template.ts";
import type { TestWorker } from "./test-worker.ts";
import { buildWorker, startWorker } from "./worker.ts";

/** A Worker for each process that runs tests; every test makes a tenant of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  buildWorker();
  const running = await Promise.all(Array.from({ length: project.vitest.config.maxWorkers }, run));
  project.provide(
    "testWorkers",
    running.map(({ worker }) => worker),
  );
  return async () => {
    await Promise.all(running.map(({ close }) => close()));
  };
}

async function run(): Promise<{ worker: TestWorker; close: () => Promise<void> }> {
  const relays = await openRelays();
  const { server, url } = await startWorker(ssoVars(relays));
  const backDoor = await openBackDoor(server, relays);
  return {
    worker: { url, backDoor: backDoor.url, issuers: relays.urls, template: await signUpTemplate(url) },
    close: async () => {
      backDoor.close();
      relays.close();
      await server.close();
    },
  };
}
