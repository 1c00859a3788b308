import type { PlatformCtx } from "#/ctx.ts";
import { phoneHashes } from "#/db/control/phone-hash.ts";
import { log } from "#/kernel/log.ts";
import { eraseReferrals, listOfPhone } from "../erase-repo.ts";
import { mayCancel } from "../statuses.ts";
import { deliverStatuses } from "./deliver-statuses.ts";

/** A homeowner wants their data gone. The ledger keeps what was earned, and a business that has their job keeps its own records. */
export async function eraseHomeowner(ctx: PlatformCtx, { phone }: { phone: string }) {
  const found = await listOfPhone(ctx, await phoneHashes(ctx.env, phone));
  const open = found.filter(({ status, duplicateOf }) => duplicateOf === null && mayCancel(status));
  if (found.length > 0) await eraseReferrals(ctx, found, open, `admin:${ctx.admin.id}`);
  if (open.length > 0) ctx.afterAnswer(() => deliverStatuses(ctx));
  log("info", "homeowner erased", { admin: ctx.admin.id, referrals: found.length });
  return { erased: found.length, cancelled: open.length };
}
