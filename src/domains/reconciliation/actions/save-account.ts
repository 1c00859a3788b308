import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { paymentProviders } from "#/integrations/payments/index.ts";
import { sealApiSecret, sealSecret } from "../account-secret.ts";
import { badSecret, onlyStripe, settingMissing } from "../errors.ts";
import { present, type ShownAccount } from "../present.ts";
import { type Account, accounts } from "../tables.ts";

type Settings = Pick<Account, "notificationUrl" | "paypalWebhook" | "paypalClient">;
type Named = { [K in keyof Settings]?: Settings[K] | undefined };

const fieldOf = {
  notification_url: "notificationUrl",
  paypal_webhook: "paypalWebhook",
  paypal_client: "paypalClient",
} as const;

/** Refuses an account whose webhooks could not be verified. */
function assertUsable(provider: Account["provider"], settings: Named, secret: string | undefined): void {
  const { needs, secretProblem } = paymentProviders[provider];
  const missing = needs.find((field) => !settings[fieldOf[field]]);
  if (missing) throw settingMissing(missing, provider);
  const problem = secret === undefined ? undefined : secretProblem?.(secret);
  if (problem) throw badSecret(problem);
}

type AddAccount = Named & {
  provider: Account["provider"];
  signingSecret: string;
  apiSecret?: string | undefined;
};

/** Connects a business' account with a provider. Its secret is stored sealed and never shown. */
export async function addAccount(ctx: Ctx, { signingSecret, apiSecret, ...input }: AddAccount): Promise<ShownAccount> {
  assertUsable(input.provider, input, signingSecret);
  if (apiSecret !== undefined && input.provider !== "stripe") throw onlyStripe();
  const { id } = await load(ctx, { id: accounts.nextId(ctx) });
  const owner = { tenantId: ctx.tenant.id, id };
  const sealedSecret = await sealSecret(ctx.env, owner, signingSecret);
  const sealedApiSecret = apiSecret === undefined ? null : await sealApiSecret(ctx.env, owner, apiSecret);
  const part = accounts.insert(ctx, { ...input, id, sealedSecret, sealedApiSecret });
  return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: present(ctx, part.row) });
}

type ChangeAccount = Named & {
  id: number;
  signingSecret?: string | undefined;
  /** Null: no more payments online. */
  apiSecret?: string | null | undefined;
};

export async function changeAccount(ctx: Ctx, input: ChangeAccount): Promise<ShownAccount> {
  const { id, signingSecret, apiSecret, ...change } = input;
  const { account } = await load(ctx, { account: accounts.one(ctx, id) });
  accounts.assertCurrent(ctx, account);
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Named;
  assertUsable(account.provider, { ...account, ...given }, signingSecret);
  const secret = signingSecret && { sealedSecret: await sealSecret(ctx.env, account, signingSecret) };
  if (apiSecret && account.provider !== "stripe") throw onlyStripe();
  const api =
    apiSecret === undefined
      ? undefined
      : { sealedApiSecret: apiSecret && (await sealApiSecret(ctx.env, account, apiSecret)) };
  const part = accounts.change(ctx, account, { ...given, ...secret, ...api } as Partial<Settings>);
  return await commit(ctx, { parts: [part], audit: { action: "change", of: part }, result: present(ctx, part.row) });
}

/** Disconnects an account: its webhooks are refused from then on, and what it told stays. */
export async function removeAccount(ctx: Ctx, id: number): Promise<ShownAccount> {
  const { account } = await load(ctx, { account: accounts.one(ctx, id) });
  accounts.assertCurrent(ctx, account);
  const part = accounts.remove(ctx, account);
  return await commit(ctx, { parts: [part], audit: { action: "remove", of: part }, result: present(ctx, account) });
}
