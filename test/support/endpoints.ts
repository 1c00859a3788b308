import type { Endpoint } from "#/http/endpoint.ts";
import type { Gate } from "#/http/gates.ts";
import { z } from "#/kernel/fields.ts";
import { mounts } from "#/mounts.ts";

/** Every mounted endpoint with its domain, in the order of src/mounts.ts. */
export const endpointsByDomain: { domain: string; endpoint: Endpoint }[] = (
  await Promise.all(
    mounts.map(async ({ name, routes }) => (await routes()).routes.map((endpoint) => ({ domain: name, endpoint }))),
  )
).flat();

/** Every mounted endpoint. */
export const endpoints: readonly Endpoint[] = endpointsByDomain.map(({ endpoint }) => endpoint);

/** The callers that a gate lets in: people and machines of a business, who runs the platform, who refers jobs, or everybody. Tests ask this and never the gate's name. */
const callers = {
  user: "business",
  ticket: "business",
  challenge: "business",
  platform: "platform",
  referrer: "referrer",
  tenant: "everybody",
  business: "everybody",
  customer: "customer",
  anyone: "everybody",
} as const satisfies Record<Gate, string>;
export type Caller = (typeof callers)[Gate];

export const callerOf = ({ by }: Pick<Endpoint, "by">): Caller => callers[by];

/** The endpoints for these callers, of a domain or of all. */
export const endpointsFor = (caller: Caller, domain?: string): Endpoint[] =>
  endpointsByDomain
    .filter((one) => (domain === undefined || one.domain === domain) && callerOf(one.endpoint) === caller)
    .map(({ endpoint }) => endpoint);

/** The first endpoint of each gate that has these callers. */
export const oneOfEachGate = (caller: Caller): Endpoint[] => {
  const of = endpointsFor(caller);
  return [...new Set(of.map(({ by }) => by))].flatMap((gate) => of.find(({ by }) => by === gate) ?? []);
};

/** For `it.each`: the endpoints with their names. */
export const named = (list: readonly Endpoint[]) => list.map((endpoint) => [nameOf(endpoint), endpoint] as const);
export const nameOf = ({ method, path }: Endpoint): string => `${method.toUpperCase()} ${path}`;

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

/** The strict schema of an answer with these data: referrers get no `ok`. */
export const envelopeOf = (endpoint: Endpoint, data: z.ZodType): z.ZodType =>
  callerOf(endpoint) === "referrer" ? z.strictObject({ data }) : z.strictObject({ ok: z.literal(true), data });
