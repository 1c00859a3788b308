import { randomInt, randomUUID } from "node:crypto";
import { expect } from "vitest";
import { sql } from "./back-door.ts";
import { type Api, client } from "./client.ts";
import { newPlatformAdmin, type PlatformAdmin } from "./platform.ts";

let someAdmin: Promise<PlatformAdmin> | undefined;
/** A platform administrator, shared by the tests of a file. */
export const platformAdmin = (): Promise<PlatformAdmin> => (someAdmin ??= newPlatformAdmin());

export type Referrer = { id: string; key: string; api: Api };

export const withKey = (key: string): Api => client({ "x-tradeengage-signature": key });

/** What the tests of the intake refer is in this ZIP code, and stays as it came: the network begins with it in many years. */
let resting: Promise<unknown> | undefined;
const letRest = () =>
  sql(
    "CONTROL",
    `create trigger if not exists referrals_rest after insert on referrals when new.zip = '90210' and new.next_attempt_at is not null
      begin update referrals set next_attempt_at = '2099-01-01T00:00:00.000Z' where id = new.id; end`,
  );

/** A referrer with a key of their own. */
export async function newReferrer(given: Record<string, unknown> = {}): Promise<Referrer> {
  resting ??= letRest();
  await resting;
  const { api } = await platformAdmin();
  const made = await api.post("/platform/referral-keys", { name: "Call center", ...given });
  expect(made.status, made.text).toBe(201);
  return { id: made.data.id, key: made.data.key, api: withKey(made.data.key) };
}

/** A number that no other test uses. */
export const somePhone = (): string =>
  `${randomInt(200, 1000)}${randomInt(200, 1000)}${String(randomInt(10_000)).padStart(4, "0")}`;

/** A job as the TradeEngage document shows one, with a phone of its own. */
export const job = (more: Record<string, unknown> = {}, homeowner: Record<string, unknown> = {}) => ({
  homeowner: {
    first_name: "John",
    last_name: "Doe",
    phone: somePhone(),
    email: "john.doe@example.com",
    zip_code: "90210",
    ...homeowner,
  },
  summary: "Customer needs HVAC repair - AC not cooling properly",
  ...more,
});

export const someAddress = (): string => `${randomUUID()}@referrer.example`;
