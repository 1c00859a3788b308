import { paypal } from "./paypal.ts";
import type { PaymentProvider, ProviderName } from "./port.ts";
import { square } from "./square.ts";
import { stripe } from "./stripe.ts";

export { type Incoming, type ProviderName, providerNames } from "./port.ts";
export { type Order, openCheckout, openIntent, type StripeAccount } from "./stripe-checkout.ts";

/** Every provider whose payments we know how to read. */
export const paymentProviders: Record<ProviderName, PaymentProvider> = { stripe, square, paypal };
