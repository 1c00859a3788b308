import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { IdParams, z } from "#/kernel/fields.ts";
import { parse } from "#/kernel/invalid.ts";
import { issueStreamTicket } from "./actions/issue-stream-ticket.ts";
import { type Handshake, openOwnStream, openStream } from "./actions/open-stream.ts";
import { reportPosition, reportPositions } from "./actions/report-position.ts";
import { lastPositions, trailOf } from "./positions.ts";
import {
  LastPositions,
  OwnStreamQuery,
  ReportedPosition,
  ReportedPositions,
  ReportPosition,
  ReportPositions,
  StreamQuery,
  StreamTicket,
  TechnicianIds,
  Trail,
  TrailQuery,
} from "./stream-schemas.ts";

const board = `{"type":"snapshot","seq":118,"data":{"date":"2026-03-28","now":"2026-03-28T12:58:30.000Z","timezone":"America/New_York","seq":118,"jobs":[],"backlog":[],"backlog_total":0,"backlog_next_cursor":null,"technicians":[],"service_levels":[]}}`;
const ownDay = `{"type":"snapshot","seq":118,"data":{"date":"2026-03-28","timezone":"America/New_York","seq":118,"jobs":[]}}`;
const position = `{"type":"technician.location","data":{"technician_id":3,"latitude":27.9506,"longitude":-82.4572,"speed":35.5,"heading":180,"accuracy":8,"at":"2026-03-28T12:58:30.000Z"}}`;
const assigned = `{"type":"dispatch.assigned","seq":119,"occurred_at":"2026-03-28T12:59:02.114Z","data":{"id":42,"title":"AC Repair - Smith Residence","status":"dispatched","technician_id":3}}`;
const streamed = (snapshot: string) =>
  `retry: 2000\n\nid: 118\ndata: ${snapshot}\n\ndata: ${position}\n\nid: 119\ndata: ${assigned}\n`;
const framed = (snapshot: string) => `${snapshot}\n${position}\n${assigned}\n`;

const MESSAGES =
  "Every message is `{type, seq, occurred_at, data}`. First a `snapshot`, then each `dispatch.*` event in the order of the commits, with its number as `seq`, among them `job.service_level` (`job_id`, `kind`, `due_at`, and as `state` `warning`, `violated` or `withdrawn`) when the time that was promised for a job is nearly over, is over, or no longer either: told again after each change of such a job, so that it agrees with `service_levels` of the board. It comes for all jobs, whatever you have filtered by: keep those of jobs that you do not show, which may come; and without a number: `technician.location`, at most one a second for each technician, `technician.status` (`en_route`, `on_site`, `in_progress` or `available`), and a `heartbeat` when all that was missed has been sent.";
const STREAM =
  "The number of an event is the id of its message too, and a `heartbeat` comes every 15 seconds: after 35 seconds without any message the connection is dead, so open a new one. A client that reconnects with Last-Event-ID gets what it missed, or a `snapshot` where that is no longer kept.";
const SOCKET =
  "Opened with `Upgrade: websocket`, it answers 101 and sends each message as one text frame. A client that reconnects with `last_event_id`, the `seq` of the last event that it has seen, gets what it missed, or a `snapshot` where that is no longer kept or more than 1 MiB. Send the text `ping` every 20 seconds, but not another before its `pong` has come: after 35 seconds without a `pong` the connection is dead, so open a new one. Who has been sent 1 MiB since their last `ping` is closed. Close codes: 4401 rights have ended or changed, 4408 the time of the credentials is over (an hour at most), 4409 the ticket was used again, 4413 reads too slowly, 1008 something other than `ping` was sent, 1011 and 1012 open it again.";
const ENDS =
  "It ends at once when the caller loses a right: get a new token, then open it again. A session or an API key may have 20 streams and sockets open. Browsers cannot send headers here: give them the `url` or `socket_url` of a stream ticket.";
const TICKET =
  "Good for one stream or socket session: to be used within 60 seconds, then again within 60 seconds of each broken connection, until 15 minutes after it was issued. Then the stream ends and the ticket answers 401: ask for a new one.";
