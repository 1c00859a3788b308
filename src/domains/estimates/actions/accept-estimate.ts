import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { localDateOf } from "#/kernel/time.ts";
import { again } from "../again.ts";
import { agreementText } from "../agreement-text.ts";
import { agreedOn } from "../content.ts";
import { assertAnswerable, totalDiffers } from "../errors.ts";
import { estimateAccepted } from "../events.ts";
import { presented } from "../present.ts";
import { insertAcceptance, type OwnerQuery } from "../repo.ts";
import type { Choice } from "../rules.ts";
import { assertSentTo } from "../sent-to.ts";
import type { Signature } from "../signature.ts";
import { estimates } from "../tables.ts";

/** Who says yes, and how. */
export type Acceptor = {
  name: string;
  /** Null only where staff accept for the customer. */
  signature: Signature | null;
  onBehalf: boolean;
  note?: string | null | undefined;
};
type Asked = Choice & {
  id: number;
  /** The version that the customer has before them; absent: the present one. */
  revision?: number | undefined;
  /** The total that was shown to them. */
  totalCents?: number | undefined;
  /** Of a customer who is signed in. */
  ownedBy?: OwnerQuery;
};

/**
 * Accepts an estimate: one of its options with the optional lines that are wanted. What was agreed on is kept as text with its hash, beside the
 * signature. Of two at the same moment one accepts; the other is told that it was accepted.
 */
export const acceptEstimate = (ctx: Ctx, asked: Asked, by: Acceptor) => again(() => attempt(ctx, asked, by));

async function attempt(ctx: Ctx, { id, revision, totalCents, ownedBy, ...choice }: Asked, by: Acceptor) {
  const { estimate, customerId } = await load(ctx, { estimate: estimates.one(ctx, id), customerId: ownedBy });
  assertSentTo(estimate, customerId);
  if (by.onBehalf) estimates.assertCurrent(ctx, estimate);
  assertAnswerable(estimate, localDateOf(ctx.now, ctx.tenant.timezone), revision);
  const chosen = agreedOn(estimate.content, choice);
  const { option, optionalLines, agreed } = chosen;
  if (totalCents !== undefined && totalCents !== agreed.totalCents) throw totalDiffers();

  const document = agreementText(ctx, estimate, chosen);
  const contentHash = await sha256(document);
  const { lineItems: _, ...sums } = agreed;
  const part = estimates.change(ctx, estimate, {
    ...{
      status: "accepted",
      acceptedAt: ctx.now,
      acceptedOption: option.id,
      acceptedLines: optionalLines,
      contentHash,
    },
    ...sums,
    content: { ...estimate.content, agreed },
  });
  const { name, signature, onBehalf, note = null } = by;
  return await commit(ctx, {
    parts: [
      part,
      insertAcceptance(ctx, {
        ...{ estimateId: id, revision: estimate.revision, signerName: name, signature, onBehalf, note },
        ...{ ip: ctx.client.ip, userAgent: ctx.client.userAgent.slice(0, 300), document, contentHash },
        ...{ acceptedAt: ctx.now, acceptedBy: actorName(ctx.actor) },
      }),
    ],
    events: [estimateAccepted(presented(part.row), presented(estimate))],
    audit: { action: onBehalf ? "accept_for_customer" : "accept", of: part, details: { signer: name, contentHash } },
    result: presented(part.row),
  });
}
