import { endpoint } from "#/http/endpoint.ts";
import { logCommunication } from "./actions/log-communication.ts";
import { putConsents } from "./actions/put-consents.ts";
import { sendMessage } from "./actions/send-message.ts";
import { liftPhone, suppressPhone } from "./actions/suppress-phone.ts";
import { listPhoneSuppressions } from "./consent-repo.ts";
import {
  Consents,
  CustomerParams,
  PhoneParams,
  PhoneSuppression,
  PhoneSuppressionPage,
  PhoneSuppressionQuery,
  PutConsents,
  SuppressPhone,
} from "./consent-schemas.ts";
import { getConsents } from "./consents.ts";
import { providerRoutes } from "./provider-routes.ts";
import { getCommunication, listCommunications, listThread } from "./repo.ts";
import {
  Communication,
  CommunicationPage,
  CommunicationParams,
  CommunicationQuery,
  LogCommunication,
  SendMessage,
  ThreadParams,
  ThreadQuery,
} from "./schemas.ts";
import { templateRoutes } from "./template-routes.ts";

const read = { by: "user", permission: "communications:read" } as const;
const write = { by: "user", permission: "communications:write" } as const;
const base = "/admin/customer-communications";

export const routes = [
  endpoint({
    ...read,
    method: "get",
    path: base,
    operationId: "listCommunications",
    summary: "List what was said to customers and by them, the newest first",
    description: "Mails of estimates, invoices, agreements and the portal too, without their links.",
    query: CommunicationQuery,
    response: CommunicationPage,
    handler: (ctx, { query }) => listCommunications(ctx, query),
  }),
  endpoint({
    ...write,
    method: "post",
    path: base,
    operationId: "logCommunication",
    summary: "Log a call, a note or a talk with a customer",
    description: "Nothing is sent. Calls and texts of one number are one conversation.",
    body: LogCommunication,
    response: Communication,
    status: 201,
    handler: (ctx, { body }) => logCommunication(ctx, body),
  }),
  endpoint({
    ...write,
    method: "post",
    path: `${base}/send`,
    operationId: "sendMessage",
    summary: "Send a mail or a text to a customer",
    description:
      "From a template or in your own words. It is queued at once; whether the customer wants it is judged when it goes out, so it may end as `suppressed`. Texts need a consent, and so does marketing, which also waits for the hours in which it is allowed. A template goes out once a day for a job, an invoice, an estimate, or else the customer.",
    body: SendMessage,
    response: Communication,
    status: 201,
    handler: (ctx, { body }) => sendMessage(ctx, body),
  }),
  endpoint({
    ...read,
    method: "get",
    path: `${base}/threads/{thread}`,
    operationId: "getThread",
    summary: "Read the conversation with a number or an address, the newest first",
    params: ThreadParams,
    query: ThreadQuery,
    response: CommunicationPage,
    handler: (ctx, { params, query }) => listThread(ctx, { ...query, ...params }),
  }),
  endpoint({
    ...read,
    method: "get",
    path: `${base}/consents/{customer_id}`,
    operationId: "getConsents",
    summary: "Read what a customer allows",
    description:
      "What they have said nothing about is not listed. `effective` tells what comes of a consent: one that is `granted` does not lift a STOP.",
    params: CustomerParams,
    response: Consents,
    handler: (ctx, { params }) => getConsents(ctx, params.customerId),
  }),
  endpoint({
    ...write,
    method: "put",
    path: `${base}/consents/{customer_id}`,
    operationId: "putConsents",
    summary: "Write down what a customer allows, with what proves it",
    description:
      "What is not named stays as it is; the audit log keeps what was before. A consent that is `granted` does not lift a STOP or another suppression: the answer says so by `effective` and `reason`.",
    params: CustomerParams,
    body: PutConsents,
    response: Consents,
    handler: (ctx, { params, body }) => putConsents(ctx, { ...params, ...body }),
  }),
  endpoint({
    ...read,
    method: "get",
    path: `${base}/suppressions`,
    operationId: "listPhoneSuppressions",
    summary: "List the numbers that get no texts",
    description:
      "Their owner has texted STOP, or asked for no more texts in words of their own, or the office has put them here. Addresses that get no mail: GET /admin/mails/suppressions.",
    query: PhoneSuppressionQuery,
    response: PhoneSuppressionPage,
    handler: (ctx, { query }) => listPhoneSuppressions(ctx, query),
  }),
  endpoint({
    ...write,
    method: "post",
    path: `${base}/suppressions`,
    operationId: "suppressPhone",
    summary: "Send no more texts to a number",
    body: SuppressPhone,
    response: PhoneSuppression,
    status: 201,
    handler: (ctx, { body }) => suppressPhone(ctx, body),
  }),
  endpoint({
    ...write,
    method: "delete",
    path: `${base}/suppressions/{phone}`,
    operationId: "liftPhone",
    summary: "Send texts to a number again",
    description: "Not to one whose owner has texted STOP: only they can lift that, by START.",
    params: PhoneParams,
    response: PhoneSuppression,
    handler: (ctx, { params }) => liftPhone(ctx, params.phone),
  }),
  ...templateRoutes,
  endpoint({
    ...read,
    method: "get",
    path: `${base}/{communication}`,
    operationId: "getCommunication",
    summary: "Get a message, a call or a note",
    params: CommunicationParams,
    response: Communication,
    handler: (ctx, { params }) => getCommunication(ctx, params.communication),
  }),
  ...providerRoutes,
];
