import { beforeAll, describe, expect, it } from "vitest";
import { z } from "#/kernel/fields.ts";
import { operation } from "#/tools/openapi-operation.ts";
import { newBusiness } from "./support/client.ts";
import { endpointsFor, named } from "./support/endpoints.ts";
import { fixtures } from "./support/fixture.ts";
import { call, exampleBody, idPaths, outcome, paramNames, put } from "./support/generated.ts";
import { tokenAs } from "./support/tokens.ts";
import { furnish, kindOf, kindsOf, type World } from "./support/world.ts";

// Every endpoint that the document says to mind If-Match does, and every read with an ETag answers 304 to who has it.

const takes = (name: string) =>
  endpointsFor("business").filter((endpoint) =>
    JSON.stringify(operation(endpoint, "").parameters).includes(`/${name}"`),
  );
const [conditional, cacheable] = [takes("IfMatch"), takes("IfNoneMatch")];
const unmeasured = Object.values(fixtures).flatMap((fixture) => Object.keys(fixture.unmeasured ?? {}));
const bodies = Object.assign({}, ...Object.values(fixtures).map((fixture) => fixture.bodies)) as NonNullable<
  (typeof fixtures)[string]["bodies"]
>;

/** A business has 200 requests a minute, so each has some of the endpoints. */
const OF_ONE_BUSINESS = 12;
const shares = (endpoints: typeof conditional) =>
  Array.from({ length: Math.ceil(endpoints.length / OF_ONE_BUSINESS) }, (_, i) =>
    endpoints.slice(i * OF_ONE_BUSINESS, (i + 1) * OF_ONE_BUSINESS),
  );

it("is part of the document where rows have versions", () => {
  expect(conditional.length).toBeGreaterThan(8);
  const versioned = endpointsFor("business").filter(
    ({ method, response }) => method === "get" && response instanceof z.ZodObject && "version" in response.shape,
  );
  expect(cacheable).toEqual(versioned);
});

function conditions(changes: typeof conditional, reads: typeof conditional): void {
  let world: World;
  beforeAll(async () => {
    const kinds = new Set([
      "technician",
      "job",
      "commission_rate",
      "shift_pattern",
      ...kindsOf([...changes, ...reads]),
    ]);
    world = await furnish(await newBusiness(), "condition", kinds);
    for (const endpoint of changes.filter(({ upload }) => upload)) await send(endpoint, {}); // a file that can be removed
  });

  async function send(endpoint: (typeof conditional)[number], headers: Record<string, string>) {
    const example = exampleBody(endpoint);
    for (const path of idPaths(endpoint.body))
      if (example) put(example, path, world.ids[kindOf("", path.at(-1) ?? "")]);
    const body = (await bodies[endpoint.operationId]?.(world)) ?? example;
    const params = Object.fromEntries(
      paramNames(endpoint).map((name) => [name, world.ids[kindOf(endpoint.path, name)] ?? ""]),
    );
    const acting = Number((await fixtures.dispatch?.technician?.(world)) ?? world.ids.technician);
    return await call(endpoint, await tokenAs(world.business, ["owner"], acting), { params, body, headers });
  }

  it.each(named(changes))(
    "holds %s back when it names another version, or nothing that can be read",
    async (_, endpoint) => {
      expect(outcome(await send(endpoint, { "if-match": '"987654"' }))).toMatch(/^412 \w+\.version_mismatch$/);
      expect(outcome(await send(endpoint, { "if-match": "987654" }))).toBe("412 request.bad_if_match");
    },
  );

  it.each(named(reads))("of who has what %s answers saves them the body", async (_, endpoint) => {
    const first = await send(endpoint, {});
    const etag = first.headers.get("etag");
    expect([first.status, etag]).toEqual([200, `"${first.data.version}"`]);
    const again = await send(endpoint, { "if-none-match": `"x", W/${etag}` });
    expect([again.status, again.text]).toEqual([304, ""]);
  });
}

const changing = conditional.filter(({ operationId }) => !unmeasured.includes(operationId));
for (const [i, share] of shares(changing).entries())
  describe(`a condition of a change, part ${i + 1}`, () => conditions(share, []));
for (const [i, share] of shares(cacheable).entries())
  describe(`a condition of a read, part ${i + 1}`, () => conditions([], share));
