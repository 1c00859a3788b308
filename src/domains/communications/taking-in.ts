import type { Actor } from "#/actor.ts";
import { type Ctx, directoryAccess, enterTenant, type OpenCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { AppError } from "#/kernel/errors.ts";

/** Seconds before each further try while the business moves to another database; at once where it has moved already. */
const PAUSES = [0, 1, 2, 4];

/**
 * Takes in what a customer says through a provider who asks once and not again: also while the business is suspended (47 CFR 64.1200(a)(10) and
 * 16 CFR 316.4 know no such excuse), and where this isolate does not know yet that it has moved. Undefined when there is no such business.
 */
export async function takeIn<R>(
  open: OpenCtx,
  { tenantId, actor }: { tenantId: string; actor: Actor },
  work: (ctx: Ctx) => Promise<R>,
): Promise<R | undefined> {
  for (let tries = 0; ; tries++) {
    const tenant = await findTenant(directoryAccess(open), tenantId);
    if (!tenant) return undefined;
    try {
      return await work({ ...enterTenant(open, tenant, actor), whileSuspended: true });
    } catch (error) {
      const pause = PAUSES[tries];
      if (pause === undefined || !(error instanceof AppError) || error.reason !== "tenant.moving") throw error;
      await new Promise((resolve) => setTimeout(resolve, pause * 1000));
    }
  }
}
