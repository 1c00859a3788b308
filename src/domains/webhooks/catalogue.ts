import { eventCatalogue } from "#/events.ts";
import { assertKnown, matches, unknownFilters } from "#/kernel/event-filter.ts";
import { unknownEvents } from "./errors.ts";
import type { WebhookEvent } from "./schemas.ts";

/** Events of the API reference whose domains do not exist yet. A webhook can already subscribe to them. */
const promisedEvents: Record<string, string> = {
  "agreement.renewed": "A service agreement was auto-renewed",
  "agreement.expired": "A service agreement expired",
  "inventory.low-stock": "Stock fell below minimum threshold",
};
const unmade = { entity: null, permission: null, schema: null, example: null };

type Assets = { fetch(url: string): Promise<Response> };

/** Every event that a webhook can subscribe to, or those that are asked for. The build has put schemas and examples into a file. */
export async function listSubscribableEvents(assets: Assets, filters: readonly string[] = ["*"]) {
  const made = await (await assets.fetch("https://assets/api/events.json")).json<WebhookEvent[]>();
  const types = new Set(made.map(({ type }) => type));
  const promised = Object.entries(promisedEvents)
    .filter(([type]) => !types.has(type))
    .map(([type, description]): WebhookEvent => ({ type, description, ...unmade }));
  const all = [...promised, ...made];
  assertKnown(
    filters,
    all.map(({ type }) => type),
  );
  return all.filter(({ type }) => matches(filters, type));
}

/** The events that a webhook asks for, each once; refuses those that do not exist, and wildcards that mean none. */
export async function knownEvents(wanted: readonly string[]): Promise<string[]> {
  const emitted = (await eventCatalogue()).map(({ type }) => type);
  const unknown = unknownFilters(wanted, [...Object.keys(promisedEvents), ...emitted]);
  if (unknown.length > 0) throw unknownEvents(unknown);
  return [...new Set(wanted)];
}
