import { type Ctx, type OpenCtx, systemCtx } from "#/ctx.ts";
import { ringControl, ringControlAt } from "#/db/control/alarms.ts";
import type { ReferralOffer } from "#/db/control/schema/referral-network.ts";
import { load } from "#/db/tenant/load.ts";
import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import { OFFER, REFERRAL } from "../alarms.ts";
import { claimOffer, settleOffer } from "../network-repo.ts";
import { answerOffer, learnJob, readOffer } from "../offer-repo.ts";
import { pauseSeconds } from "../offer-rules.ts";
import { byOffer } from "../offered-repo.ts";
import { readSaid } from "../said.ts";
import { closeOffer } from "./close-offer.ts";
import { deliverOffer } from "./deliver-offer.ts";
import { tellReferrersSoon } from "./deliver-statuses.ts";
import { placeJob } from "./place-job.ts";

/** Brings a business up to what the network says of its offer, and ends an offer whose time is over. */
export async function followOffer(open: OpenCtx, id: string): Promise<void> {
  for (;;) {
    const offer = await claimOffer(open, id);
    if (!offer) return;
    try {
      if (!(await step(open, offer))) return;
    } catch (error) {
      await putOff(open, offer, error);
      return;
    }
  }
}

type Loaded = NonNullable<Awaited<ReturnType<typeof readOffer>>>;

/** Answers whether another step may be due at once. */
async function step(open: OpenCtx, claimed: ReferralOffer): Promise<boolean> {
  const loaded = await readOffer(open, claimed.id);
  if (!loaded || loaded.offer.attempts !== claimed.attempts) return false; // somebody else goes on with it
  const { offer } = loaded;
  if (offer.status === "open" && offer.expiresAt !== null && offer.expiresAt <= open.now)
    return await expire(open, loaded);
  const ctx = await systemCtx(open, offer.tenantId, OFFER);
  if (!ctx) return await withdraw(open, loaded, "The business is gone.");
  if (offer.status === "open") return await deliver(open, ctx, loaded);
  if (offer.status === "accepted") return await place(open, ctx, loaded);
  await closeOffer(ctx, offer);
  await settleOffer(open, offer, { told: offer.status, nextAttemptAt: null, error: null });
  return false;
}

/** A business that is suspended is not asked. */
async function deliver(open: OpenCtx, ctx: Ctx, loaded: Loaded): Promise<boolean> {
  const { offer, referral, offerMinutes } = loaded;
  const said = await readSaid(open, referral.id, loaded.sealed);
  if (!said) return await withdraw(open, loaded, "The homeowner's data were erased.");
  let expiresAt: Instant;
  try {
    expiresAt = await deliverOffer(ctx, { offer, referral, offerMinutes, said });
  } catch (error) {
    if (!(error instanceof AppError && error.reason === "tenant.suspended")) throw error;
    return await withdraw(open, loaded, "The business is suspended.");
  }
  const isSettled = await settleOffer(open, offer, {
    ...{ told: "open", expiresAt, nextAttemptAt: expiresAt, error: null },
  });
  if (isSettled) await ringControlAt(open, { job: OFFER, id: offer.id }, expiresAt);
  return !isSettled; // it was answered meanwhile
}

/** The business has accepted: lead and job are made there, and the network learns them. */
async function place(open: OpenCtx, ctx: Ctx, loaded: Loaded): Promise<boolean> {
  const { offer, referral, offerMinutes } = loaded;
  const { known } = await load(ctx, { known: byOffer(ctx, offer.id) });
  if (known && known.jobId !== null) return !(await learnJob(open, offer, known));
  const said = await readSaid(open, referral.id, loaded.sealed);
  if (!said) return await withdraw(open, loaded, "The homeowner's data were erased.");
  await deliverOffer(ctx, { offer, referral, offerMinutes, said }); // it is there; who restores a shard from a backup gets it again
  return !(await learnJob(open, offer, await placeJob(ctx, { offerId: offer.id, referral, said })));
}

async function expire(open: OpenCtx, loaded: Loaded): Promise<boolean> {
  const reason = "The offer has run out.";
  const change = { to: "MATCHING", by: "network", reason, set: { offeredTo: null, nextAttemptAt: open.now } } as const;
  if (await answerOffer(open, loaded, { as: "expired", change, reason })) await searchOn(open, loaded);
  return true;
}

async function searchOn(open: OpenCtx, { referral }: Loaded): Promise<void> {
  tellReferrersSoon(open);
  await ringControl(open, [{ job: REFERRAL, id: referral.id }]);
}

/** The next business is asked. */
async function withdraw(open: OpenCtx, loaded: Loaded, reason: string): Promise<boolean> {
  const isOpen = loaded.offer.status === "open";
  const change = {
    to: isOpen ? "MATCHING" : "PROVIDER_DECLINED",
    ...{ by: "network", reason },
    set: { offeredTo: null, providerTenantId: null, nextAttemptAt: open.now },
  } as const;
  const done = await answerOffer(open, loaded, { as: "withdrawn", change, reason, isTold: loaded.offer.told === null });
  if (done) await searchOn(open, loaded);
  return !done;
}

async function putOff(open: OpenCtx, offer: ReferralOffer, error: unknown): Promise<void> {
  const next = plusSeconds(open.now, pauseSeconds(offer.attempts, Math.random()));
  log("warn", "step of an offer failed; it is tried again", { offer: offer.id, error: errorText(error) });
  await settleOffer(open, offer, { nextAttemptAt: next, error: errorText(error).slice(0, 500) });
  await ringControlAt(open, { job: OFFER, id: offer.id }, next);
}
