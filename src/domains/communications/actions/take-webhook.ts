import { type Ctx, directoryAccess, enterTenant, type OpenCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { load } from "#/db/tenant/load.ts";
import { isOfTwilio, readReport, readText } from "#/integrations/messages/index.ts";
import { openAccount } from "../account-secret.ts";
import { badSignature, noSuchAccount, unreadable } from "../errors.ts";
import { accountOf } from "../repo.ts";
import type { MessageAccount } from "../tables.ts";
import { followStatus } from "./follow-status.ts";
import { receiveText } from "./receive-text.ts";

/** A webhook as it came in; `path` is what follows the public address of the service, query included. */
export type Webhook = { tenantId: string; path: string; body: string; signature: string };

type Verified = { ctx: Ctx; account: MessageAccount; form: URLSearchParams };

/** Nothing is believed without the signature of the business' own account. */
async function verified(open: OpenCtx, { tenantId, path, body, signature }: Webhook): Promise<Verified> {
  const tenant = await findTenant(directoryAccess(open), tenantId.toLowerCase());
  if (!tenant) throw noSuchAccount();
  const ctx = enterTenant(open, tenant, { kind: "system", job: "messages" });
  const { account } = await load(ctx, { account: accountOf(ctx) });
  if (!account) throw noSuchAccount();
  const { secret } = await openAccount(ctx.env, account);
  const form = new URLSearchParams(body);
  if (!(await isOfTwilio(secret, `${ctx.env.PUBLIC_URL}${path}`, form, signature))) throw badSignature();
  return { ctx, account, form };
}

export async function takeText(open: OpenCtx, webhook: Webhook): Promise<void> {
  const { ctx, account, form } = await verified(open, webhook);
  const text = readText(form);
  if (!text) throw unreadable();
  await receiveText(ctx, { text, provider: "twilio", account });
}

export async function takeReport(open: OpenCtx, { message, ...webhook }: Webhook & { message: string | undefined }) {
  const { ctx, account, form } = await verified(open, webhook);
  const report = readReport(form);
  if (report) await followStatus(ctx, { report, messageId: message, account });
}
