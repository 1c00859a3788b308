import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { costOfRequest, hashesOf, sql } from "../support/back-door.ts";
import { type Answer, type Business, client, newBusiness, quiet } from "../support/client.ts";
import { newCustomerOf } from "../support/customers.ts";
import { endpointsFor } from "../support/endpoints.ts";

// A stranger must not learn who has an account: neither by an answer, nor by the work that it takes. Times are noise on a busy machine, so
// the work is counted: hashes, trips and rows. What goes on behind the answer may differ.

type Asked = { username: string; email: string; password: string };
type Way = { path: string; body: (asked: Asked) => object; hashes: number; trips: number };

/** Every way to ask by a name or an address that somebody may have. A new one, such as a magic link, belongs here. */
const ways: Record<string, Way> = {
  logIn: { path: "/auth/login", body: ({ username, password }) => ({ username, password }), hashes: 1, trips: 2 },
  mailPasswordLink: { path: "/auth/password/forgot", body: ({ username }) => ({ username }), hashes: 0, trips: 1 },
  "mailPasswordLink by address": {
    path: "/auth/password/forgot",
    body: ({ email }) => ({ email }),
    hashes: 0,
    trips: 1,
  },
  registerBusiness: {
    path: "/auth/register",
    body: (asked) => ({ ...asked, first_name: "Ann", last_name: "Other", company_name: `Other ${randomUUID()}` }),
    hashes: 1,
    trips: 1,
  },
  logInCustomer: {
    path: "/customer/login",
    body: ({ email, password }) => ({ email, password }),
    hashes: 1,
    trips: 2,
  },
  mailCustomerLogIn: { path: "/customer/magic-link", body: ({ email }) => ({ email }), hashes: 0, trips: 1 },
  registerCustomer: {
    path: "/customer/register",
    body: ({ email, password }) => ({ email, password }),
    hashes: 1,
    trips: 1,
  },
  mailCustomerPasswordLink: {
    path: "/customer/password/forgot",
    body: ({ email }) => ({ email }),
    hashes: 0,
    trips: 1,
  },
};

/** What else a stranger may ask, and why it betrays nobody. */
const others: Record<string, string> = {
  refreshAccess: "by a secret of 256 bits",
  resetPassword: "by a secret of 256 bits",
  acceptInvitation: "by a secret of 256 bits",
  unlockMfa: "by a secret of 256 bits",
  confirmEmail: "by a secret of 256 bits",
  payInvoiceOnline: "by a secret of 256 bits",
  verifyMfa: "by a signed challenge",
  mailMfaCode: "by a signed challenge",
  logInPlatformAdmin: "by a secret of 256 bits",
  acceptEstimateOnline: "by a secret of 256 bits",
  declineEstimateOnline: "by a secret of 256 bits",
  uploadByFormLink: "by a secret of 256 bits",
  submitByFormLink: "by a secret of 256 bits",
  refreshCustomer: "by a secret of 256 bits",
  logInCustomerByLink: "by a secret of 256 bits",
  verifyCustomerEmail: "by a secret of 256 bits",
  resetCustomerPassword: "by a secret of 256 bits",
};
for (const name of ["Message", "Status"])
  others[`receiveTwilio${name}`] = "by the address with the business' id, and by the provider's signature";
for (const id of ["leaveMarketing", "leaveMarketingAtOnce"])
  others[id] = "by a sealed link, which says who the reader is";
for (const id of ["moveClock", "releaseClock", "runJob", "answerText"]) others[id] = "only on a developer's machine";
for (const provider of ["Stripe", "Square", "PayPal"])
  others[`receive${provider}Webhook`] = "by the address with the business' id, and by the provider's signature";
for (const provider of ["Google", "Apple", "Microsoft"]) {
  others[`logInWith${provider}`] = "by an id_token, which says who the caller is";
  others[`registerWith${provider}`] = "by an id_token, which says who the caller is";
}

it("every endpoint that strangers may post to is judged here", () => {
  const posts = endpointsFor("everybody").filter(({ method }) => method !== "get");
  const known = new Set([...Object.keys(ways), ...Object.keys(others)]);
  expect(posts.map(({ operationId }) => operationId).filter((id) => !known.has(id))).toEqual([]);
});

