import type { Instant } from "#/kernel/time.ts";

export const providerNames = ["stripe", "square", "paypal"] as const;
export type ProviderName = (typeof providerNames)[number];

/** What a provider tells of a payment, a refund, a dispute or a payout, in the words that all providers share. */
export type Incoming = {
  /** The provider's own id of it. */
  externalId: string;
  kind: "charge" | "refund" | "dispute" | "payout";
  status: "pending" | "succeeded" | "failed" | "won" | "lost";
  /** Always positive, in the minor unit of the currency by ISO 4217. */
  grossCents: number;
  /** Null where this event does not tell it. */
  feeCents: number | null;
  /** ISO 4217. */
  currency: string;
  occurredAt: Instant;
  customer: string | null;
  reference: string | null;
  /** The charge that a refund or dispute is about. */
  parentExternalId: string | null;
};

export type Credentials = {
  secret: string;
  notificationUrl: string | null;
  paypalWebhook: string | null;
  paypalClient: string | null;
};
/** A webhook as it came in: `now` is the real time. */
export type Delivery = { headers: Headers; body: string; now: Instant; env: { PAYPAL_API_URL: string } };

export type PaymentProvider = {
  /** The settings that an account needs besides its secret. */
  needs: readonly ("notification_url" | "paypal_webhook" | "paypal_client")[];
  /** What is wrong with a secret; undefined: nothing that can be seen. */
  secretProblem?: (secret: string) => string | undefined;
  /** Whether the provider has sent this. */
  verify: (credentials: Credentials, delivery: Delivery) => Promise<boolean>;
  /** What an event says; none for kinds of events that are nothing to us. Throws where it cannot be read. */
  read: (event: unknown) => Incoming[];
};
