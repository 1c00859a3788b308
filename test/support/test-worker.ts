import { inject } from "vitest";
import type { Template } from "./template.ts";

declare module "vitest" {
  export interface ProvidedContext {
    testWorkers: TestWorker[];
  }
}

/**
 * A running Worker with its own databases, and what tests need to know of it. Each process that runs tests has one: a Worker uses one core,
 * and would be what the tests wait for.
 */
export type TestWorker = {
  url: string;
  backDoor: string;
  /** Addresses of the identity providers, dead until a test opens an issuer (issuer.ts). */
  issuers: Record<string, string>;
  /** What new businesses are copies of. */
  template: Template;
};

/** The Worker of this process. */
export function testWorker(): TestWorker {
  const worker = inject("testWorkers")[Number(process.env.VITEST_POOL_ID) - 1];
  if (!worker) throw new Error(`No Worker for process ${process.env.VITEST_POOL_ID}`);
  return worker;
}
