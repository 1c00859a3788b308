import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { getEvent, readFeed } from "./feed.ts";
import { issueFeedTicket, openFeedStream } from "./feed-stream.ts";
import { EventParams, FeedPage, FeedQuery, FeedStreamQuery, FeedTicket, OneEvent } from "./schemas.ts";

const event = `{"id":"evt_01KAG3M5RZB6V0H5E2M1K7D9QA","type":"item.updated","timestamp":"2026-03-28T14:30:00.000Z","tenant_id":"0b8f0f0e-6f0b-4a5e-9d8e-2f1c3b5a7d90","sequence":119,"api_version":"v1","data":{"id":5,"sku":"TUNE"}}`;
const streamed = `retry: 2000\n\nid: 118\ndata: {"type":"caught_up","sequence":118}\n\nid: 119\ndata: ${event}\n`;

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/events",
    operationId: "listEvents",
    summary: "Read what happened, from where you stopped",
    description:
      "Every event once, in the order of the commits: an event with a lower `sequence` never appears after one with a higher. Begin with `after=now` and a copy of the lists that you keep in step, or without `after` at the oldest event that is kept; then always send `next_after`. Each event is what a webhook gets. You see the events of what you may read: `sale.*` needs `sales:read`, and so on, as GET /admin/webhooks/events tells. Events are kept for 7 days: a position that is older answers 410, so that nothing is missed unnoticed.",
    by: "user",
    permission: "events:read",
    query: FeedQuery,
    response: FeedPage,
    handler: (ctx, { query }) => readFeed(ctx, query),
  }),
  endpoint({
    method: "get",
    path: "/admin/events/{sequence}",
    operationId: "getEvent",
    summary: "Read one event",
    description: "For those who were only told that it happened, by a thin webhook or in a log.",
    by: "user",
    permission: "events:read",
    params: EventParams,
    response: OneEvent,
    handler: (ctx, { params }) => getEvent(ctx, params.sequence),
  }),
  rawEndpoint({
    method: "get",
    path: "/admin/events/stream",
    operationId: "streamEvents",
    summary: "Hear what happens, as it happens (Server-Sent Events)",
    description:
      'Each message is an event as a webhook gets it, with its `sequence` as the message\'s id, in the order of the commits. A client that reconnects with Last-Event-ID gets all that it missed; without it the stream begins with the next event. When all that was missed is sent, and at the beginning, `{type: "caught_up", sequence}` comes, whose id counts on over events that were not asked for; `{type: "heartbeat"}` comes every 15 seconds: after 35 seconds without any message the connection is dead, so open a new one. Where events after Last-Event-ID are no longer kept, the answer is 410 and no stream: read the lists again. It ends after an hour, with a ticket after 15 minutes, and at once when the caller loses a right: open it again. A session or an API key may have 20 streams open.',
    by: "ticket",
    permission: "events:read",
    query: FeedStreamQuery,
    contentType: "text/event-stream",
    example: streamed,
    handler: (ctx, { query }, c) => openFeedStream(ctx, query, c.req.header("last-event-id")),
  }),
  endpoint({
    method: "post",
    path: "/admin/events/stream-ticket",
    operationId: "issueEventTicket",
    summary: "Get a ticket for the stream of events",
    description:
      "For browsers, which can send no header here. Good for one stream session: to be used within 60 seconds, then again within 60 seconds of each broken connection, until 15 minutes after it was issued.",
    by: "user",
    permission: "events:read",
    response: FeedTicket,
    status: 201,
    showsSecret: true,
    handler: (ctx) => issueFeedTicket(ctx),
  }),
];
