import { type Ctx, type OpenCtx, systemCtx } from "#/ctx.ts";
import { ringControlAt } from "#/db/control/alarms.ts";
import { load } from "#/db/tenant/load.ts";
import { zonesUnlike } from "#/domains/zones/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { ZONES } from "../alarms.ts";
import { pauseSeconds } from "../offer-rules.ts";
import { claimZones, copiedVersions, keepZones, settleZones } from "../zone-copies-repo.ts";

/** Zones that are read and copied at once: with 500 points or 1,000 ZIP codes each they fit into one statement. */
const PAGE = 20;

/** Which pause follows a failure (offer-rules.ts): a minute, or a quarter of an hour. Attempts tell nothing: each change is one. */
const STEP = 4;
const SUSPENDED_STEP = 6;

/** Rings for the copy of the business' zones. */
export const copySoon = (ctx: Ctx): void =>
  ctx.background(ringControlAt(ctx, { job: ZONES, id: ctx.tenant.id }, ctx.now));

/**
 * Brings the network's copies of a business' service zones up to date: those that have another version there. It may break off anywhere and be
 * repeated; what changes meanwhile makes it due again.
 */
export async function copyZones(open: OpenCtx, tenantId: string): Promise<void> {
  for (;;) {
    const attempt = await claimZones(open, tenantId);
    if (attempt === undefined) return;
    try {
      const ctx = await systemCtx(open, tenantId, ZONES);
      if (ctx) await copyUnlike(ctx, await copiedVersions(open, tenantId));
      await settleZones(open, tenantId, attempt, null);
    } catch (error) {
      const isSuspended = error instanceof AppError && error.reason === "tenant.suspended";
      const next = plusSeconds(open.now, pauseSeconds(isSuspended ? SUSPENDED_STEP : STEP, Math.random()));
      log("warn", "copy of service zones failed; it is tried again", { tenant: tenantId, error: errorText(error) });
      await settleZones(open, tenantId, attempt, next);
      await ringControlAt(open, { job: ZONES, id: tenantId }, next);
      return;
    }
  }
}

async function copyUnlike(ctx: Ctx, known: readonly { id: number; version: number }[]): Promise<void> {
  for (let after = 0; ; ) {
    const { zones } = await load(ctx, { zones: zonesUnlike(ctx, known, after, PAGE) });
    if (zones.length > 0) await keepZones(ctx, ctx.tenant.id, zones);
    if (zones.length < PAGE) return;
    after = zones.at(-1)?.id ?? 0;
  }
}
