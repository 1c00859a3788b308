import { sealedFor } from "#/db/tenant/sealed.ts";
import type { TextAccount } from "#/integrations/messages/index.ts";
import { seal, unseal } from "#/kernel/seal.ts";
import type { MessageAccount } from "./tables.ts";

type Env = { SEAL_KEY: string };
type Owner = Pick<MessageAccount, "tenantId" | "id">;

export const sealToken = (env: Env, { tenantId, id }: Owner, token: string): Promise<string> =>
  seal(env, sealedFor.messages(tenantId, id), token);

/** The account with its auth token, which sends texts and verifies webhooks. */
export const openAccount = async (env: Env, row: MessageAccount): Promise<TextAccount> => ({
  account: row.account,
  sender: row.sender,
  secret: await unseal(env, sealedFor.messages(row.tenantId, row.id), row.sealedSecret),
});
