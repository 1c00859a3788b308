import { isDeepStrictEqual } from "node:util";
import type { Api } from "./api.ts";
import { pause } from "./dev-server.ts";

/** Of everybody in the story. */
export const PASSWORD = "securePassword123!";

/** What the chapters of the day share: who acts, and what has come of it so far. */
export type Story = {
  say: (line: string) => void;
  tenantId: string;
  /** Knows the business, and nobody's token. */
  business: Api;
  /** The owner's client. */
  office: Api;
  technician: { id: number; username: string };
  itemId: number;
};

/** The first thing that is not as it should be ends the day with this. */
export function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`Not as expected: ${what}`);
}

export const expectSame = (seen: unknown, wanted: unknown, what: string): void =>
  expect(
    isDeepStrictEqual(seen, wanted),
    `${what}\n  wanted ${JSON.stringify(wanted)}\n  saw    ${JSON.stringify(seen)}`,
  );

/** Waits until `check` finds something. */
export async function eventually<T>(
  check: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
  ms = 15_000,
): Promise<T> {
  for (const end = Date.now() + ms; Date.now() < end; await pause(50)) {
    const found = await check();
    if (found) return found;
  }
  throw new Error(`Waited ${ms / 1000} s in vain for ${what}.`);
}
