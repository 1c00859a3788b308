import { eventCatalogue } from "#/events.ts";
import { unknownEvents } from "./errors.ts";

/** Events of the API reference whose domains do not exist yet. A webhook can already subscribe to them. */
const promisedEvents: Record<string, string> = {
  "sale.approved": "A sale has been approved",
  "sale.rejected": "A sale has been rejected",
  "payment.reconciled": "A payment was matched via reconciliation",
  "agreement.renewed": "A service agreement was auto-renewed",
  "agreement.expired": "A service agreement expired",
  "inventory.low-stock": "Stock fell below minimum threshold",
};

/** Every event that a webhook can subscribe to: type -> sentence. */
async function subscribable(): Promise<Record<string, string>> {
  const emitted = (await eventCatalogue()).map(({ type, about }) => [type, about] as const);
  return { ...promisedEvents, ...Object.fromEntries(emitted) };
}

export const listSubscribableEvents = async () =>
  Object.entries(await subscribable()).map(([type, description]) => ({ type, description }));

/** The events that a webhook asks for, each once; refuses those that do not exist. */
export async function knownEvents(wanted: readonly string[]): Promise<string[]> {
  const known = await subscribable();
  const unknown = wanted.flatMap((type, i) => (Object.hasOwn(known, type) ? [] : [i]));
  if (unknown.length > 0) throw unknownEvents(unknown);
  return [...new Set(wanted)];
}
