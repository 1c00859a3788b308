import type { OpenCtx } from "#/ctx.ts";
import { fateOfDelivery, isGone, retrySchedule } from "#/domains/webhooks/index.ts";
import { timesNow } from "#/kernel/clock.ts";
import { errorText, log } from "#/kernel/log.ts";
import { messageOf, post } from "../messages.ts";
import { claimDeliveries, listMessages, type Message, settleDelivery } from "../webhook-repo.ts";

const AT_ONCE = 50;

/** Tells them in the background; what fails is told by the minute's job. */
export const tellReferrersSoon = (open: OpenCtx): void =>
  open.background(
    deliverStatuses(open).catch((error: unknown) => log("warn", "referrers not told yet", { error: errorText(error) })),
  );

/** Tells referrers of the changes that are due. Whoever has just changed a status calls it; each minute takes what is left. */
export async function deliverStatuses(open: OpenCtx): Promise<{ delivered: number; failed: number }> {
  const done = { delivered: 0, failed: 0 };
  const claimed = await claimDeliveries({ ...open, ...timesNow() }, AT_ONCE);
  if (claimed.length === 0) return done;
  const messages = await listMessages(
    open,
    claimed.map(({ id }) => id),
  );
  await Promise.all(
    messages.map(async (message) => {
      try {
        done[(await deliver(open, message)) ? "delivered" : "failed"]++;
      } catch (error) {
        log("error", "referral status not sent", { delivery: message.delivery.id, error: errorText(error) });
      }
    }),
  );
  return done;
}

async function deliver(open: OpenCtx, { delivery, webhook, ...told }: Message): Promise<boolean> {
  const outcome = await post(open, webhook, delivery.id, messageOf(told));
  const end = { ...open, ...timesNow() };
  const retry = { schedule: retrySchedule(open.env), attempts: delivery.attempts, now: end.now, random: Math.random() };
  const { status, nextAttemptAt } = fateOfDelivery(outcome, retry);
  const isDelivered = status === "delivered";
  const { responseStatus, error } = outcome;
  const fate = { status, nextAttemptAt, responseStatus, error, deliveredAt: isDelivered ? end.now : null };
  await settleDelivery(end, delivery, fate, isGone(outcome));
  return isDelivered;
}
