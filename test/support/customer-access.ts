import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#/http/endpoint.ts";
import { sql } from "./back-door.ts";
import { newBusiness, quiet } from "./client.ts";
import { type CustomerOf, newCustomerOf, thingsOf } from "./customers.ts";
import { named, nameOf } from "./endpoints.ts";
import { fixtures } from "./fixture.ts";
import { call, costOf, exampleBody, outcome, paramNames } from "./generated.ts";
import { rowsOf } from "./tables.ts";

// What a customer's token opens, and what it does not. What others get at these endpoints: access.ts.

/** `/customer/jobs/{id}/review` -> `jobs`; undefined where nothing is named. */
const segmentOf = ({ path }: Endpoint): string | undefined => /\/([^/]+)\/\{id\}/.exec(path)?.[1];
const segmentsOf = (endpoints: readonly Endpoint[]): string[] => [
  ...new Set(endpoints.flatMap((endpoint) => segmentOf(endpoint) ?? [])),
];
const idIn = (things: Record<string, number>, endpoint: Endpoint): number => things[segmentOf(endpoint) ?? ""] ?? 0;

export function customerAccess(domain: string, endpoints: Endpoint[]): void {
  opensToOwner(domain, endpoints);
  endsAtOnce(endpoints);
  keepsCustomersApart(endpoints);
}

/** The business takes payments online, so that its customers can pay. */
const takesPayments = ({ business }: Pick<CustomerOf, "business">) =>
  business.api.post("/admin/integrations/payments", {
    ...{ provider: "stripe", signing_secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", api_secret: "rk_test_51Nx" },
  });

function opensToOwner(domain: string, endpoints: Endpoint[]): void {
  describe("a customer gets what is theirs, for the trips that it takes and no more", () => {
    it.each(named(endpoints))("%s", async (_, endpoint) => {
      const customer = await newCustomerOf(await newBusiness());
      await takesPayments(customer);
      const id = idIn(await thingsOf(customer, segmentsOf([endpoint])), endpoint);
      const answer = await call(endpoint, customer.token, { params: { id }, body: exampleBody(endpoint) });
      expect([200, 201], answer.text).toContain(answer.status);
      const { trips = endpoint.method === "get" ? 1 : 2 } = fixtures[domain]?.trips?.[endpoint.operationId] ?? {};
      expect(costOf(answer)).toMatchObject({ trips, control: 0 });
    });
  });
}

function endsAtOnce(endpoints: Endpoint[]): void {
  describe("a customer's access token dies at once", () => {
    it.each([
      [
        "when its session is ended",
        "update sessions set ended_at = created_at where tenant_id = ?",
        "401 auth.session_ended",
      ],
      [
        "when the business is suspended",
        "update tenant_state set state = 'suspended' where tenant_id = ?",
        "403 tenant.suspended",
      ],
      [
        "when the business has moved to another shard",
        "update tenant_state set state = 'moved' where tenant_id = ?",
        "503 tenant.moving",
      ],
    ])("%s", async (_, statement, expected) => {
      const business = await newBusiness();
      const { token } = await newCustomerOf(business);
      await sql(business.shard, statement, business.tenantId);
      for (const endpoint of endpoints) {
        const answer = await call(endpoint, token, { body: exampleBody(endpoint) });
        expect(`${nameOf(endpoint)}: ${outcome(answer)}`).toBe(`${nameOf(endpoint)}: ${expected}`);
      }
    });
  });
}

function keepsCustomersApart(endpoints: Endpoint[]): void {
  const withId = endpoints.filter((endpoint) => segmentOf(endpoint) !== undefined);
  const shown = endpoints.filter((endpoint) => endpoint.method === "get" && paramNames(endpoint).length === 0);
  const mark = `x${randomUUID().slice(0, 8)}`;

  describe("with other customers about, of the same business and of another", () => {
    let own: CustomerOf;
    let others: { whose: string; customer: CustomerOf; things: Record<string, number> }[];
    let before: string;
    beforeAll(async () => {
      const [mine, theirs] = await Promise.all([newBusiness(), newBusiness()]);
      own = await newCustomerOf(mine);
      const neighbour = await newCustomerOf(mine, `${mark}1`);
      const stranger = await newCustomerOf(theirs, `${mark}2`);
      const segments = segmentsOf(withId);
      others = [
        { whose: "another customer's", customer: neighbour, things: await thingsOf(neighbour, segments) },
        { whose: "another business'", customer: stranger, things: await thingsOf(stranger, segments) },
      ];
      await quiet(theirs);
      before = await rowsOf(theirs);
    });

    it.each(named(withId))("%s: what is not theirs is 404", async (_, endpoint) => {
      for (const { whose, things } of others) {
        const given = { params: { id: idIn(things, endpoint) }, body: exampleBody(endpoint) };
        const answer = await call(endpoint, own.token, given);
        expect(answer.status, `${whose}: ${answer.text}`).toBe(404);
        expect(answer.text).not.toContain(mark);
      }
    });

    it.each(named(shown))("%s: shows nothing of another customer", async (_, endpoint) => {
      const answer = await call(endpoint, own.token);
      expect(answer.status, answer.text).toBe(200);
      expect(answer.text).not.toContain(mark);
      expect(answer.data.items ?? []).toEqual([]);
    });

    it.each(named(endpoints))("%s: with the X-Tenant-Id of another business it is 403", async (_, endpoint) => {
      const named = others[1]?.customer.business.tenantId ?? "";
      const answer = await call(endpoint, own.token, { headers: { "x-tenant-id": named } });
      expect(outcome(answer)).toBe("403 auth.tenant_mismatch");
    });

    // after all the others
    it("has left every row of the other business as it was", { concurrent: false }, async () => {
      const [, stranger] = others;
      expect(await rowsOf(stranger?.customer.business ?? own.business)).toBe(before);
      expect(before).toContain(mark);
    });
  });
}