describe("the same work for whoever is named", () => {
  let business: Business;
  beforeAll(async () => {
    business = await newBusiness();
    await business.api.get("/admin/items"); // the directory's row is in the isolate from here on
    const email = `${business.username}@example.com`; // of a customer too
    const customer = (await business.api.post("/admin/customers", { name: "Known", emails: [{ address: email }] }))
      .data;
    const invited = await business.api.post(`/admin/customers/${customer.id}/portal-invite`, {});
    expect(invited.status, invited.text).toBeLessThan(300);
    await quiet(business);
  });

  const somebody = (): Asked => ({
    username: `nobody-${randomUUID().slice(0, 8)}`,
    email: `nobody-${randomUUID().slice(0, 8)}@example.com`,
    password: `wrong trucks ${randomUUID()}`,
  });
  const ask = async ({ path, body }: Way, asked: Asked, { tenantId }: Pick<Business, "tenantId"> = business) => {
    const answer = await client({ "x-tenant-id": tenantId }).post(path, body(asked));
    const cost = await costOfRequest(answer.headers.get("x-request-id") ?? "");
    return { answer, cost, hashes: await hashesOf(asked.password) };
  };
  const shape = ({ status, error, text }: Answer) =>
    status === 201 ? "201" : `${status} ${text.replace(error?.request_id, "")}`;

  it.each(Object.entries(ways))("%s", async (name, way) => {
    const named: Record<string, Asked> = {
      unknown: somebody(),
      known: { ...somebody(), username: business.username, email: `${business.username}@example.com` },
      "unknown again": somebody(),
    };
    const states = name === "logIn" ? await statesOfAccounts() : [];
    for (const { username } of states) named[username] = { ...somebody(), username };
    const addresses = way.path.startsWith("/customer/") ? await customersOfAddresses(business) : {};
    for (const [who, email] of Object.entries(addresses)) named[who] = { ...somebody(), email };
    const seen = [];
    for (const [who, asked] of Object.entries(named)) {
      const { answer, cost, hashes } = await ask(way, asked);
      expect(answer.headers.get("server-timing"), who).toBeNull();
      seen.push({ shape: shape(answer), cost, hashes });
      await quiet(business);
    }
    const [first, ...rest] = seen;
    for (const one of rest) expect(one).toEqual(first);
    expect([first?.hashes, first?.cost.trips]).toEqual([Array(way.hashes).fill("m=19456,t=2,p=1"), way.trips]);
  });

  /** Accounts that a right password would not open. */
  async function statesOfAccounts(): Promise<{ username: string }[]> {
    const made = ["deactivated", "invited", "without-password", "enrolled"].map((state) => ({
      username: `${state}-${randomUUID().slice(0, 6)}`,
    }));
    for (const { username } of made) {
      const { status } = await business.api.post("/admin/technicians", {
        name: username,
        pay_type: "hourly",
        base_pay_cents: 1,
        username,
        password: "four trucks leave at noon",
      });
      expect(status).toBe(201);
    }
    const set = (column: string, state: string) =>
      sql(
        business.shard,
        `update users set ${column} where tenant_id = ? and username like ?`,
        business.tenantId,
        `${state}-%`,
      );
    await set("status = 'deactivated'", "deactivated");
    await set("status = 'invited', password_hash = ''", "invited");
    await set("password_hash = ''", "without-password");
    await set("mfa_enabled_at = created_at", "enrolled");
    return made;
  }

  /** Addresses by what a business knows of them. */
  async function customersOfAddresses(own: Business): Promise<Record<string, string>> {
    const one = () => newCustomerOf(own);
    const [confirmed, unconfirmed, closed, shared, recordOnly] = [
      await one(),
      await one(),
      await one(),
      await one(),
      await one(),
    ];
    const set = (what: string, { accountId }: { accountId: number }) =>
      sql(own.shard, `update portal_accounts set ${what} where tenant_id = ? and id = ?`, own.tenantId, accountId);
    await set("email_verified_at = null", unconfirmed);
    await set("status = 'closed'", closed);
    await set("customer_id = null", shared);
    const emails = [{ address: shared.email }];
    const second = await own.api.post("/admin/customers", { name: "Same address", emails, allow_duplicate: true });
    expect(second.status, second.text).toBe(201);
    await sql(
      own.shard,
      "delete from portal_accounts where tenant_id = ? and id = ?",
      own.tenantId,
      recordOnly.accountId,
    );
    await quiet(own);
    return {
      "with an account": confirmed.email,
      "not confirmed": unconfirmed.email,
      "of a closed account": closed.email,
      "of two customers": shared.email,
      "of a customer without an account": recordOnly.email,
    };
  }

  it("logIn, while its attempts are delayed, and where the mail about them goes out", async () => {
    const { logIn } = ways;
    if (!logIn) throw new Error("no log-in");
    const known = { ...somebody(), username: business.username };
    const unknown = somebody();
    const costs = async (asked: Asked) => {
      const { cost, answer } = await ask(logIn, asked);
      return { cost, shape: shape(answer) };
    };
    await costs(unknown);
    await costs(known);
    await sql(
      business.shard,
      "update failed_attempts set failures = 9, delayed_until = null where tenant_id = ?",
      business.tenantId,
    );
    expect(await costs(known), "the tenth").toEqual(await costs(unknown));
    await quiet(business);
    await sql(
      business.shard,
      "update failed_attempts set delayed_until = '2199-01-01' where tenant_id = ?",
      business.tenantId,
    );
    expect(await costs(known), "delayed").toEqual(await costs(unknown));
  });

  it("a log-in and a forgotten password at a business that does not exist take as many trips", async () => {
    for (const way of [ways.logIn, ways.mailPasswordLink]) {
      if (!way) throw new Error("no such way");
      const [here, nowhere] = [await ask(way, somebody()), await ask(way, somebody(), { tenantId: randomUUID() })];
      expect(shape(nowhere.answer)).toBe(shape(here.answer));
      expect(nowhere.hashes).toEqual(here.hashes);
      expect(nowhere.cost.trips + nowhere.cost.control).toBe(here.cost.trips + here.cost.control);
    }
  });
});
