import type { OpenCtx } from "#/ctx.ts";
import { ringControl, ringControlAt } from "#/db/control/alarms.ts";
import type { Referral } from "#/db/control/schema/referrals.ts";
import { errorText, log } from "#/kernel/log.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { OFFER, REFERRAL } from "../alarms.ts";
import { claimReferral, settleReferral } from "../network-repo.ts";
import { withdrawOffers } from "../offer-repo.ts";
import { pauseSeconds } from "../offer-rules.ts";
import { isSearching } from "../progress-rules.ts";
import { attachDuplicate } from "./attach-duplicate.ts";
import { tellReferrersSoon } from "./deliver-statuses.ts";
import { classify, searchProvider } from "./search-provider.ts";

/** Takes the next step of a referral that is due, and the one after it. A step that fails is tried again later, each time after a longer pause. */
export async function advanceReferral(open: OpenCtx, id: string): Promise<void> {
  for (;;) {
    const referral = await claimReferral(open, id);
    if (!referral) return;
    try {
      const goesOn = await step(open, referral);
      tellReferrersSoon(open);
      if (!goesOn) return;
    } catch (error) {
      await putOff(open, referral, error);
      return;
    }
  }
}

/** Answers whether another step may be due at once. */
async function step(open: OpenCtx, referral: Referral): Promise<boolean> {
  if (referral.duplicateOf !== null) {
    await attachDuplicate(open, referral);
    return false;
  }
  if (referral.status === "HOMEOWNER_ACCEPTED") return await classify(open, referral);
  if (isSearching(referral.status)) return await searchProvider(open, referral);
  if (referral.status === "HOMEOWNER_CANCELLED") {
    const due = await withdrawOffers(open, referral);
    await ringControl(
      open,
      due.map((offer) => ({ job: OFFER, id: offer })),
    );
  }
  await settleReferral(open, referral, { nextAttemptAt: null }); // it waits for others, or is closed
  return false;
}

async function putOff(open: OpenCtx, referral: Referral, error: unknown): Promise<void> {
  const next = plusSeconds(open.now, pauseSeconds(referral.attempts, Math.random()));
  log("warn", "step of a referral failed; it is tried again", { referral: referral.id, error: errorText(error) });
  await settleReferral(open, referral, { nextAttemptAt: next, error: errorText(error).slice(0, 500) });
  await ringControlAt(open, { job: REFERRAL, id: referral.id }, next);
}
