import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { documentNumber } from "#/domains/documents/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import type { z } from "#/kernel/fields.ts";
import { localDateOf } from "#/kernel/time.ts";
import type { Inside } from "#/kernel/wire.ts";
import { assertOffers } from "../content.ts";
import { estimateArchived, estimateExpired, notSendable, recipientMissing } from "../errors.ts";
import { estimateSent } from "../events.ts";
import { newLink } from "../links.ts";
import { sentMail } from "../mails.ts";
import { presented } from "../present.ts";
import type { SendEstimate } from "../request-schemas.ts";
import { isOver, isWaiting } from "../rules.ts";
import { type Estimate, estimates } from "../tables.ts";

type Send = Inside<z.output<typeof SendEstimate>> & { id: number };

/**
 * Sends an estimate with a link to its page. A draft gets its number in this very commit, once, and never changes from then on. One that waits for an
 * answer is sent again with one more link; earlier ones stay good.
 */
export async function sendEstimate(ctx: Ctx, asked: Send, check: (estimate: Estimate) => void = () => undefined) {
  const { id, to: named, message, mail } = asked;
  const { estimate, organization } = await load(ctx, {
    estimate: estimates.one(ctx, id),
    organization: organizationOf(ctx),
  });
  check(estimate);
  estimates.assertCurrent(ctx, estimate);
  const to = named ?? estimate.customerEmail;
  if (mail && to === null) throw recipientMissing();
  assertSendable(ctx, estimate);

  const isDraft = estimate.status === "draft";
  const taken = estimate.number === null ? documentNumber("estimate", organization) : undefined;
  const part = estimates.change(ctx, estimate, {
    ...(isDraft && { status: "sent" as const }),
    ...(taken && { number: taken.number }),
    ...(named !== undefined && estimate.customerEmail === null && { customerEmail: named }),
    ...(mail && { sentTo: to }),
    ...{ sentAt: ctx.now, firstSentAt: estimate.firstSentAt ?? ctx.now },
  });
  const { url, expiresAt, write } = await newLink(ctx, estimate);
  return await commit(ctx, {
    parts: [
      ...(taken ? [{ writes: [], takes: taken.takes }] : []),
      part,
      write,
      mail && to !== null && (await sentMail(ctx, part.row, to, url, message)),
    ],
    events: isDraft ? [estimateSent(presented(part.row), presented(estimate))] : [],
    audit: { action: isDraft ? "send" : "send_again", of: part, ...(mail && { details: { to } }) },
    result: { estimate: presented(part.row), url, expiresAt },
  });
}

function assertSendable(ctx: Ctx, { id, status, validUntil, archivedAt, content }: Estimate): void {
  if (archivedAt !== null) throw estimateArchived(id);
  if (status !== "draft" && !isWaiting(status)) throw notSendable(id, status);
  if (isOver({ validUntil }, localDateOf(ctx.now, ctx.tenant.timezone))) throw estimateExpired(id, validUntil);
  assertOffers(content);
}
