import type { OpenCtx } from "#/ctx.ts";
import { keepText, keptTexts } from "#/integrations/messages/index.ts";
import { assertDevelopment } from "#/kernel/environment.ts";
import { newId } from "#/kernel/ids.ts";
import { noSuchAccount } from "../errors.ts";
import { DEVELOPMENT_NUMBER } from "../rules.ts";
import { takeIn } from "../taking-in.ts";
import { receiveText } from "./receive-text.ts";

/** Texts that this machine has sent, and what was answered, for a developer who waits for one. Production keeps none. */
export async function listKeptTexts({ env }: Pick<OpenCtx, "env">, to: string | undefined) {
  assertDevelopment(env);
  return { items: await keptTexts(env, to) };
}

/** A developer answers a text as its customer would. */
export async function answerText(
  open: OpenCtx,
  { tenant: tenantId, from, body }: { tenant: string; from: string; body: string },
) {
  assertDevelopment(open.env);
  const id = newId("dev");
  const text = { from, to: DEVELOPMENT_NUMBER, body };
  const actor = { kind: "system", job: "messages" } as const;
  const tenant = await takeIn(open, { tenantId: tenantId.toLowerCase(), actor }, async (ctx) => {
    const incoming = { ...text, reference: id, media: 0, isAnswered: false };
    await receiveText(ctx, { text: incoming, provider: "development", account: undefined });
    return ctx.tenant;
  });
  if (!tenant) throw noSuchAccount();
  await keepText(open.env, { ...text, id }, { direction: "in", business: tenant.businessName, tenant: tenant.id });
  return { received: true as const };
}
