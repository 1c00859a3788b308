import { mounts } from "#/app.ts";
import type { Endpoint } from "#/http/endpoint.ts";

/** Every endpoint that is mounted, with the prefix it is mounted at. */
export async function mountedEndpoints(): Promise<Endpoint[]> {
  const modules = await Promise.all(Object.values(mounts).map((load) => load()));
  return [...new Set(modules.flatMap(({ routes }) => routes))];
}

const endpoints = await mountedEndpoints();
const patterns = endpoints.map((endpoint) => ({
  endpoint,
  pattern: new RegExp(`^/api/v1${endpoint.path.replace(/\{\w+\}/g, "[^/]+")}$`),
  literal: !endpoint.path.includes("{"),
}));

/** The endpoint that a request goes to, literal paths first. */
export const endpointOf = (method: string, path: string): Endpoint | undefined =>
  patterns
    .filter(({ endpoint, pattern }) => endpoint.method === method.toLowerCase() && pattern.test(path))
    .toSorted((a, b) => Number(b.literal) - Number(a.literal))[0]?.endpoint;
