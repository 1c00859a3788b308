import { sealedFor } from "#/db/tenant/sealed.ts";
import { seal, unseal } from "#/kernel/seal.ts";
import type { Account } from "./tables.ts";

type Owner = Pick<Account, "tenantId" | "id">;

export const sealSecret = (env: { SEAL_KEY: string }, { tenantId, id }: Owner, secret: string): Promise<string> =>
  seal(env, sealedFor.payments(tenantId, id), secret);

/** The secret API key, by which payments are taken online. */
export const sealApiSecret = (env: { SEAL_KEY: string }, { tenantId, id }: Owner, secret: string): Promise<string> =>
  seal(env, sealedFor.paymentsOnline(tenantId, id), secret);

export const openApiSecret = (env: { SEAL_KEY: string }, { tenantId, id }: Owner, sealed: string): Promise<string> =>
  unseal(env, sealedFor.paymentsOnline(tenantId, id), sealed);

/** What verifies the webhooks of an account. */
export const credentialsOf = async (env: { SEAL_KEY: string }, account: Account) => ({
  ...account,
  secret: await unseal(env, sealedFor.payments(account.tenantId, account.id), account.sealedSecret),
});
