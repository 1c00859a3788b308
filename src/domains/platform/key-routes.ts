import { endpoint } from "#/http/endpoint.ts";
import { listKeyUse, sealShardAgain } from "./actions/seal-again.ts";
import { KeyUseList, SealAgain, SealedAgain } from "./key-schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/platform/keys",
    operationId: "listKeyUse",
    summary: "What each database still keeps under an old SEAL_KEY or PASSWORD_PEPPER",
    by: "platform",
    response: KeyUseList,
    handler: listKeyUse,
  }),
  endpoint({
    method: "post",
    path: "/platform/keys/reseal",
    operationId: "sealAgain",
    summary: "Seal values of a shard again under the first key of SEAL_KEY",
    description:
      "Does a bounded piece: repeat until `resealed` is 0. Safe to repeat and to interrupt. What is left then belongs to a business that moves, or cannot be opened and is named in the log.",
    by: "platform",
    body: SealAgain,
    response: SealedAgain,
    handler: (ctx, { body }) => sealShardAgain(ctx, body),
  }),
];
