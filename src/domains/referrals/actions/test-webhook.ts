import type { ReferrerCtx } from "#/ctx.ts";
import { newId } from "#/kernel/ids.ts";
import { post } from "../messages.ts";
import { getWebhook } from "../webhook-repo.ts";

/** Sends a message that means nothing, and tells what came back. */
export async function testReferralWebhook(ctx: ReferrerCtx) {
  const webhook = await getWebhook(ctx);
  const body = { type: "referral.test", timestamp: ctx.now, data: { source: ctx.referrer.source } };
  const { responseStatus, error, durationMs } = await post(ctx, webhook, newId("rdl"), body);
  return { delivered: error === null, responseStatus, error, durationMs };
}
