import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import { issueStreamTicket } from "./actions/issue-stream-ticket.ts";
import { openStream } from "./actions/open-stream.ts";
import { reportPosition, reportPositions } from "./actions/report-position.ts";
import { lastPositions, trailOf } from "./positions.ts";
import {
  LastPositions,
  ReportedPosition,
  ReportedPositions,
  ReportPosition,
  ReportPositions,
  StreamQuery,
  StreamTicket,
  Trail,
  TrailQuery,
} from "./stream-schemas.ts";

const example = `retry: 2000

id: 118
data: {"type":"snapshot","seq":118,"data":{"date":"2026-03-28","timezone":"America/New_York","seq":118,"jobs":[],"backlog":[],"backlog_total":0,"backlog_next_cursor":null,"technicians":[]}}

data: {"type":"position","data":{"technician_id":3,"latitude":27.9506,"longitude":-82.4572,"speed":35.5,"heading":180,"accuracy":8,"at":"2026-03-28T12:58:30.000Z"}}

id: 119
data: {"type":"dispatch.assigned","seq":119,"occurred_at":"2026-03-28T12:59:02.114Z","data":{"id":42,"title":"AC Repair - Smith Residence","status":"dispatched","technician_id":3}}
`;

export const streamRoutes = [
  rawEndpoint({
    method: "get",
    path: "/admin/dispatch/stream",
    operationId: "streamDispatch",
    summary: "Watch the dispatch board live (Server-Sent Events)",
    description:
      "Every message is `data: {type, seq, occurred_at, data}`. First a `snapshot` with today's board, then each `dispatch.*` event in the order of the commits, with its number as the id, and `position` messages without id, at most one a second for each technician. A `heartbeat` message without id comes every 15 seconds: after 35 seconds without any message the connection is dead, so open a new one. A client that reconnects with Last-Event-ID gets what it missed, or a `snapshot` where that is no longer kept. The stream ends at once when the caller loses a right: get a new token, then open it again. A session or an API key may have 20 streams open. Browsers cannot send headers here: give them the `url` of a stream ticket.",
    by: "ticket",
    permission: "dispatch:read",
    query: StreamQuery,
    contentType: "text/event-stream",
    example,
    handler: (ctx, { query }, c) =>
      openStream(ctx, { ticket: query.ticket, lastEventId: c.req.header("last-event-id") ?? query.lastEventId }),
  }),
  endpoint({
    method: "post",
    path: "/admin/dispatch/stream-ticket",
    operationId: "issueStreamTicket",
    summary: "Get a ticket for the live board",
    description:
      "Good for one stream session: to be used within 60 seconds, then again within 60 seconds of each broken connection, until 15 minutes after it was issued. Then the stream ends and the ticket answers 401: ask for a new one.",
    by: "user",
    permission: "dispatch:read",
    response: StreamTicket,
    status: 201,
    showsSecret: true,
    handler: (ctx) => issueStreamTicket(ctx),
  }),
  endpoint({
    method: "post",
    path: "/tech/dispatch/location",
    operationId: "reportPosition",
    summary: "Report where the technician is",
    description:
      "Shown on the live board at once; viewers get at most one a second. A technician may send 600 a minute, which count against nobody else's limit. A place that is further from the last one than 90 m/s (324 km/h) and the accuracy of both allow is 422; when the next reading agrees with it, that one is taken, since then the place before was the wrong one. An older reading than the last one does not move the technician.",
    by: "user",
    permission: "jobs:work",
    budget: "positions",
    body: ReportPosition,
    response: ReportedPosition,
    handler: (ctx, { body }) => reportPosition(ctx, body),
  }),
  endpoint({
    method: "post",
    path: "/tech/dispatch/locations",
    operationId: "reportPositions",
    summary: "Report where the technician was",
    description:
      "For a phone that was offline: up to 500 readings in any order. The newest becomes the last position; all of them may become points of the trails of the technician's jobs. A reading that cannot be right is left out, and told; the same report again does no harm. Counts as one position.",
    by: "user",
    permission: "jobs:work",
    budget: "positions",
    body: ReportPositions,
    response: ReportedPositions,
    handler: (ctx, { body }) => reportPositions(ctx, body),
  }),
  endpoint({
    method: "get",
    path: "/admin/dispatch/positions",
    operationId: "listPositions",
    summary: "Get the last position of each technician",
    by: "user",
    permission: "dispatch:read",
    response: LastPositions,
    handler: (ctx) => lastPositions(ctx),
  }),
  endpoint({
    method: "get",
    path: "/admin/dispatch/{id}/trail",
    operationId: "getTrail",
    summary: "Get the way of a technician on a job",
    description:
      "Points from setting out to completion, at most one for each 30 seconds or 50 metres, kept for 30 days. New points appear within a minute.",
    by: "user",
    permission: "dispatch:read",
    params: IdParams,
    query: TrailQuery,
    response: Trail,
    handler: (ctx, { params, query }) => trailOf(ctx, { id: params.id, ...query }),
  }),
];
