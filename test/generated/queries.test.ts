import { beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#/http/endpoint.ts";
import { type Answer, newBusiness, newTechnician } from "../support/client.ts";
import { newCustomerOf } from "../support/customers.ts";
import { documentedQuery } from "../support/document.ts";
import { type Caller, callerOf, endpoints, nameOf } from "../support/endpoints.ts";
import { call } from "../support/generated.ts";
import { answeredHere } from "../support/in-process.ts";
import { newPlatformAdmin } from "../support/platform.ts";
import { newReferrer } from "../support/referrers.ts";
import { tokenAs } from "../support/tokens.ts";

// What no query says, in every endpoint alike: a value that is not among those that the document names, and one thing twice.

const NONSENSE = "nonsense";
/** What is counted is judged by the domain, which answers 422 (domain-rules.md 3.23). */
const COUNTED = "metric";

const parameters = endpoints.flatMap((endpoint) =>
  documentedQuery(endpoint.operationId).map((parameter) => ({ endpoint, ...parameter })),
);
const choices = parameters.flatMap(({ endpoint, name, values }) =>
  values ? [[`${name} of ${nameOf(endpoint)}`, endpoint, name, values] as const] : [],
);
const isRepeatable = ({ endpoint, name }: (typeof parameters)[number]) => endpoint.repeatable?.includes(name) ?? false;
/** A ticket is who asks: what is none opens nothing, however often it is sent. */
const CREDENTIAL = "ticket";
const once = parameters
  .filter((parameter) => !isRepeatable(parameter) && parameter.name !== CREDENTIAL)
  .map(({ endpoint, name, values }) => {
    const [one = "5", two = "7"] = values ?? [];
    return [`${name} of ${nameOf(endpoint)}`, endpoint, name, one, two] as const;
  });
const inside = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const pairs = parameters
  .filter(({ name }) => name.includes("_"))
  .flatMap(({ endpoint, name, values, type }) => {
    const other = inside(name);
    const [one = "2026-01-02", two = "2026-01-03"] = values ?? (type === "integer" ? ["1", "2"] : []);
    return endpoint.query.shape[other]
      ? [[`${name} and ${other} of ${nameOf(endpoint)}`, endpoint, { name, other, one, two }] as const]
      : [];
  });

let headers: Record<Caller, Record<string, string>>;
beforeAll(async () => {
  const business = await newBusiness();
  const { id } = await newTechnician(business);
  const [admin, referrer, customer] = [await newPlatformAdmin(), await newReferrer(), await newCustomerOf(business)];
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  headers = {
    business: bearer(await tokenAs(business, ["owner"], id)),
    platform: bearer(admin.accessToken),
    referrer: { "x-tradeengage-signature": referrer.key },
    customer: bearer(customer.token),
    everybody: {},
  };
});
const ask = async (endpoint: Endpoint, query: string): Promise<Answer> =>
  await call(endpoint, null, { query, headers: headers[callerOf(endpoint)] }, answeredHere);

describe("a value that is not among those of a parameter", () => {
  it("can be sent in many places", () => expect(choices.length).toBeGreaterThan(150));

  it.each(choices)("is refused, and those that there are named: %s", async (_, endpoint, name, values) => {
    const { status, body } = await ask(endpoint, `${name}=${NONSENSE}`);
    const refused = name === COUNTED ? [422, "analytics.unknown_metric"] : [400, "request.invalid"];
    const { reason = "request.invalid", fields } = body.error; // referrers get no reason
    expect([status, reason]).toEqual(refused);
    for (const value of values) expect(fields[name]).toContain(value);
  });
});

describe("a parameter that is sent twice", () => {
  it("has one value, in nearly all places", () => {
    expect(once.length).toBeGreaterThan(900);
    expect(parameters.filter(isRepeatable).map(({ endpoint, name }) => `${name} of ${nameOf(endpoint)}`)).toEqual([
      "technician_id of GET /admin/dispatch/stream",
      "technician_id of GET /admin/dispatch/socket",
      "with of GET /e/{token}",
    ]);
  });

  it.each(once)("is refused by its name, whatever it says: %s", async (_, endpoint, name, one, two) => {
    for (const other of [one, two]) {
      const { status, body } = await ask(endpoint, `${name}=${one}&${name}=${other}`);
      const { reason = "request.invalid", fields } = body.error; // referrers get no reason
      expect([status, reason, fields]).toEqual([400, "request.invalid", { [name]: "is sent 2 times: send it once" }]);
    }
  });
});

describe("a parameter that is sent in both its spellings", () => {
  it("can be sent in some places", () => expect(pairs.length).toBeGreaterThan(10));

  it.each(pairs)("says one thing, or is refused by both names: %s", async (_, endpoint, { name, other, one, two }) => {
    const [same, different] = [`${name}=${one}&${other}=${one}`, `${name}=${one}&${other}=${two}`];
    expect((await ask(endpoint, same)).status).toBe(200);
    const { status, error } = await ask(endpoint, different);
    expect([status, error.reason]).toEqual([400, "request.invalid"]);
    expect(error.fields).toEqual({
      [name]: `is the same as ${other} and says something else: send one`,
      [other]: `is the same as ${name} and says something else: send one`,
    });
  });
});
