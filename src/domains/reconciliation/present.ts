import type { OpenCtx } from "#/ctx.ts";
import type { Account } from "./tables.ts";

/** An account with the address that its provider calls. */
export const present = ({ env }: Pick<OpenCtx, "env">, account: Account) => ({
  ...account,
  takesPayments: account.sealedApiSecret !== null,
  webhookUrl: `${env.PUBLIC_URL}/api/v1/integrations/${account.provider}/${account.tenantId}`,
});
export type ShownAccount = ReturnType<typeof present>;
