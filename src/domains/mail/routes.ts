import { endpoint } from "#/http/endpoint.ts";
import { LogQuery } from "#/kernel/page.ts";
import { releaseAddress } from "./actions/release-address.ts";
import { suppressAddress } from "./actions/suppress-address.ts";
import { listKeptMails } from "./kept.ts";
import { listMails, listSuppressions } from "./repo.ts";
import {
  AddressParams,
  KeptMails,
  KeptMailsQuery,
  MailPage,
  MailQuery,
  SuppressAddress,
  Suppression,
  SuppressionPage,
} from "./schemas.ts";

export const routes = [
  endpoint({
    method: "get",
    path: "/admin/mails",
    operationId: "listMails",
    summary: "List the mails of the last 90 days and what became of them, newest first",
    description: "Without their texts: a mail may hold a link or a code that opens an account.",
    by: "user",
    permission: "mails:read",
    query: MailQuery,
    response: MailPage,
    handler: (ctx, { query }) => listMails(ctx, query),
  }),
  endpoint({
    method: "get",
    path: "/admin/mails/suppressions",
    operationId: "listSuppressions",
    summary: "List the addresses that get no mail, in alphabetical order",
    by: "user",
    permission: "mails:read",
    query: LogQuery,
    response: SuppressionPage,
    handler: (ctx, { query }) => listSuppressions(ctx, query),
  }),
  endpoint({
    method: "post",
    path: "/admin/mails/suppressions",
    operationId: "suppressAddress",
    summary: "Send no more mail to an address",
    description: "Addresses that bounce are put on the list automatically.",
    by: "user",
    permission: "mails:write",
    body: SuppressAddress,
    response: Suppression,
    status: 201,
    handler: (ctx, { body }) => suppressAddress(ctx, body),
  }),
  endpoint({
    method: "delete",
    path: "/admin/mails/suppressions/{address}",
    operationId: "releaseAddress",
    summary: "Send mail to an address again",
    by: "user",
    permission: "mails:write",
    params: AddressParams,
    response: Suppression,
    handler: (ctx, { params }) => releaseAddress(ctx, params.address),
  }),
  endpoint({
    method: "get",
    path: "/dev/mails",
    operationId: "listKeptMails",
    summary: "List the newest mails that a developer's machine has sent",
    description: "Serves the page /mails. Does not exist in production.",
    by: "anyone",
    query: KeptMailsQuery,
    response: KeptMails,
    handler: (open, { query }) => listKeptMails(open, query.to),
  }),
];
