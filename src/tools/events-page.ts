import { promisedEvents } from "#/events.ts";
import type { CatalogueEntry } from "./event-catalogue.ts";
import { table } from "./markdown.ts";

const json = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;

/** The page `/docs/events` as Markdown: how one hears of events, and every event with its example. */
export function eventsPage(events: readonly CatalogueEntry[]): string {
  const rows = events.map(({ type, description, entity, permission }) => [
    `\`${type}\``,
    description,
    `\`${entity}\``,
    `\`${permission}\``,
  ]);
  const promised = Object.entries(promisedEvents).map(([type, about]) => [`\`${type}\``, about]);
  const first = events.find(({ type }) => type === "item.updated");
  const envelope = {
    ...{ id: "evt_01KAG3M5RZB6V0H5E2M1K7D9QA", type: first?.type, timestamp: "2026-03-28T14:30:00.000Z" },
    ...{ tenant_id: "0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90", sequence: 118, api_version: "v1" },
    data: first?.data_example,
    previous: { list_price_cents: 12_000 },
  };
  const examples = events.map(({ type, data_example }) => `### ${type}\n\n${json(data_example)}`);
  return `# Events

Every change that others may want to know of is an event. It is written in the same transaction as the change: there is no change without its
event, and no event without its change. A business numbers its events in the order in which they were written, without gaps: that is \`sequence\`.

${json(envelope)}

\`data\` is the thing as it is then, in the form in which the API answers it; \`previous\` has those of its fields that this event changed, as they
were before. \`GET /admin/webhooks/events\` tells the JSON schema and an example of
each, and so does the file [/api/events.json](/api/events.json); the OpenAPI document has them under \`webhooks\`.

## Three ways to hear of them

| way | good for | order | how you go on after a pause |
|---|---|---|---|
| webhook, \`POST /admin/webhooks\` | a server that can be reached from the internet | not promised; sort by \`sequence\` | missed deliveries are repeated for three days |
| feed, \`GET /admin/events\` | anyone who would rather ask, every few seconds or once a night | as they happened | send the position where you stopped |
| stream, \`GET /admin/events/stream\` | pages and programs that want to hear at once | as they happened | send \`Last-Event-ID\` |

All three send the same text. A delivery or a reconnect may bring an event twice: its \`id\` tells.

## The feed

1. Take a position: \`GET /admin/events?after=now\` answers \`next_after\`.
2. Read the lists that you keep a copy of.
3. From then on ask for \`GET /admin/events?after=POSITION\` and keep the \`next_after\` of each answer as your new position, together with what you
   did with its events. While \`has_more\` is true, ask again at once.

An event with a lower number never appears after you have passed it: the numbers are given out in the transactions themselves, one after the other.

\`types=sale.*,dispatch.completed\` narrows it to types, or to all below a prefix. An answer looks at 1,000 events at most. So for rare types a page may
be empty while \`has_more\` is true: its \`next_after\` has moved on all the same. \`entity=dispatch_job&entity_id=42\` shows what happened to one thing,
and \`GET /admin/events/118\` one event, for those who were only told that it happened.

Events are kept for 7 days. A position that is older answers 410 with the reason \`event.expired\`: then begin again with step 1, so that nothing is missed
unnoticed. A position beyond the last event answers 400 with \`event.position_ahead\`: it belongs to another business.

## The stream

Server-Sent Events, each with its number as \`id\`, so that \`EventSource\` goes on by itself after a broken connection. A new stream begins with the next
event; with \`Last-Event-ID\` (or \`last_event_id\` in the query) it first sends all that was missed. Two messages are not events:
\`{"type":"caught_up","sequence":118}\` says that all up to that number has been sent, and \`{"type":"heartbeat"}\` comes every 15 seconds. Browsers
cannot send a token: \`POST /admin/events/stream-ticket\` answers a \`url\` for \`EventSource\`, to which \`&types=...\` may be added.

## Who may read what

The feed and the stream need \`events:read\`, and show the events of what you may read beside that, as the table says. A filter of which you may read
nothing is refused with \`event.not_readable\`. Webhooks are set up by administrators and get what they ask for.

## All events

${table(["Event", "When", "Happens to", "Needs"], rows)}

Promised, and sent by nothing yet:

${table(["Event", "When"], promised)}

## Examples of their data

${examples.join("\n\n")}
`;
}
