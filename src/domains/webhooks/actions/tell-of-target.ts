import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { confirmedOwner } from "#/domains/identity/index.ts";
import { planMail } from "#/domains/mail/index.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { webhookDisabled, webhookFailing, webhookRecovered } from "../events.ts";
import { noteTold } from "../lane-repo.ts";
import { isHopeless, OPENS_AFTER } from "../lane-rules.ts";
import { disableTarget } from "../repo.ts";
import type { Lane, Target } from "../tables.ts";

/**
 * What a business must know of its receivers: that one fails, that it works again, and that it no longer gets anything. The lane and the target
 * show what there is to tell, and the commit that tells notes that it is told: each is told once, whoever comes by.
 */
export async function tellOfTarget(ctx: Ctx, target: Target, lane: Lane, gone: boolean): Promise<void> {
  if (target.status !== "active") return;
  if (gone || isHopeless(lane, ctx.now)) return await disable(ctx, target, lane, gone ? "gone" : "failing");
  if (lane.failures >= OPENS_AFTER && lane.toldAt === null)
    return await once(ctx, {
      parts: [noteTold(ctx, lane.id, ctx.now), must(toldAlready)],
      events: [webhookFailing(about(target, lane))],
    });
  if (lane.failures === 0 && lane.toldAt !== null)
    await once(ctx, {
      parts: [noteTold(ctx, lane.id, null), must(toldAlready)],
      events: [webhookRecovered({ ...about(target, lane), failingSince: lane.toldAt })],
    });
}

const toldAlready = new AppError("conflict", "webhook.told_already", "Another worker has told of this.");

/** Commits what another worker may have committed before. */
async function once(ctx: Ctx, work: Parameters<typeof record>[1]): Promise<void> {
  try {
    await record(ctx, work);
  } catch (error) {
    if (error !== toldAlready) throw error;
  }
}

const about = ({ id, url }: Target, { failures, failingSince, lastFailure }: Lane) => ({
  endpointId: id,
  url,
  failures,
  failingSince: failingSince ?? lastFailure?.at ?? null,
  lastFailure,
});

/** Its receiver is gone, or has failed for days: it gets nothing more, and the business is told by mail too. */
async function disable(ctx: Ctx, target: Target, lane: Lane, reason: "gone" | "failing"): Promise<void> {
  const { organization, owner } = await load(ctx, { organization: organizationOf(ctx), owner: confirmedOwner(ctx) });
  const to = settingOf(organization, "contact_email") ?? owner?.email;
  const disabled = disableTarget(ctx, target, reason);
  await once(ctx, {
    parts: [
      { ...disabled, writes: [...disabled.writes, must(toldAlready)] },
      to !== undefined &&
        to !== null &&
        (await planMail(ctx, {
          to,
          template: "webhook-disabled",
          data: { url: target.url, reason, since: lane.failingSince },
        })),
    ],
    events: [webhookDisabled({ ...about(target, lane), reason })],
    audit: { action: "disable", of: disabled },
  });
}
