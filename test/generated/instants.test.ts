import { beforeEach, describe, expect, it } from "vitest";
import type { Endpoint } from "#/http/endpoint.ts";
import { InstantField, type z } from "#/kernel/fields.ts";
import { type Api, client, newBusiness, newTechnician } from "../support/client.ts";
import { endpointsFor, nameOf } from "../support/endpoints.ts";
import { tokenAs } from "../support/tokens.ts";

// An instant is judged as the moment that it means, wherever one is read: an offset carries it out of the years that we keep.

const TOO_EARLY = "1970-01-01T00:00:00+01:00";
const TOO_LATE = "2199-12-31T23:30:00-01:00";
const EDGES = [
  "1970-01-01T00:00:00Z",
  "1969-12-31T23:00:00-01:00",
  "2199-12-31T23:59:59.999Z",
  "2200-01-01T00:00:00+01:00",
];

it.each([TOO_EARLY, TOO_LATE, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])("%s is refused", (text) =>
  expect(InstantField.safeParse(text).error?.issues[0]?.message).toContain("between 1970 and 2199"),
);
it.each(EDGES)("%s is read", (text) => expect(InstantField.parse(text)).toMatch(/^(1970|2199)-.*Z$/));

const isInstant = (field: z.ZodType) =>
  field.safeParse(EDGES[0]).success && !field.safeParse("2026-03-28 junk").success;
const filters = ({ query }: Endpoint) =>
  Object.entries(query.shape as Record<string, z.ZodType>).flatMap(([name, field]) => (isInstant(field) ? [name] : []));
const lists = endpointsFor("business")
  .filter(({ path }) => !path.includes("{"))
  .flatMap((endpoint) =>
    filters(endpoint).map((name) => [`${name} of ${nameOf(endpoint)}`, endpoint.path, name] as const),
  );

describe("a filter by time", () => {
  let api: Api;
  // a business of its own for each, since one may ask only so often in a minute
  beforeEach(async () => {
    const business = await newBusiness();
    const { id } = await newTechnician(business); // some lists are of one's own
    api = client({ authorization: `Bearer ${await tokenAs(business, ["owner"], id)}` });
  });

  it("is one on several lists", () => expect(lists.length).toBeGreaterThan(4));

  it.each(lists)("%s is refused outside the years that we keep, and answers at their edges", async (_, path, name) => {
    const ask = (text: string) => api.get(`${path}?${name}=${encodeURIComponent(text)}`);
    for (const text of [TOO_EARLY, TOO_LATE]) {
      const answer = await ask(text);
      expect([text, answer.status, Object.keys(answer.error.fields)]).toEqual([text, 400, [name]]);
    }
    for (const text of EDGES) expect([text, (await ask(text)).status]).toEqual([text, 200]);
  });
});
