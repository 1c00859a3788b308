import type { TestProject } from "vitest/node";
import { openBackDoor } from "./back-door.ts";
import { buildWorker, startWorker } from "./worker.ts";

declare module "vitest" {
  export interface ProvidedContext {
    url: string;
    backDoor: string;
  }
}

/** One Worker for the whole suite; every test makes a tenant of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  buildWorker();
  const { server, url } = await startWorker();
  const backDoor = await openBackDoor(server);
  project.provide("url", url);
  project.provide("backDoor", backDoor.url);
  return async () => {
    backDoor.close();
    await server.close();
  };
}
