import type { TestProject } from "vitest/node";
import { openBackDoor } from "./back-door.ts";
import { openRelays, ssoVars } from "./relay.ts";
import { signUpTemplate, type Template } from "./template.ts";
import { buildWorker, startWorker } from "./worker.ts";

declare module "vitest" {
  export interface ProvidedContext {
    url: string;
    backDoor: string;
    /** Addresses of the identity providers, dead until a test opens an issuer (issuer.ts). */
    issuers: Record<string, string>;
    /** What new businesses are copies of. */
    template: Template;
  }
}

/** One Worker for the whole suite; every test makes a tenant of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  buildWorker();
  const relays = await openRelays();
  const { server, url } = await startWorker(ssoVars(relays));
  const backDoor = await openBackDoor(server, relays);
  project.provide("url", url);
  project.provide("backDoor", backDoor.url);
  project.provide("issuers", relays.urls);
  project.provide("template", await signUpTemplate(url));
  return async () => {
    backDoor.close();
    relays.close();
    await server.close();
  };
}