const OWN =
  "A technician hears of their own jobs only; of a job that is taken from them only its `id` and new `technician_id`. The snapshot holds their jobs of today and their unfinished ones without a time.";

type Client = {
  req: { header: (name: string) => string | undefined; queries: (name: string) => string[] | undefined };
};
const handshakeOf = (c: Client): Handshake => ({
  technicianIds: technicianIdsOf(c.req.queries("technician_id")),
  lastEventId: c.req.header("last-event-id"),
  upgrade: c.req.header("upgrade"),
});

/** A parameter that comes several times means all of its values. */
function technicianIdsOf(texts: string[] = []): number[] {
  if (texts.length === 0) return [];
  const query = z.object({ technician_id: TechnicianIds });
  return parse("bad_request", query, { technician_id: texts.join() }).technician_id;
}

export const streamRoutes = [
  rawEndpoint({
    method: "get",
    path: "/admin/dispatch/stream",
    operationId: "streamDispatch",
    summary: "Watch the dispatch board live (Server-Sent Events)",
    description: `${MESSAGES} The snapshot is today's board. ${STREAM} ${ENDS}`,
    by: "ticket",
    permission: "dispatch:read",
    query: StreamQuery,
    repeatable: ["technician_id"],
    contentType: "text/event-stream",
    example: streamed(board),
    handler: (ctx, { query }, c) => openStream(ctx, "stream", query, handshakeOf(c)),
  }),
  rawEndpoint({
    method: "get",
    path: "/admin/dispatch/socket",
    operationId: "connectDispatch",
    summary: "Watch the dispatch board live (WebSocket)",
    description: `${MESSAGES} The snapshot is today's board. ${SOCKET} ${ENDS}`,
    by: "ticket",
    permission: "dispatch:read",
    query: StreamQuery,
    repeatable: ["technician_id"],
    contentType: "application/x-ndjson",
    example: framed(board),
    handler: (ctx, { query }, c) => openStream(ctx, "socket", query, handshakeOf(c)),
  }),
  rawEndpoint({
    method: "get",
    path: "/tech/dispatch/stream",
    operationId: "streamMyJobs",
    summary: "Watch my jobs live (Server-Sent Events)",
    description: `${MESSAGES} ${OWN} ${STREAM} ${ENDS}`,
    by: "ticket",
    permission: "jobs:work",
    query: OwnStreamQuery,
    contentType: "text/event-stream",
    example: streamed(ownDay),
    handler: (ctx, { query }, c) => openOwnStream(ctx, "stream", query, handshakeOf(c)),
  }),
  rawEndpoint({
    method: "get",
    path: "/tech/dispatch/socket",
    operationId: "connectMyJobs",
    summary: "Watch my jobs live (WebSocket)",
    description: `${MESSAGES} ${OWN} ${SOCKET} ${ENDS}`,
    by: "ticket",
    permission: "jobs:work",
    query: OwnStreamQuery,
    contentType: "application/x-ndjson",
    example: framed(ownDay),
    handler: (ctx, { query }, c) => openOwnStream(ctx, "socket", query, handshakeOf(c)),
  }),
  endpoint({
    method: "post",
    path: "/admin/dispatch/stream-ticket",
    operationId: "issueStreamTicket",
    summary: "Get a ticket for the live board",
    description: TICKET,
    by: "user",
    permission: "dispatch:read",
    response: StreamTicket,
    status: 201,
    showsSecret: true,
    handler: (ctx) => issueStreamTicket(ctx, "admin"),
  }),
  endpoint({
    method: "post",
    path: "/tech/dispatch/stream-ticket",
    operationId: "issueMyStreamTicket",
    summary: "Get a ticket for the stream of my jobs",
    description: TICKET,
    by: "user",
    permission: "jobs:work",
    response: StreamTicket,
    status: 201,
    showsSecret: true,
    handler: (ctx) => issueStreamTicket(ctx, "tech"),
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
