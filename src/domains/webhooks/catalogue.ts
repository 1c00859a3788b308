import { eventCatalogue, promisedEvents } from "#/events.ts";
import { assertKnown, matches, unknownFilters } from "#/kernel/event-filter.ts";
import type { z } from "#/kernel/fields.ts";
import { fromWire } from "#/kernel/wire.ts";
import { unknownEvents } from "./errors.ts";
import { WebhookEvent } from "./schemas.ts";

/** Of what nothing sends yet. */
const unmade = { entity: null, permission: null, dataSchema: null, dataExample: null };

type Assets = { fetch(url: string): Promise<Response> };

/** Every event that a webhook can subscribe to, or those that are asked for. The build has put schemas and examples into a file. */
export async function listSubscribableEvents(assets: Assets, filters: readonly string[] = ["*"]) {
  const file = await (await assets.fetch("https://assets/api/events.json")).json<z.output<typeof WebhookEvent>[]>();
  const made = file.map((entry) => fromWire(WebhookEvent, entry));
  const types = new Set(made.map(({ type }) => type));
  const promised = Object.entries(promisedEvents)
    .filter(([type]) => !types.has(type))
    .map(([type, description]) => ({ type, description, ...unmade }));
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
