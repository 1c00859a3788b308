import { type Ctx, directoryAccess, enterTenant, type OpenCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { record } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { RowPart } from "#/db/tenant/resource.ts";
import { type Incoming, type ProviderName, paymentProviders } from "#/integrations/payments/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { credentialsOf } from "../account-secret.ts";
import { badSignature, noSuchAccount, unreadable } from "../errors.ts";
import { paymentDisputed } from "../events.ts";
import { accountWith, beginRun, heardFrom, knownAmong } from "../repo.ts";
import type { Account, Transaction } from "../tables.ts";
import { planTransaction } from "../transactions.ts";

type Webhook = { provider: ProviderName; tenantId: string; headers: Headers; body: string };

/** Takes in what a provider reports, once whatever often it is sent, and begins a run. Nothing is believed without its signature. */
export async function receiveWebhook(open: OpenCtx, { provider, tenantId, headers, body }: Webhook): Promise<void> {
  const tenant = await findTenant(directoryAccess(open), tenantId.toLowerCase());
  if (!tenant) throw noSuchAccount(provider);
  const ctx = enterTenant(open, tenant, { kind: "system", job: `webhook of ${provider}` });
  const told = readEvent(provider, body);
  const { account, known } = await load(ctx, {
    account: accountWith(ctx, provider),
    known: knownAmong(ctx, named(provider, told ?? [])),
  });
  if (!account) throw noSuchAccount(provider);
  const credentials = await credentialsOf(ctx.env, account);
  const delivery = { headers, body, now: ctx.realNow, env: ctx.env };
  if (!(await paymentProviders[provider].verify(credentials, delivery))) throw badSignature(provider);
  if (!told) throw unreadable();
  try {
    await takeIn(ctx, account, told, known);
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== "conflict") throw error;
    // the same event, or another of the same payment, came at this moment: now it is seen
    const again = await load(ctx, { known: knownAmong(ctx, named(provider, told)) });
    await takeIn(ctx, account, told, again.known);
  }
}

/** What the body says; undefined where it cannot be read, which only a provider's own event may hear. */
function readEvent(provider: ProviderName, body: string): Incoming[] | undefined {
  try {
    return paymentProviders[provider].read(JSON.parse(body));
  } catch {
    return undefined;
  }
}

const named = (provider: ProviderName, told: readonly Incoming[]) =>
  told.map(({ externalId }) => ({ provider, externalId }));

async function takeIn(
  ctx: Ctx,
  { id, provider }: Account,
  told: readonly Incoming[],
  known: readonly Transaction[],
): Promise<void> {
  const parts = told.flatMap((one): RowPart<Transaction>[] => {
    const before = known.find(({ externalId }) => externalId === one.externalId);
    const part = planTransaction(ctx, { ...one, provider }, before, { source: "webhook" });
    return part ? [one.kind === "dispute" ? { ...part, events: [paymentDisputed(part.row, part.before)] } : part] : [];
  });
  await record(ctx, {
    parts: [heardFrom(ctx, id), ...parts, parts.length > 0 && beginRun(ctx)],
    audit: parts.map((of) => ({ action: "receive", of })),
  });
}
