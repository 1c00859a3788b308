import type { Ctx, OpenCtx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { isOfTwilio, readReport, readText } from "#/integrations/messages/index.ts";
import { openAccount } from "../account-secret.ts";
import { badSignature, noSuchAccount, unreadable } from "../errors.ts";
import { accountOf } from "../repo.ts";
import type { MessageAccount } from "../tables.ts";
import { takeIn } from "../taking-in.ts";
import { followStatus } from "./follow-status.ts";
import { receiveText } from "./receive-text.ts";

/** A webhook as it came in; `path` is what follows the public address of the service, query included. */
export type Webhook = { tenantId: string; path: string; body: string; signature: string };

type Verified = { ctx: Ctx; account: MessageAccount; form: URLSearchParams };

/** Nothing is believed without the signature of the business' own account. */
async function verified(
  open: OpenCtx,
  { tenantId, path, body, signature }: Webhook,
  work: (verified: Verified) => Promise<void>,
): Promise<void> {
  const actor = { kind: "system", job: "messages" } as const;
  const done = await takeIn(open, { tenantId: tenantId.toLowerCase(), actor }, async (ctx) => {
    const { account } = await load(ctx, { account: accountOf(ctx) });
    if (!account) throw noSuchAccount();
    const { secret } = await openAccount(ctx.env, account);
    const form = new URLSearchParams(body);
    if (!(await isOfTwilio(secret, `${ctx.env.PUBLIC_URL}${path}`, form, signature))) throw badSignature();
    await work({ ctx, account, form });
    return true;
  });
  if (!done) throw noSuchAccount();
}

export const takeText = (open: OpenCtx, webhook: Webhook): Promise<void> =>
  verified(open, webhook, async ({ ctx, account, form }) => {
    const text = readText(form);
    if (!text) throw unreadable();
    await receiveText(ctx, { text, provider: "twilio", account });
  });

type Told = Webhook & { message: string | undefined };
export const takeReport = (open: OpenCtx, { message: messageId, ...webhook }: Told): Promise<void> =>
  verified(open, webhook, async ({ ctx, account, form }) => {
    const report = readReport(form);
    if (report) await followStatus(ctx, { report, messageId, account });
  });
