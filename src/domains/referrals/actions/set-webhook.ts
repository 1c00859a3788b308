import type { ReferrerCtx } from "#/ctx.ts";
import { sealedFor } from "#/db/tenant/sealed.ts";
import { newSecret, urlPolicy, urlProblem } from "#/domains/webhooks/index.ts";
import { seal } from "#/kernel/seal.ts";
import { badWebhookUrl } from "../errors.ts";
import { setWebhook } from "../webhook-repo.ts";

/** A referrer tells where changes of their jobs go. A new webhook shows its secret; another address for it keeps the secret. */
export async function setReferralWebhook(ctx: ReferrerCtx, { url }: { url: string }) {
  const problem = urlProblem(url, urlPolicy(ctx.env));
  if (problem) throw badWebhookUrl(problem);
  const secret = newSecret();
  const sealed = await seal(ctx.env, sealedFor.referralWebhook(ctx.referrer.keyId), secret);
  const webhook = await setWebhook(ctx, url, sealed);
  return { ...webhook, secret: webhook.sealedSecret === sealed ? secret : null };
}
