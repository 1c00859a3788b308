import { providerNames } from "#/integrations/payments/index.ts";
import { InstantOut, line, namesAField, z } from "#/kernel/fields.ts";

const Provider = z.enum(providerNames);

const accountExample = {
  id: 1,
  provider: "square" as const,
  notification_url: "https://api.truckroll.example/api/v1/integrations/square/4f7a1c9e-58b3-4d2a-9a51-0c2f6d1e8b7a",
  paypal_webhook: null,
  paypal_client: null,
  webhook_url: "https://api.truckroll.example/api/v1/integrations/square/4f7a1c9e-58b3-4d2a-9a51-0c2f6d1e8b7a",
  takes_payments: false,
  last_event_at: "2026-03-31T18:04:12.000Z",
  created_at: "2026-03-01T09:00:00.000Z",
  updated_at: "2026-03-01T09:00:00.000Z",
  version: 1,
};
export const PaymentAccount = z
  .object({
    id: z.int(),
    provider: Provider,
    notification_url: z.string().nullable(),
    paypal_webhook: z.string().nullable(),
    paypal_client: z.string().nullable(),
    webhook_url: z.string().openapi({ description: "where the provider sends its webhooks" }),
    takes_payments: z.boolean().openapi({ description: "whether customers pay invoices online by it" }),
    last_event_at: InstantOut.nullable().openapi({ description: "when the last webhook with a right signature came" }),
    created_at: InstantOut,
    updated_at: InstantOut,
    version: z.int(),
  })
  .openapi("PaymentAccount", { example: accountExample });
export const PaymentAccounts = z
  .object({ items: z.array(PaymentAccount) })
  .openapi("PaymentAccounts", { example: { items: [accountExample] } });

const Secret = line(200).openapi({
  description:
    "Stripe: the endpoint's signing secret (`whsec_...`); Square: the signature key; PayPal: the app's secret",
});
const ApiSecret = line(300)
  .regex(/^(?:sk|rk)_(?:live|test)_/, "must begin with sk_live_, sk_test_, rk_live_ or rk_test_")
  .openapi({
    description:
      "Stripe: a secret or restricted API key that may write Checkout Sessions and PaymentIntents, by which customers pay invoices online. Never shown",
    example: "rk_live_...",
  });
const settings = {
  notification_url: z
    .url()
    .max(500)
    .nullable()
    .optional()
    .openapi({ description: "Square signs the address too: as it is entered there" }),
  paypal_webhook: line(100).nullable().optional().openapi({ description: "PayPal's id of the webhook" }),
  paypal_client: line(200).nullable().optional().openapi({ description: "of the app at PayPal" }),
};
export const AddPaymentAccount = z
  .strictObject({ provider: Provider, signing_secret: Secret, api_secret: ApiSecret.optional(), ...settings })
  .openapi("AddPaymentAccount", {
    example: { provider: "stripe", signing_secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
  });
export const ChangePaymentAccount = z
  .strictObject({ signing_secret: Secret.optional(), api_secret: ApiSecret.nullable().optional(), ...settings })
  .refine(...namesAField)
  .openapi("ChangePaymentAccount", { example: { signing_secret: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD" } });

export const WebhookParams = z.object({
  tenant: z
    .guid("must be the business' id")
    .openapi({ param: { name: "tenant", in: "path" }, example: "4f7a1c9e-58b3-4d2a-9a51-0c2f6d1e8b7a" }),
});
export const Received = z.object({ received: z.literal(true) }).openapi("Received", { example: { received: true } });
