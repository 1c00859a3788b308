import { endpoint, rawEndpoint } from "#/http/endpoint.ts";
import { AppError } from "#/kernel/errors.ts";
import { IdParams } from "#/kernel/fields.ts";
import {
  AddPaymentAccount,
  ChangePaymentAccount,
  PaymentAccount,
  PaymentAccounts,
  WebhookParams,
} from "./account-schemas.ts";
import { receiveWebhook } from "./actions/receive-webhook.ts";
import { addAccount, changeAccount, removeAccount } from "./actions/save-account.ts";
import { present } from "./present.ts";
import { accounts, type ProviderName } from "./tables.ts";

const reads = { by: "user", permission: "payments:read" } as const;
const writes = { by: "user", permission: "payments:write" } as const;

/** No event of a provider is larger. */
const MAX_BODY = 256 * 1024;
const tooLarge = () =>
  new AppError("too_large", "payment_webhook.too_large", `An event has at most ${MAX_BODY / 1024} KiB.`);

const webhook = (provider: ProviderName, name: string, scheme: string) =>
  rawEndpoint({
    method: "post",
    path: `/integrations/${provider}/{tenant}`,
    operationId: `receive${name}Webhook`,
    summary: `Take in a webhook of ${name}`,
    description: `Called by ${name}, not by you. ${scheme} An event that comes again changes nothing.`,
    by: "anyone",
    params: WebhookParams,
    contentType: "application/json",
    example: '{"ok":true,"data":{"received":true}}',
    handler: async (open, { params: { tenant: tenantId } }, c) => {
      const body = await c.req.text();
      if (body.length > MAX_BODY) throw tooLarge();
      await receiveWebhook(open, { provider, tenantId, headers: c.req.raw.headers, body });
      return Response.json({ ok: true, data: { received: true } });
    },
  });

export const routes = [
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/integrations/payments",
    operationId: "listPaymentAccounts",
    summary: "List the business' accounts with payment providers",
    description: "There is at most one with each.",
    response: PaymentAccounts,
    handler: async (ctx) => {
      const { items } = await accounts.list(ctx, { limit: 10 });
      return { items: items.map((account) => present(ctx, account)) };
    },
  }),
  endpoint({
    ...writes,
    method: "post",
    path: "/admin/integrations/payments",
    operationId: "addPaymentAccount",
    summary: "Connect an account with a payment provider",
    description:
      "Enter `webhook_url` of the answer at the provider, for its events of charges (payments, captures), refunds, disputes and payouts. The secret is stored encrypted and never shown.",
    body: AddPaymentAccount,
    response: PaymentAccount,
    status: 201,
    handler: (ctx, { body }) => addAccount(ctx, body),
  }),
  endpoint({
    ...reads,
    method: "get",
    path: "/admin/integrations/payments/{id}",
    operationId: "getPaymentAccount",
    summary: "Get an account with a payment provider",
    params: IdParams,
    response: PaymentAccount,
    handler: async (ctx, { params }) => present(ctx, await accounts.get(ctx, params.id)),
  }),
  endpoint({
    ...writes,
    method: "patch",
    path: "/admin/integrations/payments/{id}",
    operationId: "changePaymentAccount",
    summary: "Change an account with a payment provider",
    params: IdParams,
    body: ChangePaymentAccount,
    response: PaymentAccount,
    handler: (ctx, { params, body }) => changeAccount(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    ...writes,
    method: "delete",
    path: "/admin/integrations/payments/{id}",
    operationId: "removePaymentAccount",
    summary: "Disconnect an account with a payment provider",
    description: "Its webhooks are refused from then on. What it has told stays.",
    params: IdParams,
    response: PaymentAccount,
    handler: (ctx, { params }) => removeAccount(ctx, params.id),
  }),
  webhook("stripe", "Stripe", "Signed by `Stripe-Signature`, not older than five minutes."),
  webhook("square", "Square", "Signed by `x-square-hmacsha256-signature` over the address and the body."),
  webhook("paypal", "PayPal", "PayPal itself is asked whether the transmission is its own."),
];
