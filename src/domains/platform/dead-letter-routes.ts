import { endpoint } from "#/http/endpoint.ts";
import { discardDeadLetter } from "./actions/discard-dead-letter.ts";
import { replayDeadLetter } from "./actions/replay-dead-letter.ts";
import { getDeadLetter, listDeadLetters } from "./dead-letter-repo.ts";
import { DeadLetter, DeadLetterPage, DeadLetterParams, DeadLetterQuery } from "./dead-letter-schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/platform/dead-letters",
    operationId: "listDeadLetters",
    summary: "List queue messages that failed in every attempt",
    by: "platform",
    query: DeadLetterQuery,
    response: DeadLetterPage,
    handler: (ctx, { query }) => listDeadLetters(ctx, query),
  }),
  endpoint({
    method: "get",
    path: "/platform/dead-letters/{dead_letter}",
    operationId: "getDeadLetter",
    summary: "Get a dead letter",
    by: "platform",
    params: DeadLetterParams,
    response: DeadLetter,
    handler: (ctx, { params }) => getDeadLetter(ctx, params.deadLetter),
  }),
  endpoint({
    method: "post",
    path: "/platform/dead-letters/{dead_letter}/replay",
    operationId: "replayDeadLetter",
    summary: "Replay a dead letter",
    description:
      "Sends the message to its queue again. Safe to repeat. If it fails again, it comes back as a new dead letter.",
    by: "platform",
    params: DeadLetterParams,
    response: DeadLetter,
    handler: (ctx, { params }) => replayDeadLetter(ctx, params.deadLetter),
  }),
  endpoint({
    method: "post",
    path: "/platform/dead-letters/{dead_letter}/discard",
    operationId: "discardDeadLetter",
    summary: "Discard a dead letter",
    description: "It stays readable, and no longer counts as waiting. Safe to repeat.",
    by: "platform",
    params: DeadLetterParams,
    response: DeadLetter,
    handler: (ctx, { params }) => discardDeadLetter(ctx, params.deadLetter),
  }),
];
