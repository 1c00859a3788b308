import { expect } from "vitest";
import type { Endpoint } from "#/http/endpoint.ts";
import type { Business } from "./client.ts";
import { type Making, things } from "./fixture.ts";
import { idPaths, paramNames } from "./generated.ts";

// One of each thing of a business, as the domains' fixtures describe them. No domain is named here.

/** What a parameter or a field is the id of: `/admin/dispatch/{id}` -> `job`, `technician_id` -> `technician`. Undefined: of no thing. */
export const findKind = (path: string, name: string): string | undefined => {
  if (name !== "id") return [name, name.replace(/_id$/, "")].find((kind) => things.has(kind));
  const before = path.split("/{id}")[0]?.split("/").at(-1) ?? "";
  return [...things].find(([, { segments }]) => segments?.includes(before))?.[0];
};

export function kindOf(path: string, name: string): string {
  const kind = findKind(path, name);
  if (!kind)
    throw new Error(
      `Say in a file of test/fixtures what a ${name} of ${path} is the id of: a thing, by its name or segments.`,
    );
  return kind;
}

/** Ids in a query that are ids of things; others are numbers of something else. */
export const filtersOf = ({ path, query }: Endpoint): { name: string; kind: string }[] =>
  idPaths(query).flatMap(([name = ""]) => {
    const kind = findKind(path, name);
    return kind ? [{ name, kind }] : [];
  });

/** What must be there for these endpoints to be called. */
export const kindsOf = (endpoints: readonly Endpoint[]): string[] =>
  endpoints.flatMap((endpoint) => [
    ...paramNames(endpoint).map((name) => kindOf(endpoint.path, name)),
    ...idPaths(endpoint.body).map((path) => kindOf("", path.at(-1) ?? "")),
    ...filtersOf(endpoint).map(({ kind }) => kind),
  ]);

/** What a domain's own things are called. */
export const kindsOfDomain = (domain: string): string[] =>
  [...things].filter(([, thing]) => thing.domain === domain).map(([kind]) => kind);

export type World = Making & { ids: Record<string, string | number> };

/** Furnishes a business with one thing of each of these kinds, and with what they need. */
export async function furnish(business: Business, mark: string, kinds: Iterable<string>): Promise<World> {
  const made = new Map<string, Promise<string | number>>();
  const id = (kind: string): Promise<string | number> => {
    const known = made.get(kind) ?? makeOne(kind, { business, mark, id });
    made.set(kind, known);
    return known;
  };
  for (const kind of kinds) await id(kind);
  const ids = await Promise.all([...made].map(async ([kind, one]) => [kind, await one] as const));
  return { business, mark, id, ids: Object.fromEntries(ids) };
}

async function makeOne(kind: string, making: Making): Promise<string | number> {
  const thing = things.get(kind);
  if (!thing) throw new Error(`No file of test/fixtures says what a ${kind} looks like.`);
  if ("make" in thing) return await thing.make(making);
  const answer = await making.business.api.post(thing.path, await thing.body(making));
  expect(answer.status, answer.text).toBe(201);
  return answer.data.id as number;
}
