import type { Ctx } from "#/ctx.ts";
import type { StripeAccount } from "#/integrations/payments/index.ts";
import { openApiSecret } from "./account-secret.ts";
import { accountWith } from "./repo.ts";
import type { Account } from "./tables.ts";

/** The account by which customers pay online, as part of a load batch. */
export const onlineAccount = (ctx: Ctx) => accountWith(ctx, "stripe");

/** Whether customers pay online by this account. */
export const takesPayments = (account: Account | undefined): account is Account => account?.sealedApiSecret != null;

/** What the provider is asked with. */
export const stripeAccountOf = async (ctx: Ctx, account: Account): Promise<StripeAccount> => ({
  secret: await openApiSecret(ctx.env, account, account.sealedApiSecret ?? ""),
  url: ctx.env.STRIPE_API_URL,
});
