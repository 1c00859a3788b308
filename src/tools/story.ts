import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Api } from "./api.ts";

/** The password of all people in the story. */
export const PASSWORD = "securePassword123!";

/** What the chapters of the day share: the clients, and the ids of what they have created. */
export type Story = {
  say: (line: string) => void;
  tenantId: string;
  /** A client with the tenant id and without a token. */
  business: Api;
  /** The owner's client. */
  office: Api;
  technician: { id: number; username: string };
  itemId: number;
};

/** The sale of the story, as a request. */
export const saleOf = ({ technician, itemId }: Pick<Story, "technician" | "itemId">) => ({
  technician_id: technician.id,
  item_id: itemId,
  sale_price_cents: 150_000,
  customer_name: "John Doe",
  notes: "Annual maintenance package",
  payment_type: "credit_card",
});

/** Throws unless the condition holds. `what` describes the expected result. */
export function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`Not as expected: ${what}`);
}

export const expectSame = (seen: unknown, wanted: unknown, what: string): void =>
  expect(
    isDeepStrictEqual(seen, wanted),
    `${what}\n  wanted ${JSON.stringify(wanted)}\n  saw    ${JSON.stringify(seen)}`,
  );

/** Calls `check` until it returns a value, at most `ms` milliseconds. Throws after that. */
export async function eventually<T>(
  check: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
  ms = 15_000,
): Promise<T> {
  for (const end = Date.now() + ms; Date.now() < end; await pause(50)) {
    const found = await check();
    if (found) return found;
  }
  throw new Error(`Waited ${ms / 1000} s without success for ${what}.`);
}
