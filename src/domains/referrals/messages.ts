import type { OpenCtx } from "#/ctx.ts";
import { sealedFor } from "#/db/tenant/sealed.ts";
import { type Outcome, send, urlPolicy } from "#/domains/webhooks/index.ts";
import { unseal } from "#/kernel/seal.ts";
import type { Message } from "./webhook-repo.ts";

type Target = Pick<Message["webhook"], "keyId" | "url" | "sealedSecret">;

/** Posts a message to a referrer's webhook, signed by Standard Webhooks. Never throws for what the receiver does. */
export async function post(open: OpenCtx, target: Target, id: string, body: object): Promise<Outcome> {
  const secret = await unseal(open.env, sealedFor.referralWebhook(target.keyId), target.sealedSecret);
  return await send(
    { url: target.url, secrets: [secret], eventId: id, body: JSON.stringify(body), at: open.realNow },
    urlPolicy(open.env),
  );
}

/** A change of status as it is told. */
export const messageOf = ({ change, referral }: Pick<Message, "change" | "referral">) => ({
  type: "referral.status_changed",
  timestamp: change.at,
  data: {
    public_id: referral.publicId,
    status: change.status,
    source: referral.source,
    sequence: change.sequence,
    reason: change.reason,
    sector: referral.sector,
    external_ids: referral.externalIds,
  },
});
