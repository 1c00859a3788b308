import { randomInt } from "node:crypto";
import { expect } from "vitest";
import { newId } from "#/kernel/ids.ts";
import { plusSeconds, toInstant } from "#/kernel/time.ts";
import { signCustomerToken } from "#/kernel/tokens.ts";
import { type Api, type Business, client } from "./client.ts";
import { fixtures } from "./fixture.ts";
import { testSecrets } from "./settings.ts";
import { insertRow } from "./tables.ts";

export type CustomerOf = {
  business: Business;
  mark: string;
  email: string;
  customerId: number;
  accountId: number;
  token: string;
  api: Api;
};

/** A customer of a business who is signed in to its portal: by rows, since a registration takes two mails. `mark` is in everything that is theirs. */
export async function newCustomerOf(business: Business, mark = `c${randomInt(1e9)}`): Promise<CustomerOf> {
  const email = `${mark}@doe.example`;
  const record = await business.api.post("/admin/customers", { name: mark, emails: [{ address: email }] });
  expect(record.status, record.text).toBe(201);
  const customerId: number = record.data.id;
  const accountId = randomInt(1e6, 1e9);
  const now = toInstant(Date.now());
  await insertRow(business, "portal_accounts", {
    ...{ id: accountId, email, email_key: email, first_name: mark, password_hash: "", status: "active" },
    ...{ email_verified_at: now, customer_id: customerId },
  });
  const id = newId("ses");
  await insertRow(business, "sessions", {
    ...{ id, user_id: 0, portal_account_id: accountId, rotates: 1 },
    ...{ created_at: now, last_used_at: now, expires_at: plusSeconds(now, 86_400) },
  });
  const token = await signCustomerToken(testSecrets, { tenantId: business.tenantId, accountId, sessionId: id });
  const api = client({ authorization: `Bearer ${token}` });
  return { business, mark, email, customerId, accountId, token, api };
}

/** One of each thing of a customer that their portal opens, by the path segment in front of its id. */
export async function thingsOf(customer: CustomerOf, segments: Iterable<string>): Promise<Record<string, number>> {
  const makers = Object.assign({}, ...Object.values(fixtures).map(({ ofCustomers = {} }) => ofCustomers));
  const made: Record<string, number> = {};
  for (const segment of segments) {
    const make = makers[segment];
    if (!make)
      throw new Error(`Say under \`ofCustomers\` in a file of test/fixtures how a customer gets one of: ${segment}`);
    made[segment] = await make(customer);
  }
  return made;
}
