import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { paymentProviders } from "#/integrations/payments/index.ts";
import { sealSecret } from "../account-secret.ts";
import { badSecret, settingMissing } from "../errors.ts";
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

type AddAccount = Named & { provider: Account["provider"]; signingSecret: string };

/** Connects a business' account with a provider. Its secret is stored sealed and never shown. */
export async function addAccount(ctx: Ctx, { signingSecret, ...input }: AddAccount): Promise<ShownAccount> {
  assertUsable(input.provider, input, signingSecret);
  const { id } = await load(ctx, { id: accounts.nextId(ctx) });
  const sealedSecret = await sealSecret(ctx.env, { tenantId: ctx.tenant.id, id }, signingSecret);
  const part = accounts.insert(ctx, { ...input, id, sealedSecret });
  return await commit(ctx, { parts: [part], audit: { action: "add", of: part }, result: present(ctx, part.row) });
}

type ChangeAccount = Named & { id: number; signingSecret?: string | undefined };

export async function changeAccount(ctx: Ctx, { id, signingSecret, ...change }: ChangeAccount): Promise<ShownAccount> {
  const { account } = await load(ctx, { account: accounts.one(ctx, id) });
  accounts.assertCurrent(ctx, account);
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Named;
  assertUsable(account.provider, { ...account, ...given }, signingSecret);
  const secret = signingSecret && { sealedSecret: await sealSecret(ctx.env, account, signingSecret) };
  const part = accounts.change(ctx, account, { ...given, ...secret } as Partial<Settings>);
  return await commit(ctx, { parts: [part], audit: { action: "change", of: part }, result: present(ctx, part.row) });
}

/** Disconnects an account: its webhooks are refused from then on, and what it told stays. */
export async function removeAccount(ctx: Ctx, id: number): Promise<ShownAccount> {
  const { account } = await load(ctx, { account: accounts.one(ctx, id) });
  accounts.assertCurrent(ctx, account);
  const part = accounts.remove(ctx, account);
  return await commit(ctx, { parts: [part], audit: { action: "remove", of: part }, result: present(ctx, account) });
}
