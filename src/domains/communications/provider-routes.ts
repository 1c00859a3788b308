import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { IdParams } from "#/kernel/fields.ts";
import {
  AddMessageAccount,
  Answered,
  AnswerText,
  ChangeMessageAccount,
  KeptTexts,
  KeptTextsQuery,
  Leave,
  LeaveParams,
  Left,
  MessageAccount,
  MessageAccounts,
  StatusQuery,
  TenantParams,
} from "./account-schemas.ts";
import { answerText, listKeptTexts } from "./actions/answer-text.ts";
import { leaveMarketing } from "./actions/leave-marketing.ts";
import { addAccount, changeAccount, removeAccount } from "./actions/save-account.ts";
import { takeReport, takeText } from "./actions/take-webhook.ts";
import { leaveUrl } from "./addresses.ts";
import { badLeaveLink, tooLarge } from "./errors.ts";
import { readLeaveToken } from "./leave-token.ts";
import { shownAccount } from "./present.ts";
import { accounts } from "./tables.ts";

const reads = { by: "user", permission: "organization:read" } as const;
const writes = { by: "user", permission: "organization:write" } as const;
const base = "/admin/integrations/messages";

const MAX_KIB = 64;

type Called = { req: { url: string; text: () => Promise<string>; header: (name: string) => string | undefined } };

/** What the signature of a webhook is about: the address as it was called, and the body as it came. */
async function webhookOf({ req }: Called, tenantId: string) {
  const body = await req.text();
  if (body.length > MAX_KIB * 1024) throw tooLarge(MAX_KIB);
  const { pathname, search } = new URL(req.url);
  return { tenantId, path: `${pathname}${search}`, body, signature: req.header("x-twilio-signature") ?? "" };
}

/** Twilio wants an answer in its own language; an empty one says nothing to the customer. */
const nothing = () => new Response("<Response/>", { headers: { "content-type": "text/xml; charset=utf-8" } });
const xml = { contentType: "text/xml", example: "<Response/>" };

export const providerRoutes = [
  endpoint({
    ...reads,
    method: "get",
    path: base,
    operationId: "listMessageAccounts",
    summary: "List the business' accounts with providers of text messages",
    description: "There is at most one.",
    response: MessageAccounts,
    handler: async (ctx) => {
      const { items } = await accounts.list(ctx, { limit: 10 });
      return { items: items.map((account) => shownAccount(ctx, account)) };
    },
  }),
  endpoint({
    ...writes,
    method: "post",
    path: base,
    operationId: "addMessageAccount",
    summary: "Connect an account with a provider of text messages",
    description:
      "Enter `messages_url` of the answer at Twilio, for messages that come in. Reports of what became of a text find their way by themselves.",
    body: AddMessageAccount,
    response: MessageAccount,
    status: 201,
    handler: (ctx, { body }) => addAccount(ctx, body),
  }),
  endpoint({
    ...reads,
    method: "get",
    path: `${base}/{id}`,
    operationId: "getMessageAccount",
    summary: "Get an account with a provider of text messages",
    params: IdParams,
    response: MessageAccount,
    handler: async (ctx, { params }) => shownAccount(ctx, await accounts.get(ctx, params.id)),
  }),
  endpoint({
    ...writes,
    method: "patch",
    path: `${base}/{id}`,
    operationId: "changeMessageAccount",
    summary: "Change an account with a provider of text messages",
    params: IdParams,
    body: ChangeMessageAccount,
    response: MessageAccount,
    handler: (ctx, { params, body }) => changeAccount(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...writes,
    method: "delete",
    path: `${base}/{id}`,
    operationId: "removeMessageAccount",
    summary: "Disconnect an account with a provider of text messages",
    description: "Its webhooks are refused from then on, and texts that are queued fail.",
    params: IdParams,
    response: MessageAccount,
    handler: (ctx, { params }) => removeAccount(ctx, params.id),
  }),
  rawEndpoint({
    ...xml,
    method: "post",
    path: "/integrations/twilio/{tenant}/messages",
    operationId: "receiveTwilioMessage",
    summary: "Take in a text message from Twilio",
    description:
      "Called by Twilio, not by you; signed by `X-Twilio-Signature`. A text that is reported again changes nothing.",
    by: "anyone",
    params: TenantParams,
    handler: async (open, { params: { tenant } }, c) => {
      await takeText(open, await webhookOf(c, tenant));
      return nothing();
    },
  }),
  rawEndpoint({
    ...xml,
    method: "post",
    path: "/integrations/twilio/{tenant}/status",
    operationId: "receiveTwilioStatus",
    summary: "Take in what became of a text message from Twilio",
    description:
      "Called by Twilio, not by you; signed by `X-Twilio-Signature`. What comes late or again changes nothing.",
    by: "anyone",
    params: TenantParams,
    query: StatusQuery,
    handler: async (open, { params: { tenant }, query: { message } }, c) => {
      await takeReport(open, { ...(await webhookOf(c, tenant)), message });
      return nothing();
    },
  }),
  endpoint({
    method: "post",
    path: "/leave",
    operationId: "leaveMarketing",
    summary: "End marketing by mail, by the link in one",
    description: "Serves the page /leave, to which the link at the end of such a mail leads. It may be called again.",
    by: "anyone",
    body: Leave,
    response: Left,
    handler: (open, { body }) => leaveMarketing(open, body.token),
  }),
  endpoint({
    method: "post",
    path: "/leave/{token}",
    operationId: "leaveMarketingAtOnce",
    summary: "End marketing by mail, by the header of one",
    description:
      "Called by the mail program of whoever presses its button (RFC 8058, `List-Unsubscribe=One-Click`); what the body says is not read. It holds for all customers who have the address, may be called again, and works while the business is suspended.",
    by: "anyone",
    params: LeaveParams,
    response: Left,
    handler: (open, { params }) => leaveMarketing(open, params.token),
  }),
  rawEndpoint({
    method: "get",
    path: "/leave/{token}",
    operationId: "showLeavePage",
    summary: "Open the page that ends marketing by mail",
    description: "For mail programs that open the address of the header instead. Changes nothing: the page asks first.",
    by: "anyone",
    params: LeaveParams,
    contentType: "text/html",
    example: "",
    handler: async ({ env }, { params }) => {
      if (!(await readLeaveToken(env, params.token))) throw badLeaveLink();
      return new Response(null, { status: 303, headers: { location: leaveUrl({ env }, params.token) } });
    },
  }),
  endpoint({
    method: "get",
    path: "/dev/messages",
    operationId: "listKeptTexts",
    summary: "List the newest texts of a developer's machine",
    description:
      "Those that it has sent, and what was answered; `to` limits them to those sent to one number. Serves the page /messages. Does not exist in production.",
    by: "anyone",
    query: KeptTextsQuery,
    response: KeptTexts,
    handler: (open, { query }) => listKeptTexts(open, query.to),
  }),
  endpoint({
    method: "post",
    path: "/dev/messages",
    operationId: "answerText",
    summary: "Answer a text of a developer's machine, as its customer would",
    description: "Serves the page /messages: STOP, START and HELP can be tried there. Does not exist in production.",
    by: "anyone",
    body: AnswerText,
    response: Answered,
    handler: (open, { body }) => answerText(open, body),
  }),
];
